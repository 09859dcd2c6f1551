import { t } from '@vscode/l10n';
import { measured, whole } from '../text/milliseconds';
import { outcomeMark } from './outcomeMark';
import type { ProbeResult } from '../probes/probe';
import { probeRow, type PartId } from '../probes/probeIds';
import type { Phases } from '../answers/reply';

/** A stretch of a probe's time; in milliseconds since the run began. */
export interface TimePart {
  readonly part: PartId;
  readonly from: number;
  readonly to: number;
}

/** A probe on the time line; in milliseconds since the run began. */
export interface TimedProbe {
  readonly label: string;
  readonly outcome: ProbeResult['outcome'];
  readonly from: number;
  readonly to: number;
  readonly parts: readonly TimePart[];
}

/** Which part ends with each phase, in the order in which they come. */
const PHASE_PARTS: readonly (readonly [keyof Phases, PartId])[] = [
  ['resolved', 'dns'],
  ['connected', 'tcp'],
  ['tunnelled', 'proxy'],
  ['secured', 'tls'],
  ['answered', 'first-byte'],
];

/** More rows than any run has probes. */
const MOST_ROWS = 60;

/** Columns of the bars in a terminal. */
const BAR_COLUMNS = 24;
const LABEL_COLUMNS = 30;
/** Bars are distinguished by letter, not by colour. */
const PART_LETTER = {
  dns: 'd',
  tcp: 'c',
  proxy: 'p',
  tls: 's',
  'first-byte': '█',
  body: '▒',
  waiting: '·',
} as const satisfies Record<PartId, string>;

/** The probes that took time, in the order in which they began. Empty when there is nothing to draw. */
export function timedProbes(probes: readonly ProbeResult[]): TimedProbe[] {
  const timed = probes.flatMap((probe): TimedProbe[] => {
    const { id, label, outcome, startedAt, phases, ms } = probe;
    if (startedAt === undefined || outcome === 'skipped' || (whole(ms) === 0 && phases === undefined)) return [];
    const from = measured(startedAt);
    return [{ label, outcome, from, to: from + measured(ms), parts: partsOf(id, from, measured(ms), phases) }];
  });
  return timed.sort((a, b) => a.from - b.from).slice(0, MOST_ROWS);
}

function partsOf(id: string, from: number, ms: number, phases: Phases | undefined): TimePart[] {
  if (phases === undefined) return [{ part: probeRow(id)?.part ?? 'waiting', from, to: from + ms }];
  const parts: TimePart[] = [];
  let since = 0;
  for (const [phase, part] of PHASE_PARTS) {
    const until = Math.min(measured(phases[phase]), ms);
    if (until <= since) continue;
    parts.push({ part, from: from + since, to: from + until });
    since = until;
  }
  if (ms > since)
    parts.push({ part: phases.answered === undefined ? 'waiting' : 'body', from: from + since, to: from + ms });
  return parts;
}

/** The name of a part. */
export function partName(part: PartId): string {
  return {
    dns: 'DNS',
    tcp: 'TCP',
    proxy: t('proxy'),
    tls: 'TLS',
    'first-byte': t('first byte'),
    body: t('body'),
    waiting: t('waiting'),
  }[part];
}

/** The essence in one sentence. */
export function waterfallSummary(timed: readonly TimedProbe[]): string {
  const longest = timed.reduce<TimedProbe | undefined>(
    (most, one) => (most === undefined || one.to - one.from > most.to - most.from ? one : most),
    undefined,
  );
  return t('Longest: {label}, {ms} of {total} ms.', {
    label: longest?.label ?? '',
    ms: whole((longest?.to ?? 0) - (longest?.from ?? 0)),
    total: whole(endOf(timed)),
  });
}

/** When the last of them ended; at least 1. */
export function endOf(timed: readonly TimedProbe[]): number {
  return Math.max(1, ...timed.map(({ to }) => to));
}

/**
 * The time line in words: one line a probe, and below it what its time went into, where that is more than one thing.
 * @example "    3 ms +   45 ms  ✓ One-token request", "  TCP 1, TLS 8, first byte 30, body 6"
 */
export function waterfallLines(timed: readonly TimedProbe[]): string[] {
  const widest = String(whole(endOf(timed))).length;
  const ms = (value: number): string => t('{ms} ms', { ms: String(whole(value)).padStart(widest) });
  return timed.flatMap(({ label, outcome, from, to, parts }) => {
    const words = partWords(parts);
    return [
      `${ms(from)} + ${ms(to - from)}  ${outcomeMark(outcome)} ${label}`,
      ...(words === '' ? [] : [`  ${words}`]),
    ];
  });
}

function partWords(parts: readonly TimePart[]): string {
  const words = parts
    .filter(({ from, to }) => whole(to - from) > 0)
    .map(({ part, from, to }) => `${partName(part)} ${whole(to - from)}`);
  // One part is as long as the whole.
  return parts.length < 2 ? '' : words.join(', ');
}

/** The same with bars, for a terminal; the first line says what the bars mean. */
export function waterfallBars(timed: readonly TimedProbe[]): string[] {
  const end = endOf(timed);
  const used = (Object.keys(PART_LETTER) as PartId[]).filter((part) =>
    timed.some(({ parts }) => parts.some((one) => one.part === part)),
  );
  const legend = used.map((part) => `${PART_LETTER[part]} ${partName(part)}`).join('  ');
  return [
    legend,
    ...timed.map(
      ({ label, from, to, parts }) => `${fitted(label)} |${bar(parts, end)}| ${t('{ms} ms', { ms: whole(to - from) })}`,
    ),
  ];
}

function bar(parts: readonly TimePart[], end: number): string {
  const columns = new Array<string>(BAR_COLUMNS).fill(' ');
  // Where several fall into one column, the longest of them shows.
  for (const { part, from, to } of [...parts].sort((a, b) => a.to - a.from - (b.to - b.from))) {
    const first = Math.min(Math.floor((from / end) * BAR_COLUMNS), BAR_COLUMNS - 1);
    const last = Math.max(first, Math.min(Math.ceil((to / end) * BAR_COLUMNS), BAR_COLUMNS) - 1);
    columns.fill(PART_LETTER[part], first, last + 1);
  }
  return columns.join('');
}

function fitted(label: string): string {
  const letters = Array.from(label);
  return (letters.length > LABEL_COLUMNS ? `${letters.slice(0, LABEL_COLUMNS - 1).join('')}…` : label).padEnd(
    LABEL_COLUMNS,
  );
}
