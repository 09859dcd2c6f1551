import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { installClient } from './install';
import type { ClientGateway, ClientRun, Job } from './job';

/** One run of the real client. */
export interface ClientOptions {
  /** The client's whole environment, except PATH, HOME and a TMPDIR that goes away with the run. */
  readonly env: Readonly<Record<string, string>>;
  /** Its home directory, with the settings it is to find; a fresh one by default. */
  readonly home?: string;
  readonly gateway: ClientGateway;
  readonly prompt?: string;
  /** Further arguments, before -p. */
  readonly args?: readonly string[];
  /** Its working directory; a fresh one by default. */
  readonly cwd?: string;
  /** When the client is killed; a minute by default. */
  readonly timeoutMs?: number;
  /** The text of the managed settings file, which only the namespace sees; Linux only. */
  readonly managedSettings?: string;
}

const LINUX = process.platform === 'linux';

/** Programs look for the home directory in a variable of its own on Windows. */
function homeVariables(home: string): Readonly<Record<string, string>> {
  return process.platform === 'win32' ? { HOME: home, USERPROFILE: home } : { HOME: home };
}

/** Time beyond the client's own for starting and stopping what is around it. */
const MARGIN_MS = 15_000;

/** The command that does a job: on Linux in a namespace of its own, elsewhere as it is. */
function jobCommand(jobFile: string, resultFile: string): readonly [string, readonly string[]] {
  const tsx = pathToFileURL(require.resolve('tsx')).href;
  const node = [process.execPath, '--import', tsx, join(__dirname, 'inside.ts'), jobFile, resultFile] as const;
  return LINUX ? ['bash', [join(__dirname, 'isolated.sh'), ...node]] : [node[0], node.slice(1)];
}

async function perform(job: Job, scratch: string): Promise<ClientRun> {
  const jobFile = join(scratch, 'job.json');
  const resultFile = join(scratch, 'result.json');
  await writeFile(jobFile, JSON.stringify(job));
  const [command, args] = jobCommand(jobFile, resultFile);
  const inside = spawn(command, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  const clock = setTimeout(() => inside.kill('SIGKILL'), job.timeoutMs + MARGIN_MS);
  const complaint = text(inside.stderr);
  await once(inside, 'exit');
  clearTimeout(clock);
  try {
    return JSON.parse(await readFile(resultFile, 'utf8')) as ClientRun;
  } catch {
    throw new Error(`the real client could not be run: ${await complaint}`);
  }
}

/**
 * Runs the real Claude Code client once, with one prompt, against a practice gateway. On Linux both live in a fresh
 * namespace that can reach nothing else, so the gateway's port is always free; elsewhere they run as they are.
 */
export async function runClient(options: ClientOptions): Promise<ClientRun> {
  if (options.managedSettings !== undefined && !LINUX) throw new Error('managed settings can only be tried on Linux');
  const client = await installClient();
  const scratch = await mkdtemp(join(tmpdir(), 'real-client-'));
  try {
    const [home, cwd, tmp] = [
      options.home ?? join(scratch, 'home'),
      options.cwd ?? join(scratch, 'project'),
      join(scratch, 'tmp'),
    ];
    for (const directory of [home, cwd, tmp]) await mkdir(directory, { recursive: true });
    const {
      env,
      gateway,
      args = [],
      prompt = 'Reply with one word: connected',
      timeoutMs = 60_000,
      managedSettings,
    } = options;
    return await perform(
      {
        gateway,
        command: [client, ...args, '-p', prompt],
        env: { PATH: process.env['PATH'] ?? '', TMPDIR: tmp, ...env, ...homeVariables(home) },
        cwd,
        timeoutMs,
        ...(managedSettings === undefined ? {} : { managedSettings }),
      },
      scratch,
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
