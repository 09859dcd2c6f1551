import { execFile } from 'node:child_process';
import { t } from '@vscode/l10n';
import type { Environment } from './machine';
import { codeOf } from './textFile';

/**
 * Runs a tool of the OS and returns what it printed. Never throws; no shell; time-out 3 s.
 * `code` is null when the tool did not come to its own end: `stderr` then holds words of ours that complete “The tool …”.
 */
export type RunTool = (command: string, args: readonly string[]) => Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;

/** As large as Claude Code's settings may be. */
const LARGEST_OUTPUT = 2 * 1024 * 1024;

export const runTool: RunTool = toolRunner(3_000);

/** {@link runTool} with another time-out, and with an environment of its own. */
export function toolRunner(timeoutMs: number, env: Environment = process.env): RunTool {
  return (command, args) => new Promise((resolve) => {
    const fail = (error: unknown): void => { resolve({ code: null, stdout: '', stderr: problemOf(error, timeoutMs) }); };
    try {
      // Bytes that are no UTF-8, as reg.exe prints them in an OEM code page, become U+FFFD: the JSON around them stays readable.
      const child = execFile(command, args, { env, timeout: timeoutMs, maxBuffer: LARGEST_OUTPUT, killSignal: 'SIGKILL', windowsHide: true, encoding: 'utf8' }, (error, stdout, stderr) => {
        if (error === null) resolve({ code: 0, stdout, stderr });
        else if (typeof error.code === 'number') resolve({ code: error.code, stdout, stderr });
        else fail(error);
      });
      // Nothing will come: a tool that reads its input ends at once.
      child.stdin?.end();
    } catch (error) {
      // Arguments that no process can be given, such as a NUL character.
      fail(error);
    }
  });
}

function problemOf(error: unknown, timeoutMs: number): string {
  const code = codeOf(error);
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return t('printed more than 2 MiB');
  if (error instanceof Error && 'killed' in error && error.killed === true) return t('did not end within {seconds} seconds', { seconds: timeoutMs / 1000 });
  return error instanceof Error && 'signal' in error && typeof error.signal === 'string' ? t('was ended by {signal}', { signal: error.signal }) : t('could not be started ({code})', { code });
}
