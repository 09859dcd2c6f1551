import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { cleanEnvironment } from '../host/environment';
import { REPOSITORY } from '../host/repository';
import { SENTINEL, type Row, type Setting } from './row';
import { newSite } from './site';

/** What the command line answers with `--json`; only the parts used here. */
export interface CheckAnswer {
  readonly healthy: boolean;
  readonly verdict: string;
  readonly findings: readonly {
    readonly cause: string;
    readonly owner: string;
    readonly severity: string;
    readonly certain: boolean;
    readonly evidence: string;
  }[];
  readonly probes: readonly {
    readonly id: string;
    readonly outcome: string;
    readonly ms: number;
    readonly paid: number;
  }[];
  readonly paidRequests: number;
}

/** A check that was run, with all it has printed. */
export interface Checked {
  readonly id: string;
  readonly answer: CheckAnswer;
  readonly exitCode: number | null;
  readonly printed: string;
  /** From start to end of the program. */
  readonly ms: number;
  /** What arrived where the credential must not go. */
  readonly elsewhere: string;
}

/** Longer than any check may take. */
const MOST_MS = 60_000;

/** Runs the packaged command line on a setting, in an environment with nothing else in it. */
export async function checkSetting(id: string, setting: Setting, folder: string): Promise<Checked> {
  const {
    baseUrl,
    credential = 'ANTHROPIC_AUTH_TOKEN',
    env = {},
    settings,
    configured = false,
    clientVersion,
  } = setting;
  const home = join(folder, `home-${id}`);
  mkdirSync(join(home, '.claude'), { recursive: true });
  if (settings !== undefined) writeFileSync(join(home, '.claude', 'settings.json'), JSON.stringify(settings));
  const args = [
    join(REPOSITORY, 'dist', 'cli.js'),
    'check',
    '--full',
    '--json',
    ...(configured ? [] : ['--base-url', baseUrl, '--allow-http']),
    ...(clientVersion === undefined ? [] : ['--client-version', clientVersion]),
  ];
  const start = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: home,
    env: {
      ...cleanEnvironment(),
      HOME: home,
      USERPROFILE: home,
      ...(credential === 'none' ? {} : { [credential]: SENTINEL }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const clock = setTimeout(() => child.kill('SIGKILL'), MOST_MS);
  const [stdout, stderr, exitCode] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((ended) => child.once('close', ended)),
  ]);
  clearTimeout(clock);
  const ms = performance.now() - start;
  let answer: CheckAnswer;
  try {
    answer = JSON.parse(stdout) as CheckAnswer;
  } catch {
    throw new Error(`${id}: no JSON, exit code ${String(exitCode)}\n${stdout}${stderr}`);
  }
  return { id, answer, exitCode, printed: stdout + stderr, ms, elsewhere: setting.elsewhere?.() ?? '' };
}

/** Sets a row up, checks it, and clears it away. */
export async function checkRow(row: Row): Promise<Checked> {
  const site = newSite();
  try {
    return await checkSetting(row.id, await row.make(site), site.folder);
  } finally {
    await site.clear();
  }
}

/** The credential is printed nowhere, and did not go where it must not. Parts of it that are long enough count as well. */
export function assertKept({ printed, elsewhere }: Checked): void {
  assert.ok(!printed.includes(SENTINEL) && !printed.includes(SENTINEL.slice(0, -4)), 'the credential was printed');
  assert.ok(!elsewhere.includes(SENTINEL), 'the credential went elsewhere');
  assert.ok(
    !elsewhere.includes(Buffer.from(SENTINEL).toString('base64').slice(0, -4)),
    'the credential went elsewhere, encoded',
  );
}

/** Runs jobs with at most `width` at a time; results in the order of the jobs. */
export async function several<T, R>(jobs: readonly T[], width: number, run: (job: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = jobs.entries();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const [index, job] of queue) results[index] = await run(job);
    }),
  );
  return results;
}
