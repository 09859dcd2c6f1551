import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'jsonc-parser';
import { applySteps, applyUndo, isShapeProblem, readEntries, type EditStep } from '../../../../src/core/files/edits';
import type { Json } from '../../../../src/core/text/json';

const SETTING = 'claudeCode.environmentVariables';
const entry = (name: string, value: string | null): EditStep => ({ kind: 'entry', setting: SETTING, name, value });
const CONNECT: EditStep[] = [
  { kind: 'item', setting: 'settingsSync.ignoredSettings', item: SETTING, present: true },
  entry('ANTHROPIC_BASE_URL', 'https://gw.example'),
  entry('ANTHROPIC_AUTH_TOKEN', 'made-up-key'),
];

function apply(
  text: string,
  steps: readonly EditStep[] = CONNECT,
  dialect: 'jsonc' | 'json' = 'jsonc',
): { text: string; undo: Parameters<typeof applyUndo>[2] } {
  const result = applySteps(text, dialect, steps);
  if ('line' in result) assert.fail(`${result.message} at ${result.line}:${result.column}`);
  return result;
}

const settingsIn = (text: string): Record<string, Json> => parse(text.replace(/^\ufeff/, '')) as Record<string, Json>;

describe('edits of a settings file', () => {
  const files: readonly [string, string][] = [
    ['no file or an empty one', ''],
    ['white space only', '\n\n'],
    ['a comment only', '// mine\n'],
    ['an empty object', '{}'],
    ['an empty object with a comment', '{\n  // nothing yet\n}\n'],
    ['one line', '{"editor.fontSize": 12}'],
    [
      'comments and trailing commas',
      '{\n    // size\n    "editor.fontSize": 12, // big\n    "a": [1, 2,], /* end */\n}\n',
    ],
    ['a comment behind the last value', '{\n  "a": 1 // one\n}\n'],
    ['a comment behind the last value of one line', '{ "a": 1 // one\n}\n'],
    ['a comment behind the last entry of one line', `{ "${SETTING}": [ {"name":"FOO","value":"x"} // mine\n] }`],
    ['CRLF', '{\r\n  "a": 1\r\n}\r\n'],
    ['a byte order mark', '\ufeff{\n\t"a": 1\n}\n'],
    ['tabs', '{\n\t"a": {\n\t\t"b": 1\n\t}\n}'],
    [
      'existing entries',
      `{\n  "${SETTING}": [\n    // keep me\n    { "name": "FOO", "value": "bar" }, // and me\n    { "name": "ANTHROPIC_BASE_URL", "value": "https://old.example" },\n  ],\n  "z": 0\n}\n`,
    ],
    [
      'duplicates by name',
      `{"${SETTING}": [{"name":"ANTHROPIC_BASE_URL","value":"a"}, {"name":"X","value":"y"}, {"name":"ANTHROPIC_BASE_URL","value":"b"}]}`,
    ],
    ['an empty list', `{\n  "${SETTING}": []\n}\n`],
    ['the same key twice', `{\n  "${SETTING}": [],\n  "${SETTING}": [{ "name": "A", "value": "b" }]\n}\n`],
    ['ignored settings present', '{\n  "settingsSync.ignoredSettings": ["x"]\n}\n'],
  ];
  for (const [what, text] of files) {
    it(`writes and takes back: ${what}`, () => {
      const before = settingsIn(text === '' ? '{}' : text) as Record<string, Json> | undefined;
      const written = apply(text);
      const after = settingsIn(written.text);
      const env = after[SETTING] as { name: string; value: string }[];
      assert.equal(env.filter((e) => e.name === 'ANTHROPIC_BASE_URL').length, 1);
      assert.equal(env.find((e) => e.name === 'ANTHROPIC_BASE_URL')?.value, 'https://gw.example');
      assert.equal(env.find((e) => e.name === 'ANTHROPIC_AUTH_TOKEN')?.value, 'made-up-key');
      for (const [key, value] of Object.entries(before ?? {})) {
        if (key !== SETTING && key !== 'settingsSync.ignoredSettings') assert.deepEqual(after[key], value);
      }
      for (const comment of text.match(/(?<!:)\/\/.*|\/\*.*?\*\//g) ?? [])
        assert.ok(written.text.includes(comment.trim()), comment);
      assert.equal(written.text.includes('\r\n'), text.includes('\r\n'));
      assert.equal(/[^\r]\n/.test(written.text), !text.includes('\r\n') && written.text.includes('\n'));
      const back = applyUndo(written.text, 'jsonc', written.undo);
      assert.ok(!('line' in back) && back.kept === 0);
      if (what !== 'duplicates by name') assert.deepEqual(settingsIn(back.text), before ?? {});
    });
  }

  it('keeps the lines of others exactly as they are', () => {
    const text = '{\n    // size\n    "editor.fontSize": 12, // big\n    "a":[1,2,], /* end */\n}\n';
    assert.equal(
      apply(text, [entry('A', 'b')]).text,
      `{\n    // size\n    "editor.fontSize": 12, // big\n    "a":[1,2,], /* end */\n    "${SETTING}": [\n        { "name": "A", "value": "b" }\n    ],\n}\n`,
    );
  });

  it('adds to a nested env block in a strict file', () => {
    assert.equal(
      apply(
        '{\n  "env": {\n    "A": "1"\n  },\n  "model": "x"\n}\n',
        [{ kind: 'property', path: ['env', 'B'], value: '2' }],
        'json',
      ).text,
      '{\n  "env": {\n    "A": "1",\n    "B": "2"\n  },\n  "model": "x"\n}\n',
    );
  });

  const broken: readonly [string, string, 'jsonc' | 'json', number, number][] = [
    ['a missing comma', '{\n  "a": 1\n  "b": 2\n}', 'jsonc', 3, 3],
    ['a missing brace', '{\n  "a": 1\n', 'jsonc', 3, 1],
    ['a list at the top', '[]', 'jsonc', 1, 1],
    ['a comment in a strict file', '{\n  // no\n}', 'json', 2, 3],
    ['a trailing comma in a strict file', '{\n  "a": 1,\n}', 'json', 3, 1],
    ['two objects', '{}\n{}', 'jsonc', 2, 1],
    ['an unclosed text', '{ "a": "b }', 'jsonc', 1, 8],
    ['env that is no object', '{\n  "env": 5\n}', 'json', 2, 10],
  ];
  for (const [what, text, dialect, line, column] of broken) {
    it(`refuses with a place: ${what}`, () => {
      const result = applySteps(text, dialect, [{ kind: 'property', path: ['env', 'A'], value: '1' }]);
      assert.ok('line' in result, 'refused');
      assert.deepEqual([result.line, result.column], [line, column]);
    });
  }

  const doubled: readonly [string, string, EditStep, number, number][] = [
    [
      'a variable',
      '{\n  "env": {\n    "A": "1",\n    "A": "2"\n  }\n}',
      { kind: 'property', path: ['env', 'A'], value: null },
      4,
      5,
    ],
    ['a block', '{\n  "env": {},\n  "env": {}\n}', { kind: 'property', path: ['env'], value: null }, 3, 3],
    [
      'an entry',
      `{\n  "x": 1,\n  "${SETTING}": [\n${'    { "name": "A", "value": "1" },\n'.repeat(60)}  ]\n}`,
      { kind: 'entry', setting: SETTING, name: 'A', value: 'b' },
      63,
      5,
    ],
  ];
  for (const [what, text, step, line, column] of doubled) {
    it(`refuses with a place what is there too often: ${what}`, () => {
      const result = applySteps(text, 'jsonc', [step]);
      assert.ok('line' in result, 'refused');
      assert.deepEqual([result.line, result.column], [line, column]);
    });
  }

  it('leaves alone what the user changed since', () => {
    const written = apply('{}');
    const changed = written.text.replace('made-up-key', 'my-own-key');
    const back = applyUndo(changed, 'jsonc', written.undo);
    assert.ok(!('line' in back));
    assert.equal(back.kept, 1);
    assert.deepEqual(settingsIn(back.text), { [SETTING]: [{ name: 'ANTHROPIC_AUTH_TOKEN', value: 'my-own-key' }] });
  });

  it('never touches other settings, comments or their order (any file)', () => {
    const key = fc.stringMatching(/^[a-z][a-zA-Z.]{0,8}$/);
    const comment = fc.constantFrom('', ' // note', ' /* "x": [1,] */', '\n  // line\n');
    const member = fc.tuple(
      key,
      fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes('__proto__')),
      comment,
    );
    const file = fc.record({
      members: fc.uniqueArray(member, { selector: ([k]) => k, maxLength: 6 }),
      eol: fc.constantFrom('\n', '\r\n', ' '),
      comma: fc.boolean(),
      mine: fc.option(
        fc.array(
          fc.record(
            { name: fc.constantFrom('A', 'ANTHROPIC_BASE_URL', 'B'), value: fc.string() },
            { noNullPrototype: true },
          ),
          { maxLength: 4 },
        ),
      ),
    });
    fc.assert(
      fc.property(file, ({ members, eol, comma, mine }) => {
        const all: [string, unknown, string][] = mine === null ? members : [...members, [SETTING, mine, '']];
        const lines = all.map(
          ([k, v, c], i) =>
            `  ${JSON.stringify(k)}: ${JSON.stringify(v)}${i < all.length - 1 || (comma && all.length > 0) ? ',' : ''}${eol === ' ' && c.includes('//') ? '' : c.replace(/\n/g, eol)}`,
        );
        const text = `{${eol}${lines.join(eol)}${eol}}`;
        const written = apply(text);
        const after = settingsIn(written.text);
        for (const [k, v] of members) assert.deepEqual(after[k], JSON.parse(JSON.stringify(v)));
        assert.deepEqual(
          Object.keys(after).filter((k) => members.some(([m]) => m === k)),
          members.map(([k]) => k),
        );
        for (const [, , c] of members)
          if (!(eol === ' ' && c.includes('//'))) assert.ok(written.text.includes(c.trim()));
        const others = (mine ?? []).filter((e) => !e.name.startsWith('ANTHROPIC')).map((e) => ({ ...e }));
        assert.deepEqual(
          (after[SETTING] as { name: string }[]).filter((e) => !e.name.startsWith('ANTHROPIC')),
          others,
        );
        const back = applyUndo(written.text, 'jsonc', written.undo);
        assert.ok(!('line' in back));
        for (const [k, v] of members) assert.deepEqual(settingsIn(back.text)[k], JSON.parse(JSON.stringify(v)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('the shape of claudeCode.environmentVariables', () => {
  const ok = [{ name: 'A', value: 'b' }];
  const table: readonly [string, Json | undefined, 'ok' | 'repairable' | 'refused'][] = [
    ['nothing', undefined, 'ok'],
    ['the right list', ok, 'ok'],
    ['an object', { A: 'b' }, 'repairable'],
    ['texts', ['A=b'], 'repairable'],
    ['an exported text', ['export A=b'], 'repairable'],
    ['a number as value', [{ name: 'A', value: 1 }], 'repairable'],
    ['a text without =', ['A'], 'refused'],
    ['a nested object', { A: { b: 'c' } }, 'refused'],
    ['a text', 'A=b', 'refused'],
    ['null', null, 'repairable'],
    ['null in the list', [null], 'refused'],
    ['a list in the list', [['A', 'b']], 'refused'],
  ];
  for (const [what, value, expected] of table) {
    it(`${expected}: ${what}`, () => {
      const result = readEntries(value);
      const got = !isShapeProblem(result) ? 'ok' : result.repaired === undefined ? 'refused' : 'repairable';
      assert.equal(got, expected);
      if (isShapeProblem(result) && result.repaired !== undefined && value !== null)
        assert.equal(result.repaired[0]?.name, 'A');
    });
  }
});
