import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** A repository's index of a few thousand files; a larger one is not searched. */
const LARGEST_INDEX = 32 * 1024 * 1024;

/** The root of the Git repository that a folder lies in, or undefined. No child process: a folder with `.git` in it is one. */
export async function repositoryOf(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = path.dirname(at)) {
    if (await stat(path.join(at, '.git')).then(() => true, () => false)) return at;
    if (path.dirname(at) === at) return undefined;
  }
}

/**
 * True when Git has the file in its index, and so in every clone. An entry of the index holds the path after two bytes of
 * flags, whose low 12 bits are the length of the path: https://git-scm.com/docs/index-format
 */
export async function isCommitted(root: string, file: string): Promise<boolean> {
  try {
    const index = path.join(await gitFolder(root), 'index');
    if ((await stat(index)).size > LARGEST_INDEX) return false;
    const bytes = await readFile(index);
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

/** In a worktree and in a submodule `.git` is a file that names the folder. */
async function gitFolder(root: string): Promise<string> {
  const git = path.join(root, '.git');
  if ((await stat(git)).isDirectory()) return git;
  return path.resolve(root, /^gitdir: (.+)$/m.exec(await readFile(git, 'utf8'))?.[1] ?? '.git');
}
