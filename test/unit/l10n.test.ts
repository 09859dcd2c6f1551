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
      'Connected to {host}. Nobody has to act.',
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
