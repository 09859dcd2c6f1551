import type { ProbeResult } from '../probes/probe';

const MARK = { ok: '✓', warning: '!', problem: '✗', skipped: '–' } as const satisfies Record<
  ProbeResult['outcome'],
  string
>;

/** The sign before a probe, in every text. */
export function outcomeMark(outcome: ProbeResult['outcome']): string {
  return MARK[outcome];
}
