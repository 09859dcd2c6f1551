import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { homedir, userInfo } from 'node:os';
import path from 'node:path';
import { t } from '@vscode/l10n';
import { isRecord, jsonIn } from '../../core/text/json';
import { endGroup, processTree, TREE_MARK } from '../process/processTree';
import { codeOf } from './fileError';
import type { Environment } from '../../core/claude/sources';

/** What asking the login shell gave. `problem` is a clause about it, such as “it didn’t finish within 5 seconds”. */
export type ShellEnvironment =
  { readonly ok: true; readonly env: Environment } | { readonly ok: false; readonly problem: string };

/** What tests set differently. */
export interface ShellOptions {
  readonly home?: string;
  readonly platform?: NodeJS.Platform;
  readonly timeoutMs?: number;
  /** VS Code was not started from a shell, so what its environment holds is there for every terminal. */
  readonly inherits?: boolean;
}

const TIMEOUT_MS = 5_000;
/** An environment is at most some hundred KiB; the rest is what start-up files print. */
const LARGEST_OUTPUT = 4 * 1024 * 1024;

/**
 * The environment that a new terminal starts with: what the user's own login shell sets in its start-up files. They run in
 * the home directory, so the caller makes sure that the user asked for it. Windows has no such files: undefined.
 */
export async function readShellEnvironment(
  env: Environment,
  options: ShellOptions = {},
): Promise<ShellEnvironment | undefined> {
  const { platform = process.platform, home = homedir(), timeoutMs = TIMEOUT_MS, inherits = false } = options;
  if (platform === 'win32') return undefined;
  const shell = env['SHELL'] ?? userInfo().shell ?? '';
  if (!path.isAbsolute(shell)) return { ok: false, problem: t('it isn’t known: SHELL doesn’t name a program') };
  const mark = randomUUID();
  const output = await run(
    shell,
    argumentsFor(shell, mark),
    { ...startingEnvironment(env, inherits), HOME: home, SHELL: shell },
    home,
    mark,
    timeoutMs,
  );
  return typeof output === 'string' ? parse(output, mark) : { ok: false, problem: output.problem };
}

/** This program prints the environment as JSON between two marks; what start-up files print stands outside of them. */
function argumentsFor(shell: string, mark: string): string[] {
  const quoted = `'${process.execPath.replaceAll("'", String.raw`'\''`)}'`;
  const command = `${quoted} -p '"${mark}" + JSON.stringify(process.env) + "${mark}"'`;
  return ['tcsh', 'csh'].includes(path.basename(shell)) ? ['-ic', command] : ['-i', '-l', '-c', command];
}

/** Without what belongs to VS Code, and without what the shell that VS Code was started from may have had for itself. */
function startingEnvironment(env: Environment, inherits: boolean): Environment {
  const left = inherits
    ? /^(?:VSCODE|ELECTRON)_|^NODE_OPTIONS$/
    : /^(?:VSCODE|ELECTRON|ANTHROPIC|CLAUDE)_|^NODE_OPTIONS$/;
  const kept = Object.entries(env).filter(([name]) => !left.test(name));
  // The program is VS Code's own, which is a plain Node.js with the first variable only; the second asks frameworks for no questions.
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1', DISABLE_AUTO_UPDATE: 'true', TERM: 'dumb' };
}

function run(
  shell: string,
  args: readonly string[],
  env: Environment,
  cwd: string,
  mark: string,
  timeoutMs: number,
): Promise<string | { readonly problem: string }> {
  return new Promise((resolve) => {
    const tree = processTree(env);
    // A session of its own: no terminal to ask on, and one group to end.
    const child = spawn(shell, args, { env: tree.env, cwd, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (result: string | { readonly problem: string }): void => {
      clearTimeout(timer);
      child.stdout.destroy();
      // An agent that the start-up files have started is to stay, unless they never come to an end.
      if (typeof result === 'string') endGroup(child.pid);
      else tree.stop(child);
      resolve(result);
    };
    const timer = setTimeout(() => {
      settle({ problem: t('it didn’t finish within {seconds} seconds', { seconds: timeoutMs / 1000 }) });
    }, timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > LARGEST_OUTPUT) settle({ problem: t('it printed more than 4 MiB') });
      // A program that the start-up files left in the background may hold the output open for ever.
      else if (chunk.includes('}') && isComplete(text(), mark)) settle(text());
    });
    const text = (): string => Buffer.concat(chunks).toString('utf8');
    child.once('error', (error) => {
      settle({ problem: t('it couldn’t be started ({code})', { code: codeOf(error) }) });
    });
    child.once('close', (code) => {
      settle(
        isComplete(text(), mark)
          ? text()
          : {
              problem:
                code === null
                  ? t('it was terminated before printing its environment')
                  : t('it exited with code {code} before printing its environment', { code }),
            },
      );
    });
  });
}

function isComplete(output: string, mark: string): boolean {
  return output.indexOf(mark) !== output.lastIndexOf(mark);
}

function parse(output: string, mark: string): ShellEnvironment {
  const json = output.slice(output.indexOf(mark) + mark.length, output.lastIndexOf(mark));
  const value = jsonIn(json);
  if (!isRecord(value)) return { ok: false, problem: t('it printed something other than its environment') };
  return {
    ok: true,
    env: Object.fromEntries(
      Object.entries(value).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== TREE_MARK,
      ),
    ),
  };
}
