import { lstat, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { trackingOf, type Tracking } from './repository';
import { isIgnored } from './gitIgnore';
import type { Environment } from '../../core/claude/sources';

/** The index of a repository with some million files. It is read once, before something is written. */
const LARGEST_INDEX = 256 * 1024 * 1024;

/** A file that Git would hand on. */
export interface GitExposure {
  readonly file: string;
  /** The work tree that it lies in. */
  readonly root: string;
  /** Git has it already, or may have it, so that no pattern keeps it out. */
  readonly tracked: Tracking;
}

/**
 * The Git work tree that hands on a file, as it is or as it would be once it is written: its real place counts, so that a link into a
 * repository of dotfiles is found. Undefined outside of a work tree, and for a file that Git ignores. Starts no child process: a
 * repository's own configuration can name programs to run. A work tree that a `--git-dir` elsewhere claims cannot be seen.
 */
export async function gitExposure(file: string, env: Environment): Promise<GitExposure | undefined> {
  const real = await realPlace(file);
  const root = await workTreeOf(path.dirname(real));
  if (root === undefined) return undefined;
  const tracked = await trackingOf(root, real, LARGEST_INDEX);
  return tracked !== 'untracked' || !(await isIgnored(root, real, env)) ? { file: real, root, tracked } : undefined;
}

/** Where a file lies or will lie, without links. */
async function realPlace(file: string): Promise<string> {
  const found = await realpath(file).catch(() => undefined);
  if (found !== undefined) return found;
  const parent = path.dirname(file);
  if (parent === file) return file;
  const linked = await readlink(file).catch(() => undefined);
  return linked === undefined
    ? path.join(await realPlace(parent), path.basename(file))
    : realPlace(path.resolve(await realPlace(parent), linked));
}

/** The innermost one. A folder `.git` without a HEAD is none, and Git looks further up. */
async function workTreeOf(folder: string): Promise<string | undefined> {
  const there = (file: string): Promise<boolean> =>
    lstat(file).then(
      () => true,
      () => false,
    );
  const git = path.join(folder, '.git');
  const isFolder = await lstat(git).then(
    (info) => info.isDirectory(),
    () => undefined,
  );
  if (isFolder === false || (isFolder === true && (await there(path.join(git, 'HEAD'))))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : workTreeOf(parent);
}
