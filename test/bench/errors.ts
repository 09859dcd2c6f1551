import type { LabelledError } from '../unit/core/answers/labelledErrors';
import { labelledErrors, readingOf } from '../unit/core/answers/labelledErrors';
import { explainReading } from '../../src/core/explain/explanation';
import { readPasted } from '../../src/core/explain/pastedError';
import { readErrorText } from '../../src/core/answers/readAnswer';
import { busyMs } from '../slowTexts/busy';
import { median } from './median';

/** What is made to be slow, a million characters of each. */
const HOSTILE = [
  '<title',
  'max_tokens',
  'model: ',
  'model x is not ',
  'Publisher model ',
  '{"a":',
  '[',
  'eyJ-',
  'a',
  ' ',
  '\\',
  '\u001b[',
  'http://',
  'API Error: 400 ',
  '\n ',
  'HTTP/1.1 401\n',
  'a: b\n',
  '10:10:10 ',
  'invalid api key ',
  '\\u0041',
  'No route for POST ',
  'exceeds ',
  'violates ',
  'Path ',
  '?key',
  'key',
  '&token=',
  'password',
  'password=',
  'token=',
  'token: a ',
  '"token":"',
  '-u a:',
  'cookie: ',
  'cookie: a API Error ',
  'authorization: "',
  '"',
  '=',
  'ANTHROPIC_CUSTOM_HEADERS=“\n',
  'set-cookie: a; path=/',
];
const MILLION = 1_000_000;

/**
 * How many errors that people met are read a second, and how many read and explained; and how long the slowest million characters take, in ms.
 * Time of the processor, so that whatever else the machine does counts little.
 */
export function benchErrors(rounds: number): {
  readonly perSecond: number;
  readonly explained: number;
  readonly slowest: number;
} {
  const rows: readonly LabelledError[] = labelledErrors('errors');
  const perSecond = (work: (row: LabelledError) => void): number => {
    const times = Array.from({ length: rounds }, () =>
      busyMs(() => {
        rows.forEach(work);
      }),
    );
    return Math.round((rows.length / median(times)) * 1000);
  };
  const headers = `HTTP/1.1 401 Unauthorized\n${Array.from({ length: MILLION / 16 }, (_, index) => `x-h${index}: value\n`).join('')}`;
  const texts = [...HOSTILE.map((piece) => piece.repeat(Math.ceil(MILLION / piece.length))), headers];
  const usual = (work: () => unknown): number => median([1, 2, 3].map(() => busyMs(work)));
  const slowest = texts.flatMap((text) => [usual(() => readErrorText(text)), usual(() => readPasted(text))]);
  const explained = perSecond((row) => {
    const reading = readingOf(row);
    if (reading !== undefined) explainReading(reading);
  });
  return { perSecond: perSecond(readingOf), explained, slowest: Math.max(...slowest) };
}
