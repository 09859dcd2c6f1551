import type { Done, ProbeResult } from './probe';
import type { ProbeId } from './probeIds';
import type { Reply } from '../answers/reply';

/** What a probe that ended before was answered; undefined when it got no answer or was not run. */
export function replyOf(done: Done, id: ProbeId): Reply | undefined {
  const seen = done.get(id)?.seen;
  return seen !== undefined &&
    'kind' in seen &&
    (seen.kind === 'response' || (seen.kind === 'failure' && 'atProxy' in seen))
    ? seen
    : undefined;
}

/** The status that a probe was answered with. */
export function statusOf(done: Done, id: ProbeId): number | undefined {
  const reply = replyOf(done, id);
  return reply?.kind === 'response' ? reply.status : undefined;
}

/** The first of these probes that found a problem: what comes after it would only repeat it. */
export function obstacle(done: Done, ids: readonly ProbeId[]): ProbeResult | undefined {
  return ids.map((id) => done.get(id)?.result).find((result) => result?.outcome === 'problem');
}

/** How an answer differs from another one of the same request: its status and whether it is a page. */
export function kindOfAnswer(reply: Reply): string {
  if (reply.kind === 'failure') return reply.code;
  return `${String(reply.status)}${/text\/html/i.test(reply.headers['content-type'] ?? '') ? ' html' : ''}`;
}

/** An answer in a form in which two of them can be compared: digits, keys and ids differ from request to request. */
export function shapeOf(reply: Reply): string {
  if (reply.kind === 'failure') return reply.code;
  return `${kindOfAnswer(reply)} ${reply.body
    .toLowerCase()
    .replace(/sk-[\w.*-]+|[0-9a-f]{8,}|\breq_\w+/g, '#')
    .replace(/\d+/g, '0')}`;
}

/** An error in the form in which Claude Code reads it, whoever worded it. */
export function isEnvelope(reply: Reply): boolean {
  return (
    reply.kind === 'response' &&
    /^\s*\{/.test(reply.body) &&
    /"type":\s?"error"/.test(reply.body) &&
    /"error":\s?\{/.test(reply.body)
  );
}

/** The provider’s own mark on an answer. */
export function isFromProvider(reply: Reply): boolean {
  return (
    reply.kind === 'response' &&
    (/^req_/.test(reply.headers['request-id'] ?? '') || /"request_id":\s?"req_/.test(reply.body))
  );
}
