import * as vscode from 'vscode';
import { COMMANDS, VIEWS, type CommandId } from './ids';
import type { Store } from './store';

interface Action extends vscode.QuickPickItem {
  readonly command: CommandId | `${string}.focus`;
}

/** What the status bar item opens once a gateway is set up: the verdict, and what can be done. */
export async function showActions(store: Store): Promise<void> {
  const { health } = store.state ?? (await store.fresh());
  const actions: readonly Action[] = [
    { label: '$(pulse) Check Connection', detail: 'Asks the gateway once.', command: COMMANDS.checkConnection },
    { label: '$(settings) Show Effective Configuration', detail: 'What Claude Code sends from each place, and where each value stands.', command: COMMANDS.showConfiguration },
    { label: '$(output) Show Report', detail: 'Everything that was found, without credentials.', command: COMMANDS.showReport },
    { label: '$(list-tree) Show Diagnostics', detail: 'The verdict, the findings and the checks.', command: `${VIEWS.diagnostics}.focus` },
    { label: '$(plug) Connect to Gateway', detail: 'Another address or credential.', command: COMMANDS.connect },
    { label: '$(debug-disconnect) Disconnect', detail: 'Takes out what Connect wrote.', command: COMMANDS.disconnect },
  ];
  const picked = await vscode.window.showQuickPick(actions, { title: `Gateway: ${health.word}`, placeHolder: health.verdict });
  if (picked !== undefined) await vscode.commands.executeCommand(picked.command);
}
