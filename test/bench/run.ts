/**
 * `npm run bench`: what the extension costs, beside the least it could cost, in one run on one machine.
 * Not part of `npm test`: on a busy machine single starts of VS Code differ by more than the limit allows.
 */
import { mkdirSync, statSync } from 'node:fs';
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
import { benchClientTime, LONGEST_CLIENT_MS } from './clientTime';
import { benchFullDiagnosis, benchQuickCheck } from './diagnosis';
import { benchErrors } from './errors';
import { benchReading } from './reading';
import { benchRequest } from './request';
import { slowestOf } from '../slowTexts/busy';
import { READERS } from '../slowTexts/readers';

const STARTS = Number(process.env['BENCH_STARTS'] ?? 10);
const ROUNDS = 100;
const HIGHEST_RATIO = 1.5;
const LONGEST_READING_MS = 25;
const FEWEST_EXPLANATIONS = 5000;
const LONGEST_HOSTILE_MS = 100;
const CURL_ROUNDS = 20;
const HIGHEST_CURL_RATIO = 1.15;
const LONGEST_DIAGNOSIS_MS = 3000;
const LONG_TEXT = 2 * 1024 * 1024;
const LONGEST_TEXT_MS = 300;

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
  mkdirSync(scratch, { recursive: true });
  const suite = await bundleSuite(join(__dirname, 'inside'), join(REPOSITORY, 'out', 'bench', 'index.js'));
  const subjects: readonly Subject[] = [
    { id: 'llm-gateway-connect.llm-gateway-connect', vsix: VSIX },
    writeEmptyExtension(join(scratch, 'empty')),
  ];
  const rows: Row[] = [];
  for (const version of ['newest', 'oldest'] as const) {
    const measures: Activation[][] = subjects.map(() => []);
    for (let start = 0; start < STARTS; start++) {
      for (const [index, subject] of subjects.entries())
        measures[index]?.push(await activationOf(subject, version, suite, scratch));
    }
    const [ours = [], plain = []] = measures;
    const of = (list: readonly Activation[], part: (activation: Activation) => number): number =>
      median(list.map(part));
    rows.push(
      compared(
        `activation, ${version} VS Code`,
        of(ours, ({ load, call }) => load + call),
        of(plain, ({ load, call }) => load + call),
        HIGHEST_RATIO,
      ),
    );
    for (const part of ['load', 'call'] as const)
      rows.push({
        what: `  ${part}`,
        ours: inMs(of(ours, (row) => row[part])),
        plain: inMs(of(plain, (row) => row[part])),
        ratio: '',
        ok: true,
      });
  }
  return rows;
}

function sizeRow(): Row {
  const { size } = statSync(VSIX);
  const kb = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;
  return {
    what: 'size of the VSIX',
    ours: kb(size),
    plain: `${kb(LARGEST_BYTES)} at most`,
    ratio: (size / LARGEST_BYTES).toFixed(2),
    ok: size <= LARGEST_BYTES,
  };
}

async function readingRows(scratch: string): Promise<Row[]> {
  const { ours, plain } = await benchReading(ROUNDS, scratch);
  const row = compared('reading and resolving all, beside bare reading', ours, plain);
  return [{ ...row, ratio: `${row.ratio}, at most ${LONGEST_READING_MS} ms`, ok: ours <= LONGEST_READING_MS }];
}

async function requestRows(): Promise<Row[]> {
  const { ours, plain, first } = await benchRequest(ROUNDS);
  return [
    compared('one check, beside a bare request', ours, plain),
    { what: '  the first, which loads undici', ours: inMs(first), plain: '', ratio: '', ok: true },
  ];
}

async function diagnosisRows(): Promise<Row[]> {
  const { ours, plain, first } = await benchQuickCheck(CURL_ROUNDS);
  const { ms, probes, paid } = await benchFullDiagnosis();
  return [
    compared('quick check, beside curl', ours, plain, HIGHEST_CURL_RATIO),
    { what: '  the first, which loads undici', ours: inMs(first), plain: '', ratio: '', ok: true },
    {
      what: `full diagnosis: ${probes} probes, ${paid} of them paid`,
      ours: inMs(ms),
      plain: `${LONGEST_DIAGNOSIS_MS} ms at most`,
      ratio: (ms / LONGEST_DIAGNOSIS_MS).toFixed(2),
      ok: ms <= LONGEST_DIAGNOSIS_MS,
    },
  ];
}

