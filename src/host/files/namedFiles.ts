import path from 'node:path';
import { t } from '@vscode/l10n';
import { valuesOfFolder } from '../../core/config/decidedByFolder';
import { isBelow, leavesFiles } from '../../core/config/filePlaces';
import { resolve, valueOf } from '../../core/config/resolve';
import type { Snapshot } from '../../core/config/snapshot';
import { SURFACE_LABEL, type SurfaceId } from '../../core/claude/sources';
import { FILE_VARIABLES } from '../../core/claude/variables';
import { codeOf, FileError } from './fileError';
import { readForeign } from './foreignFile';
import { platformOf } from './machine';

/** A bundle of all authorities is some 200 KB. */
const LARGEST = 16 * 1024 * 1024;

/** What completes the sentence “The file …: it …”. */
const PROBLEMS: Partial<Record<FileError['code'], () => string>> = {
  'not-a-file': () => t('it isn’t a file'),
  'too-large': () => t('it’s far too large'),
  'no-answer': () => t('it couldn’t be read in time'),
};

/**
 * What's wrong with the files that variables name (a CA bundle, a client certificate), by the path as it is written: only
 * those with a problem. Relative paths start where Claude Code is started; `~` isn't the home directory in a variable. Only
 * values that apply somewhere are checked, none from an untrusted folder (even if `claude -p` would use them), and from
 * a trusted one no device and no server: on Windows, accessing `\\host\share` sends that host the user's login.
 */
export async function problemsOfNamedFiles(
  snapshot: Snapshot,
  folder: string | undefined,
): Promise<Record<string, string>> {
  const found = await Promise.all(
    [...namedFiles(snapshot, folder)].map(async ([file, place]) => [file, await problemOf(place, folder)] as const),
  );
  return Object.fromEntries(found.flatMap(([file, problem]) => (problem === undefined ? [] : [[file, problem]])));
}

/** The paths as they are written, and where they lead. */
function namedFiles(snapshot: Snapshot, folder: string | undefined): ReadonlyMap<string, string> {
  const configs = (Object.keys(SURFACE_LABEL) as SurfaceId[]).map((surface) => resolve(snapshot, surface));
  return new Map(
    configs.flatMap((config) => {
      const ofFolder = valuesOfFolder(config);
      return FILE_VARIABLES.flatMap((name): [string, string][] => {
        const file = valueOf(config, name) ?? '';
        if (file.trim() === '') return [];
        const place = path.resolve(folder ?? '.', file);
        const mayLook =
          !ofFolder.has(name) ||
          (snapshot.trusted && ![file, place].some((one) => leavesFiles(one, platformOf(process.platform))));
        return mayLook ? [[file, place]] : [];
      });
    }),
  );
}

async function problemOf(file: string, folder: string | undefined): Promise<string | undefined> {
  const inFolder = folder !== undefined && isBelow(file, folder, platformOf(process.platform));
  try {
    const found = await readForeign(file, { most: LARGEST, ...(inFolder ? { folder } : {}) });
    if (found === undefined) return t('it doesn’t exist');
    return found.bytes.length === 0 ? t('it’s empty') : undefined;
  } catch (error) {
    // A link that leads out of the folder isn't followed.
    if (error instanceof FileError && error.code === 'outside') return undefined;
    const known = error instanceof FileError ? PROBLEMS[error.code] : undefined;
    return known === undefined
      ? t('it can’t be read ({code})', { code: codeOf(error instanceof FileError ? error.cause : error) })
      : known();
  }
}
