import assert from 'node:assert/strict';
import { join } from 'node:path';
import { CLIENT_CHANGES } from '../../../src/core/claude/clientVersions';
import { makeWorld, predictWorld } from '../../client/predictWorld';
import type { World } from '../../client/world';
import type { Attack, Lab } from '../attack';
import { SENTINEL } from '../attack';

const GATEWAY = 'http://127.0.0.1:4100';

/** The causes that are named for a configuration, with a client of this version. A question mark: not certain. */
async function named(lab: Lab, world: World, version: string): Promise<string[]> {
  const root = lab.folder();
  const places = { home: join(root, 'home'), folder: join(root, 'folder'), managedDir: join(root, 'managed') };
  makeWorld(world, places);
  const { findings } = await predictWorld(world, places, version);
  assert.ok(!JSON.stringify(findings).includes(SENTINEL), 'a finding shows the credential');
  return findings.map(({ cause, certain }) => `${cause}${certain ? '' : '?'}`);
}

/** Older clients that send a credential where it does not belong: the product must not say that they keep it. */
export const CLIENT_LEAKS: readonly Attack[] = [
  {
    id: 'client-key-to-anthropic',
    attacker: 'network',
    promise: 'truth',
    cause: 'key-sent-to-anthropic',
    tries: 'an older Claude Code takes the gateway’s key along to api.anthropic.com',
    meets: 'named in every version before 2.1.299, and in none after',
    run: async (lab) => {
      const world: World = { files: {}, env: { ANTHROPIC_BASE_URL: GATEWAY, ANTHROPIC_API_KEY: SENTINEL } };
      const { lastWithout, firstWith } = CLIENT_CHANGES['key-only-to-gateway'];
      for (const version of ['2.1.197', '2.1.240', lastWithout])
        assert.ok((await named(lab, world, version)).includes('key-sent-to-anthropic'), version);
      assert.ok(
        (await named(lab, world, '2.1.298')).includes('key-sent-to-anthropic?'),
        'a version that nobody could try',
      );
      for (const version of [firstWith, '2.1.332'])
        assert.ok(!(await named(lab, world, version)).some((cause) => cause.startsWith('key-sent')), version);
    },
  },
  {
    id: 'client-key-though-quiet',
    attacker: 'network',
    promise: 'truth',
    cause: 'key-sent-to-anthropic',
    tries: 'it does so for managed settings, although nonessential traffic is off',
    meets: 'named where managed settings set the address, and only there',
    run: async (lab) => {
      const quiet = { ANTHROPIC_API_KEY: SENTINEL, CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' };
      const managed: World = {
        files: { '/etc/claude-code/managed-settings.json': JSON.stringify({ env: { ANTHROPIC_BASE_URL: GATEWAY } }) },
        env: quiet,
      };
      assert.ok((await named(lab, managed, '2.1.296')).includes('key-sent-to-anthropic'));
      assert.ok(
        !(await named(lab, { files: {}, env: { ...quiet, ANTHROPIC_BASE_URL: GATEWAY } }, '2.1.296')).includes(
          'key-sent-to-anthropic',
        ),
      );
    },
  },
  {
    id: 'client-folder-token',
    attacker: 'repository',
    promise: 'truth',
    cause: 'folder-signs-in',
    tries: 'CLAUDE_CODE_OAUTH_TOKEN in its settings signs in at the user’s gateway, with an older Claude Code',
    meets: 'named in every version before 2.1.312, and in none after',
    run: async (lab) => {
      const world: World = {
        files: { './.claude/settings.json': JSON.stringify({ env: { CLAUDE_CODE_OAUTH_TOKEN: SENTINEL } }) },
        env: { ANTHROPIC_BASE_URL: GATEWAY },
      };
      const { lastWithout, firstWith } = CLIENT_CHANGES['folder-cannot-sign-in'];
      for (const version of ['2.1.197', '2.1.240', lastWithout])
        assert.ok((await named(lab, world, version)).includes('folder-signs-in'), version);
      for (const version of [firstWith, '2.1.332'])
        assert.ok(!(await named(lab, world, version)).some((cause) => cause.startsWith('folder-signs-in')), version);
    },
  },
  {
    id: 'client-changes-measured',
    attacker: 'chance',
    promise: 'truth',
    tries: 'a change of the client is dated wrongly, so that a leak is denied',
    meets: 'the real clients on both sides of each leak do what the table says',
    seenIn: { file: 'client/changes.test.ts', title: 'does what the table of changes says' },
  },
  {
    id: 'client-helper-race',
    attacker: 'chance',
    promise: 'truth',
    cause: 'two-credentials-sent',
    tries: 'a slow credential command stands beside a token, so that its x-api-key is sent or not by chance',
    meets: 'only Authorization is said to be certain',
    seenIn: { file: 'client/changes.test.ts', title: 'is not waited for by' },
  },
];
