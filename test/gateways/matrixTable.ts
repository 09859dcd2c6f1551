import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../host/repository';
import type { Checked } from './check';
import { rightVerdict } from './everyRow';
import { verdictWord, type Repeated } from './repeat';
import type { Row } from './row';

/** All that is known about a row after the run. */
export interface RowOutcome {
  readonly row: Row;
  readonly checked: Checked | undefined;
  readonly repeated: Repeated | undefined;
  /** Why it was left out. */
  readonly skipped: string | undefined;
}

const HEAD = ['case', 'what is broken', 'expected', 'found', 'ms', 'probes', 'paid', 'same verdict'] as const;

function cells({ row, checked, repeated, skipped }: RowOutcome): readonly string[] {
  const found =
    checked === undefined ? (skipped === undefined ? 'no answer' : 'skipped') : verdictWord(checked.answer.findings);
  const asked = checked?.answer.probes.filter(({ outcome }) => outcome !== 'skipped').length;
  const right = repeated?.verdicts[rightVerdict(row)] ?? 0;
  const times = Object.values(repeated?.verdicts ?? {}).reduce((sum, count) => sum + count, 0);
  return [
    row.id,
    row.made,
    rightVerdict(row),
    found,
    String(Math.round(checked?.ms ?? 0)),
    String(asked ?? 0),
    String(checked?.answer.paidRequests ?? 0),
    `${right} of ${times}`,
  ];
}

/** The matrix as a markdown table. */
export function matrixTable(outcomes: readonly RowOutcome[]): string {
  const lines = [HEAD, HEAD.map(() => '---'), ...outcomes.map(cells)].map((line) => `| ${line.join(' | ')} |`);
  return `${lines.join('\n')}\n`;
}

/** Leaves the table in out/, and returns where. */
export function writeMatrix(outcomes: readonly RowOutcome[]): string {
  const file = join(REPOSITORY, 'out', 'gateway-matrix.md');
  mkdirSync(join(REPOSITORY, 'out'), { recursive: true });
  writeFileSync(file, matrixTable(outcomes));
  return file;
}
