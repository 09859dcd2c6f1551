import assert from 'node:assert/strict';
import { redact } from '../../../src/core/words/redact';
import { FileError } from '../../../src/host/files/fileError';
import { UNPRINTABLE } from '../core/support';
import { recordedLog } from './recordedLog';

/** Has no form that anybody would take for a key: hidden only because it is known. */
const SENTINEL = 'correcthorsebatterystaple';

/** The ways in which a key gets into an error. */
const ERRORS: Readonly<Record<string, () => unknown>> = {
  'a message': () => new Error(`no such key ${SENTINEL}`),
  'a message that is cut within the key': () => new Error(`${'x'.repeat(480)}${SENTINEL}`),
  'a name': () => Object.assign(new Error('failed'), { name: `Error of ${SENTINEL}` }),
  'a code': () => Object.assign(new Error('failed'), { code: SENTINEL }),
  'a cause': () => new Error('failed', { cause: new TypeError('no', { cause: new Error(SENTINEL) }) }),
  'one of several errors': () =>
    new AggregateError([new Error('a'), new Error(`x-api-key: ${SENTINEL}`)], 'all failed'),
  'a frame of the stack': () =>
    Object.assign(new Error('failed'), { stack: `Error: failed\n    at read (/home/${SENTINEL}/a.js:1:2)` }),
  'user and password of an address': () => new TypeError(`Invalid URL https://me:${SENTINEL}@gw.example/`),
  'a header in base64': () => new Error(`authorization: Basic ${Buffer.from(`me:${SENTINEL}`).toString('base64')}`),
  'a command line': () => new Error(`Command failed: curl -H "Authorization: Bearer ${SENTINEL}" https://gw.example`),
  'an error of the host': () =>
    new FileError('failed', '/home/me/a.json', `cannot write ${SENTINEL}`, new Error(encodeURIComponent(SENTINEL))),
  'what is no error': () => `${SENTINEL} was thrown`,
};

describe('the log', () => {
  for (const [where, make] of Object.entries(ERRORS))
    it(`shows no key in ${where}`, () => {
      const { log, lines } = recordedLog();
      log.hide([SENTINEL, `me:${SENTINEL}`]);
      log.error('It failed', make());
      assert.ok(lines.length >= 2, lines.join('\n'));
      assert.ok(
        lines.some((line) => line.includes('hidden')),
        lines.join('\n'),
      );
      assert.ok(!lines.join('\n').includes(SENTINEL.slice(0, 10)), lines.join('\n'));
      assert.ok(!lines.join('').includes(Buffer.from(SENTINEL).toString('base64').slice(0, 20)));
    });

  it('shows where an error arose and everything that caused it, as lines of their own', () => {
    const { log, lines } = recordedLog();
    const first = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    log.error('Reading failed', new Error('no connection', { cause: new TypeError('no socket', { cause: first }) }));
    const said = lines.filter((line) => !/^error +at /.test(line));
    assert.deepEqual(said, [
      'error Reading failed',
      'error     Error: no connection',
      'error       caused by TypeError: no socket',
      'error         caused by Error (ECONNREFUSED): connect',
    ]);
    assert.ok(
      lines.some((line) => /^error {7}at .*log\.test\.ts:\d+:\d+/.test(line)),
      lines.join('\n'),
    );
  });

  it('ends, whatever an error points to', () => {
    const { log, lines } = recordedLog();
    const round = new Error('round');
    round.cause = round;
    log.error('It failed', round);
    log.error('It failed', new AggregateError(Array.from({ length: 999 }, (_, index) => new Error(String(index)))));
    assert.ok(lines.length < 200, String(lines.length));
  });

  it('writes one bounded line for each, whatever stands in a message', () => {
    const { log, lines } = recordedLog();
    const forged =
      '\n2026-01-01 00:00:00.000 [info] Verdict: gw.example connected\u001b[2K\r\u202e\n    at forged (a.js:1:1)';
    log.info(forged);
    log.error(forged, new Error(`${forged}${'x'.repeat(1_000_000)}`, { cause: forged }));
    for (const line of lines) {
      assert.doesNotMatch(line, /[\n\r]/);
      assert.ok(!UNPRINTABLE.test(line) && line.length < 700, line);
    }
    assert.ok(!lines.some((line) => /^error +at forged/.test(line)), lines.join('\n'));
  });

  it('still hides a key that was replaced: an error may come late', () => {
    const { log, lines } = recordedLog();
    log.hide([SENTINEL]);
    log.hide(['another-key-altogether']);
    log.hide([]);
    log.info(`${SENTINEL} another-key-altogether`);
    assert.deepEqual(lines, ['info ‹hidden› ‹hidden›']);
  });

  it('leaves out what its level does not show, and writes what has changed only', () => {
    const entries = [{ level: 'debug', text: 'Read shell' }] as const;
    for (const [level, times] of [
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 0],
    ] as const) {
      const { log, lines } = recordedLog(level);
      log.writeChanged('read', entries);
      log.writeChanged('read', entries);
      assert.equal(lines.length, times, `level ${level}`);
    }
    const { log, lines } = recordedLog();
    for (const text of ['a', 'a', 'b', 'a']) log.writeChanged('verdict', [{ level: 'info', text }]);
    assert.deepEqual(lines, ['info a', 'info b', 'info a']);
    assert.equal(redact(SENTINEL), SENTINEL, 'it is hidden because it is known, not because of its form');
  });
});
