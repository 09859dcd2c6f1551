import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { readVscodeFile, settingsTextOf } from '../../../../src/host/files/vscodeFile';
import { folderForTests } from '../support';

describe('a settings file of VS Code', () => {
  const at = folderForTests();

  it('gives the list of variables, the environment of terminals, lines, and names that Claude Code does not know', async () => {
    writeFileSync(
      at('settings.json'),
      '{\n  "claudeCode.environmentVariables": [{ "name": "A", "value": "1" }],\n  "terminal.integrated.env.linux": { "B": "${env:X}" },\n  "terminal.integrated.env.osx": { "C": "3" },\n  "claudeCode.env": {},\n}',
    );
    const { readings, get } = await readVscodeFile('vscode-user', at('settings.json'), 'linux', { X: 'x' });
    assert.deepEqual(
      readings.map(({ id, env, lines, oddities }) => [
        id,
        Object.entries(env).map(([name, value]) => [name, value.reveal()]),
        lines,
        oddities,
      ]),
      [
        ['vscode-user', [['A', '1']], { A: 2 }, [{ kind: 'wrong-setting-name', name: 'claudeCode.env', line: 5 }]],
        ['terminal-env', [['B', 'x']], { B: 3 }, undefined],
      ],
    );
    assert.equal(JSON.stringify(get('claudeCode.env')), '{}');
    const ignored = await readVscodeFile('vscode-workspace', at('settings.json'), 'darwin', {}, 'why');
    assert.deepEqual(
      ignored.readings.map((reading) => [reading.id, reading.ignored]),
      [
        ['vscode-workspace', 'why'],
        ['terminal-env', undefined],
      ],
    );
  });

  for (const [what, text, status] of [
    ['missing', undefined, 'absent'],
    ['without the setting', '{}', 'absent'],
    ['empty', '', 'absent'],
    ['broken', '{ "a": ', 'malformed'],
    ['a list', '[]', 'malformed'],
  ] as const) {
    it(`is a value when it is ${what}`, async () => {
      if (text !== undefined) writeFileSync(at('settings.json'), text);
      const { readings, get } = await readVscodeFile('vscode-user', at('settings.json'), 'linux', {}, 'why');
      assert.deepEqual(
        readings.map(({ outcome, ignored }) => [outcome.status, ignored]),
        [[status, undefined]],
      );
      assert.equal(get('http.proxy'), undefined);
    });
  }

  it('that is a folder is a value too', async () => {
    const { readings } = await readVscodeFile('vscode-user', at(''), 'linux', {});
    assert.equal(readings[0]?.outcome.status, 'unreadable');
    assert.deepEqual([await settingsTextOf(at('')), await settingsTextOf(undefined)], [undefined, undefined]);
  });
});
