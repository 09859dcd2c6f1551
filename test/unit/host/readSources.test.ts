import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assess } from '../../../src/core/assessment';
import type { SourceReading } from '../../../src/core/snapshot';
import type { SourceId } from '../../../src/core/sources';
import { defaultVscodeSettings, detectMachine } from '../../../src/host/machine';
import { readSources, readVscodeSettings } from '../../../src/host/readSources';
import { folderForTests, makePipe } from './support';

/** What was read, as plain values. */
function plain({ outcome, env, helper, forceLogin }: SourceReading): Record<string, unknown> {
  const place = outcome.status === 'malformed' ? `malformed ${outcome.line}:${outcome.column}` : outcome.status;
  const values = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.reveal()]));
  return { status: place, ...(Object.keys(values).length === 0 ? {} : { env: values }), ...(helper === undefined ? {} : { helper: helper.reveal() }), ...(forceLogin === undefined ? {} : { forceLogin }) };
}

describe('reading the sources', () => {
  const at = folderForTests();

  function put(file: string, content: string | Buffer): void {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), content);
  }

  async function read(env: Record<string, string> = {}): Promise<Map<SourceId, SourceReading>> {
    const machine = detectMachine(env, { home: at('home'), folder: at('code'), managedDir: at('managed') });
    return new Map((await readSources(machine, env)).map((reading) => [reading.id, reading]));
  }

  const FILES = { 'managed-file': 'managed/managed-settings.json', 'local-settings': 'code/.claude/settings.local.json', 'project-settings': 'code/.claude/settings.json', 'user-settings': 'home/.claude/settings.json' } as const;

  it('finds nothing on a fresh machine', async () => {
    const found = await read();
    assert.deepEqual([...found].map(([id, { outcome }]) => `${id} ${outcome.status}`), ['managed-file absent', 'local-settings absent', 'project-settings absent', 'user-settings absent', 'login absent', 'shell read']);
  });

  for (const [id, file] of Object.entries(FILES) as [keyof typeof FILES, string][]) {
    const contents: readonly [string, string | Buffer, Record<string, unknown>][] = [
      ['an env block', '{"env":{"A":"b"},"model":"x"}', { status: 'read', env: { A: 'b' } }],
      ['numbers and booleans as values', '{"env":{"A":1,"B":true,"C":null,"D":["x"],"E":""}}', { status: 'read', env: { A: '1', B: 'true', E: '' } }],
      ['names like those of an object', '{"env":{"constructor":"x","__proto__":"y"}}', { status: 'read', env: { constructor: 'x', ['__proto__']: 'y' } }],
      ['a byte order mark and CRLF', '\ufeff{\r\n"env":{"A":"b"}}', { status: 'read', env: { A: 'b' } }],
      ['a key twice', '{"env":{"A":"a"},"env":{"A":"b"}}', { status: 'read', env: { A: 'b' } }],
      ['a helper', '{"apiKeyHelper":"get-key.sh"}', { status: 'read', helper: 'get-key.sh' }],
      ['a helper that is none', '{"apiKeyHelper":["get-key.sh"]}', { status: 'read' }],
      ['nothing', '', { status: 'read' }],
      ['env that is no object', '{"env":["A=b"]}', { status: 'malformed 1:1' }],
      ['a missing comma', '{\n  "env": {}\n  "model": 1\n}', { status: 'malformed 3:3' }],
      ['a comment', '{\n  // no\n}', { status: 'malformed 2:3' }],
      ['a list', '[]', { status: 'malformed 1:1' }],
      ['Latin-1', Buffer.from('{"env":{"A":"é"}}', 'latin1'), { status: 'unreadable' }],
      ['a demanded login', '{"forceLoginMethod":"claudeai"}', { status: 'read', forceLogin: 'forceLoginMethod is claudeai' }],
      ['a demanded login of unknown kind', '{"forceLoginMethod":"other"}', { status: 'read' }],
      ['a demanded organization', '{"forceLoginOrgUUID":"x"}', { status: 'read', forceLogin: 'forceLoginOrgUUID is set' }],
    ];
    for (const [what, content, expected] of id === 'user-settings' ? contents : contents.slice(0, 1)) {
      it(`${id}: ${what}`, async () => {
        put(file, content);
        const found = (await read()).get(id);
        assert.ok(found !== undefined);
        assert.deepEqual(plain(found), expected);
        assert.equal(found.location, at(file));
      });
    }

    it(`${id}: is unreadable when it is a folder or a pipe, without waiting`, async () => {
      mkdirSync(at(file), { recursive: true });
      assert.equal((await read()).get(id)?.outcome.status, 'unreadable');
    });

    it(`${id}: is unreadable as a pipe, without waiting, and hides nothing else`, async () => {
      mkdirSync(path.dirname(at(file)), { recursive: true });
      makePipe(at(file));
      const found = await read({ ANTHROPIC_BASE_URL: 'https://gw.example' });
      assert.equal(found.get(id)?.outcome.status, 'unreadable');
      assert.equal(found.get('shell')?.env['ANTHROPIC_BASE_URL']?.reveal(), 'https://gw.example');
    });
  }

  it('reads drop-ins in order, JSON only', async () => {
    put('managed/managed-settings.d/20-b.json', '{"env":{"ANTHROPIC_BASE_URL":"b"}}');
    put('managed/managed-settings.d/10-a.json', '{"env":{"ANTHROPIC_BASE_URL":"a"}}');
    put('managed/managed-settings.d/.hidden.json', '{"env":{"ANTHROPIC_BASE_URL":"h"}}');
    put('managed/managed-settings.d/30-c.txt', '{"env":{"ANTHROPIC_BASE_URL":"c"}}');
    put('managed/managed-settings.d/05-broken.json', '{');
    makePipe(at('managed/managed-settings.d/06-pipe.json'));
    put('managed/managed-settings.json', '{"env":{"ANTHROPIC_BASE_URL":"m"}}');
    const found = await read();
    assert.deepEqual([...found.keys()].filter((id) => id.startsWith('managed-')), ['managed-file', 'managed-dropin:05-broken.json', 'managed-dropin:06-pipe.json', 'managed-dropin:10-a.json', 'managed-dropin:20-b.json']);
    const { config } = assess({ readings: [...found.values()], trusted: true, claudeExtension: 'not-asked' }, 'terminal');
    assert.deepEqual(config.variables[0]?.sources.map(({ value }) => value.reveal()), ['b', 'a', 'm']);
  });

  it('knows that a login is saved, and reads nothing of it', async () => {
    put('home/.claude/.credentials.json', '{"claudeAiOauth":{"accessToken":"sentinel"}}');
    chmodSync(at('home/.claude/.credentials.json'), 0o000);
    const login = (await read()).get('login');
    assert.equal(login?.outcome.status, 'read');
    assert.doesNotMatch(JSON.stringify(login), /sentinel/);
  });

  it('follows CLAUDE_CONFIG_DIR, links and the absence of a folder', async () => {
    put('elsewhere/settings.json', '{"env":{"A":"b"}}');
    mkdirSync(at('home'));
    symlinkSync(at('elsewhere'), at('home/.claude'));
    assert.equal((await read()).get('user-settings')?.env['A']?.reveal(), 'b');
    assert.equal((await read({ CLAUDE_CONFIG_DIR: at('elsewhere') })).get('user-settings')?.location, at('elsewhere/settings.json'));
    assert.equal((await read({ CLAUDE_CONFIG_DIR: '' })).get('user-settings')?.location, at('home/.claude/settings.json'));
    const machine = detectMachine({}, { home: at('home') });
    assert.deepEqual((await readSources(machine, {})).map(({ id }) => id).filter((id) => !id.startsWith('managed')), ['user-settings', 'login', 'shell']);
  });

  it('prints no value by accident', async () => {
    put('home/.claude/settings.json', '{"env":{"A":"sentinel"},"apiKeyHelper":"echo sentinel"}');
    assert.doesNotMatch(JSON.stringify([...await read({ ANTHROPIC_API_KEY: 'sentinel' })]), /sentinel/);
  });

  describe('of VS Code', () => {
    const SETTING = '"claudeCode.environmentVariables"';
    const table: readonly [string, string | undefined, Record<string, unknown>, string?][] = [
      ['no file', undefined, { status: 'absent' }],
      ['other settings', '{"a":1}', { status: 'absent' }],
      ['entries, with comments and a trailing comma', `{\n// mine\n${SETTING}: [{"name":"A","value":"b"},],\n}`, { status: 'read', env: { A: 'b' } }],
      ['a name twice', `{${SETTING}: [{"name":"A","value":"b"},{"name":"A","value":"c"}]}`, { status: 'read', env: { A: 'c' } }],
      ['an empty list', `{${SETTING}: []}`, { status: 'read' }],
      ['an object', `{${SETTING}: {"A":"b"}}`, { status: 'read' }, 'It is an object in { }.'],
      ['texts', `{${SETTING}: ["A=b"]}`, { status: 'read' }, 'Item 1 is a text such as "NAME=value".'],
      ['null', `{${SETTING}: null}`, { status: 'read' }, 'It is null.'],
      ['a broken file', `{${SETTING}: [}`, { status: 'malformed 1:38' }],
    ];
    for (const [what, content, expected, shape] of table) {
      it(what, async () => {
        if (content !== undefined) writeFileSync(at('settings.json'), content);
        const found = await readVscodeSettings(at('settings.json'));
        assert.deepEqual([plain(found), found.shapeProblem], [expected, shape]);
      });
    }

    it('does not wait for a pipe', async () => {
      makePipe(at('settings.json'));
      assert.equal((await readVscodeSettings(at('settings.json'))).outcome.status, 'unreadable');
    });

    it('lies where each OS keeps it', () => {
      assert.equal(defaultVscodeSettings('linux', '/home/me', {}), '/home/me/.config/Code/User/settings.json');
      assert.equal(defaultVscodeSettings('linux', '/home/me', { XDG_CONFIG_HOME: '/cfg' }), '/cfg/Code/User/settings.json');
      assert.equal(defaultVscodeSettings('darwin', '/Users/me', { XDG_CONFIG_HOME: '/cfg' }), '/Users/me/Library/Application Support/Code/User/settings.json');
    });
  });
});
