import type { Duplex } from 'node:stream';
import type { TlsObservation, TrustStore } from '../../core/probes/observations';
import { chainOf, relatedAuthority } from './certificateChain';
import { openWay } from './connection';
import { innermostCode, ExchangeTrace, RouteError, unlessAborted } from './exchangeTrace';
import type { Origin, ProxyAddress } from './network';
import { startTls } from './tlsHandshake';
import type { Trust } from './trust';
import { anyOf } from '../../core/text/anyOf';

/** What one handshake showed. */
interface Handshaken {
  /** Bytes of TLS came back. */
  readonly spoken: boolean;
  /** The handshake itself went through, whoever the certificate is from. */
  readonly secured: boolean;
  readonly code?: string;
  readonly version?: string;
  readonly alpn?: string;
  readonly chain: TlsObservation['chain'];
  readonly asksForCertificate: boolean;
}

const PROTOCOLS = ['h2', 'http/1.1'];
/** With TLS 1.3 a server says after the handshake that it misses a certificate. */
const LAST_WORD_MS = 300;
/** What comes from a server that speaks something else; any other error of OpenSSL is about TLS that is spoken. */
const NO_TLS = anyOf(
  '',
  /^EPROTO$/, // EPROTO
  /^ERR_SSL_(?:PACKET|DATA)_LENGTH_TOO_LONG$/, // ERR_SSL_PACKET_LENGTH_TOO_LONG
  /^ERR_SSL_(?:WRONG_VERSION_NUMBER|RECORD_LAYER_FAILURE|BAD_RECORD_TYPE)$/, // ERR_SSL_WRONG_VERSION_NUMBER
  /^ERR_SSL_(?:HTTP_REQUEST|HTTPS_PROXY_REQUEST|UNKNOWN_PROTOCOL|NOT_TLS\w*)$/, // ERR_SSL_HTTP_REQUEST
);
/** Codes that say nothing about whether the authority is known: OpenSSL tells only the last thing that is wrong. */
const ABOUT_DATES = /EXPIRED|NOT_YET_VALID/;

/**
 * Looks at how a gateway speaks TLS, through the proxy where there is one, and whose word for its certificate is taken.
 * Several handshakes at the same time, one for each store; nothing is ever written over any of them, and this machine's own
 * certificate is shown to nobody.
 * @throws the abort reason of the trace; RouteError when the way to the gateway does not open.
 */
export async function inspectTls(
  origin: Origin,
  proxy: ProxyAddress | undefined,
  trust: Trust,
  trace: ExchangeTrace,
): Promise<TlsObservation> {
  const stores = storesToAsk(trust);
  const [main, sent, ...each] = await Promise.all([
    handshake('trusted', origin, proxy, trust, trace),
    ...(['nobody', ...stores] as const).map((store) =>
      handshake(store, origin, proxy, trust, new ExchangeTrace(trace.signal)).catch(() => undefined),
    ),
  ]);
  trace.signal.throwIfAborted();
  const chain = sent?.chain ?? main.chain;
  const trustedBy: Partial<Record<TrustStore, boolean>> = {};
  for (const [store, one] of [
    ['trusted', main] as const,
    ...stores.map((name, index) => [name, each[index]] as const),
  ]) {
    const trusts = one === undefined ? undefined : leadsTo(one);
    if (trusts !== undefined) trustedBy[store] = trusts;
  }
  const related = trustedBy.trusted === false ? relatedAuthority(chain, trust.stores.trusted ?? []) : undefined;
  const { spoken, code, version, alpn, asksForCertificate } = main;
  return {
    spoken,
    ...(code === undefined ? {} : { code }),
    ...(version === undefined ? {} : { version }),
    ...(alpn === undefined ? {} : { alpn }),
    chain,
    trustedBy,
    ...(related === undefined ? {} : { relatedAuthority: related }),
    asksForCertificate,
    ms: trace.ms,
  };
}

function storesToAsk(trust: Trust): readonly TrustStore[] {
  return (['node', 'system', 'extra'] as const).filter((store) => trust.stores[store] !== undefined);
}

