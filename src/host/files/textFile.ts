import { t } from '@vscode/l10n';
import { FileError } from './fileError';
import { readForeign, type ForeignFile, type ReadingLimits } from './foreignFile';

/** Settings files are small; Claude Code itself refuses more than 2 MiB. */
const LARGEST = 2 * 1024 * 1024;

/** The text of a file with its byte order mark, or undefined when there is none. @throws {FileError} */
export async function readText(file: string, limits: Partial<ReadingLimits> = {}): Promise<string | undefined> {
  const found = await readForeign(file, { most: LARGEST, ...limits });
  return found === undefined ? undefined : textIn(file, found);
}

/** The bytes of a file as text. @throws {FileError} if they aren't UTF-8. */
export function textIn(file: string, { bytes }: ForeignFile): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new FileError(
      'encoding',
      file,
      t('{file} isn’t UTF-8 text. Save it as UTF-8 and try again.', { file }),
      error,
    );
  }
}
