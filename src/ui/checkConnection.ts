import { t } from '@vscode/l10n';
import { hostOf } from '../core/baseUrl';
import { PROBE_COST } from '../core/messagesProbe';
import { isConfigured } from '../core/predict';
import { redactLine } from '../core/redact';
import { tableText } from '../core/tableText';
import { checkConfigured } from '../host/verify';
import { COMMANDS } from './ids';
import { tell, withCancellableProgress } from './messages';
import type { Store } from './store';

/** Asks the configured gateway once, says what it costs while it runs, and shows the verdict. */
export async function checkConnection(store: Store, version: string): Promise<void> {
  const { main, health } = await store.fresh();
  const connect = { label: t('Connect to Gateway'), value: COMMANDS.connect };
  const report = { label: t('Show Report'), value: COMMANDS.showReport };
  if (!isConfigured(main.request)) {
    tell('info', health.verdict, [connect]);
    return;
  }
  const host = hostOf(redactLine(main.request.baseUrl.value));
  const state = await withCancellableProgress(t('Asking {host} ({cost})', { host, cost: tableText(PROBE_COST) }), (signal, onStep) =>
    store.check(({ main: current, snapshot }) => checkConfigured(current, snapshot.trusted, { env: process.env, version, signal, onStep })),
  );
  if (state === undefined) return;
  const { verdict, state: outcome } = state.health;
  if (outcome === 'problem' || outcome === 'warning') tell(outcome === 'problem' ? 'error' : 'warning', verdict, [report, connect]);
  else tell('info', verdict, [report]);
}
