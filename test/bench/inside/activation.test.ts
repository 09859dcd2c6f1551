import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { waitFor } from '../../host/waiting';
import { MEASURE_FILE_VARIABLE, SUBJECT_VARIABLE, type Activation } from '../measure';

/** The row of an extension in VS Code's own table: | id | eager | load code | call activate | finish activate | … */
function rowOf(id: string): Activation | undefined {
  const texts = vscode.window.visibleTextEditors.map(({ document }) => document.getText());
  const row = texts.flatMap((text) => text.split('\n')).find((line) => line.startsWith(`| ${id} `));
  const cells = row?.split('|').map((cell) => cell.trim());
  return cells === undefined ? undefined : { load: Number(cells[3]), call: Number(cells[4]) };
}

describe('activation', () => {
  it('is measured', async () => {
    const [id, file] = [process.env[SUBJECT_VARIABLE] ?? '', process.env[MEASURE_FILE_VARIABLE] ?? ''];
    await waitFor(`the activation of ${id}`, () => vscode.extensions.getExtension(id)?.isActive, 15_000);
    await vscode.commands.executeCommand('perfview.show');
    writeFileSync(file, JSON.stringify(await waitFor('VS Code’s own measure of it', () => rowOf(id))));
  });
});
