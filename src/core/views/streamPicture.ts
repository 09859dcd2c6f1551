import { t } from '@vscode/l10n';
import { whole } from '../text/milliseconds';
import { INK, PICTURE_WIDTH, px, svgDocument, svgText, ticksUpTo } from './picture';
import type { Arrival } from '../answers/reply';
import { lastArrival, mergeArrivals } from './streamTimeline';

const HEIGHT = 92;
const BASE = 66;
const TOP = 38;
/** Two ticks closer than a pixel are one. */
const MOST_TICKS = 240;
/** Room for a number above the ticks. */
const NUMBER_WIDTH = 26;
/** Room for a time below them. */
const TIME_WIDTH = 60;

/** When the pieces of a stream came, as an SVG picture: a tick for each, and above them how many events they brought. */
export function streamPicture(arrivals: readonly Arrival[], title: string): string {
  const last = lastArrival(arrivals);
  const xOf = (ms: number): number => 2 + (ms / last) * (PICTURE_WIDTH - 4);
  const ticks = mergeArrivals(arrivals, MOST_TICKS).map(({ ms, events }) => ({ x: xOf(ms), events }));
  const path = (of: readonly { readonly x: number }[], top: number): string =>
    of.map(({ x }) => `M${px(x)} ${top}V${BASE}`).join('');
  return svgDocument(HEIGHT, title, [
    svgText(0, 12, t('Events by arrival time')),
    `<path d="M0 ${BASE}H${PICTURE_WIDTH}" stroke="${INK.grey}"/>`,
    `<path d="${path(
      ticks.filter(({ events }) => events === 0),
      TOP + 14,
    )}" stroke="${INK.grey}" stroke-width="2"/>`,
    `<path d="${path(
      ticks.filter(({ events }) => events > 0),
      TOP,
    )}" stroke="${INK.first}" stroke-width="2"/>`,
    ...numbersAbove(ticks),
    ...ticksUpTo(last).flatMap((ms) => [
      `<path d="M${px(xOf(ms))} ${BASE}v5" stroke="${INK.grey}"/>`,
      svgText(xOf(ms), BASE + 18, t('{ms} ms', { ms: whole(ms) }), {
        size: 11,
        anchor: anchorAt(xOf(ms), TIME_WIDTH / 2),
      }),
    ]),
  ]);
}

/** The numbers of ticks that are too close to each other are added up. */
function numbersAbove(ticks: readonly { readonly x: number; readonly events: number }[]): string[] {
  const groups: { from: number; to: number; events: number }[] = [];
  for (const { x, events } of ticks) {
    const group = groups.at(-1);
    if (group === undefined || x - group.from > NUMBER_WIDTH) groups.push({ from: x, to: x, events });
    else Object.assign(group, { to: x, events: group.events + events });
  }
  // A last one with few ticks is too close to the one before.
  const [before, last] = groups.slice(-2);
  if (before !== undefined && last !== undefined && middleOf(last) - middleOf(before) < NUMBER_WIDTH)
    groups.splice(-2, 2, { from: before.from, to: last.to, events: before.events + last.events });
  return groups
    .filter(({ events }) => events > 0)
    .map((group) =>
      svgText(middleOf(group), TOP - 6, String(group.events), {
        size: 11,
        anchor: anchorAt(middleOf(group), NUMBER_WIDTH / 2),
      }),
    );
}

function middleOf({ from, to }: { readonly from: number; readonly to: number }): number {
  return (from + to) / 2;
}

/** Text near an edge stays within the picture. */
function anchorAt(x: number, room: number): 'start' | 'middle' | 'end' {
  return x < room ? 'start' : x > PICTURE_WIDTH - room ? 'end' : 'middle';
}
