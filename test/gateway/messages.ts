import { json, REQUEST_ID, upstreamError, type Answer } from './answer';
import { parsedBody } from './recorded-request';

/** The model's answer, cut where its made-up tokens end. */
const TOKENS = ['conn', 'ected'] as const;

interface Request {
  readonly model: string;
  readonly maxTokens: number;
  readonly stream: boolean;
}

const invalid = (message: string): Answer => upstreamError(400, 'invalid_request_error', message);

/** The rules of the Messages API that a wrong request meets first, in the order the API applies them. */
const RULES: readonly { broken: (fields: Readonly<Record<string, unknown>>) => boolean; message: string; counting: boolean }[] = [
  { broken: ({ model }) => typeof model !== 'string', message: 'model: Field required', counting: true },
  { broken: ({ max_tokens: max }) => typeof max !== 'number', message: 'max_tokens: Field required', counting: false },
  { broken: ({ max_tokens: max }) => Number(max) < 1, message: 'max_tokens: Input should be greater than or equal to 1', counting: false },
  { broken: ({ messages }) => !Array.isArray(messages), message: 'messages: Field required', counting: true },
  { broken: ({ messages }) => Array.isArray(messages) && messages.length === 0, message: 'messages: at least one message is required', counting: true },
];

function read(body: string, models: readonly string[], counting: boolean): Request | Answer {
  const parsed = parsedBody(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return invalid('The request body is not valid JSON');
  const fields = parsed as Readonly<Record<string, unknown>>;
  const rule = RULES.find(({ broken, counting: both }) => (both || !counting) && broken(fields));
  if (rule !== undefined) return invalid(rule.message);
  const model = String(fields['model']);
  if (!models.includes(model)) return upstreamError(404, 'not_found_error', `model: ${model}`);
  return { model, maxTokens: Number(fields['max_tokens']), stream: fields['stream'] === true };
}

function event(type: string, fields: Readonly<Record<string, unknown>>): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

/** The answer to POST /v1/messages: a message, or an event stream when the request asks for one. */
export function message(body: string, models: readonly string[]): Answer {
  const request = read(body, models, false);
  if ('status' in request) return request;
  const tokens = TOKENS.slice(0, request.maxTokens);
  const end = { stop_reason: tokens.length < TOKENS.length ? 'max_tokens' : 'end_turn', stop_sequence: null };
  const usage = { input_tokens: Math.ceil(body.length / 4), output_tokens: tokens.length };
  const head = { id: 'msg_01Practice00000000000000', type: 'message', role: 'assistant', model: request.model };
  if (!request.stream) {
    return json(200, { ...head, content: [{ type: 'text', text: tokens.join('') }], ...end, usage }, { 'request-id': REQUEST_ID });
  }
  const start = { ...head, content: [], stop_reason: null, stop_sequence: null, usage: { ...usage, output_tokens: 1 } };
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', 'request-id': REQUEST_ID },
    body: [
      event('message_start', { message: start }),
      event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
      event('ping', {}),
      ...tokens.map((text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })),
      event('content_block_stop', { index: 0 }),
      event('message_delta', { delta: end, usage: { output_tokens: tokens.length } }),
      event('message_stop', {}),
    ],
  };
}

/** The answer to POST /v1/messages/count_tokens: about four characters a token. */
export function tokenCount(body: string, models: readonly string[]): Answer {
  const request = read(body, models, true);
  if ('status' in request) return request;
  return json(200, { input_tokens: Math.ceil(body.length / 4) }, { 'request-id': REQUEST_ID });
}
