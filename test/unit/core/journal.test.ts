import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyPatch, parseJournal, patchBetween, type JournalEntry } from '../../../src/core/journal';

const ENTRY: JournalEntry = {
  path: '/home/me/.claude/settings.json', dialect: 'json', created: false, fingerprint: 'a'.repeat(64), patch: { offset: 1, length: 2, content: 'x' },
  undo: [{ step: { kind: 'property', path: ['env', 'A'], value: null }, expected: '1', madeHolder: true }],
};

describe('the journal', () => {
  it('leads from any text to any other and back', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom('a', 'b', '\r\n', '😀', '\ufeff'), { maxLength: 8 }).map((parts) => parts.join('')));
    fc.assert(fc.property(text, text, (a, b) => {
      assert.equal(applyPatch(b, patchBetween(b, a)), a);
      const stored = JSON.parse(JSON.stringify(patchBetween(a, b))) as typeof ENTRY.patch;
      assert.equal(applyPatch(a, stored), b);
    }), { numRuns: 500 });
  });

  it('holds no more than the difference', () => {
    assert.deepEqual(patchBetween('{"a":1,"key":"new"}', '{"a":1}'), { offset: 6, length: 12, content: '' });
    assert.deepEqual(patchBetween('same', 'same'), { offset: 4, length: 0, content: '' });
  });

  it('is read back as it was stored', () => {
    assert.deepEqual(parseJournal(JSON.stringify([ENTRY, { ...ENTRY, dialect: 'jsonc', created: true, undo: [] }]))[0], ENTRY);
    assert.deepEqual([parseJournal(undefined), parseJournal('[]')], [[], []]);
  });

  const damaged: readonly [string, unknown][] = [
    ['no list', ENTRY],
    ['a list of others', [1, null, 'x']],
    ['one good entry and one that is none', [ENTRY, {}]],
    ['an empty patch', [{ ...ENTRY, patch: {} }]],
    ['a patch without content', [{ ...ENTRY, patch: { offset: 0, length: 0 } }]],
    ['a patch with texts for numbers', [{ ...ENTRY, patch: { offset: '0', length: '1', content: '' } }]],
    ['an undo step that is none', [{ ...ENTRY, undo: [1] }]],
    ['an undo step of unknown kind', [{ ...ENTRY, undo: [{ step: { kind: 'other' }, expected: null, madeHolder: false }] }]],
    ['another dialect', [{ ...ENTRY, dialect: 'yaml' }]],
    ['no word on whether it was created', [{ ...ENTRY, created: undefined }]],
  ];
  for (const [what, value] of damaged) it(`is none when damaged: ${what}`, () => { assert.deepEqual(parseJournal(JSON.stringify(value)), []); });

  it('is none for junk (any text)', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => { assert.deepEqual(parseJournal(text), []); }));
  });
});
