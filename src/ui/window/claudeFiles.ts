import * as vscode from 'vscode';
import { pathOf, SOURCES } from '../../core/claude/sources';
import { windowMachine } from './collect';
import { delayed } from './delayed';

/** Reports changes of Claude Code's own files, which happen outside VS Code. Its settings files are small and few, so they are watched by name. */
export function watchClaudeFiles(changed: () => void): vscode.Disposable {
  const machine = windowMachine();
  const files = SOURCES.flatMap(({ kind, watched }) => (watched ? (pathOf(kind, machine) ?? []) : []));
  // Claude Code writes its state file many times in a session.
  const soon = delayed(changed, 500);
  const state = ['state', 'state-legacy'] as const;
  return vscode.Disposable.from(
    soon,
    ...files.flatMap((file) => watchFile(file, changed)),
    ...state.flatMap((kind) =>
      watchFile(pathOf(kind, machine) ?? '', () => {
        soon.start();
      }),
    ),
  );
}

function watchFile(file: string, changed: () => void): vscode.Disposable[] {
  const uri = vscode.Uri.file(file);
  const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), uri.path.split('/').at(-1) ?? '');
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  return [watcher, watcher.onDidChange(changed), watcher.onDidCreate(changed), watcher.onDidDelete(changed)];
}
