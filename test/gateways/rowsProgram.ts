/** A program: does its job with some rows, and writes what each came to, one JSON object a line. Beside the tests, or in a namespace of its own. */
import { appendFileSync, readFileSync } from 'node:fs';
import { checkRow, several, type Checked } from './check';
import { EVERY_ROW } from './everyRow';
import { repeatRow, type Repeated } from './repeat';

/** Which rows, and what is done with them. */
export interface RowsJob {
  readonly ids: readonly string[];
  readonly does: 'check' | 'repeat';
  /** How many rows at a time. */
  readonly width: number;
}

/** What a row came to, or why it came to nothing. */
export interface RowResult {
  readonly id: string;
  readonly checked?: Checked;
  readonly repeated?: Repeated;
  readonly error?: string;
}

async function main([jobFile = '', resultFile = '']: readonly string[]): Promise<void> {
  const { ids, does, width } = JSON.parse(readFileSync(jobFile, 'utf8')) as RowsJob;
  const rows = ids.flatMap((id) => EVERY_ROW.find((row) => row.id === id) ?? []);
  await several(rows, width, async (row) => {
    let result: RowResult;
    try {
      result = {
        id: row.id,
        ...(does === 'check' ? { checked: await checkRow(row) } : { repeated: await repeatRow(row) }),
      };
    } catch (error) {
      result = { id: row.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    appendFileSync(resultFile, `${JSON.stringify(result)}\n`);
  });
}

main(process.argv.slice(2)).then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
