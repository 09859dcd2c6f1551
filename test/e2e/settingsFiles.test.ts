import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { startPracticeGateway, type PracticeGateway } from '../gateway/practice-gateway';
import { PRACTICE_KEY } from '../gateway/credentials';
import { waitFor } from '../host/waiting';
import { acceptChanges, answerSteps, atStep, chooseWhere, disconnect } from './flow';
import {
  closeScenes,
  contentOf,
  modeOf,
  openScene,
  picture,
  pictureOfFailure,
  type Scene,
  settingIn,
  VERSION,
} from './scene';

const SETTING = 'claudeCode.environmentVariables';

describe(`Settings files as people have them, in VS Code (${VERSION})`, () => {
  let scene: Scene;
  let gateway: PracticeGateway;
  let file: string;
  before(async () => {
    gateway = await startPracticeGateway({ reads: 'bearer' });
    scene = await openScene({ configurationDefaults: { 'files.autoSave': 'off' } });
    file = scene.profile.machineSettings;
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
  const untilReview = async (terminal: boolean): Promise<void> => {
    await answerSteps(scene, { url: gateway.url, kind: 'bearer', credential: PRACTICE_KEY });
    await chooseWhere(scene, terminal);
  };
  const connected = (): unknown[] => [
    { name: 'ANTHROPIC_BASE_URL', value: gateway.url },
    { name: 'ANTHROPIC_AUTH_TOKEN', value: PRACTICE_KEY },
  ];

  it('no file: made for its owner only, and gone after Disconnect', async () => {
    await untilReview(true);
    await acceptChanges(scene);
    assert.deepEqual(settingIn(file, SETTING), connected());
    assert.deepEqual([modeOf(file), modeOf(scene.claudeSettings)], ['600', '600']);
    await disconnect(scene);
    assert.deepEqual(
      [contentOf(file), contentOf(scene.claudeSettings), contentOf(scene.profile.userSettings)],
      [undefined, undefined, undefined],
    );
  });

  for (const [what, text] of [
    ['CRLF and a byte order mark', '\ufeff{\r\n\t"window.zoomLevel": 0\r\n}\r\n'],
    ['an empty file', ''],
    ['one line', '{"window.zoomLevel":0}'],
  ] as const) {
    it(`${what}: written, and restored byte for byte`, async () => {
      writeFileSync(file, text);
      await untilReview(false);
      await acceptChanges(scene);
      const written = contentOf(file) ?? '';
      assert.ok(written.includes(PRACTICE_KEY) && written.startsWith(text.slice(0, text.length === 0 ? 0 : 2)));
      await disconnect(scene);
      assert.equal(contentOf(file), text);
    });
  }

  it('a syntax error: refused with line and column, untouched', async () => {
    const text = '{\n  "a": 1\n  "b": 2\n}\n';
    writeFileSync(file, text);
    await untilReview(false);
    await scene.workbench.dialog.waitForOpen('has an error in line 3, column 3: a comma is missing');
    await picture(scene, 'syntax-error');
    await scene.workbench.dialog.press('Open the File');
    await scene.workbench.editors.waitForActive('settings.json');
    await scene.workbench.runCommand('View: Close All Editors');
    assert.equal(contentOf(file), text);
  });

  for (const [what, value] of [
    ['an object', '{ "ANTHROPIC_MODEL": "opus" }'],
    ['texts', '["ANTHROPIC_MODEL=opus"]'],
  ] as const) {
    it(`${what} where the list belongs: repaired when the user wants it`, async () => {
      const text = `{\n  "${SETTING}": ${value}\n}\n`;
      writeFileSync(file, text);
      await untilReview(false);
      await scene.workbench.dialog.waitForOpen('must be a list of objects, each with a name and a value');
      assert.match(await scene.workbench.dialog.detail(), /ANTHROPIC_MODEL/);
      await scene.workbench.dialog.press('Repair');
      await acceptChanges(scene);
      assert.deepEqual(settingIn(file, SETTING), [{ name: 'ANTHROPIC_MODEL', value: 'opus' }, ...connected()]);
      await disconnect(scene, 'wrong format');
      assert.equal(contentOf(file), text);
    });
  }

  it('a read-only file: a clear error, untouched', async () => {
    writeFileSync(file, '{}\n');
    chmodSync(file, 0o444);
    await untilReview(false);
    await atStep(scene.workbench, '5/5');
    await scene.workbench.quickInput.pick('Write these changes');
    await scene.workbench.dialog.waitForOpen('is read-only. Make it writable and try again.');
    await scene.workbench.dialog.press('Cancel');
    assert.equal(contentOf(file), '{}\n');
    chmodSync(file, 0o644);
  });

  it('open with unsaved changes: asks to save first, and loses neither', async () => {
    const { workbench } = scene;
    writeFileSync(file, '{}\n');
    await workbench.runCommand(`Preferences: Open Remote Settings (JSON) (${scene.server.authority})`);
    await workbench.editors.waitForActive('settings.json');
    await workbench.page.keyboard.press('Control+Home');
    await workbench.page.keyboard.type('// typed by the user');
    await workbench.page.keyboard.press('Enter');
    await untilReview(false);
    await workbench.dialog.waitForOpen('settings.json has unsaved changes.');
    await picture(scene, 'unsaved');
    await workbench.dialog.press('Save and Continue');
    await acceptChanges(scene);
    const text = contentOf(file) ?? '';
    assert.ok(text.includes('// typed by the user') && text.includes(PRACTICE_KEY), text);
    await disconnect(scene);
    assert.ok(contentOf(file)?.includes('// typed by the user'));
    await waitFor('the editor to show it', async () => !(await workbench.editors.activeText()).includes('ANTHROPIC'));
    await workbench.runCommand('View: Close All Editors');
  });

  it('a second Connect replaces the first, and Disconnect leads back to the start', async () => {
    const text = '{\n  "window.zoomLevel": 0\n}\n';
    writeFileSync(file, text);
    await untilReview(true);
    await acceptChanges(scene);
    await untilReview(false);
    await acceptChanges(scene);
    assert.equal(contentOf(scene.claudeSettings), undefined, 'what the first one wrote elsewhere is gone');
    await disconnect(scene);
    assert.equal(contentOf(file), text);
  });
});
