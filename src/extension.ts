import * as vscode from 'vscode';
import { registerCommands } from './ui/commands';
import { createDiagnosticsTree } from './ui/diagnosticsTree';
import { createDocuments } from './ui/documents';
import { createJournalStore } from './ui/journalStore';
import { createLog } from './ui/log';
import { createStatusBar } from './ui/statusBar';
import { Store } from './ui/store';
import { claudeExtension } from './ui/windowSettings';

/** Wires log → store → views → commands. Reading starts after the first paint; nothing is sent until the user asks. */
export function activate(context: vscode.ExtensionContext): void {
  const version = String((context.extension.packageJSON as { version?: unknown }).version);
  const log = createLog();
  const store = new Store(context, log);
  const documents = createDocuments(store, () => ({
    'LLM Gateway Connect': version,
    'Claude Code extension': claudeExtension()?.version ?? 'not installed or not enabled',
    'VS Code': `${vscode.version} (${vscode.env.appName}${vscode.env.remoteName === undefined ? '' : ', remote window'})`,
    System: `${process.platform} ${process.arch}`,
  }));
  const journal = createJournalStore(context);
  context.subscriptions.push(log, store, documents, createStatusBar(store), createDiagnosticsTree(store), registerCommands({ extension: context, store, journal, documents, version }, log));
  setImmediate(() => void store.refresh());
}
