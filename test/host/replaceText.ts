import { changeFile } from '../../src/host/files/replaceFile';

/** Replaces a file by a text, whatever it holds: `changeFile` without looking. */
export async function replaceText(file: string, text: string, newFileMode: number): Promise<void> {
  await changeFile(file, () => ({ after: text, newFileMode }));
}
