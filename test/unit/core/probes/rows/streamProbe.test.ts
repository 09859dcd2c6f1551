import assert from 'node:assert/strict';
import fc from 'fast-check';
import { flowOf, judgeStream } from '../../../../../src/core/probes/rows/streamProbe';
import type { Arrival, Reply, ResponseReply } from '../../../../../src/core/answers/reply';
import { answer, apiError, MESSAGE, target } from '../support';

const EVENTS =
  'event: message_start\ndata: {"type":"message_start"}\n\nevent: ping\ndata: {"type":"ping"}\n\nevent: message_stop\ndata: {"type":"message_stop"}\n\n';

function arrivals(times: readonly number[], events = 1): Arrival[] {
  return times.map((ms) => ({ ms, bytes: 100, events }));
}

function stream(pieces: readonly Arrival[], more: Partial<ResponseReply> = {}): Reply {
  return {
    ...answer(200, EVENTS, { 'content-type': 'text/event-stream' }),
    ms: pieces.at(-1)?.ms ?? 0,
    arrivals: pieces,
    ended: 'complete',
    ...more,
  };
}

function shown(reply: Reply): string {
  const { outcome, detail, findings: [found] = [] } = judgeStream(reply, target());
  return found === undefined
    ? `${outcome} ${detail}`
    : `${found.severity} ${found.cause} ${found.variant ?? ''} ${found.evidence}`;
}

describe('what a stream shows', () => {
  const flowing = arrivals(Array.from({ length: 15 }, (_, index) => 20 + index * 200));
  const CASES: readonly (readonly [string, Reply, RegExp])[] = [
    [
      'event by event',
      stream(flowing),
      /^ok 15 events in 15 pieces, the first after 20 ms, the last after 2820 ms; keep-alive received$/,
    ],
    [
      'all at the end',
      stream(arrivals([3000], 15)),
      /^warning response-buffered collected 15 events in 1 piece after 3000 ms: something buffers them/,
    ],
    [
      'all at the end, in several pieces',
      stream(arrivals([3000, 3001, 3004], 5)),
      /^warning response-buffered collected/,
    ],
    [
      'late, but event by event',
      stream(arrivals(Array.from({ length: 8 }, (_, index) => 2000 + index * 5))),
      /^ok 8 events in 8 pieces/,
    ],
    ['too quick to tell', stream(arrivals([30, 31], 5)), /^ok 10 events in 31 ms: too fast to show/],
    ['in one piece, because nobody looked', stream(arrivals([400], 8), { unseenMs: 350 }), /too fast to show/],
    [
      'in few pieces with long pauses',
      stream(arrivals([100, 3000, 6000], 5)),
      /^ok 15 events in 3 pieces with long pauses/,
    ],
    [
      'compressed',
      stream(flowing, { headers: { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' } }),
      /compressed \(gzip\)$/,
    ],
    [
      'a stall',
      stream(arrivals([20, 30]), { ended: 'timeout', ms: 11_000 }),
      /^error response-buffered stalled after 2 events, nothing more arrived for 10970 ms$/,
    ],
    [
      'a stall at once',
      stream([], { ended: 'timeout', ms: 11_000 }),
      /^error response-buffered stalled the answer started, then nothing arrived/,
    ],
    [
      'a cut',
      stream(arrivals([20, 30]), { ended: 'cut', ms: 40 }),
      /^error stream-interrupted {2}cut off after 2 events and 40 ms$/,
    ],
    [
      'an end before its end',
      stream(flowing, { body: EVENTS.split('event: message_stop')[0] ?? '' }),
      /^error stream-interrupted/,
    ],
    [
      'a message instead',
      { ...answer(200, MESSAGE), arrivals: [{ ms: 20, bytes: 300, events: 0 }], ended: 'complete' },
      /^warning response-buffered ignored one message instead of a stream \(application\/json\)$/,
    ],
    [
      'an error inside',
      stream(flowing, {
        body: `event: error\ndata: ${JSON.stringify(apiError('overloaded_error', 'Overloaded'))}\n\n`,
      }),
      /^error overloaded/,
    ],
    ['a refusal', answer(429, apiError('rate_limit_error', 'slow down')), /^error rate-limited/],
    [
      'another format',
      stream(flowing, { body: 'data: {"choices":[{"delta":{}}],"object":"chat.completion.chunk"}\n\n' }),
      /^error api-format-mismatch/,
    ],
    [
      'frames of Amazon',
      stream(flowing, {
        body: '\u0000\u0001binary',
        headers: { 'content-type': 'application/vnd.amazon.eventstream' },
      }),
      /^ok 15 events in 15 pieces/,
    ],
    [
      'no answer',
      { kind: 'failure', code: 'TIMEOUT', atProxy: false, ms: 11_000, stage: 'answer' },
      /^error connect-timeout slow/,
    ],
  ];
  for (const [what, reply, expected] of CASES)
    it(what, () => {
      assert.match(shown(reply), expected);
    });

  it('takes no stream for collected whose pieces are spread over its time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 4, maxLength: 60 }),
        fc.integer({ min: 0, max: 5000 }),
        (gaps, first) => {
          const times = gaps.reduce<number[]>((all, gap) => [...all, (all.at(-1) ?? first) + gap], [first]);
          const [start = 0] = times;
          const end = times.at(-1) ?? 0;
          if (end - start > end * 0.1) assert.notEqual(flowOf(arrivals(times), end), 'collected');
        },
      ),
    );
  });

  it('takes any stream for collected that comes in one piece after a while', () => {
    fc.assert(
      fc.property(fc.integer({ min: 500, max: 60_000 }), fc.integer({ min: 4, max: 1000 }), (ms, events) => {
        assert.equal(flowOf([{ ms, bytes: 10, events }], ms), 'collected');
      }),
    );
  });
});
