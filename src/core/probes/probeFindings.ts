import type { CauseId } from '../causes/causes';
import type { Finding } from '../causes/findings';
import type { ProbeResult } from './probe';

/**
 * The findings of a run, in the order of its results: without those of probes that another one has corrected, and where
 * several say the same cause, without the vaguer ones.
 */
export function findingsOf(results: readonly ProbeResult[]): Finding[] {
  const corrected = new Set(results.flatMap(({ supersedes = [] }) => supersedes));
  const all = results.filter(({ id }) => !corrected.has(id)).flatMap(({ findings = [] }) => findings);
  return all.filter((found) => !all.some((other) => other !== found && saysMore(other, found)));
}

/** Causes whose variants say the same more exactly; those of others say something else. */
const REFINED = new Set<CauseId>([
  'tls-untrusted',
  'corporate-proxy',
  'gateway-unreachable',
  'connect-timeout',
  'wrong-base-path',
]);

function saysMore(one: Finding, other: Finding): boolean {
  return (
    REFINED.has(one.cause) &&
    one.cause === other.cause &&
    one.certain &&
    one.variant !== undefined &&
    other.variant === undefined
  );
}
