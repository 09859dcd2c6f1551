import { secretsOf, type ProbeRequest } from '../../core/probes/probeRequest';
import type { Sent } from '../../core/probes/sent';
import { errorLines } from '../../core/words/errorLines';
import { printableHost } from '../../core/words/facts';
import type { FailureReply, Reply, ResponseReply } from '../../core/answers/reply';
import { openConnection } from './connection';
import { Deadline } from './deadline';
import { exchange, prepareToExchange, type Exchanged, type WireRequest } from './exchange';
import { innermostCode, ExchangeTrace, RouteError, unlessAborted } from './exchangeTrace';
import { originOf, proxyAddress, proxyFor, type ProxyAddress } from './network';
import type { ResponseBody } from './responseBody';
import { loadTrust, Trust } from './trust';
import type { Environment } from '../../core/claude/sources';

/** How a request travels. `env` holds the proxy and certificate variables that Claude Code would see. */
export interface TransportOptions {
  readonly env: Environment;
  readonly signal?: AbortSignal;
  /** Milliseconds for the whole exchange. */
  readonly timeoutMs?: number;
  /** Notes when each piece of the body came, and takes a body without an end for an answer too. */
  readonly watched?: boolean;
  /** Of `env`, where it is known already: reading the certificates takes some time. */
  readonly trust?: () => Promise<Trust>;
  /** Told whose answer is waited for, such as `llm.example.com:443`. */
  readonly waitsFor?: (what: string) => void;
  /** Told of the request once it is over; not of one that was aborted. */
  readonly onSent?: (sent: Sent) => void;
}

const DEFAULT_TIMEOUT_MS = 30_000;
/** For where no TLS is spoken: reading the certificates takes longer than a plain request. */
const TRUSTS_NOBODY = new Trust({}, undefined);

/**
 * Sends one request and returns what came back; redirects are not followed and certificates are always verified,
 * whatever the process's own environment says. The only place that puts a credential into a header; none leaves for a proxy
 * that would see it. undici is loaded on first use.
 * @throws the abort reason when `signal` aborts; nothing else.
 */
export async function send(request: ProbeRequest, options: TransportOptions): Promise<Reply> {
  options.signal?.throwIfAborted();
  const deadline = new Deadline(options.timeoutMs ?? DEFAULT_TIMEOUT_MS, options.signal);
  const trace = new ExchangeTrace(deadline.signal, options.waitsFor);
  const report = (reply: Reply, error?: unknown): Reply => {
    options.onSent?.(sentOf(request, reply, error));
    return reply;
  };
  try {
    const url = new URL(request.url);
    const origin = originOf(url);
    const proxyText = proxyFor(url, options.env);
    const proxy = proxyText === undefined ? undefined : proxyAddress(proxyText);
    if (proxy !== undefined && !origin.secure && carriesCredential(request))
      throw new RouteError('send', 'CREDENTIAL_IN_CLEAR');
    const needsTrust = origin.secure || proxy?.secure === true;
    const trust = needsTrust
      ? await unlessAborted((options.trust ?? (() => loadTrust(options.env)))(), deadline.signal)
      : TRUSTS_NOBODY;
    await prepareToExchange();
    const way = await openConnection(origin, proxy, trust, trace);
    const exchanged = await exchange(way, wireRequest(request, url, proxy), trace);
    options.signal?.throwIfAborted();
    return report(replyOf(exchanged, trace, deadline.passed, options.watched === true), exchanged.error);
  } catch (error) {
    options.signal?.throwIfAborted();
    return report(failureOf(error, trace, deadline.passed), error);
  } finally {
    deadline.end();
  }
}

function sentOf({ method, url, credentials, secretHeaders = {} }: ProbeRequest, reply: Reply, error: unknown): Sent {
  const base = { method, host: printableHost(url), ms: reply.ms };
  if (reply.kind === 'response') return { ...base, outcome: reply.status };
  const secrets = [...secretsOf(credentials), ...Object.values(secretHeaders).map((value) => value.reveal())];
  return { ...base, outcome: `${reply.code} (${reply.stage ?? 'sent'})`, error: errorLines(error, secrets) };
}

