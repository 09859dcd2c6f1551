import assert from 'node:assert/strict';
import { CLIENT_CHANGES, compareVersions, isAfter, isProven } from '../../src/core/claude/clientVersions';
import { TRIED, type Tried } from './changes';
import { difference, modelRequests } from './expectation';
import { CLIENT_VERSIONS, NEIGHBOURS } from './install';
import { OBSERVATIONS } from './observations';
import { runVersion } from './runWorlds';

/** `CLIENT_NEIGHBOURS=all`: every end of every row; or some versions, with a comma between, in each of which everything is tried. */
const ASKED = process.env['CLIENT_NEIGHBOURS'];
const EVERY_END = [
  ...new Set(TRIED.flatMap(([change]) => [CLIENT_CHANGES[change].lastWithout, CLIENT_CHANGES[change].firstWith])),
].sort(compareVersions);
const VERSIONS: readonly string[] = ASKED === undefined ? NEIGHBOURS : ASKED === 'all' ? EVERY_END : ASKED.split(',');

const EVERYTHING = ASKED !== undefined && ASKED !== 'all';

/** What is tried in a version: at an end of a row its experiment, and everywhere whether a credential leaks. Not in the gap of a row. */
function triedIn(version: string): readonly Tried[] {
  return TRIED.filter(
    ([change, { always }]) =>
      isProven(version, change) &&
      (EVERYTHING || always === true || Object.values<string>(CLIENT_CHANGES[change]).includes(version)),
  );
}

async function differences(
  version: string,
  tried: readonly Tried[],
): Promise<{ readonly one: Tried; readonly words: string }[]> {
  const results = await runVersion(
    version,
    tried.map(([, { world }]) => world),
  );
  return tried.flatMap((one, index) => {
    const [change, { shows, before, after }] = one;
    const result = results[index];
    if (result === undefined) throw new Error(`${change} was not tried`);
    const [known, does] = [isAfter(version, change) ? after : before, OBSERVATIONS[shows](result.seen)];
    return does === known ? [] : [{ one, words: `${change}: ${does}, not ${known}` }];
  });
}

describe('the versions around each change, against the real client', () => {
  for (const version of VERSIONS) {
    it(`${version} does what the table of changes says`, async function () {
      this.timeout(600_000);
      const tried = triedIn(version);
      // Once more: on a busy machine the client itself gives up waiting. A wrong row is wrong twice.
      const suspects = await differences(version, tried);
      const wrong =
        suspects.length === 0
          ? []
          : await differences(
              version,
              suspects.map(({ one }) => one),
            );
      assert.deepEqual(
        wrong.map(({ words }) => words),
        [],
      );
    });
  }
});

describe('a command beside a token, against the real client', () => {
  const world = {
    files: { '~/.claude/settings.json': JSON.stringify({ apiKeyHelper: 'sleep 20; echo key-helper' }) },
    env: { ANTHROPIC_BASE_URL: 'http://127.0.0.1:4100', ANTHROPIC_AUTH_TOKEN: 'token-shell' },
  };
  for (const version of Object.values(CLIENT_VERSIONS)) {
    it(`is not waited for by ${version}`, async function () {
      this.timeout(120_000);
      const [result] = await runVersion(version, [world]);
      assert.ok(result !== undefined);
      assert.equal(
        OBSERVATIONS.request(result.seen),
        'http://127.0.0.1:4100/v1/messages?beta=true A=Bearer token-shell X=–',
      );
      assert.equal(difference(result.predicted, modelRequests(result.seen)), undefined, 'the prediction allows for it');
    });
  }
});
