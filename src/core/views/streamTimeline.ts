import { t } from '@vscode/l10n';
import { measured, whole } from '../text/milliseconds';
import type { Arrival } from '../answers/reply';

/** Rows of the list: enough to see whether a stream flows. */
const MOST_ROWS = 12;
/** Columns of the strip in a terminal. */
const STRIP_COLUMNS = 60;
/** Nothing, and then more and more events. */
const STRIP_LEVELS = ['·', '▂', '▅', '█'] as const;

/** At most `most` arrivals, by time: those close to each other are merged, with the first one's time and the sum of the rest. */
export function mergeArrivals(arrivals: readonly Arrival[], most: number): Arrival[] {
  const sorted = arrivals
    .map(({ ms, bytes, events }): Arrival => ({ ms: measured(ms), bytes: whole(bytes), events: whole(events) }))
    .sort((a, b) => a.ms - b.ms);
  const [first] = sorted;
  if (first === undefined || sorted.length <= most) return sorted;
  const span = Math.max(1, (sorted.at(-1)?.ms ?? 0) - first.ms);
  const merged = new Map<number, Arrival>();
  for (const one of sorted) {
    const slot = Math.min(most - 1, Math.floor(((one.ms - first.ms) / span) * most));
    const before = merged.get(slot);
    merged.set(
      slot,
      before === undefined
        ? one
        : { ms: before.ms, bytes: before.bytes + one.bytes, events: before.events + one.events },
    );
  }
  return [...merged.values()];
}

/** When the last piece came; at least 1. */
export function lastArrival(arrivals: readonly Arrival[]): number {
  return arrivals.reduce((last, { ms }) => Math.max(last, ms), 1);
}

/** The essence in one sentence. */
export function timelineSummary(arrivals: readonly Arrival[]): string {
  const events = arrivals.reduce((sum, one) => sum + one.events, 0);
  const first = arrivals[0]?.ms ?? 0;
  const last = arrivals.at(-1)?.ms ?? 0;
  if (arrivals.length === 1)
    return t(events === 1 ? '{events} event, after {first} ms.' : '{events} events, all at once after {first} ms.', {
      events,
      first: whole(first),
    });
  const pause = arrivals.reduce((longest, { ms }, index) => Math.max(longest, ms - (arrivals[index - 1]?.ms ?? ms)), 0);
  return t(
    events === 1
      ? '{events} event between {first} ms and {last} ms; the longest pause between two chunks was {pause} ms.'
      : '{events} events between {first} ms and {last} ms; the longest pause between two chunks was {pause} ms.',
    {
      events,
      first: whole(first),
      last: whole(last),
      pause: whole(pause),
    },
  );
}

/**
 * When how much came, one line a moment.
 * @example " 412 ms   events: 3   bytes: 812"
 */
export function timelineLines(arrivals: readonly Arrival[]): string[] {
  const rows = mergeArrivals(arrivals, MOST_ROWS);
  const widest = (of: (row: Arrival) => number): number =>
    Math.max(...rows.map((row) => String(whole(of(row))).length));
  const widths = {
    ms: widest(({ ms }) => ms),
    events: widest(({ events }) => events),
    bytes: widest(({ bytes }) => bytes),
  };
  return rows.map(({ ms, events, bytes }) =>
    t('{ms} ms   events: {events}   bytes: {bytes}', {
      ms: String(whole(ms)).padStart(widths.ms),
      events: String(events).padStart(widths.events),
      bytes: String(bytes).padStart(widths.bytes),
    }),
  );
}

/** The same as one line, from the question to the last piece, for a terminal. */
export function timelineStrip(arrivals: readonly Arrival[]): string {
  const last = lastArrival(arrivals);
  const columns = new Array<number>(STRIP_COLUMNS).fill(0);
  for (const { ms, events } of arrivals) {
    const column = Math.min(STRIP_COLUMNS - 1, Math.floor((ms / last) * STRIP_COLUMNS));
    columns[column] = (columns[column] ?? 0) + Math.max(1, events);
  }
  const most = Math.max(1, ...columns);
  const levels = columns.map((count) => STRIP_LEVELS[Math.ceil((count / most) * (STRIP_LEVELS.length - 1))] ?? '');
  return `${t('{ms} ms', { ms: 0 })} ${levels.join('')} ${t('{ms} ms', { ms: whole(last) })}`;
}
