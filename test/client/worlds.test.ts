import assert from 'node:assert/strict';
import { difference, modelRequests } from './expectation';
import { generateWorlds } from './generateWorlds';
import { CLIENT_VERSIONS, type ClientVersion } from './install';
import { keepWorld } from './measured';
import { runWorlds } from './runWorlds';

const SEED = Number(process.env['WORLDS_SEED'] ?? 20261121);
const COUNT = Number(process.env['WORLDS'] ?? 300);

/** Runs the real client in made-up configurations and compares what it sends with what was predicted. */
describe(`${COUNT} configurations of seed ${SEED}, against the real client`, () => {
  const worlds = generateWorlds(SEED, COUNT);
  for (const version of Object.keys(CLIENT_VERSIONS) as ClientVersion[]) {
    it(`${CLIENT_VERSIONS[version]} sends what was predicted, address and both credential headers`, async function () {
      this.timeout(COUNT * 5000);
      const wrong = (await runWorlds(version, worlds)).flatMap(({ seen, predicted }, index) => {
        const [sent, world] = [modelRequests(seen), worlds[index]];
        const words = difference(predicted, sent);
        if (words === undefined || world === undefined) return [];
        keepWorld({ name: `seed ${SEED}, number ${index}`, world, sent: { [version]: sent[0] ?? null } });
        return [`number ${index}: ${words}`];
      });
      assert.deepEqual(wrong, [], `${wrong.length} of ${COUNT} with seed ${SEED}; they were added to test/fixtures/worlds.jsonl`);
    });
  }
});
