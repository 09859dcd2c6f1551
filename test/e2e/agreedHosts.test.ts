import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPracticeGateway, type PracticeGateway } from '../gateway/practice-gateway';
import { waitFor } from '../host/waiting';
import { acceptChanges, answerSteps, atStep, chooseWhere, disconnect } from './flow';
import { filesWith } from './leaks';
import { closeScenes, openScene, picture, pictureOfFailure, type Scene, type SceneOptions, VERSION } from './scene';

/** A credential that is nowhere else. */
const SENTINEL = 'sk-sentinel-Wq5nTy8bLc2xVr7m';
/** Longer than a check waits after a change that is not one to another host, and than it takes. */
const QUIET_MS = 6000;
const SWITCHED_ON: SceneOptions = { configurationDefaults: { 'llmGateway.healthCheck.intervalMinutes': 15 } };

function settings(url: string, more: Readonly<Record<string, string>> = {}): string {
  const env = { ANTHROPIC_BASE_URL: url, ANTHROPIC_AUTH_TOKEN: SENTINEL, ...more };
  return JSON.stringify({
    'claudeCode.environmentVariables': Object.entries(env).map(([name, value]) => ({ name, value })),
  });
}

/** What the status bar's tooltip says, with blanks as blanks. */
async function tooltipOf({ status }: Pick<Scene, 'status'>): Promise<string> {
  return (await status.tooltip()).replace(/\s+/g, ' ');
}

