import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** Write permission of the group and of everybody else. */
const OTHERS_WRITE = 0o022;
/** Of a folder: only whose an entry is may replace it. */
const STICKY = 0o1000;

/**
 * True when nobody but root can change a file, or put another one in its place: it and every folder above it belong to root
 * and to nobody else to write, behind all links. POSIX only. A file that cannot be looked at is not.
 */
export async function isGuarded(file: string): Promise<boolean> {
  try {
    const real = await realpath(file);
    const [own, ...folders] = await Promise.all(
      [real, ...foldersAbove(real), ...foldersAbove(path.resolve(file))].map(async (one) => stat(one)),
    );
    return (
      own !== undefined &&
      isRoots(own, OTHERS_WRITE) &&
      folders.every((info) => isRoots(info, (info.mode & STICKY) === 0 ? OTHERS_WRITE : 0))
    );
  } catch {
    return false;
  }
}

function isRoots({ uid, mode }: { readonly uid: number; readonly mode: number }, mask: number): boolean {
  return uid === 0 && (mode & mask) === 0;
}

function foldersAbove(file: string): readonly string[] {
  const folder = path.dirname(file);
  return folder === file ? [] : [folder, ...foldersAbove(folder)];
}
