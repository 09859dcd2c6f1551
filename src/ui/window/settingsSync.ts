import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { FileError } from '../../host/files/fileError';
import { STORED } from '../ids';
import { ENVIRONMENT_SETTING, SYNC_SETTING } from '../../core/files/vscodeSettings';

/**
 * Keeps the setting out of Settings Sync where the user's settings are on another machine, so that VS Code has to write them.
 * Remembers whether the entry is ours, so that {@link allowSync} removes only that.
 */
export async function excludeFromSync(state: vscode.Memento): Promise<void> {
  const ignored = ignoredSettings();
  // A product without Settings Sync doesn’t know the setting.
  if (vscode.workspace.getConfiguration().inspect(SYNC_SETTING)?.defaultValue === undefined) return;
  if (ignored.includes(ENVIRONMENT_SETTING)) return;
  await updateIgnored([...ignored.filter((name) => name !== `-${ENVIRONMENT_SETTING}`), ENVIRONMENT_SETTING]);
  await state.update(STORED.syncAdded, true);
}

/** Undoes {@link excludeFromSync}. */
export async function allowSync(state: vscode.Memento): Promise<void> {
  if (state.get(STORED.syncAdded) !== true) return;
  const rest = ignoredSettings().filter((name) => name !== ENVIRONMENT_SETTING);
  await updateIgnored(rest.length === 0 ? undefined : rest);
  await state.update(STORED.syncAdded, undefined);
}

async function updateIgnored(value: readonly string[] | undefined): Promise<void> {
  try {
    await vscode.workspace.getConfiguration().update(SYNC_SETTING, value, vscode.ConfigurationTarget.Global);
  } catch (error) {
    throw new FileError(
      'failed',
      'settings.json',
      t(
        'VS Code couldn’t exclude the credential from Settings Sync in your user settings. Save or correct your user settings and try again.',
      ),
      error,
    );
  }
}

function ignoredSettings(): readonly string[] {
  const value: unknown = vscode.workspace.getConfiguration().inspect(SYNC_SETTING)?.globalValue;
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
