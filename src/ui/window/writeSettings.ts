import path from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { journalOf, SyntaxProblem, WrongShape, type PreparedFile } from '../../host/files/preparedFiles';
import { commitFiles } from '../../host/files/settingsWriter';
import { FileError } from '../../host/files/fileError';
import { WAIT_MS } from '../../host/files/replaceFile';
import type { Log } from '../log';
import type { JournalStore } from './journalStore';
import { ask } from './messages';
import { withProgressInStatusBar } from './screen';
import { unsavedEditorOf } from './windowSettings';
import { untilChanged } from './untilChanged';

/** What to do after a problem with a file was shown: go on with a repair, try once more, or stop. */
export type AfterProblem = 'repair' | 'again' | 'stop';

/**
 * Saves open editors of the files after asking; under unsaved changes one of the two versions would be lost.
 * @returns false when the user does not want to.
 */
export async function saveOpenEditors(files: readonly string[]): Promise<boolean> {
  for (const file of files) {
    const editor = unsavedEditorOf(file);
    if (editor === undefined) continue;
    const answer = await ask(
      'warning',
      t('{file} has unsaved changes.', { file: path.basename(file) }),
      t('Save {file} first, so that your changes aren’t lost.', { file }),
      [{ label: t('Save and Continue'), value: true }],
    );
    if (answer !== true || !(await editor.save())) return false;
  }
  return true;
}

/** {@link commitFiles}, with a note in the status bar: while another window writes, it waits for that. */
export function commit(
  files: readonly PreparedFile[],
  untilChanged: () => Promise<unknown>,
): Thenable<readonly PreparedFile[]> {
  return withProgressInStatusBar(
    t('Writing the settings. If another window is writing them, this waits for up to {seconds} seconds.', {
      seconds: WAIT_MS / 1000,
    }),
    () => commitFiles(files, untilChanged),
  );
}

/**
 * Writes the files. The journal of `target` is stored before them, so that what a first Connect writes can always be undone;
 * when writing fails it is put back as it was. @throws {FileError}
 */
export async function writeFiles(files: readonly PreparedFile[], journal: JournalStore, target: string): Promise<void> {
  const putBack = await journal.write(target, journalOf(files));
  try {
    const written = await commit(files, untilChanged);
    // Others may have written into a file since it was shown: what undoes the change exactly is another text then.
    if (written.some(({ after }, index) => after !== files[index]?.after))
      await journal.write(target, journalOf(written));
  } catch (error) {
    await putBack();
    throw error;
  }
}

/** Asks whether to write although it’s no longer known what an earlier Connect has written. @returns false when the user does not want to. */
export async function goOnWithoutRecord(): Promise<boolean> {
  const detail = [
    t(
      'Another version of this extension may have written the record. If you continue, Disconnect will undo only what’s written now.',
    ),
    t('The old record is kept.'),
  ].join(' ');
  return (
    (await ask('warning', t('The record of what Connect to Gateway wrote here earlier can’t be read.'), detail, [
      { label: t('Continue Anyway'), value: true },
    ])) === true
  );
}

/** Logs and shows what is wrong with a file, where, and what can be done. Rethrows anything else. */
export async function showFileProblem(error: unknown, log: Log): Promise<AfterProblem> {
  log.error('A settings file couldn’t be changed', error);
  if (error instanceof SyntaxProblem) {
    const then = await ask('error', error.message, t('Nothing was written. Correct the file and try again.'), [
      { label: t('Open the File'), value: 'open' as const },
      { label: t('Try Again'), value: 'again' as const },
    ]);
    if (then === 'open') await openAt(error.path, error.line, error.column);
    return then === 'again' ? 'again' : 'stop';
  }
  if (error instanceof WrongShape) {
    const { repaired } = error.problem;
    if (repaired === undefined) {
      const open = await ask(
        'error',
        error.message,
        t('It can’t be repaired without losing something. Nothing was written.'),
        [{ label: t('Open the File'), value: true }],
      );
      if (open === true) await openAt(error.path, error.place.line, error.place.column);
      return 'stop';
    }
    const names = repaired.map(({ name }) => name).join(', ');
    return (
      (await ask(
        'warning',
        error.message,
        t('It can be rewritten as a list with the same values: {names}. You’ll see the result before it’s written.', {
          names,
        }),
        [{ label: t('Repair'), value: 'repair' as const }],
      )) ?? 'stop'
    );
  }
  if (error instanceof FileError)
    return (
      (await ask('error', error.message, t('Nothing was written.'), [
        { label: t('Try Again'), value: 'again' as const },
      ])) ?? 'stop'
    );
  throw error;
}

/** Opens a file of this machine at a line and column, both from 1. */
export async function openAt(file: string, line: number, column: number): Promise<void> {
  const at = new vscode.Position(line - 1, column - 1);
  await vscode.window.showTextDocument(vscode.Uri.file(file), { selection: new vscode.Range(at, at) });
}
