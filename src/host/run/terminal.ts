import type { Readable } from 'node:stream';

/** Everything on a stream, at most 1 MiB: nobody pastes a longer error. */
export async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > 1024 * 1024) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Megabytes of the longest line that is read. */
export const LONGEST_LINE_MB = 8;

const LONGEST_LINE = LONGEST_LINE_MB * 1024 * 1024;
const LINE_FEED = 0x0a;

/**
 * The lines of a stream, one by one, without their line breaks; undefined for one that is too long. However long the stream
 * is, one line at a time is kept.
 */
export async function* readLines(stream: Readable): AsyncGenerator<string | undefined> {
  let pieces: Buffer[] = [];
  let size = 0;
  const add = (piece: Buffer): void => {
    size += piece.length;
    if (size <= LONGEST_LINE) pieces.push(piece);
    else pieces = [];
  };
  const take = (): string | undefined => {
    const line = size <= LONGEST_LINE ? Buffer.concat(pieces).toString('utf8') : undefined;
    [pieces, size] = [[], 0];
    return line;
  };
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let from = 0;
    // Only a line feed ends a line: JSON may hold every other kind of line break in its texts. In UTF-8 no other character holds its byte.
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      add(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    add(chunk.subarray(from));
  }
  yield take();
}

/** Asks for a secret without showing what is typed. @returns undefined when there is no terminal to ask in. */
export async function askSecret(question: string): Promise<string | undefined> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return undefined;
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  let typed = '';
  try {
    for await (const chunk of stdin as AsyncIterable<string>) {
      for (const key of chunk) {
        if (key === '\r' || key === '\n' || key === '\u0004') return typed;
        if (key === '\u0003') return undefined;
        typed = key === '\u007f' ? typed.slice(0, -1) : typed + key;
      }
    }
    return typed;
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write('\n');
  }
}
