import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { readText } from './textFile';

/** A text with a mistake is believed when it stays for that long. */
export const SETTLED_MS = 30;
/** And an empty one when the file was not touched for that long: who writes in place empties it first, and may be held up then. */
export const EMPTIED_MS = 1000;

/** So often a file is read anew because somebody else has written it meanwhile. */
export const MOST_TRIES = 40;

/** What `make` makes of the text of a file; what it throws is believed when the text stays: somebody may be writing it. @throws {FileError} too. */
export async function madeOf<T>(file: string, make: (text: string | undefined) => T): Promise<T> {
  for (let text = await readSettled(file), tries = 1; ; tries++) {
    const made = attempt(make, text);
    if ('result' in made) return made.result;
    await sleep(SETTLED_MS);
    const now = await readSettled(file);
    if (now === text || tries === MOST_TRIES) throw made.failed;
    text = now;
  }
}

/** What `make` makes of a text, or why it cannot. */
export function attempt<T>(
  make: (text: string | undefined) => T,
  text: string | undefined,
): { readonly result: T } | { readonly failed: Error } {
  try {
    return { result: make(text) };
  } catch (error) {
    return { failed: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** The text of a file. One that is empty may be so for a moment only: whoever writes in place empties it first. */
export async function readSettled(file: string): Promise<string | undefined> {
  for (let tries = 0; ; tries++) {
    const text = await readText(file);
    if (text !== '' || tries * SETTLED_MS > EMPTIED_MS) return text;
    // The time before the look: however long its answer takes to get here, the file was empty for that long.
    const now = Date.now();
    const info = await stat(file).catch(() => undefined);
    if (info !== undefined && isLongEmpty(info, now)) return text;
    await sleep(SETTLED_MS);
  }
}

/** Whether a file has been empty for longer than a program that writes it in place leaves it so. */
export function isLongEmpty({ size, mtimeMs }: Pick<Stats, 'size' | 'mtimeMs'>, now: number): boolean {
  return size === 0 && Math.abs(now - mtimeMs) > EMPTIED_MS;
}
