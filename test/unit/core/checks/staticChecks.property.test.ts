import assert from 'node:assert/strict';
import fc from 'fast-check';
import { explain, verdictOf } from '../../../../src/core/causes/findings';
import { assessAll } from '../../../../src/core/checks/assessment';
import { Secret } from '../../../../src/core/words/secret';
import type { Snapshot, SourceReading } from '../../../../src/core/config/snapshot';
import { SOURCES } from '../../../../src/core/claude/sources';
import { isSecretVariable, VARIABLES } from '../../../../src/core/claude/variables';
import { CASES } from './staticChecks.cases';
import { snapshotOf, UNPRINTABLE } from '../support';

/** Stands in each secret of these machines, and nowhere else. */
const MARK = 'Zq7sentinel';

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '\u001b]52;c;eA==\u0007',
    '\u202egpj.exe',
    '{variable} {source}',
    '$&',
    '0',
    '1',
    'false',
    '500k',
    '"',
    '“x”',
    'a\nb',
    'http://',
    'https://gw.example/v1',
    'http://[::1',
    'https://me:pw@gw.example?x',
    'socks5://p',
    '~/x',
    '${X}',
    '*',
    '10.0.0.0/99',
    '::/0',
    '1e999',
  ),
);
const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...Object.keys(VARIABLES)) },
  fc.constantFrom('ANTHROPIC_BASE_ULR', '__proto__', 'constructor', 'CLAUDE_CODE_{x}'),
  hostile,
);
const secret = fc.tuple(hostile, hostile).map(([before, after]) => `${before}${MARK}${after}`);

/** A hostile value where it may be shown, a marked one where it may not. */
const env = fc
  .array(
    name.chain((key) =>
      (isSecretVariable(key) ? secret : hostile).map((value): [string, Secret] => [key, new Secret(value)]),
    ),
    { maxLength: 8 },
  )
  .map((entries) => Object.fromEntries(entries));

const outcome: fc.Arbitrary<SourceReading['outcome']> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ status: 'read' } as const) },
  fc.constant({ status: 'absent' } as const),
  hostile.map((message) => ({ status: 'unreadable', message }) as const),
  hostile.map((message) => ({ status: 'malformed', message, line: 1, column: 2 }) as const),
);

const reading: fc.Arbitrary<SourceReading> = fc.record(
  {
    id: fc.constantFrom(
      ...SOURCES.map(({ kind }) => (kind === 'managed-dropin' ? ('managed-dropin:\u001b[2J.json' as const) : kind)),
    ),
    location: fc.option(hostile, { nil: undefined }),
    outcome,
    env,
    helper: secret.map((value) => new Secret(value)),
    ignored: hostile,
    shapeProblem: hostile,
    label: hostile,
    openToOthers: fc.boolean(),
    committed: fc.boolean(),
    oddities: fc.array(
      fc.record({
        kind: fc.constantFrom('not-text', 'duplicate', 'skipped-key', 'wrong-setting-name'),
        name,
        line: fc.nat(),
      }),
      { maxLength: 3 },
    ),
    forceLogin: fc.record({ method: fc.constantFrom(undefined, 'gateway', 'console'), organization: fc.boolean() }),
  },
  { requiredKeys: ['id', 'location', 'outcome', 'env'] },
);

const more: fc.Arbitrary<Partial<Snapshot>> = fc.record({
  trusted: fc.boolean(),
  claudeExtension: fc.oneof(
    fc.constant(undefined),
    fc.constant('not-asked' as const),
    fc.record({
      version: fc.oneof(hostile, fc.constantFrom('2.1.25', '2.1.150', '2.1.197', '2.1.329')),
      scope: fc.constantFrom(undefined, 'window', 'machine'),
    }),
  ),
  clientVersion: fc.option(fc.oneof(hostile, fc.constantFrom('2.1.80', '2.1.197')), { nil: undefined }),
  vscode: fc.option(
    fc.record({
      disableLoginPrompt: fc.boolean(),
      useTerminal: fc.boolean(),
      processWrapper: fc.constant(undefined),
      http: fc.dictionary(fc.constantFrom('http.proxy', 'http.noProxy'), hostile),
      syncIgnored: fc.array(hostile, { maxLength: 2 }),
    }),
    { nil: undefined },
  ),
  fileProblems: fc.option(fc.dictionary(hostile, hostile), { nil: undefined }),
  cloud: fc.option(fc.record({ aws: fc.boolean(), google: fc.boolean(), azure: fc.boolean() }), { nil: undefined }),
});

describe('the static checks, of any machine', () => {
  it('never fail, and say it printably and without a secret', () => {
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 6 }), more, (readings, rest) => {
        for (const { findings } of assessAll(snapshotOf(readings, rest))) {
          for (const found of findings) {
            const { title, cause, remedy } = explain(found);
            const words = [
              verdictOf(found),
              found.evidence,
              ...Object.values(found.facts),
              title,
              cause,
              ...remedy,
            ].join(' ');
            assert.doesNotMatch(words, UNPRINTABLE);
            assert.ok(!words.includes(MARK) && !JSON.stringify([found.fix]).includes(MARK), words);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('say of a machine what they say of it with the readings in another order', () => {
    const told = (readings: readonly SourceReading[], row: (typeof CASES)[number]): string[] =>
      assessAll(snapshotOf(readings, row.more))
        .flatMap(({ findings }) => findings.map(({ cause, evidence }) => `${cause} ${evidence}`))
        .sort();
    for (const row of CASES) assert.deepEqual(told([...row.readings].reverse(), row), told(row.readings, row));
  });
});