function carriesCredential({ credentials, secretHeaders = {} }: ProbeRequest): boolean {
  return (
    credentials.authorization !== undefined ||
    credentials.xApiKey !== undefined ||
    Object.keys(secretHeaders).length > 0
  );
}

/** A proxy takes a plain request with the whole address, and its own credential beside it. */
function wireRequest(
  request: ProbeRequest,
  { origin, host, pathname, search }: URL,
  proxy: ProxyAddress | undefined,
): WireRequest {
  const path = `${pathname}${search}`;
  const forwarded = proxy !== undefined && origin.startsWith('http:');
  const own = forwarded
    ? { host, ...(proxy.authorization === undefined ? {} : { 'proxy-authorization': proxy.authorization }) }
    : {};
  return {
    origin,
    path: forwarded ? `${origin}${path}` : path,
    method: request.method,
    headers: { ...headersOf(request), ...own },
    body: request.body,
  };
}

/** Headers about the connection itself are this program’s to set, whatever the configuration names. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Each name once: a credential wins over a custom header of the same name, as in Claude Code (measured). */
function headersOf({ headers, secretHeaders = {}, credentials }: ProbeRequest): Record<string, string> {
  const all = [
    ...Object.entries(headers),
    ...Object.entries(secretHeaders).map(([name, value]) => [name, value.reveal()] as const),
    ...(credentials.authorization === undefined
      ? []
      : [['authorization', `Bearer ${credentials.authorization.reveal().trim()}`] as const]),
    ...(credentials.xApiKey === undefined ? [] : [['x-api-key', credentials.xApiKey.reveal().trim()] as const]),
  ];
  return Object.fromEntries(
    all.map(([name, value]) => [name.toLowerCase(), value] as const).filter(([name]) => !OF_THE_CONNECTION.has(name)),
  );
}

function replyOf(exchanged: Exchanged, trace: ExchangeTrace, timedOut: boolean, watched: boolean): Reply {
  const { error } = exchanged;
  if (exchanged.kind === 'error') return failureOf(error, trace, timedOut);
  const { status, headers, body } = exchanged;
  const reply: ResponseReply = {
    kind: 'response',
    status,
    headers,
    body: body.text,
    ms: trace.ms,
    eventLoopLag: trace.eventLoopLag,
    phases: trace.phases,
  };
  if (error === undefined) return watched ? { ...reply, ...seen(body), ended: 'complete' } : reply;
  if (!watched || body.problem === 'CONTENT_ENCODING') return failureOf(error, trace, timedOut, true);
  return {
    ...reply,
    ...seen(body),
    ended: timedOut ? 'timeout' : innermostCode(error) === 'BODY_TOO_LARGE' ? 'too-long' : 'cut',
  };
}

function seen({ arrivals, unseenMs }: ResponseBody): Pick<ResponseReply, 'arrivals' | 'unseenMs'> {
  return { arrivals, unseenMs };
}

/** What failed. Once the answer had begun, a lost connection is a cut answer. */
function failureOf(
  error: unknown,
  { stage, phases, ms, eventLoopLag }: ExchangeTrace,
  timedOut: boolean,
  answering = false,
): FailureReply {
  const innermost = innermostCode(error);
  const cut = answering && /^(UND_ERR_SOCKET|ECONN\w+|EPIPE)$/.test(innermost);
  const code = timedOut ? 'TIMEOUT' : cut ? 'BODY_CUT' : innermost;
  const route = error instanceof RouteError && !timedOut ? error : undefined;
  // With TLS 1.3 a server says only after the handshake that it wanted another certificate.
  const where = route?.stage ?? (/^ERR_SSL_\w*ALERT/.test(code) ? 'tls' : stage);
  // A proxy that is silent may itself be waiting for the gateway.
  const atProxy = where.startsWith('proxy-') && !(where === 'proxy-refuse' && code === 'TIMEOUT');
  return {
    kind: 'failure',
    code,
    atProxy,
    ms,
    ...(code === 'TIMEOUT' ? { eventLoopLag } : {}),
    stage: where,
    ...(route?.proxyStatus === undefined ? {} : { proxyStatus: route.proxyStatus }),
    phases,
  };
}
