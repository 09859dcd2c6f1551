import assert from 'node:assert/strict';
import fc from 'fast-check';
import { probesOf } from '../../../../src/core/probes/plan';
import { explain } from '../../../../src/core/causes/findings';
import { findingsOf } from '../../../../src/core/probes/probeFindings';
import type { Done } from '../../../../src/core/probes/probe';
import type { ProbeId } from '../../../../src/core/probes/probeIds';
import { PROVIDERS } from '../../../../src/core/claude/providers';
import type { Reply } from '../../../../src/core/answers/reply';
import { runProbes, type Perform } from '../../../../src/core/probes/runner';
import { Secret } from '../../../../src/core/words/secret';
import { UNPRINTABLE } from '../support';
import { SENTINEL, target } from './support';

const CUSTOM = 'custom-sentinel-9876543210';
const now = target({
  customHeaders: { 'x-team': new Secret(CUSTOM) },
  models: [
    { name: 'a', use: 'main' },
    { name: `b\u001b[31m\u202e${'x'.repeat(300)}`, use: 'haiku' },
  ],
});
const ROWS = [
  ...new Map(
    (['full', 'quick', 'free'] as const).flatMap((scope) => probesOf(scope, now)).map((row) => [row.id, row]),
  ).values(),
].filter((row) => row.kind === 'http');

/** Bits that servers really say, and bits that nobody should. */
const BITS = [
  '{"type":"error","error":{"type":"authentication_error","message":"',
  `Bearer ${SENTINEL}`,
  CUSTOM,
  '\u001b]8;;http://evil\u0007',
  '\u202e',
  '"}}',
  '<html><title>',
  '</title>',
  'event: message_start\ndata: {}\n\n',
  '\u0000',
  'Extra inputs are not permitted',
  'context_management: ',
  '[x](javascript:alert(1))',
  '\n\n# heading',
  '"model":"',
  'adaptive',
  'no-such-beta',
  'x'.repeat(5000),
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...BITS), fc.string({ maxLength: 20, unit: 'binary' })), { maxLength: 8 })
  .map((parts) => parts.join(''));
const headers = fc.dictionary(
  fc.constantFrom(
    'content-type',
    'location',
    'date',
    'server',
    'request-id',
    'content-encoding',
    'www-authenticate',
    'x-anything',
  ),
  fc.oneof(
    text,
    fc.constantFrom(
      'text/html',
      'application/json',
      'text/event-stream',
      '/elsewhere',
      'http://[',
      'Tue, 17 Nov 2026 12:00:00 GMT',
    ),
  ),
);
const response = fc.record({
  kind: fc.constant('response' as const),
  status: fc.oneof(
    fc.constantFrom(200, 301, 308, 400, 401, 403, 404, 413, 429, 500, 529),
    fc.integer({ min: 0, max: 999 }),
  ),
  headers,
  body: text,
  ms: fc.double(),
  arrivals: fc.array(fc.record({ ms: fc.double(), bytes: fc.nat(), events: fc.nat(5) }), { maxLength: 6 }),
  ended: fc.constantFrom('complete' as const, 'cut' as const, 'timeout' as const, 'too-long' as const),
});
const failure = fc.record({
  kind: fc.constant('failure' as const),
  code: fc.oneof(
    fc.constantFrom('TIMEOUT', 'ECONNRESET', 'CERT_HAS_EXPIRED', 'CREDENTIAL_IN_CLEAR', 'EPROTO'),
    fc.string({ maxLength: 30 }).map((some) => some.replace(/\W/g, 'X')),
  ),
  atProxy: fc.boolean(),
  ms: fc.nat(),
  stage: fc.constantFrom(
    'resolve' as const,
    'connect' as const,
    'tls' as const,
    'proxy-auth' as const,
    'proxy-refuse' as const,
    'send' as const,
    'answer' as const,
  ),
});
const reply: fc.Arbitrary<Reply> = fc.oneof(response, failure);

function check(
  verdict: { readonly detail: string; readonly findings?: readonly Parameters<typeof explain>[0][] },
  id: string,
): void {
  const words = [
    verdict.detail,
    ...(verdict.findings ?? []).flatMap((found) => [
      found.evidence,
      ...Object.values(found.facts),
      explain(found).title,
      ...explain(found).remedy,
    ]),
  ];
  for (const one of words) {
    assert.ok(!one.includes(SENTINEL) && !one.includes(CUSTOM), `${id}: ${one}`);
    assert.doesNotMatch(one, UNPRINTABLE, id);
    assert.ok(one.length < 1500, `${id}: ${String(one.length)} characters`);
  }
}

describe('whatever is answered', () => {
  it('each probe says something printable of it, without a credential', () => {
    const before = fc.dictionary(fc.constantFrom(...ROWS.map(({ id }) => id)), reply, { maxKeys: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...ROWS), reply, before, (row, seen, others) => {
        const done: Done = new Map(
          (Object.entries(others) as [ProbeId, Reply][]).map(([id, other]) => [
            id,
            { seen: other, result: { id, label: id, outcome: 'ok', detail: '', ms: 1 } },
          ]),
        );
        check(row.judge(seen, now, done), row.id);
      }),
      { numRuns: 3000 },
    );
  });

  it('a run comes to an end, sends no more that costs than it may, and crashes nowhere', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('anthropic' as const, ...PROVIDERS.map(({ id }) => id)),
        fc.constantFrom('full' as const, 'quick' as const),
        fc.infiniteStream(reply),
        async (provider, scope, replies) => {
          let answers = 0;
          const perform = ((kind: string) => {
            if (kind === 'resolve')
              return Promise.resolve({ kind: 'addresses', addresses: [{ address: '10.0.0.1', family: 4 }], ms: 1 });
            if (kind === 'connect')
              return Promise.resolve({ attempts: [{ address: '10.0.0.1', family: 4, outcome: 'open', ms: 1 }], ms: 1 });
            if (kind === 'tls')
              return Promise.resolve({
                spoken: answers % 2 === 0,
                chain: [],
                trustedBy: {},
                asksForCertificate: false,
                ms: 1,
              });
            answers += 1;
            return Promise.resolve(kind === 'http' ? replies.next().value : { ms: 0 });
          }) as unknown as Perform;
          const results = await runProbes({
            target: { ...now, provider },
            probes: probesOf(scope, { ...now, provider }),
            perform,
            mostPaid: 3,
          });
          assert.ok(
            results.every(({ findings = [] }) => findings.every(({ cause }) => cause !== 'probe-failed')),
            JSON.stringify(results.filter(({ findings }) => findings?.some(({ cause }) => cause === 'probe-failed'))),
          );
          assert.ok(results.reduce((sum, { paid = 0 }) => sum + paid, 0) <= 3);
          for (const found of findingsOf(results)) check({ detail: '', findings: [found] }, found.cause);
        },
      ),
      { numRuns: 300 },
    );
  });
});
