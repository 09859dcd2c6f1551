import type { LastCheck } from '../core/probes/lastCheck';
import { findingsOf } from '../core/probes/probeFindings';
import type { Progress } from '../core/probes/progress';
import type { RunEvent } from '../core/probes/runner';

/** A check that every view follows. */
export interface FollowedCheck {
  readonly scope: Progress['scope'];
  /** Probes in all, as far as is known. */
  readonly of: number;
  /** Makes {@link run} reject soon. */
  readonly stop: () => void;
  readonly run: (onEvent: (event: RunEvent) => void) => Promise<LastCheck>;
}

/** The check whose progress is in view. */
export interface Following {
  readonly target: string;
  readonly stop: () => void;
  progress: Progress;
}

/** What a check that goes on has found until now, as if it were all. */
export function partialCheck({ target, progress: { scope, startedAt, results } }: Following): LastCheck {
  return { at: startedAt, target, findings: findingsOf(results), probes: results, scope, paidRequests: 0, ms: 0 };
}
