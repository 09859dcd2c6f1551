import { gatewayError, json, liteLlmError, upstreamError, type Answer } from '../answer';
import type { Misbehaviour, Turn } from '../misbehaviour';
import { parsedBody } from '../recorded-request';

/** The model a request names. */
function modelOf(turn: Turn): string {
  const parsed = parsedBody(turn.request.body);
  const model = typeof parsed === 'object' && parsed !== null && 'model' in parsed ? parsed.model : undefined;
  return typeof model === 'string' ? model : '';
}

/** Refuses a request that has the field, as an upstream does that does not know it. */
function refusing(field: RegExp, refused: Answer): (turn: Turn) => Answer {
  return (turn) => (field.test(turn.request.body) ? refused : turn.usual());
}

const invalid = (message: string): Answer => upstreamError(400, 'invalid_request_error', message);

const BUDGET = 'Budget has been exceeded! Current cost: 12.340000000000002, Max budget: 10.0';

/** An error message that tries to take over whatever shows it: a terminal, a Markdown view, a web view. */
const HOSTILE_TEXT = [
  '\u001b[2J\u001b[1;31mALL GOOD\u001b[0m',
  '\u001b]0;owned\u0007',
  '\u001b]8;;https://evil.example/\u001b\\link\u001b]8;;\u001b\\',
  '\u001b]52;c;b3duZWQ=\u0007',
  '[click here](command:workbench.action.terminal.new)',
  '![x](https://evil.example/pixel.png)',
  '<img src=x onerror=alert(1)><script>alert(1)</script>',
  '$(terminal) `code` **bold**',
  '\u202egnp.exe\u202c\u0000\u0008\r\n| cell |',
].join(' ');

/** Errors in words and envelopes of APIs and gateways. */
export const API_ERRORS = {
  'forbidden-json': {
    shows: 'AWS API Gateway, for a key it does not allow',
    who: 'front',
    answer: json(403, { message: 'Forbidden' }, { 'x-amzn-requestid': 'b5f0c6f2-0000-4000-8000-000000000000' }),
  },
  'x-api-key-required-401': {
    shows: 'a gateway that reads only x-api-key',
    who: 'gateway',
    answer: gatewayError(401, 'authentication_error', 'x-api-key header is required'),
  },
  'upstream-credential-401': {
    shows: 'the Anthropic API, refusing the key of the gateway itself; the request id shows who speaks',
    who: 'upstream',
    answer: upstreamError(401, 'authentication_error', 'invalid x-api-key'),
  },
  'rate-limited': {
    shows: 'the Anthropic API at a rate limit',
    who: 'upstream',
    answer: upstreamError(
      429,
      'rate_limit_error',
      "This request would exceed your organization's rate limit. Please try again later.",
      { 'retry-after': '2' },
    ),
  },
  'litellm-budget': {
    shows: 'LiteLLM, when a key has spent its budget',
    who: 'gateway',
    answer: liteLlmError(400, 'budget_exceeded', BUDGET),
  },
  'litellm-budget-429': {
    shows: 'the same in other LiteLLM versions',
    who: 'gateway',
    answer: liteLlmError(429, 'budget_exceeded', BUDGET),
  },
  'overloaded-529': {
    shows: 'the Anthropic API without capacity',
    who: 'upstream',
    answer: upstreamError(529, 'overloaded_error', 'Overloaded'),
  },
  'internal-500': {
    shows: 'the Anthropic API, failing',
    who: 'upstream',
    answer: upstreamError(500, 'api_error', 'Internal server error'),
  },
  'unknown-model-404': {
    shows: 'the Anthropic API, for a model it does not have',
    who: 'upstream',
    answer: (turn) => upstreamError(404, 'not_found_error', `model: ${modelOf(turn)}`),
  },
  'litellm-unknown-model-400': {
    shows: 'LiteLLM, for a model it does not route',
    who: 'upstream',
    answer: (turn) =>
      liteLlmError(
        400,
        'invalid_request_error',
        `/v1/messages: Invalid model name passed in model=${modelOf(turn)}. Call \`/v1/models\` to view available models for your key.`,
      ),
  },
  'context-management-400': {
    shows: 'an upstream that does not know context_management, such as Bedrock behind a gateway',
    who: 'upstream',
    answer: refusing(/"context_management"\s*:/, invalid('context_management: Extra inputs are not permitted')),
  },
  'adaptive-thinking-400': {
    shows: 'an upstream whose model does not know adaptive thinking',
    who: 'upstream',
    answer: refusing(
      /"type"\s*:\s*"adaptive"/,
      invalid(
        "thinking: Input tag 'adaptive' found using 'type' does not match any of the expected tags: 'disabled', 'enabled'",
      ),
    ),
  },
  'terminal-escapes': {
    shows: 'a hostile message, for terminals, Markdown and web views',
    who: 'gateway',
    answer: gatewayError(403, 'permission_error', HOSTILE_TEXT),
  },
} as const satisfies Record<string, Misbehaviour>;
