import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { isRecord, jsonIn } from '../../core/text/json';
import { toolRunner, type RunTool } from './systemTool';
import { readText } from './textFile';
import type { Environment } from '../../core/claude/sources';

/** A `claude` that a terminal would run. */
export interface InstalledClient {
  readonly path: string;
  /** undefined when its place does not tell. */
  readonly version: string | undefined;
}

/**
 * The first `claude` on the PATH, and its version as its place tells it: the package that it lies in, or the file name of
 * the native installer (`~/.local/share/claude/versions/2.1.329`). Nothing is run.
 * https://code.claude.com/docs/en/setup
 */
export async function findClient(env: Environment): Promise<InstalledClient | undefined> {
  const names = process.platform === 'win32' ? ['claude.exe', 'claude.cmd'] : ['claude'];
  for (const folder of (env['PATH'] ?? env['Path'] ?? '')
    .split(path.delimiter)
    .filter((entry) => path.isAbsolute(entry))) {
    for (const name of names) {
      const real = await realpath(path.join(folder, name)).catch(() => undefined);
      if (real !== undefined) return { path: real, version: await versionAt(real) };
    }
  }
  return undefined;
}

/**
 * Whether the client itself says that a claude.ai login is saved, for where its store is not opened (the macOS Keychain);
 * undefined when it does not say. A child process: only on request. Measured with 2.1.329 and 2.1.197: it asks nobody,
 * runs no helper, and names the login `claude.ai` unless a credential is set. https://code.claude.com/docs/en/cli-reference
 */
export async function askSavedLogin(
  client: string,
  env: Environment,
  run: RunTool = toolRunner(10_000, withoutCredentials(env)),
): Promise<boolean | undefined> {
  const { code, stdout } = await run(client, ['auth', 'status', '--json']);
  if (code === null) return undefined;
  const answer = jsonIn(stdout);
  const authMethod = isRecord(answer) ? answer['authMethod'] : undefined;
  return authMethod === 'claude.ai' ? true : authMethod === 'none' ? false : undefined;
}

/** What decides another credential would hide the login; without the last variable the client would greet the gateway. */
function withoutCredentials(env: Environment): Environment {
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:ANTHROPIC_|CLAUDE_CODE_)/.test(name))),
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  };
}

async function versionAt(file: string): Promise<string | undefined> {
  const own = /^\d+\.\d+\.\d+$/.exec(path.basename(file))?.[0];
  if (own !== undefined) return own;
  for (const up of ['.', '..', '../node_modules/@anthropic-ai/claude-code']) {
    const text = await readText(path.join(path.dirname(file), up, 'package.json')).catch(() => undefined);
    const found = text === undefined ? undefined : packageVersion(text);
    if (found !== undefined) return found;
  }
  return undefined;
}

function packageVersion(text: string): string | undefined {
  const manifest = jsonIn(text);
  if (!isRecord(manifest)) return undefined;
  const { name, version } = manifest;
  return typeof name === 'string' && name.startsWith('@anthropic-ai/claude-code') && typeof version === 'string'
    ? version
    : undefined;
}
