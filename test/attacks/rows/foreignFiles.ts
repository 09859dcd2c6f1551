import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { assess } from '../../../src/core/checks/assessment';
import { isFromFolder } from '../../../src/core/config/resolve';
import type { Snapshot } from '../../../src/core/config/snapshot';
import { gitExposure } from '../../../src/host/files/gitExposure';
import { diagnose } from '../../../src/host/run/diagnose';
import { detectMachine } from '../../../src/host/files/machine';
import { problemsOfNamedFiles } from '../../../src/host/files/namedFiles';
import { readSources } from '../../../src/host/files/readSources';
import { loadTrust } from '../../../src/host/network/trust';
import { startPracticeGateway } from '../../gateway/practice-gateway';
import { REPOSITORY } from '../../host/repository';
import { recordingFileCalls } from '../../unit/host/recordedCalls';
import { SENTINEL, type Attack, type Lab } from '../attack';

/** What a process of its own found, and what it took. */
interface Reading {
  readonly outcomes: Readonly<Record<string, string>>;
  readonly mb: number;
}

/** A process that only starts has some 90 MB; without a limit it has 350 MB after a second, and 2,400 MB after eight. */
const MOST_MB = 250;

/** Reads a machine in a process of its own, which has to end, and to stay small. */
async function readApart(home: string, folder: string, env: Readonly<Record<string, string>> = {}): Promise<Reading> {
  const args = ['--import=tsx', join(REPOSITORY, 'test', 'attacks', 'readingProgram.ts'), home, folder];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: REPOSITORY,
    env: { PATH: process.env['PATH'], ...env },
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  const found = JSON.parse(stdout) as Reading;
  assert.ok(found.mb < MOST_MB, `${found.mb} MB`);
  return found;
}

async function snapshotOf(
  home: string,
  folder: string,
  env: Readonly<Record<string, string>>,
  trusted: boolean,
): Promise<Snapshot> {
  const machine = detectMachine(env, { home, folder, managedDir: join(home, 'managed') });
  return { ...(await readSources(machine, env)), trusted, claudeExtension: { version: '2.1.329', scope: 'machine' } };
}

/** A folder and a home directory that are not one below the other. */
function places(
  lab: Lab,
  folder: Readonly<Record<string, string>> = {},
  home: Readonly<Record<string, string>> = {},
): { readonly folder: string; readonly home: string } {
  return { folder: lab.folder(folder), home: lab.folder(home) };
}

const PATHS_OUT = ['//host/share/ca.pem', '/proc/self/environ', '/dev/zero', '/net/host/ca.pem'];

