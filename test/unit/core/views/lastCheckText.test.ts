import assert from 'node:assert/strict';
import { lastCheckText } from '../../../../src/core/views/lastCheckText';
import type { LastCheck } from '../../../../src/core/probes/lastCheck';

const NOW = 1_800_000_000_000;

function text(minutes: number, more: Partial<LastCheck> = {}): string {
  return lastCheckText(
    {
      at: NOW - minutes * 60_000,
      target: '',
      findings: [],
      probes: [],
      scope: 'quick',
      paidRequests: 1,
      ms: 1,
      ...more,
    },
    NOW,
  );
}

describe('when the gateway was last checked', () => {
  const table: readonly [string, string][] = [
    [lastCheckText(undefined, NOW), 'Not checked yet'],
    [text(0.9), 'Checked just now'],
    [text(1.5), 'Checked a minute ago'],
    [text(59), 'Checked 59 minutes ago'],
    [text(3, { scope: 'free' }), 'Checked 3 minutes ago (no tokens used)'],
    [text(0, { scope: 'free' }), 'Checked just now (no tokens used)'],
    [text(1, { scope: 'free' }), 'Checked a minute ago (no tokens used)'],
    [text(600, { recheckedAt: NOW - 3 * 60_000 }), 'Checked 3 minutes ago (no tokens used)'],
    [text(-5), 'Checked just now'],
  ];
  for (const [actual, expected] of table)
    it(expected, () => {
      assert.equal(actual, expected);
    });

  it('is a date when it is long ago', () => {
    assert.match(text(60), /^Checked on .*\d/);
    assert.match(text(60, { scope: 'free' }), /^Checked on .*\d.* \(no tokens used\)$/);
  });
});
