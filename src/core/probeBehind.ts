import type { Finding } from './findings';
import type { LastCheck } from './health';
import { measured } from './milliseconds';

/** The probe that made a finding: what it does, in words, and when it began, in milliseconds since 1970. */
export function probeBehind(
  { cause, evidence }: Pick<Finding, 'cause' | 'evidence'>,
  { at, checks }: Pick<LastCheck, 'at' | 'checks'>,
): { readonly label: string; readonly at: number } | undefined {
  const found = checks.find(({ findings = [] }) =>
    findings.some((one) => one.cause === cause && one.evidence === evidence),
  );
  return found === undefined ? undefined : { label: found.label, at: at + measured(found.startedAt) };
}
