import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { json, send, type Answer } from '../gateway/answer';
import { message } from '../gateway/messages';
import { EVERY_REJECTION, rejection, type Rejection } from '../gateway/rejections';
import { parsedBody } from '../gateway/recorded-request';
import type { Certificate } from '../gateway/certificates';
import type { Arrival } from './world';

/** Everything that a client in the namespace can reach: many ports, port 443 under any name, and the resolver that knows them all. */
export interface Loopback {
  readonly arrivals: Arrival[];
  readonly names: Set<string>;
  /** What is refused from now on. */
  refuses: readonly Rejection[];
}

/** What every address answers to a question for its models: one name for each rule about names. */
export const LISTED_MODELS = ['claude-plain', 'vertex_ai/claude-inside', 'corp-gpt'] as const;

/** Listens on these ports of 127.0.0.1, on 443 with a certificate, and on the resolver's port. Only for a namespace of its own. */
export async function listen(ports: readonly number[], certificate: Certificate): Promise<Loopback> {
  const loopback: Loopback = { arrivals: [], names: new Set(), refuses: [] };
  const plain = ports.map((port) =>
    createServer((request, reply) => void answer('http', request, reply, loopback)).listen(port, '127.0.0.1'),
  );
  const secure = createSecureServer(
    { key: certificate.key, cert: certificate.cert },
    (request, reply) => void answer('https', request, reply, loopback),
  ).listen(443, '127.0.0.1');
  await Promise.all([...plain, secure].map((server) => once(server, 'listening')));
  await resolver(loopback.names);
  return loopback;
}

async function answer(
  scheme: string,
  request: IncomingMessage,
  reply: ServerResponse,
  { arrivals, refuses }: Loopback,
): Promise<void> {
  const header = (name: string): string | null => {
    const value = request.headers[name];
    return value === undefined ? null : [value].flat().join(', ');
  };
  const { port } = request.socket.address() as AddressInfo;
  const origin = scheme === 'https' ? `https://${header('host') ?? ''}` : `http://127.0.0.1:${port}`;
  // In the order in which requests arrive, not in which their bodies end.
  const arrival: Arrival = {
    method: request.method ?? '',
    origin,
    path: request.url ?? '',
    authorization: header('authorization'),
    xApiKey: header('x-api-key'),
    model: null,
    holds: [],
  };
  arrivals.push(arrival);
  const body = await text(request).catch(() => '');
  const named = (parsedBody(body) as { model?: unknown } | undefined)?.model;
  const model = typeof named === 'string' ? named : null;
  const place = arrivals.indexOf(arrival);
  if (place >= 0)
    arrivals[place] = {
      ...arrival,
      model,
      holds: EVERY_REJECTION.filter((name) => rejection(body, [name]) !== undefined),
    };
  await send(reply, answerTo(request.url ?? '', body, model, refuses), 0, new AbortController().signal);
}

function answerTo(path: string, body: string, model: string | null, refuses: readonly Rejection[]): Answer {
  if (path.includes('/messages') && model !== null) return rejection(body, refuses) ?? message(body, [model]);
  if (path.includes('/v1/models'))
    return json(200, { data: LISTED_MODELS.map((id) => ({ type: 'model', id, display_name: id })), has_more: false });
  return json(404, {});
}

/** Answers every question for an IPv4 address with 127.0.0.1, and every other with nothing. */
async function resolver(names: Set<string>): Promise<void> {
  const socket = createSocket('udp4');
  socket.on('message', (question, from) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
      labels.push(question.toString('latin1', at + 1, at + 1 + length));
      at += length + 1;
    }
    names.add(labels.join('.'));
    const end = at + 5;
    const asksForIpv4 = question.readUInt16BE(at + 1) === 1;
    const head = Buffer.from([...question.subarray(0, 2), 0x85, 0x80, 0, 1, 0, asksForIpv4 ? 1 : 0, 0, 0, 0, 0]);
    const record = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);
    socket.send(
      Buffer.concat([head, question.subarray(12, end), ...(asksForIpv4 ? [record] : [])]),
      from.port,
      from.address,
    );
  });
  socket.bind(53, '127.0.0.1');
  await once(socket, 'listening');
}
