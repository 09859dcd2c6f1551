/** Runs in the clients' namespace: makes each world, runs the client in it, and writes what arrived. Arguments: job file, result file. */
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromPrivateAuthority } from '../gateway/certificates';
import { expected, type Sent } from './expectation';
import { listen, type Loopback } from './loopback';
import { makeWorld, predictWorld } from './predictWorld';
import { runToEnd } from './runToEnd';
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
  const [places, temporary] = [
    { home: join(scratch, 'home'), folder: join(scratch, 'folder'), managedDir: MANAGED },
    join(scratch, 'tmp'),
  ];
  mkdirSync(temporary);
  rmSync(MANAGED, { recursive: true, force: true });
  makeWorld(world, places);
  const predicted = expected(await predictWorld(world, places, job.version));
  loopback.arrivals.length = 0;
  loopback.names.clear();
  loopback.refuses = world.refuses ?? [];
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: places.home,
    TMPDIR: temporary,
    NODE_EXTRA_CA_CERTS: ca,
    CLAUDE_CODE_MAX_RETRIES: '0',
    ...world.env,
  };
  const ended = await runToEnd({
    command: job.client,
    args: ['-p', 'hi'],
    cwd: join(places.folder, world.start ?? '.'),
    env,
    timeoutMs: TIMEOUT_MS,
  });
  const kept = join(places.home, '.claude', 'cache', 'gateway-models.json');
  const keptModels = existsSync(kept) ? readFileSync(kept, 'utf8') : null;
  rmSync(scratch, { recursive: true, force: true });
  const seen = { ...ended, arrivals: [...loopback.arrivals], names: [...loopback.names], keptModels };
  return { seen, predicted };
}

async function main(): Promise<void> {
  const [jobFile = '', resultFile = ''] = process.argv.slice(2);
  const job = JSON.parse(readFileSync(jobFile, 'utf8')) as WorldsJob;
  const made = await fromPrivateAuthority(DEFAULT_HOSTS);
  const ca = `${resultFile}.pem`;
  writeFileSync(ca, made.ca);
  const loopback = await listen(job.ports, made);
  for (const world of job.worlds)
    appendFileSync(resultFile, `${JSON.stringify(await run(job, world, loopback, ca))}\n`);
  process.exit(0);
}

void main();
