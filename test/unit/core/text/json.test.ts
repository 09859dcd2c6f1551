import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readClaudeState } from '../../../../src/core/files/claudeState';
import { applySteps } from '../../../../src/core/files/edits';
import { isRecord, jsonIn, MOST_LEVELS, parseJson, tooDeepAt } from '../../../../src/core/text/json';
import { maskSettings } from '../../../../src/core/files/mask';
import { readPasted } from '../../../../src/core/explain/pastedError';
import { isProblem, lineAt, parseSettings, valueAt, type Dialect } from '../../../../src/core/files/settingsText';
import { REPOSITORY } from '../../../host/repository';

/** Lists in lists, in an object. */
function nested(levels: number): string {
  return `{"a": ${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
}

describe('foreign JSON', () => {
  it('is what JSON.parse makes of it (any value)', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 20 }), (value) => {
        const text = JSON.stringify(value);
        assert.deepEqual([jsonIn(text), jsonIn(`\ufeff${text}`)], [JSON.parse(text), JSON.parse(text)]);
      }),
    );
  });

  it('is none when it does not parse, and never throws (any text)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const parsed = parseJson(text);
        assert.ok(parsed.ok || parsed.problem === 'not-json');
      }),
    );
  });

  for (const dialect of ['json', 'jsonc'] as const satisfies readonly Dialect[]) {
    it(`of 100,000 levels is a problem with its place, in a settings file too (${dialect})`, () => {
      for (const levels of [MOST_LEVELS + 1, 5000, 100_000]) {
        const text = `{\n  "b": "[[[[", \n${nested(levels).slice(1)}`;
        const problem = parseSettings(text, dialect);
        assert.ok(isProblem(problem));
        assert.deepEqual(
          { ...problem },
          { message: 'it’s nested more than 500 levels deep', line: 3, column: '"a": '.length + MOST_LEVELS },
        );
        assert.ok('line' in applySteps(text, dialect, [{ kind: 'property', path: ['c'], value: '1' }]));
        assert.deepEqual(parseJson(text), { ok: false, problem: 'too-deep', offset: tooDeepAt(text) });
      }
    });

    it(`of as many levels as are taken can be read, found in and written (${dialect})`, () => {
      const text = nested(MOST_LEVELS);
      const settings = parseSettings(text, dialect);
      assert.ok(!isProblem(settings));
      assert.equal(JSON.stringify(valueAt(settings, ['a'])), text.slice(6, -1));
      assert.equal(lineAt(settings, ['a', 0, 0]), 1);
      const result = applySteps(text, dialect, [{ kind: 'property', path: ['c'], value: '1' }]);
      assert.ok(!('line' in result));
      assert.ok(parseJson(result.text).ok && maskSettings(text) === text);
    });

    it(`never overflows the stack, however it is broken (${dialect})`, () => {
      const piece = fc.constantFrom(
        '[',
        '[',
        '[',
        '{',
        '{"a":',
        '{"a":[',
        ']',
        '}',
        ',',
        ':',
        '"',
        '"\n',
        '\\',
        '/*',
        '*/',
        '//',
        '\n',
        '/',
        'x',
        '1',
        ' ',
      );
      fc.assert(
        fc.property(
          fc.array(piece, { minLength: 1, maxLength: 8 }),
          fc.array(piece, { maxLength: 4 }),
          (start, end) => {
            const text = `${start.join('').repeat(12_000)}${end.join('').repeat(12_000)}`;
            parseSettings(text, dialect);
            parseJson(text);
          },
        ),
        { numRuns: 20 },
      );
    });
  }

  it('counts only what opens: not what stands in texts and comments', () => {
    for (const text of [
      `"${'['.repeat(1000)}"`,
      `"\\"${'{'.repeat(1000)}"`,
      `// ${'['.repeat(1000)}\n1`,
      `/* ${'{'.repeat(1000)}\n */ 1`,
      '[]'.repeat(1000),
      '{"a":[]}'.repeat(1000),
    ])
      assert.equal(tooDeepAt(text), undefined, text.slice(0, 20));
  });

  it('of too many levels is no answer, no state, and no reason to fail', () => {
    const deep = nested(100_000);
    assert.deepEqual(readClaudeState('/home/me/.claude.json', deep, undefined).outcome, {
      status: 'unreadable',
      message: 'it’s nested more than 500 levels deep (line 1, column 506)',
      onlyHere: true,
    });
    assert.ok(readPasted(JSON.stringify({ status: 400, body: deep })).reading !== undefined);
    assert.ok(readPasted(`HTTP/1.1 400 Bad Request\ncontent-type: application/json\n\n${deep}`).reading !== undefined);
    assert.equal(maskSettings(deep), deep);
  });

  it('tells an object from a list and from nothing', () => {
    assert.deepEqual([{}, Object.create(null), [], null, 'x', 1, undefined].map(isRecord), [
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('is parsed in one place', () => {
    /** Copies what it has written itself. */
    const own = ['core/text/json.ts', 'core/views/checked.ts'];
    const files = readdirSync(join(REPOSITORY, 'src'), { recursive: true })
      .map(String)
      .filter((file) => file.endsWith('.ts'));
    const parsing = files.filter((file) =>
      /\bJSON\.parse\(|\bResponse\b.*\.json\(/.test(readFileSync(join(REPOSITORY, 'src', file), 'utf8')),
    );
    assert.deepEqual(parsing.sort(), own);
    // What follows a text down is guarded before it: jsonc-parser is called where that is seen to.
    const following = files.filter((file) =>
      /\b(?:parseTree|visit|getNodeValue)\b.*from 'jsonc-parser'/.test(
        readFileSync(join(REPOSITORY, 'src', file), 'utf8'),
      ),
    );
    assert.deepEqual(following.sort(), ['core/files/settingsText.ts']);
  });
});
