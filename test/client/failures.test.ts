import assert from 'node:assert/strict';
import { readErrorText } from '../../src/core/answers/readAnswer';
import type { Failure } from './failure';
import { FAILURES } from './failures';
import { objection } from './failureVerdict';
import type { Printed } from './insideFailures';
import { CLIENT_VERSIONS, type ClientVersion } from './install';
import { runFailures } from './runFailures';

/** What the older client prints is in the recorded texts, which the unit tests read. */
const VERSIONS: readonly ClientVersion[] = process.env['FAILURES_OLDER'] === '1' ? ['newest', 'older'] : ['newest'];

function complaint(failure: Failure, { exitCode, text }: Printed): string | undefined {
  if (exitCode === 0) return 'the client did not fail';
  if (exitCode === null && failure.hangs !== true) return 'the client did not end';
  return text === '' && failure.hangs === true ? undefined : objection(readErrorText(text), failure);
}

async function complaints(
  version: ClientVersion,
  failures: readonly Failure[],
  lanes?: number,
): Promise<[Failure, string][]> {
  const results = await runFailures(version, failures, lanes);
  return [...results].flatMap(([failure, printed]) => {
    const words = complaint(failure, printed);
    return words === undefined ? [] : [[failure, `${failure.name}: ${words}; it printed: ${printed.text}`]];
  });
}

/** Makes the real client fail in every way that is known, and explains what it prints. */
describe('failures of the real client, explained', () => {
  for (const version of VERSIONS) {
    const count = FAILURES.filter(({ only = version }) => only === version).length;
    it(`${CLIENT_VERSIONS[version]}: the true cause is named in ${count} of them, and no other with certainty`, async function () {
      this.timeout(count * 8_000);
      const suspects = await complaints(version, FAILURES);
      // Once more and alone: on a busy machine the client itself gives up waiting.
      const wrong =
        suspects.length === 0
          ? []
          : await complaints(
              version,
              suspects.map(([failure]) => failure),
              1,
            );
      assert.deepEqual(
        wrong.map(([, words]) => words),
        [],
      );
    });
  }
});
