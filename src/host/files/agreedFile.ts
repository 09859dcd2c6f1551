import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { isSameAgreement, type Agreement, type CredentialPlace } from '../../core/health/agreement';
import { jsonIn } from '../../core/text/json';
import { list, object, oneOf, readAs, text, that, type Shape } from '../../core/text/shape';
import { isSourceId, type SourceId } from '../../core/claude/sources';
import { readText } from './textFile';
import { lockFileOf, takeLock } from './lock';
import { writeOwnFile } from './ownFile';

/** Glob of {@link agreedFile}, in the extension's storage folder. */
export const AGREED_FILES = 'agreed-*.json';

/** So many are remembered, the newest: nobody uses more gateways from one machine. */
const MOST = 64;
/** No path, and no list of hosts for which no proxy is used, is longer. */
const LONGEST_TEXT = 8192;
const MOST_TEXTS = 64;
/** Adding takes milliseconds; in that time the lock of somebody who crashed is given up as well. */
const LOCK_WAIT_MS = 20_000;

const TEXT = text(LONGEST_TEXT);

const PLACE: Shape<CredentialPlace> = object({
  variable: (value, at) => (value === null ? null : TEXT(value, at)),
  source: that(isSource),
  location: (value, at) => (value === null ? null : TEXT(value, at)),
});

const AGREEMENT: Shape<Agreement> = object({
  origin: that(isOrigin),
  credentials: list(PLACE, MOST_TEXTS),
  network: list(TEXT, MOST_TEXTS),
});

const CONTENT = object({ version: oneOf([1]), agreements: list(AGREEMENT, MOST), seal: TEXT });

function isOrigin(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= LONGEST_TEXT &&
    /^https?:/.test(value) &&
    URL.canParse(value) &&
    new URL(value).origin === value
  );
}

function isSource(id: unknown): id is SourceId {
  return typeof id === 'string' && id.length <= LONGEST_TEXT && isSourceId(id);
}

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
    const content = readAs(CONTENT, jsonIn((await readText(path.join(storage, agreedFile(key)))) ?? ''));
    if (!content.ok) return [];
    const { agreements, seal } = content.value;
    const [given, own] = [Buffer.from(seal, 'hex'), sealOf(agreements, key)];
    return given.length === own.length && timingSafeEqual(given, own) ? agreements : [];
  } catch {
    // Whatever it is, it was not written by this product, or not whole: nothing is agreed to.
    return [];
  }
}

/** Remembers an agreement. What is too long to be true is not. @throws when the folder cannot be written. */
export async function addAgreed(storage: string, key: Buffer, added: Agreement): Promise<void> {
  if (!readAs(AGREEMENT, added).ok) return;
  await change(storage, key, (known) => [added, ...known.filter((one) => !isSameAgreement(one, added))].slice(0, MOST));
}

/** Forgets every agreement on a credential that is read from one of these files. @throws when the folder cannot be written. */
export async function forgetAgreed(storage: string, key: Buffer, files: readonly string[]): Promise<void> {
  await change(storage, key, (known) =>
    known.filter(
      ({ credentials }) => !credentials.some(({ location }) => location !== null && files.includes(location)),
    ),
  );
}

async function change(
  storage: string,
  key: Buffer,
  edit: (known: readonly Agreement[]) => readonly Agreement[],
): Promise<void> {
  const file = path.join(storage, agreedFile(key));
  await mkdir(storage, { recursive: true });
  const lock = await takeLock(lockFileOf(file), { waitMs: LOCK_WAIT_MS });
  if (lock === undefined) throw new Error('the list of agreed addresses is locked');
  try {
    const agreements = edit(await readAgreed(storage, key));
    await writeOwnFile(file, JSON.stringify({ version: 1, agreements, seal: sealOf(agreements, key).toString('hex') }));
  } finally {
    await lock.release();
  }
}

function sealOf(agreements: readonly Agreement[], key: Buffer): Buffer {
  const plain = agreements.map(({ origin, credentials, network }) => [
    origin,
    credentials.map(({ variable, source, location }) => [variable, source, location]),
    network,
  ]);
  return createHmac('sha256', key).update(JSON.stringify(plain)).digest();
}
