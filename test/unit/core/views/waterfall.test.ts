import assert from 'node:assert/strict';
import fc from 'fast-check';
import { INK } from '../../../../src/core/views/picture';
import type { ProbeResult } from '../../../../src/core/probes/probe';
import { resultId } from '../../../../src/core/probes/probeIds';
import { timedProbes, waterfallBars, waterfallLines, waterfallSummary } from '../../../../src/core/views/waterfall';
import { waterfallPicture } from '../../../../src/core/views/waterfallPicture';
import { assertWellFormed } from './wellFormedXml';

function probe(id: string, startedAt: number | undefined, ms: number, more: Partial<ProbeResult> = {}): ProbeResult {
  return {
    id: resultId(id),
    label: id,
    outcome: 'ok',
    detail: '',
    ms,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...more,
  };
}

describe('where the time went', () => {
  const run = [
    probe('messages', 12, 45, { phases: { connected: 1, secured: 9, answered: 39 } }),
    probe('dns', 0, 12),
    probe('clock', 30, 0),
    probe('plain', 31, 0, { outcome: 'skipped' }),
    probe('helper', 5, 7, { outcome: 'warning' }),
    probe('kept', undefined, 9),
  ];

  it('is told in the order in which probes began, without those that took none', () => {
    assert.deepEqual(waterfallLines(timedProbes(run)), [
      ' 0 ms + 12 ms  ✓ dns',
      ' 5 ms +  7 ms  ! helper',
      '12 ms + 45 ms  ✓ messages',
      '  TCP 1, TLS 8, first byte 30, body 6',
    ]);
    assert.equal(waterfallSummary(timedProbes(run)), 'Longest: messages, 45 of 57 ms.');
  });

  it('is a picture of the same, whose looks are explained', () => {
    const svg = waterfallPicture(timedProbes(run), 'a & b');
    assertWellFormed(svg);
    for (const words of [
      '✓ dns',
      '! helper',
      '✓ messages',
      '45 ms',
      '>DNS<',
      '>TCP<',
      '>TLS<',
      '>first byte<',
      '>body<',
      '>waiting<',
      '<title>a &#38; b</title>',
    ])
      assert.ok(svg.includes(words), words);
    assert.ok(!svg.includes('>proxy<'));
    assert.deepEqual(
      [...svg.matchAll(/font-size="(\d+)"/g)].filter(([, size]) => Number(size) < 11),
      [],
    );
    assert.ok(Number(/ width="(\d+)"/.exec(svg)?.[1]) <= 720);
    assert.doesNotMatch(svg, /currentColor|<script|<image|href|style=/i);
  });

  const parts: readonly [string, ProbeResult, string][] = [
    [
      'a proxy',
      probe('m', 0, 20, { phases: { resolved: 1, connected: 3, tunnelled: 6, secured: 10, answered: 15 } }),
      'dns 1, tcp 2, proxy 3, tls 4, first-byte 5, body 5',
    ],
    ['no answer', probe('m', 0, 20, { phases: { connected: 5 } }), 'tcp 5, waiting 15'],
    ['nothing of it is known', probe('helper', 0, 20), 'waiting 20'],
    ['an id says what it is', probe('tls', 0, 20), 'tls 20'],
    [
      'phases out of order',
      probe('m', 0, 20, { phases: { resolved: 9, connected: 3, answered: 15 } }),
      'dns 9, first-byte 6, body 5',
    ],
    ['phases beyond the end', probe('m', 0, 20, { phases: { answered: 99 } }), 'first-byte 20'],
  ];
  for (const [what, row, expected] of parts) {
    it(`has its parts: ${what}`, () => {
      assert.equal(
        timedProbes([row])[0]
          ?.parts.map(({ part, from, to }) => `${part} ${to - from}`)
          .join(', '),
        expected,
      );
    });
  }

  it('is nothing when no probe was timed', () => {
    assert.deepEqual(timedProbes([probe('a', undefined, 5), probe('b', 1, 0)]), []);
  });

  it('is drawn whatever the clock said', () => {
    const time = fc.oneof(
      fc.constantFrom(0, -5, Number.NaN, Infinity, -Infinity, 1e300, 0.2),
      fc.double({ min: -10, max: 1e5 }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(time, time, time, time), { maxLength: 80 }), (rows) => {
        const timed = timedProbes(
          rows.map(([start, ms, connected, answered], index) =>
            probe(`p${index}`, start, ms, { phases: { connected, answered } }),
          ),
        );
        const svg = waterfallPicture(timed, 'x');
        assertWellFormed(svg);
        const [, ...bars] = waterfallBars(timed);
        assert.ok(bars.every((line) => /\|.{24}\|/u.test(line)));
        assert.doesNotMatch(svg + waterfallLines(timed).join() + bars.join(), /NaN|Infinity|undefined|e\+|="-/);
        for (const [, x, width] of svg.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g))
          assert.ok(Number(x) + Number(width) <= 421, `${x} ${width}`);
      }),
      { numRuns: 60 },
    );
  });

  it('has colours that can be read on white, on dark grey and on black', () => {
    const light = (colour: string): number => {
      const [red = 0, green = 0, blue = 0] = [1, 3, 5]
        .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
    };
    const contrast = (one: string, other: string): number =>
      Math.max(light(one), light(other)) / Math.min(light(one), light(other));
    for (const background of ['#ffffff', '#1e1e1e', '#000000']) {
      assert.ok(contrast(INK.grey, background) >= 4, background);
      for (const colour of [INK.first, INK.second])
        assert.ok(contrast(colour, background) >= 3, `${colour} on ${background}`);
    }
  });
});
