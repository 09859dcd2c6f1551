import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { isBelow, leavesFiles } from '../core/config/filePlaces';
import { readForeign } from './files/foreignFile';
import { placeInFolder } from './files/insideFolder';
import { platformOf } from './machine';
import { readText } from './textFile';

/** A repository's index of a few thousand files; a larger one is not searched. */
const LARGEST_INDEX = 32 * 1024 * 1024;
/** A file that holds one path. */
const LARGEST_PATH = 4096;

/** The root of the Git repository that a folder lies in, or undefined. No child process: a folder with `.git` in it is one. */
export async function repositoryOf(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = path.dirname(at)) {
    if (await lstat(path.join(at, '.git')).then(() => true, () => false)) return at;
    if (path.dirname(at) === at) return undefined;
  }
}

/**
 * True when Git has the file in its index, and so in every clone. An entry of the index holds the path after two bytes of
 * flags, whose low 12 bits are the length of the path: https://git-scm.com/docs/index-format
 */
export async function isCommitted(root: string, file: string): Promise<boolean> {
  try {
    const git = await gitFolder(root);
    const index = git === undefined ? undefined : await readForeign(path.join(git, 'index'), { most: LARGEST_INDEX, folder: git });
    if (index === undefined) return false;
    const { bytes } = index;
    const name = Buffer.from(path.relative(root, file).split(path.sep).join('/'));
    for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) {
      const ends = bytes[at + name.length] === 0;
      // An entry with more flags has two bytes more in between.
      if (ends && [2, 4].some((back) => at >= back && (bytes.readUInt16BE(at - back) & 0xfff) === Math.min(name.length, 0xfff))) return true;
    }
    return false;
  } catch {
    return false;
  }
}

/**
 * The folder in which Git keeps a work tree; undefined when there is none that is followed. In a worktree and in a submodule
 * `.git` is a file that names it, and whoever wrote the work tree wrote that: it is followed below the work tree, into the
 * `.git/modules` of a work tree around it, and to a `.git/worktrees` that names this work tree in return.
 * https://git-scm.com/docs/gitrepository-layout @throws {FileError}
 */
export async function gitFolder(root: string): Promise<string | undefined> {
  const git = path.join(root, '.git');
  const info = await lstat(git);
  if (info.isDirectory()) return git;
  if (info.isSymbolicLink()) return placeInFolder(git, root);
  const named = /^gitdir: (.+)$/m.exec((await readText(git, { most: LARGEST_PATH })) ?? '')?.[1];
  if (named === undefined) return undefined;
  const folder = path.resolve(root, named);
  const platform = platformOf(process.platform);
  if (leavesFiles(folder, platform)) return undefined;
  if (isBelow(folder, root, platform)) return placeInFolder(folder, root);
  const around = /^(.+?)[\\/]\.git[\\/]modules[\\/]/.exec(folder)?.[1];
  if (around !== undefined) return isBelow(root, around, platform) ? placeInFolder(folder, around) : undefined;
  const main = /^(.*\.git)[\\/]worktrees[\\/][^\\/]+$/.exec(folder)?.[1];
  return main !== undefined && (await namesInReturn(folder, main, root)) ? folder : undefined;
}

async function namesInReturn(folder: string, main: string, root: string): Promise<boolean> {
  const named = (await readText(path.join(folder, 'gitdir'), { most: LARGEST_PATH, folder: main }))?.trim() ?? '';
  const back = path.resolve(folder, named);
  const platform = platformOf(process.platform);
  return [root, await realpath(root)].map((one) => path.join(one, '.git')).some((git) => isBelow(back, git, platform) && isBelow(git, back, platform));
}
