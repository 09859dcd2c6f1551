import assert from 'node:assert/strict';
import { startPracticeGateway, type PracticeGateway } from '../gateway/practice-gateway';
import { PRACTICE_KEY } from '../gateway/credentials';
import { waitFor } from '../host/waiting';
import { answerSteps, atStep } from './flow';
import { closeScenes, openScene, picture, pictureOfFailure, type Scene, VERSION } from './scene';

const settings = (entries: Readonly<Record<string, string>>): string =>
  `${JSON.stringify({ 'claudeCode.environmentVariables': Object.entries(entries).map(([name, value]) => ({ name, value })) }, null, 2)}\n`;

describe(`What the views show (${VERSION})`, () => {
  let scene: Scene;
  let gateway: PracticeGateway;
  before(async () => {
    gateway = await startPracticeGateway({ reads: 'x-api-key' });
  });
  after(() => gateway.stop());
  afterEach(async function () {
    await pictureOfFailure(this);
    await closeScenes();
  });

  it('nothing set up: one item in the status bar, a view that says what to do, and no request', async () => {
    scene = await openScene({ colorTheme: 'Default Light Modern' });
    assert.equal(await scene.status.text(), 'Gateway: not set up');
    assert.equal(await scene.status.kind(), 'plain');
    const tree = scene.workbench.tree('Diagnostics');
    await tree.open('Gateway');
    await waitFor('the welcome text', async () =>
      (await tree.welcomeText()).includes('No LLM gateway is set up here.'),
    );
    await picture(scene, 'welcome');
    await scene.status.click();
    await scene.workbench.quickInput.waitForOpen('Connect to Gateway');
    await picture(scene, 'step-1');
    await scene.workbench.quickInput.escape();
    assert.deepEqual(gateway.requests, []);
  });

  it('the wrong variable: verdict first, who acts, checks with milliseconds, configuration with sources', async () => {
    scene = await openScene({
      colorTheme: 'Default Light Modern',
      machineSettings: settings({ ANTHROPIC_BASE_URL: gateway.url, ANTHROPIC_AUTH_TOKEN: PRACTICE_KEY }),
      claudeSettings: '{ "env": { "ANTHROPIC_MODEL": "claude-opus-5-5" } }',
    });
    const { workbench, status } = scene;
    await status.waitFor('Gateway: not checked');
    await workbench.runCommand('Gateway: Check Connection');
    await workbench.notifications.waitFor(
      'Your gateway reads x-api-key, not Authorization: Bearer. You: put the credential in ANTHROPIC_API_KEY instead.',
    );
    await status.waitFor('Gateway: wrong variable');
    assert.equal(await status.kind(), 'error');
    assert.match(await status.ariaLabel(), /Your gateway reads x-api-key/);
    const tree = workbench.tree('Diagnostics');
    await tree.open('Gateway');
    await tree.waitForRow('Other credential header');
    const rows = await tree.rows();
    assert.match(rows[0]?.label ?? '', /^Your gateway reads x-api-key/);
    assert.match(rows.find(({ label }) => label === 'Other credential header')?.description ?? '', /^\d+ ms · passed$/);
    assert.match(rows.find(({ label }) => label === 'One-token request')?.description ?? '', /^\d+ ms · failed$/);
    assert.ok(rows.some(({ label }) => label === 'Claude Code in VS Code'));
    await workbench.notifications.press('Your gateway reads', 'Show Report');
    const report = await workbench.editors.webview('Who can fix it');
    const text = await report.innerText();
    assert.ok(text.startsWith('Your gateway reads x-api-key, not Authorization: Bearer.'), text.slice(0, 200));
    for (const part of [
      'ANTHROPIC_MODEL',
      '~/.claude/settings.json',
      'VS Code remote settings',
      'Versions',
      `hidden, ${PRACTICE_KEY.length} characters`,
    ])
      assert.ok(text.includes(part), part);
    assert.ok(!text.includes(PRACTICE_KEY));
    await workbench.setViewport({ width: 1100, height: 720 });
    await workbench.notifications.waitForGone('Your gateway reads');
    await picture(scene, 'report');
    await workbench.setViewport({ width: 760, height: 700 });
    await picture(scene, 'narrow');
  });

  for (const theme of ['Default Dark Modern', 'Default High Contrast']) {
    it(`connected, in ${theme}, and after a reload`, async () => {
      scene = await openScene({
        colorTheme: theme,
        approvedKeys: [PRACTICE_KEY],
        machineSettings: settings({ ANTHROPIC_BASE_URL: gateway.url, ANTHROPIC_API_KEY: PRACTICE_KEY }),
      });
      const { workbench, status } = scene;
      await workbench.runCommand('Gateway: Check Connection');
      await workbench.notifications.waitFor('Connected to 127.0.0.1');
      await status.waitFor('Gateway: connected');
      await workbench.tree('Diagnostics').open('Gateway');
      await workbench.tree('Diagnostics').waitForRow('Checks');
      await picture(scene, `connected-${theme.split(' ')[1]?.toLowerCase() ?? ''}`);
      const asked = gateway.requests.length;
      await workbench.reload();
      await status.waitFor('Gateway: connected');
      assert.equal(gateway.requests.length, asked, 'a start sends nothing');
      await status.click();
      await workbench.quickInput.waitForOpen('Gateway: connected');
      assert.deepEqual(
        (await workbench.quickInput.rows()).map(({ label }) => label),
        [
          'Check Connection',
          'Run Full Diagnosis',
          'Explain an Error…',
          'Show Effective Configuration',
          'Show Report',
          'Show Diagnostics',
          'Connect to Gateway',
          'Disconnect',
        ],
      );
      await workbench.quickInput.escape();
    });
  }

  it('the pictures of the README: the answer to “I wasn’t told”, and where each value stands', async () => {
    scene = await openScene({
      colorTheme: 'Default Light Modern',
      viewport: { width: 1100, height: 620 },
      approvedKeys: [PRACTICE_KEY],
      machineSettings: settings({ ANTHROPIC_BASE_URL: gateway.url, ANTHROPIC_API_KEY: PRACTICE_KEY }),
    });
    const { workbench, status } = scene;
    await answerSteps(scene, { url: gateway.url, kind: 'unknown', credential: PRACTICE_KEY });
    await atStep(workbench, '4/5');
    await workbench.notifications.waitForGone('Verifying the credential');
    await picture(scene, 'connect');
    await workbench.quickInput.escape();
    await workbench.runCommand('Gateway: Check Connection');
    await workbench.notifications.dismiss('Connected to 127.0.0.1');
    await workbench.notifications.waitForGone('Checking');
    await status.waitFor('Gateway: connected');
    const tree = workbench.tree('Diagnostics');
    await tree.open('Gateway');
    await tree.toggle('ANTHROPIC_API_KEY');
    await tree.waitForRow('VS Code remote settings, line 7');
    await picture(scene, 'diagnostics');
  });
});
