import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { atExit } from './atExit';

/** A process started by the tests, together with whatever it starts in turn: none of them outlives this process. */
export interface OwnProcess {
  readonly child: ChildProcess;
  /** The exit code, or the signal that ended it. Rejects if it could not be started. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** All it has printed so far, on both streams. */
  output(): string;
  /** Asks the process to end, and kills it and all its children when they have not gone by themselves after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
}

/** Sends the signal to a process group; false if there is none (any more). */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

/** Starts a process in a group of its own, so that it can be ended with all its children. */
export function startOwnProcess(
  command: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly cwd?: string },
): OwnProcess {
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const { pid } = child;
  const forget = pid === undefined ? () => undefined : atExit(() => signalGroup(pid, 'SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve(code ?? signal ?? 1);
    });
  });
  // Whoever does not wait for the end may miss that the start failed, but must not crash by it.
  ended.catch(() => undefined);
  return {
    child,
    ended,
    output: () => output,
    async stop(graceMs = 1_000) {
      if (pid === undefined) return;
      signalGroup(pid, 'SIGTERM');
      for (const end = Date.now() + graceMs; signalGroup(pid, 0) && Date.now() < end;) await sleep(20);
      signalGroup(pid, 'SIGKILL');
      forget();
    },
  };
}

/** Runs a program to its end. */
export async function runOwnProcess(
  command: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly cwd?: string },
): Promise<{ readonly exitCode: number | NodeJS.Signals; readonly output: string }> {
  const own = startOwnProcess(command, args, options);
  try {
    return { exitCode: await own.ended, output: own.output() };
  } finally {
    await own.stop(0);
  }
}
