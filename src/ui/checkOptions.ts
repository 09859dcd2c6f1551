import type { DiagnosisOptions } from '../host/run/diagnose';
import type { State } from './store';
import { windowMachine } from './window/collect';

/** How the configuration that was just read is checked. */
export function checkOptions(
  { main, snapshot }: State,
  version: string,
  scope: DiagnosisOptions['scope'],
  mostPaid?: number,
): DiagnosisOptions {
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
