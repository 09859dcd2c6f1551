import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { HealthState } from '../core/health';
import { lastCheckText } from '../core/lastCheckText';
import { describeRequest } from '../core/report';
import { placeLabel } from '../core/staticChecks';
import { printableHost } from '../core/words/facts';
import { COMMANDS, STATUS_ITEM } from './ids';
import type { State, Store } from './store';

const ICON: Readonly<Record<HealthState, string>> = {
  'not-set-up': 'plug',
  checking: 'sync~spin',
  'not-checked': 'circle-outline',
  connected: 'check',
  warning: 'warning',
  problem: 'error',
  offline: 'debug-disconnect',
};

/** The tooltip tells how long ago the last check was. */
const REDRAW_AFTER_MS = 60_000;

/** The one status bar item. Its background is coloured only when Claude Code cannot work. */
export function createStatusBar(store: Store): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(STATUS_ITEM, vscode.StatusBarAlignment.Right, 90);
  item.name = 'LLM Gateway';
  const draw = (): void => {
    const { state } = store;
    if (state === undefined) return;
    const { health } = state;
    item.text = `$(${ICON[health.state]}) ${t('Gateway: {word}', { word: health.word })}`;
    item.tooltip = tooltip(state);
    item.command = health.state === 'not-set-up' ? COMMANDS.connect : COMMANDS.showActions;
    item.backgroundColor = health.state === 'problem' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    item.accessibilityInformation = { label: t('Gateway: {word}. {verdict}', { word: health.word, verdict: health.verdict }), role: 'button' };
    item.show();
  };
  draw();
  const clock = setInterval(draw, REDRAW_AFTER_MS);
  return vscode.Disposable.from(item, store.onDidChange(draw), { dispose: () => { clearInterval(clock); } });
}

function tooltip(state: State): vscode.MarkdownString {
  const { health, main, lastCheck } = state;
  const { request, config } = main;
  const text = new vscode.MarkdownString(undefined, true);
  text.isTrusted = { enabledCommands: [COMMANDS.connect, COMMANDS.checkConnection, COMMANDS.showReport] };
  const line = (label: string, value: string): void => {
    text.appendMarkdown(`${label}: `).appendText(value).appendMarkdown('  \n');
  };
  text.appendMarkdown('**').appendText(health.verdict).appendMarkdown('**\n\n');
  if (health.state !== 'not-set-up') {
    const credential = request.headers.authorization ?? request.headers.xApiKey;
    const location = config.variables.find(({ name }) => name === (credential?.variable ?? request.baseUrl.variable))?.effective.location;
    line(t('Gateway'), printableHost(request.baseUrl.value));
    line(t('Credential'), credential === null ? t('none') : (credential.variable ?? t('saved login')));
    if (credential !== null) line(t('Set in'), placeLabel(credential.source, location));
    text.appendText(lastCheckText(lastCheck, Date.now())).appendMarkdown('  \n');
    if (!request.willSend) line(t('Sends'), describeRequest(main));
  }
  const links = health.state === 'not-set-up' ? [[t('Connect to Gateway'), COMMANDS.connect]] : [[t('Check'), COMMANDS.checkConnection], [t('Report'), COMMANDS.showReport], [t('Connect'), COMMANDS.connect]];
  text.appendMarkdown(`\n${links.map(([label = '', command = '']) => `[${label}](command:${command})`).join(' · ')}`);
  return text;
}
