import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { t } from '@vscode/l10n';
import { codeOf, FileError } from './fileError';
import { placeInFolder } from './insideFolder';

/** A file that somebody else may have written, as it is now. */
export interface ForeignFile {
  readonly bytes: Buffer;
  /** Its permission bits; without a meaning on Windows. */
  readonly mode: number;
}

/** What a reading is limited to. */
export interface ReadingLimits {
  /** Bytes of the largest file that is read; of a larger one not much more is read. */
  readonly most: number;
  /** The file belongs to this folder: it is refused when a link leads it out of there, and what it leads to is not touched. */
  readonly folder?: string | undefined;
  /** Milliseconds until a file that gives no answer is given up; {@link USUAL_MS} without it. */
  readonly withinMs?: number;
  /** What opens the file; `open` of Node without it. */
  readonly opens?: typeof open;
}

/** A file on this machine answers within a millisecond. One on a network drive that is away may never. */
const USUAL_MS = 5_000;
/** A time-out is counted in so many steps: while this process itself is busy, at most one of them passes. */
const STEPS = 10;

/** Never waits for a pipe, never makes a terminal the one of this process. Windows has neither, and no need of them. */
const QUIETLY = constants.O_RDONLY | flag('O_NONBLOCK') | flag('O_NOCTTY');

const CHUNK = 64 * 1024;

/** What is still waited for after its time-out. Each occupies one of Node's four threads for files and names, perhaps for ever. */
const hung = new Set<string>();
const MOST_HUNG = 2;

/**
 * The bytes of a file that is not ours, or undefined when there is none: the only place that reads one. Whatever a path leads
 * to, this ends within a time, and holds at most one byte more than its limit: pipes, devices and folders are refused, and the
 * size that a file claims is not believed (`/proc/self/pagemap` says 0, and has no end). @throws {FileError}
 */
export async function readForeign(file: string, limits: ReadingLimits): Promise<ForeignFile | undefined> {
  const { withinMs = USUAL_MS } = limits;
  if (hung.has(file) || hung.size >= MOST_HUNG) throw noAnswer(file);
  const end = { over: false };
  const reading = readQuietly(file, limits, end);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    let steps = 0;
    timer = setInterval(() => {
      steps += 1;
      if (steps < STEPS) return;
      end.over = true;
      hung.add(file);
      reading.catch(() => undefined).finally(() => hung.delete(file));
      reject(noAnswer(file));
    }, withinMs / STEPS);
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearInterval(timer);
  }
}

async function readQuietly(
  file: string,
  { most, folder, opens = open }: ReadingLimits,
  end: { readonly over: boolean },
): Promise<ForeignFile | undefined> {
  try {
    const place = folder === undefined ? file : await placeInFolder(file, folder);
    if (place === undefined)
      throw new FileError(
        'outside',
        file,
        t('{file} leads outside this folder through a link. Claude Code may follow the link; this extension doesn’t.', {
          file,
        }),
      );
    // Some devices do something as soon as they are opened.
    if (!(await stat(place)).isFile()) throw notAFile(file);
    const handle = await opens(place, QUIETLY);
    try {
      const info = await handle.stat();
      if (!info.isFile()) throw notAFile(file);
      // Too large a size is believed, and nothing is read; a small one is not.
      if (info.size > most) throw tooLarge(file, most);
      const chunks: Buffer[] = [];
      for (let size = 0; !end.over;) {
        const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(Math.min(CHUNK, most + 1 - size)));
        if (bytesRead === 0) return { bytes: Buffer.concat(chunks), mode: info.mode & 0o7777 };
        size += bytesRead;
        if (size > most) throw tooLarge(file, most);
        chunks.push(buffer.subarray(0, bytesRead));
      }
      throw noAnswer(file);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof FileError) throw error;
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'ENXIO' || code === 'ENODEV') throw notAFile(file);
    throw new FileError(
      'unreadable',
      file,
      t('{file} can’t be read ({code}). Check its permissions.', { file, code }),
      error,
    );
  }
}

/**
 * What a file holds at this very moment, for a comparison between which and the next step nothing else runs: like
 * {@link readForeign}, but without a pause. Undefined for what is no file, or holds more than `most` bytes. @throws the error of Node.
 */
export function readForeignNow(file: string, most: number): Buffer | undefined {
  const handle = openSync(file, QUIETLY);
  try {
    if (!fstatSync(handle).isFile()) return undefined;
    const chunks: Buffer[] = [];
    for (let size = 0; size <= most;) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK, most + 1 - size));
      const count = readSync(handle, chunk);
      if (count === 0) return Buffer.concat(chunks);
      size += count;
      chunks.push(chunk.subarray(0, count));
    }
    return undefined;
  } finally {
    closeSync(handle);
  }
}

/** Whether a file holds this text at this very moment. @throws the error of Node, also where there is none. */
export function isText(file: string, text: string): boolean {
  const bytes = Buffer.from(text, 'utf8');
  return readForeignNow(file, bytes.length)?.equals(bytes) === true;
}

function notAFile(file: string): FileError {
  return new FileError('not-a-file', file, t('{file} isn’t a file.', { file }));
}

function tooLarge(file: string, most: number): FileError {
  return new FileError(
    'too-large',
    file,
    t('{file} is too large to read: the limit is {size}.', { file, size: sizeWords(most) }),
  );
}

function noAnswer(file: string): FileError {
  return new FileError('no-answer', file, t('{file} couldn’t be read in time. Check the drive it’s on.', { file }));
}

function sizeWords(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MiB` : `${Math.floor(bytes / 1024)} KiB`;
}

/** A flag of `open`; 0 where the system does not have it. */
function flag(name: 'O_NONBLOCK' | 'O_NOCTTY'): number {
  return (constants as Partial<typeof constants>)[name] ?? 0;
}
