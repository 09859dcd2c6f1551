import { lstat, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { isBelow, leavesFiles } from '../../core/config/filePlaces';
import type { SourceReading } from '../../core/config/snapshot';
import type { Machine } from '../../core/claude/sources';
import { platformOf } from './machine';
import { codeOf } from './fileError';

/** So many links are followed one after the other; Linux follows 40. */
const MOST_LINKS = 40;

/**
 * Where a file of the opened folder really lies: links are followed as long as they stay in the folder, and where one leads
 * out, nothing of what it leads to is touched. On Windows, looking at `\\host\share` would already send the user's login there.
 * A part that is not there ends the search: the path is as it is written.
 * @returns the path without links, or undefined when it lies outside of the folder. @throws what `lstat` and `readlink` throw.
 */
export async function placeInFolder(file: string, folder: string): Promise<string | undefined> {
  const platform = platformOf(process.platform);
  const roots = [path.resolve(folder), await realpath(folder)];
  let rest = path.resolve(folder, file);
  for (let links = 0; links <= MOST_LINKS; links++) {
    const root = roots.find((one) => isBelow(rest, one, platform));
    if (root === undefined || leavesFiles(rest, platform)) return undefined;
    const next = await firstLink(root, rest);
    if (next === undefined) return rest;
    rest = next;
  }
  throw Object.assign(new Error('too many links'), { code: 'ELOOP' });
}

/** The path with its first link below the root replaced by what that stands for; undefined when there is none. */
async function firstLink(root: string, file: string): Promise<string | undefined> {
  const parts = path
    .relative(root, file)
    .split(path.sep)
    .filter((part) => part !== '');
  for (let count = 1; count <= parts.length; count++) {
    const at = path.join(root, ...parts.slice(0, count));
    const isLink = await lstat(at).then(
      (info) => info.isSymbolicLink(),
      (error: unknown) => {
        if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return false;
        throw error;
      },
    );
    if (isLink) return path.resolve(path.dirname(at), await readlink(at), ...parts.slice(count));
  }
  return undefined;
}

/**
 * True when a file lies in the opened folder, or a link leads to a file there, whatever the file is called: whoever wrote the
 * folder wrote it. What lies where its program keeps it in any case (`own`, such as `~/.claude`) is the user's, also when the
 * user has opened the home directory. A link below the folder belongs to it wherever it leads, and is not followed for this.
 */
export async function liesInFolder(file: string, folder: string | undefined, own: string): Promise<boolean> {
  if (folder === undefined) return false;
  const platform = platformOf(process.platform);
  const real = (place: string): Promise<string> => realpath(place).catch(() => path.resolve(place));
  const [realFolder, realParent] = await Promise.all([real(folder), real(path.dirname(own))]);
  const isOwn = (place: string): boolean =>
    [own, path.join(realParent, path.basename(own))].some((one) => isBelow(place, one, platform));
  const isInside = (place: string): boolean =>
    [path.resolve(folder), realFolder].some((one) => isBelow(place, one, platform));
  if (isInside(file) && !isOwn(file)) return true;
  const realFile = await real(file);
  return isInside(realFile) && !isOwn(realFile);
}

/** The readings of a file that a program keeps in the user's home directory, marked when it lies in the opened folder. */
export async function withPlace(
  readings: readonly SourceReading[],
  file: string,
  { folder, home, platform }: Machine,
): Promise<SourceReading[]> {
  const [first = ''] = isBelow(file, home, platform) ? path.relative(home, file).split(path.sep) : [];
  const inFolder = await liesInFolder(file, folder, first === '' ? file : path.join(home, first));
  return readings.map((reading) => (inFolder ? { ...reading, fromFolder: true } : reading));
}
