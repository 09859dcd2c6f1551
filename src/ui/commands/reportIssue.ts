import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { reportMarkdown } from '../../core/views/reportMarkdown';
import type { Documents } from '../views/documents';
import { tell } from '../window/messages';

/**
 * Opens VS Code's issue reporter with the report in it; the user sees it there and decides whether to send it. Also what the reporter itself
 * runs when this extension is chosen in it. Where there is no reporter, the report is copied.
 */
export async function reportIssue(documents: Documents, extensionId: string): Promise<void> {
  const data = reportMarkdown(await documents.report(), { pictures: false });
  if (await openReporter({ extensionId, data })) return;
  await vscode.env.clipboard.writeText(data);
  tell(
    'info',
    t(
      'VS Code’s issue reporter isn’t available here. The report is copied instead, without credentials: paste it into your issue.',
    ),
  );
}

/** @returns false where none opens that takes the data. */
async function openReporter(options: { readonly extensionId: string; readonly data: string }): Promise<boolean> {
  const settings = vscode.workspace.getConfiguration();
  // In a browser the command opens a web page and drops the data, unless this is set; where feedback is off, it only says so.
  const takesData =
    vscode.env.uiKind === vscode.UIKind.Desktop || settings.get('issueReporter.experimental.webReporter') === true;
  if (!takesData || settings.get('telemetry.feedback.enabled') === false) return false;
  try {
    await vscode.commands.executeCommand('workbench.action.openIssueReporter', options);
    return true;
  } catch {
    // A product without an address for issues has no such command.
    return false;
  }
}
