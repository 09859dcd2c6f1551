import assert from 'node:assert/strict';
import {
  CLIENT_CHANGES,
  compareVersions,
  isAfter,
  isProven,
  type ClientChange,
  type ClientChangeRow,
} from '../../../../src/core/claude/clientVersions';

const ROWS = Object.entries(CLIENT_CHANGES) as [ClientChange, ClientChangeRow][];

/** A version that lies in the gap of a row, where there is one. */
function between({ lastWithout, firstWith }: ClientChangeRow): string | undefined {
  const next = lastWithout.replace(/\d+$/, (number) => String(Number(number) + 1));
  return next === firstWith ? undefined : next;
}

describe('what changed in the client', () => {
  for (const [change, row] of ROWS) {
    const { lastWithout, firstWith } = row;
    it(`${change}: not in ${lastWithout}, but in ${firstWith}, and both are proven`, () => {
      assert.ok(compareVersions(lastWithout, firstWith) < 0);
      assert.deepEqual([isAfter(lastWithout, change), isAfter(firstWith, change)], [false, true]);
      assert.deepEqual([isProven(lastWithout, change), isProven(firstWith, change)], [true, true]);
      assert.deepEqual(
        [isAfter('2.1.197', change), isAfter('2.1.329', change)],
        [false, true],
        'the two versions that every world is run in',
      );
    });

    it(`${change}: what lies between is not proven, and takes the end that the row names`, () => {
      const version = between(row);
      if (version === undefined) return;
      assert.deepEqual([isProven(version, change), isAfter(version, change)], [false, row.between === 'after']);
    });

    it(`${change}: an unknown version counts as the newest, and as not proven`, () => {
      assert.deepEqual([isAfter(undefined, change), isProven(undefined, change)], [true, false]);
    });
  }

  it('a leak counts until it is proven gone, a refusal from where it may have begun, a capability once it is proven there', () => {
    const ends = Object.fromEntries(ROWS.map(([change, row]) => [change, row.between]));
    const cautious: Partial<Record<ClientChange, ClientChangeRow['between']>> = {
      'key-only-to-gateway': 'before',
      'helper-only-to-gateway': 'before',
      'key-not-in-metrics': 'before',
      'folder-cannot-sign-in': 'before',
      'host-excludes-more': 'before',
      'bedrock-key-beside-token': 'before',
      'foundry-key-alone': 'before',
      'broken-managed-stops': 'after',
      'gateway-login-exclusive': 'after',
      'blank-token-is-none': 'after',
      'latin1-credential': 'before',
      'empty-state-is-fresh': 'before',
      'aws-default-region': 'before',
      'repairs-effort': 'before',
      'repairs-more': 'before',
      'repairs-details': 'before',
      'default-model': 'before',
      'discovery-contains': 'before',
    };
    for (const [change, end] of Object.entries(cautious)) assert.equal(ends[change], end, change);
  });

  it('compares numbers, not letters', () => {
    const table: readonly [string, string, number][] = [
      ['2.1.9', '2.1.10', -1],
      ['2.1.329', '2.1.329', 0],
      ['3.0.0', '2.9.9', 1],
      ['2.1', '2.1.0', 0],
      ['2.1.5-beta.1', '2.1.5', 0],
      ['nonsense', '0.0.0', 0],
      ['', '0.0.1', -1],
    ];
    for (const [a, b, sign] of table) assert.equal(Math.sign(compareVersions(a, b)), sign, `${a} ${b}`);
  });
});
