import type { CauseId } from '../../src/core/causes/causes';
import { CERTAIN, type Candidate, type ErrorReading } from '../../src/core/answers/errorReading';

/** What is really wrong, where an error text comes from. */
export interface Truth {
  readonly cause: CauseId;
  /** Causes that are as true. */
  readonly also?: readonly CauseId[];
}

/** Why a reading is no good: the true cause is not in it, or it is certain of another. undefined when it is good. */
export function objection({ candidates }: ErrorReading, { cause, also = [] }: Truth): string | undefined {
  const missing = candidates.some((candidate) => candidate.cause === cause)
    ? []
    : [`${cause} is not among ${candidatesText(candidates)}`];
  const wrong = candidates.filter(
    (candidate) => candidate.confidence >= CERTAIN && ![cause, ...also].includes(candidate.cause),
  );
  const certain = wrong.map((candidate) => `certain of ${candidate.cause}, and it is ${cause}`);
  return [...missing, ...certain].join('; ') || undefined;
}

/** Candidates with their confidence, most likely first. */
export function candidatesText(candidates: readonly Candidate[]): string {
  return candidates.map(({ cause, confidence }) => `${cause} ${confidence.toFixed(2)}`).join(', ');
}
