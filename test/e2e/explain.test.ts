import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { startPracticeGateway, type PracticeGateway } from '../gateway/practice-gateway';
import { waitFor } from '../host/waiting';
import { filesWith } from './leaks';
import { closeScenes, contentOf, openScene, picture, pictureOfFailure, type Scene, VERSION } from './scene';

/** A credential that is nowhere else, so that every place it turns up in is a leak. Nothing in its looks says what it is. */
const SENTINEL = 'Zq7vXw3LkT9mB2nRcompanykey';
const SK_SENTINEL = 'sk-sentinel-Zq7vXw3LkT9mB2nR';
const TITLE = 'Gateway Explanation';
const OLD_ADDRESS = 'https://old.example.com';

/** What Claude Code prints when LiteLLM has a wrong provider key, with the keys that people leave in it. */
const PROVIDER_REFUSED = `$ ANTHROPIC_AUTH_TOKEN=${SENTINEL} claude -p hi
2026-08-09T10:11:12Z API Error: 401 {"error":{"message":"litellm.AuthenticationError: AnthropicException - {\\"type\\":\\"error\\",\\"error\\":{\\"type\\":\\"authentication_error\\",\\"message\\":\\"invalid x-api-key\\"},\\"request_id\\":\\"req_011CaUUB15WGRCpQ2TQoFS2c\\"} x-api-key: ${SK_SENTINEL}"}}
`;

const CLAUDE_SETTINGS = `{\n  "env": {\n    "FOO": "bar",\n    "ANTHROPIC_BASE_URL": "${OLD_ADDRESS}"\n  },\n  "model": "opus"\n}\n`;

