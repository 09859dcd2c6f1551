import { constants } from 'node:fs';
import { access, open, readlink, realpath, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import { codeOf, FileError } from './files/fileError';
import { readForeign, type ForeignFile, type ReadingLimits } from './files/foreignFile';

export { codeOf, FileError } from './files/fileError';

/** Settings files are small; Claude Code itself refuses more than 2 MiB. */
const LARGEST = 2 * 1024 * 1024;

/** The text of a file with its byte order mark, or undefined when there is none. @throws {FileError} */
export async function readText(file: string, limits: Partial<ReadingLimits> = {}): Promise<string | undefined> {
  const found = await readForeign(file, { most: LARGEST, ...limits });
  return found === undefined ? undefined : textIn(file, found);
}

/** The bytes of a file as text. @throws {FileError} when they are no UTF-8. */
export function textIn(file: string, { bytes }: ForeignFile): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new FileError('encoding', file, t('{file} is not UTF-8 text. Save it as UTF-8 and try again.', { file }), error);
  }
}

/**
 * Fails when a file may not be written, before anything is. A file without the owner's write permission counts as
 * read-only even for root: whoever removed it meant it. @throws {FileError}
 */
export async function assertWritable(file: string): Promise<void> {
  try {
    const info = await stat(file).catch((error: unknown) => (codeOf(error) === 'ENOENT' ? undefined : Promise.reject(error as Error)));
    if (info !== undefined && (info.mode & constants.S_IWUSR) === 0) throw new FileError('read-only', file, t('{file} is read-only. Make it writable and try again.', { file }));
    await access(info === undefined ? await nearestFolder(path.dirname(file)) : file, constants.W_OK);
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError('read-only', file, t('{file} cannot be written ({code}). Check the permissions of the file and its folder.', { file, code: codeOf(error) }), error);
  }
}

/**
 * Replaces a file as a whole: a complete new file takes its place, so that a crash leaves the old or the new one.
 * Keeps the mode of an existing file and follows a symbolic link to the file it stands for, also when that is still to be made. @throws {FileError}
 */
export async function replaceText(file: string, text: string, newFileMode: number): Promise<void> {
  const target = await realpath(file).catch(async () => path.resolve(path.dirname(file), await readlink(file).catch(() => file)));
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    const mode = await stat(target).then((info) => info.mode & 0o7777, () => newFileMode);
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.chmod(mode);
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw new FileError('failed', file, t('{file} could not be written ({code}).', { file, code: codeOf(error) }), error);
  }
}

async function nearestFolder(folder: string): Promise<string> {
  const found = await stat(folder).then((info) => info.isDirectory(), () => false);
  const parent = path.dirname(folder);
  return found || parent === folder ? folder : nearestFolder(parent);
}
