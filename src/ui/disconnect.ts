import type * as vscode from 'vscode';
import { commitFiles, prepareUndo } from '../host/settingsWriter';
import { COMMANDS } from './ids';
import type { JournalStore } from './journalStore';
import { ask, tell } from './messages';
import { allowSync } from './settingsSync';
import type { Store } from './store';
import { settledFiles } from './windowSettings';
import { saveOpenEditors, showFileProblem } from './writeSettings';

/** Takes out exactly what Connect wrote and restores what stood there. Values changed since then stay. */
export async function disconnect(extension: vscode.ExtensionContext, store: Store, journal: JournalStore): Promise<void> {
  const { target } = await settledFiles(extension.globalStorageUri);
  const entries = await journal.read(target);
  if (entries.length === 0) {
    tell('info', 'There is nothing to take out: this extension has written no gateway settings here.', [{ label: 'Show Report', value: COMMANDS.showReport }]);
    return;
  }
  const paths = entries.map(({ path }) => path);
  const sure = await ask('info', 'Disconnect from the gateway?', `What Connect to Gateway wrote is taken out, and what stood there before comes back, in:\n${paths.join('\n')}`, [{ label: 'Disconnect', value: true }]);
  if (sure !== true || !(await saveOpenEditors(paths))) return;
  for (;;) {
    try {
      const { files, kept } = await prepareUndo(entries);
      await commitFiles(files, () => store.untilChanged());
      await allowSync(extension.globalState);
      await journal.write(target, []);
      await store.keep(undefined);
      await store.refresh();
      const left = kept === 0 ? 'Your settings are as they were before.' : `${kept} ${kept === 1 ? 'value was' : 'values were'} changed since and left as they are.`;
      tell('info', `Disconnected. ${left}`);
      return;
    } catch (error) {
      if ((await showFileProblem(error)) !== 'again') return;
    }
  }
}
