import { hostname } from 'node:os';
import type * as vscode from 'vscode';
import { parseJournal, type JournalEntry } from '../core/journal';
import { STORED } from './ids';

/**
 * Keeps the journal of what was written, in SecretStorage because it holds earlier values.
 * SecretStorage is one for all windows, local and remote, so the key names the machine and profile that the files are on.
 */
export interface JournalStore {
  read(): Promise<readonly JournalEntry[]>;
  write(journal: readonly JournalEntry[]): Promise<void>;
}

/** The journal of this window's machine and profile. */
export function createJournalStore({ secrets, globalStorageUri }: vscode.ExtensionContext): JournalStore {
  const key = `${STORED.journal}:${hostname()}:${globalStorageUri.path}`;
  return {
    read: async () => parseJournal(await secrets.get(key)),
    write: async (journal) => (journal.length === 0 ? secrets.delete(key) : secrets.store(key, JSON.stringify(journal))),
  };
}
