import { isAfter } from '../../claude/clientVersions';
import type { ProviderId } from '../../claude/providers';

/** Which client sends it, and how it is set up. */
export interface SessionOptions {
  /** Undefined counts as the newest. */
  readonly clientVersion: string | undefined;
  /** CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS is on. */
  readonly reducedBetas: boolean;
  /** `anthropic` unless it is told. */
  readonly provider?: ProviderId;
}

/** A message as a session sends it; one of the role `system` stands inside the conversation. */
export interface SessionMessage {
  readonly role: 'user' | 'system';
  readonly content: readonly { readonly type: 'text'; readonly text: string }[];
  readonly output_config?: { readonly effort: string };
}

/** A tool as a session sends it. */
export interface SessionTool {
  readonly name: string;
  readonly description: string;
  readonly input_schema: object;
  readonly defer_loading?: true;
}

/** Every kind of field that a session sends, in the order in which it does; `model` and `stream` come with the address. */
export interface SessionBody {
  readonly messages: readonly SessionMessage[];
  readonly system: readonly object[];
  readonly tools: readonly SessionTool[];
  readonly metadata: { readonly user_id: string };
  readonly max_tokens: number;
  readonly thinking?:
    | { readonly type: 'adaptive' | 'enabled'; readonly budget_tokens?: number; readonly display?: 'omitted' }
    | undefined;
  readonly context_management?: object | undefined;
  readonly output_config?: { readonly effort: string } | undefined;
}

/** What a session asks with. */
export interface SessionRequest {
  readonly body: SessionBody;
  readonly betas: readonly string[];
}

/** Enough for a word of an answer, and all that such a request may cost. */
export const SESSION_TOKENS = 64;
/** The smallest budget of thinking that the Messages API takes. */
export const SMALLEST_BUDGET = 1024;

/**
 * What a session of the client sends with its first prompt, as small as it can be with every kind of field in it. As measured
 * with 2.1.329 and 2.1.197; where tools are deferred (2.1.304 and later) it counts as the former.
 */
export function sessionBody(
  model: string,
  { clientVersion, reducedBetas, provider = 'anthropic' }: SessionOptions,
): SessionRequest {
  const kind: Kind = {
    generation: generationOf(model),
    newer: isAfter(clientVersion, 'session-of-newest'),
    reduced: reducedBetas,
    provider,
  };
  const adaptive = thinksAdaptively(kind);
  const effort = { effort: effortOf(model, kind) };
  return {
    body: {
      messages: messagesOf(kind, effort),
      system: [
        {
          type: 'text',
          text: `x-anthropic-billing-header: cc_version=${(clientVersion ?? '2.1.329').replace(/[^\w.-]/g, '')}.000; cc_entrypoint=sdk-cli;`,
        },
        { type: 'text', text: 'This is a check of the connection.', cache_control: { type: 'ephemeral' } },
        { type: 'text', text: 'Answer with one word.', cache_control: { type: 'ephemeral' } },
      ],
      tools: [READ_TOOL, ...(defersTools(kind) ? [DEFERRED_TOOL] : [])],
      metadata: {
        user_id: JSON.stringify({
          device_id: '0'.repeat(64),
          account_uuid: '',
          session_id: '00000000-0000-0000-0000-000000000000',
        }),
      },
      max_tokens: adaptive || kind.generation === 'three' ? SESSION_TOKENS : SMALLEST_BUDGET + SESSION_TOKENS,
      ...(kind.generation === 'three'
        ? {}
        : {
            thinking: {
              ...(adaptive ? { type: 'adaptive' } : { type: 'enabled', budget_tokens: SMALLEST_BUDGET }),
              ...(hidesThinking(kind) ? { display: 'omitted' } : {}),
            },
          }),
      ...(managesContext(kind)
        ? { context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] } }
        : {}),
      ...(adaptive ? { output_config: effort } : {}),
    },
    betas: betasFor(kind),
  };
}

/** How the client takes a model, by the number in its name: from 5, from 4.8, 4.6 and 4.7, up to 4.5, up to 3.7. */
type Generation = 'five' | 'recent' | 'four' | 'old' | 'three' | 'unknown';

interface Kind {
  readonly generation: Generation;
  /** As 2.1.329, else as 2.1.197. */
  readonly newer: boolean;
  readonly reduced: boolean;
  readonly provider: ProviderId;
}

/** The first number from which on a model is of a generation, as its major and two digits of its minor. */
const GENERATIONS: readonly (readonly [number, Generation])[] = [
  [500, 'five'],
  [408, 'recent'],
  [406, 'four'],
  [400, 'old'],
];

/** `us.anthropic.claude-opus-4-6-v1`, `claude-sonnet-4-5@20250929`, `claude-3-5-haiku-20241022`, `claude-sonnet-4-20250514` */
function generationOf(model: string): Generation {
  const [, major, minor = '0'] = /claude-(?:[a-z]+-)?(\d{1,3})(?!\d)(?:-(\d{1,2})(?!\d))?/i.exec(model) ?? [];
  if (major === undefined) return 'unknown';
  const number = Number(major) * 100 + Number(minor);
  return GENERATIONS.find(([from]) => number >= from)?.[1] ?? 'three';
}

