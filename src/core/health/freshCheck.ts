import type { CauseId } from '../causes/causes';
import type { Finding } from '../causes/findings';
import type { ProbeResult } from '../probes/probe';
import type { LastCheck } from '../probes/lastCheck';

/** Whatever answered, these are over. */
const ON_THE_WAY: readonly CauseId[] = [
  'gateway-unreachable',
  'dns-failure',
  'connect-timeout',
  'corporate-proxy',
  'tls-untrusted',
  'client-certificate-required',
  'offline',
];
/** Where the provider itself answers, the gateway has taken the credential, and these are over. */
const AT_THE_DOOR: readonly CauseId[] = [
  ...ON_THE_WAY,
  'credential-rejected',
  'wrong-credential-header',
  'provider-credential-rejected',
  'custom-header-missing',
  'redirected',
  'wrong-base-path',
  'non-api-response',
  'overloaded',
  'rate-limited',
];

/**
 * What is known after a check without tokens. It says less than one that asked a model, so it takes the place of none: it
 * adds what it found, and takes away what it found out to be over.
 * @param withCredential whether the credential was sent. @param last must be of the same target to count.
 */
export function afterFreeCheck(last: LastCheck | undefined, free: LastCheck, withCredential: boolean): LastCheck {
  if (last === undefined || last.target !== free.target || last.scope === 'free') return free;
  const works =
    free.checks.some(({ outcome }) => outcome === 'ok') && free.findings.every(({ severity }) => severity !== 'error');
  const proven = withCredential && free.checks.some(({ provesCredential }) => provesCredential === true);
  const over = works ? (proven ? AT_THE_DOOR : ON_THE_WAY) : [];
  // A model that takes too long is not asked without tokens.
  const isOver = (found: Finding): boolean => over.includes(found.cause) && found.variant !== 'slow';
  const again = new Set(free.checks.filter(({ outcome }) => outcome !== 'skipped').map(({ id }) => id));
  const kept = last.checks.filter(
    (check) => !again.has(check.id) && (check.findings ?? []).every((found) => !isOver(found)),
  );
  const gone = last.checks.filter((check) => !kept.includes(check)).flatMap(({ findings = [] }) => findings);
  const findings = last.findings.filter(
    (found) => ![...gone, ...free.findings].some((other) => isSame(other, found)) && !isOver(found),
  );
  const fresh = {
    ...(free.answersAnything === true ? { answersAnything: true as const } : {}),
    target: free.target,
    recheckedAt: free.at,
    findings: [...free.findings, ...findings],
  };
  // No model answered then: it came no further than to what is over now.
  const beyond = kept.some(({ paid = 0 }) => paid > 0) || findings.some(({ severity }) => severity !== 'note');
  if (last.findings.some(isOver) && !beyond) return { ...free, ...fresh };
  return { ...last, ...fresh, checks: merged(kept, free.checks, last.checks) };
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
