import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { RESULT_FILE_VARIABLE, type Failure, type SuiteResult } from './suiteResult';

const TIMEOUT_MS = 120_000;

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Collects the rejections nobody handled in the code under test: the extension host swallows them, and mocha does not look. */
function watchRejections(): () => Failure[] {
  const errors = new Set<string>();
  const onRejection = (reason: unknown): void => {
    errors.add(describeError(reason));
  };
  process.on('unhandledRejection', onRejection);
  return () => {
    process.off('unhandledRejection', onRejection);
    const { appRoot } = vscode.env;
    const ours = vscode.extensions.all
      .map(({ extensionPath }) => extensionPath)
      .filter((path) => !path.startsWith(appRoot));
    ours.push(dirname(__filename));
    return [...errors]
      .filter((error) => ours.some((path) => error.includes(path)))
      .map((error) => ({ title: 'unhandled rejection', error }));
  };
}

async function runMocha(load: () => void, failures: Failure[]): Promise<Mocha.Stats | undefined> {
  // The base of all reporters prints nothing: the failures are printed when all is known.
  const mocha = new Mocha({ ui: 'bdd', timeout: TIMEOUT_MS, reporter: Mocha.reporters.Base });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  load();
  return new Promise((resolve) => {
    const runner = mocha.run(() => {
      resolve(runner.stats);
    });
    runner.on('fail', (test, error: unknown) => {
      failures.push({ title: test.fullTitle(), error: describeError(error) });
    });
  });
}

/**
 * Runs the tests that `load` defines, inside the extension host, and writes the result where the environment says.
 * Rejects unless all is well, which is how VS Code knows.
 */
export async function runSuite(load: () => void): Promise<void> {
  const rejections = watchRejections();
  const failures: Failure[] = [];
  const stats = await runMocha(load, failures);
  failures.push(...rejections());
  for (const { title, error } of failures) console.error(`✗ ${title}\n${error}`);
  const result: SuiteResult = {
    vscodeVersion: vscode.version,
    passed: stats?.passes ?? 0,
    failed: failures.length,
    skipped: stats?.pending ?? 0,
    failures,
  };
  const file = process.env[RESULT_FILE_VARIABLE];
  if (file !== undefined) writeFileSync(file, JSON.stringify(result));
  if (failures.length > 0) throw new Error(`${failures.length} failed`);
  if (result.passed === 0) throw new Error('no test has run');
}
