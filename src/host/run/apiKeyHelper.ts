import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { t } from '@vscode/l10n';
import { reviewHelperOutput } from '../../core/claude/credential';
import { jwtTimes } from './jwt';
import type { HelperObservation } from '../../core/probes/observations';
import { redactLine } from '../../core/words/redact';
import { Secret } from '../../core/words/secret';
import { isSecretVariable } from '../../core/claude/variables';
import { Deadline } from '../network/deadline';
import { processTree, systemProgram, type ProcessTree } from '../process/processTree';
import type { Environment } from '../../core/claude/sources';

/** How long a command may take, what ends it before that, and where it is run. */
export interface HelperLimits {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
  /** The opened folder, where the user trusts it; else the command is run in the home directory. */
  readonly trustedFolder?: string | undefined;
}

const TIMEOUT_MS = 30_000;
/** Of both outputs together: several times what a credential may have. */
const LARGEST_OUTPUT = 64 * 1024;
const LONGEST_WORDS = 160;

/** How the command came to its end. */
interface Ended {
  /** Null when a signal ended it, or it was never started. */
  readonly code: number | null;
  readonly failed?: string;
  readonly out: string;
  readonly err: string;
  readonly tooLong: boolean;
  readonly timedOut: boolean;
}

/**
 * Runs the command that prints a credential, in the shell that Claude Code uses (`/bin/sh`, on Windows `cmd`),
 * and judges its output as Claude Code does. The caller makes sure that the user has seen it, and agreed.
 * @throws the abort reason when `signal` aborts; the command and all it started are then ended.
 */
export async function runHelperSeen(
  command: Secret,
  env: Environment,
  limits: HelperLimits = {},
): Promise<HelperObservation> {
  const timeoutMs = limits.timeoutMs ?? TIMEOUT_MS;
  const start = performance.now();
  const ended = await runToEnd(command.reveal(), env, { ...limits, timeoutMs });
  const ms = performance.now() - start;
  const output = ended.out.trim();
  const words = wordsOf(ended, output, env);
  const details = {
    ...(ended.failed === undefined ? { exitCode: ended.code } : {}),
    ...(words === '' ? {} : { words }),
    ms,
  };
  const problem = problemOf(ended, output, words, timeoutMs);
  return problem === undefined
    ? { ok: true, secret: new Secret(output), ...jwtTimes(output), ...details }
    : { ok: false, problem, ...details };
}

/** What is wrong with how it ended or with what it printed, as a clause; undefined for a credential. */
function problemOf(
  { code, failed, tooLong, timedOut }: Ended,
  output: string,
  words: string,
  timeoutMs: number,
): string | undefined {
  if (failed !== undefined) return t('the command couldn’t be started: {error}', { error: failed });
  if (timedOut) return t('the command didn’t finish within {seconds} seconds', { seconds: timeoutMs / 1000 });
  if (tooLong) return t('the command printed far more than a credential');
  if (code !== 0) {
    const exit = code ?? t('none');
    return words === ''
      ? t('the command ended with exit code {code}', { code: exit })
      : t('the command ended with exit code {code}: {words}', { code: exit, words });
  }
  const problem = reviewHelperOutput(output);
  return problem === undefined ? undefined : t('the command ran, but {problem}', { problem });
}

/** What it printed to standard error, on one line, without the credential and without secrets of the environment. */
function wordsOf({ err, tooLong }: Ended, output: string, env: Environment): string {
  // Cut in the middle, it could end with a part of a credential.
  if (tooLong) return '';
  const secrets = [
    output,
    ...output.split(/\s+/),
    ...Object.entries(env).flatMap(([name, value]) => (isSecretVariable(name) ? [value ?? ''] : [])),
  ];
  const words = redactLine(err, secrets, LONGEST_WORDS);
  const dense = words.replace(/\s+/g, '');
  // Broken over several lines, as `base64` and `fold` do.
  return secrets.some((secret) => secret.length >= 8 && dense.includes(secret)) ? '' : words;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

const WINDOWS = process.platform === 'win32';

/** The shell that Claude Code uses, by its whole path: by its name alone Windows would look for it in the current directory. */
function launch(command: string, { cwd, env }: Surroundings): Child {
  if (!WINDOWS)
    return spawn('/bin/sh', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const own = process.env['ComSpec'] ?? '';
  return spawn(path.win32.isAbsolute(own) ? own : systemProgram('cmd.exe'), ['/d', '/s', '/c', `"${command}"`], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsVerbatimArguments: true,
    windowsHide: true,
  });
}

/** Where a command is run, and with what. */
interface Surroundings {
  readonly cwd: string;
  readonly env: Environment;
}

/**
 * As Claude Code has it in a trusted folder: the folder, where `./get-key.sh` is the folder's own. Anywhere else the home
 * directory, and nothing is looked for in whatever directory is the current one: `./get-key.sh` is the user's or is not there.
 */
function surroundingsOf(env: Environment, trustedFolder: string | undefined): Surroundings {
  if (trustedFolder !== undefined) return { cwd: trustedFolder, env };
  const paths = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      /^path$/i.test(name) && value !== undefined
        ? [
            [
              name,
              value
                .split(path.delimiter)
                .filter((entry) => path.isAbsolute(entry))
                .join(path.delimiter),
            ],
          ]
        : [],
    ),
  );
  return { cwd: homedir(), env: { ...env, ...paths, ...(WINDOWS ? { NoDefaultCurrentDirectoryInExePath: '1' } : {}) } };
}

/** Ends the command and all that it started, and waits for none of it. */
function stopWith(tree: ProcessTree, child: Child): void {
  // Whatever still holds the other end of the output would keep us waiting.
  child.stdout.destroy();
  child.stderr.destroy();
  tree.stop(child);
}

async function runToEnd(
  command: string,
  given: Environment,
  { timeoutMs, signal, trustedFolder }: HelperLimits & { readonly timeoutMs: number },
): Promise<Ended> {
  signal?.throwIfAborted();
  const { cwd, env } = surroundingsOf(given, trustedFolder);
  const tree = processTree(env);
  const stop = (started: Child): void => {
    stopWith(tree, started);
  };
  let child: Child;
  try {
    child = launch(command, { cwd, env: tree.env });
  } catch (error) {
    // Some commands no system takes, such as one with a NUL in it. Node repeats them in its message.
    return {
      code: null,
      failed: error instanceof Error && 'code' in error ? String(error.code) : t('unknown'),
      out: '',
      err: '',
      tooLong: false,
      timedOut: false,
    };
  }
  const deadline = new Deadline(timeoutMs, signal);
  const onAbort = (): void => {
    stop(child);
  };
  deadline.signal.addEventListener('abort', onAbort, { once: true });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  let size = 0;
  const collect =
    (into: Buffer[]) =>
    (chunk: Buffer): void => {
      size += chunk.length;
      if (size > LARGEST_OUTPUT) stop(child);
      else into.push(chunk);
    };
  child.stdout.on('data', collect(out));
  child.stderr.on('data', collect(err));
  const ended = await new Promise<{ code: number | null; failed?: string }>((resolve) => {
    child.once('error', (error) => {
      resolve({ code: null, failed: redactLine(error.message) });
    });
    child.once('close', (code) => {
      resolve({ code });
    });
  });
  deadline.signal.removeEventListener('abort', onAbort);
  deadline.end();
  signal?.throwIfAborted();
  return {
    ...ended,
    out: Buffer.concat(out).toString('utf8'),
    err: Buffer.concat(err).toString('utf8'),
    tooLong: size > LARGEST_OUTPUT,
    timedOut: deadline.passed,
  };
}
