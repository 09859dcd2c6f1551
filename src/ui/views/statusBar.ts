import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { HealthState } from '../../core/health/health';
import { lastCheckText } from '../../core/views/lastCheckText';
import { sentence } from '../../core/checks/check';
import { placeText, type SurfaceConfig } from '../../core/views/surfaceConfig';
import { sendsText } from '../../core/views/surfaceWords';
import { COMMANDS, STATUS_ITEM } from '../ids';
import type { State, Store } from '../store';
import { createStatusEntry, type HoverTexts } from '../window/screen';
import { STATE_ICON } from './icons';

/** Without a circle around the check mark: it is drawn small here. */
const ICON: Readonly<Record<HealthState, string>> = { ...STATE_ICON, connected: 'check' };

/** The tooltip says how long ago the last check was. */
const REDRAW_AFTER_MS = 60_000;

/** The one status bar item. Its background is coloured only when Claude Code can't work. */
export function createStatusBar(store: Store): vscode.Disposable {
  const entry = createStatusEntry(STATUS_ITEM, 'LLM Gateway', 90);
  const draw = (): void => {
    const { state } = store;
    if (state === undefined) return;
    const { health } = state;
    entry.draw({
      icon: ICON[health.state],
      text: t('Gateway: {word}', { word: health.word }),
      spoken: t('Gateway: {word}. {verdict}', { word: health.word, verdict: health.verdict }),
      hover: hoverOf(state),
      command: health.state === 'not-set-up' ? COMMANDS.connect : COMMANDS.showActions,
      background: health.state === 'problem' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined,
    });
  };
  draw();
  const clock = setInterval(draw, REDRAW_AFTER_MS);
  return vscode.Disposable.from(entry, store.onDidChange(draw), {
    dispose: () => {
      clearInterval(clock);
    },
  });
}

function hoverOf(state: State): HoverTexts {
  const { health, lastCheck } = state;
  const connect = { label: t('Connect'), command: COMMANDS.connect };
  if (health.state === 'not-set-up')
    return { heading: health.verdict, lines: [], commands: [{ ...connect, label: t('Connect to Gateway') }] };
  const { request } = state.main;
  const main = state.config.surfaces.find(({ surface }) => surface === state.main.surface);
  return {
    heading: health.verdict,
    lines: [
      { label: t('Gateway'), text: request.host },
      ...(main === undefined ? [] : credentialLines(main)),
      { text: lastCheckText(lastCheck, Date.now()) },
      ...(state.unchecked === undefined || state.unchecked === health.verdict ? [] : [{ text: state.unchecked }]),
      ...(main === undefined || request.willSend ? [] : [{ text: sentence(sendsText(main)) }]),
    ],
    commands: [
      { label: t('Check'), command: COMMANDS.checkConnection },
      { label: t('Report'), command: COMMANDS.showReport },
      connect,
    ],
  };
}

/** What the credential is, and where it is set. */
function credentialLines({ headers: [credential] }: SurfaceConfig): HoverTexts['lines'] {
  if (credential === undefined) return [{ label: t('Credential'), text: t('none') }];
  return [
    { label: t('Credential'), text: credential.origin.variable ?? t('saved login') },
    { label: t('Set in'), text: placeText(credential.place) },
  ];
}
