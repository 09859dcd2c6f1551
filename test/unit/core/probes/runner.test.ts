import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { probe, type AnyProbe, type Judged } from '../../../../src/core/probes/probe';
import type { ProbeId } from '../../../../src/core/probes/probeIds';
import { runProbes, type Perform, type Run, type RunEvent } from '../../../../src/core/probes/runner';
import type { Reply } from '../../../../src/core/answers/reply';
import { answer, target } from './support';

type More = Partial<Omit<Extract<AnyProbe, { kind: 'http' }>, 'kind' | 'after'>> & {
  readonly after?: readonly string[];
};

/** The runner knows no id: here they are short ones. */
function row(id: string, { after = [], ...more }: More = {}): AnyProbe {
  return probe({
    id: id as ProbeId,
    label: id,
    asks: `${id}?`,
    kind: 'http',
    after: after as readonly ProbeId[],
    paid: 0,
    timeoutMs: 60_000,
    act: () => ({ request: { method: 'GET', url: `https://gw.example/${id}`, headers: {}, credentials: {} } }),
    judge: (reply): Judged => ({ outcome: 'ok', detail: String(reply.ms) }),
    ...more,
  });
}

/** Answers each request as the last part of its path says. */
function performing(answers: Readonly<Record<string, () => Promise<unknown>>> = {}, log: string[] = []): Perform {
  return (async (_kind: string, input: { request: { url: string } }, { signal }: { signal: AbortSignal }) => {
    const id = input.request.url.split('/').at(-1) ?? '';
    log.push(`+${id}`);
    try {
      return await Promise.race([
        (answers[id] ?? (() => Promise.resolve(answer(200))))(),
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        }),
      ]);
    } finally {
      log.push(`-${id}`);
    }
  }) as unknown as Perform;
}

function run(probes: readonly AnyProbe[], more: Partial<Run> = {}): ReturnType<typeof runProbes> {
  return runProbes({ target: target(), probes, perform: performing(), mostPaid: 9, ...more });
}

