import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../host/repository';
import type { ProgramResult } from './program';
import { failed, type Counts, type Outcome } from './section';

/** What a suite has found. */
export interface TestResult extends Counts {
  readonly failures: readonly { readonly title: string; readonly error: string }[];
  /** One line for every test, for those who want to see them all. */
  readonly lines: readonly string[];
}

/** The file that mocha's JSON reporter writes; only the parts used here. */
interface MochaFile {
  readonly stats: { readonly passes: number; readonly failures: number; readonly pending: number };
  readonly tests: readonly {
    readonly fullTitle: string;
    readonly duration?: number;
    readonly err: { readonly message?: string; readonly stack?: string };
  }[];
  readonly failures: MochaFile['tests'];
}

/** Where a section has its tests' results written. */
export function resultFileOf(section: string): string {
  return join(REPOSITORY, 'out', 'results', `${section.replace(':', '-')}.json`);
}

/** Reads what mocha's JSON reporter has written. */
export function parseMocha(text: string): TestResult {
  const { stats, tests, failures } = JSON.parse(text) as MochaFile;
  return {
    passed: stats.passes,
    failed: stats.failures,
    skipped: stats.pending,
    failures: failures.map(({ fullTitle, err }) => ({
      title: fullTitle,
      error: err.stack ?? err.message ?? 'no reason given',
    })),
    lines: tests.map(({ fullTitle, duration }) => `${fullTitle}${duration === undefined ? '' : ` (${duration} ms)`}`),
  };
}

/** Reads what the suite in the extension host has come to. */
export function parseTestResult(text: string): TestResult {
  return JSON.parse(text) as TestResult;
}

/** Runs a suite that writes its result into a file. Without that file, or without a test in it, the section has failed. */
export async function runSuite(
  file: string,
  parse: (text: string) => TestResult,
  run: () => Promise<ProgramResult>,
): Promise<Outcome> {
  rmSync(file, { force: true });
  const { ok, output } = await run();
  let result: TestResult;
  try {
    result = parse(readFileSync(file, 'utf8'));
  } catch {
    return failed(`The suite did not run to its end.\n${output}`);
  }
  const { passed, failures, skipped, lines } = result;
  const words = failures.map(({ title, error }) => `✗ ${title}\n${error.replace(/^/gm, '    ')}`);
  // A suite can fail beside its tests, and one without tests has shown nothing.
  const unexplained = result.failed === 0 && (!ok || passed === 0);
  if (unexplained)
    words.push(passed === 0 ? `No test has run.\n${output}` : `All tests passed, and yet the suite failed.\n${output}`);
  return {
    passed,
    failed: result.failed + (unexplained ? 1 : 0),
    skipped,
    details: words.length > 0 ? words.join('\n') : [output, ...lines].join('\n'),
  };
}
