import { t } from '@vscode/l10n';
import type { CauseId, Severity } from '../causes';
import type { Facts } from '../findings';
import { fixPlace, type Fix } from '../fixes';
import type { PredictedRequest } from '../predict';
import { redactLine } from '../redact';
import type { ResolvedConfig, SourcedValue } from '../resolve';
import type { Snapshot, SourceReading } from '../snapshot';
import { sourceRow, type SourceId, type SurfaceId } from '../sources';
import { tableText } from '../tableText';
import { quotedName } from '../words/facts';

/** What a static check looks at. */
export interface CheckInput {
  readonly snapshot: Snapshot;
  readonly config: ResolvedConfig;
  readonly request: PredictedRequest;
}

/** What a check saw. It becomes a finding of the check's cause, with the severity of the cause's row unless said otherwise. */
export interface Seen {
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
  /** Only there; without it everywhere. */
  readonly surfaces?: readonly SurfaceId[];
  readonly find: (input: CheckInput) => readonly Seen[];
}

/** The version of the client; undefined when it is unknown or no version at all. */
export function versionOf({ config: { clientVersion } }: CheckInput): string | undefined {
  return clientVersion !== undefined && /^\d+\.\d+\.\d+/.test(clientVersion) ? clientVersion : undefined;
}

/** The label of a source for a sentence, with its file. Printable: folders come with any name. */
export function placeLabel(id: SourceId, location?: string): string {
  const { label } = sourceRow(id);
  const told = /[\w.]+\/[\w.]+$/.exec(label)?.[0];
  const isTold = told !== undefined && location?.replaceAll('\\', '/').endsWith(`/${told}`) === true;
  return location === undefined || isTold ? tableText(label) : `${tableText(label)} (${redactLine(location)})`;
}

/** A value's place for a sentence. */
export function placeOf({ source, location }: Pick<SourcedValue, 'source' | 'location'>): string {
  return placeLabel(source, location);
}

/** The same with the line, for evidence. */
export function lineOf(value: Pick<SourcedValue, 'source' | 'location' | 'line'>): string {
  return value.line === undefined
    ? placeOf(value)
    : t('{place}, line {line}', { place: placeOf(value), line: value.line });
}

/** A variable with its place and line, for evidence. */
export function standsIn(variable: string, value: Pick<SourcedValue, 'source' | 'location' | 'line'>): string {
  return t('{variable} in {place}', { variable: quotedName(variable), place: lineOf(value) });
}

/** A clause as a sentence; a sentence stays as it is. */
export function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}`.replace(/[^.]$/, '$&.');
}

/** Where a variable stands in a reading. */
export function placeIn(
  { id, location, lines }: SourceReading,
  name: string,
): Pick<SourcedValue, 'source' | 'location' | 'line'> {
  const line = lines !== undefined && Object.hasOwn(lines, name) ? lines[name] : undefined;
  return { source: id, location, ...(line === undefined ? {} : { line }) };
}

/** The fix that takes a variable out; undefined where nothing can be written. */
export function removal(variable: string, place: Pick<SourcedValue, 'source' | 'location' | 'line'>): Fix | undefined {
  const found = fixPlace(variable, place);
  return found === undefined ? undefined : { kind: 'remove-variable', ...found };
}

/** The fix that sets a variable where another one stands. The value is no secret. */
export function setting(
  variable: string,
  value: string,
  place: Pick<SourcedValue, 'source' | 'location' | 'line'>,
): Fix | undefined {
  const found = fixPlace(variable, place);
  return found === undefined ? undefined : { kind: 'set-variable', ...found, value };
}
