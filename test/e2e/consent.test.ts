import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPracticeGateway, type PracticeGateway } from '../gateway/practice-gateway';
import { waitFor } from '../host/waiting';
import { closeScenes, openScene, picture, pictureOfFailure, type Scene, VERSION } from './scene';

const SENTINEL = 'sk-sentinel-Hc83VnQ0sYw6KdTf2LrB';
const RUN = 'touch "$HOME/helper-ran"';
const ESC = '\u001b';
const BEL = '\u0007';

describe(`What is agreed to is what runs (${VERSION})`, () => {
  let scene: Scene;
  let gateway: PracticeGateway;
  before(async () => {
    gateway = await startPracticeGateway({ keys: [SENTINEL] });
    scene = await openScene({ claudeSettings: settings('true') });
  });
  afterEach(async function () {
    await pictureOfFailure(this);
  });
  after(async () => {
    await closeScenes();
    await gateway.stop();
  });

  const settings = (apiKeyHelper: string): string =>
    JSON.stringify({ env: { ANTHROPIC_BASE_URL: gateway.url }, apiKeyHelper }, undefined, 2);
  const marker = (): string => join(scene.profile.home, 'helper-ran');

  /** Runs Check Connection with this command configured, up to the question about it. */
  async function questionAbout(command: string, message: string): Promise<string> {
    rmSync(marker(), { force: true });
    writeFileSync(scene.claudeSettings, settings(command));
    await scene.workbench.runCommand('Gateway: Check Connection');
    await scene.workbench.dialog.waitForOpen(message);
    return scene.workbench.dialog.detail();
  }

  async function nothingRan(): Promise<void> {
    const { dialog } = scene.workbench;
    if (await dialog.isOpen()) await scene.workbench.press('Escape');
    await waitFor('the dialog to close', async () => !(await dialog.isOpen()));
    assert.ok(!existsSync(marker()));
    assert.deepEqual(gateway.requests, []);
  }

  it('a command that a terminal would take for a title: shown as it is, and refused', async () => {
    const detail = await questionAbout(
      `: '${ESC}]' ; ${RUN} | sh ; : '${BEL}'`,
      'won’t be run: it contains the invisible character ␛ (U+001B) at position 4',
    );
    assert.ok(detail.includes(`: '␛]' ; ${RUN} | sh ; : '␇'`), detail);
    assert.match(detail, /Claude Code runs it anyway\./);
    assert.deepEqual((await scene.workbench.dialog.buttons()).filter((label) => label !== 'Cancel').sort(), [
      'Check Without It',
      'Open the File',
    ]);
    await picture(scene, 'consent-refused');
    await scene.workbench.dialog.press('Open the File');
    await scene.workbench.editors.waitForActive('settings.json');
    await nothingRan();
  });

  it('a command that looks like a password: shown as it is', async () => {
    const command = `password="$(${RUN}; echo ${SENTINEL.slice(0, 4)}other)"; echo "$password"`;
    const detail = await questionAbout(command, 'Run the command that prints the credential?');
    assert.ok(detail.includes(command), detail);
    assert.ok(!detail.includes('hidden'), detail);
    await nothingRan();
  });

  it('a command whose end is pushed out of view: drawn so that it is in view', async () => {
    const detail = await questionAbout(
      `true${'\n'.repeat(200)}${RUN}${' '.repeat(3000)}; true`,
      'Run the command that prints the credential?',
    );
    assert.ok(detail.includes(`true‹␊×200›${RUN}‹␠×3000›; true`), detail);
    await nothingRan();
  });

  it('a long command: the whole of it in an editor, and run only after a yes', async () => {
    const { workbench } = scene;
    const command = `: ${'x'.repeat(2000)}; ${RUN}; echo ${SENTINEL}`;
    rmSync(marker(), { force: true });
    writeFileSync(scene.claudeSettings, settings(command));
    const ask = async (): Promise<void> => {
      await workbench.runCommand('Gateway: Check Connection');
      await waitFor('the question', async () =>
        (await workbench.quickInput.rows()).some(({ label }) => label === 'Run It'),
      );
    };
    await ask();
    assert.deepEqual(
      (await workbench.quickInput.rows()).map(({ label }) => label),
      ['Run It', 'Open the File'],
    );
    await workbench.editors.waitForActive('Gateway Command');
    const shown = await waitFor('the command', async () =>
      (await workbench.editors.activeText()).replace(/\u00a0/g, ' '),
    );
    for (const part of ['This command will be run', 'x'.repeat(78)])
      assert.ok(shown.includes(part), `${part} in ${shown}`);
    // Its end is a few lines further down, where a person scrolls.
    await workbench.page.locator('.monaco-editor .view-lines').last().hover();
    await workbench.page.mouse.wheel(0, 5000);
    await waitFor('the end of it', async () => {
      const end = (await workbench.editors.activeText()).replace(/\u00a0/g, ' ');
      return (
        end.includes(`End of the command (${command.length} characters in total).`) &&
        end.replace(/\n/g, '').includes(RUN)
      );
    });
    await picture(scene, 'consent-long');
    await workbench.press('Escape');
    await workbench.quickInput.waitForClosed();
    await nothingRan();
    await ask();
    await workbench.quickInput.pick('Run It');
    await waitFor('the command to have run', () => existsSync(marker()));
    await scene.status.waitFor('connected');
  });
});
