import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Arrival } from '../../../../src/core/answers/reply';
import { streamPicture } from '../../../../src/core/views/streamPicture';
import {
  mergeArrivals,
  timelineLines,
  timelineStrip,
  timelineSummary,
} from '../../../../src/core/views/streamTimeline';
import { assertWellFormed } from './wellFormedXml';

const piece = (ms: number, events = 1, bytes = 100): Arrival => ({ ms, events, bytes });
const FLOWING = Array.from({ length: 24 }, (_, index) => piece(400 + index * 80));
const BUFFERED = [piece(2240, 20, 2000), piece(2242, 4, 400)];

describe('the timeline of a stream', () => {
  it('tells a stream that flows from one that comes at once', () => {
    assert.equal(
      timelineSummary(FLOWING),
      '24 events between 400 ms and 2240 ms; the longest pause between two chunks was 80 ms.',
    );
    assert.equal(
      timelineSummary(BUFFERED),
      '24 events between 2240 ms and 2242 ms; the longest pause between two chunks was 2 ms.',
    );
    assert.equal(timelineSummary([piece(2240.4, 24)]), '24 events, all at once after 2240 ms.');
    assert.deepEqual(timelineLines(BUFFERED), [
      '2240 ms   events: 20   bytes: 2000',
      '2242 ms   events:  4   bytes:  400',
    ]);
    assert.equal(timelineLines(FLOWING).length, 12);
    assert.match(timelineStrip(FLOWING), /^0 ms ·{10}[·█]{50} 2240 ms$/);
    assert.ok((timelineStrip(FLOWING).match(/█/g)?.length ?? 0) > 20);
    assert.match(timelineStrip(BUFFERED), /^0 ms ·{59}█ 2242 ms$/);
  });

  it('is a picture with a tick for each piece and the number of events', () => {
    const svg = streamPicture(BUFFERED, 'x');
    assertWellFormed(svg);
    assert.equal(svg.match(/M[\d.]+ 38V66/g)?.length, 2);
    assert.ok(svg.includes('>24<'));
    assert.equal(streamPicture(FLOWING, 'x').match(/M[\d.]+ 38V66/g)?.length, 24);
  });

  it('is whole when pieces are taken together', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => piece(index * 3, index % 2, 7));
    const merged = mergeArrivals(many, 200);
    assert.ok(merged.length <= 200 && merged.length > 150);
    assert.deepEqual(
      [merged.reduce((sum, { events }) => sum + events, 0), merged.reduce((sum, { bytes }) => sum + bytes, 0)],
      [5000, 70_000],
    );
    const svg = streamPicture(many, 'x');
    assert.ok(svg.length < 20_000);
    const numbers = [...svg.matchAll(/<text x="([\d.]+)" y="32"/g)].map(([, x]) => Number(x));
    assert.ok(numbers.length > 5);
    assert.ok(
      numbers.slice(1).every((x, index) => x - (numbers[index] ?? 0) >= 20),
      numbers.join(' '),
    );
  });

  it('is drawn whatever was measured', () => {
    const number = fc.oneof(fc.constantFrom(0, -1, Number.NaN, Infinity, 1e300), fc.double({ min: -5, max: 1e6 }));
    fc.assert(
      fc.property(
        fc.array(fc.record({ ms: number, bytes: number, events: number }), { minLength: 1, maxLength: 300 }),
        (given) => {
          const arrivals = mergeArrivals(given, 200);
          const svg = streamPicture(arrivals, 'x');
          assertWellFormed(svg);
          const text = [timelineSummary(arrivals), timelineStrip(arrivals), ...timelineLines(arrivals)];
          assert.ok(text.length <= 14);
          assert.match(timelineStrip(arrivals), /^0 ms [·▂▅█]{60} \d+ ms$/);
          assert.doesNotMatch(svg + text.join(), /NaN|Infinity|undefined|e\+|="-|M-/);
        },
      ),
      { numRuns: 100 },
    );
  });
});
