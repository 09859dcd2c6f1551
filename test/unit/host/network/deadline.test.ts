import assert from 'node:assert/strict';
import { setTimeout as passes } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Deadline } from '../../../../src/host/network/deadline';

/** What is held by nothing any more is gone afterwards. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let times = 0; times < 5; times++) {
    collect();
    await passes(10);
  }
}

describe('a deadline', () => {
  it('comes after garbage has been collected, when only its signal is held', async () => {
    const begin = (): AbortSignal => new Deadline(500, new AbortController().signal).signal;
    const signal = begin();
    await collectGarbage();
    for (let waited = 0; !signal.aborted && waited < 20_000; waited += 50) await passes(50);
    assert.equal((signal.reason as { code?: unknown }).code, 'TIMEOUT');
  });

  it('comes with the other signal, and is then not passed', () => {
    const outer = new AbortController();
    const one = new Deadline(30_000, outer.signal);
    outer.abort(new Error('enough'));
    assert.deepEqual([(one.signal.reason as Error).message, one.passed], ['enough', false]);
    one.end();
    const late = new Deadline(30_000, outer.signal);
    assert.deepEqual([(late.signal.reason as Error).message, late.passed], ['enough', false]);
    late.end();
  });

  it('is passed when its time was over, and not when it was ended before', async () => {
    const [early, ended] = [new Deadline(1), new Deadline(1)];
    ended.end();
    assert.equal(ended.signal.aborted, true);
    while (!early.signal.aborted) await passes(5);
    await passes(20);
    assert.deepEqual([early.passed, ended.passed], [true, false]);
    early.end();
    assert.equal(early.passed, true);
  });
});
