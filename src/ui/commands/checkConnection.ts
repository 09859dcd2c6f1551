import { t } from '@vscode/l10n';
import { QUICK_COST } from '../../core/probes/rows/messagesProbes';
import { isConfigured } from '../../core/config/predict';
import { tableText } from '../../core/text/tableText';
import { folderNetworkText } from '../../core/views/folderNetwork';
import { prepareDiagnosis } from '../../host/run/diagnose';
import { checkInView, mayRunCommand, tellOfRunningCheck } from './checking';
import type { Documents } from '../views/documents';
import { COMMANDS } from '../ids';
import { tell } from '../window/messages';
import type { Store } from '../store';
import { checkOptions } from '../checkOptions';

/** Asks the configured gateway once, says what it costs while it runs, and shows the verdict. Runs a command only after a yes. */
export async function checkConnection(store: Store, documents: Documents, version: string): Promise<void> {
  if (tellOfRunningCheck(store)) return;
  const before = await store.fresh();
  const { main, health } = before;
  const connect = { label: t('Connect to Gateway'), value: COMMANDS.connect };
  const report = { label: t('Show Report'), value: COMMANDS.showReport };
  const full = { label: t('Run Full Diagnosis'), value: COMMANDS.runFullDiagnosis };
  if (!isConfigured(main.request)) {
    tell('info', health.verdict, [connect]);
    return;
  }
  const host = main.request.host;
  // What was shown is what runs, even if the configuration changes while the question is open.
  const diagnosis = prepareDiagnosis(checkOptions(before, version, 'quick'));
  if (!(await mayRunCommand(store, documents, diagnosis)) || tellOfRunningCheck(store)) return;
  // VS Code adds a colon and the progress.
  const title = [folderNetworkText(main.config), t('Checking {host}: {cost}', { host, cost: tableText(QUICK_COST) })]
    .filter((text) => text !== undefined)
    .join(' ');
  const state = await checkInView(store, title, diagnosis);
  if (state === undefined) return;
  const { verdict, state: outcome } = state.health;
  if (outcome === 'problem' || outcome === 'warning')
    tell(outcome === 'problem' ? 'error' : 'warning', verdict, [report, full, connect]);
  else tell('info', verdict, [report]);
}