/** Makes ready what {@link inspectTls} needs: it takes longer than a handshake, and is not the network's. What else goes on gets its turn. */
export async function prepareToInspect(trust: Trust): Promise<void> {
  for (const store of ['trusted', 'nobody', ...storesToAsk(trust)] as const) {
    trust.contextOf(store);
    await new Promise(setImmediate);
  }
}

/** Whether a store leads to the certificate; undefined when that cannot be told. */
function leadsTo({ secured, code = '' }: Handshaken): boolean | undefined {
  if (!secured || ABOUT_DATES.test(code)) return undefined;
  return (
    !/CERT|SELF_SIGNED|UNABLE_TO|CA\b|ISSUER/.test(code) ||
    code === 'ERR_TLS_CERT_ALTNAME_INVALID' ||
    /ALERT/.test(code)
  );
}

async function handshake(
  store: TrustStore | 'nobody',
  origin: Origin,
  proxy: ProxyAddress | undefined,
  trust: Trust,
  trace: ExchangeTrace,
): Promise<Handshaken> {
  const way = await openWay(origin, proxy, trust, trace);
  trace.stage = 'tls';
  try {
    return await unlessAborted(
      look(way, origin.host, store, trust, store === 'trusted' ? LAST_WORD_MS : 0),
      trace.signal,
    );
  } finally {
    way.destroy();
  }
}

function look(
  way: Duplex,
  host: string,
  store: TrustStore | 'nobody',
  trust: Trust,
  lastWordMs: number,
): Promise<Handshaken> {
  return new Promise((resolve) => {
    const socket = startTls(way, { host, context: trust.contextOf(store), protocols: PROTOCOLS }, false);
    let seen: Handshaken = { spoken: false, secured: false, chain: [], asksForCertificate: false };
    const end = (code?: string): void => {
      resolve(
        code === undefined || seen.code !== undefined
          ? seen
          : { ...seen, code, spoken: seen.spoken || (/^ERR_SSL_/.test(code) && !NO_TLS.test(code)) },
      );
      socket.destroy();
      way.destroy();
    };
    // Told while the handshake goes on: the only moment to see what a server asks for that ends it for want of it.
    socket.on('keylog', () => {
      seen = { ...seen, spoken: true, asksForCertificate: seen.asksForCertificate || asks() };
    });
    const asks = (): boolean => {
      // Of a client, these are the algorithms in the server's request for a certificate. Not everywhere known (BoringSSL).
      const algorithms = socket.getSharedSigalgs() as string[] | null | undefined;
      return (algorithms ?? []).length > 0;
    };
    socket.once('secureConnect', () => {
      const error = socket.authorizationError as (Error & { code?: string }) | string | undefined;
      const code = socket.authorized
        ? undefined
        : typeof error === 'string'
          ? error
          : (error?.code ?? 'CERT_UNTRUSTED');
      seen = {
        spoken: true,
        secured: true,
        ...(code === undefined ? {} : { code }),
        version: socket.getProtocol() ?? '',
        alpn: socket.alpnProtocol === false ? '' : (socket.alpnProtocol ?? ''),
        chain: chainOf(socket.getPeerCertificate(true)),
        asksForCertificate: seen.asksForCertificate || asks(),
      };
      if (lastWordMs === 0 || !seen.asksForCertificate) end();
      else
        setTimeout(() => {
          end();
        }, lastWordMs);
    });
    socket.on('error', (error) => {
      const code = innermostCode(error);
      const missed = /ALERT_CERTIFICATE_REQUIRED/.test(code);
      if (missed) seen = { ...seen, asksForCertificate: true };
      end(code);
    });
    socket.once('close', () => {
      end('ECONNRESET');
    });
  });
}

/** What is seen of TLS when the way to the gateway did not open, or nothing came in time. */
export function unseenTls(error: unknown, ms: number): TlsObservation {
  return {
    spoken: false,
    code: error instanceof RouteError ? error.code : innermostCode(error),
    chain: [],
    trustedBy: {},
    asksForCertificate: false,
    ms,
  };
}
