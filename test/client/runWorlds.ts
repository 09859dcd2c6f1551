import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { CLIENT_VERSIONS, installClient, type ClientVersion } from './install';
import type { WorldResult, WorldsJob } from './insideWorlds';
import type { World } from './world';

/** The ports that worlds may name as addresses; 127.0.0.1 in a namespace that holds nothing else. */
export const PORTS: readonly number[] = Array.from({ length: 24 }, (_, index) => 4100 + index);

/** Runs the real client (`claude -p`) in each world, in as many namespaces as there are cores. Linux only. Results in the worlds' order. */
export async function runWorlds(version: ClientVersion, worlds: readonly World[]): Promise<WorldResult[]> {
  const client = await installClient(version);
  const lanes = Math.min(availableParallelism(), worlds.length);
  const shares = Array.from({ length: lanes }, (_, lane) => worlds.filter((_world, index) => index % lanes === lane));
  const results = await Promise.all(shares.map((share) => runLane({ client, version: CLIENT_VERSIONS[version], ports: PORTS, worlds: share })));
  return worlds.map((_, index) => {
    const result = results[index % lanes]?.[Math.floor(index / lanes)];
    if (result === undefined) throw new Error(`the client was not run in world ${index}`);
    return result;
  });
}

async function runLane(job: WorldsJob): Promise<WorldResult[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'worlds-'));
  try {
    const [jobFile, resultFile] = [join(scratch, 'job.json'), join(scratch, 'result.jsonl')];
    await writeFile(jobFile, JSON.stringify(job));
    const tsx = pathToFileURL(require.resolve('tsx')).href;
    const inside = spawn('bash', [join(__dirname, 'isolated.sh'), process.execPath, '--import', tsx, join(__dirname, 'insideWorlds.ts'), jobFile, resultFile], { stdio: ['ignore', 'ignore', 'pipe'] });
    const complaint = text(inside.stderr);
    await once(inside, 'exit');
    const lines = (await readFile(resultFile, 'utf8').catch(() => '')).split('\n').filter(Boolean);
    if (lines.length < job.worlds.length) throw new Error(`the real client could not be run: ${await complaint}`);
    return lines.map((line) => JSON.parse(line) as WorldResult);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
