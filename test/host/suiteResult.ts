import { readFileSync } from 'node:fs';

/** Names the environment variable that tells the suite in the extension host where to write its result. */
export const RESULT_FILE_VARIABLE = 'TEST_RESULT_FILE';

/** Names the environment variable that tells the suite where its VS Code keeps user data: settings, logs. */
export const USER_DATA_VARIABLE = 'TEST_USER_DATA';

/** A test that did not pass, and why. */
export interface Failure {
  readonly title: string;
  readonly error: string;
}

/** What the suite in the extension host reports. */
export interface SuiteResult {
  readonly vscodeVersion: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

/** Reads the result file; undefined if the suite has not come to its end. */
export function readSuiteResult(file: string): SuiteResult | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SuiteResult;
  } catch {
    return undefined;
  }
}
