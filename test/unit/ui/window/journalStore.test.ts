import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { JournalEntry } from '../../../../src/core/writing/journal';
import { createJournalStore, type JournalStore } from '../../../../src/ui/window/journalStore';
import { folderForTests } from '../../host/support';

const ENTRY: JournalEntry = {
  path: '/home/me/settings.json',
  dialect: 'jsonc',
  created: false,
  fingerprint: 'f',
  patch: { offset: 0, length: 1, content: '' },
  undo: [],
};
/** As a later version may write it. */
const LATER = JSON.stringify([{ ...ENTRY, dialect: 'toml' }]);

describe('the record of what Connect wrote', () => {
  const at = folderForTests();
  const secrets = new Map<string, string>();
  let store: JournalStore;

  beforeEach(() => {
    secrets.clear();
    const kept = {
      get: (key: string) => Promise.resolve(secrets.get(key)),
      store: (key: string, value: string) => Promise.resolve(void secrets.set(key, value)),
      delete: (key: string) => Promise.resolve(void secrets.delete(key)),
    };
    store = createJournalStore({
      secrets: kept,
      globalStorageUri: { fsPath: at() },
    } as unknown as vscode.ExtensionContext);
  });

  /** As another version left it for a target. */
  async function leave(text: string): Promise<string> {
    await store.write('target', [ENTRY]);
    const [key = ''] = secrets.keys();
    secrets.set(key, text);
    return key;
  }

  it('is read as it was written, for one settings file', async () => {
    await store.write('target', [ENTRY]);
    assert.deepEqual(
      [await store.read('target'), await store.read('other')],
      [
        { ok: true, value: [ENTRY] },
        { ok: true, value: [] },
      ],
    );
    await store.write('target', []);
    assert.equal(secrets.size, 0);
  });

  it('is put back as it was, readable or not', async () => {
    const putBack = await store.write('target', [ENTRY]);
    await putBack();
    assert.equal(secrets.size, 0);
    const key = await leave(LATER);
    await (
      await store.write('target', [])
    )();
    assert.equal(secrets.get(key), LATER);
  });

  it('is not lost when it cannot be read and something new is written', async () => {
    await leave(LATER);
    assert.deepEqual(await store.read('target'), { ok: false, at: '[0].dialect' });
    await store.write('target', [ENTRY]);
    assert.deepEqual(await store.read('target'), { ok: true, value: [ENTRY] });
    assert.ok([...secrets.values()].includes(LATER));
    // Nor when that is undone.
    await store.write('target', []);
    assert.deepEqual([...secrets.values()], [LATER]);
  });

  it('is gone only when it is discarded', async () => {
    await leave(LATER);
    await store.write('target', [ENTRY]);
    await store.forget('target');
    assert.equal(secrets.size, 0);
  });
});
