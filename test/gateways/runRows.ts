import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deal, runIsolated } from '../client/isolatedScript';
import { runOwnProcess } from '../host/ownProcess';
import { temporaryFolder } from '../host/temporary';
import type { Row } from './row';
import type { RowResult, RowsJob } from './rowsProgram';

/** What the rows came to, by id. */
export interface RowResults {
  readonly checked: ReadonlyMap<string, RowResult>;
  readonly repeated: ReadonlyMap<string, RowResult>;
}

/** Two, one for each core of a small machine: each is the load under which the other one works. */
const REPEATERS = 2;

async function inProcess(job: RowsJob): Promise<readonly RowResult[]> {
  const folder = temporaryFolder('rows');
  try {
    const [jobFile, resultFile] = [join(folder.path, 'job.json'), join(folder.path, 'results.jsonl')];
    writeFileSync(jobFile, JSON.stringify(job));
    writeFileSync(resultFile, '');
    const tsx = pathToFileURL(require.resolve('tsx')).href;
    const { output } = await runOwnProcess(
      process.execPath,
      ['--import', tsx, join(__dirname, 'rowsProgram.ts'), jobFile, resultFile],
      { env: process.env },
    );
    return withoutGaps(
      job,
      readFileSync(resultFile, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as RowResult),
      output,
    );
  } finally {
    folder.remove();
  }
}

async function inNamespace(job: RowsJob): Promise<readonly RowResult[]> {
  try {
    return await runIsolated<RowResult>('../gateways/rowsProgram.ts', job, job.ids.length);
  } catch (error) {
    return withoutGaps(job, [], String(error));
  }
}

function withoutGaps({ ids }: RowsJob, results: readonly RowResult[], output: string): readonly RowResult[] {
  return ids.map((id) => results.find((result) => result.id === id) ?? { id, error: `not run\n${output}` });
}

/** Checks all rows with the command line, and meanwhile diagnoses each many times. */
export async function runRows(rows: readonly Row[]): Promise<RowResults> {
  // What takes its time whatever is done begins first.
  const slowFirst = [...rows.filter(({ slow }) => slow === true), ...rows.filter(({ slow }) => slow !== true)];
  const here = slowFirst.filter(({ isolated }) => isolated === undefined).map(({ id }) => id);
  const isolated = slowFirst.filter((row) => row.isolated === true).map(({ id }) => id);
  const [checked, checkedThere, repeatedThere, ...repeated] = await Promise.all([
    inProcess({ ids: here, does: 'check', width: 3 }),
    inNamespace({ ids: isolated, does: 'check', width: 1 }),
    inNamespace({ ids: isolated, does: 'repeat', width: 1 }),
    ...deal(here, REPEATERS).map((ids) => inProcess({ ids, does: 'repeat', width: 6 })),
  ]);
  const byId = (results: readonly RowResult[]): ReadonlyMap<string, RowResult> =>
    new Map(results.map((result) => [result.id, result]));
  return { checked: byId([...checked, ...checkedThere]), repeated: byId([...repeatedThere, ...repeated.flat()]) };
}
