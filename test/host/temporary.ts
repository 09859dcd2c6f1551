import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from './atExit';

/** A folder that is gone after `remove()`, or at the latest when this process ends. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

/** Makes an empty folder in the system's place for temporary files. */
export function temporaryFolder(prefix: string): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), `${prefix}-`));
  // Retries: a process that has just been killed may still be closing its files.
  const erase = (): void => {
    rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  };
  const forget = atExit(erase);
  return {
    path,
    remove() {
      forget();
      erase();
    },
  };
}
