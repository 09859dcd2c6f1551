import { type SourceId, sourceRow } from '../claude/sources';
import type { SourceReading } from './snapshot';
import type { SourcedValue } from './resolve';
import { quotedName } from '../words/facts';
import { redactLine } from '../words/redact';
import { t } from '@vscode/l10n';
import { tableText } from '../text/tableText';

/** The label of a source for a sentence, with its file. Printable: folders come with any name. */
export function placeLabel(id: SourceId, location?: string): string {
  const { label } = sourceRow(id);
  const shownEnd = /[\w.]+\/[\w.]+$/.exec(label)?.[0];
  const isShown = shownEnd !== undefined && location?.replaceAll('\\', '/').endsWith(`/${shownEnd}`) === true;
  return location === undefined || isShown ? tableText(label) : `${tableText(label)} (${redactLine(location)})`;
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
export function isSetIn(variable: string, value: Pick<SourcedValue, 'source' | 'location' | 'line'>): string {
  return t('{variable} in {place}', { variable: quotedName(variable), place: lineOf(value) });
}

/** Where a variable stands in a reading. */
export function placeIn(
  { id, location, lines }: SourceReading,
  name: string,
): Pick<SourcedValue, 'source' | 'location' | 'line'> {
  const line = lines !== undefined && Object.hasOwn(lines, name) ? lines[name] : undefined;
  return { source: id, location, ...(line === undefined ? {} : { line }) };
}
