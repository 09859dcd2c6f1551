import { t } from '@vscode/l10n';
import path from 'node:path';
import * as vscode from 'vscode';
import type { CauseId } from '../../core/causes/causes';
import { configMarkdown, type LinkedText } from '../../core/views/effectiveConfigMarkdown';
import { buildReport, type Report } from '../../core/views/report';
import { reportMarkdown } from '../../core/views/reportMarkdown';
import { maskSettings } from '../../core/files/mask';
import { pageAnchor, troubleshootingMarkdown } from '../../core/views/troubleshootingPage';
import type { PreparedFile } from '../../host/files/preparedFiles';
import { createExplanationDocuments, type ExplainedError } from './explanationDocument';
import { REPORT_CONTEXT, SCHEMES } from '../ids';
import type { Store } from '../store';
import { createDocumentLink, pickLine } from '../window/screen';

/** Shows read-only documents whose content never touches a disk. */
export interface Documents {
  /** The report, rendered. It follows the state while it is open. */
  showReport(): Promise<void>;
  /** What the report shows now, as data. */
  report(): Promise<Report>;
  /** The effective configuration, as a text in which each place opens its file at the line. It follows the state too. */
  showConfiguration(): Promise<void>;
  /** What is about to be written, as a diff with every credential hidden. @returns a function that closes it. */
  showPreview(files: readonly PreparedFile[]): Promise<() => Promise<void>>;
  /**
   * Shows a text in an editor, where its end can be reached, and asks about it above: `yes` or, with a second label, `open`.
   * @returns undefined when it was closed without an answer.
   */
  askAboutCommand(
    text: string,
    question: string,
    yes: string,
    open: string | undefined,
  ): Promise<'yes' | 'open' | undefined>;
  /** What an error means, as a text with buttons. */
  showExplanation(explained: ExplainedError): Promise<void>;
  /** What the document at an address explains, if it's one of these. */
  explanationAt(uri: vscode.Uri | undefined): ExplainedError | undefined;
  /** The troubleshooting table, rendered; at a cause when one is given. */
  showTroubleshooting(cause?: CauseId): Promise<void>;
  dispose(): void;
}

const REPORT_URI = vscode.Uri.from({ scheme: SCHEMES.report, path: '/Gateway Report.md' });
const CONFIGURATION_URI = vscode.Uri.from({ scheme: SCHEMES.configuration, path: '/Gateway Configuration.md' });
const TROUBLESHOOTING_URI = vscode.Uri.from({ scheme: SCHEMES.troubleshooting, path: '/Gateway Troubleshooting.md' });