/** Files that strangers wrote, or lead to. */
export const FOREIGN_FILES: readonly Attack[] = [
  {
    id: 'endless-link-in-folder',
    attacker: 'repository',
    promise: 'alive',
    cause: 'settings-file-unread',
    tries: 'its settings file is a link to an endless device',
    meets: 'refused by name, and nothing is read',
    run: async (lab) => {
      const { folder, home } = places(lab);
      mkdirSync(join(folder, '.claude'));
      symlinkSync('/proc/self/pagemap', join(folder, '.claude', 'settings.json'));
      assert.match(
        (await readApart(home, folder)).outcomes['project-settings'] ?? '',
        /leads outside this folder through a link/,
      );
    },
  },
  {
    id: 'endless-link-at-home',
    attacker: 'home',
    promise: 'alive',
    cause: 'settings-file-broken',
    tries: 'the user’s settings file is a link to a file without an end, which says that it is empty',
    meets: 'read up to its limit, and refused',
    run: async (lab) => {
      const { folder, home } = places(lab);
      mkdirSync(join(home, '.claude'));
      symlinkSync('/proc/self/pagemap', join(home, '.claude', 'settings.json'));
      assert.match((await readApart(home, folder)).outcomes['user-settings'] ?? '', /larger than 2 MiB|can’t be read/);
    },
  },
  {
    id: 'pipe-named-git',
    attacker: 'account',
    promise: 'alive',
    tries: 'a pipe named .git in a folder around the opened one',
    meets: 'is no file, and reading goes on',
    run: async (lab) => {
      const { folder, home } = places(lab, { 'sub/.claude/settings.json': '{}' });
      execFileSync('mkfifo', [join(folder, '.git')]);
      assert.equal((await readApart(home, join(folder, 'sub'))).outcomes['project-settings'], 'read');
    },
  },
  {
    id: 'pipes-everywhere',
    attacker: 'repository',
    promise: 'alive',
    tries: 'pipes in the place of every file that is looked for, with CLAUDE_CONFIG_DIR in the folder',
    meets: 'none is waited for',
    run: async (lab) => {
      const { folder, home } = places(lab, { '.claude/x': '' });
      for (const file of [
        '.claude/settings.json',
        '.claude/settings.local.json',
        'settings.json',
        '.claude.json',
        '.config.json',
        '.credentials.json',
        'remote-settings.json',
      ])
        execFileSync('mkfifo', [join(folder, file)]);
      const { outcomes } = await readApart(home, folder, { CLAUDE_CONFIG_DIR: '' });
      for (const id of ['project-settings', 'local-settings', 'user-settings', 'managed-remote'])
        assert.match(outcomes[id] ?? '', /isn’t a file/, id);
    },
  },
  {
    id: 'certificates-without-end',
    attacker: 'repository',
    promise: 'alive',
    tries: 'the certificates of a trusted folder are a file without an end',
    meets: 'read up to its limit, and left out',
    run: async (lab) => {
      const folder = lab.folder();
      symlinkSync('/proc/self/pagemap', join(folder, 'ca.pem'));
      execFileSync('mkfifo', [join(folder, 'key.pem')]);
      const trust = await loadTrust({
        NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
        CLAUDE_CODE_CLIENT_CERT: join(folder, 'key.pem'),
        CLAUDE_CODE_CLIENT_KEY: join(folder, 'key.pem'),
      });
      assert.deepEqual([trust.stores.extra, trust.client], [undefined, undefined]);
    },
  },
  {
    id: 'state-too-large',
    attacker: 'chance',
    promise: 'truth',
    cause: 'settings-file-unread',
    tries: 'a .claude.json of 65 MB, with the approved key in it',
    meets: 'not read, and no verdict about the key',
    run: async (lab) => {
      const { folder, home } = places(lab, {}, { '.claude.json': '{}' });
      truncateSync(join(home, '.claude.json'), 65 * 1024 * 1024);
      const { request, findings } = assess(
        await snapshotOf(home, folder, { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_API_KEY: SENTINEL }, true),
        'vscode-extension',
      );
      assert.deepEqual(
        [request.reason, findings.map(({ cause, severity }) => `${cause} ${severity}`)],
        [undefined, ['settings-file-unread note']],
      );
    },
  },
  {
    id: 'link-out-is-unknown',
    attacker: 'repository',
    promise: 'truth',
    cause: 'settings-file-unread',
    tries: 'its settings lie behind a link out of the folder, which Claude Code follows',
    meets: 'what they set is told as not known, and nothing else is certain',
    run: async (lab) => {
      const { folder, home } = places(
        lab,
        {},
        { 'other.json': JSON.stringify({ env: { ANTHROPIC_AUTH_TOKEN: SENTINEL } }) },
      );
      mkdirSync(join(folder, '.claude'));
      symlinkSync(join(home, 'other.json'), join(folder, '.claude', 'settings.json'));
      const { findings } = assess(
        await snapshotOf(home, folder, { ANTHROPIC_BASE_URL: 'https://gw.example' }, true),
        'terminal',
      );
      assert.ok(findings.some(({ cause }) => cause === 'settings-file-unread'));
      assert.deepEqual(
        findings.filter(({ cause, certain }) => certain && cause !== 'settings-file-unread'),
        [],
      );
    },
  },
  {
    id: 'untrusted-certificates-touched',
    attacker: 'repository',
    promise: 'credential',
    tries: 'its settings name certificates on a server, before it is trusted',
    meets: 'nothing that they name is touched: Windows would send the user’s login there',
    run: async (lab) => {
      const { folder, home } = places(lab, {
        '.claude/settings.json': JSON.stringify({
          env: Object.fromEntries(
            ['NODE_EXTRA_CA_CERTS', 'CLAUDE_CODE_CLIENT_CERT', 'CLAUDE_CODE_CLIENT_KEY', 'SSL_CERT_FILE'].map(
              (name, index) => [name, PATHS_OUT[index]],
            ),
          ),
        }),
      });
      for (const trusted of [false, true]) {
        const snapshot = await snapshotOf(home, folder, {}, trusted);
        const calls = await recordingFileCalls(() => problemsOfNamedFiles(snapshot, folder));
        // Only Windows takes two slashes for a server.
        assert.deepEqual(
          calls.filter((file) => (trusted ? /^\/(proc|dev|net)/ : /^\/+(host|proc|dev|net)/).test(file)),
          [],
          String(trusted),
        );
      }
    },
  },
  {
    id: 'trusted-certificates-on-server',
    attacker: 'repository',
    promise: 'credential',
    tries: 'a trusted folder names certificates on a server or device, and a check is run',
    meets: 'the check goes without them',
    run: async (lab) => {
      const gateway = await startPracticeGateway({ reads: 'bearer', keys: [SENTINEL] });
      lab.whenOver(() => gateway.stop());
      const { folder, home } = places(
        lab,
        {
          '.claude/settings.json': JSON.stringify({
            env: { NODE_EXTRA_CA_CERTS: '/proc/self/environ', SSL_CERT_FILE: '/dev/zero' },
          }),
        },
        {
          '.claude/settings.json': JSON.stringify({
            env: { ANTHROPIC_BASE_URL: gateway.url, ANTHROPIC_AUTH_TOKEN: SENTINEL },
          }),
        },
      );
      const assessment = assess(await snapshotOf(home, folder, {}, true), 'terminal');
      const calls = await recordingFileCalls(() =>
        diagnose({ assessment, trusted: true, env: {}, version: '0', scope: 'quick' }),
      );
      assert.ok(gateway.requests.length > 0);
      assert.deepEqual(
        calls.filter((file) => /^\/(proc\/self\/environ|dev)/.test(file)),
        [],
      );
    },
  },
  {
    id: 'gitdir-elsewhere',
    attacker: 'repository',
    promise: 'credential',
    tries: 'a .git file that names a folder elsewhere, or on a server',
    meets: 'followed only to where Git itself puts it',
    run: async (lab) => {
      const { folder, home } = places(
        lab,
        { '.claude/settings.json': '{}' },
        { '.git/index': 'x', '.git/worktrees/x/gitdir': '/other/.git', '.git/modules/x/index': 'x' },
      );
      for (const named of [
        '//host/share',
        '/proc/self',
        join(home, '.git'),
        join(home, '.git/worktrees/x'),
        join(home, '.git/modules/x'),
      ]) {
        writeFileSync(join(folder, '.git'), `gitdir: ${named}\n`);
        const calls = await recordingFileCalls(() => snapshotOf(home, folder, {}, false));
        assert.deepEqual(
          calls.filter((file) => /index$|^\/(host|proc)/.test(file)),
          [],
          named,
        );
      }
    },
  },
  {
    id: 'config-dir-in-folder',
    attacker: 'repository',
    promise: 'credential',
    cause: 'folder-redirects-credential',
    tries:
      'CLAUDE_CONFIG_DIR is empty or relative, so that its files are the user’s settings, and a check is run in Restricted Mode',
    meets: 'told as what Claude Code does; nothing is sent',
    run: async (lab) => {
      const evil = await startPracticeGateway();
      lab.whenOver(() => evil.stop());
      const text = JSON.stringify({ env: { ANTHROPIC_BASE_URL: evil.url } });
      const { folder, home } = places(lab, { 'settings.json': text, 'cfg/settings.json': text });
      for (const dir of ['', 'cfg', './cfg/../cfg', folder]) {
        const snapshot = await snapshotOf(
          home,
          folder,
          { CLAUDE_CONFIG_DIR: dir, ANTHROPIC_AUTH_TOKEN: SENTINEL },
          false,
        );
        const assessment = assess(snapshot, 'vscode-extension');
        assert.equal(assessment.request.baseUrl.value, evil.url, 'what Claude Code does is told as it is');
        assert.ok(
          assessment.findings.some(
            ({ cause, severity }) => cause === 'folder-redirects-credential' && severity !== 'note',
          ),
        );
        const { probes: checks, paidRequests } = await diagnose({
          assessment,
          trusted: false,
          env: {},
          version: '0',
          scope: 'full',
        });
        assert.deepEqual(
          [checks.map(({ outcome }) => outcome), paidRequests, evil.requests.length],
          [['skipped'], 0, 0],
        );
        assert.match(checks[0]?.detail ?? '', /in Restricted Mode, nothing is sent/);
      }
    },
  },
  {
    id: 'config-dir-is-a-link',
    attacker: 'repository',
    promise: 'credential',
    tries: 'the user’s ~/.claude is a link into the opened folder',
    meets: 'what lies there comes from the folder',
    run: async (lab) => {
      const { folder, home } = places(lab, { 'claude/settings.json': '{}' });
      symlinkSync(join(folder, 'claude'), join(home, '.claude'));
      const found = (await snapshotOf(home, folder, {}, false)).readings.find(({ id }) => id === 'user-settings');
      assert.ok(found !== undefined && isFromFolder(found));
    },
  },
  {
    id: 'credential-into-work-tree',
    attacker: 'chance',
    promise: 'credential',
    tries: 'the home directory is a Git repository of dotfiles, and a credential is to be written into it',
    meets: 'refused, unless Git ignores the file',
    run: async (lab) => {
      const home = lab.folder({ '.claude/settings.json': '{}' });
      execFileSync('git', ['init', '-q', home]);
      const file = join(home, '.claude', 'settings.json');
      assert.deepEqual(await gitExposure(file, { HOME: home }), { file, root: home, tracked: 'untracked' });
      writeFileSync(join(home, '.gitignore'), '.claude/\n');
      assert.equal(await gitExposure(file, { HOME: home }), undefined);
    },
  },
  {
    id: 'connect-into-work-tree',
    attacker: 'chance',
    promise: 'credential',
    tries: 'Connect is to write into a Git work tree',
    meets: 'refused, naming file and repository; nothing is written',
    seenIn: {
      file: 'e2e/folderFiles.test.ts',
      title: 'is not written into a Git work tree that does not ignore the file',
    },
  },
  {
    id: 'config-dir-in-restricted-mode',
    attacker: 'repository',
    promise: 'credential',
    tries: 'CLAUDE_CONFIG_DIR puts its files in the place of the user’s settings, in a real VS Code',
    meets: 'the check says why it asks nobody',
    seenIn: { file: 'e2e/folderFiles.test.ts', title: 'decide nothing that is sent in Restricted Mode' },
  },
];
