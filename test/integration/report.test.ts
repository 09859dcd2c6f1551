import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/ui/ids';
import { waitFor } from '../host/waiting';
import { gatewayVariables, GATEWAY_URL_VARIABLE, given, SENTINEL, SHELL_MODEL } from './environment';
import {
  FILES,
  freshReport,
  isMachineScoped,
  IS_REMOTE,
  reportWith,
  restoring,
  rowOf,
  settingsInForce,
  USER_DATA,
  withSettings,
  writeSettings,
} from './window';
import { ENVIRONMENT_SETTING } from '../../src/core/files/vscodeSettings';

const url = given(GATEWAY_URL_VARIABLE);

/** The value of the setting with another address. */
function setting(address: string): Readonly<Record<string, unknown>> {
  return { [ENVIRONMENT_SETTING]: gatewayVariables(address) };
}

function addressIn(text: string): string {
  return rowOf('ANTHROPIC_BASE_URL', text) ?? '';
}

/** Waits until the address that counts is this one. */
async function addressIs(address: string): Promise<string> {
  return reportWith(`that ${address} counts`, (text) => addressIn(text).includes(`| ${address} |`));
}

describe('the report', () => {
  afterEach(async () => {
    await addressIs(url);
  });

  it('opens, and names address, variable and place', async () => {
    await vscode.commands.executeCommand(COMMANDS.showReport);
    await waitFor('its tab', () => vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes('Gateway Report'));
    const text = await addressIs(url);
    const { file, label } = settingsInForce();
    const row = addressIn(text);
    assert.ok(row.includes(`| ${url} | ${label}`) && row.includes(` (${file}) |`), text);
    assert.match(rowOf('ANTHROPIC_AUTH_TOKEN', text) ?? text, new RegExp(label));
    assert.match(text, new RegExp(`POST ${url}/v1/messages.* with Authorization from ANTHROPIC_AUTH_TOKEN`));
  });

  it('names what VS Code’s environment sets', async () => {
    const row = rowOf('ANTHROPIC_MODEL', await freshReport());
    assert.match(row ?? '', new RegExp(`\\| ${SHELL_MODEL} \\| (?:the|VS Code’s) environment \\|`));
  });

  it('follows the settings file when that is changed', async () => {
    const { file } = settingsInForce();
    await withSettings(file, setting('http://changed.test:1'), async () => {
      await addressIs('http://changed.test:1');
    });
  });

  it('takes the setting of the workspace only where VS Code does', async () => {
    await withSettings(FILES.workspace, setting('http://workspace.test:1'), async () => {
      if (isMachineScoped()) assert.ok(addressIn(await freshReport()).includes(`| ${url} |`));
      else assert.match(await addressIs('http://workspace.test:1'), /VS Code workspace settings/);
    });
  });

  it('takes the user settings of a remote window only where VS Code does', async function () {
    // A local window has no remote settings.
    if (!IS_REMOTE) this.skip();
    await withSettings(FILES.user, setting('http://user.test:1'), async () => {
      if (isMachineScoped()) assert.ok(addressIn(await freshReport()).includes(`| ${url} |`));
      else assert.match(await addressIs('http://user.test:1'), /VS Code user settings/);
    });
  });

  it('takes the remote settings of a remote window before the user’s', async function () {
    // A local window has no remote settings.
    if (!IS_REMOTE) this.skip();
    await withSettings(FILES.machine, setting('http://remote.test:1'), async () => {
      assert.match(await addressIs('http://remote.test:1'), /VS Code remote settings/);
    });
  });

  for (const [what, file] of [
    ['the settings of Claude Code itself', FILES.claude],
    ['those of the folder', FILES.project],
  ] as const) {
    it(`follows ${what}, which win over the setting`, async () => {
      await restoring(file, async () => {
        writeSettings(file, { env: { ANTHROPIC_BASE_URL: 'http://claude.test:1' } });
        const row = addressIn(await addressIs('http://claude.test:1'));
        assert.match(row, /\.claude\/settings\.json/);
        assert.ok(row.includes(settingsInForce().label), `what is overridden is named: ${row}`);
      });
    });
  }

  it('says where a settings file is broken', async () => {
    await restoring(FILES.claude, async () => {
      writeSettings(FILES.claude, { env: 'nothing that has names' });
      await reportWith('that the file is broken', (text) => text.includes(`${FILES.claude}: Line 2, column 3`));
    });
  });

  it('never shows the credential, and neither do the logs', async () => {
    const text = await freshReport();
    assert.ok(rowOf('ANTHROPIC_AUTH_TOKEN', text));
    for (const piece of [SENTINEL.slice(0, 16), SENTINEL.slice(-12)]) assert.ok(!text.includes(piece), text);
    const logs = join(USER_DATA, 'logs');
    const files = readdirSync(logs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.ok(
      files.some(({ name }) => name.includes('LLM Gateway')),
      'the log of the extension is among them',
    );
    for (const { parentPath, name } of files)
      assert.ok(!readFileSync(join(parentPath, name), 'latin1').includes(SENTINEL), `${name} holds the credential`);
  });
});
