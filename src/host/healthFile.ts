import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CAUSE_IDS, type CauseId, type Severity } from '../core/causes';
import type { Finding } from '../core/findings';
import type { LastCheck } from '../core/health';
import type { Pace } from '../core/healthSchedule';
import type { ProbeResult } from '../core/probes/probe';
import { redactLine } from '../core/redact';
import { readText } from './textFile';

/** The last check without tokens of one target, as all windows of a machine know it. Holds no secret. */
export interface SharedCheck extends Pace {
  readonly check: LastCheck;
}

/** The file's name in the extension's storage folder. */
export const HEALTH_FILE = 'health.json';
const LOCK_FILE = 'health.lock';

/** So many targets are remembered: the configurations between which somebody goes back and forth. */
const MOST_TARGETS = 8;
/** A check is over long before that; whoever holds the lock longer has crashed. */
const STALE_MS = 60_000;

/** What is known of a target; undefined when nothing is, whatever stands in the file. Never throws. */
export async function readShared(folder: string, target: string): Promise<SharedCheck | undefined> {
  return (await readAll(folder)).find(({ check }) => check.target === target);
}

/** Remembers a check for all windows. Call it under {@link underLock}. @throws when the folder cannot be written. */
export async function writeShared(folder: string, shared: SharedCheck): Promise<void> {
  const others = (await readAll(folder)).filter(({ check }) => check.target !== shared.check.target);
  const newest = [shared, ...others.sort((a, b) => b.at - a.at)].slice(0, MOST_TARGETS);
  const temporary = path.join(folder, `${HEALTH_FILE}.${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, JSON.stringify({ version: 1, checks: newest }), { mode: 0o600, flag: 'wx' });
    await rename(temporary, path.join(folder, HEALTH_FILE));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Does something that one window of the machine at a time may do. @returns undefined, without doing it, while another one does.
 * @throws what `work` throws, and when the folder cannot be written.
 */
export async function underLock<T>(folder: string, now: number, work: () => Promise<T>): Promise<T | undefined> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, LOCK_FILE);
  const own = randomUUID();
  if (!(await take(file, own)) && !((await removeStale(file, now)) && (await take(file, own)))) return undefined;
  try {
    return await work();
  } finally {
    if ((await ownerOf(file)) === own) await rm(file, { force: true });
  }
}

async function take(file: string, own: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(own).finally(() => handle.close());
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['EEXIST', 'EISDIR', 'EPERM'].includes(String(error.code))) return false;
    throw error;
  }
}

/** Moves a lock away whose owner has crashed. Where another window was faster, it is that one's lock, and put back. */
async function removeStale(file: string, now: number): Promise<boolean> {
  const [age, owner] = [await stat(file).then(({ mtimeMs }) => Math.abs(now - mtimeMs), () => Infinity), await ownerOf(file)];
  if (age < STALE_MS) return false;
  const aside = `${file}.${randomUUID()}`;
  const moved = await rename(file, aside).then(() => true, () => false);
  const isOld = (await ownerOf(aside)) === owner;
  if (moved && !isOld) await rename(aside, file).catch(() => undefined);
  await rm(aside, { recursive: true, force: true }).catch(() => undefined);
  return isOld;
}

async function ownerOf(file: string): Promise<string> {
  return (await readText(file).catch(() => undefined)) ?? '';
}

async function readAll(folder: string): Promise<SharedCheck[]> {
  try {
    const content: unknown = JSON.parse((await readText(path.join(folder, HEALTH_FILE))) ?? 'null');
    return list(record(content)?.['checks']).slice(0, MOST_TARGETS).flatMap((entry) => sharedOf(record(entry)) ?? []);
  } catch {
    // Whatever it is, it was not written by this product, or not whole: the next check replaces it.
    return [];
  }
}

type Fields = Readonly<Record<string, unknown>>;

function sharedOf(entry: Fields | undefined): SharedCheck | undefined {
  const [at, misses, check] = [number(entry?.['at']), number(entry?.['misses']), record(entry?.['check'])];
  const [target, ms] = [check?.['target'], number(check?.['ms'])];
  if (at === undefined || misses === undefined || check === undefined || typeof target !== 'string' || ms === undefined) return undefined;
  const notBefore = number(entry?.['notBefore']);
  const findings = list(check['findings']).flatMap((found) => findingOf(record(found)) ?? []);
  const checks = list(check['checks']).flatMap((line) => lineOf(record(line)) ?? []);
  return { at, misses, ...(notBefore === undefined ? {} : { notBefore }), check: { at: number(check['at']) ?? at, target, findings, checks, scope: 'free', paidRequests: checks.reduce((sum, { paid = 0 }) => sum + paid, 0), ...(check['answersAnything'] === true ? { answersAnything: true } : {}), ms } };
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];
const OUTCOMES: readonly ProbeResult['outcome'][] = ['ok', 'warning', 'problem', 'skipped'];

function findingOf(found: Fields | undefined): Finding | undefined {
  const [cause, severity, evidence] = [CAUSE_IDS.find((id: CauseId) => id === found?.['cause']), SEVERITIES.find((one) => one === found?.['severity']), found?.['evidence']];
  if (cause === undefined || severity === undefined || typeof evidence !== 'string') return undefined;
  const facts = Object.fromEntries(Object.entries(record(found?.['facts']) ?? {}).flatMap(([name, value]) => (typeof value === 'string' ? [[name, redactLine(value)]] : [])));
  const variant = found?.['variant'];
  return { cause, severity, certain: found?.['certain'] === true, evidence: redactLine(evidence), facts, ...(typeof variant === 'string' ? { variant } : {}) };
}

function lineOf(line: Fields | undefined): ProbeResult | undefined {
  const [outcome, ms, startedAt] = [OUTCOMES.find((one) => one === line?.['outcome']), number(line?.['ms']), number(line?.['startedAt'])];
  const [id, label, detail] = [line?.['id'], line?.['label'], line?.['detail']];
  if (outcome === undefined || ms === undefined || typeof id !== 'string' || typeof label !== 'string' || typeof detail !== 'string') return undefined;
  const findings = list(line?.['findings']).flatMap((found) => findingOf(record(found)) ?? []);
  return { id: redactLine(id), label: redactLine(label), outcome, detail: redactLine(detail), ms, ...(startedAt === undefined ? {} : { startedAt }), ...(findings.length === 0 ? {} : { findings }), ...(line?.['paid'] === 1 ? { paid: 1 } : {}), ...(line?.['provesCredential'] === true ? { provesCredential: true } : {}) };
}

function record(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Fields : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, 100) as unknown[] : [];
}

/** Times and durations: a finite number that is not negative, and not beyond what a date holds. */
function number(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= 8.64e15 ? value : undefined;
}
