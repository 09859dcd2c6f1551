import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS, SCHEMES } from '../../src/ui/ids';
import { waitFor } from '../host/waiting';
import { gatewayVariables, GATEWAY_URL_VARIABLE, given, SENTINEL, SHELL_MODEL } from './environment';
import { FILES, restoring, settingsInForce, withSettings, writeSettings } from './window';
import { ENVIRONMENT_SETTING } from '../../src/core/files/vscodeSettings';

const url = given(GATEWAY_URL_VARIABLE);
const terminalSetting = `terminal.integrated.env.${{ darwin: 'osx', win32: 'windows' }[process.platform as string] ?? 'linux'}`;

/** Opens the document. */
async function show(): Promise<vscode.TextDocument> {
  await vscode.commands.executeCommand(COMMANDS.showConfiguration);
  const document = vscode.window.activeTextEditor?.document;
  assert.equal(document?.uri.scheme, SCHEMES.configuration);
  return document;
}

/** Waits until the open document says this, by itself. */
async function says(document: vscode.TextDocument, part: string): Promise<string> {
  try {
    return await waitFor(part, () => document.getText().includes(part) && document.getText());
  } catch (error) {
    throw new Error(`the document does not say ${part}:\n${document.getText()}`, { cause: error });
  }
}

describe('the effective configuration', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is a document with the verdict first, links to files and lines, and no credential', async () => {
    const document = await show();
    assert.equal(document.languageId, 'markdown');
    assert.match(
      document.lineAt(0).text,
      /^# The surfaces differ: Claude Code in VS Code sends to 127\.0\.0\.1:\d+ with Authorization; /,
    );
    const { file, label } = settingsInForce();
    const text = await says(document, `with Authorization from ANTHROPIC_AUTH_TOKEN (${label}:`);
    assert.ok(!text.includes(SENTINEL));
    const links = await waitFor('its links', async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        document.uri,
      );
      return found.some(({ target }) => target?.scheme === 'file') && found;
    });
    const lines = links
      .filter(({ target }) => target?.scheme === 'file' && target.fsPath === file)
      .map(({ target }) => target?.fragment);
    assert.ok(lines.length > 0 && lines.every((fragment) => /^L\d+$/.test(fragment ?? '')), JSON.stringify(lines));
  });

  it('follows a file of Claude Code while it is open', async () => {
    const document = await show();
    await restoring(FILES.claude, async () => {
      writeSettings(FILES.claude, { env: { ANTHROPIC_BASE_URL: 'http://claude.test:1' } });
      await says(document, 'POST http://claude.test:1/v1/messages');
    });
    await says(document, `POST ${url}/v1/messages`);
  });

  it('knows what VS Code sets in its own terminals only', async () => {
    const document = await show();
    await withSettings(
      FILES.user,
      { [ENVIRONMENT_SETTING]: gatewayVariables(url), [terminalSetting]: { ANTHROPIC_MODEL: 'model-of-the-terminal' } },
      async () => {
        const text = await says(document, '| model-of-the-terminal');
        assert.match(text, /VS Code’s terminal\.integrated\.env:\d+ \|/);
        assert.match(
          text,
          new RegExp(
            `## claude in another terminal, and claude -p\\n\\n(?:\\|.*\\n)*\\| ANTHROPIC_MODEL +\\| ${SHELL_MODEL}`,
          ),
        );
      },
    );
  });

  it('names settings of VS Code that bear on it', async () => {
    const document = await show();
    await withSettings(FILES.user, { 'http.noProxy': ['gateway.test'] }, async () => {
      await says(document, '- http.noProxy = gateway.test: ');
    });
  });
});
