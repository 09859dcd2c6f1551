import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { isBelow, leavesFiles } from '../../core/config/filePlaces';
import { readForeign } from './foreignFile';
import { askIndex } from './gitIndex';
import { placeInFolder } from './insideFolder';
import { platformOf } from './machine';
import { readText } from './textFile';

/** A repository's index of a few thousand files; a larger one is not searched. */
const LARGEST_INDEX = 32 * 1024 * 1024;
/** A file that holds one path. */
const LARGEST_PATH = 4096;

/** The root of the Git repository that a folder lies in, or undefined. No child process: a folder with `.git` in it is one. */
export async function repositoryOf(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = path.dirname(at)) {
    if (
      await lstat(path.join(at, '.git')).then(
        () => true,
        () => false,
      )
    )
      return at;
    if (path.dirname(at) === at) return undefined;
  }
}

/** What Git’s index says of a file; `unknown`: it could not be read, or is of a kind that nobody knows here. */
export type Tracking = 'tracked' | 'untracked' | 'unknown';

/** True when Git has the file in its index, and so in every clone; of what is not known, false. */
export async function isCommitted(root: string, file: string): Promise<boolean> {
  return (await trackingOf(root, file)) === 'tracked';
}

/** Whether Git has a file of a work tree in its index, and so in every clone. Never throws. @param most bytes of the largest index that is read */
export async function trackingOf(root: string, file: string, most = LARGEST_INDEX): Promise<Tracking> {
  try {
    const git = await gitFolder(root);
    if (git === undefined) return 'unknown';
    const name = path.relative(root, file).split(path.sep).join('/');
    for (let index: string | undefined = 'index', parts = 0; index !== undefined; parts++) {
      const found = await readForeign(path.join(git, index), { most, folder: git });
      // A repository without an index has nothing in it yet.
      if (found === undefined && parts === 0) return 'untracked';
      const answer = found === undefined || parts > 1 ? undefined : askIndex(found.bytes, name);
      if (answer?.holds === undefined) return 'unknown';
      if (answer.holds) return 'tracked';
      index = answer.shared;
    }
    return 'untracked';
  } catch {
    return 'unknown';
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
  return [root, await realpath(root)]
    .map((one) => path.join(one, '.git'))
    .some((git) => isBelow(back, git, platform) && isBelow(git, back, platform));
}
