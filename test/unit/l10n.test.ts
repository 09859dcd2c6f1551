import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLE, bundleOf, L10N_FOLDER, placeholdersIn, sourceTexts, textsIn } from '../l10n/sourceTexts';
import { bracketed, faultsOf, type Texts } from '../l10n/translation';
import { REPOSITORY } from '../host/repository';

const read = (file: string): Texts => JSON.parse(readFileSync(file, 'utf8')) as Texts;
const { texts, faults } = sourceTexts();

describe('the source of the translations', () => {
  it('is what `npm run l10n` makes of the code', () => {
    assert.deepEqual(faults, []);
    assert.ok(readFileSync(BUNDLE, 'utf8') === bundleOf(texts), 'run `npm run l10n`');
  });

  it('holds the texts of calls, of choices and of tables', () => {
    const source =
      "const WORDS = { a: 'A', b: 'B' } as const;\nconst f = () => [t('x'), t(yes ? 'y' : 'z {n}', { n }), t(WORDS[key]), vscode.l10n.t(`v`), t('{0} {1}', a, b)];";
    assert.deepEqual(textsIn('made-up.ts', source), {
      texts: ['x', 'y', 'z {n}', 'A', 'B', 'v', '{0} {1}'],
      faults: ["made-up.ts:2: no place for n: t(yes ? 'y' : 'z {n}', { n })"],
    });
    for (const text of [
      'Your gateway team',
      'not checked',
      'Connected to {host}. No action needed.',
      '~/.claude/settings.json',
    ])
      assert.ok(texts.includes(text), text);
  });

  const wrong: readonly [string, string][] = [
    ['const f = () => t(text);', 'no text that can be known beforehand'],
    ['const f = () => t(`one ${other}`);', 'no text that can be known beforehand'],
    ["const f = () => t('one ' + other);", 'no text that can be known beforehand'],
    ["const WORD = t('word');", 'translated while the file is loaded'],
    ["const f = () => t('{a} {b}', { a });", 'no value for {b}'],
    ["const f = () => t('{0} {1}', a);", 'no value for {1}'],
    ["const f = () => t('{a}', { a, b });", 'no place for b'],
    ['const f = () => tableText(NEW_TABLE[key].text);', 'NEW_TABLE is not in src/core/views/translatable.ts'],
  ];
  for (const [source, expected] of wrong) {
    it(`cannot come from ${source}`, () => {
      const [fault, ...others] = textsIn('made-up.ts', source).faults;
      assert.ok(fault?.includes(expected) === true && others.length === 0, fault);
    });
  }

  it('has plain placeholders', () => {
    // Braces with a list in them, and the sign for an object, stand there as they are.
    const odd = (text: string): string[] =>
      (text.match(/\{[^{},"]*\w[^{},"]*\}/g) ?? []).filter((brace) => !/^\{\w+\}$/.test(brace));
    assert.deepEqual(texts.flatMap(odd), []);
    assert.deepEqual(['{host} {0} {} { } {status, body}', '{ host }', '{host.name}'].flatMap(odd), [
      '{ host }',
      '{host.name}',
    ]);
  });
});

/** A number and what it counts, which is not one: `{count} more files`, and `file(s)`. */
const COUNTED =
  /(?<!\bof )\{(\w*(?:count|days|events|files|hours|limit|minutes|paid|pieces|probes|requests|seconds|tokens|total|bytes))\} ((?:more |output )?)([a-z]{3,})s\b|\(e?s\)/i;

/** Texts that are shown with more than one only, and why. */
const ALWAYS_MORE: readonly [why: string, text: RegExp][] = [
  [
    'the limit is a constant',
    /for up to \{seconds\} seconds|within \{seconds\} seconds$|within \{seconds\} seconds\)|more than \{count\} levels deep/,
  ],
  ['the shortest that Claude Code takes notice of is longer', /^It took|after \{seconds\} seconds/],
  ['longer than the most that is allowed', /more than the \{limit\} allowed|characters in total/],
  [
    'one is said otherwise, or is no fault',
    /\{count\} lines instead of one|in \{count\} places|· \{count\} places|can have \{count\} causes/,
  ],
  ['of a whole plan', /^Up to \{probes\} checks run|^At most \{paid\} of the requests/],
  [
    'in pieces, with long pauses between them',
    /pieces with long pauses|^\{events\} events in \{pieces\} pieces, the first/,
  ],
];

