import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';

/**
 * Replaces a file of this product's own storage as a whole, readable by its owner only. It has no other writers than those that
 * hold its lock; a settings file, which has, goes through `replaceFile.ts`. @throws the error of Node; nothing is left then.
 */
export async function writeOwnFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
