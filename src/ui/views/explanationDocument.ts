import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { STEP_BUTTONS } from '../../core/causes/nextSteps';
import { tableText } from '../../core/text/tableText';
import type { ErrorExplanation } from '../../core/explain/explanation';
import { explanationMarkdown, type ExplanationButton } from '../../core/views/explanationMarkdown';
import { offeredFix } from '../../core/writing/fixSteps';
import type { RequestTraces } from '../../core/explain/requestTraces';
import { COMMANDS, SCHEMES } from '../ids';
import type { Store } from '../store';
import { createLens, type LensButton } from '../window/screen';

/** What is known about an error that somebody asked about. */
export interface ExplainedError {
  readonly explanation: ErrorExplanation;
  readonly traces: RequestTraces;
  /** When it was explained, in milliseconds since 1970. */
  readonly at: number;
}

/** The documents that explain errors. Each is for one error, and never changes. */
export interface ExplanationDocuments {
  show(explained: ExplainedError): Promise<void>;
  /** What the document at an address explains. */
  at(uri: vscode.Uri | undefined): ExplainedError | undefined;
  dispose(): void;
}

/**
 * Registers the documents. Their buttons are code lenses: the text may quote anybody, and VS Code’s markdown preview runs no
 * commands, while a code lens comes from this extension alone and can be reached with the keyboard.
 */
export function createExplanationDocuments(store: Store): ExplanationDocuments {
  const buttonsChanged = new vscode.EventEmitter<void>();
  const explanations = new Map<string, ExplainedError>();
  let count = 0;
  const fixFor = ({ cause }: ErrorExplanation): ReturnType<typeof offeredFix> =>
    offeredFix(cause, store.state?.assessments.flatMap(({ findings }) => findings) ?? []);
  const commandOf = (
    button: ExplanationButton,
    explanation: ErrorExplanation,
    uri: vscode.Uri,
  ): LensButton | undefined => {
    switch (button.kind) {
      case 'fix': {
        const fix = fixFor(explanation);
        return fix?.kind === 'connect'
          ? { icon: 'plug', label: t('Connect to Gateway'), command: COMMANDS.connect }
          : { icon: 'wrench', label: t('Apply Fix…'), command: COMMANDS.applyFix, arguments: [explanation.cause] };
      }
      case 'copy':
        return {
          icon: 'copy',
          label: t('Copy for Gateway Team'),
          command: COMMANDS.copyForGatewayTeam,
          arguments: [uri],
        };
      case 'table':
        return {
          icon: 'book',
          label: t('Open Troubleshooting Table'),
          command: COMMANDS.openTroubleshootingTable,
          arguments: [explanation.cause],
        };
      case 'docs':
        return {
          icon: 'link-external',
          label: t('Official Documentation'),
          command: 'vscode.open',
          arguments: [vscode.Uri.parse(explanation.docs)],
        };
      case 'step': {
        const { command } = button.step;
        return command === undefined
          ? undefined
          : { icon: 'play', label: tableText(STEP_BUTTONS[command]), command: COMMANDS[command] };
      }
    }
  };
  const subscriptions = vscode.Disposable.from(
    buttonsChanged,
    store.onDidChange(() => {
      buttonsChanged.fire();
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      explanations.delete(uri.toString());
    }),
    vscode.workspace.registerTextDocumentContentProvider(SCHEMES.explanation, {
      provideTextDocumentContent: (uri) => {
        const explained = explanations.get(uri.toString());
        // VS Code reopens its tabs after a restart.
        return explained === undefined
          ? `# ${t('This explanation is no longer available. Explain the error again.')}\n`
          : explanationMarkdown(explained.explanation, false).text;
      },
    }),
    vscode.languages.registerCodeLensProvider(
      { scheme: SCHEMES.explanation },
      {
        onDidChangeCodeLenses: buttonsChanged.event,
        provideCodeLenses: ({ uri }) => {
          const explanation = explanations.get(uri.toString())?.explanation;
          if (explanation === undefined) return [];
          return explanationMarkdown(explanation, fixFor(explanation) !== undefined).buttons.flatMap(
            ({ line, button }) => {
              const command = commandOf(button, explanation, uri);
              return command === undefined ? [] : [createLens(line, command)];
            },
          );
        },
      },
    ),
  );
  return {
    async show(explained) {
      count += 1;
      // One address each: in a document that changes, buttons would stay where they were.
      const uri = vscode.Uri.from({
        scheme: SCHEMES.explanation,
        path: '/Gateway Explanation.md',
        query: String(count),
      });
      explanations.set(uri.toString(), explained);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    },
    at: (uri) => (uri === undefined ? undefined : explanations.get(uri.toString())),
    dispose: () => {
      subscriptions.dispose();
    },
  };
}
