import type { DiagnosisOptions } from '../host/run/diagnose';
import type { State } from './store';
import { windowMachine } from './window/collect';

/** What is checked, of a state. */
export type CheckOptions = Omit<DiagnosisOptions, 'signal' | 'onEvent'>;

/** How the configuration that was just read is checked. */
export function checkOptions(
  { main, snapshot }: State,
  version: string,
  scope: CheckOptions['scope'],
  mostPaid?: number,
): CheckOptions {
  return {
    assessment: main,
    vscode: snapshot.vscode,
    trusted: snapshot.trusted,
    folder: windowMachine().folder,
    env: process.env,
    version,
    scope,
    mostPaid,
  };
}
