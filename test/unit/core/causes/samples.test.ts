import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAUSE_IDS } from '../../../../src/core/causes/causes';
import { readAnswer, readErrorText } from '../../../../src/core/answers/readAnswer';
import { SAMPLES, type Sample, type SettingSample } from '../../../fixtures/samples';
import { CASES } from '../checks/staticChecks.cases';
import { assessed } from '../support';

const TESTS = join(__dirname, '..', '..', '..');
/** owner/repository#number or a file of it, an official page, or a measurement. */
const PUBLIC =
  /^([\w.-]+\/[\w.-]+(#\d+|: [\w./ -]+)|code\.claude\.com\/docs\/en\/[\w-]+|measured with [\w .]+|a rule of this product)$/;

/** The first cause that an error text or an answer is read as. */
function causeRead(sample: Exclude<Sample, SettingSample>): string | undefined {
  if ('text' in sample) return readErrorText(sample.text).candidates[0].cause;
  const {
    http: { status, headers = {}, body },
    sent,
  } = sample;
  return readAnswer(
    { kind: 'response', status, headers, body, ms: 1 },
    { facts: {}, secrets: [], ...(sent === undefined ? {} : { sent }) },
  )?.candidates[0].cause;
}

/** The causes that a named test raises: those of a static check's case are asked for, others are looked up in the test. */
function causesRaised(test: string): readonly string[] {
  const [place = '', what = ''] = test.split(/: (.*)/s);
  if (place.endsWith('.ts')) {
    const [, body = ''] = readFileSync(join(TESTS, place), 'utf8').split(`it('${what}'`);
    return CAUSE_IDS.filter((cause) => (body.split('\n  it(')[0] ?? '').includes(`${cause} `));
  }
  return CASES.filter((row) => row.hits && row.check === place && row.what === what).flatMap(
    ({ readings, surface, more }) => assessed(readings, surface, more).findings.map(({ cause }) => cause),
  );
}

describe('every cause has a real sample', () => {
  for (const cause of CAUSE_IDS) {
    const sample: Sample = SAMPLES[cause];
    it(`${cause}, from ${sample.source}`, () => {
      assert.match(sample.source, PUBLIC);
      if (!('setting' in sample)) assert.equal(causeRead(sample), cause);
      else
        assert.ok(
          causesRaised(sample.test).includes(cause),
          `${sample.test} raises ${causesRaised(sample.test).join(', ')}`,
        );
    });
  }

  it('that is its own', () => {
    const seen = Object.values(SAMPLES).map((sample: Sample) =>
      JSON.stringify('text' in sample ? sample.text : 'http' in sample ? sample.http : [sample.setting, sample.test]),
    );
    assert.equal(new Set(seen).size, seen.length);
  });
});
