import { config, t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commandRunner, type CommandRunner } from './ui/commands/commands';
import { createDiagnosticsTree } from './ui/views/diagnosticsTree';
import { createDocuments } from './ui/views/documents';
import { createJournalStore } from './ui/window/journalStore';
import { createHealthWatch } from './ui/healthWatch';
import { createLog } from './ui/log';
import { createStatusBar } from './ui/views/statusBar';
import { Store } from './ui/store';
import { sweepAtStart } from './ui/window/sweepAtStart';
import { claudeExtension } from './ui/window/windowSettings';

/** Wires log → store → views, and reads the configuration. Only requests without tokens are sent, and none at all where the user doesn’t want that. */
export function start(context: vscode.ExtensionContext): CommandRunner {
  // There is none in English, the language of the source. This comes first, so that every text after it is translated.
  if (vscode.l10n.bundle !== undefined) config({ contents: vscode.l10n.bundle });
  const version = String((context.extension.packageJSON as { version?: unknown }).version);
  const log = createLog(vscode.window.createOutputChannel('LLM Gateway', { log: true }));
  const store = new Store(context, log);
  const environment = (): Readonly<Record<string, string>> => ({
    'LLM Gateway Connect': version,
    'Claude Code extension': claudeExtension()?.version ?? t('not installed or not enabled'),
    'VS Code':
      vscode.env.remoteName === undefined
        ? `${vscode.version} (${vscode.env.appName})`
        : t('{version} ({app}, remote window)', { version: vscode.version, app: vscode.env.appName }),
    System: `${process.platform} ${process.arch}`,
  });
  log.info(
    Object.entries(environment())
      .map((parts) => parts.join(' '))
      .join(', '),
  );
  const documents = createDocuments(store, environment);
  const journal = createJournalStore(context);
  context.subscriptions.push(
    log,
    store,
    documents,
    createStatusBar(store),
    createDiagnosticsTree(store),
    createHealthWatch(store, context.globalStorageUri, version, log),
  );
  void store.refresh();
  void sweepAtStart(context.globalStorageUri, log);
  return commandRunner({ extension: context, store, journal, documents, version });
}
