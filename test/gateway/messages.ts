import { json, REQUEST_ID, upstreamError, type Answer } from './answer';
import { EVENT_STREAM_TYPE, eventFrame } from './event-stream';
import { parsedBody } from './recorded-request';

/** The model's answer, cut where its made-up tokens end. */
const TOKENS = ['conn', 'ected'] as const;

/** How answers are made, where a test wants others than the usual ones. */
export interface Answering {
  /** How many pieces a long enough answer has; 2 by default, which makes 8 events. */
  readonly pieces?: number;
  /** A keep-alive comes after each so many pieces; only one at the beginning by default. */
  readonly pingEvery?: number;
  /** Answers in place of models that are not known. */
  readonly substitute?: string;
  /** A stream is asked for, and a whole message given. */
  readonly neverStreams?: boolean;
  /** The model and whether to stream stand in the path, in this format. */
  readonly addressed?: { readonly model: string; readonly stream: boolean; readonly frames: boolean };
}

interface Request {
  readonly model: string;
  /** The one that answers. */
  readonly answeredBy: string;
  readonly maxTokens: number;
  readonly stream: boolean;
}

const invalid = (message: string): Answer => upstreamError(400, 'invalid_request_error', message);

/** The rules of the Messages API that a wrong request meets first, in the order the API applies them. */
const RULES: readonly {
  broken: (fields: Readonly<Record<string, unknown>>) => boolean;
  message: string;
  counting: boolean;
}[] = [
  { broken: ({ model }) => typeof model !== 'string', message: 'model: Field required', counting: true },
  { broken: ({ max_tokens: max }) => typeof max !== 'number', message: 'max_tokens: Field required', counting: false },
  {
    broken: ({ max_tokens: max }) => Number(max) < 1,
    message: 'max_tokens: Input should be greater than or equal to 1',
    counting: false,
  },
  { broken: ({ messages }) => !Array.isArray(messages), message: 'messages: Field required', counting: true },
  {
    broken: ({ messages }) => Array.isArray(messages) && messages.length === 0,
    message: 'messages: at least one message is required',
    counting: true,
  },
];

function read(
  body: string,
  models: readonly string[],
  counting: boolean,
  { addressed, substitute, neverStreams }: Answering,
): Request | Answer {
  const parsed = parsedBody(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return invalid('The request body is not valid JSON');
  const fields: Readonly<Record<string, unknown>> = { ...parsed, ...addressed };
  const rule = RULES.find(({ broken, counting: both }) => (both || !counting) && broken(fields));
  if (rule !== undefined) return invalid(rule.message);
  const model = String(fields['model']);
  const answeredBy = models.includes(model) ? model : substitute;
  if (answeredBy === undefined) return upstreamError(404, 'not_found_error', `model: ${model}`);
  return {
    model,
    answeredBy,
    maxTokens: Number(fields['max_tokens']),
    stream: fields['stream'] === true && neverStreams !== true,
  };
}

interface Event {
  readonly type: string;
  readonly [field: string]: unknown;
}

const PING: Event = { type: 'ping' };

function pieces({ pieces: count = TOKENS.length }: Answering): readonly string[] {
  return count === TOKENS.length ? TOKENS : Array.from({ length: count }, (_, index) => `${index + 1} `);
}

function streamed(events: readonly Event[], frames: boolean): Answer {
  const headers = {
    'content-type': frames ? EVENT_STREAM_TYPE : 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'request-id': REQUEST_ID,
  };
  return {
    status: 200,
    headers,
    body: events.map((event) =>
      frames ? eventFrame(event) : `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`,
    ),
  };
}

/** The answer to POST /v1/messages: a message, or an event stream when the request asks for one. */
export function message(body: string, models: readonly string[], answering: Answering = {}): Answer {
  const request = read(body, models, false, answering);
  if ('status' in request) return request;
  const all = pieces(answering);
  const tokens = all.slice(0, request.maxTokens);
  const end = { stop_reason: tokens.length < all.length ? 'max_tokens' : 'end_turn', stop_sequence: null };
  const usage = { input_tokens: Math.ceil(body.length / 4), output_tokens: tokens.length };
  const head = { id: 'msg_01Practice00000000000000', type: 'message', role: 'assistant', model: request.answeredBy };
  if (!request.stream) {
    return json(
      200,
      { ...head, content: [{ type: 'text', text: tokens.join('') }], ...end, usage },
      { 'request-id': REQUEST_ID },
    );
  }
  const start = { ...head, content: [], stop_reason: null, stop_sequence: null, usage: { ...usage, output_tokens: 1 } };
  const { pingEvery = Infinity, addressed } = answering;
  return streamed(
    [
      { type: 'message_start', message: start },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      PING,
      ...tokens.flatMap((text, index) => [
        { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
        ...((index + 1) % pingEvery === 0 ? [PING] : []),
      ]),
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: end, usage: { output_tokens: tokens.length } },
      { type: 'message_stop' },
    ],
    addressed?.frames === true,
  );
}

/** The answer to POST /v1/messages/count_tokens: about four characters a token. */
export function tokenCount(body: string, models: readonly string[], answering: Answering = {}): Answer {
  const request = read(body, models, true, answering);
  if ('status' in request) return request;
  return json(200, { input_tokens: Math.ceil(body.length / 4) }, { 'request-id': REQUEST_ID });
}
