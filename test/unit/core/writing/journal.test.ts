import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json } from '../../../../src/core/text/json';
import { applyPatch, parseJournal, patchBetween, type JournalEntry } from '../../../../src/core/writing/journal';

const ENTRY: JournalEntry = {
  path: '/home/me/.claude/settings.json',
  dialect: 'json',
  created: false,
  fingerprint: 'a'.repeat(64),
  patch: { offset: 1, length: 2, content: 'x' },
  undo: [{ step: { kind: 'property', path: ['env', 'A'], value: null }, expected: '1', madeHolder: true }],
};

describe('the journal', () => {
  it('leads from any text to any other and back', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom('a', 'b', '\r\n', '😀', '\ufeff'), { maxLength: 8 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, text, (a, b) => {
        assert.equal(applyPatch(b, patchBetween(b, a)), a);
        const stored = JSON.parse(JSON.stringify(patchBetween(a, b))) as typeof ENTRY.patch;
        assert.equal(applyPatch(a, stored), b);
      }),
      { numRuns: 500 },
    );
  });

  it('holds no more than the difference', () => {
    assert.deepEqual(patchBetween('{"a":1,"key":"new"}', '{"a":1}'), { offset: 6, length: 12, content: '' });
    assert.deepEqual(patchBetween('same', 'same'), { offset: 4, length: 0, content: '' });
  });

  const text = fc.string({ unit: 'binary' });
  const step = fc.oneof(
    fc.record({ kind: fc.constant('entry' as const), setting: text, name: text, value: fc.option(text) }),
    fc.record({
      kind: fc.constant('property' as const),
      path: fc.array(text),
      value: fc.jsonValue() as fc.Arbitrary<Json>,
    }),
    fc.record({ kind: fc.constant('item' as const), setting: text, item: text, present: fc.boolean() }),
  );
  const entry: fc.Arbitrary<JournalEntry> = fc.record({
    path: text,
    dialect: fc.constantFrom('json', 'jsonc'),
    created: fc.boolean(),
    fingerprint: text,
    patch: fc.record({ offset: fc.nat(8_000_000), length: fc.nat(8_000_000), content: text }),
    undo: fc.array(fc.record({ step, expected: fc.jsonValue() as fc.Arbitrary<Json>, madeHolder: fc.boolean() }), {
      maxLength: 4,
    }),
  });

  it('is read back as it was stored (any journal)', () => {
    assert.deepEqual(
      [parseJournal(undefined), parseJournal('[]')],
      [
        { ok: true, value: [] },
        { ok: true, value: [] },
      ],
    );
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 4 }), (journal) => {
        const stored = JSON.stringify(journal);
        assert.deepEqual(parseJournal(stored), { ok: true, value: JSON.parse(stored) as unknown });
      }),
      { numRuns: 300 },
    );
  });

  const [UNDO] = ENTRY.undo;
  const damaged: readonly [string, unknown, string][] = [
    ['no list', ENTRY, ''],
    ['a list of others', [1, null, 'x'], '[0]'],
    ['one good entry and one that is none', [ENTRY, {}], '[1].path'],
    ['an empty patch', [{ ...ENTRY, patch: {} }], '[0].patch.offset'],
    ['a patch without content', [{ ...ENTRY, patch: { offset: 0, length: 0 } }], '[0].patch.content'],
    [
      'a patch with texts for numbers',
      [{ ...ENTRY, patch: { offset: '0', length: '1', content: '' } }],
      '[0].patch.offset',
    ],
    [
      'a patch from before the beginning',
      [{ ...ENTRY, patch: { offset: -1, length: 1, content: '' } }],
      '[0].patch.offset',
    ],
    ['an undo step that is none', [{ ...ENTRY, undo: [1] }], '[0].undo[0]'],
    [
      'an undo step of unknown kind',
      [{ ...ENTRY, undo: [{ ...UNDO, step: { kind: 'other' } }] }],
      '[0].undo[0].step.kind',
    ],
    [
      'an undo step without its path',
      [{ ...ENTRY, undo: [{ ...UNDO, step: { kind: 'property', value: null } }] }],
      '[0].undo[0].step.path',
    ],
    [
      'an undo step whose path is a text',
      [{ ...ENTRY, undo: [{ ...UNDO, step: { kind: 'property', path: 'env', value: null } }] }],
      '[0].undo[0].step.path',
    ],
    [
      'an undo step that inherits its kind',
      [{ ...ENTRY, undo: [{ ...UNDO, step: { kind: 'constructor' } }] }],
      '[0].undo[0].step.kind',
    ],
    [
      'no word on what may be undone',
      [{ ...ENTRY, undo: [{ step: UNDO?.step, madeHolder: false }] }],
      '[0].undo[0].expected',
    ],
    ['another dialect', [{ ...ENTRY, dialect: 'yaml' }], '[0].dialect'],
    ['no word on whether it was created', [{ ...ENTRY, created: undefined }], '[0].created'],
    ['a journal without end', Array.from({ length: 5_000 }, () => ENTRY), ''],
  ];
  for (const [what, value, at] of damaged)
    it(`is not taken for none when it does not read: ${what}`, () => {
      assert.deepEqual(parseJournal(JSON.stringify(value)), { ok: false, at });
    });

  it('is none of its own for junk, and never fails (any text)', () => {
    for (const junk of ['', 'x', '[', '['.repeat(100_000)]) assert.deepEqual(parseJournal(junk), { ok: false, at: '' });
    fc.assert(
      fc.property(fc.oneof(text, fc.json()), (stored) => {
        assert.ok(!parseJournal(stored).ok || /^\s*\[\s*\]\s*$/.test(stored));
      }),
    );
  });
});
