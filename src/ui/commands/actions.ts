import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { COMMANDS, VIEWS, type CommandId } from '../ids';
import type { Store } from '../store';
import { pickLine, type ScreenLine } from '../window/screen';

interface Action extends ScreenLine {
  readonly command: CommandId | `${string}.focus`;
}

/** What the status bar item opens once a gateway is set up: the verdict and the commands. */
export async function showActions(store: Store): Promise<void> {
  const { health } = store.state ?? (await store.fresh());
  const actions: readonly Action[] = [
    {
      icon: 'pulse',
      label: t('Check Connection'),
      detail: t('Sends a short request to the gateway.'),
      command: COMMANDS.checkConnection,
    },
    {
      icon: 'beaker',
      label: t('Run Full Diagnosis'),
      detail: t('Tests everything between here and the model. Shows the cost first.'),
      command: COMMANDS.runFullDiagnosis,
    },
    {
      icon: 'question',
      label: t('Explain an Error…'),
      detail: t('Explains an error you copied or selected, and who needs to act.'),
      command: COMMANDS.explainError,
    },
    {
      icon: 'settings',
      label: t('Show Effective Configuration'),
      detail: t('Shows what Claude Code sends from each place, and where each value is set.'),
      command: COMMANDS.showConfiguration,
    },
    {
      icon: 'output',
      label: t('Show Report'),
      detail: t('Shows everything found so far, without credentials.'),
      command: COMMANDS.showReport,
    },
    {
      icon: 'list-tree',
      label: t('Show Diagnostics'),
      detail: t('Shows the verdict, the findings and the checks.'),
      command: `${VIEWS.diagnostics}.focus`,
    },
    {
      icon: 'plug',
      label: t('Connect to Gateway'),
      detail: t('Changes the address or credential.'),
      command: COMMANDS.connect,
    },
    {
      icon: 'debug-disconnect',
      label: t('Disconnect'),
      detail: t('Removes what Connect to Gateway wrote.'),
      command: COMMANDS.disconnect,
    },
  ];
  const picked = await pickLine(actions, {
    title: t('Gateway: {word}', { word: health.word }),
    placeholder: health.verdict,
  });
  if (picked !== undefined) await vscode.commands.executeCommand(picked.command);
}
