/** A file that cannot be used. `code` says why; the message says what to do, without any content of the file. */
export class FileError extends Error {
  override readonly name = 'FileError';

  constructor(
    readonly code:
      | 'unreadable'
      | 'not-a-file'
      | 'too-large'
      | 'encoding'
      | 'outside'
      | 'no-answer'
      | 'read-only'
      | 'changed'
      | 'in-use'
      | 'failed',
    readonly path: string,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** The code of a Node error (`ENOENT`), else its name. */
export function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
