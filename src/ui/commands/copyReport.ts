import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { reportMarkdown } from '../../core/views/reportMarkdown';
import type { Documents } from '../views/documents';
import { tell } from '../window/messages';

/** Copies the report as markdown, without its pictures: the words beside them say the same. */
export async function copyReport(documents: Documents): Promise<void> {
  await vscode.env.clipboard.writeText(reportMarkdown(await documents.report(), { pictures: false }));
  tell('info', t('Copied. The report contains no credentials, so you can paste it anywhere.'));
}
