import assert from 'node:assert/strict';
import { mostPaidOf, mostTokensOf, probesOf } from '../../../../src/core/probes/plan';
import { findingsOf } from '../../../../src/core/probes/probeFindings';
import type { ProbeResult } from '../../../../src/core/probes/probe';
import { resultId } from '../../../../src/core/probes/probeIds';
import type { Target } from '../../../../src/core/probes/target';
import { runProbes, type Perform } from '../../../../src/core/probes/runner';
import { PROVIDERS } from '../../../../src/core/claude/providers';
import type { Finding } from '../../../../src/core/causes/findings';
import { answer, MESSAGE, target } from './support';

const MODELS: Target['models'] = [
  { name: 'a', use: '' },
  { name: 'b', use: '' },
  { name: 'c', use: '' },
];

/** A world in which every request is answered with a message; counts what is sent. */
function answering(sent: string[]): Perform {
  return ((kind: string, input: { request?: { url: string; body?: string } }) => {
    if (kind === 'resolve')
      return Promise.resolve({ kind: 'addresses', addresses: [{ address: '10.0.0.1', family: 4 }], ms: 1 });
    if (kind === 'connect')
      return Promise.resolve({ attempts: [{ address: '10.0.0.1', family: 4, outcome: 'open', ms: 1 }], ms: 1 });
    if (kind === 'tls')
      return Promise.resolve({ spoken: true, chain: [], trustedBy: {}, asksForCertificate: false, ms: 1 });
    if (kind === 'none') return Promise.resolve({ ms: 0 });
    sent.push(input.request?.body ?? '');
    return Promise.resolve(answer(200, MESSAGE));
  }) as unknown as Perform;
}

describe('the plan of a diagnosis', () => {
  it('has a name of its own for each probe, waits for none that comes later, and asks a question', () => {
    for (const { id: provider } of [{ id: 'anthropic' as const }, ...PROVIDERS]) {
      for (const scope of ['quick', 'full', 'free'] as const) {
        const probes = probesOf(scope, target({ provider, models: MODELS }));
        assert.equal(new Set(probes.map(({ id }) => id)).size, probes.length);
        for (const { id, label, asks, timeoutMs, after } of probes) {
          assert.match(label, /^[A-Z].*[^.]$/, id);
          assert.match(asks, /^[A-Z].*\?$/, id);
          assert.ok(timeoutMs > 0 && (id === 'helper' || timeoutMs <= 12_000), id);
          assert.ok(!after.includes(id), id);
        }
      }
    }
  });

  it('costs one request when it is quick, none when it is free, and six and one a further model when it is full', () => {
    const now = target({ models: MODELS });
    assert.deepEqual(
      (['quick', 'free', 'full'] as const).map((scope) => mostPaidOf(scope, now)),
      [1, 0, 8],
    );
    assert.equal(mostTokensOf(probesOf('free', now), 0), 0);
    assert.equal(mostTokensOf(probesOf('quick', now), 1), 1);
  });

  for (const [scope, most] of [
    ['quick', 1],
    ['free', 0],
    ['full', 8],
  ] as const) {
    it(`${scope}: never sends more that costs than it says, whatever is answered`, async () => {
      const sent: string[] = [];
      const results = await runProbes({
        target: target({ models: MODELS }),
        probes: probesOf(scope, target({ models: MODELS })),
        perform: answering(sent),
        mostPaid: mostPaidOf(scope, target({ models: MODELS })),
      });
      const asking = sent.filter((body) => /"messages":\[\{/.test(body) && body.includes('max_tokens'));
      assert.ok(asking.length <= most, `${String(asking.length)} of ${String(most)}`);
      // One request without a message is answered here too, and then no other is sent.
      const paid = results.reduce((sum, { paid: cost = 0 }) => sum + cost, 0);
      assert.ok(
        paid <= Math.max(most, 1) && paid - asking.length === (scope === 'quick' ? 0 : 1),
        `${String(paid)} counted, ${String(asking.length)} asked`,
      );
    });
  }

  it('asks nothing further of a gateway that says it is asked too often, and does not blame it', async () => {
    let posted = 0;
    const perform = ((kind: string, input: { request?: { method: string } }, limits: unknown) => {
      if (kind !== 'http' || input.request?.method !== 'POST')
        return (answering([]) as (...all: readonly unknown[]) => unknown)(kind, input, limits);
      posted += 1;
      return Promise.resolve(
        posted < 4 ? answer(200, MESSAGE) : answer(429, { error: { message: 'slow down' } }, { 'retry-after': '60' }),
      );
    }) as unknown as Perform;
    const results = await runProbes({ target: target(), probes: probesOf('full', target()), perform, mostPaid: 6 });
    assert.ok(posted <= 6, `${String(posted)} were sent`);
    assert.deepEqual(
      [...new Set(findingsOf(results).map(({ cause, severity }) => `${severity} ${cause}`))].filter((one) =>
        one.includes('rate'),
      ),
      ['note rate-limited'],
    );
    assert.ok(results.filter(({ detail }) => detail === 'the gateway reports too many requests').length > 5);
  });

  it('asks once and nothing else where a quick check finds nothing wrong', async () => {
    const sent: string[] = [];
    const results = await runProbes({
      target: target(),
      probes: probesOf('quick', target()),
      perform: answering(sent),
      mostPaid: 1,
    });
    assert.deepEqual([sent.length, results.map(({ id }) => id)], [1, ['messages']]);
  });
});

describe('the findings of a run', () => {
  const found = (cause: Finding['cause'], evidence: string, more: Partial<Finding> = {}): Finding => ({
    cause,
    severity: 'error',
    certain: true,
    evidence,
    facts: {},
    ...more,
  });
  const result = (id: string, findings: readonly Finding[], supersedes?: readonly string[]): ProbeResult => ({
    id: resultId(id),
    label: id,
    outcome: 'problem',
    detail: '',
    ms: 1,
    findings,
    ...(supersedes === undefined ? {} : { supersedes: supersedes.map(resultId) }),
  });
  const shown = (results: readonly ProbeResult[]): string[] => findingsOf(results).map(({ evidence }) => evidence);

  it('leave out what another probe has corrected', () => {
    assert.deepEqual(
      shown([
        result('a', [found('wrong-base-path', 'first')]),
        result('b', [found('model-not-routed', 'better')], ['a']),
      ]),
      ['better'],
    );
  });

  it('leave out the vaguer of two that say the same', () => {
    assert.deepEqual(
      shown([
        result('a', [found('tls-untrusted', 'vague')]),
        result('b', [found('tls-untrusted', 'exact', { variant: 'expired' })]),
      ]),
      ['exact'],
    );
    assert.deepEqual(
      shown([
        result('a', [found('tls-untrusted', 'vague')]),
        result('b', [found('tls-untrusted', 'unsure', { variant: 'expired', certain: false })]),
      ]),
      ['vague', 'unsure'],
    );
  });
});
