import assert from 'node:assert/strict';
import { difference, modelRequests, type Sent } from './expectation';
import { generateWorlds } from './generateWorlds';
import { CLIENT_VERSIONS, type ClientVersion } from './install';
import { keepWorld } from './measured';
import { runWorlds } from './runWorlds';
import type { World } from './world';

const SEED = Number(process.env['WORLDS_SEED'] ?? 20261121);
const COUNT = Number(process.env['WORLDS'] ?? 300);

/** The older client is run in the first third of them, unless told otherwise: most of its rules are those of the newer. */
const COUNTS: Readonly<Record<ClientVersion, number>> = {
  newest: COUNT,
  older: Number(process.env['WORLDS_OLDER'] ?? Math.ceil(COUNT / 3)),
};

/** A world in which the client did something else than was predicted. */
interface Difference {
  readonly number: number;
  readonly world: World;
  readonly words: string;
  readonly sent: Sent | null;
}

async function differences(
  version: ClientVersion,
  worlds: readonly (readonly [number, World])[],
): Promise<Difference[]> {
  const results = await runWorlds(
    version,
    worlds.map(([, world]) => world),
  );
  return worlds.flatMap(([number, world], index) => {
    const result = results[index];
    const sent = result === undefined ? [] : modelRequests(result.seen);
    const words = difference(result?.predicted, sent);
    return words === undefined ? [] : [{ number, world, words, sent: sent[0] ?? null }];
  });
}

/** Runs the real client in made-up configurations and compares what it sends with what was predicted. */
describe(`configurations of seed ${SEED}, against the real client`, () => {
  const worlds = [...generateWorlds(SEED, Math.max(COUNT, COUNTS.older)).entries()];
  for (const version of Object.keys(CLIENT_VERSIONS) as ClientVersion[]) {
    const count = COUNTS[version];
    it(`${CLIENT_VERSIONS[version]} sends what was predicted in ${count}, address and both credential headers`, async function () {
      this.timeout(count * 15_000);
      // Once more: on a busy machine the client itself gives up waiting, for a helper for instance. A wrong prediction is wrong twice.
      const suspects = await differences(version, worlds.slice(0, count));
      const wrong =
        suspects.length === 0
          ? []
          : await differences(
              version,
              suspects.map(({ number, world }) => [number, world]),
            );
      for (const { number, world, sent } of wrong)
        keepWorld({ name: `seed ${SEED}, number ${number}`, world, sent: { [version]: sent } });
      assert.deepEqual(
        wrong.map(({ number, words }) => `number ${number}: ${words}`),
        [],
        `${wrong.length} of ${count} with seed ${SEED}; they were added to test/fixtures/worlds.jsonl`,
      );
    });
  }
});
