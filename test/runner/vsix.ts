import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../host/repository';
import { runProgram, type Program } from './program';
import { failed, passed, type Outcome } from './section';

/** The VSIX under test. */
export const VSIX = join(REPOSITORY, 'dist', 'llm-gateway-connect.vsix');

/** The largest VSIX that may be published. */
export const LARGEST_BYTES = 300 * 1024;
const EXPECTED_FILES = join(REPOSITORY, 'test', 'package', 'files.txt');

/** npm's warnings about the settings of whoever runs this, and Node's about vsce, say nothing about the package. */
const ABOUT_THE_PACKAGE_ONLY = {
  npm_config_loglevel: 'error',
  npm_config_update_notifier: 'false',
  NODE_NO_WARNINGS: '1',
};

/** Builds and packs the extension into {@link VSIX}. */
export const PACKAGE: Program = {
  command: 'npm',
  args: ['run', '--silent', 'package'],
  env: ABOUT_THE_PACKAGE_ONLY,
  timeoutMs: 300_000,
};

let builtAt = 0;

/** Whether {@link VSIX} holds what the sources of this run were built into. */
export function isBuilt(): boolean {
  return builtAt > 0;
}

/** Packs the extension; a warning is a failure. */
export async function checkPackage(): Promise<Outcome> {
  const start = Date.now();
  const { ok, output } = await runProgram(PACKAGE);
  // The clocks of a file system may be coarse.
  if (ok && existsSync(VSIX) && statSync(VSIX).mtimeMs > start - 2_000) builtAt = start;
  return ok && isBuilt() && !/\bwarn/i.test(output) ? passed(output) : failed(output);
}

/** Compares the files that are packed with the list that was agreed on. */
export async function checkContents(): Promise<Outcome> {
  const { ok, output } = await runProgram({
    command: 'vsce',
    args: ['ls'],
    env: ABOUT_THE_PACKAGE_ONLY,
    timeoutMs: 60_000,
  });
  if (!ok) return failed(output);
  const lines = (text: string): string[] =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
      .sort();
  const [found, expected] = [lines(output), lines(readFileSync(EXPECTED_FILES, 'utf8'))];
  const added = found
    .filter((file) => !expected.includes(file))
    .map((file) => `packed, but not in test/package/files.txt: ${file}`);
  const missing = expected
    .filter((file) => !found.includes(file))
    .map((file) => `in test/package/files.txt, but not packed: ${file}`);
  const differences = [...added, ...missing];
  return differences.length === 0 ? passed(output) : failed(differences.join('\n'));
}

/** Weighs the VSIX. */
export function checkSize(): Promise<Outcome> {
  const { size } = statSync(VSIX);
  const words = `${VSIX}: ${size} bytes of ${LARGEST_BYTES}`;
  return Promise.resolve(size <= LARGEST_BYTES ? passed(words) : failed(words));
}
