import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'jsonc-parser';
import { CAUSE_IDS } from '../../../../src/core/causes/causes';
import { applySteps } from '../../../../src/core/files/edits';
import { finding } from '../../../../src/core/causes/findings';
import { offeredFix, planFix, type FileFix } from '../../../../src/core/writing/fixSteps';
import type { Fix } from '../../../../src/core/causes/fixes';
import { TROUBLESHOOTING } from '../../../../src/core/causes/table';
import { FIX_WORDS } from '../../../../src/core/views/troubleshootingPage';
import type { Row } from '../../../../src/core/causes/row';

const SETTING = 'claudeCode.environmentVariables';
const CLAUDE = { source: 'user-settings', location: '/home/me/.claude/settings.json' } as const;
const VSCODE = { source: 'vscode-user', location: '/home/me/settings.json' } as const;

/** The text after a fix; undefined when there was nothing to do. */
function fixed(fix: FileFix, text: string): string | undefined {
  const planned = planFix(fix, text);
  if (planned.kind === 'nothing-to-do') return undefined;
  assert.ok(planned.kind === 'plan', JSON.stringify(planned));
  assert.equal(planned.plan.path, fix.location);
  const result = applySteps(text, planned.plan.dialect, planned.plan.steps);
  if ('line' in result) assert.fail(`${result.message} at ${result.line}:${result.column}`);
  return result.text;
}

