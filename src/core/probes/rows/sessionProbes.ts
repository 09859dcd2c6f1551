import { t } from '@vscode/l10n';
import type { CauseId } from '../../causes/causes';
import { finding, rowOf, type Finding } from '../../causes/findings';
import type { ProbeRequest } from '../probeRequest';
import { redactLine } from '../../words/redact';
import type { Reply } from '../../answers/reply';
import { tableText } from '../../text/tableText';
import { answerFinding, factsOf, problem, replyFinding, withVariant } from '../answers';
import { repairOf } from './clientRepairs';
import { sessionBody, type SessionRequest } from './clientRequest';
import { ANSWER_MS, unanswered } from './messagesProbes';
import { probe, type AnyProbe, type Done, type Judged } from '../probe';
import { buildRequest } from '../providerRequest';
import type { Target } from '../target';
import { replyOf } from '../replies';

/** The request and as many of Claude Code's own repairs of it (measured: it makes up to three that help). */
const ATTEMPTS = ['session', 'session-2', 'session-3', 'session-4'] as const;

/** What a session of Claude Code sends, with every kind of field; and where that is refused, what Claude Code then does. */
export function sessionProbes(target: Target): readonly AnyProbe[] {
  return ATTEMPTS.map((id, index) =>
    probe({
      id,
      ...(index === 0
        ? { label: 'Session request' }
        : { label: 'Session request, repair {count}', labelFacts: { count: String(index) } }),
      asks: 'Do the fields and betas of a real session get through?',
      kind: 'http',
      after: index === 0 ? ['messages', 'other-header'] : ATTEMPTS.slice(0, index),
      paid: 1,
      tokens: sessionBody(target.models[0].name, target).body.max_tokens,
      timeoutMs: ANSWER_MS,
      act: (now, done) => {
        const skip = unanswered(now, done);
        if (skip !== undefined) return index === 0 ? skip : { ...skip, hidden: true };
        const request = attempt(now, done, index);
        return request === undefined
          ? { skip: t('there’s nothing to repair'), hidden: true }
          : { request: requestOf(now, request.request) };
      },
      judge: (reply, now, done) => judge(reply, now, done, index),
    }),
  );
}

function requestOf(target: Target, { body, betas }: SessionRequest): ProbeRequest {
  return buildRequest(target, { model: target.models[0].name, body, betas });
}

interface Attempt {
  readonly request: SessionRequest;
  /** What a person notices of the repairs so far. */
  readonly notices: readonly string[];
}

/** The request of an attempt: the first one, changed for what each of those before it was refused with. */
function attempt(target: Target, done: Done, index: number): Attempt | undefined {
  let now: Attempt | undefined = { request: sessionBody(target.models[0].name, target), notices: [] };
  for (const id of ATTEMPTS.slice(0, index)) {
    now = now === undefined ? undefined : repaired(now, replyOf(done, id), target);
  }
  return now;
}

function repaired(
  { request, notices }: Attempt,
  reply: Reply | undefined,
  { clientVersion }: Target,
): Attempt | undefined {
  const next =
    reply?.kind === 'response' && reply.status === 400 ? repairOf(reply.body, request, clientVersion) : undefined;
  return next === undefined ? undefined : { request: next.request, notices: [...notices, next.repair.notice] };
}

function judge(reply: Reply, target: Target, done: Done, index: number): Judged {
  const found = replyFinding(reply, target);
  const now = attempt(target, done, index);
  const before = ATTEMPTS.slice(0, index);
  if (found === undefined) {
    if (index === 0) return { outcome: 'ok', detail: t('answered') };
    const notices = now?.notices ?? [];
    return {
      outcome: 'ok',
      detail: t(index === 1 ? 'answered after {count} repair' : 'answered after {count} repairs', { count: index }),
      findings: before.flatMap((id, at) => repairedFinding(replyOf(done, id), target, notices[at] ?? '')),
      supersedes: before,
    };
  }
  const next = now === undefined ? undefined : repaired(now, reply, target);
  if (next !== undefined && index < ATTEMPTS.length - 1)
    return {
      outcome: 'warning',
      detail: t('rejected, and Claude Code repairs it: {evidence}', { evidence: found.evidence }),
      findings: repairedFinding(reply, target, noticeOf(now, reply, target)),
      supersedes: before,
    };
  return { ...problem(withHeaderHint(found, done)), supersedes: before };
}

function noticeOf(now: Attempt | undefined, reply: Reply, target: Target): string {
  return (now === undefined ? undefined : repaired(now, reply, target))?.notices.at(-1) ?? '';
}

/** The field was refused, and left out: it works, and it shows. */
function repairedFinding(reply: Reply | undefined, target: Target, notice: string): Finding[] {
  if (reply?.kind !== 'response') return [];
  const evidence = answerFinding(reply, target)?.evidence ?? String(reply.status);
  const cause: CauseId = /adaptive thinking/i.test(reply.body) ? 'adaptive-thinking-rejected' : 'unrecognized-fields';
  return [
    {
      ...withVariant(finding(cause, evidence, { ...factsOf(target), detail: tableText(notice) }), 'repaired'),
      severity: 'note',
    },
  ];
}

/** A beta that did not arrive explains a field that is not known. */
function withHeaderHint(found: Finding, done: Done): Finding {
  if (rowOf(found).refuses !== 'fields') return found;
  const beta = replyOf(done, 'beta-header');
  const arrives = beta?.kind === 'response' && beta.body.includes('no-such-beta');
  return arrives
    ? {
        ...found,
        evidence: redactLine(
          t('{evidence}; the anthropic-beta header gets through', { evidence: found.evidence }),
          [],
          400,
        ),
      }
    : found;
}
