import { spawn, type ChildProcess } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { REPOSITORY } from '../host/repository';
import { descendantsOf, killRest } from './descendants';

/** A program that a section runs. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** When it is ended by force. Generous: only what hangs should meet it. */
  readonly timeoutMs: number;
}

/** How a program ended. */
export interface ProgramResult {
  readonly ok: boolean;
  /** All it has printed, on both streams. */
  readonly output: string;
}

/** How long a program may take to end its own programs when it is asked to end. */
const GRACE_MS = 5_000;

/** What runs now; sections that mostly wait run at once. */
const running = new Set<ChildProcess>();

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  try {
    return pid !== undefined && process.kill(-pid, signal);
  } catch {
    return false;
  }
}

/** Asks first: the tests know best how to end the VS Code they have started, which is in a group of its own. */
async function end(child: ChildProcess): Promise<void> {
  const started = child.pid === undefined ? [] : descendantsOf(child.pid);
  signalGroup(child, 'SIGTERM');
  for (const until = Date.now() + GRACE_MS; signalGroup(child, 0) && Date.now() < until;) await sleep(50);
  signalGroup(child, 'SIGKILL');
  killRest(started);
}

/** When this run is interrupted, what it has started ends with it. */
export function endProgramsOnSignals(): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.once(signal, () => void Promise.all([...running].map(end)).then(() => process.exit(code)));
  }
}

/** Runs a program in the repository's folder, in a process group of its own, without input. */
export async function runProgram({ command, args, env = {}, timeoutMs }: Program): Promise<ProgramResult> {
  const path = [join(REPOSITORY, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter);
  const child = spawn(command, args, {
    cwd: REPOSITORY,
    env: { ...process.env, PATH: path, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort();
    // What is left of its output does not come to an end when a process it has started keeps the pipe open.
    void end(child).then(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    });
  }, timeoutMs);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    if (late.signal.aborted) return { ok: false, output: `${output}\nended by force after ${timeoutMs / 1000} s` };
    return { ok: code === 0, output: code === 0 ? output : `${output}\nexit code ${String(code ?? child.signalCode)}` };
  } catch (error) {
    return { ok: false, output: `${command} could not be started: ${String(error)}` };
  } finally {
    clearTimeout(timer);
    running.delete(child);
  }
}

/** A TypeScript program of the tests. */
export function typescript(file: string, args: readonly string[], timeoutMs: number): Program {
  return { command: process.execPath, args: ['--import', 'tsx', join(REPOSITORY, 'test', file), ...args], timeoutMs };
}
