import * as vscode from 'vscode';
import { dropinDir, pathOf } from '../../core/claude/sources';
import { windowMachine } from './collect';
import { delayed } from './delayed';

/** Tells of changes of Claude Code's own files, which happen outside VS Code. Its settings files are small and few, so they are watched by name. */
export function watchClaudeFiles(changed: () => void): vscode.Disposable {
  const machine = windowMachine();
  const files = (['user-settings', 'project-settings', 'local-settings', 'managed-file', 'login'] as const).flatMap(
    (kind) => pathOf(kind, machine) ?? [],
  );
  const patterns = [
    ...files.map(
      (file) =>
        [
          vscode.Uri.joinPath(vscode.Uri.file(file), '..'),
          vscode.Uri.file(file).path.split('/').at(-1) ?? '*',
        ] as const,
    ),
    [vscode.Uri.file(dropinDir(machine)), '*.json'] as const,
  ];
  // Claude Code writes its state file many times in a session.
  const soon = delayed(changed, 500);
  const state = ['state', 'state-legacy'] as const;
  return vscode.Disposable.from(
    soon,
    ...patterns.flatMap(([folder, name]) => watchFile(folder, name, changed)),
    ...state.flatMap((kind) => {
      const uri = vscode.Uri.file(pathOf(kind, machine) ?? '');
      return watchFile(vscode.Uri.joinPath(uri, '..'), uri.path.split('/').at(-1) ?? '', () => {
        soon.start();
      });
    }),
  );
}

function watchFile(folder: vscode.Uri, name: string, changed: () => void): vscode.Disposable[] {
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, name));
  return [watcher, watcher.onDidChange(changed), watcher.onDidCreate(changed), watcher.onDidDelete(changed)];
}
