import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import type { SourceReading } from '../core/snapshot';
import { FILE_VARIABLES } from '../core/variables';
import { codeOf } from './textFile';

/** A bundle of all authorities is some 200 KB. */
const LARGEST = 16 * 1024 * 1024;

/**
 * What is wrong with the files that variables name (a CA bundle, a client certificate), by the path as it is written: only
 * those with a problem. Each completes the sentence “The file …: it …”. Relative paths count from where Claude Code is
 * started; `~` is no home directory in a variable.
 */
export async function problemsOfNamedFiles(readings: readonly SourceReading[], folder: string | undefined): Promise<Record<string, string>> {
  const paths = new Set(readings.flatMap(({ env }) => FILE_VARIABLES.flatMap((name) => (Object.hasOwn(env, name) ? [env[name]?.reveal() ?? ''] : []))).filter((value) => value.trim() !== ''));
  const found = await Promise.all([...paths].map(async (file) => [file, await problemOf(path.resolve(folder ?? '.', file))] as const));
  return Object.fromEntries(found.flatMap(([file, problem]) => (problem === undefined ? [] : [[file, problem]])));
}

async function problemOf(file: string): Promise<string | undefined> {
  try {
    const info = await stat(file);
    if (!info.isFile()) return t('it is not a file');
    if (info.size === 0) return t('it is empty');
    if (info.size > LARGEST) return t('it is far too large');
    await (await open(file)).close();
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? t('it is not there') : t('it cannot be read ({code})', { code });
  }
}
