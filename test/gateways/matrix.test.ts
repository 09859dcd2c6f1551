import assert from 'node:assert/strict';
import { assertKept, type Checked } from './check';
import { EVERY_ROW, rightVerdict } from './everyRow';
import { FAULTS } from './faults';
import { matrixTable, writeMatrix } from './matrixTable';
import { missingHere } from './needs';
import { REPETITIONS, verdictWord } from './repeat';
import type { Row } from './row';
import type { RowResult } from './rowsProgram';
import { runRows, type RowResults } from './runRows';
import { WORKING } from './working';

/** Generous: a check itself has its limits, and starts a program on a busy machine. */
const MOST_MS = 60_000;

/** What came of a row; skips the test where the row cannot be tried here. */
function resultOf(results: ReadonlyMap<string, RowResult> | undefined, row: Row, test: Mocha.Context): RowResult {
  const missing = missingHere(row.needs ?? []);
  if (missing !== undefined) {
    console.log(`${row.id} skipped; to run it, as root: ${missing}`);
    return test.skip();
  }
  const result = results?.get(row.id);
  assert.ok(result !== undefined, 'not run');
  assert.equal(result.error, undefined);
  return result;
}

/** For a failing test: the findings, with what they go by. */
function shown({ answer }: Checked): string {
  return (
    answer.findings
      .map(({ cause, owner, severity, evidence }) => `${severity} ${cause}/${owner}: ${evidence}`)
      .join('\n') || 'no finding'
  );
}

/** Only these, when somebody asks for some: by id, with commas between. */
const ASKED_FOR = process.env['GATEWAY_ROWS']?.split(',');
const ROWS = EVERY_ROW.filter(({ id }) => ASKED_FOR === undefined || ASKED_FOR.includes(id));

describe('the matrix', () => {
  let results: RowResults | undefined;
  before(async function () {
    this.timeout(18 * 60_000);
    results = await runRows(ROWS.filter(({ needs = [] }) => missingHere(needs) === undefined));
    const outcomes = ROWS.map((row) => ({
      row,
      checked: results?.checked.get(row.id)?.checked,
      repeated: results?.repeated.get(row.id)?.repeated,
      skipped: missingHere(row.needs ?? []),
    }));
    console.log(matrixTable(outcomes));
    console.log(writeMatrix(outcomes));
  });

  it('has faults and working set-ups enough, each with a name of its own', () => {
    assert.ok(FAULTS.length >= 55 && WORKING.length >= 10, `${FAULTS.length} faults, ${WORKING.length} working`);
    assert.equal(new Set(EVERY_ROW.map(({ id }) => id)).size, EVERY_ROW.length);
  });

  for (const row of ROWS) {
    it(`${row.id}: ${row.made} → ${rightVerdict(row)}`, function () {
      const { checked: one } = resultOf(results?.checked, row, this);
      assert.ok(one !== undefined);
      const { answer, exitCode, ms } = one;
      assertKept(one);
      const works = rightVerdict(row) === 'works';
      assert.equal(verdictWord(answer.findings), rightVerdict(row), shown(one));
      assert.deepEqual([answer.healthy, exitCode], [works, works ? 0 : 1]);
      if (works)
        assert.deepEqual(
          answer.findings.map(({ cause, severity }) => `${severity} ${cause}`),
          row.noted === undefined ? [] : [`note ${row.noted}`],
          shown(one),
        );
      else assert.notEqual(answer.findings[0]?.severity, 'note', 'a note comes first');
      assert.ok(ms < MOST_MS, `${Math.round(ms)} ms`);
    });
  }

  for (const row of ROWS) {
    it(`${row.id}: the same verdict ${REPETITIONS} times more, under load`, function () {
      const { checked } = resultOf(results?.checked, row, this);
      const { repeated } = resultOf(results?.repeated, row, this);
      assert.ok(checked !== undefined);
      assert.deepEqual(repeated?.verdicts, { [verdictWord(checked.answer.findings)]: REPETITIONS });
    });
  }
});
