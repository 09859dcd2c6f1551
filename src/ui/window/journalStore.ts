import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';
import { parseJournal, type JournalEntry } from '../../core/writing/journal';
import type { ReadAs } from '../../core/text/shape';
import { readText } from '../../host/files/textFile';
import { STORED } from '../ids';

/**
 * Keeps the journal of what was written, in SecretStorage because it holds earlier values. SecretStorage is one for all
 * windows, local and remote, and for all profiles: the key holds an id of the machine that the files are on (its name may
 * change) and the settings file that was written to.
 */
export interface JournalStore {
  /** What was written, for one settings file. Not `ok`: something was, and this version can’t read the record of it. */
  read(target: string): Promise<ReadAs<readonly JournalEntry[]>>;
  /** Keeps this instead; a record that can’t be read is set aside and kept too. @returns what restores the previous record. */
  write(target: string, journal: readonly JournalEntry[]): Promise<() => Promise<void>>;
  /** Removes a record, readable or not. */
  forget(target: string): Promise<void>;
}

/** The journals of this machine. */
export function createJournalStore({ secrets, globalStorageUri }: vscode.ExtensionContext): JournalStore {
  let machine: Promise<string> | undefined;
  const keyOf = async (target: string): Promise<string> =>
    `${STORED.journal}:${await (machine ??= machineId(globalStorageUri.fsPath))}:${target}`;
  const put = async (key: string, text: string | undefined): Promise<void> => {
    await (text === undefined ? secrets.delete(key) : secrets.store(key, text));
  };
  return {
    read: async (target) => parseJournal(await secrets.get(await keyOf(target))),
    async write(target, journal) {
      const key = await keyOf(target);
      const before = await secrets.get(key);
      if (!parseJournal(before).ok) await put(`${key}:set-aside`, before);
      await put(key, journal.length === 0 ? undefined : JSON.stringify(journal));
      return () => put(key, before);
    },
    async forget(target) {
      const key = await keyOf(target);
      await put(key, undefined);
      await put(`${key}:set-aside`, undefined);
    },
  };
}

async function machineId(folder: string): Promise<string> {
  const file = path.join(folder, 'machine-id');
  const known = await readText(file).catch(() => undefined);
  if (known !== undefined && known !== '') return known;
  await mkdir(folder, { recursive: true });
  // Of two windows that start at the same time, the first one wins.
  await writeFile(file, randomUUID(), { flag: 'wx' }).catch(() => undefined);
  return (await readText(file)) ?? '';
}
