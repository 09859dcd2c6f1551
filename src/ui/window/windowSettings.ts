import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { isRecord } from '../../core/text/json';
import type { ClaudeExtension } from '../../core/config/snapshot';
import { CLAUDE_EXTENSION } from '../ids';
import { ENVIRONMENT_SETTING } from '../../core/files/vscodeSettings';

/** The settings files of this window, as far as they are on this machine. */
export interface WindowFiles {
  /** The file that the Claude Code extension reads here. */
  readonly file: string;
  readonly fileKind: 'user' | 'remote';
  /** VS Code's user settings; undefined in a remote window, where they are on the other machine. */
  readonly userSettings: string | undefined;
  /** The remote settings; undefined in a local window. */
  readonly remoteSettings: string | undefined;
}

/** Scopes that VS Code takes from the machine on which the extension runs. */
const MACHINE_SCOPES: readonly (string | undefined)[] = ['machine', 'machine-overridable'];

/** The Claude Code extension, with the scope that its manifest gives the setting (machine since 2.1.193, before that none). */
export function claudeExtension(): ClaudeExtension | undefined {
  const manifest: unknown = vscode.extensions.getExtension(CLAUDE_EXTENSION)?.packageJSON;
  if (!isRecord(manifest)) return undefined;
  const contributes = isRecord(manifest['contributes']) ? manifest['contributes'] : {};
  const blocks = [contributes['configuration']].flat().filter(isRecord);
  const property = blocks
    .map(({ properties }) => (isRecord(properties) ? properties[ENVIRONMENT_SETTING] : undefined))
    .find(isRecord);
  const scope =
    property === undefined ? undefined : typeof property['scope'] === 'string' ? property['scope'] : 'window';
  return { version: String(manifest['version']), scope };
}

/**
 * Where the setting goes in this window. VS Code doesn’t tell extensions the path of its settings; that of the default
 * profile follows from the global storage folder, `<data>/User/globalStorage/ID`, which is the same for all profiles.
 */
export function windowFiles(globalStorage: vscode.Uri, scope: string | undefined): WindowFiles {
  const userDir = path.dirname(path.dirname(globalStorage.fsPath));
  const own = path.join(userDir, 'settings.json');
  if (vscode.env.remoteName === undefined)
    return { file: own, fileKind: 'user', userSettings: own, remoteSettings: undefined };
  const remoteSettings = path.join(path.dirname(userDir), 'Machine', 'settings.json');
  // A server that is its own product keeps the user's settings beside the extension host; a remote of desktop VS Code does not.
  const userSettings = vscode.env.appHost === 'server-distro' ? own : undefined;
  const useRemote = userSettings === undefined || scope === undefined || MACHINE_SCOPES.includes(scope);
  return useRemote
    ? { file: remoteSettings, fileKind: 'remote', userSettings, remoteSettings }
    : { file: userSettings, fileKind: 'user', userSettings, remoteSettings };
}

/**
 * The user settings file of this window's profile. Profiles have their own settings, and no API names the file; where there
 * are profiles, it’s the file of the editor that VS Code opens for the settings. Without profiles nothing is opened.
 */
export async function profileSettings(userSettings: string): Promise<string> {
  const profiles = await readdir(path.join(path.dirname(userSettings), 'profiles')).catch(() => []);
  if (profiles.length === 0) return userSettings;
  const openBefore = new Set(openFiles());
  await vscode.commands.executeCommand('workbench.action.openSettingsJson');
  const file = vscode.window.activeTextEditor?.document.uri.fsPath;
  if (file === undefined || path.basename(file) !== 'settings.json') return userSettings;
  if (!openBefore.has(file)) await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  return file;
}

/** {@link windowFiles} for writing: with the file of this window's profile. */
export async function settledFiles(globalStorage: vscode.Uri): Promise<WindowFiles> {
  const files = windowFiles(globalStorage, claudeExtension()?.scope);
  if (files.remoteSettings !== undefined || files.userSettings === undefined) return files;
  const own = await profileSettings(files.userSettings);
  return { ...files, file: own };
}

/** The open, unsaved editor of a settings file, if there is one: writing under it would lose one of the two. */
export function unsavedEditorOf(file: string): vscode.TextDocument | undefined {
  const tail = file.split(path.sep).slice(-2).join('/');
  return vscode.workspace.textDocuments.find(
    ({ isDirty, uri }) =>
      isDirty && (uri.fsPath === file || (uri.scheme === 'vscode-userdata' && uri.path.endsWith(tail))),
  );
}

/** True when values in user and workspace settings don’t take effect because the setting is machine-scoped. */
export function isMachineScoped(scope: string | undefined): boolean {
  return MACHINE_SCOPES.includes(scope);
}

function openFiles(): string[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) =>
    tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri.fsPath] : [])),
  );
}
