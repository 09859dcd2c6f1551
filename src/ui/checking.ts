import { t } from '@vscode/l10n';
import { wasAccepted } from '../core/config/agreement';
import type { LastCheck } from '../core/health';
import { planOf, diagnose, type DiagnosisOptions } from '../host/diagnose';
import { progressText } from './checkNodes';
import { consentForCommand } from './commandConsent';
import { COMMANDS } from './ids';
import { ask, tell, withCancellableProgress } from './messages';
import type { State, Store } from './store';

/** What is checked, of a state. */
export type CheckOptions = Omit<DiagnosisOptions, 'signal' | 'onEvent'>;

/** How the configuration that was just read is checked. */
export function checkOptions({ main, snapshot }: State, version: string, scope: CheckOptions['scope'], mostPaid?: number): CheckOptions {
  return { assessment: main, vscode: snapshot.vscode, trusted: snapshot.trusted, env: process.env, version, scope, mostPaid };
}

/** Shows the command that prints the credential, and asks whether it may run: once for each command. @returns false when it may not. */
export async function mayRunCommand({ agreedCommands }: Store, options: CheckOptions): Promise<boolean> {
  const plan = planOf(options);
  if (plan.helper === undefined || agreedCommands.has(plan)) return true;
  const { message, detail } = consentForCommand(plan.helper);
  const agreed = await ask('info', message, detail, [{ label: t('Run It'), value: true }]);
  if (agreed !== true) return false;
  agreedCommands.add(plan);
  return true;
}

/**
 * Runs a check that every view follows, with a notification that says what is waited for.
 * @returns undefined when it was cancelled.
 */
export async function checkInView(store: Store, title: string, options: CheckOptions): Promise<State | undefined> {
  return withCancellableProgress(title, async (signal, report, stop) => {
    const subscription = store.onDidChange(() => {
      const progress = store.state?.progress;
      if (progress !== undefined) report(progressText(progress));
    });
    try {
      return await store.check({ scope: options.scope, of: planOf(options).probes, stop, run: (onEvent) => diagnoseAndAgree(store, { ...options, signal, onEvent }) });
    } finally {
      subscription.dispose();
    }
  });
}

/** A check that the user runs, and that goes well, is the agreement to further ones in the background. */
async function diagnoseAndAgree({ agreements }: Store, options: DiagnosisOptions): Promise<LastCheck> {
  const check = await diagnose(options);
  if (wasAccepted(check, options.assessment.request)) await agreements.add(options.assessment);
  return check;
}

/** Says that a check goes on, where another one was wanted. @returns false when none does. */
export function tellOfRunningCheck(store: Store): boolean {
  const progress = store.state?.progress;
  if (progress === undefined || !store.isChecking) return false;
  tell('info', t('A check is running already: {progress}.', { progress: progressText(progress) }), [{ label: t('Show Report'), value: COMMANDS.showReport }, { label: t('Stop It'), value: () => { store.stopCheck(); } }]);
  return true;
}
