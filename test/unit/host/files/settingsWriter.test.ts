import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {
  obstaclesTo,
  planConnection,
  type Connection,
  type FilePlan,
} from '../../../../src/core/writing/connectionPlan';
import type { JournalEntry } from '../../../../src/core/writing/journal';
import { parseJournal } from '../../../../src/core/writing/journal';
import { Secret } from '../../../../src/core/words/secret';
import {
  closedToOthers,
  journalOf,
  prepareFiles,
  prepareUndo,
  SyntaxProblem,
  WrongShape,
} from '../../../../src/host/files/preparedFiles';
import { commitFiles } from '../../../../src/host/files/settingsWriter';
import { lockFileOf } from '../../../../src/host/files/lock';
import { FileError } from '../../../../src/host/files/fileError';
import { reading, snapshotOf } from '../../core/support';
import { filesIn, folderForTests } from '../support';
import { SOURCES, type SourceId } from '../../../../src/core/claude/sources';
import { ENVIRONMENT_SETTING } from '../../../../src/core/files/vscodeSettings';
import { readingOfSetting } from '../../../../src/core/files/environment';
import type { Json } from '../../../../src/core/text/json';

const BEARER: Connection = { baseUrl: 'https://gw.example', kind: 'bearer', credential: new Secret('sk-made-up-0123') };
const KEY: Connection = { baseUrl: 'https://other.example', kind: 'api-key', credential: new Secret('sk-other-4567') };
const HELPER: Connection = {
  baseUrl: 'https://gw.example',
  kind: 'helper',
  credential: new Secret('get-key.sh --for "gw"'),
};
const BOTH = { vscode: true, terminal: true };

