import { t } from '@vscode/l10n';
import { finding, rowOf, type Finding } from '../causes/findings';
import type { Reply } from '../answers/reply';
import { factsOf } from './answers';
import { isSkip, type ActionKind, type AnyProbe, type Done, type Judged, type Probe } from './probe';
import type { Target } from './target';

/**
 * A probe of a gateway that has answered already: when it says that it is asked too often, nothing more is asked, and that is
 * no fault of it.
 */
export function backOff(row: AnyProbe): AnyProbe {
  const { act, judge } = row as Probe<ActionKind>;
  return {
    ...row,
    act: (target: Target, done: Done) => {
      const action = act(target, done);
      return !isSkip(action) && [...done.values()].some(({ seen }) => isLimit(seen)) ? { skip: enoughWords() } : action;
    },
    judge: (seen: never, target: Target, done: Done) =>
      isLimit(seen) ? limited(target) : softened(judge(seen, target, done), done),
  } as AnyProbe;
}

function isLimit(seen: unknown): boolean {
  const reply = seen as Reply | undefined;
  return reply?.kind === 'response' && reply.status === 429;
}

function limited(target: Target): Judged {
  const found: Finding = {
    ...finding(
      'rate-limited',
      t('the first request was answered, but a later one was rate-limited (429)'),
      factsOf(target),
      false,
    ),
    severity: 'note',
  };
  return { outcome: 'warning', detail: enoughWords(), findings: [found], stopsPaid: enoughWords() };
}

/** Right after an answer, a gateway that is overloaded is so because of the checks, or for a moment. */
function softened(judged: Judged, done: Done): Judged {
  const byAsking = (found: Finding): boolean => rowOf(found).askedTooOften !== undefined;
  if (done.get('messages')?.result.outcome !== 'ok' || judged.findings?.some(byAsking) !== true) return judged;
  return {
    ...judged,
    outcome: 'warning',
    findings: judged.findings.map((found) =>
      byAsking(found) ? { ...found, severity: 'note' as const, certain: false } : found,
    ),
  };
}

function enoughWords(): string {
  return t('the gateway reports too many requests');
}
