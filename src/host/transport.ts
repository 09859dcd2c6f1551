import type { buildConnector, Dispatcher } from 'undici';
import type { ProbeRequest } from '../core/messagesProbe';
import type { FailureReply, Reply } from '../core/reply';
import type { Environment } from './machine';
import { proxyFor, trustedCertificates } from './network';

/** How a request travels. `env` holds the proxy and certificate variables that Claude Code would see. */
export interface TransportOptions {
  readonly env: Environment;
  readonly signal?: AbortSignal;
  /** Milliseconds for the whole exchange. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** No answer to a one-token request is larger; an endless body must not fill the memory. */
const LARGEST_BODY = 1024 * 1024;

/**
 * Sends one request and returns what came back; redirects are not followed and certificates are always verified,
 * whatever the process's own environment says. The only place that puts a credential into a header.
 * undici is loaded on first use.
 * @throws the abort reason when `signal` aborts; nothing else.
 */
export async function send(request: ProbeRequest, options: TransportOptions): Promise<Reply> {
  const start = performance.now();
  const deadline = new AbortController();
  const timer = setTimeout(() => { deadline.abort(); }, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const signal = options.signal === undefined ? deadline.signal : AbortSignal.any([deadline.signal, options.signal]);
  let proxy: string | undefined;
  let answering = false;
  let dispatcher: Dispatcher | undefined;
  try {
    const { origin, pathname, search } = new URL(request.url);
    proxy = proxyFor(new URL(request.url), options.env);
    dispatcher = await dispatcherFor(request.url, proxy, options.env);
    const answer = await unlessAborted(dispatcher.request({ origin, path: `${pathname}${search}`, method: request.method, headers: headersOf(request), body: request.body, signal }), signal);
    answering = true;
    const body = await unlessAborted(readBody(answer.body), signal);
    return { kind: 'response', status: answer.statusCode, headers: flatten(answer.headers), body, ms: performance.now() - start };
  } catch (error) {
    options.signal?.throwIfAborted();
    return failureOf(error, { timedOut: deadline.signal.aborted, proxied: proxy !== undefined, answering, ms: performance.now() - start });
  } finally {
    clearTimeout(timer);
    // Not awaited: an answer that never ends would hold the verdict back.
    void dispatcher?.destroy().catch(() => undefined);
  }
}

async function dispatcherFor(url: string, proxy: string | undefined, env: Environment): Promise<Dispatcher> {
  const { Agent, Client, ProxyAgent } = await import('undici');
  const needsTls = `${url} ${proxy ?? ''}`.includes('https:');
  const tls = { ...(needsTls ? { ca: await trustedCertificates(env['NODE_EXTRA_CA_CERTS']) } : {}), rejectUnauthorized: true };
  const limits = { connectTimeout: CONNECT_TIMEOUT_MS, headersTimeout: 0, bodyTimeout: 0 };
  if (proxy === undefined) return new Agent({ ...limits, connect: { ...tls, timeout: CONNECT_TIMEOUT_MS } });
  // Claude Code refuses others, such as socks5:// (measured: UnsupportedProxyProtocol).
  if (!/^https?:/i.test(proxy)) throw Object.assign(new Error('not an HTTP proxy'), { code: 'UNSUPPORTED_PROXY' });
  const factory = (origin: string | URL, opts: object): Dispatcher => new Client(origin, { ...opts, connect: onceOnly((opts as { connect: Connect }).connect) });
  // As Claude Code does: a tunnel for https only; many proxies refuse one to another port than 443.
  return new ProxyAgent({ ...limits, uri: proxy, proxyTunnel: url.startsWith('https:'), requestTls: tls, proxyTls: tls, factory });
}

type Connect = buildConnector.connector;

/** undici would open a tunnel again and again, without end, when the proxy closes the connection: it sees an error of its socket. */
function onceOnly(connect: Connect): Connect {
  return (target, callback) => {
    connect(target, (...result) => {
      const [error] = result;
      if (error !== null && innermostCode(error) === 'UND_ERR_SOCKET') callback(Object.assign(new Error(error.message), { code: 'PROXY_CLOSED' }), null);
      else callback(...result);
    });
  };
}

/** undici heeds an abort only once it is connected. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => { reject(signal.reason as Error); };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    promise.then(resolve, reject);
  });
}

function headersOf({ headers, credentials }: ProbeRequest): Record<string, string> {
  return {
    ...headers,
    ...(credentials.authorization === undefined ? {} : { authorization: `Bearer ${credentials.authorization.reveal().trim()}` }),
    ...(credentials.xApiKey === undefined ? {} : { 'x-api-key': credentials.xApiKey.reveal().trim() }),
  };
}

async function readBody(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw Object.assign(new Error('the body is larger than any answer'), { code: 'BODY_TOO_LARGE' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]])));
}

/** What failed. Once the answer had begun, a lost connection is a cut answer, and no fault of the proxy’s. */
function failureOf(error: unknown, { timedOut, proxied, answering, ms }: { timedOut: boolean; proxied: boolean; answering: boolean; ms: number }): FailureReply {
  const innermost = innermostCode(error);
  const cut = answering && /^(UND_ERR_SOCKET|ECONN\w+|EPIPE)$/.test(innermost);
  const code = timedOut ? 'TIMEOUT' : cut ? 'BODY_CUT' : innermost;
  const aboutTls = /CERT|SELF_SIGNED|UNABLE_TO|TIMEOUT/.test(code);
  return { kind: 'failure', code, atProxy: proxied && !answering && !aboutTls, ms };
}

/** Walks `cause` and `errors` (happy eyeballs wraps one error per address) to the code that says most. */
function innermostCode(error: unknown): string {
  let code = 'UNKNOWN';
  let current = error;
  for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth++) {
    const { name, code: own, cause, errors } = current as { name?: unknown; code?: unknown; cause?: unknown; errors?: unknown };
    // undici 7 leaves the code of its parser's errors out.
    if (typeof own === 'string' || name === 'HTTPParserError') code = typeof own === 'string' ? own : 'HPE_INVALID';
    current = cause ?? (Array.isArray(errors) ? (errors[0] as unknown) : undefined);
  }
  return code;
}
