import { chmodSync, existsSync, linkSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { open, readlink, realpath, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { t } from '@vscode/l10n';
import { attempt, EMPTIED_MS, isLongEmpty, MOST_TRIES, readSettled, SETTLED_MS } from './settledText';
import { readText } from './textFile';
import { codeOf, FileError } from './fileError';
import { isText, readForeignNow } from './foreignFile';
import { lockFileOf, removeAbandoned, takeLock, type Lock } from './lock';

/** What a file shall hold. `mode`: its permission bits from then on; undefined leaves them as they are. */
export interface Change {
  readonly after: string;
  readonly mode?: number | undefined;
  readonly newFileMode: number;
}

/** No settings file is larger, in bytes. */
const LARGEST = 2 * 1024 * 1024;
/** Milliseconds that another window is waited for; longer than the lock takes to notice that its owner is gone. */
export const WAIT_MS = 20_000;
/** Who has opened the old file before it was replaced may begin to write into it so much later. */
const LATE_MS = 5;
/** For that long a text is waited for without letting anything else run. */
const SPIN_MS = 5;
/** Windows refuses to replace a file while anybody has it open: so long is it tried again, milliseconds between two tries. */
const AGAIN_AFTER_MS = [10, 20, 40, 80, 160, 320, 640, 640];

/**
 * Changes a file as a whole, under its lock: a complete new file takes its place, so that a crash leaves the old or the new one.
 * What anybody has written since it was read is not lost: it is read, `change` is called anew with it, and the result is written.
 * Follows a symbolic link to the file it stands for, also when that is still to be made. @returns the change that was written.
 * @throws {FileError} and what `change` throws about a text that stays.
 */
export async function changeFile<T extends Change>(file: string, change: (text: string | undefined) => T): Promise<T> {
  const target = await targetOf(file);
  try {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const lock = await takeLock(lockFileOf(target), { waitMs: WAIT_MS });
      if (lock === undefined)
        throw new FileError(
          'in-use',
          file,
          t('{file} can’t be locked: another window is writing to it, or {lock} is in the way. Try again.', {
            file,
            lock: lockFileOf(target),
          }),
        );
      const written = await changeUnder(lock, target, change).finally(() => lock.release());
      if (written === undefined) continue;
      await removeAbandoned(lockFileOf(target));
      return written;
    }
    throw changedMeanwhile(file);
  } catch (error) {
    if (error instanceof FileError && error.path === file) throw error;
    if (error instanceof FileError)
      throw new FileError(
        error.code,
        file,
        error.message.replaceAll(error.path, () => file),
        error,
      );
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new FileError(
      'failed',
      file,
      t('{file} couldn’t be written ({code}).', { file, code: codeOf(error) }),
      error,
    );
  }
}

/** Removes a file that is empty, under its lock; one with anything in it stays. */
export async function removeEmpty(file: string): Promise<void> {
  const target = await targetOf(file);
  const lock = await takeLock(lockFileOf(target), { waitMs: WAIT_MS });
  try {
    if (lock !== undefined && existsSync(target) && isText(target, '')) unlinkSync(target);
  } finally {
    await lock?.release();
  }
}

/** The refusal where going on would not be what the user has seen. */
export function changedMeanwhile(file: string): FileError {
  return new FileError(
    'changed',
    file,
    t('{file} was changed by another window or program in the meantime.', { file }),
  );
}

/** Reads, changes and writes until nobody was in between. @returns undefined when the lock is lost. */
async function changeUnder<T extends Change>(
  lock: Lock,
  target: string,
  change: (text: string | undefined) => T,
): Promise<T | undefined> {
  let text = await readSettled(target);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const planned = attempt(change, text);
    if ('failed' in planned) {
      // Half a text, of somebody who is writing? Its mistakes are told when it stays.
      await sleep(SETTLED_MS);
      const now = await readText(target);
      if (now === text) throw planned.failed;
      text = now;
      continue;
    }
    const outcome = await replace({ room: lock.room, target, onDisk: text, change }, planned.result);
    // Before the room, and in it what keeps Git away, is removed.
    for (const name of ['new', 'old'])
      succeeds(() => {
        rmSync(path.join(lock.room, name), { force: true });
      });
    if (outcome === 'lost') return undefined;
    if (outcome !== 'changed') return outcome;
    text = await readSettled(target);
  }
  throw changedMeanwhile(target);
}

/** A file that is being replaced: under whose lock, what it must still hold, and how to change what it holds instead. */
interface Replacing<T extends Change> {
  readonly room: string;
  readonly target: string;
  readonly onDisk: string | undefined;
  /** Where that is nothing, it is so because of us. */
  readonly emptiedByUs?: true;
  readonly change: (text: string | undefined) => T;
}

/** `changed`: it is no longer what was read, and nothing was written. `lost`: the lock, and with it the new text, was taken away. */
type Refused = 'changed' | 'lost';