describe('writing settings', () => {
  const at = folderForTests();
  const VSCODE = (): string => at('Code', 'settings.json');
  const CLAUDE = (): string => at('home', '.claude', 'settings.json');
  const plan = (connection = BEARER, targets = BOTH): readonly FilePlan[] =>
    planConnection(
      connection,
      { vscode: VSCODE(), vscodeKind: 'user', userSettings: VSCODE(), claude: CLAUDE() },
      targets,
    );

  beforeEach(() => {
    mkdirSync(at('Code'));
    mkdirSync(at('home', '.claude'), { recursive: true });
  });

  /** Writes as Connect does; the journal survives a restart. */
  async function connect(
    plans: readonly FilePlan[],
    journal: readonly JournalEntry[] = [],
    repair = false,
  ): Promise<readonly JournalEntry[]> {
    const files = await prepareFiles(plans, journal, repair);
    await commitFiles(files);
    const read = parseJournal(JSON.stringify(journalOf(files)));
    assert.ok(read.ok);
    return read.value;
  }

  async function disconnect(journal: readonly JournalEntry[]): Promise<number> {
    const { files, kept } = await prepareUndo(journal);
    await commitFiles(files);
    return kept;
  }

  const textOf = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);
  const jsonOf = (file: string): Record<string, unknown> =>
    JSON.parse((textOf(file) ?? '').replace(/^\ufeff/, '')) as Record<string, unknown>;

  const HOSTILE: readonly [string, string | undefined, string | undefined][] = [
    ['no files', undefined, undefined],
    ['empty files', '', ''],
    ['white space', '\n\n', ' '],
    ['a byte order mark alone', '\ufeff', '\ufeff'],
    ['empty objects', '{}', '{ }\n'],
    ['CRLF', '{\r\n  "a": 1\r\n}\r\n', '{\r\n  "model": "x"\r\n}\r\n'],
    ['a byte order mark', '\ufeff{\n  "a": 1\n}', '\ufeff{"env":{}}'],
    ['tabs', '{\n\t"a": [\n\t\t1\n\t]\n}\n', '{\n\t"env": {\n\t\t"A": "b"\n\t}\n}\n'],
    ['one line', '{"a":1,"b":{"c":[1,2]}}', '{"env":{"A":"b"},"model":"x"}'],
    [
      'comments and trailing commas',
      '// mine\n{\n  "a": 1, // one\n  /* two */ "b": [1,],\n}\n// end',
      '{\n  "a": 1\n}',
    ],
    ['no line end', '{\n    "a": 1\n}', '{\n  "a": 1\n}'],
    [
      'an earlier connection by hand',
      `{\n  "${ENVIRONMENT_SETTING}": [\n    { "name": "ANTHROPIC_BASE_URL", "value": "https://old" },\n    { "value": "old", "name": "ANTHROPIC_API_KEY" }, // mine\n    { "name": "A", "value": "b" },\n  ],\n  "settingsSync.ignoredSettings": ["x", "${ENVIRONMENT_SETTING}"]\n}`,
      '{"env":{"ANTHROPIC_BASE_URL":"https://old","ANTHROPIC_API_KEY":"old","ANTHROPIC_AUTH_TOKEN":""},"apiKeyHelper":"old.sh"}',
    ],
    [
      'a setting twice',
      `{"${ENVIRONMENT_SETTING}":[{"name":"A","value":"b"},{"name":"ANTHROPIC_BASE_URL","value":"a"},{"name":"ANTHROPIC_BASE_URL","value":"b"}]}`,
      '{"env":{"A":"1"},"env":{"A":"2"}}',
    ],
    ['characters of all kinds', '{"é😀\\u0000":"\\ud800 \u2028"}', '{"é😀":"\\ud800"}'],
  ];
  for (const [what, vscode, claude] of HOSTILE) {
    for (const connection of [BEARER, KEY, HELPER]) {
      it(`is undone byte by byte: ${what} (${connection.kind})`, async () => {
        if (vscode !== undefined) writeFileSync(VSCODE(), vscode);
        if (claude !== undefined) writeFileSync(CLAUDE(), claude);
        const journal = await connect(plan(connection));
        const env = jsonOf(CLAUDE())['env'] as Record<string, string>;
        assert.equal(env['ANTHROPIC_BASE_URL'], connection.baseUrl);
        assert.deepEqual(
          [env['ANTHROPIC_AUTH_TOKEN'], env['ANTHROPIC_API_KEY'], jsonOf(CLAUDE())['apiKeyHelper']],
          connection === BEARER
            ? ['sk-made-up-0123', undefined, undefined]
            : connection === KEY
              ? [undefined, 'sk-other-4567', undefined]
              : [undefined, undefined, HELPER.credential.reveal()],
        );
        assert.equal(await disconnect(journal), 0);
        assert.deepEqual([textOf(VSCODE()), textOf(CLAUDE())], [vscode, claude]);
      });
    }

    it(`is undone to the original after connecting again and again: ${what}`, async () => {
      if (vscode !== undefined) writeFileSync(VSCODE(), vscode);
      if (claude !== undefined) writeFileSync(CLAUDE(), claude);
      let journal: readonly JournalEntry[] = [];
      for (const [connection, targets] of [
        [BEARER, BOTH],
        [BEARER, BOTH],
        [KEY, { vscode: true, terminal: false }],
        [HELPER, BOTH],
        [KEY, BOTH],
      ] as const)
        journal = await connect(plan(connection, targets), journal);
      assert.deepEqual((jsonOf(CLAUDE())['env'] as Record<string, string>)['ANTHROPIC_API_KEY'], 'sk-other-4567');
      await disconnect(journal);
      assert.deepEqual([textOf(VSCODE()), textOf(CLAUDE())], [vscode, claude]);
    });
  }

  it('keeps what the user wrote in between, and takes back the rest', async () => {
    writeFileSync(CLAUDE(), '{\n  "model": "x"\n}\n');
    const journal = await connect(plan());
    writeFileSync(
      CLAUDE(),
      (textOf(CLAUDE()) ?? '')
        .replace('"model": "x"', '"model": "y",\n  "theme": "dark"')
        .replace('sk-made-up-0123', 'sk-mine'),
    );
    writeFileSync(VSCODE(), (textOf(VSCODE()) ?? '').replace('{', '{ // note'));
    assert.equal(await disconnect(journal), 1);
    assert.deepEqual(jsonOf(CLAUDE()), { model: 'y', theme: 'dark', env: { ANTHROPIC_AUTH_TOKEN: 'sk-mine' } });
    assert.match(textOf(VSCODE()) ?? '', /\/\/ note/);
    assert.doesNotMatch(textOf(VSCODE()) ?? '', /gw\.example|sk-/);
  });

  it('keeps what the user wrote between two connections', async () => {
    writeFileSync(CLAUDE(), '{}');
    const first = await connect(plan());
    writeFileSync(CLAUDE(), (textOf(CLAUDE()) ?? '').replace('{', '{\n  "theme": "dark",'));
    const second = await connect(plan(KEY), first);
    assert.deepEqual(jsonOf(CLAUDE()), {
      theme: 'dark',
      env: { ANTHROPIC_BASE_URL: 'https://other.example', ANTHROPIC_API_KEY: 'sk-other-4567' },
    });
    await disconnect(second);
    assert.deepEqual(jsonOf(CLAUDE()), { theme: 'dark' });
  });

  it('does not bring back a file that the user removed, nor mind it', async () => {
    const journal = await connect(plan());
    rmSync(CLAUDE());
    assert.equal(await disconnect(journal), 0);
    assert.deepEqual(filesIn(at()), ['Code', 'home', 'home/.claude']);
  });

  it('makes new files for their owner only, and keeps the mode of others', async () => {
    rmSync(at('home'), { recursive: true });
    writeFileSync(VSCODE(), '{}');
    chmodSync(VSCODE(), 0o644);
    await connect(plan());
    assert.deepEqual(
      [CLAUDE(), VSCODE(), at('home', '.claude')].map((file) => statSync(file).mode & 0o777),
      [0o600, 0o644, 0o700],
    );
    assert.ok(filesIn(at()).every((file) => !file.includes('tmp')));
  });

  it('closes a file to others where that is agreed on, and opens it again when all is undone', async () => {
    for (const [before, closed] of [
      [0o644, 0o600],
      [0o640, 0o600],
      [0o755, 0o700],
    ] as const) {
      writeFileSync(CLAUDE(), '{}');
      chmodSync(CLAUDE(), before);
      const files = await prepareFiles(plan(), [], false);
      assert.deepEqual(
        files.map(({ openMode }) => openMode),
        [undefined, before],
        'a new file is open to nobody',
      );
      const stored = parseJournal(JSON.stringify(journalOf(await commitFiles(files.map(closedToOthers)))));
      assert.ok(stored.ok);
      let journal = stored.value;
      assert.equal(statSync(CLAUDE()).mode & 0o777, closed);
      // Connecting once more forgets nothing.
      journal = await connect(plan(KEY), journal);
      assert.equal(statSync(CLAUDE()).mode & 0o777, closed);
      await disconnect(journal);
      assert.deepEqual([textOf(CLAUDE()), statSync(CLAUDE()).mode & 0o777], ['{}', before]);
    }
  });

  it('leaves the mode that the user has given a file since', async () => {
    writeFileSync(CLAUDE(), '{}');
    chmodSync(CLAUDE(), 0o644);
    const journal = journalOf(await commitFiles((await prepareFiles(plan(), [], false)).map(closedToOthers)));
    chmodSync(CLAUDE(), 0o640);
    await disconnect(journal);
    assert.equal(statSync(CLAUDE()).mode & 0o777, 0o640);
  });

  it('offers to close no file that receives no credential', async () => {
    for (const file of [VSCODE(), CLAUDE()]) {
      writeFileSync(file, '{}');
      chmodSync(file, 0o644);
    }
    assert.deepEqual(
      (await prepareFiles(plan(HELPER), [], false)).map(({ openMode }) => openMode),
      [undefined, undefined],
    );
    assert.deepEqual(
      (await prepareFiles(plan(KEY), [], false)).map(({ openMode }) => openMode),
      [0o644, 0o644],
    );
  });

  it('writes through a link and undoes through it, also when there was no file yet', async () => {
    mkdirSync(at('dotfiles'));
    for (const content of ['{\n  "a": 1\n}\n', undefined]) {
      rmSync(CLAUDE(), { force: true });
      symlinkSync(at('dotfiles', 'claude.json'), CLAUDE());
      if (content !== undefined) writeFileSync(at('dotfiles', 'claude.json'), content);
      else rmSync(at('dotfiles', 'claude.json'));
      const journal = await connect(plan());
      assert.match(readFileSync(at('dotfiles', 'claude.json'), 'utf8'), /sk-made-up/);
      await disconnect(journal);
      assert.ok(lstatSync(CLAUDE()).isSymbolicLink());
      assert.equal(textOf(at('dotfiles', 'claude.json')), content);
    }
  });

  describe('is all or nothing', () => {
    const VSCODE_TEXT = '{\n  "a": 1\n}\n';
    const unchanged = (): void => {
      assert.deepEqual([textOf(VSCODE()), textOf(CLAUDE())], [VSCODE_TEXT, '{}']);
    };
    beforeEach(() => {
      writeFileSync(VSCODE(), VSCODE_TEXT);
      writeFileSync(CLAUDE(), '{}');
    });

    it('when the second file is read-only', async () => {
      chmodSync(CLAUDE(), 0o400);
      await assert.rejects(connect(plan()), (error) => error instanceof FileError && error.code === 'read-only');
      unchanged();
    });

    it('when the second file cannot be replaced', async () => {
      // Something is in the place of its lock.
      mkdirSync(path.join(lockFileOf(CLAUDE()), 'mine'), { recursive: true });
      await assert.rejects(
        connect(plan()),
        (error) => error instanceof FileError && error.code === 'in-use' && error.path === CLAUDE(),
      );
      unchanged();
      rmSync(VSCODE());
      await assert.rejects(connect(plan()), FileError);
      assert.deepEqual([textOf(VSCODE()), textOf(CLAUDE())], [undefined, '{}']);
    });

    it('when one of them changes after the preview', async () => {
      const files = await prepareFiles(plan(), [], false);
      const others = '{"env":{"ANTHROPIC_BASE_URL":"https://mine"}}';
      writeFileSync(CLAUDE(), others);
      await assert.rejects(
        commitFiles(files),
        (error) => error instanceof FileError && error.code === 'changed' && error.message.includes(CLAUDE()),
      );
      assert.deepEqual([textOf(VSCODE()), textOf(CLAUDE())], [VSCODE_TEXT, others]);
      rmSync(CLAUDE());
      await assert.rejects(commitFiles(files), FileError);
      const fresh = await prepareFiles(plan(), [], false);
      writeFileSync(CLAUDE(), '{}');
      await assert.rejects(commitFiles(fresh), (error) => error instanceof FileError && error.code === 'changed');
      assert.deepEqual([textOf(VSCODE()), textOf(CLAUDE())], [VSCODE_TEXT, '{}']);
    });

    it('unless what changes after the preview leaves the change what it was: then both are kept', async () => {
      const files = await prepareFiles(plan(), [], false);
      writeFileSync(CLAUDE(), '{"mine":1}');
      const journal = journalOf(await commitFiles(files));
      assert.deepEqual(jsonOf(CLAUDE()), {
        mine: 1,
        env: { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: 'sk-made-up-0123' },
      });
      assert.equal(await disconnect(journal), 0);
      assert.deepEqual([textOf(VSCODE()), textOf(CLAUDE())], [VSCODE_TEXT, '{"mine":1}']);
    });

    it('when one does not parse, with the place', async () => {
      writeFileSync(CLAUDE(), '{\n  "a": 1\n  "b": 2\n}');
      await assert.rejects(
        connect(plan()),
        (error) => error instanceof SyntaxProblem && error.line === 3 && error.column === 3 && error.path === CLAUDE(),
      );
      assert.equal(textOf(VSCODE()), VSCODE_TEXT);
    });

    it('when the setting has another shape, until a repair is asked for', async () => {
      writeFileSync(VSCODE(), `{ "${ENVIRONMENT_SETTING}": { "A": 1, "B": "c" } }`);
      await assert.rejects(
        connect(plan()),
        (error) => error instanceof WrongShape && error.problem.repaired?.length === 2,
      );
      const before = textOf(VSCODE());
      const journal = await connect(plan(), [], true);
      assert.deepEqual(jsonOf(VSCODE())[ENVIRONMENT_SETTING], [
        { name: 'A', value: '1' },
        { name: 'B', value: 'c' },
        { name: 'ANTHROPIC_BASE_URL', value: 'https://gw.example' },
        { name: 'ANTHROPIC_AUTH_TOKEN', value: 'sk-made-up-0123' },
      ]);
      await disconnect(journal);
      assert.equal(textOf(VSCODE()), before);
      writeFileSync(VSCODE(), `{ "${ENVIRONMENT_SETTING}": "A=b" }`);
      await assert.rejects(connect(plan(), [], true), WrongShape);
    });
  });

  it('names no credential in its errors', async () => {
    writeFileSync(CLAUDE(), `{"env":{"ANTHROPIC_AUTH_TOKEN":"sk-sentinel"}, x}`);
    await assert.rejects(
      connect(plan()),
      (error) =>
        error instanceof Error &&
        !/sentinel|made-up/.test(`${error.message}${error.stack ?? ''}${JSON.stringify(error)}`),
    );
  });
});

