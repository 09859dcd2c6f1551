import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { PRACTICE_KEY } from '../gateway/credentials';
import { startPracticeGateway, type PracticeGateway } from '../gateway/practice-gateway';
import { waitFor } from '../host/waiting';
import { openWorkbench } from '../host/workbench';
import { closeScenes, openScene, pictureOfFailure, type SceneOptions, VERSION } from './scene';

const STATUS = 'llm-gateway-connect.llm-gateway-connect.llmGateway.status';
/** Longer than a check waits for the configuration to settle, and than it takes. */
const QUIET_MS = 6000;

function settings(url: string, key = PRACTICE_KEY): string {
  const env = { ANTHROPIC_BASE_URL: url, ANTHROPIC_AUTH_TOKEN: key };
  return JSON.stringify({
    'claudeCode.environmentVariables': Object.entries(env).map(([name, value]) => ({ name, value })),
  });
}

const SWITCHED_ON: SceneOptions = { configurationDefaults: { 'llmGateway.healthCheck.intervalMinutes': 15 } };

describe(`Checks without tokens (${VERSION})`, () => {
  let gateway: PracticeGateway;
  beforeEach(async () => {
    gateway = await startPracticeGateway();
  });
  afterEach(async function () {
    await pictureOfFailure(this);
    await closeScenes();
    await gateway.stop();
  });

  it('are made by one window for all, and every window shows what they found', async function () {
    // Two workbenches, one after the other.
    this.timeout(180_000);
    const { server, profile, status, claudeSettings, workbench } = await openScene({
      ...SWITCHED_ON,
      machineSettings: settings(gateway.url),
      claudeSettings: '{}',
    });
    await workbench.runCommand('Gateway: Check Connection');
    await status.waitFor('Gateway: connected');
    gateway.clear();
    writeFileSync(claudeSettings, JSON.stringify({ env: { CLAUDE_CODE_MAX_OUTPUT_TOKENS: '4001' } }));
    await waitFor('a check', () => gateway.requests.length > 0);
    await sleep(QUIET_MS);
    assert.equal(gateway.requests.length, 1);
    assert.match((await status.tooltip()).replace(/\s+/g, ' '), /Checked (just now|a minute ago) \(no tokens used\)/);
    const second = await openWorkbench(server, profile.workspace, { ...SWITCHED_ON, beside: workbench });
    try {
      const other = second.statusItem(STATUS);
      await other.waitFor('Gateway: connected');
      await sleep(QUIET_MS);
      assert.equal(gateway.requests.length, 1);
      // Both notice the change; one of them asks.
      writeFileSync(profile.machineSettings, settings(gateway.url, 'sk-made-up-wrong'));
      await Promise.all([
        status.waitFor('Gateway: credential rejected'),
        other.waitFor('Gateway: credential rejected'),
      ]);
      await sleep(QUIET_MS);
      assert.equal(gateway.requests.length, 2);
      assert.equal(await status.kind(), 'error');
      assert.deepEqual([...(await second.notifications.texts())], []);
    } finally {
      await second.close();
    }
  });

  it('are not made in Restricted Mode', async () => {
    const { status } = await openScene({ ...SWITCHED_ON, restricted: true, machineSettings: settings(gateway.url) });
    await status.waitFor('Gateway: not checked');
    await sleep(QUIET_MS);
    assert.deepEqual(gateway.requests, []);
  });
});
