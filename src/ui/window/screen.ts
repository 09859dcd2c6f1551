import * as vscode from 'vscode';
import { plainMarkdown, plainText, withVisibleControls } from '../../core/text/plainText';

/*
 * The one door to what VS Code draws. Lint keeps every other file from it: VS Code makes links of `[label](command:…)` in
 * notifications, progress and below input boxes, icons of `$(name)` in labels, and reads markdown in hovers. Texts that
 * come through here are only read, and icons and links are named explicitly.
 */

/** How severe a message is. */
export type MessageSeverity = 'error' | 'warning' | 'info';

/** A line with an icon of VS Code's in front, by its name. */
export interface ScreenLine {
  readonly icon?: string;
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
}

function withIcon(icon: string | undefined, text: string): string {
  return icon === undefined ? plainText(text) : `$(${icon}) ${plainText(text)}`;
}

function quickItem<T extends ScreenLine>(line: T): vscode.QuickPickItem & { readonly line: T } {
  const { icon, label, description, detail } = line;
  return {
    label: withIcon(icon, label),
    ...(description === undefined ? {} : { description: plainText(description) }),
    ...(detail === undefined ? {} : { detail: plainText(detail) }),
    line,
  };
}

/** Shows a notification. @returns the index of the button that was pressed, undefined when it was closed */
export async function showNotification(
  severity: MessageSeverity,
  message: string,
  buttons: readonly string[],
): Promise<number | undefined> {
  return pressed(severity, plainText(message), {}, buttons);
}

/** Shows a modal dialog. Nothing in it becomes a link or an icon, so that a command is shown as it is. @returns as {@link showNotification} */
export async function showDialog(
  severity: MessageSeverity,
  message: string,
  detail: string,
  buttons: readonly string[],
): Promise<number | undefined> {
  return pressed(severity, withVisibleControls(message), { modal: true, detail: withVisibleControls(detail) }, buttons);
}

async function pressed(
  severity: MessageSeverity,
  message: string,
  options: vscode.MessageOptions,
  buttons: readonly string[],
): Promise<number | undefined> {
  const show = {
    error: vscode.window.showErrorMessage,
    warning: vscode.window.showWarningMessage,
    info: vscode.window.showInformationMessage,
  }[severity];
  const items = buttons.map((label, index) => ({ title: plainText(label), index }));
  return (await show(message, options, ...items))?.index;
}

/** Runs something with a notification of its progress that can be cancelled. */
export function withProgressNotification<T>(
  title: string,
  run: (report: (message: string) => void, token: vscode.CancellationToken) => Promise<T>,
): Thenable<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: plainText(title), cancellable: true },
    (progress, token) =>
      run((message) => {
        progress.report({ message: plainText(message) });
      }, token),
  );
}

/** Runs something while the status bar says what is waited for. */
export function withProgressInStatusBar<T>(title: string, run: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: plainText(title) }, run);
}

/** A choice among lines. */
export interface PickTexts {
  readonly title: string;
  readonly placeholder: string;
  readonly matchOnDetail?: boolean;
  readonly ignoreFocusOut?: boolean;
}

/** Asks for one of several lines. @returns undefined when it was dismissed */
export async function pickLine<T extends ScreenLine>(
  lines: readonly T[],
  { title, placeholder, ...how }: PickTexts,
): Promise<T | undefined> {
  return (
    await vscode.window.showQuickPick(lines.map(quickItem), {
      ...how,
      title: plainText(title),
      placeHolder: plainText(placeholder),
    })
  )?.line;
}

/** Asks for one line of text. @returns undefined when it was dismissed */
export async function typeLine({
  title,
  prompt,
  placeholder,
}: {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder: string;
}): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: plainText(title),
    prompt: plainText(prompt),
    placeHolder: plainText(placeholder),
    ignoreFocusOut: true,
  });
}

/** Asks where a file goes. The dialog itself asks before a file is replaced. */
export async function pickFileToSave({
  title,
  saveLabel,
  ...options
}: { readonly title: string; readonly saveLabel: string } & Pick<
  vscode.SaveDialogOptions,
  'defaultUri' | 'filters'
>): Promise<vscode.Uri | undefined> {
  return vscode.window.showSaveDialog({ ...options, title: plainText(title), saveLabel: plainText(saveLabel) });
}

/** A box of one step of several, with Back. */
export interface BoxFrame {
  readonly title: string;
  readonly step: number;
  readonly total: number;
  readonly back: boolean;
}

/** The remark below a text box. */
export interface BoxRemark {
  readonly message: string;
  readonly severity: MessageSeverity;
}

const REMARK_SEVERITY = {
  error: vscode.InputBoxValidationSeverity.Error,
  warning: vscode.InputBoxValidationSeverity.Warning,
  info: vscode.InputBoxValidationSeverity.Info,
} as const;

