import type { Finding } from '../causes/findings';
import { isOver } from '../causes/silence';
import type { ProbeResult } from '../probes/probe';
import type { LastCheck } from '../probes/lastCheck';

/**
 * What is known after a check without tokens. It says less than one that asked a model, so it takes the place of none: it
 * adds what it found, and takes away what it found out to be over.
 * @param withCredential whether the credential was sent. @param last must be of the same target to count.
 */
export function mergeFreeCheck(last: LastCheck | undefined, free: LastCheck, withCredential: boolean): LastCheck {
  if (last === undefined || last.target !== free.target || last.scope === 'free') return free;
  const works =
    free.probes.some(({ outcome }) => outcome === 'ok') && free.findings.every(({ severity }) => severity !== 'error');
  const proven = withCredential && free.probes.some(({ provesCredential }) => provesCredential === true);
  const isGone = (found: Finding): boolean => works && isOver(found, proven ? 'accepted' : 'answered');
  const again = new Set(free.probes.filter(({ outcome }) => outcome !== 'skipped').map(({ id }) => id));
  const kept = last.probes.filter(
    (check) => !again.has(check.id) && (check.findings ?? []).every((found) => !isGone(found)),
  );
  const gone = last.probes.filter((check) => !kept.includes(check)).flatMap(({ findings = [] }) => findings);
  const findings = last.findings.filter(
    (found) => ![...gone, ...free.findings].some((other) => isSame(other, found)) && !isGone(found),
  );
  const fresh = {
    ...(free.answersAnything === true ? { answersAnything: true as const } : {}),
    target: free.target,
    recheckedAt: free.at,
    findings: [...free.findings, ...findings],
  };
  // No model answered then: it came no further than to what is over now.
  const beyond = kept.some(({ paid = 0 }) => paid > 0) || findings.some(({ severity }) => severity !== 'note');
  if (last.findings.some(isGone) && !beyond) return { ...free, ...fresh };
  return { ...last, ...fresh, probes: merged(kept, free.probes, last.probes) };
}

/** The lines that stay, with the new ones in the place of those they repeat, and the others at the end. */
function merged(
  kept: readonly ProbeResult[],
  fresh: readonly ProbeResult[],
  before: readonly ProbeResult[],
): readonly ProbeResult[] {
  const counting = fresh.filter(({ outcome }) => outcome !== 'skipped');
  const old = before.flatMap((check) =>
    kept.includes(check) ? [check] : counting.filter(({ id }) => id === check.id),
  );
  return [...old, ...counting.filter(({ id }) => !before.some((check) => check.id === id))];
}

function isSame(a: Finding, b: Finding): boolean {
  return a.cause === b.cause && a.evidence === b.evidence;
}
