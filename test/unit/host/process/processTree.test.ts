import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Secret } from '../../../../src/core/words/secret';
import { runHelperSeen } from '../../../../src/host/run/apiKeyHelper';
import { processTree, systemProgram, TREE_MARK, type Started } from '../../../../src/host/process/processTree';
import { readShellEnvironment } from '../../../../src/host/files/shellEnvironment';
import { toolRunner } from '../../../../src/host/files/systemTool';
import { folderForTests } from '../support';

const WINDOWS = process.platform === 'win32';
const LINUX = process.platform === 'linux';

/** Whether a process still runs: one that has ended and that nobody has asked for does not. */
function alive(pid: number): boolean {
  try {
    if (LINUX) return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<void> {
  for (let i = 0; i < 1000 && alive(pid); i++) await sleep(10);
  const left = alive(pid);
  if (left) process.kill(pid, 'SIGKILL');
  assert.ok(!left, `process ${pid} still runs`);
}

async function pidIn(file: string): Promise<number> {
  while (!existsSync(file) || readFileSync(file, 'utf8').trim() === '') await sleep(5);
  return Number(readFileSync(file, 'utf8'));
}

/** Wine 8.0 has a taskkill that knows no /T. */
function endsTrees(): boolean {
  return (
    !WINDOWS ||
    spawnSync(systemProgram('taskkill.exe'), ['/T', '/F', '/PID', '4294967292'], { stdio: 'ignore' }).status === 128
  );
}

describe('a program and all that it starts', () => {
  const at = folderForTests();

  /** How a program can leave what started it; `$F` is the file for the number of the one that stays. */
  const leaving: readonly [string, string, readonly NodeJS.Platform[]][] = [
    ['a child', 'sh -c \'echo $$ > "$F"; sleep 61\'; true', []],
    ['a background program', 'sleep 61 & echo $! > "$F"; sleep 61', []],
    ['one that ignores the end of its terminal', 'nohup sleep 61 >/dev/null 2>&1 & echo $! > "$F"; sleep 61', []],
    ['a session of its own', 'setsid sleep 61 & echo $! > "$F"; sleep 61', ['linux']],
    [
      'a session of its own, without its parent',
      'setsid sh -c \'sh -c "echo \\$\\$ > \\"$F\\"; exec sleep 61" & exit 0\' & sleep 61',
      ['linux'],
    ],
    ['a session of its own, without an environment', 'env -i setsid sleep 61 & echo $! > "$F"; sleep 61', ['linux']],
    [
      'one left behind by a program that has ended, holding its output',
      'setsid sleep 61 & echo $! > "$F"; echo key',
      ['linux'],
    ],
  ];
  for (const [what, command, platforms] of leaving) {
    const applies = !WINDOWS && (platforms.length === 0 || platforms.includes(process.platform));
    (applies ? it : it.skip)(`ends with the credential command at its time-out: ${what}`, async () => {
      const seen = await runHelperSeen(
        new Secret(command),
        { PATH: process.env['PATH'], F: at('pid') },
        { timeoutMs: 1500 },
      );
      assert.equal(seen.problem, 'the command didn’t finish within 1.5 seconds');
      await gone(await pidIn(at('pid')));
    });

    (applies ? it : it.skip)(`ends with the credential command when it is stopped: ${what}`, async () => {
      const stop = new AbortController();
      const failed = assert.rejects(
        runHelperSeen(new Secret(command), { PATH: process.env['PATH'], F: at('pid') }, { signal: stop.signal }),
        { message: 'enough' },
      );
      const pid = await pidIn(at('pid'));
      await sleep(100);
      stop.abort(new Error('enough'));
      await failed;
      await gone(pid);
    });
  }

  (WINDOWS ? it.skip : it)('ends with a tool of the system at its time-out', async () => {
    const { code, stderr } = await toolRunner(1000, { ...process.env, F: at('pid') })('/bin/sh', [
      '-c',
      LINUX ? 'setsid sleep 61 & echo $! > "$F"; sleep 61' : 'sleep 61 & echo $! > "$F"; sleep 61',
    ]);
    assert.deepEqual([code, stderr], [null, 'sh didn’t finish within 1 seconds']);
    await gone(await pidIn(at('pid')));
  });

  (WINDOWS ? it.skip : it)(
    'ends with the login shell at its time-out, and its mark is not in the environment of a shell that answers',
    async () => {
      const home = at('home');
      mkdirSync(home);
      const env = { ...process.env, SHELL: '/bin/bash', F: at('pid') };
      writeFileSync(
        path.join(home, '.bash_profile'),
        LINUX ? 'setsid sleep 61 & echo $! > "$F"; sleep 61\n' : 'sleep 61 & echo $! > "$F"; sleep 61\n',
      );
      const hung = await readShellEnvironment(env, { home, timeoutMs: 2000 });
      assert.equal(hung?.ok, false);
      await gone(await pidIn(at('pid')));
      writeFileSync(path.join(home, '.bash_profile'), 'export FROM_PROFILE=1\n');
      const answered = await readShellEnvironment(env, { home, timeoutMs: 20_000 });
      assert.ok(answered?.ok === true);
      assert.deepEqual([answered.env['FROM_PROFILE'], answered.env[TREE_MARK]], ['1', undefined]);
    },
  );

  (WINDOWS ? it.skip : it)(
    'leaves alone what belongs to another run, and what a command that went well has left behind',
    async () => {
      const seen = await runHelperSeen(
        new Secret('setsid sleep 61 >/dev/null 2>&1 & echo $! > "$F"; echo made-up-key'),
        { PATH: process.env['PATH'], F: at('pid') },
      );
      assert.equal(seen.ok, true);
      const pid = await pidIn(at('pid'));
      await runHelperSeen(new Secret('sleep 61'), { PATH: process.env['PATH'] }, { timeoutMs: 300 });
      assert.ok(alive(pid));
      process.kill(pid, 'SIGKILL');
    },
  );

  (WINDOWS ? it.skip : it)('is not told by a number that has become another one’s', async () => {
    const tree = processTree(process.env);
    const stranger = spawn('sleep', ['61'], { stdio: 'ignore', detached: true });
    const ended: Started = { pid: stranger.pid, exitCode: 0, signalCode: null };
    tree.stop(ended);
    await sleep(200);
    assert.ok(stranger.pid !== undefined && alive(stranger.pid));
    stranger.kill('SIGKILL');
  });

  it('of Node programs ends as a whole, on every system', async function () {
    if (!endsTrees()) this.skip();
    const tree = processTree(process.env);
    const leaf = `require('fs').writeFileSync(${JSON.stringify(at('pid'))}, String(process.pid)); setInterval(() => {}, 1000)`;
    const middle = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(leaf)}], { stdio: 'ignore' }); setInterval(() => {}, 1000)`;
    const root: ChildProcess = spawn(process.execPath, ['-e', middle], {
      env: { ...tree.env },
      stdio: 'ignore',
      detached: !WINDOWS,
    });
    const pid = await pidIn(at('pid'));
    tree.stop(root);
    await gone(pid);
    await gone(root.pid ?? 0);
  });

  (WINDOWS ? it : it.skip)('ends at its time-out on Windows, and its verdict is not held back', async () => {
    const leaf = `require('fs').writeFileSync(process.env.F, String(process.pid)); setInterval(() => {}, 1000)`;
    const seen = await runHelperSeen(
      new Secret(
        `start /b "" "${process.execPath}" -e "${leaf}" & "${process.execPath}" -e "setInterval(() => {}, 1000)"`,
      ),
      { ...process.env, F: at('pid') },
      { timeoutMs: 8000 },
    );
    assert.equal(seen.problem, 'the command didn’t finish within 8 seconds');
    if (endsTrees()) await gone(await pidIn(at('pid')));
    else process.kill(await pidIn(at('pid')));
  });
});

describe('where the credential command is run', () => {
  const at = folderForTests();
  const pwd = WINDOWS ? 'cd' : 'pwd -P';

  /** What the command prints as its directory; blanks in it would make it no credential. */
  async function directoryOf(trustedFolder?: string): Promise<string> {
    const { secret, problem } = await runHelperSeen(new Secret(pwd), process.env, { trustedFolder });
    return secret === undefined ? (problem ?? '') : realpathSync(secret.reveal());
  }

  it('is the home directory, unless the folder is trusted', async () => {
    assert.equal(await directoryOf(), realpathSync(homedir()));
    assert.equal(await directoryOf(at()), realpathSync(at()));
  });

  it('is not where this program is: a relative helper of the user’s own settings does not run the repository’s script', async () => {
    const name = WINDOWS ? 'get-key.cmd' : './get-key.sh';
    writeFileSync(
      at(path.basename(name)),
      WINDOWS ? '@echo key-of-the-repository\r\n' : '#!/bin/sh\necho key-of-the-repository\n',
      { mode: 0o755 },
    );
    const before = process.cwd();
    process.chdir(at());
    try {
      for (const env of [
        process.env,
        { ...process.env, PATH: `.${path.delimiter}${process.env['PATH'] ?? ''}` },
        { ...process.env, PATH: `${path.delimiter}${process.env['PATH'] ?? ''}` },
      ]) {
        for (const command of [name, path.basename(name)])
          assert.equal((await runHelperSeen(new Secret(command), env)).ok, false, command);
      }
      assert.equal(
        (await runHelperSeen(new Secret(name), process.env, { trustedFolder: at() })).secret?.reveal(),
        'key-of-the-repository',
      );
    } finally {
      process.chdir(before);
    }
  });

  it('looks through no directory of the PATH that depends on where it is', async () => {
    const print = WINDOWS ? 'echo %PATH%' : 'printf %s "$PATH"';
    const folder = WINDOWS ? 'C:\\tools' : '/opt/tools';
    const { secret } = await runHelperSeen(new Secret(print), {
      ...process.env,
      Path: undefined,
      PATH: ['.', '', 'bin', folder, '../x'].join(path.delimiter),
    });
    assert.equal(secret?.reveal(), folder);
  });
});
