import assert from 'node:assert/strict';
import { PRACTICE_KEY } from '../gateway/credentials';
import { waitFor } from '../host/waiting';
import { closeScenes, openScene, picture, pictureOfFailure, type Scene, VERSION } from './scene';

const URL = 'https://llm-gateway.example.com';
const TITLE = 'Gateway Configuration';
/** Characters that mean something in addresses, in markdown, and on a command line. */
const ODD = 'odd #1? 100% [ü] (x)';

const setting = (entries: Readonly<Record<string, string>>): string =>
  `{\n  // mine\n  "claudeCode.environmentVariables": [\n${Object.entries(entries)
    .map(([name, value]) => `    { "name": "${name}", "value": "${value}" }`)
    .join(',\n')}\n  ]\n}\n`;

describe(`Show Effective Configuration (${VERSION})`, () => {
  let scene: Scene;
  afterEach(async function () {
    await pictureOfFailure(this);
    await closeScenes();
  });

  async function show(): Promise<string> {
    const { workbench } = scene;
    await workbench.runCommand('Gateway: Show Effective Configuration');
    await workbench.editors.waitForActive(TITLE);
    return waitFor('the document', async () => {
      // A wide line is drawn as several.
      const text = (await workbench.editors.activeText()).replaceAll(/ \n(?=\S)/g, ' ');
      return text.includes('# ') && text;
    });
  }

  /** The line in which the cursor stands, as the status bar says it. */
  async function cursorAt(line: number): Promise<void> {
    await waitFor(`the cursor in line ${line}`, async () =>
      (await scene.workbench.page.locator('[id="status.editor.selection"]').innerText()).startsWith(`Ln ${line},`),
    );
  }

  /** Follows a link of the document, to a line of a file. */
  async function follow(label: string, file: string, line: number): Promise<void> {
    const { page, editors } = scene.workbench;
    const link = page.locator('.editor-group-container.active .detected-link').filter({ hasText: label }).first();
    await link.waitFor();
    // The document may be redrawn under the pointer, when the login shell has answered.
    await waitFor(`${label} to open ${file}`, async () => {
      if ((await editors.activeTitle()).includes(TITLE)) await link.click({ modifiers: ['Control'], force: true });
      return (await editors.activeTitle()).includes(file);
    });
    await cursorAt(line);
  }

  for (const theme of ['Default Light Modern', 'Default Dark Modern']) {
    it(`the verdict first, where surfaces differ, and links to each line, in ${theme}`, async () => {
      scene = await openScene({
        colorTheme: theme,
        machineSettings: setting({ ANTHROPIC_BASE_URL: URL, ANTHROPIC_AUTH_TOKEN: PRACTICE_KEY }),
        claudeSettings:
          '{\n  "env": {\n    "ANTHROPIC_MODEL": "claude-opus-5-5",\n    "ANTHROPIC_BASE_URL": "https://old.example.com"\n  }\n}\n',
        // VS Code asks the same shell when it starts; here that one gets another answer, as one that is started from a dock may.
        home: {
          '.bash_profile':
            'echo Welcome; [ -n "$VSCODE_RESOLVING_ENVIRONMENT" ] || export ANTHROPIC_MODEL=model-of-the-shell\n',
        },
      });
      const text = await show();
      assert.match(
        text,
        /^# The surfaces differ: Claude Code in VS Code sends to old\.example\.com with Authorization; claude in every/,
      );
      assert.ok(!text.includes(PRACTICE_KEY));
      await picture(scene, `configuration-${theme.split(' ')[1]?.toLowerCase() ?? ''}`);
      await scene.workbench.setViewport({ width: 760, height: 700 });
      await picture(scene, `configuration-narrow-${theme.split(' ')[1]?.toLowerCase() ?? ''}`);
      await scene.workbench.setViewport({ width: 1280, height: 800 });
      // The shell answers later, and then the document has a new end.
      await waitFor('the login shell', async () => {
        await scene.workbench.press('Control+End');
        return (await scene.workbench.editors.activeText()).includes('login shell');
      });
      await picture(scene, `configuration-end-${theme.split(' ')[1]?.toLowerCase() ?? ''}`);
      await scene.workbench.press('Control+Home');
      await follow('~/.claude/settings.json:4', 'settings.json', 4);
      assert.ok((await scene.workbench.editors.activeText()).includes('old.example.com'));
    });
  }

  it('all four the same, in a folder with an odd name, in the document and in the tree', async () => {
    scene = await openScene({
      colorTheme: 'Default Light Modern',
      env: { CLAUDE_CONFIG_DIR: ODD },
      folder: {
        [`${ODD}/settings.json`]: `{\n  "env": {\n    "ANTHROPIC_BASE_URL": "${URL}",\n    "ANTHROPIC_AUTH_TOKEN": "${PRACTICE_KEY}"\n  }\n}\n`,
      },
    });
    const { workbench } = scene;
    assert.match(await show(), /^# All four surfaces send to llm-gateway\.example\.com with Authorization\.\n/);
    await picture(scene, 'configuration-same');
    await follow('~/.claude/settings.json:4', 'settings.json', 4);
    assert.ok((await workbench.editors.activeText()).includes('"ANTHROPIC_AUTH_TOKEN"'));
    await workbench.runCommand('View: Close All Editors');
    const tree = workbench.tree('Diagnostics');
    await tree.open('Gateway');
    await tree.waitForRow('All four surfaces');
    const rows = await tree.rows();
    assert.match(
      rows.find(({ label }) => label === 'Sends')?.description ?? '',
      /^POST https:\/\/llm-gateway\.example\.com\/v1\/messages\?beta=true with Authorization from ANTHROPIC_AUTH_TOKEN/,
    );
    assert.ok(
      rows.some(({ label, description }) => label === 'Login' && description.includes('login screen')),
      JSON.stringify(rows),
    );
    await tree.toggle('ANTHROPIC_BASE_URL');
    await picture(scene, 'configuration-tree');
    await tree.click('~/.claude/settings.json, line 3');
    await workbench.editors.waitForActive('settings.json');
    await cursorAt(3);
  });
});
