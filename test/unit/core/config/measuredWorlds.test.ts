import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { difference, expected } from '../../../client/expectation';
import { CLIENT_VERSIONS } from '../../../client/install';
import { makeWorld, predictWorld } from '../../../client/predictWorld';
import { WORLDS_FILE, type MeasuredWorld } from '../../../client/measured';
import { temporaryFolder } from '../../../host/temporary';

const WORLDS = readFileSync(WORLDS_FILE, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as MeasuredWorld);

/** What the real clients sent in each of these worlds was written down when they were run; here only the prediction is made anew. */
describe('what is predicted for every configuration that was measured', () => {
  for (const version of Object.keys(CLIENT_VERSIONS) as (keyof typeof CLIENT_VERSIONS)[]) {
    for (const { name, world, surface, sent } of WORLDS) {
      const seen = sent[version];
      if (seen === undefined) continue;
      it(`${CLIENT_VERSIONS[version]}: ${name}`, async () => {
        const scratch = temporaryFolder('world');
        try {
          const places = {
            home: path.join(scratch.path, 'home'),
            folder: path.join(scratch.path, 'folder'),
            managedDir: path.join(scratch.path, 'managed'),
          };
          makeWorld(world, places);
          const assessment = await predictWorld(world, places, CLIENT_VERSIONS[version], surface);
          assert.equal(difference(expected(assessment), seen === null ? [] : [seen]), undefined);
        } finally {
          scratch.remove();
        }
      });
    }
  }
});
