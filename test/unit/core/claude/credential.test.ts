import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  CREDENTIAL_KINDS,
  reviewCredential,
  reviewHelperCommand,
  reviewHelperOutput,
} from '../../../../src/core/claude/credential';
import { isSecretVariable } from '../../../../src/core/claude/variables';

describe('a typed credential', () => {
  const table: readonly [string, string, string | undefined, RegExp?][] = [
    ['a key', 'sk-0123456789abcdef', undefined],
    ['a JWT', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln', undefined],
    ['Latin-1', 'clé-du-portail', undefined],
    ['a space inside', 'two words', undefined],
    ['a key that starts like the word', 'bearer-0123456789', undefined],
    ['nothing', '', 'empty'],
    ['a line break at the end', 'sk-0123456789\n', 'line-break', /position 14/],
    ['a line break inside', 'sk-01234\r\n56789', 'line-break', /position 9\b/],
    ['a Unicode line separator', 'sk-0\u202856', 'line-break', /position 5\b/],
    ['a space in front', ' sk-0123456789', 'edge-space', /position 1\b/],
    ['a no-break space behind', 'sk-0123456789\u00a0', 'edge-space', /position 14/],
    ['a byte order mark in front', '\ufeffsk-0123456789', 'edge-space', /position 1\b/],
    ['NUL', 'sk-\u0000123456', 'control', /position 4 \(U\+0000\)/],
    ['an escape sequence', 'sk-1\u001b[31m23456', 'control', /position 5 \(U\+001B\)/],
    ['DEL', 'sk-12345\u007f', 'control', /position 9 \(U\+007F\)/],
    ['a soft hyphen', 'sk-12\u00ad345', 'control', /position 6 \(U\+00AD\)/],
    ['a zero-width space', 'sk-12\u200b345', 'beyond-latin1', /position 6 can’t .*U\+200B/],
    ['typographic quotes', '“sk-12345”', 'beyond-latin1', /position 1 can’t .*U\+201C/],
    ['a masked key', 'sk-12••••', 'beyond-latin1', /position 6 can’t .*U\+2022/],
    ['an emoji', 'sk-😀-1', 'beyond-latin1', /position 4 can’t .*U\+1F600/],
    ['the word Bearer', 'Bearer sk-0123456789', 'bearer-prefix'],
    ['an address', 'https://gw.example', 'looks-like-url'],
  ];
  for (const [what, value, code, message] of table) {
    it(`${code ?? 'accepted'}: ${what}`, () => {
      const issue = reviewCredential(value);
      assert.equal(issue?.code, code);
      if (message !== undefined) assert.match(issue?.message ?? '', message);
    });
  }

  const secretPart = fc.stringMatching(/^[QZXJK]{3,12}$/);
  const hostile = fc.constantFrom(
    '\n',
    '\r\n',
    '\u0000',
    '\u001b[31m',
    '\u200b',
    '\u00ad',
    ' ',
    '\t',
    '“',
    '😀',
    '\u202e',
    '\ud800',
  );

  it('is sendable when it is accepted, and never quoted when it is not (any text)', () => {
    fc.assert(
      fc.property(fc.tuple(secretPart, hostile, secretPart, fc.constantFrom('', ' ', '\n')), ([a, bad, b, end]) => {
        for (const value of [a + bad + b + end, bad + a + end, end + a]) {
          const issue = reviewCredential(value);
          if (issue === undefined) new Headers({ authorization: `Bearer ${value}` });
          else assert.doesNotMatch(issue.message, /[QZXJK]{3}/);
        }
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        if (reviewCredential(value) === undefined)
          assert.equal(new Headers({ 'x-api-key': value }).get('x-api-key'), value);
      }),
      { numRuns: 500 },
    );
  });

  it('as a helper’s output is one token of printable ASCII, and never quoted (any text)', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          secretPart,
          fc.tuple(secretPart, hostile, secretPart).map((parts) => parts.join('')),
        ),
        (output) => {
          const problem = reviewHelperOutput(output);
          assert.equal(problem === undefined, /^[\x21-\x7e]+$/.test(output));
          assert.doesNotMatch(problem ?? '', /[QZXJK]{3}/);
        },
      ),
    );
  });

  it('as a helper’s output has a longest length', () => {
    assert.equal(reviewHelperOutput('k'.repeat(16_384)), undefined);
    assert.match(reviewHelperOutput('k'.repeat(16_385)) ?? '', /16385 characters, more than the 16384/);
    assert.match(reviewHelperOutput('') ?? '', /nothing/);
    assert.match(reviewHelperOutput('a\nb\nc') ?? '', /3 lines/);
    assert.match(reviewHelperOutput('a b') ?? '', /position 2/);
    assert.match(reviewHelperOutput('aé') ?? '', /position 2/);
  });

  it('may come from a command on one line', () => {
    assert.equal(reviewHelperCommand('~/bin/key.sh --for "my gateway"'), undefined);
    assert.match(reviewHelperCommand('  ') ?? '', /Enter the command/);
    assert.match(reviewHelperCommand('a\nb') ?? '', /one line/);
  });

  it('goes into a variable that is never shown', () => {
    for (const { variable } of Object.values(CREDENTIAL_KINDS)) assert.ok(isSecretVariable(variable), variable);
  });
});
