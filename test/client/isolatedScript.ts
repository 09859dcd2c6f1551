import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

/**
 * Runs a script of this folder in a namespace of its own, with two arguments: a file that holds the job, and one to write
 * results to, one JSON object a line. Fails when there are fewer than `count`. Linux only.
 */
export async function runIsolated<T>(script: string, job: object, count: number): Promise<T[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'isolated-'));
  try {
    const [jobFile, resultFile] = [join(scratch, 'job.json'), join(scratch, 'result.jsonl')];
    await writeFile(jobFile, JSON.stringify(job));
    const tsx = pathToFileURL(require.resolve('tsx')).href;
    const inside = spawn(
      'bash',
      [join(__dirname, 'isolated.sh'), process.execPath, '--import', tsx, join(__dirname, script), jobFile, resultFile],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const complaint = text(inside.stderr);
    await once(inside, 'exit');
    const lines = (await readFile(resultFile, 'utf8').catch(() => '')).split('\n').filter(Boolean);
    if (lines.length < count) throw new Error(`the real client could not be run: ${await complaint}`);
    return lines.map((line) => JSON.parse(line) as T);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Deals cards to players, one after the other. */
export function deal<T>(cards: readonly T[], players: number): T[][] {
  return Array.from({ length: Math.min(players, cards.length) }, (_, player) =>
    cards.filter((_card, index) => index % players === player),
  );
}
