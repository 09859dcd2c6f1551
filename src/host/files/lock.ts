import { createHash, randomBytes } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm, rmdir, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './fileError';

/**
 * A lock between processes, made of folders only: the lock is a folder, and in it lies one room, named after its owner.
 *
 *     .settings.json.llm-gateway-connect/4711-1f0c9a2b-5be0…/      held by process 4711 of this machine
 *     .settings.json.llm-gateway-connect.4712-1f0c9a2b-90d3…/      process 4712, which wants it, with its room ready inside
 *
 * It is taken by renaming the second to the first, which works only while the first is absent or empty, and is given back or
 * taken over by removing the owner's room by its name: nobody can remove the room of anybody else by mistake, however late. What
 * is being written lies in the room, so that whoever has lost the lock cannot finish. Git tracks no empty folder. Libraries
 * (proper-lockfile 4.1.2) remove a stale lock by the name that the new owner uses as well, and let two in.
 */
export interface Lock {
  /** The owner's folder within the lock, for its eyes only; it and all in it is gone when the lock is. */
  readonly room: string;
  /** Gives the lock back. Never throws. */
  readonly release: () => Promise<void>;
}

/** How long to wait for a lock, and after what time without a sign of life its owner is given up; both in milliseconds. */
export interface LockTimes {
  readonly waitMs: number;
  readonly staleMs?: number;
}

const SUFFIX = '.llm-gateway-connect';
/** An owner gives a sign of life five times in this time; an extension host may be busy for seconds. */
const STALE_MS = 15_000;
/** Nobody holds a lock that long, whichever clock is wrong. */
const ABANDONED_MS = 10 * 60_000;
/** Process, place, chance. */
const OWNER = /^(\d{1,10})-([0-9a-f]{8})-[0-9a-f]{16}$/;
/** What a rename says when the lock is there and not empty, or is no folder (on Windows: whatever it is). */
const TAKEN: readonly string[] = ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EISDIR', 'EPERM', 'EACCES', 'EBUSY', 'ENOENT'];

