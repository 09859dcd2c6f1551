import assert from 'node:assert/strict';
import { startPracticeGateway, type PracticeGateway } from '../gateway/practice-gateway';
import { PRACTICE_KEY } from '../gateway/credentials';
import { waitFor } from '../host/waiting';
import { answerSteps, atStep, chooseWhere } from './flow';
import { approveKeys, closeScenes, contentOf, openScene, picture, type Scene, VERSION } from './scene';

describe(`An API key that Claude Code has not been told to use (${VERSION})`, () => {
  let scene: Scene;
  let gateway: PracticeGateway;
  before(async () => {
    gateway = await startPracticeGateway({ reads: 'x-api-key' });
    scene = await openScene({ colorTheme: 'Default Light Modern' });
  });
  after(async () => {
    await closeScenes();
    await gateway.stop();
  });

  it('is connected for the terminal too, asks for the one step that is left, and follows once that is taken', async () => {
    const { workbench, status, profile } = scene;
    await answerSteps(scene, { url: gateway.url, kind: 'api-key', credential: PRACTICE_KEY });
    await atStep(workbench, '4/5');
    const preset = workbench.page.locator('.quick-input-list .monaco-list-row.focused');
    await waitFor('both to be chosen beforehand', async () =>
      (await preset.innerText()).includes('claude in the terminal'),
    );
    await chooseWhere(scene, false);
    await atStep(workbench, '5/5');
    assert.match(await workbench.quickInput.placeholder(), /ignores an API key until you approve it in a terminal/);
    await picture(scene, 'approval-preview');
    await workbench.press('Escape');

    await answerSteps(scene, { url: gateway.url, kind: 'api-key', credential: PRACTICE_KEY });
    await chooseWhere(scene, true);
    await atStep(workbench, '5/5');
    assert.doesNotMatch(await workbench.quickInput.placeholder(), /approve/);
    await workbench.quickInput.pick('Write these changes');
    await workbench.notifications.waitFor(
      'and verified, with one step left. You: run claude once in a terminal, and answer Yes when it asks whether to use this API key.',
    );
    await status.waitFor('Gateway: key not approved');
    await picture(scene, 'approval');
    assert.ok(contentOf(scene.claudeSettings)?.includes(PRACTICE_KEY));

    await workbench.notifications.press('with one step left', 'Open Terminal');
    if (VERSION === 'newest')
      await waitFor(
        'claude to be typed',
        async () =>
          (
            await workbench.page.locator('.terminal-wrapper.active, .terminal-outer-container').first().innerText()
          ).includes('claude') ||
          (await workbench.page.locator('.single-terminal-tab, .terminal-tabs-entry').allInnerTexts())
            .join(' ')
            .includes('Claude Code'),
      );
    await picture(scene, 'approval-terminal');

    // What Claude Code writes when it is answered Yes.
    approveKeys(profile.home, [PRACTICE_KEY]);
    await status.waitFor('Gateway: connected');
  });
});
