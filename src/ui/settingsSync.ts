import * as vscode from 'vscode';
import { ENVIRONMENT_SETTING, SYNC_SETTING } from '../core/connectionPlan';
import { STORED } from './ids';

/**
 * Keeps the setting out of Settings Sync where the user's settings are on another machine, so that VS Code has to write them.
 * Remembers whether the entry is ours, so that {@link allowSync} takes out only that.
 */
export async function excludeFromSync(state: vscode.Memento): Promise<void> {
  const ignored = ignoredSettings();
  // A product without Settings Sync does not know the setting, and has nothing to be told.
  if (vscode.workspace.getConfiguration().inspect(SYNC_SETTING)?.defaultValue === undefined) return;
  if (ignored.includes(ENVIRONMENT_SETTING)) return;
  await vscode.workspace.getConfiguration().update(SYNC_SETTING, [...ignored, ENVIRONMENT_SETTING], vscode.ConfigurationTarget.Global);
  await state.update(STORED.syncAdded, true);
}

/** Takes back {@link excludeFromSync}. */
export async function allowSync(state: vscode.Memento): Promise<void> {
  if (state.get(STORED.syncAdded) !== true) return;
  const rest = ignoredSettings().filter((name) => name !== ENVIRONMENT_SETTING);
  await vscode.workspace.getConfiguration().update(SYNC_SETTING, rest.length === 0 ? undefined : rest, vscode.ConfigurationTarget.Global);
  await state.update(STORED.syncAdded, undefined);
}

function ignoredSettings(): readonly string[] {
  const value: unknown = vscode.workspace.getConfiguration().inspect(SYNC_SETTING)?.globalValue;
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
