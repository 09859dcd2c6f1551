import { t } from '@vscode/l10n';
import { wasAccepted } from '../../core/health/agreement';
import { runDiagnosis, type Diagnosis, type PlannedCommand, type RunOptions } from '../../host/run/diagnose';
import { progressText } from '../views/checkNodes';
import { commandDocument, consentForCommand, isLong, refusalOf } from '../window/commandConsent';
import type { Documents } from '../views/documents';
import { COMMANDS } from '../ids';
import { ask, tell, withCancellableProgress, type Choice } from '../window/messages';
import type { State, Store } from '../store';
import { openAt } from '../window/writeSettings';
import type { LastCheck } from '../../core/probes/lastCheck';

/**
 * Shows the command that prints the credential, and asks whether it may run: once for each command. One that is refused isn't
 * run by a check, whatever the answer. @returns false when nothing may be sent.
 */
export async function mayRunCommand(
  { agreedCommands }: Store,
  documents: Documents,
  { plan: { helper } }: Diagnosis,
): Promise<boolean> {
  if (helper === undefined || agreedCommands.has(helper)) return true;
  const { message, detail } = helper.refused === undefined ? consentForCommand(helper) : refusalOf(helper);
  const yes = helper.refused === undefined ? t('Run It') : t('Check Without It');
  const answer =
    helper.refused === undefined && isLong(helper)
      ? await documents.askAboutCommand(commandDocument(helper), message, yes, openLabel(helper))
      : await ask(helper.refused === undefined ? 'info' : 'warning', message, detail, [
          { label: yes, value: 'yes' as const },
          ...openChoice(helper),
        ]);
  if (answer === 'open') await openCommand(helper);
  if (answer !== 'yes') return false;
  if (helper.refused === undefined) agreedCommands.add(helper);
  return true;
}

/** A button that opens the file which sets the command, where that is a file. */
export function openChoice({ location }: PlannedCommand): Choice<'open'>[] {
  return location === undefined ? [] : [{ label: t('Open the File'), value: 'open' }];
}

function openLabel(helper: PlannedCommand): string | undefined {
  return openChoice(helper)[0]?.label;
}

/** Opens the file which sets the command, at its line. */
export async function openCommand({ location, line = 1 }: PlannedCommand): Promise<void> {
  if (location !== undefined) await openAt(location, line, 1);
}

/**
 * Runs a check that every view follows, with a notification that says what it's waiting for.
 * @returns undefined when it was cancelled.
 */
export async function checkInView(store: Store, title: string, diagnosis: Diagnosis): Promise<State | undefined> {
  return withCancellableProgress(title, async (signal, report, stop) => {
    const subscription = store.onDidChange(() => {
      const progress = store.state?.progress;
      if (progress !== undefined) report(progressText(progress));
    });
    try {
      return await store.check({
        scope: diagnosis.options.scope,
        of: diagnosis.plan.probes,
        stop,
        run: (onEvent) => diagnoseAndAgree(store, diagnosis, { signal, onEvent }),
      });
    } finally {
      subscription.dispose();
    }
  });
}

/** A check that the user runs and that succeeds is the agreement to further ones in the background. */
async function diagnoseAndAgree({ agreements }: Store, diagnosis: Diagnosis, run: RunOptions): Promise<LastCheck> {
  const check = await runDiagnosis(diagnosis, run);
  const { assessment } = diagnosis.options;
  if (wasAccepted(check, assessment.request)) await agreements.add(assessment);
  return check;
}

/** Says that a check is already running when another one is started. @returns false when none is. */
export function tellOfRunningCheck(store: Store): boolean {
  const progress = store.state?.progress;
  if (progress === undefined || !store.isChecking) return false;
  tell('info', t('A check is already running: {progress}.', { progress: progressText(progress) }), [
    { label: t('Show Report'), value: COMMANDS.showReport },
    {
      label: t('Stop It'),
      value: () => {
        store.stopCheck();
      },
    },
  ]);
  return true;
}
