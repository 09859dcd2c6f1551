/** Runs in the client's namespace: starts the practice gateway, then the client; writes what came of it. Arguments: job file, result file. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPracticeGateway } from '../gateway/practice-gateway';
import type { ClientRun, Job } from './job';

const MANAGED = '/etc/claude-code';

/** How long output may still come after the client has ended: what it left running can hold the pipe open. */
const LAST_WORDS_MS = 250;

const GROUPS = process.platform !== 'win32';

/** Kills the client and what it started. */
function killAll(client: ChildProcess): void {
  try {
    if (GROUPS && client.pid !== undefined) process.kill(-client.pid, 'SIGKILL');
    else client.kill('SIGKILL');
  } catch {
    // All of it has ended already.
  }
}

async function runClient({
  command: [command = '', ...args],
  cwd,
  env,
  timeoutMs,
}: Job): Promise<Omit<ClientRun, 'requests'>> {
  const began = performance.now();
  const client = spawn(command, args, { cwd, env, detached: GROUPS, stdio: ['ignore', 'pipe', 'pipe'] });
  // The other end of stdin is held by the test run: when that dies, the client is not to live on.
  process.stdin.once('end', () => {
    killAll(client);
    process.exit(1);
  });
  const output = { stdout: '', stderr: '' };
  client.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output.stdout += chunk;
  });
  client.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output.stderr += chunk;
  });
  const closed = once(client, 'close');
  const clock = setTimeout(() => {
    killAll(client);
  }, timeoutMs);
  const [exitCode] = (await once(client, 'exit')) as [number | null];
  const ms = Math.round(performance.now() - began);
  clearTimeout(clock);
  await Promise.race([closed, sleep(LAST_WORDS_MS)]);
  killAll(client);
  return { exitCode, ...output, ms };
}

async function main(): Promise<void> {
  process.stdin.resume();
  const [jobFile = '', resultFile = ''] = process.argv.slice(2);
  const job = JSON.parse(readFileSync(jobFile, 'utf8')) as Job;
  const { misbehave, ...options } = job.gateway;
  const gateway = await startPracticeGateway(options);
  gateway.misbehave(misbehave);
  if (job.managedSettings !== undefined) {
    mkdirSync(MANAGED, { recursive: true });
    writeFileSync(`${MANAGED}/managed-settings.json`, job.managedSettings);
  }
  const run = await runClient(job);
  await gateway.stop();
  writeFileSync(resultFile, JSON.stringify({ ...run, requests: gateway.requests } satisfies ClientRun));
  process.exit(0);
}

void main();
