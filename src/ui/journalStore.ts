import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';
import { parseJournal, type JournalEntry } from '../core/journal';
import { readText } from '../host/textFile';
import { STORED } from './ids';

/**
 * Keeps the journal of what was written, in SecretStorage because it holds earlier values. SecretStorage is one for all
 * windows, local and remote, and for all profiles: the key holds an id of the machine that the files are on (its name may
 * change) and the settings file that was written to.
 */
export interface JournalStore {
  read(target: string): Promise<readonly JournalEntry[]>;
  write(target: string, journal: readonly JournalEntry[]): Promise<void>;
}

/** The journals of this machine. */
export function createJournalStore({ secrets, globalStorageUri }: vscode.ExtensionContext): JournalStore {
  let machine: Promise<string> | undefined;
  const keyOf = async (target: string): Promise<string> => `${STORED.journal}:${await (machine ??= machineId(globalStorageUri.fsPath))}:${target}`;
  return {
    read: async (target) => parseJournal(await secrets.get(await keyOf(target))),
    write: async (target, journal) => (journal.length === 0 ? secrets.delete(await keyOf(target)) : secrets.store(await keyOf(target), JSON.stringify(journal))),
  };
}

async function machineId(folder: string): Promise<string> {
  const file = path.join(folder, 'machine-id');
  const known = await readText(file).catch(() => undefined);
  if (known !== undefined && known !== '') return known;
  await mkdir(folder, { recursive: true });
  // Of two windows that start at once the first one counts.
  await writeFile(file, randomUUID(), { flag: 'wx' }).catch(() => undefined);
  return (await readText(file)) ?? '';
}
