import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { checkShape } from '../../core/health/storedCheck';
import type { Pace } from '../../core/health/healthSchedule';
import { isRecord, jsonIn } from '../../core/text/json';
import { maybe, number, object, readAs } from '../../core/text/shape';
import { lockFileOf, takeLock } from './lock';
import { writeOwnFile } from './ownFile';
import { readText } from './textFile';
import type { LastCheck } from '../../core/probes/lastCheck';

/** The last check without tokens of one target, as all windows of a machine know it. Holds no secret. */
export interface SharedCheck extends Pace {
  readonly check: LastCheck;
}

/** The file's name in the extension's storage folder. */
export const HEALTH_FILE = 'health.json';

/** So many targets are remembered: the configurations between which somebody goes back and forth. */
const MOST_TARGETS = 8;

/** What is known of a target; undefined when nothing is, whatever stands in the file. Never throws. */
export async function readShared(folder: string, target: string): Promise<SharedCheck | undefined> {
  return (await readAll(folder)).find(({ check }) => check.target === target);
}

/** Remembers a check for all windows. Call it under {@link underLock}. @throws when the folder cannot be written. */
export async function writeShared(folder: string, shared: SharedCheck): Promise<void> {
  const others = (await readAll(folder)).filter(({ check }) => check.target !== shared.check.target);
  const newest = [shared, ...others.sort((a, b) => b.at - a.at)].slice(0, MOST_TARGETS);
  await writeOwnFile(path.join(folder, HEALTH_FILE), JSON.stringify({ version: 1, checks: newest }));
}

/**
 * Does something that one window of the machine at a time may do. @returns undefined, without doing it, while another one does.
 * @throws what `work` throws, and when the folder cannot be written.
 */
export async function underLock<T>(folder: string, work: () => Promise<T>): Promise<T | undefined> {
  await mkdir(folder, { recursive: true });
  const lock = await takeLock(lockFileOf(path.join(folder, HEALTH_FILE)), { waitMs: 0 });
  try {
    return lock === undefined ? undefined : await work();
  } finally {
    await lock?.release();
  }
}

/** A file of another version, or with an entry of one, is nobody's: what of an entry does not read takes the entry with it. */
async function readAll(folder: string): Promise<SharedCheck[]> {
  try {
    const content = jsonIn((await readText(path.join(folder, HEALTH_FILE))) ?? '');
    const checks = isRecord(content) ? content['checks'] : undefined;
    return Array.isArray(checks)
      ? checks.slice(0, MOST_TARGETS).flatMap((entry: unknown) => sharedOf(entry) ?? [])
      : [];
  } catch {
    // Whatever it is, it was not written by this product, or not whole: the next check replaces it.
    return [];
  }
}

const moment = number(8.64e15);
const shared = object<SharedCheck>({
  at: moment,
  misses: number(1e9, true),
  notBefore: maybe(moment),
  check: checkShape,
});

/** Only what costs no tokens is shared: anything else was put there by somebody else. */
function sharedOf(entry: unknown): SharedCheck | undefined {
  const read = readAs(shared, entry);
  return read.ok && read.value.check.scope === 'free' ? read.value : undefined;
}
