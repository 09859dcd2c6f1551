import { t } from '@vscode/l10n';
import { access } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { findClient } from '../../host/files/claudeCli';
import { CLAUDE_EXTENSION } from '../ids';

/** The message once everything is written and verified, and the user still has to approve the key in Claude Code. */
export function approvalMessage(host: string, inTerminal: boolean): string {
  return inTerminal
    ? t(
        'Connected to {host} and verified, with one step left. You: run claude once in a terminal, and answer Yes when it asks whether to use this API key.',
        { host },
      )
    : t(
        'Connected to {host} and verified, with one step left. You: run Connect to Gateway again and choose the terminal too. Then run claude once in a terminal that has the same key, and answer Yes when it asks whether to use this API key.',
        { host },
      );
}

/**
 * Opens a terminal with `claude` typed in it; Enter is left to the user. The terminal doesn’t get the secret: claude reads the
 * key from its own settings file.
 */
export async function openApprovalTerminal(): Promise<void> {
  const command = await clientCommand();
  const terminal = vscode.window.createTerminal({ name: 'Claude Code' });
  terminal.show();
  terminal.sendText(command, false);
}

/** The `claude` on the PATH, or else the one that the extension includes. */
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
