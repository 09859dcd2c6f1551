import { upstreamError, type Answer } from './answer';
import type { RecordedRequest } from './recorded-request';

/** Whose dialect of the Messages API is spoken. */
export type Format = 'anthropic' | 'bedrock' | 'vertex';

type Fields = Readonly<Record<string, unknown>>;

const CONTEXT_MANAGEMENT = 'context-management-2025-06-27';
const EFFORT = 'effort-2025-11-24';
const TOOL_USE = ['advanced-tool-use-2025-11-20', 'tool-search-tool-2025-10-19'];
const IN_BETWEEN = ['mid-conversation-tool-changes-2026-07-01', 'mid-conversation-system-2026-04-07'];
const PER_TURN = 'per-turn-control-2026-07-01';

/** Values of `anthropic-beta` that the API knows: those that were seen from Claude Code, and the last one from Portkey. Any other is refused. */
const BETAS: readonly string[] = [
  'claude-code-20250219',
  'interleaved-thinking-2025-05-14',
  CONTEXT_MANAGEMENT,
  PER_TURN,
  ...IN_BETWEEN,
  'thinking-token-count-2026-05-13',
  ...TOOL_USE,
  EFFORT,
  'token-counting-2024-11-01',
  'structured-outputs-2025-12-15',
  'context-1m-2025-08-07',
  'prompt-caching-scope-2026-01-05',
  'web-search-2025-03-05',
  'oauth-2025-04-20',
  'dangerous-tool-use-2026-09-03',
  'thinking-display-updates-2026-08-18',
  'afk-mode-2026-01-31',
  'advisor-tool-2026-03-01',
  'extended-cache-ttl-2025-04-11',
  'messages-2023-12-15',
];

/** Fields of the Messages API, and the betas of which one has to come with it. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    [
      'model',
      'messages',
      'max_tokens',
      'metadata',
      'service_tier',
      'stop_sequences',
      'stream',
      'system',
      'temperature',
      'thinking',
      'tool_choice',
      'tools',
      'top_k',
      'top_p',
    ].map((name) => [name, []]),
  ),
  context_management: [CONTEXT_MANAGEMENT],
  output_config: [EFFORT, 'structured-outputs-2025-12-15'],
  safeguards: ['dangerous-tool-use-2026-09-03'],
};

const MESSAGE_FIELDS: Readonly<Record<string, readonly string[]>> = {
  role: [],
  content: [],
  output_config: [PER_TURN],
};
const TOOL_FIELDS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(['type', 'name', 'description', 'input_schema', 'cache_control'].map((name) => [name, []])),
  defer_loading: TOOL_USE,
  strict: ['structured-outputs-2025-12-15'],
};

/** What each dialect has instead of `model` and `stream`, which stand in its path. */
const OF_FORMAT: Readonly<
  Record<Format, { readonly more: readonly string[]; readonly less: readonly string[]; readonly version?: string }>
> = {
  anthropic: { more: [], less: [] },
  bedrock: {
    more: ['anthropic_version', 'anthropic_beta'],
    less: ['model', 'stream', 'context_management'],
    version: 'bedrock-2023-05-31',
  },
  vertex: { more: ['anthropic_version'], less: ['model', 'context_management'], version: 'vertex-2023-10-16' },
};

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function betasOf({ headers }: RecordedRequest, fields: Fields): readonly string[] {
  const inBody = Array.isArray(fields['anthropic_beta']) ? fields['anthropic_beta'].map(String) : [];
  return [
    ...(headers['anthropic-beta'] ?? '')
      .split(',')
      .map((beta) => beta.trim())
      .filter((beta) => beta !== ''),
    ...inBody,
  ];
}

/** The first field that is not known, or that came without its beta; its path as the API writes it. */
function extra(
  fields: Fields,
  known: Readonly<Record<string, readonly string[]>>,
  betas: readonly string[],
  path = '',
): string | undefined {
  const name = Object.keys(fields).find((field) => {
    const needed = known[field];
    return needed === undefined || (needed.length > 0 && !needed.some((beta) => betas.includes(beta)));
  });
  return name === undefined ? undefined : `${path}${name}: Extra inputs are not permitted`;
}

function complaints(fields: Fields, betas: readonly string[], format: Format): readonly (string | undefined)[] {
  const { more, less, version } = OF_FORMAT[format];
  const known = Object.fromEntries(
    [...Object.entries(FIELDS), ...more.map((name) => [name, []] as const)].filter(([name]) => !less.includes(name)),
  );
  const list = (name: string): readonly Fields[] => (Array.isArray(fields[name]) ? fields[name].filter(isObject) : []);
  const { metadata, thinking, max_tokens: max } = fields;
  const budget =
    isObject(thinking) && typeof thinking['budget_tokens'] === 'number' ? thinking['budget_tokens'] : undefined;
  return [
    version === undefined || fields['anthropic_version'] === version ? undefined : 'anthropic_version: Field required',
    ...list('tools').map((tool, index) => extra(tool, TOOL_FIELDS, betas, `tools.${index}.custom.`)),
    ...list('messages').map((message, index) => extra(message, MESSAGE_FIELDS, betas, `messages.${index}.`)),
    isObject(metadata) ? extra(metadata, { user_id: [] }, betas, 'metadata.') : undefined,
    extra(fields, known, betas),
    list('messages').some(({ role }) => role === 'system') &&
    !IN_BETWEEN.some((beta) => betas.includes(beta)) &&
    format === 'anthropic'
      ? 'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.'
      : undefined,
    budget !== undefined && budget < 1024
      ? 'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024'
      : undefined,
    budget !== undefined && Number(max) <= budget
      ? '`max_tokens` must be greater than `thinking.budget_tokens`.'
      : undefined,
  ];
}

/** The refusal of a request that the Anthropic API would not take although it is a message; undefined when it would. */
export function strictRefusal(request: RecordedRequest, parsed: unknown, format: Format): Answer | undefined {
  if (!isObject(parsed)) return undefined;
  const betas = betasOf(request, parsed);
  const unknown = betas.filter((beta) => !BETAS.includes(beta));
  const invalid = (message: string): Answer => upstreamError(400, 'invalid_request_error', message);
  if (unknown.length > 0)
    return invalid(
      `Unexpected value(s) ${unknown.map((beta) => `\`${beta}\``).join(', ')} for the \`anthropic-beta\` header. Please consult our documentation at docs.claude.com or try again without the header.`,
    );
  if (format === 'anthropic' && request.headers['anthropic-version'] === undefined)
    return invalid('anthropic-version: header is required');
  const complaint = complaints(parsed, betas, format).find((one) => one !== undefined);
  return complaint === undefined ? undefined : invalid(complaint);
}
