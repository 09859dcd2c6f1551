import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import { codeOf, FileError } from './fileError';

/**
 * Fails when a file may not be written, before anything is. A file without the owner's write permission counts as
 * read-only even for root: whoever removed it meant it. @throws {FileError}
 */
export async function assertWritable(file: string): Promise<void> {
  try {
    const info = await stat(file).catch((error: unknown) =>
      codeOf(error) === 'ENOENT' ? undefined : Promise.reject(error as Error),
    );
    if (info !== undefined && (info.mode & constants.S_IWUSR) === 0)
      throw new FileError('read-only', file, t('{file} is read-only. Make it writable and try again.', { file }));
    await access(info === undefined ? await nearestFolder(path.dirname(file)) : file, constants.W_OK);
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(
      'read-only',
      file,
      t('{file} can’t be written ({code}). Check the permissions of the file and its folder.', {
        file,
        code: codeOf(error),
      }),
      error,
    );
  }
}

async function nearestFolder(folder: string): Promise<string> {
  const found = await stat(folder).then(
    (info) => info.isDirectory(),
    () => false,
  );
  const parent = path.dirname(folder);
  return found || parent === folder ? folder : nearestFolder(parent);
}
