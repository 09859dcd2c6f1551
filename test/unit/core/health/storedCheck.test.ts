import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CAUSE_IDS } from '../../../../src/core/causes/causes';
import { checkedOf, printable } from '../../../../src/core/views/checked';
import { explain, finding, type Finding } from '../../../../src/core/causes/findings';
import { healthOf } from '../../../../src/core/health/health';
import { parseCheck } from '../../../../src/core/health/storedCheck';
import { probesOf } from '../../../../src/core/probes/plan';
import type { ProbeResult } from '../../../../src/core/probes/probe';
import { resultId } from '../../../../src/core/probes/probeIds';
import { redactLine } from '../../../../src/core/words/redact';
import { TROUBLESHOOTING } from '../../../../src/core/causes/table';
import { assessed, reading, UNPRINTABLE } from '../support';
import { targetWith } from '../probes/targetWith';
import type { Row } from '../../../../src/core/causes/row';
import { requestKey, type LastCheck } from '../../../../src/core/probes/lastCheck';

const ALL_PROBES = probesOf('full', targetWith());
const MAIN = assessed([
  reading('user-settings', {
    ANTHROPIC_BASE_URL: 'https://llm.example.com',
    ANTHROPIC_AUTH_TOKEN: 'sk-made-up-0123456789',
  }),
]);
const TARGET = requestKey(MAIN.request);

const FULL: LastCheck = {
  at: 1_790_000_000_000,
  target: TARGET,
  recheckedAt: 1_790_000_000_500,
  scope: 'full',
  paidRequests: 1,
  answersAnything: true,
  ms: 1234.5,
  findings: [{ ...finding('tls-untrusted', 'CERT_HAS_EXPIRED', { host: 'llm.example.com' }), variant: 'expired' }],
  probes: [
    {
      id: 'messages',
      label: 'Ask the model',
      asks: 'Does it answer?',
      outcome: 'problem',
      detail: '401',
      ms: 12.5,
      startedAt: 3.25,
      paid: 1,
      phases: { resolved: 1, connected: 2.5, answered: 9 },
      arrivals: [{ ms: 9, bytes: 120, events: 2 }],
      findings: [finding('credential-rejected', '401')],
      supersedes: ['alive'],
      provesCredential: true,
    },
    { id: 'model:claude-x', label: 'Model', outcome: 'skipped', detail: 'not needed', ms: 0 },
  ],
};

