import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { planConnection } from '../../../../src/core/writing/connectionPlan';
import { writesCredential } from '../../../../src/core/writing/credentialSteps';
import { Secret } from '../../../../src/core/words/secret';
import { gitExposure } from '../../../../src/host/files/gitExposure';
import { isCommitted } from '../../../../src/host/files/repository';
import { recordingFileCalls } from '../recordedCalls';
import { folderForTests, makePipe } from '../support';

const FILE = '.claude/settings.json';

describe('a file that Git would hand on', () => {
  const at = folderForTests();
  const env = (): Record<string, string> => ({ HOME: at('home'), XDG_CONFIG_HOME: at('home/.config') });
  const git = (root: string, ...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@x', ...args], {
      cwd: root,
      env: { PATH: process.env['PATH'], ...env() },
      encoding: 'utf8',
    });
  const put = (file: string, text: string): string => {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
    return at(file);
  };

  /** Lists of patterns by their file, and whether Git ignores {@link FILE} with them. */
  const LISTS: readonly Readonly<Record<string, string>>[] = [
    {},
    { 'r/.gitignore': FILE },
    { 'r/.gitignore': 'settings.json\n' },
    { 'r/.gitignore': '/settings.json\n' },
    { 'r/.gitignore': '.claude/\n' },
    { 'r/.gitignore': '.claude/\n!.claude/settings.json\n' },
    { 'r/.gitignore': '*\n' },
    { 'r/.gitignore': '*\n!.claude\n!.claude/**\n' },
    { 'r/.gitignore': '/*\n!/.bashrc\n' },
    { 'r/.gitignore': '**/settings.json\r\n' },
    { 'r/.gitignore': 'settings.json # not a comment\n' },
    { 'r/.gitignore': '# settings.json\n' },
    { 'r/.gitignore': 'SETTINGS.JSON\n' },
    { 'r/.gitignore': '.claude/settings.json/\n' },
    { 'r/.gitignore': 'settings.jso[m-n]\n' },
    { 'r/.gitignore': 'settings.json   \n' },
    { 'r/.gitignore': '\\settings.json\n' },
    { 'r/.claude/.gitignore': 'settings.json\n' },
    { 'r/.claude/.gitignore': '*\n' },
    { 'r/.gitignore': '*.json\n', 'r/.claude/.gitignore': '!settings.json\n' },
    { 'r/.gitignore': '.claude\n', 'r/.claude/.gitignore': '!settings.json\n' },
    { 'r/.git/info/exclude': 'settings.json\n' },
    { 'r/.git/info/exclude': '.claude/\n', 'r/.gitignore': '!.claude/\n' },
    { 'home/.config/git/ignore': '**/.claude/settings.json\n' },
    { 'home/.gitconfig': '[core]\n\texcludesFile = ~/mine\n', 'home/mine': 'settings.json\n' },
    {
      'home/.gitconfig': '[core]\n\texcludesfile = "~/mine"\n',
      'home/mine': 'settings.json\n',
      'home/.config/git/ignore': '',
    },
    { 'home/.gitconfig': '[user]\n\texcludesFile = ~/mine\n', 'home/mine': 'settings.json\n' },
  ];
  for (const lists of LISTS) {
    it(`is told as Git tells it: ${JSON.stringify(lists)}`, async () => {
      mkdirSync(at('r'));
      git(at('r'), 'init', '-q');
      const file = put(`r/${FILE}`, '{}');
      for (const [name, text] of Object.entries(lists)) put(name, text);
      const ignored = !git(at('r'), 'ls-files', '-o', '--exclude-standard').split('\n').includes(FILE);
      assert.equal((await gitExposure(file, env())) === undefined, ignored);
    });
  }

  it('is told when Git has it already, whatever is ignored', async () => {
    mkdirSync(at('r'));
    git(at('r'), 'init', '-q');
    const file = put(`r/${FILE}`, '{}');
    git(at('r'), 'add', '.');
    put('r/.gitignore', '*');
    assert.deepEqual(await gitExposure(file, env()), { file, root: at('r'), tracked: 'tracked' });
  });

  /** Kinds of index, and how Git comes to write them. */
  const INDEXES: Readonly<
    Record<string, { readonly init?: readonly string[]; readonly then: readonly (readonly string[])[] }>
  > = {
    'of version 2': { then: [['update-index', '--index-version', '2']] },
    'of version 3': {
      then: [
        ['update-index', '--index-version', '3'],
        ['update-index', '--skip-worktree', 'b/c'],
      ],
    },
    'of version 4': { then: [['update-index', '--index-version', '4']] },
    'of version 4 with SHA-256': { init: ['--object-format=sha256'], then: [['update-index', '--index-version', '4']] },
    'in two parts': { then: [['update-index', '--split-index']] },
    'in two parts, of which one has grown': {
      then: [
        ['update-index', '--split-index'],
        ['add', '-f', 'late'],
      ],
    },
    'of folders': {
      then: [
        ['commit', '-qm', 'x'],
        ['sparse-checkout', 'set', '--cone', '--sparse-index', 'b'],
      ],
    },
  };
  for (const [kind, { init = [], then }] of Object.entries(INDEXES)) {
    it(`is told by an index ${kind}, for each file as Git tells it`, async () => {
      mkdirSync(at('r'));
      git(at('r'), 'init', '-q', ...init);
      const names = [
        '.claude/agents/a.md',
        FILE,
        '.claude/settings.local.json',
        'a',
        'b/c',
        'b/cd',
        'b/c-d/e',
        `long/${'n'.repeat(200)}/x`,
      ];
      for (const name of names) put(`r/${name}`, name);
      git(at('r'), 'add', '.');
      put('r/late', '');
      put('r/.gitignore', '*');
      for (const args of then) git(at('r'), ...args);
      const tracked = git(at('r'), 'ls-files').split('\n').filter(Boolean);
      assert.ok(tracked.length >= names.length);
      for (const name of [...names, 'late', 'b/other', '.claude/settings', 'ettings.json', 'b']) {
        // Of a folder that is there as a whole nobody knows what is in it.
        const expected =
          kind === 'of folders' && !/^b\/|^[^/]+$/.test(name)
            ? 'unknown'
            : tracked.includes(name)
              ? 'tracked'
              : undefined;
        assert.equal((await gitExposure(at(`r/${name}`), env()))?.tracked, expected, name);
      }
    });
  }

  it('is told when the index cannot be read: whether Git has the file is then not known', async () => {
    mkdirSync(at('r'));
    git(at('r'), 'init', '-q');
    put(`r/${FILE}`, '{}');
    git(at('r'), 'add', '.');
    put('r/.gitignore', '*');
    const index = readFileSync(at('r/.git/index'));
    const later = Buffer.from(index);
    later.writeUInt32BE(5, 4);
    const more = Buffer.from(index);
    more.writeUInt32BE(0xffff_ffff, 8);
    for (const content of [later, more, index.subarray(0, 90), Buffer.from('x'), Buffer.alloc(0)]) {
      writeFileSync(at('r/.git/index'), content);
      assert.equal((await gitExposure(at('r/.claude/other.json'), env()))?.tracked, 'unknown');
    }
  });

  it('is told before it is there, and through links: a home directory with dotfiles', async () => {
    mkdirSync(at('dotfiles'));
    git(at('dotfiles'), 'init', '-q');
    mkdirSync(at('dotfiles/claude'));
    mkdirSync(at('home'));
    symlinkSync(at('dotfiles/claude'), at('home/.claude'));
    assert.deepEqual(await gitExposure(at('home/.claude/settings.json'), env()), {
      file: at('dotfiles/claude/settings.json'),
      root: at('dotfiles'),
      tracked: 'untracked',
    });
    symlinkSync('../dotfiles/new.json', at('home/link.json'));
    assert.equal((await gitExposure(at('home/link.json'), env()))?.file, at('dotfiles/new.json'));
    assert.equal(await gitExposure(at('home/none/settings.json'), env()), undefined);
  });

  it('is told in a worktree and in a submodule, whose index lies elsewhere', async () => {
    mkdirSync(at('main'));
    git(at('main'), 'init', '-q');
    put('main/a', 'a');
    git(at('main'), 'add', '.');
    git(at('main'), 'commit', '-qm', 'a');
    git(at('main'), 'worktree', 'add', '-q', at('tree'));
    assert.ok(await isCommitted(at('tree'), at('tree/a')));
    git(at('main'), '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', at('main'), 'sub');
    assert.ok(await isCommitted(at('main/sub'), at('main/sub/a')));
    put('main/.git/info/exclude', 'settings.json');
    assert.equal(await gitExposure(at('tree/settings.json'), env()), undefined);
    assert.equal((await gitExposure(at('tree/other.json'), env()))?.root, at('tree'));
  });

  it('is not looked for where a .git file has no business to lead', async () => {
    put('victim/.git/index', 'x');
    put('victim/.git/worktrees/x/gitdir', at('other/.git'));
    put('victim/.git/modules/x/index', 'x');
    for (const named of [
      at('victim/.git'),
      at('victim/.git/worktrees/x'),
      at('victim/.git/modules/x'),
      '/proc/self',
      '//host/share/.git',
      '../victim/.git',
    ]) {
      put('evil/.git', `gitdir: ${named}\n`);
      const calls = await recordingFileCalls(async () => {
        assert.equal(await isCommitted(at('evil'), at('evil/a')), false);
      });
      assert.deepEqual(
        calls.filter((file) => /index$|^\/proc|^\/host/.test(file)),
        [],
        named,
      );
    }
  });

  it('is one in spite of a list that cannot be believed', async () => {
    mkdirSync(at('r'));
    git(at('r'), 'init', '-q');
    const file = put(`r/${FILE}`, '{}');
    for (const slow of ['*a'.repeat(40), '\t'.repeat(100_000), 'a'.repeat(100_000)]) {
      put('r/.gitignore', `${slow}\n*\n`);
      assert.ok(await gitExposure(file, env()), slow.slice(0, 20));
    }
    put('r/.gitignore', '*\n');
    makePipe(at('r/.claude/.gitignore'));
    assert.ok(await gitExposure(file, env()));
  });

  it('matters only to a plan that writes a credential', () => {
    const files = { vscode: '/v', vscodeKind: 'user', userSettings: '/u', claude: '/c' } as const;
    const writes = (kind: 'bearer' | 'api-key' | 'helper'): string[] =>
      planConnection({ baseUrl: 'https://gw.example', kind, credential: new Secret('x') }, files, {
        vscode: true,
        terminal: true,
      })
        .filter(writesCredential)
        .map(({ path: file }) => file);
    assert.deepEqual([writes('bearer'), writes('api-key'), writes('helper')], [['/v', '/c'], ['/v', '/c'], []]);
  });
});
