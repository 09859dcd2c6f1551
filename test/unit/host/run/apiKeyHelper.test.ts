import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HelperObservation } from '../../../../src/core/probes/observations';
import { Secret } from '../../../../src/core/words/secret';
import { runHelperSeen } from '../../../../src/host/run/apiKeyHelper';
import { UNPRINTABLE } from '../../core/support';
import { folderForTests } from '../support';
import type { Environment } from '../../../../src/core/claude/sources';

const ENV = { PATH: process.env['PATH'], SECRET_PART: 'made.up.sentinel.0123' };

function run(
  command: string,
  env: Environment = ENV,
  limits?: Parameters<typeof runHelperSeen>[2],
): Promise<HelperObservation> {
  return runHelperSeen(new Secret(command), env, limits);
}

function problemOf(seen: HelperObservation): string {
  assert.ok(!seen.ok);
  assert.equal(seen.secret, undefined);
  assert.doesNotMatch(JSON.stringify(seen), /sentinel/);
  const { problem = '' } = seen;
  assert.doesNotMatch(problem, UNPRINTABLE);
  assert.ok(problem.length < 300);
  return problem;
}

/** Base64 as it stands in a JWT. */
function part(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

describe('the command that prints a credential', () => {
  const at = folderForTests();

  const good: readonly [string, string][] = [
    ['a line', 'echo $SECRET_PART'],
    ['no line end', 'printf %s $SECRET_PART'],
    ['CRLF and spaces around', String.raw`printf ' %s \r\n\n' $SECRET_PART`],
    ['words on the error output', 'echo warming up >&2; echo $SECRET_PART'],
    ['quotes and pipes', `printf '%s' "made.up.sentinel.0123" | cat`],
  ];
  for (const [what, command] of good) {
    it(`gives it: ${what}`, async () => {
      const seen = await run(command);
      assert.equal(seen.secret?.reveal(), ENV.SECRET_PART, JSON.stringify(seen));
      assert.deepEqual(
        [seen.ok, seen.exitCode, seen.problem, seen.expires, seen.issued],
        [true, 0, undefined, undefined, undefined],
      );
      assert.doesNotMatch(JSON.stringify(seen), /sentinel/);
    });
  }

  const bad: readonly [string, string, RegExp][] = [
    ['nothing', 'true', /^the command ran, but it printed nothing$/],
    ['white space', 'echo; echo "  "', /printed nothing/],
    ['two lines', 'echo $SECRET_PART; echo $SECRET_PART', /2 lines/],
    ['two words', 'echo key: $SECRET_PART', /more than one word \(a space at position 5\)/],
    ['a terminal escape', String.raw`printf '\033[1m%s' $SECRET_PART`, /character at position 1 isn’t printable/],
    ['a letter beyond ASCII', `printf 'é%s' $SECRET_PART`, /position 1 isn’t printable ASCII/],
    ['more than the longest', 'head -c 16385 /dev/zero | tr "\\0" k', /16385 characters/],
    ['without end', 'yes $SECRET_PART', /printed far more than a credential/],
    ['errors without end', 'yes $SECRET_PART >&2', /printed far more than a credential/],
    ['a failure', 'exit 3', /^the command ended with exit code 3$/],
    [
      'a failure with words',
      'echo "no session; run login" >&2; exit 4',
      /^the command ended with exit code 4: no session; run login$/,
    ],
    ['a failure with escapes', String.raw`printf '\033]0;x\007\033[31mred\n' >&2; exit 1`, /exit code 1: red$/],
    [
      'a failure that repeats the credential',
      'echo $SECRET_PART; echo "rejected: $SECRET_PART" >&2; exit 1',
      /exit code 1: rejected: ‹hidden›$/,
    ],
    [
      'a failure that repeats one of its lines',
      'echo other-line; echo $SECRET_PART; echo "rejected: $SECRET_PART" >&2; exit 1',
      /exit code 1: rejected: ‹hidden›$/,
    ],
    ['a failure that tells of the environment', 'env | grep SECRET >&2; exit 1', /exit code 1: SECRET_PART=‹hidden›$/],
    ['a command that is missing', '/opt/nosuch/helper --now', /exit code 127: .*nosuch\/helper.*not found/],
    ['a syntax error', 'echo "', /exit code 2/],
    ['a killed one', 'kill -9 $$', /ended with exit code none/],
  ];
  for (const [what, command, expected] of bad) {
    it(`says what is wrong: ${what}`, async () => {
      assert.match(problemOf(await run(command)), expected);
    });
  }

  it('gets the environment it is given, and no input', async () => {
    const seen = await run('cat; echo "$A-$HOME"', { PATH: process.env['PATH'], A: 'given' });
    assert.equal(seen.secret?.reveal(), 'given-');
  });

  it('tells the exit code and the words beside the problem', async () => {
    const { exitCode, words, ms } = await run('echo "no session" >&2; exit 4');
    assert.deepEqual({ exitCode, words }, { exitCode: 4, words: 'no session' });
    assert.ok(ms > 0);
  });

  for (const [how, command] of [
    ['as it is', 'echo "got $SECRET_PART" >&2'],
    ['over several lines', 'echo $SECRET_PART | fold -w 5 >&2'],
    ['with escapes in it', String.raw`printf 'made.up\033[0m.sentinel.0123' >&2`],
  ] as const) {
    it(`keeps the credential out of the words: ${how}`, async () => {
      const seen = await run(`${command}; echo $SECRET_PART`);
      assert.ok(seen.ok);
      assert.doesNotMatch((seen.words ?? '').replace(/\s/g, ''), /sentinel/);
      assert.doesNotMatch(JSON.stringify(seen), /sentinel/);
    });
  }

  it('is given up after its time, with all that it started', async () => {
    const seen = await run(
      'sleep 60 & echo $! > "$PID_FILE"; echo waiting for the browser >&2; sleep 60',
      { ...ENV, PID_FILE: at('pid') },
      { timeoutMs: 1500 },
    );
    assert.equal(problemOf(seen), 'the command didn’t finish within 1.5 seconds');
    const pid = await pidIn(at('pid'));
    for (let i = 0; i < 1000 && alive(pid); i++) await sleep(10);
    assert.ok(!alive(pid), 'it still runs');
  });

  it('could not be started', async () => {
    assert.match(problemOf(await run('echo sentinel\0')), /^the command couldn’t be started: ERR_INVALID_ARG_VALUE$/);
  });

  it('reads the times of a JWT, and nothing else', async () => {
    const token = `${part({ alg: 'RS256' })}.${part({ exp: 1_900_000_000, iat: 1_800_000_000.5, sub: 'sentinel' })}.c2VudGluZWw`;
    const seen = await run('echo $TOKEN', { ...ENV, TOKEN: token });
    assert.equal(seen.secret?.reveal(), token);
    assert.deepEqual([seen.expires, seen.issued], [1_900_000_000, 1_800_000_000.5]);
    assert.doesNotMatch(JSON.stringify(seen), /sentinel|c2VudGluZWw|eyJ/);
  });

  const alive = (pid: number): boolean => {
    // A zombie waits for its parent, which is not us.
    try {
      return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
    } catch {
      return false;
    }
  };

  async function pidIn(file: string): Promise<number> {
    while (!existsSync(file) || readFileSync(file, 'utf8').trim() === '') await sleep(5);
    return Number(readFileSync(file, 'utf8'));
  }

  for (const [what, command] of [
    ['and all that it started', 'sleep 60 & echo $! > "$PID_FILE"; sleep 60'],
    ['of which only a background part is left', 'sleep 60 & echo $! > "$PID_FILE"; echo key'],
  ] as const) {
    it(`ends when it is aborted, ${what}`, async () => {
      const stop = new AbortController();
      const running = run(command, { ...ENV, PID_FILE: at('pid') }, { signal: stop.signal });
      const failed = assert.rejects(running, { message: 'enough' });
      const pid = await pidIn(at('pid'));
      assert.ok(alive(pid));
      await sleep(50);
      const start = performance.now();
      stop.abort(new Error('enough'));
      await failed;
      assert.ok(performance.now() - start < 15_000);
      for (let i = 0; i < 1000 && alive(pid); i++) await sleep(10);
      assert.ok(!alive(pid), 'it still runs');
    });
  }

  it('does not hold the verdict back when something left its group with the output open', async () => {
    const stop = new AbortController();
    const failed = assert.rejects(
      run(
        'setsid sleep 30 & echo $! > "$PID_FILE"; echo key',
        { ...ENV, PID_FILE: at('pid') },
        { signal: stop.signal },
      ),
      { message: 'enough' },
    );
    await pidIn(at('pid'));
    await sleep(50);
    stop.abort(new Error('enough'));
    const start = performance.now();
    await failed;
    assert.ok(performance.now() - start < 15_000);
  });

  it('is not started when it is aborted already', async () => {
    await assert.rejects(run(`touch ${at('started')}`, ENV, { signal: AbortSignal.abort(new Error('enough')) }), {
      message: 'enough',
    });
    assert.ok(!existsSync(at('started')));
  });
});
