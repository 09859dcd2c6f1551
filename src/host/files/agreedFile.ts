import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSameAgreement, type Agreement, type CredentialPlace } from '../../core/config/agreement';
import { SOURCES, type SourceId } from '../../core/sources';
import { underLock } from '../healthFile';
import { readText } from '../textFile';

/** Glob of {@link agreedFile}, in the extension's storage folder. */
export const AGREED_FILES = 'agreed-*.json';
/** A lock of its own lies in it: that of the health file is held for as long as a check takes. */
const LOCK_FOLDER = 'agreed.lock';

/** So many are remembered, the newest: nobody uses more gateways from one machine. */
const MOST = 64;
/** No path, and no list of hosts for which no proxy is used, is longer. */
const LONGEST_TEXT = 8192;
const MOST_TEXTS = 64;
/** Adding takes milliseconds; whoever waits longer for the lock waits for somebody who crashed. */
const LOCK_TRIES = 250;
const LOCK_WAIT_MS = 20;

/**
 * The file's name. Several who work on one machine from afar, each with a key of their own, have a file each: none undoes what
 * another one has agreed to.
 */
export function agreedFile(key: Buffer): string {
  return AGREED_FILES.replace('*', createHmac('sha256', key).update('file').digest('hex').slice(0, 16));
}

/**
 * What the user has agreed to on this machine, the newest first. Nothing where the file is missing, is not as this product
 * writes it, or is not sealed with `key`: a container's image, or a program that can write here, cannot make one up. Never throws.
 */
export async function readAgreed(storage: string, key: Buffer): Promise<readonly Agreement[]> {
  try {
    const content = fieldsOf(JSON.parse((await readText(path.join(storage, agreedFile(key)))) ?? 'null'), ['version', 'agreements', 'seal']);
    const agreements = listOf(content?.['agreements'], MOST)?.map(agreementIn);
    const seal = content?.['seal'];
    if (content?.['version'] !== 1 || agreements?.every((one) => one !== undefined) !== true || typeof seal !== 'string') return [];
    const [given, own] = [Buffer.from(seal, 'hex'), sealOf(agreements, key)];
    return given.length === own.length && timingSafeEqual(given, own) ? agreements : [];
  } catch {
    // Whatever it is, it was not written by this product, or not whole: nothing is agreed to.
    return [];
  }
}

/** Remembers an agreement. What is too long to be true is not. @throws when the folder cannot be written. */
export async function addAgreed(storage: string, key: Buffer, added: Agreement): Promise<void> {
  if (agreementIn(JSON.parse(JSON.stringify(added))) === undefined) return;
  await change(storage, key, (known) => [added, ...known.filter((one) => !isSameAgreement(one, added))].slice(0, MOST));
}

/** Forgets every agreement on a credential that is read from one of these files. @throws when the folder cannot be written. */
export async function forgetAgreed(storage: string, key: Buffer, files: readonly string[]): Promise<void> {
  await change(storage, key, (known) => known.filter(({ credentials }) => !credentials.some(({ location }) => location !== null && files.includes(location))));
}

async function change(storage: string, key: Buffer, edit: (known: readonly Agreement[]) => readonly Agreement[]): Promise<void> {
  const file = path.join(storage, agreedFile(key));
  for (let tries = 0; tries < LOCK_TRIES; tries++) {
    const done = await underLock(path.join(storage, LOCK_FOLDER), Date.now(), async () => {
      await write(file, key, edit(await readAgreed(storage, key)));
      return true;
    });
    if (done === true) return;
    await sleep(LOCK_WAIT_MS);
  }
  throw new Error('the list of agreed addresses is locked');
}

async function write(file: string, key: Buffer, agreements: readonly Agreement[]): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, JSON.stringify({ version: 1, agreements, seal: sealOf(agreements, key).toString('hex') }), { mode: 0o600, flag: 'wx' });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function sealOf(agreements: readonly Agreement[], key: Buffer): Buffer {
  const plain = agreements.map(({ origin, credentials, network }) => [origin, credentials.map(({ variable, source, location }) => [variable, source, location]), network]);
  return createHmac('sha256', key).update(JSON.stringify(plain)).digest();
}

type Fields = Readonly<Record<string, unknown>>;

function agreementIn(value: unknown): Agreement | undefined {
  const fields = fieldsOf(value, ['origin', 'credentials', 'network']);
  const [origin, credentials, network] = [textOf(fields?.['origin']), listOf(fields?.['credentials'], MOST_TEXTS)?.map(placeIn), listOf(fields?.['network'], MOST_TEXTS)?.map(textOf)];
  if (origin === undefined || !isOrigin(origin) || credentials?.every((one) => one !== undefined) !== true || network?.every((one) => one !== undefined) !== true) return undefined;
  return { origin, credentials, network };
}

function placeIn(value: unknown): CredentialPlace | undefined {
  const fields = fieldsOf(value, ['variable', 'source', 'location']);
  const [variable, source, location] = [textOrNull(fields?.['variable']), textOf(fields?.['source']), textOrNull(fields?.['location'])];
  return variable === undefined || source === undefined || !isSource(source) || location === undefined ? undefined : { variable, source, location };
}

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

function isSource(id: string): id is SourceId {
  return SOURCES.some(({ kind }) => (kind === 'managed-dropin' ? id.startsWith('managed-dropin:') : id === kind));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= LONGEST_TEXT ? value : undefined;
}

function textOrNull(value: unknown): string | null | undefined {
  return value === null ? null : textOf(value);
}

/** An object with exactly these keys. */
function fieldsOf(value: unknown, keys: readonly string[]): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && String(Object.keys(value).sort()) === String([...keys].sort()) ? value as Fields : undefined;
}

function listOf(value: unknown, most: number): readonly unknown[] | undefined {
  return Array.isArray(value) && value.length <= most ? value as unknown[] : undefined;
}