/** As storage gives it back. */
function stored(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function at(value: unknown): string {
  const read = parseCheck(stored(value));
  return read.ok ? 'read' : read.at;
}

const line = fc
  .string({ unit: 'binary' })
  .map((text) => redactLine(redactLine(text, [], 4000), [], 4000))
  .filter((text) => redactLine(text, [], 4000) === text);
const moment = fc.double({ min: 0, max: 8.64e15, noNaN: true }).map(Math.abs);
const count = fc.nat(1e9);
const found: fc.Arbitrary<Finding> = fc.constantFrom(...CAUSE_IDS).chain((cause) => {
  const row: Row = TROUBLESHOOTING[cause];
  const whole = {
    cause: fc.constant(cause),
    severity: fc.constantFrom('error' as const, 'warning' as const, 'note' as const),
    certain: fc.boolean(),
    evidence: line,
    facts: fc.dictionary(fc.string({ unit: 'binary' }), line),
  };
  const variants = Object.keys(row.variants ?? {});
  return variants.length === 0
    ? fc.record(whole)
    : fc.record(
        { ...whole, variant: fc.constantFrom(...variants) },
        { requiredKeys: ['cause', 'severity', 'certain', 'evidence', 'facts'] },
      );
});
const result: fc.Arbitrary<ProbeResult> = fc.record(
  {
    id: line.map(resultId),
    label: line,
    asks: line,
    outcome: fc.constantFrom('ok' as const, 'warning' as const, 'problem' as const, 'skipped' as const),
    detail: line,
    ms: moment,
    startedAt: moment,
    paid: count,
    phases: fc.record(
      { resolved: moment, connected: moment, tunnelled: moment, secured: moment, answered: moment },
      { requiredKeys: [] },
    ),
    arrivals: fc.array(fc.record({ ms: moment, bytes: count, events: count })),
    findings: fc.array(found, { maxLength: 3 }),
    supersedes: fc.array(line.map(resultId)),
    provesCredential: fc.constant(true as const),
  },
  { requiredKeys: ['id', 'label', 'outcome', 'detail', 'ms'] },
);
const check: fc.Arbitrary<LastCheck> = fc.record(
  {
    at: moment,
    target: fc.oneof(fc.constant(TARGET), fc.string()),
    recheckedAt: moment,
    findings: fc.array(found, { maxLength: 3 }),
    probes: fc.array(result, { maxLength: 4 }),
    scope: fc.constantFrom('quick' as const, 'full' as const, 'free' as const),
    paidRequests: count,
    answersAnything: fc.constant(true as const),
    ms: moment,
  },
  { requiredKeys: ['at', 'target', 'findings', 'probes', 'scope', 'paidRequests', 'ms'] },
);

describe('a check that was kept', () => {
  it('is read as it was stored, every field of it', () => {
    assert.deepEqual(parseCheck(stored(FULL)), { ok: true, value: FULL });
  });

  it('is read as it was stored (any check)', () => {
    fc.assert(
      fc.property(check, (value) => {
        assert.deepEqual(parseCheck(stored(value)), { ok: true, value: stored(value) });
      }),
      { numRuns: 200 },
    );
  });

  it('has the same words afterwards, of every probe', () => {
    for (const { label, asks } of ALL_PROBES)
      assert.deepEqual([redactLine(label, [], 4000), redactLine(asks, [], 4000)], [label, asks]);
    assert.ok(ALL_PROBES.length > 30);
  });

  const [FOUND] = FULL.findings;
  const [ASKED] = FULL.probes;
  const others: readonly [string, unknown, string][] = [
    ['nothing', null, ''],
    ['a text', 'x', ''],
    ['a list', [FULL], ''],
    [
      'a cause of a later version',
      { ...FULL, findings: [FOUND, { ...FOUND, cause: 'from-the-future' }] },
      'findings[1].cause',
    ],
    ['a cause that every object has', { ...FULL, findings: [{ ...FOUND, cause: 'constructor' }] }, 'findings[0].cause'],
    [
      'a cause of a later version in a line',
      { ...FULL, probes: [{ ...ASKED, findings: [{ ...FOUND, cause: 'from-the-future' }] }] },
      'probes[0].findings[0].cause',
    ],
    ['a severity of a later version', { ...FULL, findings: [{ ...FOUND, severity: 'fatal' }] }, 'findings[0].severity'],
    ['an outcome of a later version', { ...FULL, probes: [{ ...ASKED, outcome: 'unsure' }] }, 'probes[0].outcome'],
    ['a scope of a later version', { ...FULL, scope: 'fleet' }, 'scope'],
    ['no findings', { ...FULL, findings: undefined }, 'findings'],
    ['no lines', { ...FULL, probes: null }, 'probes'],
    ['no target', { ...FULL, target: 3 }, 'target'],
    ['a time that no date holds', { ...FULL, at: 1e300 }, 'at'],
    ['a time before all', { ...FULL, at: -1 }, 'at'],
    ['a fact that is an object', { ...FULL, findings: [{ ...FOUND, facts: { host: {} } }] }, 'findings[0].facts.*'],
    [
      'an arrival without its bytes',
      { ...FULL, probes: [{ ...ASKED, arrivals: [{ ms: 1, events: 1 }] }] },
      'probes[0].arrivals[0].bytes',
    ],
    ['half a request', { ...FULL, paidRequests: 0.5 }, 'paidRequests'],
    ['lines without end', { ...FULL, probes: Array.from({ length: 5_000 }, () => ASKED) }, 'probes'],
    [
      'pieces without end',
      {
        ...FULL,
        probes: [{ ...ASKED, arrivals: Array.from({ length: 20_000 }, () => ({ ms: 1, bytes: 1, events: 1 })) }],
      },
      'probes[0].arrivals',
    ],
    [
      'a line without end',
      { ...FULL, findings: [{ ...FOUND, evidence: 'x'.repeat(1_000_000) }] },
      'findings[0].evidence',
    ],
  ];
  for (const [what, value, where] of others) {
    it(`counts as none, with the place, when it holds ${what}`, () => {
      assert.equal(at(value), where);
    });
  }

  it('of a later version with more fields, probes and variants is read without them', () => {
    const later = {
      ...FULL,
      mood: 'good',
      probes: [{ ...ASKED, id: 'probe-of-2030', weight: 3 }],
      findings: [{ ...FOUND, variant: 'of-2030', blame: 'you' }],
    };
    const known = finding('tls-untrusted', 'CERT_HAS_EXPIRED', { host: 'llm.example.com' });
    assert.deepEqual(parseCheck(stored(later)), {
      ok: true,
      value: { ...FULL, probes: [{ ...ASKED, id: 'probe-of-2030' }], findings: [known] },
    });
    // A name that every object has is no variant.
    assert.deepEqual(parseCheck({ ...FULL, findings: [{ ...FOUND, variant: 'constructor' }] }), {
      ok: true,
      value: { ...FULL, findings: [known] },
    });
  });

  it('inherits nothing', () => {
    const own = Object.create({ ...FULL }) as object;
    assert.deepEqual(parseCheck(own), { ok: false, at: 'at' });
    assert.equal(at(JSON.parse('{"__proto__": {"at": 1}, "constructor": 1}')), 'at');
    const facts = JSON.parse('{"__proto__": "a", "constructor": "b", "toString": "c"}') as Record<string, string>;
    const read = parseCheck({ ...FULL, findings: [{ ...FOUND, facts }] });
    assert.ok(read.ok);
    assert.deepEqual(Object.entries(read.value.findings[0]?.facts ?? {}), [
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['toString', 'c'],
    ]);
  });

  it('brings no fix along: what a file needs follows from the file', () => {
    const read = parseCheck(
      stored({
        ...FULL,
        findings: [
          {
            ...FOUND,
            fix: { kind: 'remove-variable', variable: 'A', source: 'user-settings', location: '/etc/passwd' },
          },
        ],
      }),
    );
    assert.deepEqual(read, { ok: true, value: FULL });
  });

  it('never fails, and all that is made of it is worded and printable (any junk)', () => {
    const junk = fc.oneof(
      fc.anything(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('__proto__', 'constructor', -1, 1e300, 'tls-untrusted', 'error'),
    );
    const mangled = fc.oneof(
      junk,
      fc
        .tuple(check, fc.constantFrom(...Object.keys(FULL)), junk)
        .map(([value, name, other]) => ({ ...value, [name]: other })),
      fc.tuple(check, fc.string({ unit: 'binary' })).map(([value, text]) => ({
        ...value,
        target: TARGET,
        probes: value.probes.map((asked) => ({ ...asked, detail: text, label: text })),
        findings: value.findings.map((one) => ({ ...one, evidence: text, facts: { host: text, [text]: text } })),
      })),
    );
    fc.assert(
      fc.property(mangled, (value) => {
        const read = parseCheck(value);
        if (!read.ok) return;
        const last = { ...read.value, target: TARGET };
        const health = healthOf(MAIN.request, MAIN.findings, last, false);
        printable(checkedOf(health, last), []);
        const texts = [...last.findings, ...last.probes.flatMap(({ findings = [] }) => findings)].flatMap((one) => [
          one.evidence,
          ...Object.values<string | readonly string[]>({ ...explain(one) }).flat(),
        ]);
        assert.doesNotMatch(
          [...texts, ...last.probes.flatMap(({ label, detail }) => [label, detail])].join(''),
          UNPRINTABLE,
        );
      }),
      { numRuns: 500 },
    );
  });
});