/** Registers the providers of all kinds of document. */
export function createDocuments(store: Store, environment: () => Readonly<Record<string, string>>): Documents {
  const reportChanged = new vscode.EventEmitter<vscode.Uri>();
  const previews = new Map<string, string>();
  const configurationChanged = new vscode.EventEmitter<vscode.Uri>();
  const reading = `# ${t('Reading the configuration…')}\n`;
  const previewTitle = t('Gateway: preview of changes, credentials hidden');
  const explanations = createExplanationDocuments(store);
  let rendered: LinkedText = { text: reading, links: [] };
  const subscriptions = vscode.Disposable.from(
    reportChanged,
    configurationChanged,
    explanations,
    followReportInFront(),
    store.onDidChange(() => {
      reportChanged.fire(REPORT_URI);
      configurationChanged.fire(CONFIGURATION_URI);
    }),
    vscode.workspace.registerTextDocumentContentProvider(SCHEMES.report, {
      onDidChange: reportChanged.event,
      provideTextDocumentContent: () =>
        store.state === undefined ? reading : reportMarkdown(buildReport(store.state, environment())),
    }),
    vscode.workspace.registerTextDocumentContentProvider(SCHEMES.configuration, {
      onDidChange: configurationChanged.event,
      provideTextDocumentContent: () => {
        if (store.state !== undefined) rendered = configMarkdown(store.state.config);
        return rendered.text;
      },
    }),
    // VS Code's preview of markdown opens no files outside the folder, so this document is shown as text.
    vscode.languages.registerDocumentLinkProvider(
      { scheme: SCHEMES.configuration },
      { provideDocumentLinks: (document) => linksIn(document, rendered) },
    ),
    vscode.workspace.registerTextDocumentContentProvider(SCHEMES.troubleshooting, {
      provideTextDocumentContent: () => troubleshootingMarkdown(),
    }),
    vscode.workspace.registerTextDocumentContentProvider(SCHEMES.preview, {
      provideTextDocumentContent: (uri) => previews.get(uri.toString()) ?? '',
    }),
  );
  let previewCount = 0;
  return {
    async showReport() {
      await vscode.commands.executeCommand('markdown.showPreview', REPORT_URI);
    },
    report: async () => buildReport(store.state ?? (await store.fresh()), environment()),
    async showConfiguration() {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(CONFIGURATION_URI), {
        preview: true,
      });
    },
    async showPreview(files) {
      previewCount += 1;
      const resources = files.map((file) => {
        // The same path on both sides, so that the editor shows one file name and no renaming.
        const uri = (side: string): vscode.Uri =>
          vscode.Uri.file(file.path).with({ scheme: SCHEMES.preview, query: `${side}-${previewCount}` });
        const [left, right] = [uri('now'), uri('after')];
        previews.set(left.toString(), maskSettings(file.before ?? ''));
        previews.set(right.toString(), maskSettings(file.after, file.before ?? ''));
        return { file, left, right };
      });
      const [first] = resources;
      if (first !== undefined && resources.length === 1)
        await vscode.commands.executeCommand('vscode.diff', first.left, first.right, previewTitle, { preview: true });
      else
        await vscode.commands.executeCommand(
          'vscode.changes',
          previewTitle,
          resources.map(({ file, left, right }) => [vscode.Uri.file(file.path), left, right]),
        );
      return async () => {
        previews.clear();
        await vscode.window.tabGroups.close(
          vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(({ label }) => label.startsWith(previewTitle))),
        );
      };
    },
    async askAboutCommand(text, question, yes, open) {
      previewCount += 1;
      const uri = vscode.Uri.from({
        scheme: SCHEMES.preview,
        path: '/Gateway Command.txt',
        query: String(previewCount),
      });
      previews.set(uri.toString(), text);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
      const choices = [
        { label: yes, value: 'yes' as const },
        ...(open === undefined ? [] : [{ label: open, value: 'open' as const }]),
      ];
      const picked = await pickLine(choices, {
        title: question,
        placeholder: t('Read the whole command in the editor below first.'),
        ignoreFocusOut: true,
      });
      previews.delete(uri.toString());
      await vscode.window.tabGroups.close(
        vscode.window.tabGroups.all.flatMap(({ tabs }) =>
          tabs.filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString()),
        ),
      );
      return picked?.value;
    },
    showExplanation: (explained) => explanations.show(explained),
    explanationAt: (uri) => explanations.at(uri),
    async showTroubleshooting(cause) {
      await vscode.commands.executeCommand(
        'markdown.showPreview',
        cause === undefined ? TROUBLESHOOTING_URI : TROUBLESHOOTING_URI.with({ fragment: pageAnchor(cause) }),
      );
    },
    dispose: () => {
      subscriptions.dispose();
    },
  };
}

/** Keeps a context key for the report's buttons: of a markdown preview, a menu only knows that it is one. */
function followReportInFront(): vscode.Disposable {
  let inFront: boolean | undefined;
  const follow = (): void => {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    const now =
      tab?.input instanceof vscode.TabInputWebview && tab.label.endsWith(path.posix.basename(REPORT_URI.path));
    if (now !== inFront) void vscode.commands.executeCommand('setContext', REPORT_CONTEXT, now);
    inFront = now;
  };
  follow();
  return vscode.Disposable.from(
    vscode.window.tabGroups.onDidChangeTabs(follow),
    vscode.window.tabGroups.onDidChangeTabGroups(follow),
  );
}

/** The links of the text that the document shows; none while it is about to change. */
function linksIn(document: vscode.TextDocument, { text, links }: LinkedText): vscode.DocumentLink[] {
  if (document.getText() !== text) return [];
  return links.map(({ offset, length, location, file, line }) => {
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    return createDocumentLink(
      range,
      vscode.Uri.file(location).with({ fragment: line === undefined ? '' : `L${line}` }),
      file,
    );
  });
}
