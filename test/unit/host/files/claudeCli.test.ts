import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { askSavedLogin, findClient } from '../../../../src/host/files/claudeCli';
import { folderForTests } from '../support';

describe('the installed client', () => {
  const at = folderForTests();

  function put(file: string, content = ''): void {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), content, { mode: 0o755 });
  }

  function link(from: string, to: string): void {
    mkdirSync(path.dirname(at(from)), { recursive: true });
    symlinkSync(at(to), at(from));
  }

  const found = (...folders: string[]): ReturnType<typeof findClient> =>
    findClient({ PATH: folders.map((folder) => (folder.startsWith('.') ? folder : at(folder))).join(path.delimiter) });

  it('is the first on the PATH, from npm, with the version of its package', async () => {
    put(
      'lib/node_modules/@anthropic-ai/claude-code/package.json',
      '{"name":"@anthropic-ai/claude-code","version":"2.1.329"}',
    );
    put('lib/node_modules/@anthropic-ai/claude-code/bin/claude.exe');
    link('bin/claude', 'lib/node_modules/@anthropic-ai/claude-code/bin/claude.exe');
    assert.deepEqual(await found('nothing', 'bin'), {
      path: at('lib/node_modules/@anthropic-ai/claude-code/bin/claude.exe'),
      version: '2.1.329',
    });
  });

  it('is the native one, whose file is named after its version', async () => {
    put('share/claude/versions/2.1.240');
    link('bin/claude', 'share/claude/versions/2.1.240');
    assert.equal((await found('bin'))?.version, '2.1.240');
  });

  it('has no version that can be told when its place does not tell', async () => {
    put('bin/claude');
    put('package.json', '{"name":"somebody-else","version":"9.9.9"}');
    assert.deepEqual(await found('bin'), { path: at('bin/claude'), version: undefined });
  });

  it('is not looked for in a folder of the project, and may be missing', async () => {
    put('bin/claude');
    for (const folders of [[], ['.'], ['./bin'], ['nothing']]) assert.equal(await found(...folders), undefined);
    assert.equal(await findClient({}), undefined);
  });

  it('is found beside damaged packages', async () => {
    put('bin/claude');
    put('bin/package.json', '{');
    assert.equal((await found('bin'))?.version, undefined);
  });

  it('says whether a login is saved, or nothing that can be used', async () => {
    const saying = (stdout: string, code: number | null = 0): ReturnType<typeof askSavedLogin> =>
      askSavedLogin('/bin/claude', {}, () => Promise.resolve({ code, stdout, stderr: '' }));
    const table: readonly [string, boolean | undefined][] = [
      ['{"loggedIn":true,"authMethod":"claude.ai"}', true],
      ['{"loggedIn":false,"authMethod":"none"}', false],
      ['{"loggedIn":true,"authMethod":"oauth_token"}', undefined],
      ['{"authMethod":5}', undefined],
      ['null', undefined],
      ['', undefined],
      ['Usage: claude', undefined],
    ];
    for (const [stdout, expected] of table) assert.equal(await saying(stdout), expected, stdout);
    assert.equal(await saying('{"authMethod":"claude.ai"}', null), undefined);
  });

  it('is not given the credentials of the environment when it is asked', async () => {
    put('bin/claude', '#!/bin/sh\nenv > "$(dirname "$0")/seen"\necho \'{"authMethod":"none"}\'\n');
    assert.equal(
      await askSavedLogin(at('bin/claude'), {
        PATH: process.env['PATH'],
        ANTHROPIC_API_KEY: 'sentinel',
        CLAUDE_CODE_USE_BEDROCK: '1',
      }),
      false,
    );
    const seen = readFileSync(at('bin/seen'), 'utf8');
    assert.doesNotMatch(seen, /sentinel|BEDROCK/);
    assert.match(seen, /CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1/);
  });
});
