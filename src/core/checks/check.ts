import type { CauseId, Severity } from '../causes/causes';
import { fixPlace, type Fix } from '../causes/fixes';
import type { PredictedRequest } from '../config/predict';
import type { ResolvedConfig, SourcedValue } from '../config/resolve';
import type { Snapshot } from '../config/snapshot';
import { type SurfaceId } from '../claude/sources';
import type { Facts } from '../causes/facts';

/** What a static check looks at. */
export interface CheckInput {
  readonly snapshot: Snapshot;
  readonly config: ResolvedConfig;
  readonly request: PredictedRequest;
}

/** What a check found. It becomes a finding of the check's cause, with the severity of the cause's row unless set here. */
export interface Sighting {
  readonly evidence: string;
  readonly facts?: Facts;
  readonly cause?: CauseId;
  readonly severity?: Severity;
  readonly certain?: boolean;
  /** One of the variants of the cause's row. */
  readonly variant?: string;
  readonly fix?: Fix | undefined;
}

/** A row of the table of static checks. Who acts, the words and the documentation follow from the cause. */
export interface StaticCheck {
  readonly name: string;
  /** What it can find, the usual one first. */
  readonly causes: readonly [CauseId, ...CauseId[]];
  /** Only on these; everywhere if undefined. */
  readonly surfaces?: readonly SurfaceId[];
  /** `causes` are those above. */
  readonly find: (input: CheckInput, causes: readonly [CauseId, ...CauseId[]]) => readonly Sighting[];
}

/** The version of the client; undefined if it's unknown or isn't a version. */
export function versionOf({ config: { clientVersion } }: CheckInput): string | undefined {
  return clientVersion !== undefined && /^\d+\.\d+\.\d+/.test(clientVersion) ? clientVersion : undefined;
}

/** A clause as a sentence; a sentence stays as it is. */
export function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}`.replace(/[^.]$/, '$&.');
}

/** The fix that removes a variable; undefined where nothing can be written. */
export function removal(variable: string, place: Pick<SourcedValue, 'source' | 'location' | 'line'>): Fix | undefined {
  const found = fixPlace(variable, place);
  return found === undefined ? undefined : { kind: 'remove-variable', ...found };
}

/** The fix that sets a variable in the place where another one is set. The value isn't a secret. */
export function setting(
  variable: string,
  value: string,
  place: Pick<SourcedValue, 'source' | 'location' | 'line'>,
): Fix | undefined {
  const found = fixPlace(variable, place);
  return found === undefined ? undefined : { kind: 'set-variable', ...found, value };
}