describe('the plan of a connection', () => {
  const files = {
    vscode: '/remote/settings.json',
    vscodeKind: 'remote',
    userSettings: '/user/settings.json',
    claude: '/home/.claude/settings.json',
  } as const;

  it('tells Settings Sync first, in the file where it is read', () => {
    const paths = (userSettings: string | undefined, targets = BOTH): string[] =>
      planConnection(BEARER, { ...files, userSettings }, targets).map(
        ({ path, steps }) => `${path}${steps[0]?.kind === 'item' ? ' (sync first)' : ''}`,
      );
    assert.deepEqual(paths('/user/settings.json'), [
      '/user/settings.json (sync first)',
      '/remote/settings.json',
      '/home/.claude/settings.json',
    ]);
    assert.deepEqual(paths('/remote/settings.json'), [
      '/remote/settings.json (sync first)',
      '/home/.claude/settings.json',
    ]);
    assert.deepEqual(paths(undefined, { vscode: true, terminal: false }), ['/remote/settings.json']);
    assert.deepEqual(paths('/user/settings.json', { vscode: false, terminal: true }), ['/home/.claude/settings.json']);
  });

  it('puts a helper into Claude Code’s own file, whatever the targets', () => {
    const plans = planConnection(HELPER, files, { vscode: true, terminal: false });
    assert.ok(
      plans.some(
        ({ path, steps }) =>
          path === files.claude &&
          steps.some(
            (step) => step.kind === 'property' && step.path[0] === 'apiKeyHelper' && step.value === HELPER.credential,
          ),
      ),
    );
  });

  it('sees what would win over it, or be sent as well', () => {
    const obstacles = (terminal: boolean, ...readings: Parameters<typeof snapshotOf>[0]): string[] =>
      obstaclesTo(BEARER, snapshotOf(readings), { vscode: true, terminal }, files).map(
        ({ source, variable, effect }) => `${source}: ${variable} ${effect}`,
      );
    const user = reading(
      'user-settings',
      { ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: 'x' },
      { location: files.claude },
    );
    assert.deepEqual(
      obstacles(
        false,
        reading('managed-file', { ANTHROPIC_BASE_URL: 'https://other' }),
        user,
        reading('vscode-user', { ANTHROPIC_BASE_URL: 'x' }),
      ),
      ['managed-file: ANTHROPIC_BASE_URL wins', 'user-settings: ANTHROPIC_API_KEY is-sent-too'],
    );
    assert.deepEqual(obstacles(true, user), [], 'the file is written too');
    assert.deepEqual(
      obstacles(false, reading('shell', { ANTHROPIC_BASE_URL: 'x', ANTHROPIC_AUTH_TOKEN: 'y' })),
      [],
      'the setting wins over the environment',
    );
    assert.deepEqual(obstacles(false, reading('shell', { ANTHROPIC_API_KEY: 'y' })), [
      'shell: ANTHROPIC_API_KEY is-sent-too',
    ]);
    assert.deepEqual(obstacles(false, reading('user-settings', {}, { helper: HELPER.credential })), [
      'user-settings: apiKeyHelper is-sent-too',
    ]);
    assert.deepEqual(
      obstacles(
        false,
        reading('user-settings', {
          ANTHROPIC_BASE_URL: BEARER.baseUrl,
          ANTHROPIC_AUTH_TOKEN: BEARER.credential.reveal(),
          FOO: 'x',
        }),
      ),
      [],
    );
  });

  for (const vscodeKind of ['user', 'remote'] as const) {
    it(`sees each scope of VS Code’s settings that wins over the ${vscodeKind} settings, whatever stands in it`, () => {
      const scopes = SOURCES.flatMap(({ kind }) => (kind.startsWith('vscode-') ? [kind as SourceId] : []));
      const own = scopes.indexOf(`vscode-${vscodeKind}`);
      const vscode = { vscode: true, terminal: false };
      const said = (id: SourceId, env: Readonly<Record<string, string>>, ignored?: string): string[] =>
        obstaclesTo(
          BEARER,
          snapshotOf([
            reading(id, env, { location: `/${id}`, ...(ignored === undefined ? {} : { ignored }) }),
            reading(`vscode-${vscodeKind}`, { ANTHROPIC_BASE_URL: 'https://before', ANTHROPIC_API_KEY: 'k' }),
          ]),
          vscode,
          { ...files, vscodeKind },
        ).map(({ variable, location, effect }) => `${String(location)}: ${variable} ${effect}`);
      const replaced = (id: SourceId): string => `/${id}: claudeCode.environmentVariables wins`;
      for (const [rank, id] of scopes.entries()) {
        const wins = rank < own;
        const url = { ANTHROPIC_BASE_URL: 'https://other' };
        assert.deepEqual(said(id, url), wins ? [`/${id}: ANTHROPIC_BASE_URL wins`, replaced(id)] : [], id);
        // VS Code does not merge the lists.
        assert.deepEqual(said(id, { FOO: 'x' }), wins ? [replaced(id), replaced(id)] : [], id);
        assert.deepEqual(said(id, url, 'only machine settings apply'), [], id);
        const same = { ANTHROPIC_BASE_URL: BEARER.baseUrl, ANTHROPIC_AUTH_TOKEN: BEARER.credential.reveal() };
        assert.deepEqual(said(id, same), [], id);
      }
      assert.ok(own > 0);
    });
  }

  it('sees a value in the workspace that is no list: VS Code replaces the list with it all the same', () => {
    const said = (value: Json, trusted = true): string[] =>
      obstaclesTo(
        BEARER,
        snapshotOf([reading('vscode-workspace', {}, { location: '/w', ...readingOfSetting(value) })], { trusted }),
        { vscode: true, terminal: false },
        files,
      ).map(({ source, variable, effect }) => `${source}: ${variable} ${effect}`);
    for (const value of [{}, null, 'A=x', 3, [3], ['ANTHROPIC_BASE_URL=https://other'], { ANTHROPIC_BASE_URL: 'x' }]) {
      const wins = 'vscode-workspace: claudeCode.environmentVariables wins';
      assert.deepEqual(said(value), [wins, wins], JSON.stringify(value));
      assert.deepEqual(said(value, false), [], 'not in Restricted Mode');
    }
  });

  it('sees a value that unsets what is written', () => {
    const found = obstaclesTo(
      BEARER,
      snapshotOf([reading('local-settings', { ANTHROPIC_AUTH_TOKEN: '', ANTHROPIC_API_KEY: '' })]),
      { vscode: true, terminal: false },
      files,
    );
    assert.deepEqual(
      found.map(({ source, variable, effect }) => `${source}: ${variable} ${effect}`),
      ['local-settings: ANTHROPIC_AUTH_TOKEN wins'],
    );
  });
});
