import { Secret } from '../../../../src/core/words/secret';
import type { Done, ProbeResult } from '../../../../src/core/probes/probe';
import type { ProbeId } from '../../../../src/core/probes/probeIds';
import type { Target } from '../../../../src/core/probes/target';
import type { Reply, ResponseReply } from '../../../../src/core/answers/reply';

/** A credential that must not be seen anywhere. */
export const SENTINEL = 'sk-sentinel-0123456789';

/** A gateway with a bearer token, unless said otherwise. */
export function target(more: Partial<Target> = {}): Target {
  return {
    provider: 'anthropic',
    baseUrl: 'https://gw.example',
    url: 'https://gw.example/v1/messages?beta=true',
    origin: { secure: true, host: 'gw.example', port: 443 },
    host: 'gw.example',
    credentials: { authorization: new Secret(SENTINEL) },
    kindKnown: true,
    customHeaders: {},
    models: [{ name: 'claude-opus-5-5', use: 'the main model' }],
    hasExtraCa: false,
    hasClientCertificate: false,
    clientVersion: undefined,
    reducedBetas: false,
    discovery: false,
    startedAt: Date.parse('2026-11-21T12:00:00Z'),
    version: '1.2.3',
    ...more,
  };
}

/** An answer as the Messages API gives it. */
export function answer(
  status: number,
  body: unknown = {},
  headers: Readonly<Record<string, string>> = {},
): ResponseReply {
  return {
    kind: 'response',
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ms: 12,
  };
}

/** A message of the Messages API. */
export const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-opus-5-5',
  content: [{ type: 'text', text: 'hi' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 1, output_tokens: 1 },
};

/** Its error envelope. */
export function apiError(type: string, message: string): object {
  return { type: 'error', error: { type, message }, request_id: 'req_011CPractice' };
}

/** What probes before were answered, and what was made of it. */
export function done(
  entries: Readonly<Partial<Record<ProbeId, { readonly reply?: Reply; readonly result?: Partial<ProbeResult> }>>>,
): Done {
  return new Map(
    (Object.entries(entries) as [ProbeId, { reply?: Reply; result?: Partial<ProbeResult> }][]).map(
      ([id, { reply, result }]) => [
        id,
        { seen: reply, result: { id, label: id, outcome: 'ok', detail: '', ms: 1, ...result } },
      ],
    ),
  );
}
