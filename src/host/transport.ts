import type { Dispatcher } from 'undici';
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
  const deadline = AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const signal = options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal]);
  const proxy = proxyFor(new URL(request.url), options.env);
  let dispatcher: Dispatcher | undefined;
  try {
    const undici = await import('undici');
    const needsTls = `${request.url} ${proxy ?? ''}`.includes('https:');
    const tls = { ...(needsTls ? { ca: await trustedCertificates(options.env['NODE_EXTRA_CA_CERTS']) } : {}), rejectUnauthorized: true };
    const limits = { connectTimeout: CONNECT_TIMEOUT_MS, headersTimeout: 0, bodyTimeout: 0 };
    dispatcher = proxy === undefined ? new undici.Agent({ ...limits, connect: { ...tls, timeout: CONNECT_TIMEOUT_MS } }) : new undici.ProxyAgent({ ...limits, uri: proxy, requestTls: tls, proxyTls: tls });
    const answer = await undici.request(request.url, { method: request.method, headers: headersOf(request), body: request.body, dispatcher, signal });
    const body = await readBody(answer.body);
    return { kind: 'response', status: answer.statusCode, headers: flatten(answer.headers), body, ms: performance.now() - start };
  } catch (error) {
    options.signal?.throwIfAborted();
    return failureOf(error, { timedOut: deadline.aborted, proxied: proxy !== undefined, ms: performance.now() - start });
  } finally {
    // Not awaited: an answer that never ends would hold the verdict back.
    void dispatcher?.destroy().catch(() => undefined);
  }
}

function headersOf({ headers, credentials }: ProbeRequest): Record<string, string> {
  return {
    ...headers,
    ...(credentials.authorization === undefined ? {} : { authorization: `Bearer ${credentials.authorization.reveal()}` }),
    ...(credentials.xApiKey === undefined ? {} : { 'x-api-key': credentials.xApiKey.reveal() }),
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

function failureOf(error: unknown, { timedOut, proxied, ms }: { timedOut: boolean; proxied: boolean; ms: number }): FailureReply {
  const code = timedOut ? 'TIMEOUT' : innermostCode(error);
  const aboutTls = /CERT|SELF_SIGNED|UNABLE_TO|TIMEOUT/.test(code);
  return { kind: 'failure', code, atProxy: proxied && !aboutTls, ms };
}

/** Walks `cause` and `errors` (happy eyeballs wraps one error per address) to the code that says most. */
function innermostCode(error: unknown): string {
  let code = 'UNKNOWN';
  let current = error;
  for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth++) {
    const { code: own, cause, errors } = current as { code?: unknown; cause?: unknown; errors?: unknown };
    if (typeof own === 'string') code = own;
    current = cause ?? (Array.isArray(errors) ? (errors[0] as unknown) : undefined);
  }
  return code;
}
