import { t } from '@vscode/l10n';
import { whole } from '../text/milliseconds';
import { outcomeMark } from './outcomeMark';
import { INK, PICTURE_WIDTH, px, svgDocument, svgText, ticksUpTo } from './picture';
import type { PartId } from '../probes/probeIds';
import { endOf, partName, type TimedProbe, type TimePart } from './waterfall';

const ROW_HEIGHT = 34;
const BAR_HEIGHT = 8;
/** From the top of a row to the middle of its bar. */
const BAR_AT = 23;
const LEGEND_LINE = 18;
/** Pixels of a letter at most, to guess how wide a name is. */
const LETTER = 8;
/** Room for the time at the end of a row. */
const TIME_WIDTH = 76;

/** How each part looks: by shape first, so that nothing is shown by its colour alone. */
const LOOKS = {
  dns: { fill: 'none', stroke: INK.grey, height: BAR_HEIGHT - 1 },
  tcp: { fill: INK.grey, stroke: 'none', height: BAR_HEIGHT },
  proxy: { fill: 'url(#dots)', stroke: INK.grey, height: BAR_HEIGHT - 1 },
  tls: { fill: 'url(#lines)', stroke: INK.grey, height: BAR_HEIGHT - 1 },
  'first-byte': { fill: INK.first, stroke: 'none', height: BAR_HEIGHT },
  body: { fill: INK.second, stroke: 'none', height: BAR_HEIGHT / 2 },
  waiting: { fill: INK.grey, stroke: 'none', height: 2 },
} as const satisfies Record<PartId, { readonly fill: string; readonly stroke: string; readonly height: number }>;

const PATTERNS = `<defs><pattern id="lines" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2" height="4" fill="${INK.grey}"/></pattern><pattern id="dots" width="4" height="4" patternUnits="userSpaceOnUse"><rect width="2" height="2" fill="${INK.grey}"/></pattern></defs>`;

/** The time line of a run as an SVG picture. */
export function waterfallPicture(timed: readonly TimedProbe[], title: string): string {
  const end = endOf(timed);
  const legend = legendOf(timed);
  const top = legend.height + 18;
  const middles = timed.map((_, index) => top + index * ROW_HEIGHT + BAR_AT);
  const height = top + timed.length * ROW_HEIGHT + 4;
  const xOf = (ms: number): number => 1 + (ms / end) * (PICTURE_WIDTH - 2);
  return svgDocument(height, title, [
    PATTERNS,
    ...legend.parts,
    ...ticksUpTo(end).flatMap((ms) => axis(ms, xOf(ms), legend.height + 10, middles)),
    ...timed.flatMap((probe, index) => row(probe, top + index * ROW_HEIGHT, xOf)),
  ]);
}

/** A time on top, and a line behind each bar, which leaves the names free. */
function axis(ms: number, x: number, textAt: number, bars: readonly number[]): string[] {
  const anchor = x < 30 ? 'start' : x > PICTURE_WIDTH - 30 ? 'end' : 'middle';
  return [
    `<path d="${bars.map((middle) => `M${px(x)} ${px(middle - 7)}v14`).join('')}" stroke="${INK.grey}" stroke-opacity="0.35"/>`,
    svgText(x, textAt, t('{ms} ms', { ms: whole(ms) }), { size: 11, anchor }),
  ];
}

function row({ label, outcome, from, to, parts }: TimedProbe, y: number, xOf: (ms: number) => number): string[] {
  // Whatever a label holds, it ends before the time.
  const name = `<svg x="0" y="${px(y)}" width="${PICTURE_WIDTH - TIME_WIDTH}" height="17">${svgText(0, 13, `${outcomeMark(outcome)} ${Array.from(label).slice(0, 100).join('')}`)}</svg>`;
  return [
    name,
    svgText(PICTURE_WIDTH, y + 13, t('{ms} ms', { ms: whole(to - from) }), { anchor: 'end' }),
    ...parts.map((part) => bar(part, y + BAR_AT, xOf)),
  ];
}

function bar({ part, from, to }: TimePart, middle: number, xOf: (ms: number) => number): string {
  const x = Math.min(xOf(from), PICTURE_WIDTH - 2);
  return box(part, x, middle, Math.max(1.5, xOf(to) - x));
}

function box(part: PartId, x: number, middle: number, width: number): string {
  const { fill, stroke, height } = LOOKS[part];
  return `<rect x="${px(x)}" y="${px(middle - height / 2)}" width="${px(width)}" height="${px(height)}" fill="${fill}" stroke="${stroke}"/>`;
}

/** What the looks mean, of those that occur; on as many lines as that takes. */
function legendOf(timed: readonly TimedProbe[]): { readonly parts: readonly string[]; readonly height: number } {
  const used = (Object.keys(LOOKS) as PartId[]).filter((part) =>
    timed.some(({ parts }) => parts.some((one) => one.part === part)),
  );
  const parts: string[] = [];
  let x = 0;
  let y = 12;
  for (const part of used) {
    const width = 24 + partName(part).length * LETTER + 12;
    if (x + width > PICTURE_WIDTH && x > 0) [x, y] = [0, y + LEGEND_LINE];
    parts.push(box(part, x + 1, y - 4, 16), svgText(x + 24, y, partName(part)));
    x += width;
  }
  return { parts, height: y + 8 };
}
