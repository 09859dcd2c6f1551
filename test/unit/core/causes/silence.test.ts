import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CAUSE_IDS, type CauseId, type Severity } from '../../../../src/core/causes/causes';
import { finding, type Finding } from '../../../../src/core/causes/findings';
import { originsOf, withoutConsequences } from '../../../../src/core/causes/silence';
import { TROUBLESHOOTING } from '../../../../src/core/causes/table';
import type { Row } from '../../../../src/core/causes/row';

const BY_ID: Readonly<Record<CauseId, Row>> = TROUBLESHOOTING;
const causesLeft = (findings: readonly Finding[]): string[] =>
  withoutConsequences(findings).map(({ cause, severity }) => `${cause} ${severity}`);

const anyFinding = fc
  .record({
    cause: fc.constantFrom(...CAUSE_IDS),
    severity: fc.constantFrom<Severity>('error', 'warning', 'note'),
    certain: fc.boolean(),
    evidence: fc.constantFrom('one', 'other'),
  })
  .map(({ cause, severity, certain, evidence }): Finding => ({ ...finding(cause, evidence, {}, certain), severity }));
/** Causes that have to do with each other: of any, few would. */
const related = fc.constantFrom(...CAUSE_IDS.filter((cause) => BY_ID[cause].dependsOn.length > 0)).chain((cause) =>
  fc.array(
    fc
      .tuple(fc.constantFrom(cause, ...originsOf(cause)), anyFinding)
      .map(([id, found]): Finding => ({ ...found, cause: id })),
    { minLength: 1, maxLength: 8 },
  ),
);

describe('consequences', () => {
  it('have no circle among their causes', () => {
    for (const cause of CAUSE_IDS) assert.ok(!originsOf(cause).has(cause), cause);
    assert.ok(originsOf('plan-limit').has('settings-file-broken'), 'through credential-missing');
  });

  const table: readonly [string, readonly Finding[], readonly string[]][] = [
    ['nothing', [], []],
    [
      'causes that have nothing to do with each other',
      [finding('rate-limited', ''), finding('waf-blocked', '')],
      ['rate-limited error', 'waf-blocked error'],
    ],
    [
      'a consequence',
      [finding('login-prompt-despite-gateway', ''), finding('credential-missing', '')],
      ['credential-missing error'],
    ],
    [
      'a consequence of a consequence',
      [finding('plan-limit', ''), finding('settings-file-broken', '')],
      ['settings-file-broken error'],
    ],
    [
      'a warning that explains an error, and is one then',
      [finding('tls-untrusted', ''), finding('ca-file-unreadable', '')],
      ['ca-file-unreadable error'],
    ],
    [
      'a note, which silences nothing',
      [finding('tls-untrusted', ''), { ...finding('ca-file-unreadable', ''), severity: 'note' }],
      ['tls-untrusted error', 'ca-file-unreadable note'],
    ],
    [
      'a doubtful cause of what is certain',
      [finding('model-not-routed', ''), finding('wrong-base-path', '', {}, false)],
      ['model-not-routed error', 'wrong-base-path error'],
    ],
    [
      'a doubtful cause of what is doubtful',
      [finding('model-not-routed', '', {}, false), finding('wrong-base-path', '', {}, false)],
      ['wrong-base-path error'],
    ],
    [
      'a slight consequence, which changes nothing',
      [{ ...finding('login-prompt-despite-gateway', ''), severity: 'note' }, finding('setting-wrong-name', '')],
      ['setting-wrong-name warning'],
    ],
    [
      'two findings of one cause',
      [finding('variable-value', 'a'), finding('variable-value', 'b')],
      ['variable-value warning', 'variable-value warning'],
    ],
  ];
  for (const [what, findings, left] of table)
    it(`are left out: ${what}`, () => {
      assert.deepEqual(causesLeft(findings), left);
    });

  it('never leave nothing, and what is left out follows from what stays', () => {
    fc.assert(
      fc.property(related, (findings) => {
        const kept = withoutConsequences(findings);
        assert.ok(kept.length > 0);
        const causes = new Set(kept.map(({ cause }) => cause));
        for (const { cause } of findings)
          assert.ok(causes.has(cause) || [...originsOf(cause)].some((origin) => causes.has(origin)), cause);
      }),
    );
  });

  it('do not depend on the order in which they were found', () => {
    fc.assert(
      fc.property(
        related.chain((findings) =>
          fc.tuple(fc.constant(findings), fc.shuffledSubarray(findings, { minLength: findings.length })),
        ),
        ([findings, shuffled]) => {
          const sorted = (list: readonly Finding[]): string[] =>
            withoutConsequences(list)
              .map((found) => JSON.stringify(found))
              .sort();
          assert.deepEqual(sorted(shuffled), sorted(findings));
        },
      ),
    );
  });

  it('leave the worst as bad as it was, and nothing to silence the second time', () => {
    fc.assert(
      fc.property(related, (findings) => {
        const kept = withoutConsequences(findings);
        const worst = (list: readonly Finding[]): boolean[] =>
          (['error', 'warning'] as const).map((grave) => list.some(({ severity }) => severity === grave));
        assert.equal(worst(kept)[0], worst(findings)[0]);
        assert.deepEqual(withoutConsequences(kept), kept);
      }),
    );
  });
});
