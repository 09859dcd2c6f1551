import { upstreamError, type Answer } from './answer';
import { parsedBody } from './recorded-request';

type Fields = Readonly<Record<string, unknown>>;

/** What an upstream with an older model, or of another provider, does not take. */
interface Rejecting {
  readonly met: (fields: Fields, body: string) => boolean;
  readonly message: string;
}

const extra = (name: string): Rejecting => ({
  met: (fields) => name in fields,
  message: `${name}: Extra inputs are not permitted`,
});
const adaptive = (_: Fields, body: string): boolean => /"type"\s*:\s*"adaptive"/.test(body);

/** Words as they were met: what Claude Code does after each of them differs. */
const REJECTIONS = {
  'adaptive-thinking': { met: adaptive, message: 'adaptive thinking is not supported on this model' },
  'adaptive-thinking-tag': {
    met: adaptive,
    message:
      "thinking: Input tag 'adaptive' found using 'type' does not match any of the expected tags: 'disabled', 'enabled'",
  },
  effort: { met: (fields) => 'output_config' in fields, message: 'This model does not support the effort parameter.' },
  'context-management': extra('context_management'),
  'output-config': extra('output_config'),
  metadata: extra('metadata'),
  'cache-control': {
    met: (_, body) => /"cache_control"\s*:/.test(body),
    message: 'system.1.cache_control: Extra inputs are not permitted',
  },
  'deferred-tools': {
    met: (_, body) => /"defer_loading"\s*:/.test(body),
    message: 'tools.1.custom.defer_loading: Extra inputs are not permitted',
  },
  'system-in-between': {
    met: (_, body) => /"role"\s*:\s*"system"/.test(body),
    message:
      'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
  },
  'effort-of-a-turn': {
    met: (_, body) => /"role"\s*:\s*"system"[^{}]*("content"\s*:\s*\[[^\]]*\])?[^{}]*"output_config"/.test(body),
    message: 'messages.1.output_config: Extra inputs are not permitted',
  },
} as const satisfies Record<string, Rejecting>;

/** The name of something that an upstream does not take. */
export type Rejection = keyof typeof REJECTIONS;

/** All of them. */
export const EVERY_REJECTION = Object.keys(REJECTIONS) as readonly Rejection[];

/** The refusal of a request that has one of these in it. */
export function rejection(body: string, rejects: readonly Rejection[]): Answer | undefined {
  if (rejects.length === 0) return undefined;
  const parsed = parsedBody(body);
  const fields = typeof parsed === 'object' && parsed !== null ? (parsed as Fields) : {};
  const first = rejects.map((name) => REJECTIONS[name]).find(({ met }) => met(fields, body));
  return first === undefined ? undefined : upstreamError(400, 'invalid_request_error', first.message);
}
