import type { UndoStep } from './edits';
import type { Dialect } from './settingsText';

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

/** Reads a stored journal. Anything that is not one (an older version, a damaged store) is no journal. */
export function parseJournal(text: string | undefined): readonly JournalEntry[] {
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(isEntry) ? value : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { path, fingerprint, created, patch, undo, dialect } = value as Partial<Record<keyof JournalEntry, unknown>>;
  const isText = typeof path === 'string' && typeof fingerprint === 'string' && (dialect === 'json' || dialect === 'jsonc');
  return isText && typeof created === 'boolean' && isPatch(patch) && Array.isArray(undo) && undo.every(isUndoStep);
}

function isPatch(value: unknown): value is TextPatch {
  if (typeof value !== 'object' || value === null) return false;
  const { offset, length, content } = value as Partial<Record<keyof TextPatch, unknown>>;
  return typeof offset === 'number' && typeof length === 'number' && typeof content === 'string';
}

function isUndoStep(value: unknown): value is UndoStep {
  if (typeof value !== 'object' || value === null) return false;
  const { step, madeHolder } = value as { step?: { kind?: unknown } | null; madeHolder?: unknown };
  return typeof madeHolder === 'boolean' && ['entry', 'property', 'item'].includes(String(step?.kind));
}
