import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { takeLock, lockFileOf } from '../../src/host/files/lock';
import { PRACTICE_KEY } from '../gateway/credentials';
import { startPracticeGateway, type PracticeGateway } from '../gateway/practice-gateway';
import { waitFor } from '../host/waiting';
import { acceptChanges, answerSteps, atStep, chooseWhere, disconnect } from './flow';
import { closeScenes, contentOf, modeOf, openScene, picture, pictureOfFailure, type Scene, VERSION } from './scene';

/** Leaves what a window leaves that is killed while it writes a file: its lock, with the new text in its room. */
async function interruptWriting(file: string): Promise<string> {
  mkdirSync(dirname(file), { recursive: true });
  const own = await takeLock(lockFileOf(file), { waitMs: 0 });
  assert.ok(own !== undefined);
  const owner = own.room.slice(lockFileOf(file).length + 1);
  await own.release();
  // The process of somebody who has ended.
  const { pid } = spawnSync('true');
  const room = join(lockFileOf(file), owner.replace(/^\d+/, String(pid)));
  mkdirSync(room, { recursive: true, mode: 0o700 });
  writeFileSync(join(room, 'new'), `{"env":{"ANTHROPIC_AUTH_TOKEN":"${PRACTICE_KEY}"}}`, { mode: 0o600 });
  return lockFileOf(file);
}

describe(`Who can read the settings, and what is left of a crash, in VS Code (${VERSION})`, () => {
  let scene: Scene;
  let gateway: PracticeGateway;
  let atStart: string;
  before(async () => {
    gateway = await startPracticeGateway({ reads: 'bearer' });
    scene = await openScene({
      claudeSettings: '{}\n',
      prepare: async ({ home }) => {
        atStart = await interruptWriting(join(home, '.claude', 'settings.json'));
      },
    });
  });
  after(async () => {
    await closeScenes();
    await gateway.stop();
  });
  afterEach(async function () {
    const { dialog, quickInput } = scene.workbench;
    await pictureOfFailure(this);
    if (await dialog.isOpen()) await scene.workbench.press('Escape');
    while (await quickInput.isOpen()) await quickInput.escape();
  });
  const untilReview = async (): Promise<void> => {
    await answerSteps(scene, { url: gateway.url, kind: 'bearer', credential: PRACTICE_KEY });
    await chooseWhere(scene, true);
    await atStep(scene.workbench, '5/5');
  };

  it('what an interrupted write left is swept at the start', async () => {
    await waitFor('it to be gone', () => Promise.resolve(!existsSync(atStart)));
    assert.equal(contentOf(scene.claudeSettings), '{}\n');
  });

  it('a file that others can read is closed to them when it receives the key, and opened again by Disconnect', async () => {
    chmodSync(scene.claudeSettings, 0o644);
    await untilReview();
    const rows = await scene.workbench.quickInput.rows();
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['Write these changes', 'Write these changes and keep file permissions'],
    );
    assert.match(rows[0]?.description ?? '', /readable only by you/);
    assert.equal(rows[1]?.detail, 'Other accounts on this machine can read the credential in .claude/settings.json.');
    await picture(scene, 'file-permissions');
    await acceptChanges(scene);
    assert.deepEqual(
      [modeOf(scene.claudeSettings), contentOf(scene.claudeSettings)?.includes(PRACTICE_KEY)],
      ['600', true],
    );
    await disconnect(scene);
    assert.deepEqual([modeOf(scene.claudeSettings), contentOf(scene.claudeSettings)], ['644', '{}\n']);
  });

  it('a file stays readable by others where that is wanted', async () => {
    await untilReview();
    await scene.workbench.quickInput.pick('Write these changes and keep file permissions');
    await scene.workbench.notifications.dismiss('Connected to');
    assert.deepEqual(
      [modeOf(scene.claudeSettings), contentOf(scene.claudeSettings)?.includes(PRACTICE_KEY)],
      ['644', true],
    );
  });

  it('what an interrupted write left is named by Disconnect, and removed', async () => {
    const left = await interruptWriting(scene.claudeSettings);
    await scene.workbench.runCommand('Gateway: Disconnect');
    await scene.workbench.dialog.waitForOpen('Disconnect from the gateway?');
    const detail = await scene.workbench.dialog.detail();
    assert.ok(detail.includes(left), detail);
    await picture(scene, 'leftover');
    await scene.workbench.dialog.press('Disconnect');
    await scene.workbench.notifications.dismiss('Disconnected.');
    assert.equal(existsSync(left), false);
    assert.equal(contentOf(scene.claudeSettings), '{}\n');
  });
});
