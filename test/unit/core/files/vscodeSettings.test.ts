import assert from 'node:assert/strict';
import type { Json } from '../../../../src/core/text/json';
import { isProblem, parseSettings, type SettingsText } from '../../../../src/core/files/settingsText';
import {
  namesInTree,
  objectLines,
  settingLines,
  terminalVariables,
  vscodeSettings,
  wrongNames,
} from '../../../../src/core/files/vscodeSettings';

function parsed(text: string): SettingsText {
  const settings = parseSettings(text, 'jsonc');
  assert.ok(!isProblem(settings));
  return settings;
}

describe('the settings of VS Code', () => {
  it('that bear on the connection are named, without passwords', () => {
    const values: Readonly<Record<string, Json>> = {
      'claudeCode.disableLoginPrompt': true,
      'claudeCode.claudeProcessWrapper': '/bin/wrap',
      'http.proxy': 'http://me:made.up.sentinel@proxy:3128',
      'http.noProxy': ['a', 'b'],
      'http.proxyStrictSSL': false,
      'http.systemCertificates': null,
    };
    const settings = vscodeSettings((name) => values[name]);
    assert.deepEqual(settings, {
      disableLoginPrompt: true,
      useTerminal: false,
      processWrapper: '/bin/wrap',
      http: { 'http.proxy': 'http://‹hidden›@proxy:3128', 'http.noProxy': 'a, b', 'http.proxyStrictSSL': 'false' },
    });
  });

  it('of the wrong shape count for nothing', () => {
    const settings = vscodeSettings(
      (name) =>
        (
          ({
            'claudeCode.disableLoginPrompt': 'true',
            'claudeCode.claudeProcessWrapper': 3,
            'http.proxy': {},
          }) as Record<string, Json>
        )[name],
    );
    assert.deepEqual(settings, { disableLoginPrompt: false, useTerminal: false, processWrapper: undefined, http: {} });
  });

  it('add to the environment of terminals: null unsets, and other variables are filled in', () => {
    const env = terminalVariables(
      { A: 'x', B: null, C: '${env:HOME}/${env:MISSING}-${env:HOME}', D: 3, E: '' },
      { HOME: '/h' },
    );
    assert.deepEqual(
      Object.entries(env).map(([name, value]) => [name, value.reveal()]),
      [
        ['A', 'x'],
        ['B', ''],
        ['C', '/h/-/h'],
        ['E', ''],
      ],
    );
    for (const value of [undefined, null, [], 'A=x', 1] as const) assert.deepEqual(terminalVariables(value, {}), {});
  });

  it('of names that Claude Code does not know are found, and no others', () => {
    const names = [
      'claudeCode.environmentVariables',
      'claudeCode.env',
      'claude-code.environmentVariables',
      'ClaudeCode.env',
      'claudeCode.newest',
      'claudeCodeX.env',
      'editor.env',
    ];
    assert.deepEqual(
      wrongNames(names, (name) => name === 'claudeCode.newest').map(({ name }) => name),
      ['claudeCode.env', 'claude-code.environmentVariables', 'ClaudeCode.env'],
    );
  });

  it('of names like Claude Code’s are found in VS Code’s tree as in a file, however they are misspelled', () => {
    const names = [
      'claudeCode.env',
      'claudeCode.enviromentVariables',
      'claudeCode.environmentVariable',
      'claudeCode.environment_variables',
      'claudeCode.baseUrl',
      'claude-code.environmentVariables',
      'claude-code.apiKey',
      'ClaudeCode.environmentVariables',
    ];
    // As VS Code gives it: a level for each dot, and functions beside the settings.
    const tree: Record<string, unknown> = {
      get: () => undefined,
      editor: { env: 1 },
      claudeCodeX: { env: 1 },
      claude: null,
    };
    for (const [section = '', name = ''] of names.map((full) => full.split('.')))
      tree[section] = { ...(tree[section] as object | undefined), [name]: [] };
    assert.deepEqual(namesInTree(tree).sort(), [...names].sort());
    assert.deepEqual(
      wrongNames(namesInTree({ ...tree, 'claude-code': null })).map(({ name }) => name),
      names.filter((name) => !name.startsWith('claude-code.')),
    );
  });

  it('of thousands of wrong names are found as far as anybody reads them, and VS Code is asked about no more', () => {
    let asked = 0;
    const isDeclared = (): boolean => ++asked < 0;
    const section = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`env${index}`, 1]));
    assert.equal(wrongNames(namesInTree({ claudeCode: section }), isDeclared).length, 200);
    assert.equal(asked, 200);
  });

  it('have lines', () => {
    const settings = parsed(
      '{\n  // mine\n  "claudeCode.environmentVariables": [\n    { "name": "A", "value": "1" },\n    {\n      "name": "B", "value": "2"\n    }, 3\n  ],\n  "terminal.integrated.env.linux": {\n    "C": null }\n}',
    );
    assert.deepEqual(settingLines(settings), { A: 4, B: 5 });
    assert.deepEqual(objectLines(settings, 'terminal.integrated.env.linux'), { C: 10 });
    assert.deepEqual(
      [settingLines(parsed('{ "claudeCode.environmentVariables": {} }')), objectLines(settings, 'missing')],
      [{}, {}],
    );
  });
});