/** Bedrock and Vertex AI take the least. */
function isCloudFormat({ provider }: Kind): boolean {
  return provider === 'bedrock' || provider === 'vertex';
}

/** Those that take all that the Messages API takes. */
function isWhole({ provider }: Kind): boolean {
  return provider === 'anthropic' || provider === 'foundry' || provider === 'aws';
}

function thinksAdaptively(kind: Kind): boolean {
  return (
    ['five', 'recent', 'four'].includes(kind.generation) || (kind.generation === 'unknown' && !isCloudFormat(kind))
  );
}

function hidesThinking(kind: Kind): boolean {
  return kind.newer && !kind.reduced && (kind.generation !== 'old' || isWhole(kind));
}

function effortOf(model: string, { generation, newer }: Kind): string {
  return newer && generation === 'five' ? 'medium' : /claude-[a-z]+-4-7\b/i.test(model) ? 'xhigh' : 'high';
}

const READ_TOOL: SessionTool = {
  name: 'Read',
  description: 'Reads a file.',
  input_schema: {
    type: 'object',
    properties: { file_path: { type: 'string', description: 'The file' } },
    required: ['file_path'],
    additionalProperties: false,
  },
};

const DEFERRED_TOOL: SessionTool = {
  name: 'DeferredToolPlaceholder',
  description: 'Stands for tools that are loaded later.',
  input_schema: { type: 'object', properties: {} },
  defer_loading: true,
};

/** Client 2.1.197 sends all tools in full. */
function defersTools({ generation, newer, reduced }: Kind): boolean {
  return newer && !reduced && generation !== 'three';
}

function managesContext(kind: Kind): boolean {
  return !kind.reduced && kind.generation !== 'three' && !isCloudFormat(kind);
}

/** Where it does not, the client says with the user's words what it has to say in between. */
function speaksInBetween(kind: Kind): boolean {
  return ['five', 'recent', 'unknown'].includes(kind.generation) && (kind.newer || !isCloudFormat(kind));
}

function controlsTurns(kind: Kind): boolean {
  return kind.newer && !kind.reduced && kind.generation === 'five' && isWhole(kind);
}

const PROMPT = { type: 'text', text: 'Reply with one word: connected' } as const;
const IN_BETWEEN = { type: 'text', text: 'The check goes on.' } as const;

function messagesOf(kind: Kind, effort: { readonly effort: string }): readonly SessionMessage[] {
  if (!speaksInBetween(kind)) return [{ role: 'user', content: [PROMPT, IN_BETWEEN] }];
  return [
    { role: 'user', content: [PROMPT] },
    { role: 'system', content: [IN_BETWEEN], ...(controlsTurns(kind) ? { output_config: effort } : {}) },
  ];
}

/** Capabilities that the client asks for, and when. */
const BETAS: readonly { readonly beta: string; readonly when: (kind: Kind) => boolean }[] = [
  { beta: 'claude-code-20250219', when: () => true },
  { beta: 'interleaved-thinking-2025-05-14', when: () => true },
  { beta: 'context-management-2025-06-27', when: managesContext },
  {
    beta: 'web-search-2025-03-05',
    when: ({ provider, newer, generation }) =>
      provider === 'foundry' || (provider === 'vertex' && (newer || generation !== 'unknown')),
  },
  {
    beta: 'prompt-caching-scope-2026-01-05',
    when: (kind) => !kind.reduced && (kind.provider === 'aws' || (!kind.newer && isWhole(kind))),
  },
  { beta: 'mid-conversation-system-2026-04-07', when: (kind) => !kind.newer && isWhole(kind) && speaksInBetween(kind) },
  { beta: 'per-turn-control-2026-07-01', when: controlsTurns },
  {
    beta: 'mid-conversation-tool-changes-2026-07-01',
    when: (kind) => kind.newer && !kind.reduced && isWhole(kind) && speaksInBetween(kind),
  },
  { beta: 'advisor-tool-2026-03-01', when: ({ provider, newer, reduced }) => provider === 'aws' && newer && !reduced },
  {
    beta: 'thinking-token-count-2026-05-13',
    when: (kind) => hidesThinking(kind) || (!kind.newer && !kind.reduced && kind.provider === 'anthropic'),
  },
  {
    beta: 'tool-search-tool-2025-10-19',
    when: ({ provider, newer, reduced }) =>
      !reduced && (provider === 'bedrock' || provider === 'mantle' || (newer && provider === 'vertex')),
  },
  {
    beta: 'advanced-tool-use-2025-11-20',
    when: ({ provider, newer, reduced }) =>
      !reduced && (provider === 'foundry' || provider === 'aws' || (newer && provider === 'anthropic')),
  },
  { beta: 'effort-2025-11-24', when: thinksAdaptively },
];

/** A model before 4 is asked for nothing else. */
function betasFor(kind: Kind): readonly string[] {
  return BETAS.filter(
    ({ beta, when }) => when(kind) && (kind.generation !== 'three' || beta.startsWith('claude-code-')),
  ).map(({ beta }) => beta);
}
