import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VSCODE_LINK } from '../fixtures/hostileTexts';
import { PRACTICE_KEY } from '../gateway/credentials';
import { startPracticeGateway, type PracticeGateway } from '../gateway/practice-gateway';
import { REPOSITORY } from '../host/repository';
import { waitFor } from '../host/waiting';
import { answerSteps, atStep } from './flow';
import {
  closeScenes,
  contentOf,
  openScene,
  picture,
  pictureOfFailure,
  type Scene,
  type SceneOptions,
  VERSION,
} from './scene';

/** What VS Code makes a link of that runs a command in the terminal; without a shell that is only typed. */
const NAME =
  '[Repair this setting](command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22touch%20harmed%22%7D)';
/** An address that a gateway answers with. */
const LOCATION = '[Sign in again](command:workbench.action.terminal.new)';

/** Another one, which can be taken out. */
const OTHER = NAME.replace('setting', 'value');

/** A folder in whose settings the one stands twice, and the other has a value that is no text. */
const FOLDER = {
  '.claude/settings.json': `{\n  "env": {\n    ${JSON.stringify(NAME)}: "1",\n    ${JSON.stringify(NAME)}: "2",\n    ${JSON.stringify(OTHER)}: {}\n  }\n}\n`,
};

describe(`Nothing that others wrote becomes a link (${VERSION})`, () => {
  let scene: Scene;
  let gateway: PracticeGateway;
  before(async () => {
    gateway = await startPracticeGateway({ reads: 'bearer' });
  });
  after(() => gateway.stop());
  afterEach(async function () {
    await pictureOfFailure(this);
    await closeScenes();
    gateway.misbehave();
  });

  const configured = (): SceneOptions => ({
    colorTheme: 'Default Light Modern',
    claudeSettings: JSON.stringify({ env: { ANTHROPIC_BASE_URL: gateway.url, ANTHROPIC_AUTH_TOKEN: PRACTICE_KEY } }),
  });

  /** Every link that is drawn in what this extension shows, wherever that is. */
  async function links(): Promise<string[]> {
    const shown = scene.workbench.page.locator(
      [
        '.notification-list-item-message',
        '.monaco-dialog-box',
        '.quick-input-widget',
        '.statusbar',
        '.pane .monaco-list-row',
      ]
        .map((part) => `${part} a[href]`)
        .join(', '),
    );
    return shown.evaluateAll(
      (elements: readonly { getAttribute(name: string): string | null; readonly textContent: string }[]) =>
        elements
          .map((link) => `${link.textContent} → ${link.getAttribute('href') ?? ''}`)
          .filter((link) => !link.endsWith('→ ')),
    );
  }

  /** The message with these words, whole, and that nothing in it can be followed. */
  async function harmless(words: string): Promise<string> {
    await scene.workbench.notifications.waitFor(words);
    assert.deepEqual(await links(), []);
    return (await scene.workbench.notifications.texts()).find((text) => text.includes(words)) ?? '';
  }

  for (const restricted of [true, false]) {
    it(`a name in a folder’s settings, ${restricted ? 'in Restricted Mode' : 'trusted'}: message, tree, actions and status bar`, async () => {
      scene = await openScene({ ...configured(), restricted, folder: FOLDER });
      const { workbench, status } = scene;
      await workbench.runCommand('Gateway: Check Connection');
      const text = await harmless('.claude/settings.json');
      await picture(scene, `command-link-folder-${restricted ? 'restricted' : 'trusted'}`);
      assert.match(
        text,
        /^(An invalid variable name is set more than once|The value of an invalid variable name doesn’t do)/,
      );
      await workbench.tree('Diagnostics').open('Gateway');
      const rows = await waitFor('the findings', async () => {
        const all = await workbench.tree('Diagnostics').rows();
        return all.some(({ label, level }) => level > 1 && /an invalid variable name/i.test(label)) && all;
      });
      assert.deepEqual(
        rows.filter(({ label, description }) => `${label}${description}`.includes('](')),
        [],
      );
      const fixable = rows.find(
        ({ label, level }) => level > 1 && label.startsWith('The value of an invalid variable name'),
      );
      assert.ok(fixable !== undefined);
      await workbench.tree('Diagnostics').pressRowButton(fixable.label, 'Apply Fix…');
      await workbench.quickInput.waitForOpen('Gateway: Apply Fix');
      await picture(scene, `command-link-fix-${restricted ? 'restricted' : 'trusted'}`);
      assert.deepEqual(await links(), []);
      assert.match(
        (await workbench.quickInput.rows())[0]?.description ?? '',
        /^removes “\[Repair this value\] \(command:/,
      );
      await workbench.quickInput.escape();
      assert.doesNotMatch(await status.tooltip(), /\]\(command:workbench/);
      await status.click();
      await workbench.quickInput.waitForOpen();
      assert.deepEqual(await links(), []);
      assert.doesNotMatch(await workbench.quickInput.placeholder(), /\]\(/);
      await workbench.quickInput.escape();
      await workbench.runCommand('Gateway: Show Report');
      const report = await workbench.editors.webview('Versions');
      assert.deepEqual(await report.locator('a[href^="command:"], a[data-href^="command:"]').allInnerTexts(), []);
      assert.equal(contentOf(`${scene.profile.workspace}/harmed`), undefined);
    });
  }

  it('a text that somebody pastes as the address of the gateway: the remark below the box', async () => {
    scene = await openScene(configured());
    const { workbench } = scene;
    await workbench.runCommand('Gateway: Connect to Gateway');
    await atStep(workbench, '1/5');
    await workbench.quickInput.fill(LOCATION.replaceAll(' ', '-'));
    await waitFor('the remark', async () =>
      (await workbench.page.locator('.quick-input-message').innerText()).includes('Start with https://'),
    );
    await picture(scene, 'command-link-remark');
    assert.deepEqual(await links(), []);
    await workbench.press('Escape');
  });

  it('VS Code finds links by the pattern that the unit tests look with', () => {
    const drawing = join(
      REPOSITORY,
      '.vscode-test',
      'hosts',
      VERSION,
      'node_modules',
      'code-server',
      'lib',
      'vscode',
      'out',
      'vs',
      'code',
      'browser',
      'workbench',
      'workbench.js',
    );
    assert.ok(readFileSync(drawing, 'utf8').includes(`/${VSCODE_LINK}/gi`));
  });

  it('an address in a gateway’s answer: the message of a check, and the dialog of a failed Connect', async () => {
    scene = await openScene(configured());
    const { workbench } = scene;
    gateway.misbehave('redirect-login', { to: LOCATION });
    await workbench.runCommand('Gateway: Check Connection');
    const text = await harmless('redirects to');
    await picture(scene, 'command-link-redirect');
    assert.match(text, /redirects to an invalid address\. /);
    await workbench.notifications.dismiss('redirects to');
    await answerSteps(scene, { url: gateway.url, kind: 'bearer', credential: PRACTICE_KEY });
    await workbench.dialog.waitForOpen('redirects to');
    await picture(scene, 'command-link-redirect-dialog');
    assert.deepEqual(await links(), []);
    assert.match(await workbench.dialog.detail(), /Evidence: .*\[Sign in again\] \(command:workbench/);
    await workbench.press('Escape');
  });
});
