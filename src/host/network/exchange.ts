import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { Client, Dispatcher } from 'undici';
import { unlessAborted, type ExchangeTrace } from './exchangeTrace';
import { ResponseBody } from './responseBody';

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly origin: string;
  readonly path: string;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What came back: an answer whose body ended in some way, or an error. */
export type Exchanged =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: ResponseBody;
      readonly error?: unknown;
    }
  | { readonly kind: 'error'; readonly error: unknown };

/** A body is sent in pieces: between them an early answer can be read, before the other side closes. */
const PIECE = 64 * 1024;
/** With what is no body: hints before the answer, sizes of chunks, and what else may be repeated without an end. */
const LARGEST_ANSWER = 16 * 1024 * 1024;

/**
 * Sends one request over an open way, which is closed in the end. undici is loaded on first use.
 * Never rejects: what went wrong, also an abort of the trace's signal, is in the result.
 */
export async function exchange(way: Socket, request: WireRequest, trace: ExchangeTrace): Promise<Exchanged> {
  trace.stage = 'send';
  const receiver = new Receiver(trace);
  const watch = (): void => {
    trace.passed('answered');
    if (way.bytesRead > LARGEST_ANSWER)
      receiver.onResponseError(
        undefined,
        Object.assign(new Error('no more is taken'), {
          code: receiver.body === undefined ? 'UND_ERR_HEADERS_OVERFLOW' : 'BODY_TOO_LARGE',
        }),
      );
  };
  // A server may take offence before undici listens, as at a client certificate that is missing.
  const early = (error: Error): void => {
    receiver.onResponseError(undefined, error);
  };
  way.once('error', early);
  let client: Client | undefined;
  try {
    client = await clientOver(way, request.origin, () => {
      way.off('error', early).on('readable', watch);
    });
    const { origin, path, method, headers } = request;
    const body = request.body === undefined ? undefined : Buffer.from(request.body);
    const length = body === undefined ? {} : { 'content-length': String(body.length) };
    // undici takes what is async iterable; its types do not say so.
    const pieces = body === undefined ? null : (inPieces(body, trace) as unknown as Readable);
    client.dispatch({ origin, path, method, headers: { ...headers, ...length }, body: pieces }, receiver);
    if (body === undefined) trace.stage = 'answer';
    await unlessAborted(receiver.ended, trace.signal);
    await unlessAborted(receiver.body?.end(receiver.error !== undefined) ?? Promise.resolve(), trace.signal);
  } catch (error) {
    receiver.error ??= error;
  } finally {
    receiver.body?.destroy();
    // Not awaited: an answer that never ends would hold the verdict back.
    void client?.destroy().catch(() => undefined);
    way.destroy();
  }
  const { status, headers, body, error } = receiver;
  return body === undefined
    ? { kind: 'error', error }
    : { kind: 'answer', status, headers, body, ...(error === undefined ? {} : { error }) };
}

/** Makes ready what {@link exchange} needs, so that no time of the network’s goes into it. */
export async function prepareToExchange(): Promise<void> {
  await import('undici');
}

async function clientOver(way: Socket, origin: string, taken: () => void): Promise<Client> {
  const { Client } = await import('undici');
  let used = false;
  return new Client(origin, {
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (_, callback) => {
      // undici would open one way after the other when this one is closed before the request has left.
      const again = used;
      used = true;
      // Later: undici does not notice an answer that comes at once.
      setImmediate(() => {
        if (again || way.destroyed) {
          callback(Object.assign(new Error('closed'), { code: 'ECONNRESET' }), null);
          return;
        }
        callback(null, way);
        taken();
      });
    },
  });
}

async function* inPieces(body: Buffer, trace: ExchangeTrace): AsyncGenerator<Buffer> {
  for (let at = 0; at < body.length; at += PIECE) {
    // Twice: between two of them everything that has arrived is read.
    for (let turns = at === 0 ? 0 : 2; turns > 0; turns--) await new Promise(setImmediate);
    yield body.subarray(at, at + PIECE);
  }
  trace.stage = 'answer';
}

/** Takes the answer from undici. */
class Receiver implements Dispatcher.DispatchHandler {
  status = 0;
  headers: Readonly<Record<string, string>> = {};
  body: ResponseBody | undefined;
  error: unknown;
  readonly ended: Promise<void>;
  #isOver = false;
  #end: () => void = () => undefined;

  constructor(private readonly trace: ExchangeTrace) {
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  onRequestStart(): void {
    // Asked for by undici, to tell this kind of handler from its older kind.
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (status < 200) return;
    this.trace.passed('answered');
    this.trace.stage = 'answer';
    this.status = status;
    this.headers = flatten(headers);
    this.body = new ResponseBody(
      this.headers,
      () => this.trace.ms,
      () => {
        this.error ??= Object.assign(new Error('no more is taken'), { code: this.body?.problem });
        this.#over();
      },
    );
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.body?.write(chunk);
  }

  onResponseEnd(): void {
    this.#over();
  }

  onResponseError(_: unknown, error: Error): void {
    if (!this.#isOver) this.error ??= error;
    this.#over();
  }

  #over(): void {
    this.#isOver = true;
    this.#end();
  }
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}
