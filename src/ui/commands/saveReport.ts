import { t } from '@vscode/l10n';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { reportJson } from '../../core/views/checkJson';
import type { Documents } from '../views/documents';
import { tell } from '../window/messages';
import { pickFileToSave } from '../window/screen';

/** Saves the report as JSON where the user says. The dialog itself asks before a file is replaced. */
export async function saveReportJson(documents: Documents): Promise<void> {
  const report = await documents.report();
  const folder =
    vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri ?? vscode.Uri.file(homedir());
  const file = await pickFileToSave({
    title: t('Gateway: Save Report as JSON'),
    defaultUri: vscode.Uri.joinPath(folder, `gateway-report-${today()}.json`),
    filters: { JSON: ['json'] },
    saveLabel: t('Save'),
  });
  if (file === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(reportJson(report)));
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError)) throw error;
    tell('error', t('{file} couldn’t be written ({code}).', { file: file.fsPath, code: error.code }));
    return;
  }
  tell('info', t('Saved as {file}. It contains no credentials.', { file: path.basename(file.path) }), [
    { label: t('Open the File'), value: () => vscode.window.showTextDocument(file) },
  ]);
}

/** The day here, as it sorts: `2026-03-04`. */
function today(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}
