import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { rowOf } from '../../core/causes/findings';
import { isConfigured } from '../../core/config/predict';
import { folderNetworkText } from '../../core/views/folderNetwork';
import { prepareDiagnosis, withoutPaid, type Diagnosis } from '../../host/run/diagnose';
import { checkInView, mayRunCommand, openChoice, openCommand, tellOfRunningCheck } from './checking';
import { isLong } from '../window/commandConsent';
import { consentFor, MOST_PAID_SETTING, mostPaidOf } from './diagnosisConsent';
import type { Documents } from '../views/documents';
import { COMMANDS } from '../ids';
import { ask, tell, type Choice } from '../window/messages';
import type { State, Store } from '../store';
import { checkOptions } from '../checkOptions';

/** What a full diagnosis works with. */
export interface DiagnosisContext {
  readonly store: Store;
  readonly documents: Documents;
  readonly version: string;
}

/** Asks once, naming the cost, checks everything while report and tree follow, and ends with the verdict. */
export async function runFullDiagnosis({ store, documents, version }: DiagnosisContext): Promise<void> {
  if (tellOfRunningCheck(store)) return;
  const state = await store.fresh();
  const { main, health } = state;
  if (!isConfigured(main.request)) {
    tell('info', health.verdict, [{ label: t('Connect to Gateway'), value: COMMANDS.connect }]);
    return;
  }
  const host = main.request.host;
  // What was shown is what runs, even if the configuration changes while the question is open.
  const agreed = await askForConsent({ store, documents, version }, state, host);
  if (agreed === undefined || tellOfRunningCheck(store)) return;
  const [after] = await Promise.all([
    checkInView(store, t('Diagnosing {host}', { host }), agreed),
    documents.showReport(),
  ]);
  if (after !== undefined) tellVerdict(after);
}

/** The diagnosis that was agreed to; undefined when nothing may be sent. */
async function askForConsent(
  { store, documents, version }: DiagnosisContext,
  state: State,
  host: string,
): Promise<Diagnosis | undefined> {
  const most = mostPaidOf(vscode.workspace.getConfiguration().get<unknown>(MOST_PAID_SETTING));
  const diagnosis = prepareDiagnosis(checkOptions(state, version, 'full', most));
  const { plan } = diagnosis;
  // Nothing will be sent: the verdict says why.
  if (plan.probes === 0) return diagnosis;
  const { helper } = plan;
  if (
    helper !== undefined &&
    helper.refused === undefined &&
    isLong(helper) &&
    !(await mayRunCommand(store, documents, diagnosis))
  )
    return undefined;
  const { headers } = state.main.request;
  const helperLeftOut =
    !state.snapshot.trusted && [headers.authorization, headers.xApiKey].some((origin) => origin?.kind === 'helper');
  const { message, detail } = consentFor({
    plan,
    host,
    helperLeftOut,
    folderNetwork: folderNetworkText(state.main.config),
  });
  const run = { label: t('Run Diagnosis'), value: diagnosis };
  const free = { label: t('Free Checks Only'), value: withoutPaid(diagnosis) };
  const open = helper === undefined ? [] : openChoice(helper);
  const agreed = await ask<Diagnosis | 'open'>('info', message, detail, [
    run,
    ...(plan.paid === 0 ? [] : [free]),
    ...open,
  ]);
  if (agreed === 'open' && helper !== undefined) await openCommand(helper);
  if (agreed === undefined || agreed === 'open') return undefined;
  if (helper !== undefined && helper.refused === undefined) store.agreedCommands.add(helper);
  return agreed;
}

/** The verdict, with what can be done about it. */
function tellVerdict({ health: { state, verdict, findings } }: State): void {
  const [first] = findings;
  const buttons: Choice<string | (() => unknown)>[] = [{ label: t('Show Report'), value: COMMANDS.showReport }];
  const run = (id: string) => (): unknown => vscode.commands.executeCommand(id, { finding: first });
  const wrong = state === 'problem' || state === 'warning';
  if (wrong && first?.fix !== undefined) buttons.unshift({ label: t('Apply Fix…'), value: run(COMMANDS.applyFix) });
  if (wrong && first !== undefined && rowOf(first).owner !== 'you')
    buttons.push({ label: t('Copy for Gateway Team'), value: run(COMMANDS.copyForGatewayTeam) });
  tell(state === 'problem' ? 'error' : state === 'warning' ? 'warning' : 'info', verdict, buttons);
}
