import assert from 'node:assert/strict';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { readShellEnvironment, type ShellEnvironment } from '../../../../src/host/files/shellEnvironment';
import { folderForTests } from '../support';

const PRINTS = 'while [ "$1" != -c ]; do shift; done; shift; eval "$1"';

describe('the environment of the login shell', function () {
  if (process.platform === 'win32') return;
  const at = folderForTests();

  /** A shell with these start-up files; each says what `SHELL` may be. */
  async function ask(
    script: string,
    env: Readonly<Record<string, string>> = {},
    timeoutMs = 4_000,
    inherits = false,
  ): Promise<ShellEnvironment | undefined> {
    const shell = at('shell');
    writeFileSync(shell, `#!/bin/sh\n${script}\n`);
    chmodSync(shell, 0o755);
    return readShellEnvironment(
      { PATH: process.env['PATH'], ...env, SHELL: shell },
      { home: at(''), timeoutMs, inherits },
    );
  }

  function envOf(result: ShellEnvironment | undefined): Readonly<Record<string, string | undefined>> {
    assert.ok(result?.ok, JSON.stringify(result));
    return result.env;
  }

  function problemOf(result: ShellEnvironment | undefined): string {
    assert.ok(result !== undefined && !result.ok);
    return result.problem;
  }

  it('is what its start-up files set, whatever characters are in it', async () => {
    const value = `é "quotes" 'single' \\ $HOME\nsecond line`;
    writeFileSync(at('value'), value);
    const env = envOf(await ask(`export ANTHROPIC_BASE_URL="$(cat '${at('value')}')"; ${PRINTS}`));
    assert.equal(env['ANTHROPIC_BASE_URL'], value);
    assert.equal(env['HOME'], at(''));
  });

  it('does not take for its own what the shell had that VS Code was started from', async () => {
    const given = {
      ANTHROPIC_AUTH_TOKEN: 'of VS Code',
      CLAUDE_CODE_SIMPLE: '1',
      VSCODE_PID: '1',
      HTTPS_PROXY: 'http://proxy',
    };
    const told = (env: Readonly<Record<string, string | undefined>>): unknown =>
      Object.keys(given).map((name) => env[name]);
    assert.deepEqual(told(envOf(await ask(PRINTS, given))), [undefined, undefined, undefined, 'http://proxy']);
    assert.deepEqual(told(envOf(await ask(PRINTS, given, 4_000, true))), [
      'of VS Code',
      '1',
      undefined,
      'http://proxy',
    ]);
  });

  it('is found among what start-up files print, before and after', async () => {
    const noise = 'echo "{}"; printf "\\033[31mWelcome\\033[0m ${RANDOM} }"; head -c 100000 /dev/zero; echo words >&2';
    assert.equal(envOf(await ask(`export FOUND=1; ${noise}; ${PRINTS}; ${noise}`))['FOUND'], '1');
  });

  it('gets no terminal, no input, and the home directory', async () => {
    const env = envOf(
      await ask(
        `export WHERE="$PWD" READ="$(cat)"; export TTY="$( (: < /dev/tty) 2>/dev/null && echo yes)"; ${PRINTS}`,
      ),
    );
    assert.deepEqual([env['WHERE'], env['READ'], env['TTY']], [at(''), '', '']);
  });

  it('does not wait for a program in the background', async () => {
    const start = Date.now();
    assert.equal(envOf(await ask(`sleep 60 & export FOUND=1; ${PRINTS}`))['FOUND'], '1');
    assert.ok(Date.now() - start < 30_000);
  });

  it('is given up after its time, and everything it started is ended', async () => {
    const late = at('late');
    assert.match(
      problemOf(await ask(`sh -c 'sleep 1; touch ${late}' & wait`, {}, 300)),
      /^it didn’t finish within 0.3 seconds$/,
    );
    await sleep(1_200);
    assert.ok(!existsSync(late));
  });

  const problems: readonly [string, string, RegExp][] = [
    ['prints without end', 'yes', /^it printed more than 4 MiB$/],
    ['ends with another exit code', 'exit 3', /^it exited with code 3 before printing its environment$/],
    ['is ended by a signal', 'kill -9 $$', /was terminated before printing/],
    [
      'prints the marks around something else',
      'for last; do :; done; mark=$(printf %s "$last" | grep -o "[0-9a-f-]\\{36\\}" | head -1); echo "$mark{nothing}$mark"',
      /^it printed something other/,
    ],
  ];
  for (const [what, script, expected] of problems) {
    it(`is not known of one that ${what}`, async () => {
      assert.match(problemOf(await ask(script)), expected);
    });
  }

  it('is not known without a shell', async () => {
    assert.match(problemOf(await readShellEnvironment({ SHELL: 'sh' })), /doesn’t name a program/);
    assert.match(problemOf(await readShellEnvironment({ SHELL: at('missing') })), /couldn’t be started \(ENOENT\)/);
  });

  it('is not asked for on Windows', async () => {
    assert.equal(await readShellEnvironment({ SHELL: '/bin/sh' }, { platform: 'win32' }), undefined);
  });
});
