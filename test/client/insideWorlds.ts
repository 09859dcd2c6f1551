/** Runs in the clients' namespace: makes each world, runs the client in it, and writes what arrived. Arguments: job file, result file. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromPrivateAuthority } from '../gateway/certificates';
import { expected, type Sent } from './expectation';
import { listen, type Loopback } from './loopback';
import { makeWorld, predictWorld } from './predictWorld';
import type { Seen, World } from './world';

/** What the process inside the namespace is told. */
export interface WorldsJob {
  readonly client: string;
  readonly version: string;
  readonly ports: readonly number[];
  readonly worlds: readonly World[];
}

/** Where the client goes when nothing names an address. */
const DEFAULT_HOSTS = [
  'api.anthropic.com',
  'platform.claude.com',
  'console.anthropic.com',
  'bedrock-runtime.us-east-1.amazonaws.com',
  'bedrock.us-east-1.amazonaws.com',
  'bedrock-mantle.us-east-1.api.aws',
  'aws-external-anthropic.us-east-1.api.aws',
  'aiplatform.googleapis.com',
  'us-east5-aiplatform.googleapis.com',
  'made-up.services.ai.azure.com',
];

const MANAGED = '/etc/claude-code';
/** What came of a world. */
export interface WorldResult {
  readonly seen: Seen;
  readonly predicted: Sent | undefined;
}

/** Long enough for a busy machine; the client itself needs a second. */
const TIMEOUT_MS = 90_000;

async function run(job: WorldsJob, world: World, loopback: Loopback, ca: string): Promise<WorldResult> {
  const scratch = mkdtempSync(join(tmpdir(), 'world-'));
  const [places, temporary] = [{ home: join(scratch, 'home'), folder: join(scratch, 'folder'), managedDir: MANAGED }, join(scratch, 'tmp')];
  mkdirSync(temporary);
  rmSync(MANAGED, { recursive: true, force: true });
  makeWorld(world, places);
  const predicted = expected(await predictWorld(world, places, job.version));
  loopback.arrivals.length = 0;
  loopback.names.clear();
  const began = performance.now();
  const env = { PATH: process.env['PATH'] ?? '', HOME: places.home, TMPDIR: temporary, NODE_EXTRA_CA_CERTS: ca, CLAUDE_CODE_MAX_RETRIES: '0', ...world.env };
  const child = spawn(job.client, ['-p', 'hi'], { cwd: join(places.folder, world.start ?? '.'), env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => { output.stdout += chunk; });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => { output.stderr += chunk; });
  const killAll = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All of it has ended already.
    }
  };
  const clock = setTimeout(killAll, TIMEOUT_MS);
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  clearTimeout(clock);
  const ms = Math.round(performance.now() - began);
  await sleep(30);
  killAll();
  rmSync(scratch, { recursive: true, force: true });
  const seen = { exitCode, ...output, arrivals: [...loopback.arrivals], names: [...loopback.names], ms };
  return { seen, predicted };
}

async function main(): Promise<void> {
  const [jobFile = '', resultFile = ''] = process.argv.slice(2);
  const job = JSON.parse(readFileSync(jobFile, 'utf8')) as WorldsJob;
  const made = await fromPrivateAuthority(DEFAULT_HOSTS);
  const ca = `${resultFile}.pem`;
  writeFileSync(ca, made.ca);
  const loopback = await listen(job.ports, made);
  for (const world of job.worlds) appendFileSync(resultFile, `${JSON.stringify(await run(job, world, loopback, ca))}\n`);
  process.exit(0);
}

void main();
