import type { CauseId, Severity } from './causes';
import { type Finding, explain, rowOf } from './findings';
import { TROUBLESHOOTING } from './table';
import type { Row } from './row';

/**
 * All decisions which findings fall silent: beside what causes them, beside what says the same more exactly, because they are
 * said already, or because they are over.
 */

/** From grave to slight. */
const GRAVITY: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/**
 * Every cause that brings this one with it, directly or through others.
 * @example originsOf('plan-limit') // credential-missing, and what makes the credential go missing
 */
export function originsOf(cause: CauseId): ReadonlySet<CauseId> {
  const found = new Set<CauseId>();
  const open: CauseId[] = [cause];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const row: Row = TROUBLESHOOTING[next];
    const fresh = row.dependsOn.filter((origin) => !found.has(origin));
    for (const origin of fresh) found.add(origin);
    open.push(...fresh);
  }
  return found;
}

/**
 * What is left to say when consequences keep silent: a finding is left out while a cause that brings it with it is found too.
 * A note brings nothing with it, and what is doubtful does not silence what is certain. What stays is as grave as what it
 * silences: when nothing works, the file that cannot be read is more than a warning.
 */
export function withoutConsequences(findings: readonly Finding[]): Finding[] {
  const silencers = new Map(
    findings.map((one) => {
      const origins = originsOf(one.cause);
      return [
        one,
        findings.filter(
          (other) => origins.has(other.cause) && other.severity !== 'note' && (other.certain || !one.certain),
        ),
      ];
    }),
  );
  return findings
    .filter((one) => silencers.get(one)?.length === 0)
    .map((one) => {
      const silenced = findings.filter((other) => silencers.get(other)?.includes(one));
      return { ...one, severity: [one, ...silenced].map(({ severity }) => severity).reduce(graver) };
    });
}

/** Errors first; else in the order found. */
function byGravity(a: Finding, b: Finding): number {
  return GRAVITY[a.severity] - GRAVITY[b.severity];
}

function graver(a: Severity, b: Severity): Severity {
  return GRAVITY[b] < GRAVITY[a] ? b : a;
}

/** Without those that another finding of their cause says more exactly. */
export function withoutVaguer(findings: readonly Finding[]): Finding[] {
  return findings.filter((found) => !findings.some((other) => other !== found && saysMore(other, found)));
}

function saysMore(one: Finding, other: Finding): boolean {
  return (
    one.cause === other.cause &&
    rowOf(one).variantsSayMore === true &&
    one.certain &&
    one.variant !== undefined &&
    other.variant === undefined
  );
}

/**
 * True when a later request shows that it is over, although it was not asked for again.
 * @param since `answered`: anything has answered; `accepted`: the provider has, to a request with the credential.
 */
export function isOver(found: Finding, since: 'answered' | 'accepted'): boolean {
  const { where, outlastsFreeCheck = false } = rowOf(found);
  // A model that takes too long is not asked without tokens.
  if (outlastsFreeCheck || found.variant === 'slow') return false;
  return where === 'on-the-way' || (where === 'at-the-door' && since === 'accepted');
}

/** What is shown of everything that was found. */
export function findingsToShow(findings: readonly Finding[]): Finding[] {
  return sortBySeverity(withoutConsequences(findings));
}

/** Errors first; of one severity in the order found; one finding per cause and evidence. */
export function sortBySeverity(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  const unique = findings.filter((found) => {
    const key = `${found.cause} ${explain(found).title}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
  return unique.sort(byGravity);
}
