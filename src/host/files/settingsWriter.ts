import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { journalOf, modesOf, planned, undone, type PreparedFile } from './preparedFiles';
import { changedMeanwhile, changeFile, removeEmpty } from './replaceFile';
import { madeOf } from './settledText';
import { readText } from './textFile';
import { assertWritable } from './writable';

/** In so many milliseconds a program that changes a settings file writes back what it has read of it. */
const STANDS_MS = 40;
const MOST_ROUNDS = 5;

/**
 * Writes prepared files, all or none: a failure puts the files before it back. What others have written into a file since it was
 * prepared stays, when the change is still the one that was shown; else nothing is written. A file that we made and that is empty
 * again is emptied first and removed after `beforeRemoval`: VS Code does not notice a settings file that just vanishes
 * (measured in 1.100.3 and 1.139.1), and would go on with the old values. @returns the files as they were written. @throws {FileError}
 */
export async function commitFiles(
  files: readonly PreparedFile[],
  beforeRemoval?: () => Promise<unknown>,
): Promise<readonly PreparedFile[]> {
  const changed = files.filter(({ before, after, mode }) => (before ?? '') !== after || mode !== undefined);
  for (const file of changed) {
    await madeOf(file.path, (text) => again(file, text));
    await assertWritable(file.path);
  }
  const done: PreparedFile[] = [];
  try {
    for (const file of changed) {
      await mkdir(path.dirname(file.path), { recursive: true, mode: 0o700 });
      done.push(await changeFile(file.path, (text) => again(file, text)));
    }
  } catch (error) {
    for (const file of done.reverse()) await putBack(file);
    throw error;
  }
  await untilAllStand(done);
  const emptied = done.filter(({ created, after }) => created && after === '');
  if (emptied.length > 0) await beforeRemoval?.();
  // An empty file that cannot be removed does no harm.
  for (const { path: file } of emptied) await removeEmpty(file).catch(() => undefined);
  return files.map((file) => done.find(({ path: written }) => written === file.path) ?? file);
}

/**
 * Another program may have read a file before it was written here, and write back what it has read. Then the change is made once
 * more, as long as it is the same one; what somebody has changed on top of it stays.
 */
async function untilAllStand(written: PreparedFile[]): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS && written.length > 0; round++) {
    await sleep(STANDS_MS);
    let fallen = 0;
    for (const [index, file] of written.entries()) {
      if (await stands(file)) continue;
      fallen += 1;
      written[index] = await changeFile(file.path, (text) => again(file, text)).catch(() => file);
    }
    if (fallen === 0) return;
  }
}

async function stands(file: PreparedFile): Promise<boolean> {
  try {
    const text = await readText(file.path);
    return text === undefined || text === file.after || again(file, text).after === text;
  } catch {
    // Whatever it is now, it is not as it was before the change.
    return true;
  }
}

/** The same change on the text as it is now. @throws {FileError} when it is no longer what was shown. */
function again(file: PreparedFile, text: string | undefined): PreparedFile {
  if (text === file.before) return file;
  if (text === undefined || file.before === undefined) throw changedMeanwhile(file.path);
  const { origin } = file;
  if (origin.kind === 'undo')
    return { ...file, before: text, base: undone(text, origin.entry).text, after: undone(text, origin.entry).text };
  const now = planned(origin, text);
  const shown = ({ undo }: PreparedFile): string => JSON.stringify(undo.map(({ step, expected }) => [step, expected]));
  if (shown(now) !== shown(file)) throw changedMeanwhile(file.path);
  return { ...now, mode: file.mode, ...modesOf(file) };
}

/** Leads a written file back: exactly, or, when somebody has written it since, without what was written here. */
async function putBack(file: PreparedFile): Promise<void> {
  const [entry] = journalOf([file]);
  const before = (text: string | undefined): string => {
    if (text === undefined) throw changedMeanwhile(file.path);
    if (text === file.after) return file.before ?? '';
    return entry === undefined ? text : undone(text, entry).text;
  };
  // The first failure is the one to tell.
  await changeFile(file.path, (text) => ({
    after: before(text),
    mode: file.openMode,
    newFileMode: file.newFileMode,
  })).catch(() => undefined);
  if (file.before === undefined) await removeEmpty(file.path).catch(() => undefined);
}
