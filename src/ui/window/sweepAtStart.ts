import type * as vscode from 'vscode';
import { OWN_FILE, pathOf } from '../../core/claude/sources';
import { leftoversOf, sweepLeftovers } from '../../host/files/leftovers';
import { windowMachine } from './collect';
import type { Log } from '../log';
import { claudeExtension, windowFiles } from './windowSettings';

/** Removes what a write that was interrupted, in an earlier session, has left beside the settings files of this window. */
export async function sweepAtStart(globalStorage: vscode.Uri, log: Log): Promise<void> {
  const { file: target, userSettings } = windowFiles(globalStorage, claudeExtension()?.scope);
  const files = new Set([target, userSettings, pathOf(OWN_FILE, windowMachine())]);
  for (const file of files) {
    if (file === undefined) continue;
    for (const folder of await leftoversOf(file)) log.info(`Removing what an interrupted write left behind: ${folder}`);
    await sweepLeftovers(file);
  }
}
