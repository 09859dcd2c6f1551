import type { CauseId, Owner, Severity } from './causes';
import type { Fix } from './fixes';
import type { NextStepId } from './nextSteps';

/**
 * One row of the troubleshooting table.
 * Texts may hold `{host}`, `{header}`, `{variable}`, `{status}` and the like, filled in from the finding's facts.
 * `short` is the reason in the status bar, three words at most. `remedy[0]` completes the verdict; the rest are further steps.
 */
export interface Row {
  readonly title: string;
  readonly short: string;
  readonly cause: string;
  readonly remedy: readonly [string, ...string[]];
  readonly owner: Owner;
  readonly severity: Severity;
  /** The section of the official pages that is about it. */
  readonly docs: string;
  /** What people see of it: the words to search for. Some are printed for other causes too. */
  readonly says: readonly string[];
  /** Variables, settings keys and files that have to do with it. */
  readonly involves: readonly [string, ...string[]];
  /** What a button can do about it, where the place can be written. */
  readonly fixes: readonly Fix['kind'][];
  /** What confirms it, or rules it out. */
  readonly confirmedBy: NextStepId;
  /** What probes can tell apart: each has words of its own, and perhaps somebody else who acts. */
  readonly variants?: Readonly<Record<string, Variant>>;
  /** Causes that bring this one with them: while one of them is found, this one is not shown. */
  readonly dependsOn: readonly CauseId[];
}

/** What differs from the row. */
export type Variant = Partial<Pick<Row, 'title' | 'short' | 'cause' | 'remedy' | 'owner'>>;
