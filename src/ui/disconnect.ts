import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { leftoversOf, sweepLeftovers } from '../host/files/leftovers';
import { commitFiles, prepareUndo } from '../host/settingsWriter';
import { COMMANDS } from './ids';
import type { JournalStore } from './journalStore';
import { ask, tell } from './messages';
import { allowSync } from './settingsSync';
import type { Store } from './store';
import { settledFiles } from './windowSettings';
import { openAt, saveOpenEditors, showFileProblem } from './writeSettings';

/** Takes out exactly what Connect wrote and restores what stood there. Values changed since then stay. */
export async function disconnect(extension: vscode.ExtensionContext, store: Store, journal: JournalStore): Promise<void> {
  const { target } = await settledFiles(extension.globalStorageUri);
  const recorded = await journal.read(target);
  if (!recorded.ok) {
    await offerToForget(journal, target);
    return;
  }
  const entries = recorded.value;
  if (entries.length === 0) {
    tell('info', t('There is nothing to take out: this extension has written no gateway settings here.'), [{ label: t('Show Report'), value: COMMANDS.showReport }]);
    return;
  }
  const paths = entries.map(({ path }) => path);
  const leftovers = (await Promise.all(paths.map(leftoversOf))).flat();
  const removed = leftovers.length === 0 ? [] : ['', t('An earlier write was interrupted. What it left behind will be removed:'), ...leftovers];
  const sure = await ask('info', t('Disconnect from the gateway?'), [t('What Connect to Gateway wrote is taken out, and what stood there before comes back, in:'), ...paths, ...removed].join('\n'), [{ label: t('Disconnect'), value: true }]);
  if (sure !== true || !(await saveOpenEditors(paths))) return;
  for (;;) {
    try {
      const { files, kept } = await prepareUndo(entries);
      await commitFiles(files, () => store.untilChanged());
      await Promise.all(paths.map(sweepLeftovers));
      await allowSync(extension.globalState);
      await journal.write(target, []);
      await store.agreements.forget(paths);
      await store.keep(undefined);
      await store.refresh();
      tell('info', doneText(kept));
      return;
    } catch (error) {
      if ((await showFileProblem(error)) !== 'again') return;
    }
  }
}

/** A record that cannot be read undoes nothing: says so, and leaves the settings and the record alone unless told otherwise. */
async function offerToForget(journal: JournalStore, target: string): Promise<void> {
  const detail = [
    t('Another version of this extension may have written it. Nothing was changed: update the extension and try again, or remove the gateway’s settings yourself.'),
    t('They are in: {file}', { file: target }),
  ].join('\n\n');
  const choices = [{ label: t('Open the File'), value: 'open' as const }, { label: t('Discard the Record'), value: 'forget' as const }];
  const then = await ask('warning', t('The record of what Connect to Gateway wrote can’t be read, so it can’t be undone automatically.'), detail, choices);
  if (then === 'open') await openAt(target, 1, 1);
  if (then === 'forget') await journal.forget(target);
}

function doneText(kept: number): string {
  if (kept === 0) return t('Disconnected. Your settings are as they were before.');
  return kept === 1 ? t('Disconnected. 1 value was changed since and left as they are.') : t('Disconnected. {count} values were changed since and left as they are.', { count: kept });
}