async function clientTimeRows(): Promise<Row[]> {
  const words = ({ said, ms }: { readonly said?: string; readonly ms: number }): string =>
    (said === undefined ? '(nothing)' : `“${said.replace(/\s+/g, ' ').slice(0, 60)}”`) +
    (ms >= LONGEST_CLIENT_MS ? ', then it was ended' : '');
  return (await benchClientTime()).map(({ fault, ours, client }) => {
    const row = compared(`named, beside the client: ${fault.name}`, ours.ms, client.ms);
    const cut = client.ms >= LONGEST_CLIENT_MS;
    return {
      ...row,
      plain: cut ? `over ${row.plain}` : row.plain,
      ratio: `${cut ? 'under ' : ''}${(ours.ms / client.ms).toPrecision(2)}  ${ours.said ?? 'nothing found'}; the client: ${words(client)}`,
      ok: ours.said === fault.cause,
    };
  });
}

function errorRows(): Row[] {
  const { perSecond, explained, slowest } = benchErrors(ROUNDS);
  return [
    {
      what: 'errors explained in words, a processor’s second',
      ours: String(explained),
      plain: '',
      ratio: '',
      ok: true,
    },
    {
      what: 'errors read, a processor’s second',
      ours: String(perSecond),
      plain: `${FEWEST_EXPLANATIONS} at least`,
      ratio: (perSecond / FEWEST_EXPLANATIONS).toFixed(2),
      ok: perSecond >= FEWEST_EXPLANATIONS,
    },
    {
      what: 'the slowest of a million characters',
      ours: inMs(slowest),
      plain: `${LONGEST_HOSTILE_MS} ms at most`,
      ratio: (slowest / LONGEST_HOSTILE_MS).toFixed(2),
      ok: slowest <= LONGEST_HOSTILE_MS,
    },
  ];
}

/** Every reader of foreign texts, at the shape that keeps it busy longest. */
function slowTextRows(): Row[] {
  return READERS.map((reader) => {
    const { shape, ms } = slowestOf(reader, LONG_TEXT, LONGEST_TEXT_MS);
    return {
      what: reader.name,
      ours: inMs(ms),
      plain: `${LONGEST_TEXT_MS} ms at most`,
      ratio: `${shape}${reader.bound === undefined ? '' : `; reads ${reader.bound}`}`,
      ok: ms <= LONGEST_TEXT_MS,
    };
  });
}

/** What a start of VS Code prints is of no interest here. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { log } = console;
  console.log = () => undefined;
  try {
    return await work();
  } finally {
    console.log = log;
  }
}

/** What can be measured, by name: `npm run bench -- reading`. What needs VS Code takes minutes and comes last. */
const PARTS: readonly {
  readonly name: string;
  readonly needsPackage: boolean;
  readonly run: (scratch: string) => Promise<Row[]>;
}[] = [
  { name: 'reading', needsPackage: false, run: readingRows },
  { name: 'errors', needsPackage: false, run: () => Promise.resolve(errorRows()) },
  { name: 'slowTexts', needsPackage: false, run: () => Promise.resolve(slowTextRows()) },
  { name: 'request', needsPackage: false, run: requestRows },
  { name: 'diagnosis', needsPackage: false, run: diagnosisRows },
  { name: 'clientTime', needsPackage: false, run: clientTimeRows },
  { name: 'size', needsPackage: true, run: () => Promise.resolve([sizeRow()]) },
  { name: 'activation', needsPackage: true, run: (scratch) => quietly(() => activationRows(scratch)) },
];

function print(rows: readonly Row[]): void {
  for (const { what, ours, plain, ratio, ok } of rows)
    console.log(`${what.padEnd(46)} ${ours.padStart(12)} ${plain.padStart(18)}   ${ratio}${ok ? '' : ' ✗'}`);
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const parts = PARTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  if (parts.length === 0)
    throw new Error(`Nothing to measure is called so. Try: ${PARTS.map(({ name }) => name).join(', ')}.`);
  if (parts.some(({ needsPackage }) => needsPackage)) {
    const { ok, output } = await runProgram(PACKAGE);
    if (!ok) throw new Error(output);
  }
  if (PACKAGED_VSCODE_RUNS) process.env['VSCODE_HOST'] ??= 'packaged';
  const scratch = temporaryFolder('bench');
  console.log(
    `Medians of ${ROUNDS} rounds, of ${STARTS} starts of VS Code: this extension, the least that it could be, and their ratio.`,
  );
  let ok = true;
  for (const { name, run } of parts) {
    const rows = await run(join(scratch.path, name));
    print(rows);
    ok &&= rows.every((row) => row.ok);
  }
  scratch.remove();
  process.exit(ok ? 0 : 1);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
