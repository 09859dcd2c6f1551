import assert from 'node:assert/strict';
import { CLIENT_CHANGES, compareVersions, hasChange, type ClientChange } from '../../../src/core/clientVersions';

describe('what changed in the client', () => {
  for (const [change, since] of Object.entries(CLIENT_CHANGES) as [ClientChange, string][]) {
    it(`${change}: from ${since} on, in the newest measured, not in the oldest`, () => {
      assert.deepEqual([hasChange('2.1.197', change), hasChange(since, change), hasChange('2.1.329', change), hasChange(undefined, change)], [false, true, true, true]);
    });
  }

  it('compares numbers, not letters', () => {
    const table: readonly [string, string, number][] = [['2.1.9', '2.1.10', -1], ['2.1.329', '2.1.329', 0], ['3.0.0', '2.9.9', 1], ['2.1', '2.1.0', 0], ['2.1.5-beta.1', '2.1.5', 0], ['nonsense', '0.0.0', 0], ['', '0.0.1', -1]];
    for (const [a, b, sign] of table) assert.equal(Math.sign(compareVersions(a, b)), sign, `${a} ${b}`);
  });
});
