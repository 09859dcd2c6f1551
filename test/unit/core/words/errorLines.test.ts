import assert from 'node:assert/strict';
import { errorLines } from '../../../../src/core/words/errorLines';
import { UNPRINTABLE } from '../support';

/** Has no form that anybody would take for a key: hidden only because it is known. */
const KEY = 'correcthorsebatterystaple';

describe('the lines of an error', () => {
  it('hold no known secret, no line break and no control character, before any log sees them', () => {
    const forged = `a\r\n[info] forged\u001b[2K\u202e ${KEY}${'x'.repeat(2000)}`;
    const frame = `    at read (/home/${KEY}/\u001b[2Ka.js:1:2)`;
    const first = Object.assign(new Error(forged), { stack: `Error: ${forged}\n${frame}`, code: KEY, name: KEY });
    const lines = errorLines(new Error('outer', { cause: first }), [KEY]).concat(errorLines(KEY, [KEY]));
    assert.ok(lines.filter((line) => line.includes('‹hidden›')).length >= 3, lines.join('\n'));
    for (const line of lines) {
      assert.ok(!/correcthorse|\r|\n/.test(line) && !UNPRINTABLE.test(line), line);
      assert.ok(line.length < 520, String(line.length));
    }
  });

  it('are few, and quickly found, however errors point to one another', () => {
    const round = new AggregateError([], 'round', { cause: new Error('first') });
    round.errors = Array.from({ length: 999 }, () => new AggregateError([round, round], 'branch', { cause: round }));
    const lines = errorLines(round);
    assert.ok(lines.length < 100, String(lines.length));
    assert.equal(lines.filter((line) => line.includes('round')).length, 1);
    const deep = (level: number): Error =>
      new AggregateError(level === 0 ? [] : [0, 1, 2].map(() => deep(level - 1)), `level ${level}`);
    assert.ok(errorLines(deep(5)).length < 200);
  });

  it('can be had of an error whose parts are no text', () => {
    const parts = { name: Symbol('a'), message: undefined, stack: null, code: {}, errors: 'none' };
    assert.deepEqual(errorLines(Object.assign(new Error('x'), parts, { cause: 7 })), [
      ':',
      '  caused by something unknown',
    ]);
    assert.deepEqual(errorLines(undefined), ['something unknown']);
  });
});
