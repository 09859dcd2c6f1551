import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { CLAUDE_EXTENSION, COMMANDS, SCHEMES } from '../../src/ui/ids';
import { USER_DATA_VARIABLE } from '../host/suiteResult';
import { waitFor } from '../host/waiting';
import { given } from './environment';
import { ENVIRONMENT_SETTING } from '../../src/core/files/vscodeSettings';

/** The extension under test. */
const EXTENSION_ID = 'llm-gateway-connect.llm-gateway-connect';

/** The manifest of the extension under test; only the parts used here. */
interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsContainers: Readonly<Record<string, readonly { readonly id: string }[]>>;
  };
}

/** The extension under test, which VS Code activates by itself some time after its start. */
export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(EXTENSION_ID);
  if (found === undefined) throw new Error(`${EXTENSION_ID} is not installed`);
  return found;
}

/** What it declares, as VS Code has read it. */
export function contributions(): Manifest['contributes'] {
  return (extension().packageJSON as Manifest).contributes;
}

/** Whether the installed Claude Code keeps its setting to the machine. */
export function isMachineScoped(): boolean {
  const manifest = vscode.extensions.getExtension(CLAUDE_EXTENSION)?.packageJSON as {
    contributes: { configuration: { properties: Record<string, { scope?: string }> } };
  };
  return manifest.contributes.configuration.properties[ENVIRONMENT_SETTING]?.scope === 'machine';
}

/** Whether this VS Code has settings of the machine beside the user's. */
export const IS_REMOTE = vscode.env.remoteName !== undefined;

const data = given(USER_DATA_VARIABLE);
const [folder] = vscode.workspace.workspaceFolders ?? [];
if (folder === undefined) throw new Error('no folder is open');

/** Every file that tests write. */
export const FILES = {
  user: join(data, 'User', 'settings.json'),
  machine: join(data, 'Machine', 'settings.json'),
  workspace: join(folder.uri.fsPath, '.vscode', 'settings.json'),
  claude: join(process.env['CLAUDE_CONFIG_DIR'] ?? join(homedir(), '.claude'), 'settings.json'),
  project: join(folder.uri.fsPath, '.claude', 'settings.json'),
} as const;

/** The user data, where VS Code keeps its logs. */
export const USER_DATA = data;

/** The settings file from which Claude Code is configured here, and what the report calls it. */
export function settingsInForce(): { readonly file: string; readonly label: string } {
  return IS_REMOTE && isMachineScoped()
    ? { file: FILES.machine, label: 'VS Code remote settings' }
    : { file: FILES.user, label: 'VS Code user settings' };
}

/** Writes a settings file, from outside as far as VS Code can tell. */
export function writeSettings(file: string, settings: Readonly<Record<string, unknown>>): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`);
}

/** Runs something while a settings file says what it says now; afterwards it is as it was before. */
export async function restoring(file: string, work: () => Promise<void>): Promise<void> {
  const before = existsSync(file) ? readFileSync(file) : undefined;
  try {
    await work();
  } finally {
    if (before === undefined) rmSync(file, { force: true });
    else writeFileSync(file, before);
  }
}

const REPORT = vscode.Uri.from({ scheme: SCHEMES.report, path: '/Gateway Report.md' });
let readings = 0;

async function textOf(uri: vscode.Uri): Promise<string> {
  // Without Markdown's escapes.
  return (await vscode.workspace.openTextDocument(uri)).getText().replaceAll('\\', '');
}

/** The report after everything was read anew. */
export async function freshReport(): Promise<string> {
  await vscode.commands.executeCommand(COMMANDS.refresh);
  // A document that is open already learns of a change a moment later; one with an address of its own is made now.
  return textOf(REPORT.with({ query: String(++readings) }));
}

/** Waits until the open report says this, by itself: changes of files take their time to get noticed. */
export async function reportWith(what: string, says: (report: string) => boolean): Promise<string> {
  try {
    return await waitFor(what, async () => {
      const text = await textOf(REPORT);
      return says(text) && text;
    });
  } catch (error) {
    throw new Error(`the report does not say ${what}:\n${await textOf(REPORT)}`, { cause: error });
  }
}

/** A setting that VS Code takes from every file, by which the tests can tell that it has read one. */
const MARK = 'claudeCode.useTerminal';

/** Writes a settings file of VS Code, waits until VS Code has read it, and runs something before the file is as it was. */
export async function withSettings(
  file: string,
  settings: Readonly<Record<string, unknown>>,
  work: () => Promise<void>,
): Promise<void> {
  const marked = (): boolean => vscode.workspace.getConfiguration().get(MARK) === true;
  await restoring(file, async () => {
    writeSettings(file, { ...settings, [MARK]: true });
    await waitFor('VS Code to read the settings', marked);
    await work();
  });
  await waitFor('VS Code to read the settings again', () => !marked());
}

/** The row of a variable in the report's table of Claude Code in VS Code. */
export function rowOf(variable: string, text: string): string | undefined {
  const [, panel = ''] = text.split('## Claude Code in VS Code');
  return panel
    .split('## ', 1)
    .join('')
    .split('\n')
    .find((line) => line.startsWith(`| ${variable} |`));
}
