import { t } from '@vscode/l10n';
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
    { label: `$(pulse) ${t('Check Connection')}`, detail: t('Asks the gateway once.'), command: COMMANDS.checkConnection },
    { label: `$(beaker) ${t('Run Full Diagnosis')}`, detail: t('Measures everything between here and the model; says first what it costs.'), command: COMMANDS.runFullDiagnosis },
    { label: `$(question) ${t('Explain an Error…')}`, detail: t('What a text that you copied or selected means, and who acts.'), command: COMMANDS.explainError },
    { label: `$(settings) ${t('Show Effective Configuration')}`, detail: t('What Claude Code sends from each place, and where each value stands.'), command: COMMANDS.showConfiguration },
    { label: `$(output) ${t('Show Report')}`, detail: t('Everything that was found, without credentials.'), command: COMMANDS.showReport },
    { label: `$(list-tree) ${t('Show Diagnostics')}`, detail: t('The verdict, the findings and the checks.'), command: `${VIEWS.diagnostics}.focus` },
    { label: `$(plug) ${t('Connect to Gateway')}`, detail: t('Another address or credential.'), command: COMMANDS.connect },
    { label: `$(debug-disconnect) ${t('Disconnect')}`, detail: t('Takes out what Connect wrote.'), command: COMMANDS.disconnect },
  ];
  const picked = await vscode.window.showQuickPick(actions, { title: t('Gateway: {word}', { word: health.word }), placeHolder: health.verdict });
  if (picked !== undefined) await vscode.commands.executeCommand(picked.command);
}
