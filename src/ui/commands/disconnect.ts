import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { leftoversOf, sweepLeftovers } from '../../host/files/leftovers';
import { prepareUndo } from '../../host/files/preparedFiles';
import { COMMANDS } from '../ids';
import type { JournalStore } from '../window/journalStore';
import { ask, tell } from '../window/messages';
import { allowSync } from '../window/settingsSync';
import type { Store } from '../store';
import { untilChanged } from '../window/untilChanged';
import { settledFiles } from '../window/windowSettings';
import { commit, openAt, saveOpenEditors, showFileProblem } from '../window/writeSettings';

/** Removes exactly what Connect wrote and restores the previous values. Values changed since then stay. */
export async function disconnect(
  extension: vscode.ExtensionContext,
  store: Store,
  journal: JournalStore,
): Promise<void> {
  const { file: target } = await settledFiles(extension.globalStorageUri);
  const recorded = await journal.read(target);
  if (!recorded.ok) {
    await offerToForget(journal, target);
    return;
  }
  const entries = recorded.value;
  if (entries.length === 0) {
    tell('info', t('There’s nothing to disconnect: this extension hasn’t written any gateway settings here.'), [
      { label: t('Show Report'), value: COMMANDS.showReport },
    ]);
    return;
  }
  const paths = entries.map(({ path }) => path);
  const leftovers = (await Promise.all(paths.map(leftoversOf))).flat();
  const removed =
    leftovers.length === 0
      ? []
      : ['', t('An earlier write was interrupted. This also removes what it left behind:'), ...leftovers];
  const sure = await ask(
    'info',
    t('Disconnect from the gateway?'),
    [t('This removes what Connect to Gateway wrote and restores the previous values in:'), ...paths, ...removed].join(
      '\n',
    ),
    [{ label: t('Disconnect'), value: true }],
  );
  if (sure !== true || !(await saveOpenEditors(paths))) return;
  for (;;) {
    try {
      const { files, kept } = await prepareUndo(entries);
      await commit(files, untilChanged);
      await Promise.all(paths.map(sweepLeftovers));
      await allowSync(extension.globalState);
      await journal.write(target, []);
      await store.agreements.forget(paths);
      await store.keep(undefined);
      await store.refresh();
      tell('info', doneText(kept));
      return;
    } catch (error) {
      if ((await showFileProblem(error, store.log)) !== 'again') return;
    }
  }
}

/** A record that can't be read undoes nothing: says so, and leaves the settings and the record alone unless asked to discard it. */
async function offerToForget(journal: JournalStore, target: string): Promise<void> {
  const detail = [
    t(
      'Another version of this extension may have written the record. Nothing was changed. Update the extension and try again, or remove the gateway settings yourself.',
    ),
    t('The gateway settings are in {file}.', { file: target }),
  ].join('\n\n');
  const choices = [
    { label: t('Open the File'), value: 'open' as const },
    { label: t('Discard Record'), value: 'forget' as const },
  ];
  const then = await ask(
    'warning',
    t('Can’t disconnect automatically: the record of what Connect to Gateway wrote can’t be read.'),
    detail,
    choices,
  );
  if (then === 'open') await openAt(target, 1, 1);
  if (then === 'forget') await journal.forget(target);
}

function doneText(kept: number): string {
  if (kept === 0) return t('Disconnected. Your settings are as they were before.');
  return kept === 1
    ? t('Disconnected. 1 value was changed since then and was left as it is.')
    : t('Disconnected. {count} values were changed since then and were left as they are.', { count: kept });
}