/** The lock of a file, beside it: all products and containers that write the file see the same one. */
export function lockFileOf(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}${SUFFIX}`);
}

/**
 * Takes a lock, over from an owner that is gone if need be. @returns undefined when it was not to be had in time,
 * or something else than a lock is in its place.
 * @throws the error of Node when its folder cannot be written.
 */
export async function takeLock(lock: string, { waitMs, staleMs = STALE_MS }: LockTimes): Promise<Lock | undefined> {
  const owner = `${process.pid}-${PLACE}-${randomBytes(8).toString('hex')}`;
  for (const end = performance.now() + waitMs; ;) {
    const occupant = await occupantOf(lock);
    if (occupant === 'in-the-way') return undefined;
    const free = occupant === undefined || isGone(lock, occupant, staleMs);
    if (free && (await enter(lock, owner, occupant?.owner))) return held(lock, owner, staleMs);
    if (performance.now() >= end) return undefined;
    await sleep(2 + Math.random() * 8);
  }
}

/** Folders beside a lock, and the lock itself, whose owners are gone; they may hold a text that was being written. Never throws. */
export async function abandonedBy(lock: string): Promise<readonly string[]> {
  const staged = await stagedLocks(lock);
  const found = await Promise.all(
    staged.map(async ({ folder, owner }) => (isLeft({ owner, beat: await beatOf(folder) }) ? [folder] : [])),
  );
  const occupant = await occupantOf(lock).catch(() => undefined);
  return [...(occupant !== undefined && occupant !== 'in-the-way' && isLeft(occupant) ? [lock] : []), ...found.flat()];
}

/** Removes what {@link abandonedBy} finds. Never throws. */
export async function removeAbandoned(lock: string): Promise<void> {
  for (const folder of await abandonedBy(lock)) {
    // The lock itself goes as every lock of an owner that is gone: to the next one, here for a moment.
    if (folder === lock)
      await takeLock(lock, { waitMs: 0 }).then(
        (taken) => taken?.release(),
        () => undefined,
      );
    else await removeAll(folder);
  }
}

interface Occupant {
  readonly owner: string;
  /** Milliseconds of the file system's clock at the last sign of life. */
  readonly beat: number;
}

/** Who is in a lock. What is not of our making is never touched: a link, a file, a room with another name. */
async function occupantOf(lock: string): Promise<Occupant | 'in-the-way' | undefined> {
  try {
    if (!(await lstat(lock)).isDirectory()) return 'in-the-way';
    const [owner, ...others] = await readdir(lock);
    if (owner === undefined) return undefined;
    if (others.length > 0 || !OWNER.test(owner)) return 'in-the-way';
    const info = await lstat(path.join(lock, owner));
    return info.isDirectory() ? { owner, beat: info.mtimeMs } : 'in-the-way';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (codeOf(error) === 'ENOTDIR') return 'in-the-way';
    throw error;
  }
}

/** Prepares a room beside the lock and moves it in, after moving out the one that is left. */
async function enter(lock: string, owner: string, left: string | undefined): Promise<boolean> {
  const staged = `${lock}.${owner}`;
  try {
    await mkdir(staged, { mode: 0o700 });
    await mkdir(path.join(staged, owner), { mode: 0o700 });
    if (left !== undefined) {
      await rename(path.join(lock, left), path.join(staged, left));
      await removeAll(path.join(staged, left));
    }
    // Windows does not rename onto an empty folder. One that is not empty stays.
    await rmdir(lock).catch(() => undefined);
    await rename(staged, lock);
    return true;
  } catch (error) {
    const wasThere = await lstat(staged).then(
      () => true,
      () => false,
    );
    await removeAll(staged);
    if (wasThere && TAKEN.includes(codeOf(error))) return false;
    throw error;
  }
}

function held(lock: string, owner: string, staleMs: number): Lock {
  const room = path.join(lock, owner);
  const beat = setInterval(() => {
    const now = new Date();
    // Without its room the lock is lost, and the next step of its owner says so.
    utimes(room, now, now).catch(() => undefined);
  }, staleMs / 5);
  beat.unref();
  return {
    room,
    release: async () => {
      clearInterval(beat);
      await removeAll(room);
      await rmdir(lock).catch(() => undefined);
    },
  };
}

/** The locks that were seen held: their owner's last sign of life, and how long that has been the last one. */
const watched = new Map<string, Occupant & { readonly lookedAt: number; readonly waited: number }>();

/**
 * Whether an owner is gone: its process has ended, or it has given no sign of life while we were watching. Two looks do not make
 * a watch: between them this machine may have slept, and the owner too.
 */
function isGone(lock: string, occupant: Occupant, staleMs: number): boolean {
  if (isLeft(occupant)) return true;
  const now = performance.now();
  const before = watched.get(lock);
  const same = before?.owner === occupant.owner && before.beat === occupant.beat;
  const waited = same ? before.waited + Math.min(now - before.lookedAt, staleMs / 3) : 0;
  watched.set(lock, { ...occupant, lookedAt: now, waited });
  return waited >= staleMs;
}

/** Whether an owner is gone for sure, at a single look. */
function isLeft({ owner, beat }: Occupant): boolean {
  const [, pid = '', place] = OWNER.exec(owner) ?? [];
  return (place === PLACE && !isAlive(Number(pid))) || Math.abs(Date.now() - beat) > ABANDONED_MS;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/** Where a process id means a process: a machine, a system on it (WSL beside Windows), a container. */
const PLACE = createHash('sha256')
  .update(JSON.stringify([process.platform, hostname(), processNames()]))
  .digest('hex')
  .slice(0, 8);

function processNames(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

async function stagedLocks(lock: string): Promise<readonly { readonly folder: string; readonly owner: string }[]> {
  const prefix = `${path.basename(lock)}.`;
  const entries = await readdir(path.dirname(lock), { withFileTypes: true }).catch(() => []);
  return entries.flatMap((entry) => {
    const owner = entry.name.slice(prefix.length);
    return entry.isDirectory() && entry.name.startsWith(prefix) && OWNER.test(owner)
      ? [{ folder: path.join(path.dirname(lock), entry.name), owner }]
      : [];
  });
}

async function beatOf(folder: string): Promise<number> {
  return stat(folder).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
}

/** On Windows a scanner may hold a file for a moment. */
async function removeAll(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }).catch(() => undefined);
}
