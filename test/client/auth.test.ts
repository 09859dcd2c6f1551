import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askSavedLogin } from '../../src/host/files/claudeCli';
import type { RunTool } from '../../src/host/files/systemTool';
import { temporaryFolder } from '../host/temporary';
import { CLIENT_VERSIONS, installClient, type ClientVersion } from './install';
import { LOGIN_TOKEN } from './world';

/** Runs the client where it can reach nothing, as a user with this home directory. */
function isolated(home: string): RunTool {
  return (command, args) => {
    const stdout = execFileSync(
      'bash',
      [
        join(__dirname, 'isolated.sh'),
        'env',
        '-i',
        `HOME=${home}`,
        'PATH=/usr/bin:/bin',
        'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1',
        'sh',
        '-c',
        '"$@"; exit 0',
        'sh',
        command,
        ...args,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    return Promise.resolve({ code: 0, stdout, stderr: '' });
  };
}

describe('whether a login is saved, as the real client says', () => {
  for (const version of Object.keys(CLIENT_VERSIONS) as ClientVersion[]) {
    it(CLIENT_VERSIONS[version], async function () {
      this.timeout(300_000);
      const client = await installClient(version);
      const home = temporaryFolder('auth');
      try {
        const run = isolated(home.path);
        assert.equal(await askSavedLogin(client, {}, run), false);
        mkdirSync(join(home.path, '.claude'), { recursive: true });
        writeFileSync(
          join(home.path, '.claude', '.credentials.json'),
          JSON.stringify({
            claudeAiOauth: {
              accessToken: LOGIN_TOKEN,
              refreshToken: 'refresh',
              expiresAt: 4102444800000,
              scopes: ['user:inference'],
              subscriptionType: 'max',
            },
          }),
        );
        assert.equal(await askSavedLogin(client, {}, run), true);
      } finally {
        home.remove();
      }
    });
  }
});