describe(`The background asks only where the user has asked (${VERSION})`, () => {
  let known: PracticeGateway;
  let other: PracticeGateway;
  beforeEach(async () => {
    [known, other] = await Promise.all([
      startPracticeGateway({ keys: [SENTINEL] }),
      startPracticeGateway({ keys: [SENTINEL] }),
    ]);
  });
  afterEach(async function () {
    await pictureOfFailure(this);
    await closeScenes();
    await Promise.all([known.stop(), other.stop()]);
  });

  it('a new address in the user’s settings gets nothing, and the status bar says why', async () => {
    const scene = await openScene({ ...SWITCHED_ON, machineSettings: '{}', claudeSettings: '{}' });
    await scene.status.waitFor('not set up');
    writeFileSync(scene.profile.machineSettings, settings(known.url));
    await scene.status.waitFor('not checked');
    await sleep(QUIET_MS);
    assert.deepEqual(known.requests, []);
    await scene.status.waitFor('Gateway: not checked (new address)');
    assert.match(
      await tooltipOf(scene),
      new RegExp(`127\\.0\\.0\\.1:${known.port} isn’t checked in the background because it’s a new address`),
    );
    await picture(scene, 'new-address');
    await scene.status.click();
    assert.match(await scene.workbench.quickInput.placeholder(), /it’s a new address on this machine/);
    await scene.workbench.quickInput.escape();
  });

  it('after a check by the user it is asked, and another host is not until it was checked too', async function () {
    this.timeout(240_000);
    const { workbench, profile, status, claudeSettings } = await openScene({
      ...SWITCHED_ON,
      machineSettings: settings(known.url),
      claudeSettings: '{}',
    });
    await workbench.runCommand('Gateway: Check Connection');
    await status.waitFor('Gateway: connected');
    known.clear();
    writeFileSync(claudeSettings, JSON.stringify({ env: { CLAUDE_CODE_MAX_OUTPUT_TOKENS: '4001' } }));
    const [first] = await waitFor('a check in the background', () => known.requests.length > 0 && known.requests);
    assert.equal(first?.headers['authorization'], `Bearer ${SENTINEL}`);

    writeFileSync(profile.machineSettings, settings(other.url));
    await status.waitFor('Gateway: not checked');
    await sleep(QUIET_MS);
    assert.deepEqual(other.requests, []);
    await status.waitFor('Gateway: not checked (new address)');

    // Back again: that one is known, and asked once the host has stayed the same for a while.
    known.clear();
    writeFileSync(profile.machineSettings, settings(known.url));
    await sleep(QUIET_MS);
    assert.deepEqual(known.requests, []);
    await waitFor('a check in the background', () => known.requests.length > 0, 90_000);
    assert.deepEqual(other.requests, []);
  });

  it('a folder whose settings name certificates is left alone, and Connect says so before it sends', async () => {
    const folder = { '.claude/settings.json': '{}' };
    const scene = await openScene({
      ...SWITCHED_ON,
      machineSettings: settings(known.url),
      claudeSettings: '{}',
      folder,
    });
    const { workbench, status, profile } = scene;
    await workbench.runCommand('Gateway: Check Connection');
    await status.waitFor('Gateway: connected');
    known.clear();
    writeFileSync(
      join(profile.workspace, '.claude', 'settings.json'),
      JSON.stringify({ env: { SSL_CERT_FILE: join(profile.workspace, 'ca.pem') } }),
    );
    await sleep(QUIET_MS);
    assert.deepEqual(known.requests, []);
    await waitFor('the reason', async () =>
      /in the background because this folder controls/.test(await tooltipOf(scene)),
    );

    await answerSteps(scene, { url: known.url, kind: 'bearer', credential: SENTINEL });
    await workbench.dialog.waitForOpen('with this folder’s network settings?');
    assert.match(await workbench.dialog.detail(), /SSL_CERT_FILE \(this folder’s \.claude\/settings\.json\)/);
    await picture(scene, 'folder-network');
    await workbench.press('Escape');
    await sleep(1000);
    assert.deepEqual(known.requests, []);
    await answerSteps(scene, { url: known.url, kind: 'bearer', credential: SENTINEL });
    await workbench.dialog.waitForOpen('with this folder’s network settings?');
    await workbench.dialog.press('Send Anyway');
    await atStep(workbench, '4/5');
    assert.equal(known.requests.length, 1);
    await workbench.quickInput.escape();
  });

  it('Connect is a check by the user, and Disconnect forgets it', async function () {
    this.timeout(240_000);
    const scene = await openScene({ ...SWITCHED_ON, machineSettings: '{}', claudeSettings: '{}' });
    const { profile, status, claudeSettings } = scene;
    await answerSteps(scene, { url: known.url, kind: 'bearer', credential: SENTINEL });
    await chooseWhere(scene, false);
    await acceptChanges(scene);
    const written = readFileSync(profile.machineSettings, 'utf8');
    known.clear();
    writeFileSync(claudeSettings, JSON.stringify({ env: { CLAUDE_CODE_MAX_OUTPUT_TOKENS: '4001' } }));
    await waitFor('a check in the background', () => known.requests.length > 0);
    assert.deepEqual(
      filesWith(profile.root, SENTINEL).filter((file) => file.includes('globalStorage')),
      [],
    );
    await disconnect(scene);
    known.clear();
    writeFileSync(profile.machineSettings, written);
    await status.waitFor('Gateway: not checked (new address)');
    await sleep(QUIET_MS);
    assert.deepEqual(known.requests, []);
  });

  it('an address that the organization has set is asked with the user’s credential', async function () {
    // Only root can lay a folder of its own over /etc.
    if (process.getuid?.() !== 0) this.skip();
    const credential = JSON.stringify({
      'claudeCode.environmentVariables': [{ name: 'ANTHROPIC_AUTH_TOKEN', value: SENTINEL }],
    });
    const managed = { 'managed-settings.json': JSON.stringify({ env: { ANTHROPIC_BASE_URL: known.url } }) };
    const { status } = await openScene({ ...SWITCHED_ON, managed, machineSettings: credential, claudeSettings: '{}' });
    await status.waitFor('Gateway: connected');
    assert.ok(
      known.requests.every(({ headers }) => headers['authorization'] === `Bearer ${SENTINEL}`) &&
        known.requests.length > 0,
    );
    assert.deepEqual(other.requests, []);
  });
});
