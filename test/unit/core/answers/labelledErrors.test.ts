import assert from 'node:assert/strict';
import { CERTAIN } from '../../../../src/core/answers/errorReading';
import { belongsToNone, isRight, labelledErrors, readingOf, type LabelledError } from './labelledErrors';

/** The least share of labelled errors whose first candidate is right. */
const AT_LEAST = { errors: 0.97, moreErrors: 0.97 } as const;

for (const set of ['errors', 'moreErrors'] as const) {
  describe(`errors that people met (${set})`, () => {
    const all = labelledErrors(set);
    const first = (row: LabelledError): { readonly cause: string; readonly confidence: number } =>
      readingOf(row)?.candidates[0] ?? { cause: 'unknown', confidence: 0 };

    it('have the right cause as the first candidate', () => {
      const rows = all.filter((row) => !belongsToNone(row));
      const wrong = rows
        .filter((row) => !isRight(row, first(row).cause))
        .map((row) => `${row.id}: ${row.label}, read as ${first(row).cause}`);
      assert.ok(
        1 - wrong.length / rows.length >= AT_LEAST[set],
        `${wrong.length} of ${rows.length}\n${wrong.join('\n')}`,
      );
    });

    it('are read with certainty only where it is right', () => {
      assert.deepEqual(
        all
          .filter(
            (row) =>
              belongsToNone(row) &&
              first(row).confidence >= CERTAIN &&
              (set === 'errors' || !isRight(row, first(row).cause)),
          )
          .map((row) => `${row.id} belongs to no cause, read as ${first(row).cause}`),
        [],
      );
      const wrong = all.filter((row) => first(row).confidence >= CERTAIN && !isRight(row, first(row).cause));
      assert.ok(
        wrong.length / all.length <= 0.01,
        wrong.map((row) => `${row.id}: ${row.label}, read as ${first(row).cause}`).join('\n'),
      );
    });

    it('say what would decide when they do not decide', () => {
      for (const row of all) {
        const reading = readingOf(row);
        if (reading === undefined) continue;
        const [{ confidence }] = reading.candidates;
        assert.equal(reading.decides.length > 0, confidence < CERTAIN, row.id);
        assert.ok(confidence > 0 && confidence <= 1, row.id);
        assert.deepEqual(
          reading.candidates.map((candidate) => candidate.confidence),
          reading.candidates.map((candidate) => candidate.confidence).sort((a, b) => b - a),
          row.id,
        );
      }
    });
  });
}
