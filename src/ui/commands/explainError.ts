import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { isKnown } from '../../core/causes/causes';
import { explainReading, nothingWrong } from '../../core/explain/explanation';
import { previewOf, readPasted } from '../../core/explain/pastedError';
import { redactLine } from '../../core/words/redact';
import { tracesIn } from '../../core/explain/requestTraces';
import { isSecretVariable } from '../../core/claude/variables';
import type { Documents } from '../views/documents';
import { COMMANDS } from '../ids';
import { tell } from '../window/messages';
import type { Store } from '../store';
import { pickLine, typeLine, type ScreenLine } from '../window/screen';
import { secretsIn } from '../../core/config/knownSecrets';

/** What explaining works with. */
export interface ExplainContext {
  readonly store: Store;
  readonly documents: Documents;
}

/** Where an error can be. `read` gives undefined when the user stops. */
interface Source extends ScreenLine {
  readonly read: () => Promise<string | undefined>;
}

const PREVIEW_LENGTH = 90;

/** Asks where the error is, and explains it. Offers only places that have a text. */
export async function explainError(context: ExplainContext): Promise<void> {
  const sources = await sourcesNow(await secretsOf(context.store));
  const [only, second] = sources;
  const picked =
    second === undefined
      ? only
      : await pickLine(sources, {
          title: t('Gateway: Explain an Error'),
          placeholder: t('Where is the error?'),
          matchOnDetail: true,
        });
  await explainText(context, await picked?.read());
}

/** Explains what is selected in the editor. */
export async function explainSelection(context: ExplainContext): Promise<void> {
  const text = selectedText();
  if (text === undefined) await explainError(context);
  else await explainText(context, text);
}

/** Explains what is selected in the terminal. */
export async function explainTerminalSelection(context: ExplainContext): Promise<void> {
  await explainText(context, await readTerminalSelection());
}

async function explainText({ store, documents }: ExplainContext, text: string | undefined): Promise<void> {
  if (text === undefined || text.trim() === '') return;
  const secrets = await secretsOf(store);
  const pasted = readPasted(text, secrets);
  if (pasted.reading === undefined) tell('info', nothingWrong());
  else
    await documents.showExplanation({
      explanation: explainReading(pasted.reading, secrets),
      traces: tracesIn(pasted.text),
      at: Date.now(),
    });
}

/** The sources that hold something, the most likely first. */
async function sourcesNow(secrets: readonly string[]): Promise<Source[]> {
  const [selection, clipboard] = [selectedText(), await readClipboard()];
  const preview = (text: string): string => redactLine(previewOf(text, secrets), [], PREVIEW_LENGTH);
  const held = (icon: string, label: string, text: string | undefined): Source[] =>
    text === undefined ? [] : [{ icon, label, detail: preview(text), read: () => Promise.resolve(text) }];
  const fromSelection = held('selection', t('From the selection in the editor'), selection);
  const fromClipboard = held('clippy', t('From the clipboard'), clipboard);
  const recognized = clipboard !== undefined && isKnown(readPasted(clipboard, secrets).reading?.candidates[0].cause);
  const terminal = vscode.window.activeTerminal;
  const fromTerminal: Source[] =
    terminal === undefined
      ? []
      : [
          {
            icon: 'terminal',
            label: t('From the terminal selection'),
            detail: t('The text selected in “{terminal}”', { terminal: redactLine(terminal.name, secrets, 40) }),
            read: readTerminalSelection,
          },
        ];
  const typed: Source = {
    icon: 'edit',
    label: t('Paste or type it'),
    detail: t('An error message, or a full HTTP response with its status line'),
    read: askForText,
  };
  return [
    ...fromSelection,
    ...(recognized ? fromClipboard : []),
    ...fromTerminal,
    ...(recognized ? [] : fromClipboard),
    typed,
  ];
}

function selectedText(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  const text = editor?.document.getText(editor.selection);
  return text === undefined || text.trim() === '' ? undefined : text;
}

/** What the clipboard holds; undefined for nothing, a picture, or where a browser refuses access. */
async function readClipboard(): Promise<string | undefined> {
  try {
    const text = await vscode.env.clipboard.readText();
    return text.trim() === '' ? undefined : text;
  } catch {
    return undefined;
  }
}

/**
 * VS Code doesn't give extensions the selection of a terminal, but can copy it. A text in the clipboard is put back afterwards;
 * anything else can't be, and is left alone when nothing is selected.
 */
async function readTerminalSelection(): Promise<string | undefined> {
  const before = await readClipboard();
  if (before !== undefined) await vscode.env.clipboard.writeText('');
  try {
    await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
    const text = await readClipboard();
    if (text === undefined)
      tell('info', t('Nothing is selected in the terminal. Select the error there, then try again.'), [
        { label: t('Explain an Error…'), value: COMMANDS.explainError },
      ]);
    return text;
  } finally {
    if (before !== undefined) await vscode.env.clipboard.writeText(before);
  }
}

/** A box of one line: line breaks become spaces, which makes no difference here. */
async function askForText(): Promise<string | undefined> {
  return typeLine({
    title: t('Gateway: Explain an Error'),
    prompt: t('Paste what Claude Code printed, or a response from the gateway. It isn’t sent anywhere.'),
    placeholder: t('API Error: 401 …'),
  });
}

async function secretsOf(store: Store): Promise<readonly string[]> {
  const { assessments } = store.state ?? (await store.fresh());
  return secretsIn(assessments, isSecretVariable);
}
