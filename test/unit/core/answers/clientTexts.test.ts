import assert from 'node:assert/strict';
import { readErrorText } from '../../../../src/core/answers/readAnswer';
import { clientTexts } from '../../../client/clientTexts';
import { FAILURES } from '../../../client/failures';
import { objection } from '../../../client/failureVerdict';
import { CLIENT_VERSIONS, type ClientVersion } from '../../../client/install';

/** Part of every made-up key: whatever shows it shows a key. */
const PART_OF_KEY = '0123456789';

describe('what the real client printed in its failures', () => {
  for (const { name, version, text, ...truth } of clientTexts()) {
    it(`${version}, ${name}: the true cause is named, and no other with certainty`, () => {
      const reading = readErrorText(text);
      assert.equal(objection(reading, truth), undefined, text);
      assert.ok(!reading.evidence.includes(PART_OF_KEY), 'the evidence shows a key');
    });
  }

  it('is recorded of both versions, with the causes of the table; after a change: npx tsx test/client/failuresTable.ts --record', () => {
    const wanted = (Object.keys(CLIENT_VERSIONS) as ClientVersion[]).flatMap((version) =>
      FAILURES.filter(({ only = version, hangs }) => only === version && hangs !== true).map(
        ({ name, cause, also = [] }) => ({ name, version: CLIENT_VERSIONS[version], cause, also }),
      ),
    );
    assert.deepEqual(
      clientTexts().map(({ name, version, cause, also = [] }) => ({ name, version, cause, also })),
      wanted,
    );
  });
});
