import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a server says: one body at once, or pieces with a pause between them as an event stream has. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | readonly (string | Uint8Array)[];
}

async function pause(ms: number, gone: AbortSignal): Promise<void> {
  // When the client has gone there is nobody left to wait for.
  await sleep(ms, undefined, { signal: gone }).catch(() => undefined);
}

/** All of a body at once. */
export function bytesOf({ body }: Answer): Buffer {
  const pieces = typeof body === 'string' || body instanceof Uint8Array ? [body] : body;
  return Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
}

/** Sends pieces one by one, with a pause between them, until the client has gone. */
export async function sendPieces(
  reply: ServerResponse,
  pieces: Iterable<string | Uint8Array>,
  gapMs: number,
  gone: AbortSignal,
): Promise<void> {
  let first = true;
  for (const piece of pieces) {
    if (!first) await pause(gapMs, gone);
    if (gone.aborted) return;
    first = false;
    reply.write(piece);
  }
}

/** Sends a whole answer. */
export async function send(reply: ServerResponse, answer: Answer, gapMs: number, gone: AbortSignal): Promise<void> {
  const { status, headers, body } = answer;
  if (typeof body === 'string' || body instanceof Uint8Array) {
    reply.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
    return;
  }
  reply.writeHead(status, headers);
  await sendPieces(reply, body, gapMs, gone);
  reply.end();
}

/** A JSON answer. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** An error in the envelope of the Anthropic API, as a gateway words it that answers by itself: no request id. */
export function gatewayError(
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return json(status, { type: 'error', error: { type, message } }, headers);
}

/** The request id the made-up upstream puts on everything it says. */
export const REQUEST_ID = 'req_011CPractice000000000000';

/** An error of the Anthropic API that a gateway passed on: the request id shows that it comes from the upstream. */
export function upstreamError(
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return json(
    status,
    { type: 'error', error: { type, message }, request_id: REQUEST_ID },
    { 'request-id': REQUEST_ID, ...headers },
  );
}

/** An error as LiteLLM words it: the code is the status as a string. */
export function liteLlmError(status: number, type: string, message: string): Answer {
  const headers = { 'x-litellm-call-id': '5e1d0c1e-0000-4000-8000-000000000000', 'x-litellm-version': '1.81.0' };
  return json(status, { error: { message, type, param: 'None', code: String(status) } }, headers);
}

/** An error page of nginx, byte for byte as ngx_http_special_response.c writes it. */
export function nginxPage(status: number, title: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const body = [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '<hr><center>nginx</center>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
  return { status, headers: { server: 'nginx', 'content-type': 'text/html', ...headers }, body };
}