describe('a fix of a settings file', () => {
  const claude =
    '{\n  "env": {\n    "A": "1",\n    "ANTHROPIC_BASE_URL": "https://gw.example"\n  },\n  "apiKeyHelper": "x"\n}\n';
  const list = `{\n  // mine\n  "${SETTING}": [\n    { "name": "A", "value": "1" }, /* keep */\n    { "name": "ANTHROPIC_BASE_URL", "value": "https://gw.example" },\n  ],\n  "z": 0,\n}\n`;
  const cases: readonly [string, FileFix, string, string | undefined][] = [
    [
      'takes a variable out of Claude Code’s settings',
      { kind: 'remove-variable', variable: 'ANTHROPIC_BASE_URL', ...CLAUDE },
      claude,
      '{\n  "env": {\n    "A": "1"\n  },\n  "apiKeyHelper": "x"\n}\n',
    ],
    [
      'takes the helper out',
      { kind: 'remove-variable', variable: 'apiKeyHelper', ...CLAUDE },
      claude,
      claude.replace('  },\n  "apiKeyHelper": "x"\n', '  }\n'),
    ],
    [
      'sets a variable',
      { kind: 'set-variable', variable: 'A', value: '2', ...CLAUDE },
      claude,
      claude.replace('"1"', '"2"'),
    ],
    [
      'sets one that is not there yet',
      { kind: 'set-variable', variable: 'B', value: '2', ...CLAUDE },
      '{\n  "env": {\n    "A": "1"\n  }\n}\n',
      '{\n  "env": {\n    "A": "1",\n    "B": "2"\n  }\n}\n',
    ],
    [
      'renames a variable',
      { kind: 'rename-variable', variable: 'A', to: 'B', ...CLAUDE },
      '{ "env": { "A": "1" } }',
      '{ "env": { "B": "1" } }',
    ],
    [
      'takes a variable out of VS Code’s setting, comments stay',
      { kind: 'remove-variable', variable: 'ANTHROPIC_BASE_URL', ...VSCODE },
      list,
      list.replace('    { "name": "ANTHROPIC_BASE_URL", "value": "https://gw.example" },\n', ''),
    ],
    [
      'renames one there',
      { kind: 'rename-variable', variable: 'A', to: 'B', ...VSCODE },
      `{"${SETTING}": [{"name":"A","value":"1"}]}`,
      `{"${SETTING}": [{"name":"B","value":"1"}]}`,
    ],
    [
      'keeps what stands under the right name',
      { kind: 'rename-variable', variable: 'A', to: 'B', ...VSCODE },
      `{"${SETTING}": [{"name":"A","value":"1"}, {"name":"B","value":"2"}]}`,
      `{"${SETTING}": [{"name":"B","value":"2"}]}`,
    ],
    [
      'of a variable that is gone does nothing',
      { kind: 'remove-variable', variable: 'GONE', ...CLAUDE },
      claude,
      undefined,
    ],
    [
      'of one that has the value already does nothing',
      { kind: 'set-variable', variable: 'A', value: '1', ...CLAUDE },
      claude,
      undefined,
    ],
    ['of an empty file does nothing', { kind: 'rename-variable', variable: 'A', to: 'B', ...VSCODE }, '', undefined],
  ];
  for (const [name, fix, text, expected] of cases) {
    it(name, () => {
      const result = fixed(fix, text);
      if (expected === undefined || result === undefined) assert.equal(result, expected);
      else if (/rename|right name/.test(name)) assert.deepEqual(parse(result), parse(expected));
      else assert.equal(result, expected);
    });
  }

  it('has a case for each kind', () => {
    const tried = new Set<string>(cases.map(([, { kind }]) => kind));
    assert.deepEqual(
      Object.keys(FIX_WORDS).filter((kind) => kind !== 'connect' && !tried.has(kind)),
      [],
      'add a text and what it becomes',
    );
  });

  it('of a file that does not parse tells the place', () => {
    for (const [place, text] of [
      [CLAUDE, '{\n  "env": {\n'],
      [CLAUDE, '{ // no\n}'],
      [VSCODE, `{ "${SETTING}": [ }`],
    ] as const) {
      const planned = planFix({ kind: 'remove-variable', variable: 'A', ...place }, text);
      assert.ok(planned.kind === 'broken' && planned.problem.line > 0 && planned.problem.message !== '');
    }
  });

  const name = fc.constantFrom('A', 'B', 'C', 'ANTHROPIC_BASE_URL', '__proto__', 'constructor', 'a "b"');
  const value = fc.string({ maxLength: 6 });

  it('touches no other variable, and no other setting (any values)', () => {
    const fixes = fc.oneof(
      name.map((variable): Omit<Fix & { kind: 'remove-variable' }, 'source' | 'location'> => ({
        kind: 'remove-variable',
        variable,
      })),
      fc.tuple(name, value).map(([variable, text]) => ({ kind: 'set-variable', variable, value: text }) as const),
      fc
        .tuple(name, name)
        .filter(([from, to]) => from !== to)
        .map(([variable, to]) => ({ kind: 'rename-variable', variable, to }) as const),
    );
    const entries = fc.uniqueArray(fc.tuple(name, value), { selector: ([own]) => own, maxLength: 5 });
    fc.assert(
      fc.property(fixes, entries, fc.boolean(), (fix, pairs, inVscode) => {
        const lists = pairs
          .map(([own, text]) => `\n    { "name": ${JSON.stringify(own)}, "value": ${JSON.stringify(text)} }`)
          .join(',');
        const block = pairs.map(([own, text]) => `\n    ${JSON.stringify(own)}: ${JSON.stringify(text)}`).join(',');
        const text = inVscode
          ? `{\n  "a": [1], // one\n  "${SETTING}": [${lists}\n  ],\n  "z": { "x": 1 }\n}\n`
          : `{\n  "a": [1],\n  "env": {${block}\n  },\n  "z": { "x": 1 }\n}\n`;
        const full: FileFix = { ...fix, ...(inVscode ? VSCODE : CLAUDE) };
        const after = fixed(full, text) ?? text;
        const read = (source: string): Map<string, string> => {
          const settings = JSON.parse(source.replace(' // one', '')) as { env?: Record<string, string> } & Record<
            string,
            { name: string; value: string }[]
          >;
          return new Map(
            inVscode
              ? (settings[SETTING] ?? []).map((entry) => [entry.name, entry.value])
              : Object.entries(settings.env ?? {}),
          );
        };
        const expected = read(text);
        const old = expected.get(fix.variable);
        if (fix.kind === 'set-variable') expected.set(fix.variable, fix.value);
        if (fix.kind === 'rename-variable' && old !== undefined && !expected.has(fix.to)) expected.set(fix.to, old);
        if (fix.kind !== 'set-variable') expected.delete(fix.variable);
        assert.deepEqual([...read(after)].sort(), [...expected].sort());
        assert.ok(
          after.startsWith(text.slice(0, text.indexOf('"a"') + 8)) && after.endsWith('  "z": { "x": 1 }\n}\n'),
          after,
        );
      }),
    );
  });
});

describe('the fix that is offered for a cause', () => {
  const fix: Fix = { kind: 'remove-variable', variable: 'A', ...CLAUDE };

  it('is what a check has found, or else what the table offers', () => {
    assert.deepEqual(
      offeredFix('setting-overridden', [
        finding('setting-overridden', ''),
        { ...finding('setting-overridden', ''), fix },
      ]),
      fix,
    );
    assert.equal(offeredFix('waf-blocked', [{ ...finding('setting-overridden', ''), fix }]), undefined);
    for (const cause of CAUSE_IDS) {
      const row: Row = TROUBLESHOOTING[cause];
      assert.equal(offeredFix(cause, [])?.kind, row.fixes.includes('connect') ? 'connect' : undefined);
    }
  });
});
