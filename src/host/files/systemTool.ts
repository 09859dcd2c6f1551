import { execFile } from 'node:child_process';
import path from 'node:path';
import { t } from '@vscode/l10n';
import { processTree } from '../process/processTree';
import { codeOf } from './fileError';
import type { Environment } from '../../core/claude/sources';

/**
 * Runs a tool of the OS and returns what it printed. Never throws; no shell; time-out 3 s, which ends what the tool started too.
 * `code` is null if the tool didn't end on its own: `stderr` then says why, as a clause in our words.
 */
export type RunTool = (
  command: string,
  args: readonly string[],
) => Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;

/** As large as Claude Code's settings may be. */
const LARGEST_OUTPUT = 2 * 1024 * 1024;

export const runTool: RunTool = toolRunner(3_000);

/** {@link runTool} with another time-out, and with an environment of its own. */
export function toolRunner(timeoutMs: number, env: Environment = process.env): RunTool {
  return (command, args) =>
    new Promise((resolve) => {
      const tool = path.basename(command);
      const tree = processTree(env);
      let over = false;
      let tooLong: NodeJS.Timeout | undefined;
      const fail = (problem: string): void => {
        resolve({ code: null, stdout: '', stderr: problem });
      };
      try {
        // Bytes that aren't UTF-8, as reg.exe prints in an OEM code page, become U+FFFD: the JSON around them stays readable.
        const child = execFile(
          command,
          args,
          { env: tree.env, maxBuffer: LARGEST_OUTPUT, killSignal: 'SIGKILL', windowsHide: true, encoding: 'utf8' },
          (error, stdout, stderr) => {
            if (over) return;
            clearTimeout(tooLong);
            if (error === null) resolve({ code: 0, stdout, stderr });
            else if (typeof error.code === 'number') resolve({ code: error.code, stdout, stderr });
            else {
              tree.stop(child);
              fail(problemOf(tool, error));
            }
          },
        );
        tooLong = setTimeout(() => {
          over = true;
          // Whoever holds the other end of the output would keep us waiting.
          child.stdout?.destroy();
          child.stderr?.destroy();
          tree.stop(child);
          fail(t('{tool} didn’t finish within {seconds} seconds', { tool, seconds: timeoutMs / 1000 }));
        }, timeoutMs);
        // No input follows: a tool that reads its input ends at once.
        child.stdin?.end();
      } catch (error) {
        // Arguments that can't be passed to a process, such as a NUL character.
        fail(problemOf(tool, error));
      }
    });
}

function problemOf(tool: string, error: unknown): string {
  const code = codeOf(error);
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return t('{tool} printed more than 2 MiB', { tool });
  return error instanceof Error && 'signal' in error && typeof error.signal === 'string'
    ? t('{tool} was terminated by {signal}', { tool, signal: error.signal })
    : t('{tool} couldn’t be started ({code})', { tool, code });
}
