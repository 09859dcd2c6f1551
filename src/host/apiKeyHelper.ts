import { spawn } from 'node:child_process';
import { t } from '@vscode/l10n';
import { reviewHelperOutput } from '../core/credential';
import { redactLine } from '../core/redact';
import { Secret } from '../core/secret';
import { isSecretVariable } from '../core/variables';
import type { Environment } from './machine';

/** What running a helper command gave. `problem` is a clause, such as “the command printed nothing”. Times in milliseconds. */
export type HelperResult = { readonly ok: true; readonly secret: Secret; readonly ms: number } | { readonly ok: false; readonly problem: string; readonly ms: number };

const TIMEOUT_MS = 30_000;
const LARGEST_OUTPUT = 64 * 1024;

/**
 * Runs the command that prints a credential, in the shell that Claude Code uses (`/bin/sh`, on Windows `cmd`),
 * and judges its output as Claude Code does. The caller makes sure that the user asked for it and that the folder is trusted.
 * @throws the abort reason when `signal` aborts; the command and all it started are then ended.
 */
export async function runHelper(command: string, env: Environment, signal?: AbortSignal): Promise<HelperResult> {
  signal?.throwIfAborted();
  const start = performance.now();
  const windows = process.platform === 'win32';
  const child = windows
    ? spawn(process.env['ComSpec'] ?? 'cmd.exe', ['/d', '/s', '/c', `"${command}"`], { env, stdio: ['ignore', 'pipe', 'pipe'], windowsVerbatimArguments: true, windowsHide: true })
    : spawn('/bin/sh', ['-c', command], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const stop = (): void => {
    if (child.pid === undefined) return;
    // Whatever still holds the other end of the output would keep us waiting.
    child.stdout.destroy();
    child.stderr.destroy();
    try {
      // The whole group, also when the shell itself has ended: it leaves the programs that it started behind.
      if (windows) child.kill();
      else process.kill(-child.pid, 'SIGKILL');
    } catch {
      child.kill('SIGKILL');
    }
  };
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  const either = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
  either.addEventListener('abort', stop, { once: true });
  const out: string[] = [];
  const err: string[] = [];
  let size = 0;
  const collect = (into: string[]) => (chunk: Buffer): void => {
    size += chunk.length;
    if (size > LARGEST_OUTPUT) stop();
    else into.push(chunk.toString('utf8'));
  };
  child.stdout.on('data', collect(out));
  child.stderr.on('data', collect(err));
  const ended = await new Promise<{ code: number | null; failed?: string }>((resolve) => {
    child.once('error', (error) => { resolve({ code: null, failed: error.message }); });
    child.once('close', (code) => { resolve({ code }); });
  });
  either.removeEventListener('abort', stop);
  signal?.throwIfAborted();
  const ms = performance.now() - start;
  const output = out.join('').trim();
  if (ended.failed !== undefined) return { ok: false, problem: t('the command could not be started: {error}', { error: redactLine(ended.failed) }), ms };
  if (deadline.aborted) return { ok: false, problem: t('the command did not end within {seconds} seconds', { seconds: TIMEOUT_MS / 1000 }), ms };
  if (size > LARGEST_OUTPUT) return { ok: false, problem: t('the command printed far more than a credential'), ms };
  if (ended.code !== 0) {
    const secrets = [output, ...output.split(/\s+/), ...Object.entries(env).flatMap(([name, value]) => (isSecretVariable(name) ? [value ?? ''] : []))];
    const words = redactLine(err.join(''), secrets, 160);
    const code = ended.code ?? t('none');
    return { ok: false, problem: words === '' ? t('the command ended with exit code {code}', { code }) : t('the command ended with exit code {code}: {words}', { code, words }), ms };
  }
  const problem = reviewHelperOutput(output);
  return problem === undefined ? { ok: true, secret: new Secret(output), ms } : { ok: false, problem: t('the command ran, but {problem}', { problem }), ms };
}
