import type { IncomingMessage } from 'node:http';

/** The kinds of values in a JSON text, without the values: what a body looks like, fit for printing and comparing. */
export type Shape = string | readonly Shape[] | { readonly [key: string]: Shape };

/** One request as it reached the practice gateway. Credentials are kept in full, because every key here is made up. */
export interface RecordedRequest {
  /** When its last byte arrived, ISO 8601. */
  readonly time: string;
  readonly method: string;
  /** The request target as sent: path and query. */
  readonly path: string;
  /** Names in lower case; repeated headers are joined. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text, '' when there was none. */
  readonly body: string;
  /** The kinds of values in a JSON body; absent when the body is not JSON. */
  readonly shape?: Shape;
}

/** The kinds of values in a parsed JSON value; an array lists each distinct kind of element once. */
export function shapeOf(value: unknown): Shape {
  if (Array.isArray(value)) {
    const distinct = new Map(value.map(shapeOf).map((shape) => [JSON.stringify(shape), shape]));
    return [...distinct.values()];
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
  }
  return value === null ? 'null' : typeof value;
}

/** The body that was parsed last: several look at it one after the other, and some bodies have megabytes. */
let latest: { readonly body: string; readonly value: unknown } = { body: '', value: undefined };

/** The parsed body, or undefined when it is not JSON. Nobody changes what is in it. */
export function parsedBody(body: string): unknown {
  if (latest.body !== body) latest = { body, value: parsed(body) };
  return latest.value;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Reads a request to its end. One that is cut off is recorded with what had arrived. */
export async function record(message: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message) chunks.push(chunk as Buffer);
  } catch {
    // The client went away; what it sent so far still tells how it behaved.
  }
  const body = Buffer.concat(chunks).toString('utf8');
  const parsed = parsedBody(body);
  return {
    time: new Date().toISOString(),
    method: message.method ?? '',
    path: message.url ?? '',
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    ),
    body,
    ...(parsed === undefined ? {} : { shape: shapeOf(parsed) }),
  };
}
