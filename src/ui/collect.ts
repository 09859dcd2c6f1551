import * as vscode from 'vscode';
import type { Json } from '../core/settingsText';
import type { Snapshot, SourceReading } from '../core/snapshot';
import type { Machine } from '../core/sources';
import { detectMachine } from '../host/machine';
import { readingOfSetting, readSources } from '../host/readSources';
import { claudeExtension, isMachineScoped, windowFiles, type WindowFiles } from './windowSettings';

/** Where Claude Code's files lie for this window. */
export function windowMachine(): Machine {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
  return detectMachine(process.env, { folder });
}

/** Reads every source that this window can see. */
export async function collect(globalStorage: vscode.Uri): Promise<Snapshot> {
  const extension = claudeExtension();
  const files = windowFiles(globalStorage, extension?.scope);
  const sources = await readSources(windowMachine(), process.env);
  return { readings: [...sources, ...readSetting(files, extension?.scope)], trusted: vscode.workspace.isTrusted, claudeExtension: extension };
}

/** The setting in each scope, as VS Code itself sees it. */
function readSetting(files: WindowFiles, scope: string | undefined): SourceReading[] {
  const inspected: Inspection = vscode.workspace.getConfiguration('claudeCode').inspect<Json>('environmentVariables') ?? {};
  const machineScoped = isMachineScoped(scope);
  const remoteWindow = files.remoteSettings !== undefined;
  const local = remoteWindow ? inspected.globalLocalValue : inspected.globalValue;
  const workspace = inspected.workspaceFolderValue ?? inspected.workspaceValue;
  const rows: readonly { id: SourceReading['id']; location: string | undefined; value: Json | undefined; ignored: string | undefined }[] = [
    { id: 'vscode-workspace', location: undefined, value: workspace, ignored: machineScoped ? 'VS Code ignores this setting in workspace settings' : undefined },
    { id: 'vscode-remote', location: files.remoteSettings, value: inspected.globalRemoteValue, ignored: undefined },
    { id: 'vscode-user', location: files.userSettings, value: local, ignored: remoteWindow && machineScoped ? 'in a remote window VS Code reads this setting from the remote settings' : undefined },
  ];
  return rows.filter(({ value }) => value !== undefined).map(({ id, location, value, ignored }) => ({ id, location, ...(ignored === undefined ? {} : { ignored }), ...readingOfSetting({ status: 'read' }, value) }));
}

/** What `inspect` returns at run time; the two parts of the global value are not in the typings. */
interface Inspection {
  readonly globalValue?: Json;
  readonly globalLocalValue?: Json;
  readonly globalRemoteValue?: Json;
  readonly workspaceValue?: Json;
  readonly workspaceFolderValue?: Json;
}
