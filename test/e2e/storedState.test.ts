import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { startPracticeGateway, type PracticeGateway } from '../gateway/practice-gateway';
import { waitFor } from '../host/waiting';
import { workbenchUrl } from '../host/workbench';
import { closeScenes, openScene, pictureOfFailure, type Scene, VERSION } from './scene';

/** In the page: every text of VS Code’s own storage with `wanted` in it is counted, and changed where `other` is given. */
const IN_PAGE = `async (wanted, other) => {
  const settled = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  let count = 0;
  for (const { name } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    for (const table of database.objectStoreNames) {
      const store = database.transaction(table, 'readwrite').objectStore(table);
      const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
      for (const [index, value] of values.entries()) {
        if (typeof value !== 'string' || !value.includes(wanted)) continue;
        count += 1;
        if (other !== null) await settled(store.put(value.replaceAll(wanted, other), keys[index]));
      }
    }
    database.close();
  }
  return count;
}`;

function inStorage(page: Page, wanted: string, other?: string): Promise<number> {
  return page.evaluate<number>(`(${IN_PAGE})(${JSON.stringify(wanted)}, ${JSON.stringify(other ?? null)})`);
}

describe(`State of another version (${VERSION})`, () => {
  let scene: Scene;
  let gateway: PracticeGateway;
  before(async () => {
    gateway = await startPracticeGateway({ keys: ['another-key-than-configured'] });
    scene = await openScene({
      claudeSettings: JSON.stringify({
        env: { ANTHROPIC_BASE_URL: gateway.url, ANTHROPIC_AUTH_TOKEN: 'sk-made-up-0123456789' },
      }),
    });
  });
  afterEach(async function () {
    await pictureOfFailure(this);
  });
  after(async () => {
    await closeScenes();
    await gateway.stop();
  });

  it('a last check with a cause of a later version: not checked, and everything works', async () => {
    const { workbench, status, server, profile } = scene;
    const { page } = workbench;
    await workbench.runCommand('Gateway: Check Connection');
    await waitFor('the refusal', async () => (await status.text()).includes('credential'));
    const [stored, planted] = ['"cause":"credential-rejected"', '"cause":"from-the-future"'];
    await waitFor('the check to be stored', async () => (await inStorage(page, stored)) > 0);
    // From a page of the same server that keeps nothing itself: a workbench writes its state once more when it is left.
    await page.goto(`${server.url}healthz`);
    assert.ok((await inStorage(page, stored, planted)) > 0);
    await page.goto(workbenchUrl(server, profile.workspace));
    await workbench.waitUntilReady();
    await status.waitFor('Gateway: not checked');
    await workbench.runCommand('Gateway: Refresh');
    await workbench.runCommand('Gateway: Show Report');
    assert.match(await (await workbench.editors.webview('Versions')).innerText(), /not checked yet/);
    assert.ok(!(await workbench.notifications.texts()).some((text) => text.includes('unexpected')));
    await workbench.runCommand('Gateway: Check Connection');
    await waitFor('the refusal', async () => (await status.text()).includes('credential'));
  });
});
