import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { lineStartsOf, placeAt } from '../../../../src/core/files/textLines';
import { without } from '../../../../src/core/files/changedText';
import { REPOSITORY } from '../../../host/repository';
import { applySteps } from '../../../../src/core/files/edits';
import {
  isProblem,
  lineAt,
  parseSettings,
  repeatedKeys,
  valueAt,
  type SettingsText,
} from '../../../../src/core/files/settingsText';

const CORE = join(REPOSITORY, 'src', 'core');

const RUNS = fc.oneof(
  fc.constant(''),
  fc.constant(' '),
  fc.constant('\n'),
  fc
    .tuple(fc.constantFrom(' ', '\t', '\n', '\r\n', ' \n'), fc.integer({ min: 200, max: 600 }))
    .map(([piece, count]) => piece.repeat(count)),
);

/** An object with runs of white space of any length between its parts, and what is in it. */
const SPACED = fc
  .array(
    fc.tuple(
      fc.constantFrom('a', 'b', 'c', 'd'),
      fc.oneof(fc.integer(), fc.string(), fc.constant(`a${' '.repeat(400)}b // "c"`)),
      RUNS,
      RUNS,
      RUNS,
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => ({
    text: `{${parts.map(([key, value, first, second, third]) => `${first}${JSON.stringify(key)}${second}:${JSON.stringify(value)}${third}`).join(',')}}`,
    value: Object.fromEntries(parts.map(([key, value]) => [key, value])),
  }));

function parsed(text: string): SettingsText {
  const settings = parseSettings(text, 'jsonc');
  assert.ok(!isProblem(settings), 'message' in settings ? settings.message : '');
  return settings;
}

describe('a settings text', () => {
  it('is read with long runs of white space as without, and every part stands where it stands', () => {
    fc.assert(
      fc.property(SPACED, ({ text, value }) => {
        const settings = parsed(text);
        assert.deepEqual(JSON.parse(JSON.stringify(valueAt(settings, []))), JSON.parse(JSON.stringify(value)));
        for (const node of settings.root?.children ?? []) {
          const [key, item] = node.children ?? [];
          assert.equal(text.slice(key?.offset, (key?.offset ?? 0) + (key?.length ?? 0)), JSON.stringify(key?.value));
          assert.equal(
            text.slice(item?.offset, (item?.offset ?? 0) + (item?.length ?? 0)),
            JSON.stringify(item?.value),
          );
        }
        assert.equal(
          text.slice(settings.root?.offset, (settings.root?.offset ?? 0) + (settings.root?.length ?? 0)),
          text,
        );
      }),
    );
  });

  it('loses a setting and nothing else', () => {
    fc.assert(
      fc.property(SPACED, ({ text, value }) => {
        const settings = parsed(text);
        const left = valueAt(parsed(without(settings, ['a'])), []);
        const others = Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'a'));
        if (repeatedKeys(settings, []).length === 0)
          assert.deepEqual(JSON.parse(JSON.stringify(left)), JSON.parse(JSON.stringify(others)));
      }),
    );
  });

  it('tells the place of a problem behind a long run', () => {
    const result = parseSettings(`{"a": 1,${'\n'.repeat(1000)}   ?}`, 'jsonc');
    assert.ok(isProblem(result));
    assert.deepEqual([result.line, result.column], [1001, 4]);
  });

  it('tells the first of many problems', () => {
    const result = parseSettings(`{"a": 1,\n"b": -${'-'.repeat(1000)}}`, 'jsonc');
    assert.ok(isProblem(result));
    assert.equal(result.line, 2);
  });

  it('knows its lines, whatever ends them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', '\r', '\n', ' ', '\r\n'), { maxLength: 40 }).map((parts) => parts.join('')),
        fc.nat(40),
        (text, at) => {
          const offset = Math.min(at, text.length);
          // Between the two halves of a line's end nothing stands.
          fc.pre(!(text[offset - 1] === '\r' && text[offset] === '\n'));
          const before = text.slice(0, offset).split(/\r\n|\r|\n/);
          assert.deepEqual(placeAt(text, lineStartsOf(text), offset), {
            line: before.length,
            column: (before.at(-1)?.length ?? 0) + 1,
          });
        },
      ),
    );
  });

  it('of a hundred thousand lines tells the line of each', () => {
    const count = 100_000;
    const settings = parsed(
      `{"env": {\n${Array.from({ length: count }, (_, index) => `"A${index}": "b"`).join(',\n')}}}`,
    );
    for (let index = 0; index < count; index += 7) assert.equal(lineAt(settings, ['env', `A${index}`]), index + 2);
  });

  it('that is refused is told with the place of what is wrong, never with one made up', () => {
    const madeUp = readdirSync(CORE, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => readFileSync(join(CORE, file), 'utf8').split('\n'))
      .filter((line) => /\bline: \d/.test(line));
    // An empty file, one that only Claude Code’s own parser refuses, and a path in an empty text have no other place.
    assert.deepEqual(
      madeUp.map((line) => /empty|isn’t valid JSON|path\.length === 0/.exec(line)?.[0]),
      ['empty', 'isn’t valid JSON', 'path.length === 0'],
      madeUp.join('\n'),
    );
  });

  it('that names a variable more often than anybody would is left as it is', () => {
    const entries = '{"name": "A", "value": "b"},'.repeat(51);
    const text = `{"claudeCode.environmentVariables": [${entries}{"name": "B", "value": "c"}]}`;
    assert.equal(
      'line' in
        applySteps(text, 'jsonc', [
          { kind: 'entry', setting: 'claudeCode.environmentVariables', name: 'A', value: null },
        ]),
      true,
    );
    const fewer = text.replace('{"name": "A", "value": "b"},', '');
    const result = applySteps(fewer, 'jsonc', [
      { kind: 'entry', setting: 'claudeCode.environmentVariables', name: 'A', value: null },
    ]);
    assert.equal('text' in result && result.text, '{"claudeCode.environmentVariables": [{"name": "B", "value": "c"}]}');
  });
});