describe(`Explain an Error (${VERSION})`, () => {
  let scene: Scene;
  let gateway: PracticeGateway;
  before(async () => {
    gateway = await startPracticeGateway({ reads: 'bearer', keys: [SENTINEL] });
    scene = await openScene({
      colorTheme: 'Default Light Modern',
      machineSettings: `${JSON.stringify(
        {
          'claudeCode.environmentVariables': [
            { name: 'ANTHROPIC_BASE_URL', value: gateway.url },
            { name: 'ANTHROPIC_AUTH_TOKEN', value: SENTINEL },
          ],
        },
        null,
        2,
      )}\n`,
      claudeSettings: CLAUDE_SETTINGS,
      folder: { 'error.log': 'getaddrinfo ENOTFOUND llm.example.com\n' },
    });
    await scene.workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  });
  after(async () => {
    await closeScenes();
    await gateway.stop();
  });
  afterEach(async function () {
    await pictureOfFailure(this);
  });

  const clipboard = (): Promise<string> => scene.workbench.page.evaluate('navigator.clipboard.readText()');
  const copy = (text: string): Promise<void> =>
    scene.workbench.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);

  /** The document, with lines that are drawn as several in one piece. */
  async function explanation(containing: string): Promise<string> {
    const { editors } = scene.workbench;
    await editors.waitForActive(TITLE);
    return waitFor(`an explanation with "${containing}"`, async () => {
      const drawn = await editors.activeText();
      // Lines move while buttons are drawn above them.
      await scene.workbench.page.waitForTimeout(200);
      const text = drawn.replaceAll(/ \n(?=\S)/g, ' ');
      return drawn === (await editors.activeText()) && text.startsWith('# ') && text.includes(containing) && text;
    });
  }

  async function explainFrom(source: string): Promise<void> {
    await scene.workbench.runCommand('Gateway: Explain an Error…');
    await scene.workbench.quickInput.waitForOpen('Gateway: Explain an Error');
    await scene.workbench.quickInput.pick(source);
  }

  async function type(text: string): Promise<void> {
    await explainFrom('Paste or type it');
    await waitFor('the box', async () => (await scene.workbench.quickInput.message()).includes('sent anywhere'));
    await scene.workbench.quickInput.fill(text);
    await scene.workbench.quickInput.accept();
  }

  /** Presses a button that stands above a line. */
  async function pressButton(label: string): Promise<void> {
    await scene.workbench.page
      .locator('.editor-group-container.active .codelens-decoration a')
      .filter({ hasText: label })
      .first()
      .click();
  }

  async function inTheme(theme: string): Promise<void> {
    const { page } = scene.workbench;
    const colour = (): Promise<string> =>
      page.locator('.monaco-workbench').evaluate((element: { readonly className: string }) => element.className);
    const before = await colour();
    writeFileSync(scene.profile.userSettings, JSON.stringify({ 'workbench.colorTheme': theme }));
    await waitFor(theme, async () => (await colour()) !== before);
  }

  it('from the clipboard: verdict and who acts first, the text for the gateway team, and no credential anywhere', async () => {
    const { workbench, profile } = scene;
    await copy(PROVIDER_REFUSED);
    await workbench.runCommand('Gateway: Explain an Error…');
    await workbench.quickInput.waitForOpen('Gateway: Explain an Error');
    const [first] = await workbench.quickInput.rows();
    assert.equal(first?.label, 'From the clipboard');
    await picture(scene, 'explain-sources');
    const screens = [JSON.stringify(await workbench.quickInput.rows())];
    await workbench.quickInput.pick('From the clipboard');
    const text = await explanation('Source:');
    assert.match(
      text,
      /^# The gateway accepted your credential, but the provider rejected the gateway’s own key\. Ask your gateway team/,
    );
    assert.match(text, /Source: .*(LiteLLM|Anthropic)/);
    await waitFor('the buttons', async () => (await workbench.page.locator('.codelens-decoration a').count()) >= 3);
    await picture(scene, 'explain-light');
    await inTheme('Default Dark Modern');
    await picture(scene, 'explain-dark');
    await inTheme('Default High Contrast');
    await picture(scene, 'explain-contrast');
    await inTheme('Default Light Modern');
    await pressButton('Copy for Gateway Team');
    await workbench.notifications.dismiss('Copied. Paste it into a message to your gateway team');
    const copied = await clipboard();
    for (const part of [
      'Your gateway responded, but the provider rejected the gateway’s own key',
      'x-claude-code-session-id',
      'POST /v1/messages?beta=true',
      'req_011CaUUB15WGRCpQ2TQoFS2c',
      '2026-08-09T10:11:12Z',
      'status: 401',
    ])
      assert.ok(copied.includes(part), `${part} in ${copied}`);
    screens.push(text, copied, await workbench.page.locator('body').innerText(), scene.server.log());
    for (const shown of screens) assert.ok(!shown.includes(SENTINEL) && !shown.includes(SK_SENTINEL), shown);
    assert.deepEqual(filesWith(profile.root, SK_SENTINEL), []);
    const holders = filesWith(profile.root, SENTINEL)
      .map((file) => file.slice(profile.root.length + 1))
      .filter((file) => !file.includes('CachedConfigurations/'));
    assert.deepEqual(holders, ['data/Machine/settings.json']);
  });

  it('when the text does not decide: what fits, what would decide, and a button that asks', async () => {
    const { workbench } = scene;
    await type('API Error: 401 Unauthorized');
    const text = await explanation('How to find out');
    assert.match(text, /^# There are \d possible causes\. Most likely: .*You: confirm the cause\./);
    assert.match(text, /## Possible causes, most likely first\n\n1\. /);
    await waitFor(
      'the buttons',
      async () =>
        (await workbench.page.locator('.codelens-decoration a').filter({ hasText: 'Check Connection' }).count()) > 0,
    );
    await picture(scene, 'explain-ambiguous');
    const topOf = async (selector: string, text: string): Promise<number> =>
      (
        await workbench.page
          .locator(`.editor-group-container.active ${selector}`)
          .filter({ hasText: text })
          .first()
          .boundingBox()
      )?.y ?? NaN;
    await waitFor('a button above its step', async () => {
      const distance =
        (await topOf('.view-line', 'to see how the gateway responds now')) -
        (await topOf('.codelens-decoration', 'Check Connection'));
      return distance > 5 && distance < 30;
    });
    await pressButton('Check Connection');
    await waitFor('a notification', async () => (await workbench.notifications.texts()).length > 0);
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('from the editor selection and the terminal selection, and the clipboard is as it was', async () => {
    const { workbench } = scene;
    await copy('keep me');
    await workbench.runCommand('View: Show Explorer');
    await workbench.page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: 'error.log' }).dblclick();
    await workbench.editors.waitForActive('error.log');
    await workbench.page.locator('.editor-group-container.active .view-lines').first().click();
    await workbench.press('Control+a');
    await workbench.runCommand('Gateway: Explain an Error…');
    await workbench.quickInput.waitForOpen('Gateway: Explain an Error');
    assert.equal((await workbench.quickInput.rows())[0]?.label, 'From the selection in the editor');
    await workbench.quickInput.pick('From the selection in the editor');
    assert.match(await explanation('## Evidence'), /^# DNS can’t find /);
    await workbench.runCommand('View: Close Editor');
    await workbench.editors.waitForActive('error.log');
    await workbench.page
      .locator('.editor-group-container.active .view-line')
      .first()
      .click({ button: 'right', position: { x: 40, y: 8 } });
    await workbench.page.locator('.monaco-menu .action-label').filter({ hasText: 'Explain This Error' }).hover();
    // A menu takes no clicks right after it opened.
    await workbench.press('Enter');
    assert.match(await explanation('## Evidence'), /^# DNS can’t find /);

    // The terminal of the oldest does not start here.
    if (VERSION === 'oldest') return;
    await workbench.runCommand('Terminal: Create New Terminal');
    const terminal = workbench.page.locator('.terminal-wrapper.active .xterm-screen, .xterm-screen').first();
    await terminal.waitFor();
    await workbench.page.keyboard.type(
      'clear; printf "\\n%s %s\\n" "API Error: 400 LLM Provider NOT provided." "Pass in the LLM provider"\n',
    );
    await workbench.page.waitForTimeout(1500);
    await workbench.runCommand('Terminal: Select All');
    await explainFrom('From the terminal selection');
    await explanation('The gateway doesn’t recognize the model name.');
    assert.equal(await clipboard(), 'keep me');
    await workbench.runCommand('Terminal: Kill All Terminals');
  });

  it('the troubleshooting table opens at the cause of a finding', async () => {
    const { workbench } = scene;
    await workbench.runCommand('Gateway: Open Troubleshooting Table');
    await workbench.editors.webview('Troubleshooting Claude Code');
    await picture(scene, 'explain-table');
    await workbench.runCommand('View: Close All Editors');
    // Without an explanation in the active editor it is about what the last check found.
    await workbench.runCommand('Gateway: Copy for Gateway Team');
    await workbench.notifications.dismiss('Copied.');
    assert.match(await clipboard(), /- host: old\.example\.com\n(?:- .*\n)*- user-agent: llm-gateway-connect\/\d/);
    const tree = workbench.tree('Diagnostics');
    await tree.open('Gateway');
    const rows = await waitFor('the finding', async () => {
      const found = await tree.rows();
      return found.some(({ label }) => label.includes('ANTHROPIC_BASE_URL') && label.includes('set')) && found;
    });
    const row = rows.find(({ label, level }) => level >= 2 && label.includes('ANTHROPIC_BASE_URL'))?.label ?? '';
    await picture(scene, 'explain-tree');
    await tree.pressRowButton(row, 'Explain');
    const page = await workbench.editors.webview('Troubleshooting Claude Code');
    await waitFor('the cause on screen', async () =>
      page
        .locator('[id="setting-overridden"]')
        .evaluate((heading: { getBoundingClientRect(): { readonly top: number } }) => {
          const { top } = heading.getBoundingClientRect();
          return top > -50 && top < 500;
        }),
    );
    await picture(scene, 'explain-table-at-cause');
    await workbench.runCommand('View: Close All Editors');
  });

  it('Apply Fix writes exactly what the preview shows, the status follows, and Undo puts it back', async () => {
    const { workbench, claudeSettings } = scene;
    const tree = workbench.tree('Diagnostics');
    await tree.open('Gateway');
    const rows = await tree.rows();
    const row = rows.find(({ label, level }) => level >= 2 && label.includes('ANTHROPIC_BASE_URL'))?.label ?? '';
    await tree.pressRowButton(row, 'Apply Fix…');
    await workbench.quickInput.waitForOpen('Gateway: Apply Fix');
    const { modified } = await waitFor('the preview', async () => {
      const shown = await workbench.editors.diffText();
      return shown.original.includes(OLD_ADDRESS) && shown;
    });
    assert.ok(!modified.includes(OLD_ADDRESS));
    assert.equal(contentOf(claudeSettings), CLAUDE_SETTINGS, 'nothing written before the answer');
    await picture(scene, 'explain-fix');
    await workbench.quickInput.pick('Write this change');
    await workbench.notifications.waitFor('Fix applied. Current status:');
    assert.equal(contentOf(claudeSettings), '{\n  "env": {\n    "FOO": "bar"\n  },\n  "model": "opus"\n}\n');
    await waitFor(
      'the finding to go',
      async () =>
        (await workbench.page.locator('.pane .monaco-list-row').filter({ hasText: 'Findings' }).count()) === 0,
    );
    await picture(scene, 'explain-fixed');
    await workbench.notifications.press('Fix applied. Current status:', 'Undo');
    await workbench.notifications.waitFor('Undone: the file is as it was before.');
    assert.equal(contentOf(claudeSettings), CLAUDE_SETTINGS);
    await tree.waitForRow(row);
  });
});
