import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assess } from '../../../../src/core/checks/assessment';
import { isFromFolder, valueOf } from '../../../../src/core/config/resolve';
import type { SourceReading } from '../../../../src/core/config/snapshot';
import type { SourceId } from '../../../../src/core/claude/sources';
import { defaultVscodeSettings, detectMachine } from '../../../../src/host/files/machine';
import { NO_POLICIES, type Policies } from '../../../../src/host/files/policies';
import { readSources } from '../../../../src/host/files/readSources';
import { readVscodeFile } from '../../../../src/host/files/vscodeFile';
import { recordingFileCalls } from '../recordedCalls';
import { folderForTests, makePipe } from '../support';

/** What was read, as plain values. */
function plain({ outcome, env, helper, forceLogin }: SourceReading): Record<string, unknown> {
  const place = outcome.status === 'malformed' ? `malformed ${outcome.line}:${outcome.column}` : outcome.status;
  const values = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.reveal()]));
  return {
    status: place,
    ...(Object.keys(values).length === 0 ? {} : { env: values }),
    ...(helper === undefined ? {} : { helper: helper.reveal() }),
    ...(forceLogin === undefined ? {} : { forceLogin }),
  };
}

describe('reading the sources', () => {
  const at = folderForTests();

  function put(file: string, content: string | Buffer): void {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), content);
  }

  async function read(env: Record<string, string> = {}): Promise<Map<SourceId, SourceReading>> {
    const machine = detectMachine(env, { home: at('home'), folder: at('code'), managedDir: at('managed') });
    return new Map((await readSources(machine, env)).readings.map((reading) => [reading.id, reading]));
  }

  const FILES = {
    'managed-file': 'managed/managed-settings.json',
    'local-settings': 'code/.claude/settings.local.json',
    'project-settings': 'code/.claude/settings.json',
    'user-settings': 'home/.claude/settings.json',
  } as const;

  it('finds nothing on a fresh machine', async () => {
    const found = await read();
    assert.deepEqual(
      [...found].map(([id, { outcome }]) => `${id} ${outcome.status}`),
      [
        'managed-file absent',
        'local-settings absent',
        'project-settings absent',
        'user-settings absent',
        'login absent',
        'shell read',
      ],
    );
  });

  for (const [id, file] of Object.entries(FILES) as [keyof typeof FILES, string][]) {
    const contents: readonly [string, string | Buffer, Record<string, unknown>][] = [
      ['an env block', '{"env":{"A":"b"},"model":"x"}', { status: 'read', env: { A: 'b' } }],
      [
        'values that are no text',
        '{"env":{"A":1,"B":true,"C":null,"D":["x"],"E":""}}',
        { status: 'read', env: { A: '1', B: 'true', C: 'null', D: 'x', E: '' } },
      ],
      [
        'names like those of an object',
        '{"env":{"constructor":"x","__proto__":"y"}}',
        { status: 'read', env: { constructor: 'x', ['__proto__']: 'y' } },
      ],
      ['a byte order mark and CRLF', '\ufeff{\r\n"env":{"A":"b"}}', { status: 'read', env: { A: 'b' } }],
      ['a key twice', '{"env":{"A":"a"},"env":{"A":"b"}}', { status: 'read', env: { A: 'b' } }],
      ['a helper', '{"apiKeyHelper":"get-key.sh"}', { status: 'read', helper: 'get-key.sh' }],
      ['a helper that is none', '{"apiKeyHelper":["get-key.sh"]}', { status: 'malformed 1:2' }],
      ['a helper switched off', '{"apiKeyHelper":""}', { status: 'read', helper: '' }],
      ['a key of the wrong kind', '{\n  "model": 5\n}', { status: 'malformed 2:3' }],
      ['a key that nobody knows', '{"env":{"A":"b"},"somethingNew":1}', { status: 'read', env: { A: 'b' } }],
      ['nothing', '', { status: 'read' }],
      ['env that is no object', '{"env":["A=b"]}', { status: 'malformed 1:2' }],
      ['a missing comma', '{\n  "env": {}\n  "model": 1\n}', { status: 'malformed 3:3' }],
      ['a comment', '{\n  // no\n}', { status: 'malformed 2:3' }],
      ['a list', '[]', { status: 'malformed 1:1' }],
      ['Latin-1', Buffer.from('{"env":{"A":"é"}}', 'latin1'), { status: 'unreadable' }],
      [
        'a demanded login',
        '{"forceLoginMethod":"claudeai"}',
        { status: 'read', forceLogin: { method: 'claudeai', organization: false } },
      ],
      ['a demanded login of unknown kind', '{"forceLoginMethod":"other"}', { status: 'read' }],
      [
        'a demanded organization',
        '{"forceLoginOrgUUID":"x"}',
        { status: 'read', forceLogin: { method: undefined, organization: true } },
      ],
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
    assert.deepEqual(
      [...found.keys()].filter((id) => id.startsWith('managed-')),
      [
        'managed-file',
        'managed-dropin:05-broken.json',
        'managed-dropin:06-pipe.json',
        'managed-dropin:10-a.json',
        'managed-dropin:20-b.json',
      ],
    );
    const { config } = assess(
      { readings: [...found.values()], trusted: true, claudeExtension: 'not-asked' },
      'terminal',
    );
    assert.deepEqual(
      config.variables[0]?.sources.map(({ value }) => value.reveal()),
      ['b', 'a', 'm'],
    );
  });

  describe('a saved login', () => {
    const oauth = (fields: object): string =>
      JSON.stringify({
        claudeAiOauth: { accessToken: 'sentinel', scopes: ['user:inference', 'user:profile'], ...fields },
      });
    const table: readonly [string, string | undefined, string][] = [
      ['that may ask a model', oauth({}), 'read'],
      ['with its scopes as a text', oauth({ scopes: 'user:profile user:inference' }), 'read'],
      ['that may not', oauth({ scopes: ['user:profile'] }), 'absent'],
      ['without scopes', oauth({ scopes: undefined }), 'absent'],
      ['that was removed', oauth({ accessToken: '' }), 'absent'],
      ['for tool servers only', '{"mcpOAuth":{"x":{"accessToken":"sentinel"}}}', 'absent'],
      ['that is no object', '[null]', 'absent'],
      ['that is damaged', '{"claudeAiOauth":', 'absent'],
      ['nowhere', undefined, 'absent'],
    ];
    for (const [what, content, status] of table) {
      it(`${what}: ${status}, and nothing of it is kept`, async () => {
        if (content !== undefined) put('home/.claude/.credentials.json', content);
        const login = (await read()).get('login');
        assert.equal(login?.outcome.status, status);
        assert.doesNotMatch(JSON.stringify(login), /sentinel/);
      });
    }

    it('is assumed where its file cannot be read', async () => {
      mkdirSync(at('home/.claude/.credentials.json'), { recursive: true });
      assert.equal((await read()).get('login')?.outcome.status, 'read');
    });
  });

  it('follows CLAUDE_CONFIG_DIR, links and the absence of a folder', async () => {
    put('elsewhere/settings.json', '{"env":{"A":"b"}}');
    put('code/settings.json', '{"env":{"A":"c"}}');
    mkdirSync(at('home'));
    symlinkSync(at('elsewhere'), at('home/.claude'));
    assert.equal((await read()).get('user-settings')?.env['A']?.reveal(), 'b');
    assert.equal(
      (await read({ CLAUDE_CONFIG_DIR: at('elsewhere') })).get('user-settings')?.location,
      at('elsewhere/settings.json'),
    );
    assert.equal(
      (await read({ CLAUDE_CONFIG_DIR: '../elsewhere' })).get('user-settings')?.location,
      at('elsewhere/settings.json'),
    );
    // Set to nothing it is the folder itself (measured).
    assert.equal((await read({ CLAUDE_CONFIG_DIR: '' })).get('user-settings')?.location, at('code/settings.json'));
    const machine = detectMachine({}, { home: at('home') });
    assert.deepEqual(
      (await readSources(machine, {})).readings.map(({ id }) => id).filter((id) => !id.startsWith('managed')),
      ['user-settings', 'login', 'shell'],
    );
  });

  describe('goes by the place, not by the name', () => {
    const fromFolder = async (env: Record<string, string>, folder = 'code'): Promise<boolean | undefined> => {
      const machine = detectMachine(env, { home: at('home'), folder: at(folder), managedDir: at('managed') });
      const found = (await readSources(machine, env)).readings.find(({ id }) => id === 'user-settings');
      return found === undefined ? undefined : isFromFolder(found);
    };

    it('the opened folder’s file is not the user’s, whatever CLAUDE_CONFIG_DIR says', async () => {
      for (const file of [
        'code/settings.json',
        'code/cfg/settings.json',
        'code/~/c/settings.json',
        'elsewhere/settings.json',
      ])
        put(file, '{"env":{"A":"b"}}');
      put('home/.claude/settings.json', '{}');
      symlinkSync(at('code'), at('link'));
      for (const value of ['', '.', 'cfg', './cfg/../cfg', '~/c', at('code'), at('link/cfg')])
        assert.equal(await fromFolder({ CLAUDE_CONFIG_DIR: value }), true, value);
      for (const value of ['../elsewhere', at('elsewhere'), at('home/.claude')])
        assert.equal(await fromFolder({ CLAUDE_CONFIG_DIR: value }), false, value);
      assert.equal(await fromFolder({}), false);
    });

    it('nor is a link into it; but what lies where it always does is the user’s, also with the home directory open', async () => {
      put('home/dotfiles/claude/settings.json', '{}');
      symlinkSync(at('home/dotfiles/claude'), at('home/.claude'));
      assert.deepEqual([await fromFolder({}, 'home/dotfiles'), await fromFolder({}, 'code')], [true, false]);
      rmSync(at('home/.claude'));
      put('home/.claude/settings.json', '{}');
      assert.deepEqual(
        [
          await fromFolder({}, 'home'),
          await fromFolder({}, 'home/.claude'),
          await fromFolder({ CLAUDE_CONFIG_DIR: '' }, 'home'),
        ],
        [false, false, true],
      );
    });

    it('and says whether Git has it', async () => {
      put('code/settings.json', '{"env":{"ANTHROPIC_API_KEY":"x"}}');
      execFileSync('git', ['init', '-q', at('code')]);
      execFileSync('git', ['-C', at('code'), 'add', '.']);
      assert.equal((await read({ CLAUDE_CONFIG_DIR: '' })).get('user-settings')?.committed, true);
    });
  });

  it('does not follow a link out of the folder, and says that Claude Code may', async () => {
    put('home/secret.json', '{"env":{"A":"secret"}}');
    put('code/in.json', '{"env":{"A":"inside"}}');
    mkdirSync(at('code/.claude'));
    symlinkSync('../in.json', at('code/.claude/settings.json'));
    symlinkSync('/proc/self/pagemap', at('code/.claude/settings.local.json'));
    const calls = await recordingFileCalls(async () => {
      const found = await read();
      assert.equal(found.get('project-settings')?.env['A']?.reveal(), 'inside');
      const outcome = found.get('local-settings')?.outcome;
      assert.ok(
        outcome?.status === 'unreadable' &&
          outcome.onlyHere === true &&
          outcome.message.includes('settings.local.json leads outside this folder'),
        JSON.stringify(outcome),
      );
    });
    assert.deepEqual(
      calls.filter((file) => file.startsWith('/proc')),
      [],
    );
    for (const [link, target] of [
      ['code/.claude', '../home'],
      ['code/cfg/settings.json', at('home/secret.json')],
    ] as const) {
      rmSync(at(link), { recursive: true, force: true });
      mkdirSync(path.dirname(at(link)), { recursive: true });
      symlinkSync(target, at(link));
    }
    put('home/settings.json', '{"env":{"A":"secret"}}');
    const found = await read({ CLAUDE_CONFIG_DIR: 'cfg' });
    assert.deepEqual(
      (['project-settings', 'user-settings'] as const).map((id) => found.get(id)?.outcome.status),
      ['unreadable', 'unreadable'],
    );
  });

  it('knows an approved key from a state of some MB, and nothing from one that is too large', async () => {
    const key = 'sk-sentinel-0123456789abcdef';
    const withState = async (bytes: number): Promise<ReturnType<typeof assess>> => {
      put(
        'home/.claude.json',
        JSON.stringify({
          hasCompletedOnboarding: true,
          projects: { x: { history: 'h'.repeat(bytes) } },
          customApiKeyResponses: { approved: [key.slice(-20)] },
        }),
      );
      const env = { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_API_KEY: key };
      const machine = detectMachine(env, { home: at('home'), folder: at('code'), managedDir: at('managed') });
      return assess(
        {
          ...(await readSources(machine, env)),
          trusted: true,
          claudeExtension: { version: '2.1.329', scope: 'machine' },
        },
        'vscode-extension',
      );
    };
    const small = await withState(2_300_000);
    assert.deepEqual([small.request.reason, small.findings.map(({ cause }) => cause)], [undefined, []]);
    const large = await withState(33 * 1024 * 1024);
    assert.deepEqual(
      [large.request.reason, large.findings.map(({ cause, severity }) => `${cause} ${severity}`)],
      [undefined, ['settings-file-unread note']],
    );
  });

  it('says on which line a value stands, what stands there twice, what is no text and what is left out', async () => {
    put(
      'managed/managed-settings.json',
      '{\n  "env": {\n    "A": "b",\n    "A": "c",\n    "B": {}\n  },\n  "apiKeyHelper": "x",\n  "model": 5\n}',
    );
    const found = (await read()).get('managed-file');
    assert.deepEqual(found?.lines, { A: 4, B: 5, apiKeyHelper: 7 });
    assert.deepEqual(found.oddities, [
      { kind: 'skipped-key', name: 'model', line: 8 },
      { kind: 'not-text', name: 'B', line: 5 },
      { kind: 'duplicate', name: 'A', line: 4 },
    ]);
  });

  it('tells policy from what is none', async () => {
    for (const [content, delivers] of [
      ['{}', false],
      ['', false],
      ['{"wslInheritsWindowsSettings":true}', false],
      ['{"env":{}}', true],
      ['{"model":5}', true],
    ] as const) {
      put('managed/managed-settings.json', content);
      assert.equal((await read()).get('managed-file')?.delivers, delivers, content);
    }
  });

  it('knows whether others can read a file, and whether Git has it', async () => {
    put('code/.claude/settings.json', '{"env":{"A":"b"}}');
    put('code/.claude/settings.local.json', '{"env":{"A":"b"}}');
    execFileSync('git', ['init', '--quiet'], { cwd: at('code') });
    execFileSync('git', ['add', '.claude/settings.json'], { cwd: at('code') });
    chmodSync(at('code/.claude/settings.local.json'), 0o600);
    const found = await read();
    assert.deepEqual(
      [found.get('project-settings')?.committed, found.get('local-settings')?.committed],
      [true, undefined],
    );
    assert.deepEqual(
      [found.get('project-settings')?.openToOthers, found.get('local-settings')?.openToOthers],
      [true, undefined],
    );
  });

  it('reads settings.local.json at the root of the repository too, where the client does', async () => {
    put('code/.claude/settings.local.json', '{"env":{"ANTHROPIC_BASE_URL":"root","ANTHROPIC_MODEL":"root"}}');
    put('code/sub/.claude/settings.local.json', '{"env":{"ANTHROPIC_BASE_URL":"sub","ANTHROPIC_AUTH_TOKEN":"sub"}}');
    mkdirSync(at('code/.git'));
    const sources = await readSources(
      detectMachine({}, { home: at('home'), folder: at('code/sub'), managedDir: at('managed') }),
      {},
    );
    const values = (clientVersion: string): (string | undefined)[] => {
      const { config } = assess({ ...sources, trusted: true, claudeExtension: 'not-asked', clientVersion }, 'print');
      return ['ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_MODEL'].map((name) => valueOf(config, name));
    };
    assert.deepEqual(
      [values('2.1.211'), values('2.1.210')],
      [
        ['root', 'sub', 'root'],
        ['sub', 'sub', undefined],
      ],
    );
  });

  it('puts the policies of the OS among the managed settings', async () => {
    put('managed/managed-settings.json', '{"env":{"ANTHROPIC_BASE_URL":"file"},"apiKeyHelper":"from-file"}');
    put('windows/managed-settings.json', '{"env":{"ANTHROPIC_BASE_URL":"windows"}}');
    const machine = detectMachine({}, { home: at('home'), folder: at('code'), managedDir: at('managed') });
    const document = {
      id: 'managed-hklm',
      location: 'HKLM',
      outcome: { status: 'read' },
      text: '{"env":{"ANTHROPIC_AUTH_TOKEN":"policy"}}',
    } as const;
    const values = async (policies: Policies): Promise<(string | undefined)[]> => {
      const { config } = assess(
        { ...(await readSources(machine, {}, policies)), trusted: true, claudeExtension: 'not-asked' },
        'print',
      );
      return ['ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN', 'apiKeyHelper'].map((name) => valueOf(config, name));
    };
    assert.deepEqual(await values(NO_POLICIES), ['file', undefined, 'from-file']);
    assert.deepEqual(
      await values({ documents: [document], inheritedDir: undefined }),
      [undefined, 'policy', undefined],
      'a policy takes the place of the file; routes beside a helper go with it',
    );
    assert.deepEqual(
      await values({ documents: [], inheritedDir: at('windows') }),
      ['windows', undefined, undefined],
      'WSL with the settings of Windows',
    );
    assert.deepEqual(await values({ documents: [], inheritedDir: at('nowhere') }), ['file', undefined, 'from-file']);
    const broken = { ...document, outcome: { status: 'unreadable', message: 'x' }, text: undefined } as const;
    assert.deepEqual(await values({ documents: [broken], inheritedDir: undefined }), ['file', undefined, 'from-file']);
  });

  it('tells what the organization set from what a user may have written', async () => {
    for (const folder of ['managed', 'windows']) put(`${folder}/managed-settings.json`, '{}');
    const document = (id: 'managed-hklm' | 'managed-hkcu' | 'managed-plist'): Policies['documents'][number] => ({
      id,
      location: id,
      outcome: { status: 'read' },
      text: '{}',
    });
    chmodSync(at('managed'), 0o777);
    const { readings } = await readSources(
      detectMachine({}, { home: at('home'), managedDir: at('managed') }),
      {},
      {
        documents: [document('managed-hklm'), document('managed-hkcu'), document('managed-plist')],
        inheritedDir: undefined,
      },
    );
    const guarded = readings
      .filter((one) => one.guarded === true)
      .map(({ id }) => id)
      .sort();
    // Windows guards the folder of its programs, which this one stands for.
    assert.deepEqual(guarded, [
      ...(process.platform === 'win32' ? ['managed-file'] : []),
      'managed-hklm',
      'managed-plist',
    ]);
    const inherited = await readSources(
      detectMachine({}, { home: at('home'), managedDir: at('managed') }),
      {},
      { documents: [], inheritedDir: at('windows') },
    );
    assert.ok(
      inherited.readings.some(
        ({ location, guarded: kept }) => location?.startsWith(at('windows')) === true && kept === true,
      ),
    );
  });

  it('lists what the client keeps for itself, and what it no longer reads', async () => {
    put('home/.claude/remote-settings.json', '{"env":{"ANTHROPIC_BASE_URL":"https://cached.example"}}');
    const cached = (await read()).get('managed-remote');
    assert.match(cached?.ignored ?? '', /without a gateway/);
  });

  it('prints no value by accident', async () => {
    put('home/.claude/settings.json', '{"env":{"A":"sentinel"},"apiKeyHelper":"echo sentinel"}');
    assert.doesNotMatch(JSON.stringify([...(await read({ ANTHROPIC_API_KEY: 'sentinel' }))]), /sentinel/);
  });

  describe('of VS Code', () => {
    const SETTING = '"claudeCode.environmentVariables"';
    const readVscode = async (): Promise<SourceReading> => {
      const [found] = (await readVscodeFile('vscode-user', at('settings.json'), 'linux', {})).readings;
      assert.ok(found !== undefined);
      return found;
    };
    const table: readonly [string, string | undefined, Record<string, unknown>, string?][] = [
      ['no file', undefined, { status: 'absent' }],
      ['other settings', '{"a":1}', { status: 'absent' }],
      [
        'entries, with comments and a trailing comma',
        `{\n// mine\n${SETTING}: [{"name":"A","value":"b"},],\n}`,
        { status: 'read', env: { A: 'b' } },
      ],
      [
        'a name twice',
        `{${SETTING}: [{"name":"A","value":"b"},{"name":"A","value":"c"}]}`,
        { status: 'read', env: { A: 'c' } },
      ],
      ['an empty list', `{${SETTING}: []}`, { status: 'read' }],
      ['an object', `{${SETTING}: {"A":"b"}}`, { status: 'read' }, 'The value is an object in { }.'],
      ['texts', `{${SETTING}: ["A=b"]}`, { status: 'read' }, 'Item 1 is a string such as "NAME=value".'],
      ['null', `{${SETTING}: null}`, { status: 'read' }, 'The value is null.'],
      ['a broken file', `{${SETTING}: [}`, { status: 'malformed 1:38' }],
    ];
    for (const [what, content, expected, shape] of table) {
      it(what, async () => {
        if (content !== undefined) writeFileSync(at('settings.json'), content);
        const found = await readVscode();
        assert.deepEqual([plain(found), found.shapeProblem], [expected, shape]);
      });
    }

    it('says which name stands there twice, and where', async () => {
      writeFileSync(at('settings.json'), `{\n${SETTING}: [\n{"name":"A","value":"b"},\n{"name":"A","value":"c"}]}`);
      assert.deepEqual((await readVscode()).oddities, [{ kind: 'duplicate', name: 'A', line: 4 }]);
    });

    it('does not wait for a pipe', async () => {
      makePipe(at('settings.json'));
      assert.equal((await readVscode()).outcome.status, 'unreadable');
    });

    it('lies where each OS keeps it', () => {
      assert.equal(defaultVscodeSettings('linux', '/home/me', {}), '/home/me/.config/Code/User/settings.json');
      assert.equal(
        defaultVscodeSettings('linux', '/home/me', { XDG_CONFIG_HOME: '/cfg' }),
        '/cfg/Code/User/settings.json',
      );
      assert.equal(
        defaultVscodeSettings('darwin', '/Users/me', { XDG_CONFIG_HOME: '/cfg' }),
        '/Users/me/Library/Application Support/Code/User/settings.json',
      );
    });
  });
});
