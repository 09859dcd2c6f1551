import assert from 'node:assert/strict';
import { waitFor } from '../host/waiting';
import { startPracticeGateway, type PracticeGateway } from '../gateway/practice-gateway';
import { PRACTICE_KEY } from '../gateway/credentials';
import { acceptChanges, answerSteps, atStep, disconnect, chooseWhere } from './flow';
import { closeScenes, contentOf, openScene, picture, type Scene, type SceneOptions, settingIn, VERSION } from './scene';

const SETTING = 'claudeCode.environmentVariables';

/** Opens a scene and a gateway for one test, and closes both. */
async function withScene(
  options: SceneOptions,
  test: (scene: Scene, gateway: PracticeGateway) => Promise<void>,
): Promise<void> {
  const gateway = await startPracticeGateway({ reads: 'bearer' });
  const scene = await openScene(options);
  try {
    await test(scene, gateway);
  } finally {
    await closeScenes();
    await gateway.stop();
  }
}

describe(`Where the settings go (${VERSION})`, () => {
  it('an older Claude Code, whose setting is window-scoped: VS Code’s user settings', () =>
    withScene({ claude: 'window', userSettings: '{\n  // mine\n}\n' }, async (scene, gateway) => {
      await answerSteps(scene, { url: gateway.url, kind: 'bearer', credential: PRACTICE_KEY });
      await chooseWhere(scene, false);
      await acceptChanges(scene);
      const text = contentOf(scene.profile.userSettings) ?? '';
      assert.ok(
        text.indexOf('settingsSync.ignoredSettings') < text.indexOf(PRACTICE_KEY) && text.includes('// mine'),
        text,
      );
      assert.equal(contentOf(scene.profile.machineSettings), undefined);
      await disconnect(scene);
      assert.equal(contentOf(scene.profile.userSettings), '{\n  // mine\n}\n');
    }));

  it('no Claude Code extension: says so, and stops or writes when the user wants it', () =>
    withScene({ claude: 'absent' }, async (scene, gateway) => {
      const { workbench, profile } = scene;
      const steps = { url: gateway.url, kind: 'bearer', credential: PRACTICE_KEY } as const;
      await answerSteps(scene, steps);
      await atStep(workbench, '4/5');
      assert.match(
        await workbench.quickInput.placeholder(),
        /Claude Code isn’t enabled here, so VS Code doesn’t know its setting/,
      );
      await picture(scene, 'claude-code-absent');
      await workbench.quickInput.pick('Stop');
      await workbench.quickInput.waitForClosed();
      assert.deepEqual([profile.userSettings, profile.machineSettings].map(contentOf), [undefined, undefined]);

      await answerSteps(scene, steps);
      await atStep(workbench, '4/5');
      await workbench.quickInput.pick('VS Code’s remote settings anyway');
      await acceptChanges(scene);
      assert.deepEqual(settingIn(profile.machineSettings, SETTING), [
        { name: 'ANTHROPIC_BASE_URL', value: gateway.url },
        { name: 'ANTHROPIC_AUTH_TOKEN', value: PRACTICE_KEY },
      ]);
      await disconnect(scene);
      assert.equal(contentOf(profile.machineSettings), undefined);
    }));

  it('a value of higher rank: says that it would win, before anything is written', () =>
    withScene(
      { folder: { '.claude/settings.local.json': '{ "env": { "ANTHROPIC_BASE_URL": "https://elsewhere.example" } }' } },
      async (scene, gateway) => {
        const { workbench, profile } = scene;
        await answerSteps(scene, { url: gateway.url, kind: 'bearer', credential: PRACTICE_KEY });
        await chooseWhere(scene, false);
        await workbench.dialog.waitForOpen(
          'ANTHROPIC_BASE_URL in this folder’s .claude/settings.local.json would override what you’re about to write.',
        );
        await workbench.dialog.press('Cancel');
        await atStep(workbench, '4/5');
        await workbench.quickInput.escape();
        assert.equal(contentOf(profile.machineSettings), undefined);
      },
    ));

  it('a workspace’s own list, where the setting is window-scoped: says that it would win, before anything is written', () =>
    withScene(
      {
        claude: 'window',
        folder: {
          '.vscode/settings.json': JSON.stringify({
            [SETTING]: [{ name: 'ANTHROPIC_BASE_URL', value: 'https://elsewhere.example' }],
          }),
        },
      },
      async (scene, gateway) => {
        const { workbench, profile } = scene;
        await answerSteps(scene, { url: gateway.url, kind: 'bearer', credential: PRACTICE_KEY });
        await chooseWhere(scene, false);
        await workbench.dialog.waitForOpen();
        assert.match(
          await workbench.dialog.message(),
          /^ANTHROPIC_BASE_URL in VS Code workspace settings \(.*\) would override what you’re about to write\.$/,
        );
        await workbench.dialog.press('Cancel');
        await atStep(workbench, '4/5');
        await workbench.quickInput.escape();
        assert.equal(contentOf(profile.userSettings), undefined);
      },
    ));

  it('a misspelled name of the setting: says that there is none of this name', () =>
    withScene(
      {
        machineSettings: JSON.stringify({
          'claudeCode.enviromentVariables': [{ name: 'ANTHROPIC_BASE_URL', value: 'https://gw.example' }],
          'claudeCode.useTerminal': false,
        }),
        claudeSettings: JSON.stringify({
          env: { ANTHROPIC_BASE_URL: 'https://other.example', ANTHROPIC_AUTH_TOKEN: PRACTICE_KEY },
        }),
      },
      async ({ status }) => {
        await waitFor('the status bar to name the setting', async () =>
          (await status.ariaLabel()).includes('claudeCode.enviromentVariables'),
        );
        assert.ok(!(await status.ariaLabel()).includes('useTerminal'));
      },
    ));
});
