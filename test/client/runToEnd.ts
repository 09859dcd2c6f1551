import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a program is run. */
export interface ToRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** When it and all that it started is killed. */
  readonly timeoutMs: number;
}

/** What a program came to. */
export interface Ended {
  /** null when it was killed. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/** How long output may still come after the end: what it left running can hold the pipe open. */
const LAST_WORDS_MS = 30;

/** Runs a program, and ends whatever it leaves behind. Not for Windows. */
export async function runToEnd({ command, args, cwd, env, timeoutMs }: ToRun): Promise<Ended> {
  const began = performance.now();
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output.stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output.stderr += chunk;
  });
  const killAll = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All of it has ended already.
    }
  };
  const clock = setTimeout(killAll, timeoutMs);
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  clearTimeout(clock);
  const ms = Math.round(performance.now() - began);
  await sleep(LAST_WORDS_MS);
  killAll();
  return { exitCode, ...output, ms };
}
