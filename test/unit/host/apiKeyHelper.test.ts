import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { runHelper, type HelperResult } from '../../../src/host/apiKeyHelper';
import { UNPRINTABLE } from '../core/support';
import { folderForTests } from './support';

const ENV = { PATH: process.env['PATH'], SECRET_PART: 'made.up.sentinel.0123' };

function problemOf(result: HelperResult): string {
  assert.ok(!result.ok);
  assert.doesNotMatch(JSON.stringify(result), /sentinel/);
  assert.doesNotMatch(result.problem, UNPRINTABLE);
  assert.ok(result.problem.length < 300);
  return result.problem;
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
      const result = await runHelper(command, ENV);
      assert.ok(result.ok, JSON.stringify(result));
      assert.equal(result.secret.reveal(), ENV.SECRET_PART);
      assert.doesNotMatch(JSON.stringify(result), /sentinel/);
    });
  }

  const bad: readonly [string, string, RegExp][] = [
    ['nothing', 'true', /^the command ran, but it printed nothing$/],
    ['white space', 'echo; echo "  "', /printed nothing/],
    ['two lines', 'echo $SECRET_PART; echo $SECRET_PART', /2 lines/],
    ['two words', 'echo key: $SECRET_PART', /more than one word \(a space at position 5\)/],
    ['a terminal escape', String.raw`printf '\033[1m%s' $SECRET_PART`, /character at position 1 is not printable/],
    ['a letter beyond ASCII', `printf 'é%s' $SECRET_PART`, /position 1 is not printable ASCII/],
    ['more than the longest', 'head -c 16385 /dev/zero | tr "\\0" k', /16385 characters/],
    ['without end', 'yes $SECRET_PART', /printed far more than a credential/],
    ['errors without end', 'yes $SECRET_PART >&2', /printed far more than a credential/],
    ['a failure', 'exit 3', /^the command ended with exit code 3$/],
    ['a failure with words', 'echo "no session; run login" >&2; exit 4', /^the command ended with exit code 4: no session; run login$/],
    ['a failure with escapes', String.raw`printf '\033]0;x\007\033[31mred\n' >&2; exit 1`, /exit code 1: red$/],
    ['a failure that repeats the credential', 'echo $SECRET_PART; echo "rejected: $SECRET_PART" >&2; exit 1', /exit code 1: rejected: ‹hidden›$/],
    ['a failure that repeats one of its lines', 'echo other-line; echo $SECRET_PART; echo "rejected: $SECRET_PART" >&2; exit 1', /exit code 1: rejected: ‹hidden›$/],
    ['a failure that tells of the environment', 'env | grep SECRET >&2; exit 1', /exit code 1: SECRET_PART=‹hidden›$/],
    ['a command that is missing', '/opt/nosuch/helper --now', /exit code 127: .*nosuch\/helper.*not found/],
    ['a syntax error', 'echo "', /exit code 2/],
    ['a killed one', 'kill -9 $$', /ended with exit code none/],
  ];
  for (const [what, command, expected] of bad) {
    it(`says what is wrong: ${what}`, async () => { assert.match(problemOf(await runHelper(command, ENV)), expected); });
  }

  it('gets the environment it is given, and no input', async () => {
    const result = await runHelper('cat; echo "$A-$HOME"', { PATH: process.env['PATH'], A: 'given' });
    assert.ok(result.ok);
    assert.equal(result.secret.reveal(), 'given-');
  });

  const alive = (pid: number): boolean => {
    // A zombie waits for its parent, which is not us.
    try { return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '); } catch { return false; }
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
      const running = runHelper(command, { ...ENV, PID_FILE: at('pid') }, stop.signal);
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
    const failed = assert.rejects(runHelper('setsid sleep 30 & echo $! > "$PID_FILE"; echo key', { ...ENV, PID_FILE: at('pid') }, stop.signal), { message: 'enough' });
    await pidIn(at('pid'));
    await sleep(50);
    stop.abort(new Error('enough'));
    const start = performance.now();
    await failed;
    assert.ok(performance.now() - start < 15_000);
  });

  it('is not started when it is aborted already', async () => {
    await assert.rejects(runHelper(`touch ${at('started')}`, ENV, AbortSignal.abort(new Error('enough'))), { message: 'enough' });
    assert.ok(!existsSync(at('started')));
  });
});
