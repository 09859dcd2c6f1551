import type { Reader } from './readers';
import { SHAPES } from './shapes';

/** A text on which somebody was slow. */
export interface Slow {
  readonly shape: string;
  readonly ms: number;
}

/** Milliseconds of the processor, so that whatever else the machine does counts little. */
export function busyMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The slowest shape of a length in characters for a reader; what seems slow is tried again, as a processor has its moods. */
export function slowestOf({ read }: Reader, length: number, limitMs: number): Slow {
  let slowest: Slow = { shape: '', ms: 0 };
  for (const { name, make } of SHAPES) {
    const text = make(length);
    const tried = (): number =>
      busyMs(() => {
        try {
          read(text);
        } catch (error) {
          // Too deep for the stack is another attack; here it is only about time.
          if (!(error instanceof RangeError)) throw error;
        }
      });
    let ms = tried();
    for (let again = 0; again < 2 && ms > limitMs; again++) ms = Math.min(ms, tried());
    if (ms > slowest.ms) slowest = { shape: name, ms };
  }
  return slowest;
}
