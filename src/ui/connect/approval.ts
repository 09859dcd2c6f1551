import { t } from '@vscode/l10n';
import { access } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { findClient } from '../../host/files/claudeCli';
import { CLAUDE_EXTENSION } from '../ids';

/** What is said once everything is written and verified, and Claude Code still has to be told to use the key. */
export function approvalMessage(host: string, inTerminal: boolean): string {
  return inTerminal
    ? t(
        'Connected to {host} and verified; one step is left. You: run claude once in a terminal, and answer Yes when it asks whether to use this API key.',
        { host },
      )
    : t(
        'Connected to {host} and verified; one step is left. You: run claude once in a terminal that has the same key (Connect to Gateway again, for the terminal too), and answer Yes when it asks whether to use this API key.',
        { host },
      );
}

/**
 * Opens a terminal with `claude` typed in it; Enter is left to the user. The terminal is given no secret: claude reads the
 * key from its own settings file.
 */
export async function openApprovalTerminal(): Promise<void> {
  const command = await clientCommand();
  const terminal = vscode.window.createTerminal({ name: 'Claude Code' });
  terminal.show();
  terminal.sendText(command, false);
}

/** The `claude` on the PATH, or else the one that the extension brings along. */
async function clientCommand(): Promise<string> {
  const extension = vscode.extensions.getExtension(CLAUDE_EXTENSION);
  if (extension === undefined || (await findClient(process.env)) !== undefined) return 'claude';
  const windows = process.platform === 'win32';
  const bundled = path.join(extension.extensionPath, 'resources', 'native-binary', windows ? 'claude.exe' : 'claude');
  const there = await access(bundled).then(
    () => true,
    () => false,
  );
  if (!there) return 'claude';
  return windows ? `& '${bundled.replaceAll("'", "''")}'` : `'${bundled.replaceAll("'", String.raw`'\''`)}'`;
}