/** Makes a text box, which is not shown yet, and what puts a remark below it. */
export function createTextBox(
  frame: BoxFrame,
  { prompt, placeholder }: { readonly prompt: string; readonly placeholder: string },
): { readonly box: vscode.InputBox; readonly remark: (remark: BoxRemark | undefined) => void } {
  const box = vscode.window.createInputBox();
  setFrame(box, frame);
  box.prompt = plainText(prompt);
  box.placeholder = plainText(placeholder);
  return {
    box,
    remark: (remark) => {
      box.validationMessage =
        remark === undefined
          ? undefined
          : { message: plainText(remark.message), severity: REMARK_SEVERITY[remark.severity] };
    },
  };
}

/** Makes a choice among lines, which is not shown yet; `active` is the line under the cursor. */
export function createLineBox<T extends ScreenLine>(
  frame: BoxFrame,
  placeholder: string,
  lines: readonly T[],
  active: T | undefined,
): vscode.QuickPick<vscode.QuickPickItem & { readonly line: T }> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly line: T }>();
  setFrame(pick, frame);
  const items = lines.map(quickItem);
  pick.placeholder = plainText(placeholder);
  pick.items = items;
  pick.matchOnDetail = true;
  const preset = items.find(({ line }) => line === active);
  if (preset !== undefined) pick.activeItems = [preset];
  return pick;
}

function setFrame(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  { title, step, total, back }: BoxFrame,
): void {
  input.title = plainText(title);
  input.step = step;
  input.totalSteps = total;
  input.ignoreFocusOut = true;
  input.buttons = back ? [vscode.QuickInputButtons.Back] : [];
}

/** What an item of the status bar shows. */
export interface StatusTexts {
  readonly icon: string;
  readonly text: string;
  readonly spoken: string;
  readonly hover: HoverTexts;
  readonly command: string;
  readonly background: vscode.ThemeColor | undefined;
}

/** A hover: a heading, lines with or without a label, and commands that it offers. */
export interface HoverTexts {
  readonly heading: string;
  readonly lines: readonly { readonly label?: string; readonly text: string }[];
  readonly commands: readonly { readonly label: string; readonly command: string }[];
}

/** Makes an item of the status bar. */
export function createStatusEntry(
  id: string,
  name: string,
  priority: number,
): { readonly draw: (texts: StatusTexts) => void; dispose(): void } {
  const item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Right, priority);
  item.name = plainText(name);
  return {
    draw: ({ icon, text, spoken, hover, command, background }) => {
      item.text = withIcon(icon, text);
      item.tooltip = hoverText(hover);
      item.accessibilityInformation = { label: plainText(spoken), role: 'button' };
      item.command = command;
      item.backgroundColor = background;
      item.show();
    },
    dispose: () => {
      item.dispose();
    },
  };
}

function hoverText({ heading, lines, commands }: HoverTexts): vscode.MarkdownString {
  const body = lines
    .map(({ label, text }) => `${label === undefined ? '' : `${plainMarkdown(label)}: `}${plainMarkdown(text)}  \n`)
    .join('');
  const links = commands.map(({ label, command }) => `[${plainMarkdown(label)}](command:${command})`).join(' · ');
  const markdown = new vscode.MarkdownString(`**${plainMarkdown(heading)}**\n\n${body}\n${links}`);
  markdown.isTrusted = { enabledCommands: commands.map(({ command }) => command) };
  return markdown;
}

/** What a row of a tree shows. */
export interface RowTexts {
  readonly label: string;
  readonly description: string | undefined;
  readonly tooltip: string | undefined;
  readonly spoken: string;
}

/** A row of a tree with its texts. */
export function createTreeRow(
  { label, description, tooltip, spoken }: RowTexts,
  state: vscode.TreeItemCollapsibleState,
): vscode.TreeItem {
  const row = new vscode.TreeItem(plainText(label), state);
  if (description !== undefined) row.description = plainText(description);
  if (tooltip !== undefined) row.tooltip = plainText(tooltip);
  row.accessibilityInformation = { label: plainText(spoken) };
  return row;
}

/** Shows a tree in a view of this extension. */
export function showTree<T>(view: string, provider: vscode.TreeDataProvider<T>): vscode.Disposable {
  return vscode.window.createTreeView(view, { treeDataProvider: provider });
}

/** A button above a line of a document, and the command that it runs. */
export interface LensButton extends Pick<ScreenLine, 'icon' | 'label'>, Pick<vscode.Command, 'command' | 'arguments'> {}

/** Puts a button above a line (from 0) of a document. */
export function createLens(line: number, { icon, label, ...command }: LensButton): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { ...command, title: withIcon(icon, label) });
}

/** A part of a document that opens something. */
export function createDocumentLink(range: vscode.Range, target: vscode.Uri, tooltip: string): vscode.DocumentLink {
  const link = new vscode.DocumentLink(range, target);
  link.tooltip = plainText(tooltip);
  return link;
}