async function replace<T extends Change>(replacing: Replacing<T>, planned: T): Promise<T | Refused> {
  const { room, target } = replacing;
  const mode =
    planned.mode ??
    (await stat(target).then(
      (info) => info.mode & 0o7777,
      () => planned.newFileMode,
    ));
  try {
    // For a crash: Git leaves out a folder that says so itself.
    await writeFile(path.join(room, '.gitignore'), '*\n', { mode: 0o600 });
    await writeWhole(path.join(room, 'new'), planned.after, mode);
  } catch (error) {
    if (!existsSync(room)) return 'lost';
    throw error;
  }
  for (const wait of [...AGAIN_AFTER_MS, undefined]) {
    const outcome = swap(replacing, planned, mode);
    if (outcome === planned) await sleep(LATE_MS);
    if (outcome === 'overtaken' || (outcome === planned && isOvertaken(replacing)))
      return finishOvertaken(replacing, planned, mode);
    if (outcome !== 'in-use') return outcome;
    if (wait !== undefined) await sleep(wait);
  }
  throw new FileError(
    'in-use',
    target,
    t(
      'Another program has {file} open, so Windows won’t let it be replaced. Close that program or wait a moment, then try again.',
      { file: target },
    ),
  );
}

function isOvertaken({ room, onDisk }: Pick<Replacing<Change>, 'room' | 'onDisk'>): boolean {
  const old = path.join(room, 'old');
  return onDisk !== undefined && existsSync(old) && !isText(old, onDisk);
}

/**
 * The comparison and the replacing, without a pause between them. A second name of the old file tells afterwards whether anybody
 * wrote into it between the two. What remains is a whole file that somebody puts in its place between `statSync` and `renameSync`,
 * or is just putting there: to one of some 500 replacements by another program every 6 ms, on a busy machine.
 */
function swap<T extends Change>(
  replacing: Replacing<T>,
  planned: T,
  mode: number,
): T | Refused | 'in-use' | 'overtaken' {
  const { room, target, onDisk, emptiedByUs } = replacing;
  const [fresh, old] = [path.join(room, 'new'), path.join(room, 'old')];
  const began = Date.now();
  try {
    if (onDisk === undefined) return putWhereNothingIs(fresh, target) ? planned : 'changed';
    rmSync(old, { force: true });
    // On Windows a second name could not be removed while anybody has the file open (seen under Wine).
    const kept =
      process.platform !== 'win32' &&
      succeeds(() => {
        linkSync(target, old);
      });
    const compared = statSync(kept ? old : target, { bigint: true }).ino;
    if (!isText(kept ? old : target, onDisk)) return 'changed';
    // Whoever writes in place may have emptied it once more.
    if (onDisk === '' && emptiedByUs !== true && !isLongEmpty(statSync(kept ? old : target), began)) return 'changed';
    if (statSync(target, { bigint: true }).ino !== compared) return 'changed';
    renameSync(fresh, target);
    return !kept || isText(old, onDisk) ? planned : (swapAgain(replacing, planned, mode, SPIN_MS) ?? 'overtaken');
  } catch (error) {
    if (!existsSync(fresh)) return 'lost';
    if (codeOf(error) === 'ENOENT' && !existsSync(target) && existsSync(path.dirname(target))) return 'changed';
    if (process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error))) return 'in-use';
    throw error;
  }
}

/**
 * Somebody wrote into the file at the very moment when it was replaced: the change is made to that text, before its writer reads
 * the file again, which now lacks it. So the disk is not waited for, and the end of the text, for so many milliseconds, without a
 * pause. @returns undefined when the text has not come to its end.
 */
function swapAgain<T extends Change>(replacing: Replacing<T>, placed: T, mode: number, spinMs: number): T | undefined {
  const [fresh, old] = [path.join(replacing.room, 'new'), path.join(replacing.room, 'old')];
  const end = performance.now() + spinMs;
  do {
    const theirs = readForeignNow(old, LARGEST)?.toString('utf8') ?? '';
    const planned = theirs === '' ? undefined : attempt(replacing.change, theirs);
    if (planned === undefined || 'failed' in planned) continue;
    writeFileSync(fresh, planned.result.after, { mode: 0o600, flag: 'wx' });
    chmodSync(fresh, mode);
    const outcome = swap({ ...replacing, onDisk: placed.after, emptiedByUs: true }, planned.result, mode);
    // Else its writer has gone on from what was placed.
    return typeof outcome === 'string' ? placed : outcome;
  } while (performance.now() < end);
  return undefined;
}

/** Waits for the end of a text that somebody has begun to write into the old file. */
async function finishOvertaken<T extends Change>(replacing: Replacing<T>, placed: T, mode: number): Promise<T> {
  for (const end = performance.now() + EMPTIED_MS; performance.now() < end;) {
    await sleep(2);
    const finished = swapAgain(replacing, placed, mode, 0);
    if (finished !== undefined) return finished;
  }
  return placed;
}

/** A link fails where a file is, a rename does not; not every file system has links. */
function putWhereNothingIs(fresh: string, target: string): boolean {
  try {
    linkSync(fresh, target);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || existsSync(target)) return false;
    renameSync(fresh, target);
    return true;
  }
}

/** A new file, readable by its owner only until it is complete and on the disk. */
async function writeWhole(file: string, text: string, mode: number): Promise<void> {
  rmSync(file, { force: true });
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text, 'utf8');
    await handle.sync();
    if (mode !== 0o600) await handle.chmod(mode);
  } finally {
    await handle.close();
  }
}

function succeeds(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}

/** The file that a link stands for, also when that is still to be made; every other file itself. Never throws. */
export async function targetOf(file: string): Promise<string> {
  return realpath(file).catch(async () => path.resolve(path.dirname(file), await readlink(file).catch(() => file)));
}
