import * as vscode from 'vscode';
import { buildReport, reportMarkdown } from '../core/report';
import { maskSettings } from '../core/mask';
import type { PreparedFile } from '../host/settingsWriter';
import { SCHEMES } from './ids';
import type { State, Store } from './store';

/** Shows read-only documents whose content never touches a disk. */
export interface Documents {
  /** The report, rendered. It follows the state while it is open. */
  showReport(): Promise<void>;
  /** What is about to be written, as a diff with every credential hidden. @returns a function that closes it. */
  showPreview(files: readonly PreparedFile[]): Promise<() => Promise<void>>;
  dispose(): void;
}

const REPORT_URI = vscode.Uri.from({ scheme: SCHEMES.report, path: '/Gateway Report.md' });
const PREVIEW_TITLE = 'Gateway: what will be written, credentials hidden';

/** Registers the providers of both kinds of document. */
export function createDocuments(store: Store, environment: () => Readonly<Record<string, string>>): Documents {
  const reportChanged = new vscode.EventEmitter<vscode.Uri>();
  const previews = new Map<string, string>();
  const subscriptions = vscode.Disposable.from(
    reportChanged,
    store.onDidChange(() => { reportChanged.fire(REPORT_URI); }),
    vscode.workspace.registerTextDocumentContentProvider(SCHEMES.report, {
      onDidChange: reportChanged.event,
      provideTextDocumentContent: () => (store.state === undefined ? '# Reading the configuration…\n' : reportText(store.state, environment())),
    }),
    vscode.workspace.registerTextDocumentContentProvider(SCHEMES.preview, { provideTextDocumentContent: (uri) => previews.get(uri.toString()) ?? '' }),
  );
  let previewCount = 0;
  return {
    async showReport() {
      await vscode.commands.executeCommand('markdown.showPreview', REPORT_URI);
    },
    async showPreview(files) {
      previewCount += 1;
      const resources = files.map((file) => {
        // The same path on both sides, so that the editor shows one file name and no renaming.
        const uri = (side: string): vscode.Uri => vscode.Uri.file(file.path).with({ scheme: SCHEMES.preview, query: `${side}-${previewCount}` });
        const [left, right] = [uri('now'), uri('after')];
        previews.set(left.toString(), maskSettings(file.before ?? ''));
        previews.set(right.toString(), maskSettings(file.after));
        return { file, left, right };
      });
      const [first] = resources;
      if (first !== undefined && resources.length === 1) await vscode.commands.executeCommand('vscode.diff', first.left, first.right, PREVIEW_TITLE, { preview: true });
      else await vscode.commands.executeCommand('vscode.changes', PREVIEW_TITLE, resources.map(({ file, left, right }) => [vscode.Uri.file(file.path), left, right]));
      return async () => {
        previews.clear();
        await vscode.window.tabGroups.close(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(({ label }) => label.startsWith(PREVIEW_TITLE))));
      };
    },
    dispose: () => { subscriptions.dispose(); },
  };
}

function reportText({ health, assessments, lastCheck }: State, environment: Readonly<Record<string, string>>): string {
  return reportMarkdown(buildReport(health, assessments, lastCheck, environment));
}
