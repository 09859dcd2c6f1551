/** Anything longer than a day isn't a measured time. */
const MOST_MS = 86_400_000;

/** A time or a count that may be drawn and printed: from 0 to a day's milliseconds, whatever a clock or a kept state has given. */
export function measured(value: number | undefined): number {
  return typeof value === 'number' && value > 0 ? Math.min(value, MOST_MS) : 0;
}

/** {@link measured}, as a whole number: that's precise enough. */
export function whole(value: number | undefined): number {
  return Math.round(measured(value));
}
