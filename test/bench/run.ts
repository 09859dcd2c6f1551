/**
 * `npm run bench`: what the extension costs, beside the least it could cost, in one run on one machine.
 * Not part of `npm test`: on a busy machine single starts of VS Code differ by more than the limit allows.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { bundleSuite } from '../host/bundleSuite';
import { REPOSITORY } from '../host/repository';
import { temporaryFolder } from '../host/temporary';
import { PACKAGED_VSCODE_RUNS } from '../runner/platform';
import { runProgram } from '../runner/program';
import { LARGEST_BYTES, PACKAGE, VSIX } from '../runner/vsix';
import { activationOf, writeEmptyExtension, type Subject } from './activation';
import { median } from './median';
import type { Activation } from './measure';
import { benchReading } from './reading';
import { benchRequest } from './request';

const STARTS = 10;
const ROUNDS = 100;
const HIGHEST_RATIO = 1.5;

interface Row {
  readonly what: string;
  readonly ours: string;
  readonly plain: string;
  readonly ratio: string;
  readonly ok: boolean;
}

function inMs(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)} ms`;
}

function compared(what: string, ours: number, plain: number, highest = Infinity): Row {
  const ratio = ours / plain;
  const limit = highest === Infinity ? '' : ` of at most ${highest}`;
  return { what, ours: inMs(ours), plain: inMs(plain), ratio: `${ratio.toFixed(2)}${limit}`, ok: ratio <= highest };
}

async function activationRows(scratch: string): Promise<Row[]> {
  const suite = await bundleSuite(join(__dirname, 'inside'), join(REPOSITORY, 'out', 'bench', 'index.js'));
  const subjects: readonly Subject[] = [{ id: 'llm-gateway-connect.llm-gateway-connect', vsix: VSIX }, writeEmptyExtension(join(scratch, 'empty'))];
  const rows: Row[] = [];
  for (const version of ['newest', 'oldest'] as const) {
    const measures: Activation[][] = subjects.map(() => []);
    for (let start = 0; start < STARTS; start++) {
      for (const [index, subject] of subjects.entries()) measures[index]?.push(await activationOf(subject, version, suite, scratch));
    }
    const [ours = [], plain = []] = measures;
    const of = (list: readonly Activation[], part: (activation: Activation) => number): number => median(list.map(part));
    rows.push(compared(`activation, ${version} VS Code`, of(ours, ({ load, call }) => load + call), of(plain, ({ load, call }) => load + call), HIGHEST_RATIO));
    for (const part of ['load', 'call'] as const) rows.push({ what: `  ${part}`, ours: inMs(of(ours, (row) => row[part])), plain: inMs(of(plain, (row) => row[part])), ratio: '', ok: true });
  }
  return rows;
}

function sizeRow(): Row {
  const { size } = statSync(VSIX);
  const kb = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;
  return { what: 'size of the VSIX', ours: kb(size), plain: `${kb(LARGEST_BYTES)} at most`, ratio: (size / LARGEST_BYTES).toFixed(2), ok: size <= LARGEST_BYTES };
}

function print(rows: readonly Row[]): void {
  const table = [['', 'this extension', 'the least', 'ratio', ''], ...rows.map(({ what, ours, plain, ratio, ok }) => [what, ours, plain, ratio, ok ? '' : '✗'])];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of table) console.log(row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('   ').trimEnd());
}

async function main(): Promise<void> {
  const { ok, output } = await runProgram(PACKAGE);
  if (!ok) throw new Error(output);
  if (PACKAGED_VSCODE_RUNS) process.env['VSCODE_HOST'] ??= 'packaged';
  // What a start of VS Code prints is of no interest here.
  const { log } = console;
  console.log = () => undefined;
  const scratch = temporaryFolder('bench');
  const activation = await activationRows(scratch.path).finally(() => { console.log = log; });
  const reading = await benchReading(ROUNDS, join(scratch.path, 'reading'));
  const request = await benchRequest(ROUNDS);
  scratch.remove();
  const rows = [
    ...activation,
    sizeRow(),
    compared('one check, beside a bare request', request.ours, request.plain),
    { what: '  the first, which loads undici', ours: inMs(request.first), plain: '', ratio: '', ok: true },
    compared('reading and resolving all, beside bare reading', reading.ours, reading.plain),
  ];
  console.log(`Medians of ${STARTS} starts of VS Code and ${ROUNDS} rounds of everything else, in turn.`);
  print(rows);
  process.exit(rows.every((row) => row.ok) ? 0 : 1);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
