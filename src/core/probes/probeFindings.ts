import type { Finding } from '../causes/findings';
import { withoutVaguer } from '../causes/silence';
import type { ProbeResult } from './probe';

/**
 * The findings of a run, in the order of its results: without those of probes that another one has corrected, and where
 * several say the same cause, without the vaguer ones.
 */
export function findingsOf(results: readonly ProbeResult[]): Finding[] {
  const corrected = new Set(results.flatMap(({ supersedes = [] }) => supersedes));
  return withoutVaguer(results.filter(({ id }) => !corrected.has(id)).flatMap(({ findings = [] }) => findings));
}
