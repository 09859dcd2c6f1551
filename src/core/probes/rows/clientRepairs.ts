import { isAfter, type ClientChange } from '../../claude/clientVersions';
import {
  SESSION_TOKENS,
  SMALLEST_BUDGET,
  type SessionBody,
  type SessionMessage,
  type SessionRequest,
} from './clientRequest';

/** What the client does after a refusal (400) instead of giving up. */
export interface Repair {
  /** In the body of the refusal, where JSON may have escaped its quotes. */
  readonly matches: RegExp;
  /** A text that it was measured with. */
  readonly sample: string;
  /** What it asks with then; the same when there is nothing of it in the request. */
  readonly drops: (request: SessionRequest) => SessionRequest;
  /** What a person notices of it: a sentence, translated where it is shown. */
  readonly notice: string;
  /** Only a client with this change does it. */
  readonly since?: ClientChange;
}

/**
 * What the client repairs by itself, measured with 2.1.329 and 2.1.197. Anything else that is refused fails, of the newer one
 * after some six tries within a tenth of a second, as do these when the status is another than 400.
 */
export const REPAIRS: readonly Repair[] = [
  {
    matches: /context_management\b[^.]{0,40}Extra inputs/,
    sample: 'context_management: Extra inputs are not permitted',
    drops: ({ body, betas }) => ({
      body: { ...body, context_management: undefined },
      betas: betas.filter((beta) => !beta.startsWith('context-management-')),
    }),
    notice: 'one rejected request per session, and long conversations fill up sooner.',
    since: 'repairs-more',
  },
  {
    matches: /Unexpected role \\?"system/,
    sample:
      'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
    drops: withoutSystemMessages,
    notice: 'Claude Code then sends its notes to the model as user messages: one rejected request per conversation.',
  },
  {
    matches: /messages\.\d{1,6}\.role\b[^.]{0,10}Input should be/,
    sample: "messages.1.role: Input should be 'user' or 'assistant'",
    drops: withoutSystemMessages,
    notice: 'Claude Code then sends its notes to the model as user messages: one rejected request per conversation.',
    since: 'repairs-details',
  },
  {
    matches: /messages\.\d{1,6}\.output_config\b[^.]{0,10}Extra inputs|per-turn-control-/,
    sample: 'messages.1.output_config: Extra inputs are not permitted',
    drops: ({ body, betas }) => ({
      body: { ...body, messages: body.messages.map(({ role, content }) => ({ role, content })) },
      betas: betas.filter((beta) => !beta.startsWith('per-turn-control-')),
    }),
    notice:
      'Claude Code then sets the effort for the whole conversation instead of each turn: one rejected request per conversation.',
    since: 'repairs-details',
  },
  {
    matches: /tools\.\d{1,6}\.(?:custom\.)?defer_loading\b[^.]{0,10}Extra inputs/,
    sample: 'tools.11.custom.defer_loading: Extra inputs are not permitted',
    drops: ({ body, betas }) => ({
      body: { ...body, tools: body.tools.filter((tool) => tool.defer_loading === undefined) },
      betas: betas.filter((beta) => !/^(advanced-tool-use|tool-search-tool)-/.test(beta)),
    }),
    notice:
      'Claude Code then sends all its tools with each request, which about doubles its size: three rejected requests per session.',
    since: 'repairs-more',
  },
  {
    matches: /thinking\.(?:adaptive|enabled)\.display\b[^.]{0,10}Extra inputs/,
    sample: 'thinking.adaptive.display: Extra inputs are not permitted',
    drops: ({ body, betas }) => ({ body: { ...body, thinking: withoutDisplay(body.thinking) }, betas }),
    notice: 'two rejected requests per session.',
    since: 'repairs-details',
  },
  {
    matches: /adaptive thinking is not supported/i,
    sample: 'adaptive thinking is not supported on this model',
    drops: ({ body, betas }) =>
      body.thinking?.type !== 'adaptive'
        ? { body, betas }
        : {
            body: {
              ...body,
              max_tokens: SMALLEST_BUDGET + SESSION_TOKENS,
              thinking: { ...body.thinking, type: 'enabled', budget_tokens: SMALLEST_BUDGET },
            },
            betas,
          },
    notice:
      'Claude Code then lets the model think with a fixed budget instead of as much as the question needs: one rejected request per conversation.',
  },
  {
    matches: /does not support the effort parameter/,
    sample: 'This model does not support the effort parameter.',
    drops: ({ body, betas }) => ({
      body: { ...body, output_config: undefined },
      betas: betas.filter((beta) => !beta.startsWith('effort-')),
    }),
    notice: 'one rejected request per session, and the effort setting has no effect.',
    since: 'repairs-effort',
  },
];

/**
 * What the client asks next after a 400 with this message (or this body), and by which repair; undefined when it gives up.
 * Linear time on any text.
 * @param request what was refused.
 */
export function repairOf(
  message: string,
  request: SessionRequest,
  clientVersion: string | undefined,
): { readonly request: SessionRequest; readonly repair: Repair } | undefined {
  const known = REPAIRS.filter(
    ({ matches, since }) => matches.test(message) && (since === undefined || isAfter(clientVersion, since)),
  );
  for (const repair of known) {
    const next = repair.drops(request);
    if (JSON.stringify(next) !== JSON.stringify(request)) return { request: next, repair };
  }
  return undefined;
}

/** What they say is added to the user's message before them. */
function withoutSystemMessages({ body, betas }: SessionRequest): SessionRequest {
  const messages = body.messages.reduce<SessionMessage[]>((before, message) => {
    const last = before.at(-1);
    return message.role === 'system' && last !== undefined
      ? [...before.slice(0, -1), { ...last, content: [...last.content, ...message.content] }]
      : [...before, message];
  }, []);
  return {
    body: { ...body, messages },
    betas: betas.filter((beta) => !/^(per-turn-control|mid-conversation-)/.test(beta)),
  };
}

function withoutDisplay(thinking: SessionBody['thinking']): SessionBody['thinking'] {
  return thinking === undefined
    ? undefined
    : {
        type: thinking.type,
        ...(thinking.budget_tokens === undefined ? {} : { budget_tokens: thinking.budget_tokens }),
      };
}
