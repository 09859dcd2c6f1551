import * as vscode from 'vscode';
import type { CommandRunner } from './ui/commands/commands';
import { COMMANDS } from './ui/ids';

/** Registers the commands, and leaves everything else to `start.ts`, which is loaded once VS Code has finished what it was doing. */
export function activate(context: vscode.ExtensionContext): void {
  let runner: Promise<CommandRunner> | undefined;
  const started = (): Promise<CommandRunner> => (runner ??= import('./start').then(({ start }) => start(context)));
  for (const id of Object.values(COMMANDS))
    context.subscriptions.push(
      vscode.commands.registerCommand(id, async (argument: unknown) => (await started())(id, argument)),
    );
  setImmediate(() => void started());
}
