import assert from 'node:assert/strict';
import fc from 'fast-check';
import { customHeaderProblem, parseCustomHeaders } from '../../../../src/core/config/customHeaders';

const read = (text: string): string[] => parseCustomHeaders(text).map(({ name, value }) => `${name}=${value.reveal()}`);

describe('custom headers', () => {
  const table: readonly [string, string, readonly string[], RegExp?][] = [
    ['one', 'X-Team: a', ['X-Team=a']],
    ['several, as Windows writes them', 'A: 1\r\nB: 2\r\n', ['A=1', 'B=2']],
    ['spaces around both', '  A  :   b c  ', ['A=b c']],
    ['a colon in the value', 'A: b:c', ['A=b:c']],
    ['a line without a colon', 'garbage\nA: 1', ['A=1']],
    ['nothing before the colon', ': 1\nA: 2', ['A=2']],
    ['no value', 'A:', ['A=']],
    ['a backslash and an n, which is no line break', 'A: 1\\nB: 2', ['A=1\\nB: 2']],
    ['a space in a name', 'A: 1\nB c: 2', ['A=1', 'B c=2'], /header 2 of 2 has an invalid name/],
    ['Latin-1 in a value', 'A: ü', ['A=ü']],
    ['a character beyond', 'A: 漢', ['A=漢'], /value of header 1 of 1/],
    ['a control character', 'A: \u0001', ['A=\u0001'], /value of header 1 of 1/],
    ['nothing', '', []],
  ];
  for (const [what, text, expected, problem] of table) {
    it(what, () => {
      assert.deepEqual(read(text), expected);
      if (problem === undefined) assert.equal(customHeaderProblem(text), undefined);
      else assert.match(customHeaderProblem(text) ?? '', problem);
    });
  }

  it('read any text, and never show a value in a problem', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, value) => {
        const problem = customHeaderProblem(`${name}: sentinel${value}`);
        assert.doesNotMatch(problem ?? '', /sentinel/);
      }),
    );
  });
});
