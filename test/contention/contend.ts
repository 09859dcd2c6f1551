import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { startOwnProcess } from '../host/ownProcess';

/** A process that contends: what it does (`contender.ts`), under which name, and how often. */
export interface Contender {
  readonly role: 'enters' | 'dies' | 'edits' | 'foreign' | 'once' | 'writes';
  readonly name: string;
  readonly times: number;
  readonly env?: Readonly<Record<string, string>>;
  /** The longest file that the process may write, in blocks of the shell's `ulimit -f`; then writing fails like on a full disk. */
  readonly blocks?: number;
}

/** What was logged, line by line, and how each process ended. */
export interface Contention {
  readonly log: readonly string[];
  readonly ends: readonly (number | NodeJS.Signals)[];
}

/** Starts processes that want the same lock or file of a folder, lets them go all at once, and waits for their end. */
export async function contend(folder: string, contenders: readonly Contender[]): Promise<Contention> {
  const program = mkdtempSync(path.join(tmpdir(), 'contender-'));
  const log = path.join(folder, 'log');
  writeFileSync(log, '');
  const lines = (): string[] => readFileSync(log, 'utf8').split('\n').filter(Boolean);
  const outfile = path.join(program, 'contender.cjs');
  await build({
    entryPoints: [path.join(__dirname, 'contender.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  const processes = contenders.map(({ role, name, times, env, blocks = 'unlimited' }) =>
    startOwnProcess(
      'bash',
      [
        '-c',
        'ulimit -f "$1"; shift; exec "$@"',
        'bash',
        String(blocks),
        process.execPath,
        outfile,
        role,
        folder,
        name,
        String(times),
      ],
      { env: { ...process.env, ...env } },
    ),
  );
  try {
    for (const end = Date.now() + 20_000; count(lines(), 'ready') < contenders.length;) {
      if (Date.now() > end) throw new Error(`they do not start: ${processes.map((one) => one.output()).join('\n')}`);
      await sleep(5);
    }
    writeFileSync(path.join(folder, 'start'), '');
    const ends = await Promise.all(processes.map(({ ended }) => ended));
    const failed = processes.map((one) => one.output()).join('');
    if (failed !== '') throw new Error(failed);
    return { log: lines(), ends };
  } finally {
    await Promise.all(processes.map((one) => one.stop(0)));
    rmSync(program, { recursive: true, force: true });
    rmSync(path.join(folder, 'start'), { force: true });
  }
}

/** How many lines say that, of whomever. */
export function count(log: readonly string[], what: string): number {
  return log.filter((line) => line.startsWith(`${what} `)).length;
}

/** How often somebody went into the lock, and how often while somebody else was in. Who was killed is out. */
export function overlapsIn(log: readonly string[]): { readonly entered: number; readonly overlaps: number } {
  const inside = new Set<string>();
  let [entered, overlaps] = [0, 0];
  for (const [what = '', who = ''] of log.map((line) => line.split(' '))) {
    if (what === 'enter') {
      entered += 1;
      if (inside.size > 0) overlaps += 1;
      inside.add(who);
    } else if (what === 'leave' || what === 'dies') {
      inside.delete(who);
    }
  }
  return { entered, overlaps };
}
