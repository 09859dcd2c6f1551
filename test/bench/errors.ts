import type { LabelledError } from '../unit/core/labelledErrors';
import { labelledErrors, readingOf } from '../unit/core/labelledErrors';
import { readErrorText } from '../../src/core/readError';
import { median } from './median';

/** What is made to be slow, a million characters of each. */
const HOSTILE = ['<title', 'max_tokens', 'model: ', 'model x is not ', 'Publisher model ', '{"a":', '[', 'eyJ-', 'a', ' ', '\\', '\u001b[', 'http://', 'API Error: 400 ', '\n ', 'HTTP/1.1 401\n', 'a: b\n', '10:10:10 ', 'invalid api key ', '\\u0041', 'No route for POST ', 'exceeds ', 'violates ', 'Path '];
const MILLION = 1_000_000;

/**
 * How many explanations a second, of the errors that people met; and how long the slowest million characters take, in ms.
 * Time of the processor, so that whatever else the machine does counts little.
 */
export function benchErrors(rounds: number): { readonly perSecond: number; readonly slowest: number } {
  const rows: readonly LabelledError[] = labelledErrors('errors');
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push(busyMs(() => { for (const row of rows) readingOf(row); }));
  }
  const slowest = HOSTILE.map((piece) => {
    const text = piece.repeat(Math.ceil(MILLION / piece.length));
    return busyMs(() => { readErrorText(text); });
  });
  return { perSecond: Math.round((rows.length / median(times)) * 1000), slowest: Math.max(...slowest) };
}

function busyMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