describe('the runner', () => {
  it('starts a probe when those before it have ended, and others at once', async () => {
    const log: string[] = [];
    const slow = (): Promise<unknown> => sleep(30, answer(200));
    await run([row('c', { after: ['a'] }), row('a'), row('b'), row('d', { after: ['c', 'b', 'not there'] })], {
      perform: performing({ a: slow, b: slow, c: slow, d: slow }, log),
    });
    assert.deepEqual(log.slice(0, 2).sort(), ['+a', '+b']);
    for (const [first, second] of [
      ['-a', '+c'],
      ['-c', '+d'],
      ['-b', '+d'],
    ] as const)
      assert.ok(log.indexOf(first) < log.indexOf(second), `${first} before ${second}: ${log.join(' ')}`);
  });

  it('gives results in the order of the table, and tells of them as they end', async () => {
    const events: RunEvent[] = [];
    const results = await run([row('slow'), row('quick')], {
      perform: performing({ slow: () => sleep(40, answer(200)) }),
      onEvent: (event) => events.push(event),
    });
    assert.deepEqual(
      results.map(({ id }) => id),
      ['slow', 'quick'],
    );
    assert.deepEqual(
      events.flatMap((event) => (event.kind === 'finished' ? [event.result.id] : [])),
      ['quick', 'slow'],
    );
    assert.ok(results.every(({ startedAt = -1, ms }) => startedAt >= 0 && ms === 12));
  });

  it('never asks more than three times at once', async () => {
    let now = 0;
    let most = 0;
    const perform = (async () => {
      most = Math.max(most, ++now);
      await sleep(5);
      now--;
      return answer(200);
    }) as unknown as Perform;
    assert.equal(
      (
        await run(
          Array.from({ length: 30 }, (_, index) => row(`p${index}`)),
          { perform },
        )
      ).length,
      30,
    );
    assert.equal(most, 3);
  });

  it('says of what was skipped why, and leaves out what was not worth a line', async () => {
    const results = await run([
      row('a', { act: () => ({ skip: 'not here' }) }),
      row('b', { act: () => ({ skip: 'never mind', hidden: true }) }),
    ]);
    assert.deepEqual(
      results.map(({ id, outcome, detail }) => [id, outcome, detail]),
      [['a', 'skipped', 'not here']],
    );
  });

  it('does not wait for anything else where those before were skipped', async () => {
    const log: string[] = [];
    await run(
      [
        row('slow'),
        row('a', { act: () => ({ skip: 'no' }) }),
        row('b', { after: ['a'], act: () => ({ skip: 'no' }) }),
        row('c', { after: ['b'] }),
      ],
      { perform: performing({ slow: () => sleep(50, answer(200)) }, log) },
    );
    assert.ok(log.indexOf('-c') < log.indexOf('-slow'), log.join(' '));
  });

  it('makes a finding of a probe that fails itself, wherever it does, and goes on', async () => {
    const broken = (): never => {
      throw new TypeError('sk-sentinel-0123456789 in a message');
    };
    const events: RunEvent[] = [];
    const results = await run(
      [
        row('act', { act: broken }),
        row('judge', { judge: broken }),
        row('perform'),
        row('fine', { after: ['act', 'judge', 'perform'] }),
      ],
      {
        perform: performing({ perform: () => Promise.reject(new TypeError('sk-sentinel-0123456789')) }),
        onEvent: (event) => events.push(event),
      },
    );
    const crashes = events.filter((event) => event.kind === 'crashed');
    assert.deepEqual(crashes.map(({ id }) => id).sort(), ['act', 'judge', 'perform']);
    assert.ok(crashes.every(({ error }) => /^TypeError: \S/.test(error[0] ?? '') && /\.ts:\d+/.test(error[1] ?? '')));
    assert.doesNotMatch(JSON.stringify(crashes), /sentinel/);
    assert.deepEqual(
      results.map(({ id, outcome, findings = [] }) => [
        id,
        outcome,
        ...findings.map(({ cause, severity }) => `${cause} ${severity}`),
      ]),
      [
        ['act', 'warning', 'probe-failed note'],
        ['judge', 'warning', 'probe-failed note'],
        ['perform', 'warning', 'probe-failed note'],
        ['fine', 'ok'],
      ],
    );
    assert.doesNotMatch(JSON.stringify(results), /sentinel/);
  });

  it('gives up a probe that does not end in its own time', async () => {
    const [stuck] = await run([row('stuck', { timeoutMs: 10 })], {
      perform: (() => new Promise(() => undefined)) as unknown as Perform,
    });
    assert.deepEqual([stuck?.outcome, stuck?.findings?.[0]?.cause], ['warning', 'probe-failed']);
  });

  it('asks again for nothing when the machine was too busy to see the answer, and pays for no second one', async () => {
    const missed: Reply = { kind: 'failure', code: 'TIMEOUT', atProxy: false, ms: 6000, eventLoopLag: 3000 };
    const sent: string[] = [];
    const late = (id: string) => (): Promise<Reply> => Promise.resolve(sent.push(id) === 1 ? missed : answer(200));
    const always = (reply: Reply) => (): Promise<Reply> => {
      sent.push('more');
      return Promise.resolve(reply);
    };
    const tried = async (one: AnyProbe, answers: () => Promise<Reply>): Promise<number> => {
      sent.length = 0;
      await run([one], { perform: performing({ [one.id]: answers }) });
      return sent.length;
    };
    assert.equal(await tried(row('free'), late('free')), 2);
    assert.equal(await tried(row('free'), always(missed)), 3);
    assert.equal(await tried(row('free'), always({ ...missed, eventLoopLag: 20 })), 1);
    assert.equal(await tried(row('paid', { paid: 1 }), always(missed)), 1);
  });

  it('names the host that a slow one waits for', async () => {
    const events: RunEvent[] = [];
    const perform = (async (_kind: string, _input: object, { waitsFor }: { waitsFor: (what: string) => void }) => {
      waitsFor('proxy.example:3128');
      await sleep(1300);
      return answer(200);
    }) as unknown as Perform;
    await run([row('slow')], { perform, onEvent: (event) => events.push(event) });
    assert.deepEqual(
      events.find(({ kind }) => kind === 'waiting'),
      { kind: 'waiting', id: 'slow', label: 'slow', what: 'proxy.example:3128' },
    );
  });

  it('ends with the reason of an abort, and ends what was under way', async () => {
    const stop = new AbortController();
    const log: string[] = [];
    const failed = assert.rejects(
      run([row('a'), row('b', { after: ['a'] })], {
        perform: performing({ a: () => new Promise(() => undefined) }, log),
        signal: stop.signal,
      }),
      { message: 'enough' },
    );
    await sleep(5);
    stop.abort(new Error('enough'));
    await failed;
    assert.deepEqual(log, ['+a', '-a']);
  });

  it('sends no more paid requests than it may; a refused one has cost nothing', async () => {
    const log: string[] = [];
    const paid = (id: string, after: readonly string[] = []): AnyProbe => row(id, { paid: 1, after });
    const results = await run(
      [paid('a'), paid('b', ['a']), paid('c', ['b']), paid('d', ['c']), row('free', { after: ['d'] })],
      { mostPaid: 2, perform: performing({ a: () => Promise.resolve(answer(401)) }, log) },
    );
    assert.deepEqual(
      results.map(({ id, outcome, paid: cost }) => `${id} ${outcome} ${String(cost)}`),
      ['a ok 0', 'b ok 1', 'c ok 1', 'd skipped undefined', 'free ok undefined'],
    );
    assert.ok(!log.includes('+d'));
  });

  it('sends none at all when it may send none', async () => {
    const log: string[] = [];
    await run([row('a', { paid: 1 })], { mostPaid: 0, perform: performing({}, log) });
    assert.deepEqual(log, []);
  });

  it('stops the paid ones when the gateway says that it is enough', async () => {
    const results = await run([
      row('a', { paid: 1, judge: () => ({ outcome: 'problem', detail: '429', stopsPaid: 'asked too often' }) }),
      row('b', { paid: 1, after: ['a'] }),
      row('free', { after: ['a'] }),
    ]);
    assert.deepEqual(
      results.map(({ outcome, detail }) => `${outcome} ${detail}`),
      ['problem 429', 'skipped asked too often', 'ok 12'],
    );
  });

  it('hands on what was learned', async () => {
    const [, second] = await run([
      row('a', { judge: () => ({ outcome: 'ok', detail: '', learned: { host: 'other.example' } }) }),
      row('b', { after: ['a'], judge: (_, { host }) => ({ outcome: 'ok', detail: host }) }),
    ]);
    assert.equal(second?.detail, 'other.example');
  });

  it('says so when probes wait for each other', async () => {
    await assert.rejects(run([row('a', { after: ['b'] }), row('b', { after: ['a'] })]), /wait for each other: a, b/);
  });
});
