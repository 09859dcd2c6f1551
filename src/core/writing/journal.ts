import type { EditStep, UndoStep } from '../files/edits';
import { jsonIn, type Json } from '../text/json';
import type { Dialect } from '../files/settingsText';
import { bool, list, maybe, number, object, oneOf, readAs, text, that, type ReadAs, type Shape } from '../text/shape';

/** Turns one text into another that differs from it in one stretch. Offsets in UTF-16 units. */
export interface TextPatch {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/**
 * What was done to one file, enough to undo it: exactly while the file is as we left it (`fingerprint`),
 * step by step when it has changed since. Holds earlier values, so it is kept in SecretStorage only.
 */
export interface JournalEntry {
  readonly path: string;
  readonly dialect: Dialect;
  /** The file did not exist before; undoing removes it again when nothing else is in it. */
  readonly created: boolean;
  /** SHA-256 of the text that we wrote. */
  readonly fingerprint: string;
  readonly patch: TextPatch;
  readonly undo: readonly UndoStep[];
  /** The permission bits that the file had, where the user agreed to close it to others. */
  readonly mode?: number;
}

/** The patch from one text to another. */
export function patchBetween(from: string, to: string): TextPatch {
  const limit = Math.min(from.length, to.length);
  let start = 0;
  while (start < limit && from[start] === to[start]) start += 1;
  let end = 0;
  while (end < limit - start && from[from.length - 1 - end] === to[to.length - 1 - end]) end += 1;
  return { offset: start, length: from.length - start - end, content: to.slice(start, to.length - end) };
}

/** Applies a patch to the text it was made for. */
export function applyPatch(text: string, { offset, length, content }: TextPatch): string {
  return text.slice(0, offset) + content + text.slice(offset + length);
}

/** More than any settings file holds, in files, steps and characters. */
const MOST = 1000;
const LONGEST = 8 * 1024 * 1024;

const offset = number(LONGEST, true);
const words = text(LONGEST);
/** It comes out of a text that was parsed, so it is one. */
const json: Shape<Json> = that((value): value is Json => value !== undefined);

const entryStep = object<Extract<EditStep, { kind: 'entry' }>>({
  kind: oneOf(['entry']),
  setting: words,
  name: words,
  value: that((value): value is string | null => value === null || typeof value === 'string'),
});
const propertyStep = object<Extract<EditStep, { kind: 'property' }>>({
  kind: oneOf(['property']),
  path: list(words, MOST),
  value: json,
});
const itemStep = object<Extract<EditStep, { kind: 'item' }>>({
  kind: oneOf(['item']),
  setting: words,
  item: words,
  present: bool,
});
const STEPS: Readonly<Record<EditStep['kind'], Shape<EditStep>>> = {
  entry: entryStep,
  property: propertyStep,
  item: itemStep,
};

const step: Shape<EditStep> = (value, at) => {
  const { kind } = object<Pick<EditStep, 'kind'>>({ kind: oneOf(['entry', 'property', 'item']) })(value, at);
  return STEPS[kind](value, at);
};

const journal = list(
  object<JournalEntry>({
    path: text(LONGEST),
    dialect: oneOf(['json', 'jsonc']),
    created: bool,
    fingerprint: words,
    patch: object<TextPatch>({ offset, length: offset, content: words }),
    undo: list(object<UndoStep>({ step, expected: json, madeHolder: bool }), MOST),
    mode: maybe(number(0o7777, true)),
  }),
  MOST,
);

/**
 * Reads a stored journal: all of it, or none. One that does not read is not the same as none: something was written that
 * this version cannot take back. `at` is where it does not read, empty when it is no JSON at all. Never throws.
 */
export function parseJournal(stored: string | undefined): ReadAs<readonly JournalEntry[]> {
  return stored === undefined ? { ok: true, value: [] } : readAs(journal, jsonIn(stored));
}