/** What a text with a number in it lacks: the words for one of them. */
function withoutSingular(all: readonly string[]): string[] {
  return all.filter((text) => {
    const [found, name = '', before = '', noun = ''] = COUNTED.exec(text) ?? [];
    if (found === undefined || ALWAYS_MORE.some(([, exception]) => exception.test(text))) return false;
    const start = text.slice(0, text.indexOf(found));
    const singular = [`{${name}} ${before}${noun}`, `1 ${before}${noun}`, `a ${before}${noun}`].map(
      (one) => start + one,
    );
    return !all.some((other) => singular.some((one) => other.startsWith(one) && !/^s/.test(other.slice(one.length))));
  });
}

/** Texts that begin or end with a blank, and why. */
const BLANK_AT_AN_END: readonly [why: string, text: RegExp][] = [
  ['somebody types behind it', /^Credential \(not shown\): $/],
  ['a page of the terminal', /^llm-gateway-connect: [\s\S]*\n$/],
];

/** Texts that can only be a piece of a sentence: a blank at an end, a comma or a conjunction at the beginning. */
const pieces = (all: readonly string[]): string[] =>
  all.filter(
    (text) =>
      (text !== text.trim() && !BLANK_AT_AN_END.some(([, exception]) => exception.test(text))) ||
      /^[,;.]|^(?:and|or|but|which|because|although|whose)\b/.test(text) ||
      /[,;]$|\b(?:and|or|but|the|a|an|of)$/.test(text),
  );

/** Two placeholders of which the second brings its own beginning with it, or none: `written.{more}`. */
const GLUED = /[.!?]\{\w+\}|\}\{/;

describe('a sentence', () => {
  it('gives each placeholder a name', () => {
    assert.deepEqual(
      texts.filter((text) => /\{\d+\}/.test(text)),
      [],
    );
  });

  it('is one text, and no piece of one', () => {
    assert.deepEqual(pieces(texts), []);
    assert.deepEqual(
      texts.filter((text) => GLUED.test(text)),
      [],
    );
    assert.deepEqual(pieces([' and ', ' It is.', 'It is,', 'and more', 'it is so', 'the file of']), [
      ' and ',
      ' It is.',
      'It is,',
      'and more',
      'the file of',
    ]);
    assert.ok(GLUED.test('Nothing is written yet.{1}') && !GLUED.test('{file}. {more}'));
  });

  it('has no exception that is no longer needed', () => {
    for (const [why, exception] of BLANK_AT_AN_END)
      assert.ok(
        texts.some((text) => exception.test(text)),
        why,
      );
  });
});

describe('a text with a number in it', () => {
  it('has words for one', () => {
    assert.deepEqual(withoutSingular(texts), []);
    assert.deepEqual(
      withoutSingular([
        '{count} files',
        'It has {count} more files.',
        'It has {count} more file.',
        '{n} file(s)',
        '{count} is',
      ]),
      ['{count} files', '{n} file(s)'],
    );
  });

  it('has no exception that is no longer needed', () => {
    for (const [why, exception] of ALWAYS_MORE)
      assert.ok(
        texts.some((text) => exception.test(text) && COUNTED.test(text)),
        why,
      );
  });
});

describe('a translation', () => {
  it('has no other keys and placeholders than the source', () => {
    const source = { 'Asking {host}…': 'Asking {host}…', Stop: 'Stop' };
    assert.deepEqual(faultsOf({ 'Asking {host}…': '{host} wird gefragt…' }, source), []);
    assert.deepEqual(faultsOf({ 'Asking {host}…': 'Frage {Host}…' }, source), [
      'other placeholders than the source: Asking {host}…',
    ]);
    assert.deepEqual(faultsOf({ Halt: 'Halt' }, source), ['not in the source: Halt']);
    assert.deepEqual(faultsOf(bracketed(texts), read(BUNDLE)), []);
  });

  const sources: readonly [string, RegExp, string][] = [
    [L10N_FOLDER, /^bundle\.l10n\.[\w-]+\.json$/, BUNDLE],
    [REPOSITORY, /^package\.nls\.[\w-]+\.json$/, join(REPOSITORY, 'package.nls.json')],
  ];
  for (const [folder, name, source] of sources) {
    for (const file of readdirSync(folder).filter((each) => name.test(each))) {
      it(`fits: ${file}`, () => {
        assert.deepEqual(faultsOf(read(join(folder, file)), read(source)), []);
      });
    }
  }

  it('keeps what is filled in apart', () => {
    assert.deepEqual(bracketed(['{a} of {b} ({c})']), { '{a} of {b} ({c})': '{a}⟦ of ⟧{b} ({c})' });
    assert.deepEqual(placeholdersIn('{b} {a} {b}'), ['a', 'b']);
  });
});
