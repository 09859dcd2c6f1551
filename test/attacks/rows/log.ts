import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import {
  checkEntry,
  eventEntry,
  readingEntries,
  sourceEntries,
  verdictEntry,
} from '../../../src/core/views/logEntries';
import { healthOf } from '../../../src/core/health/health';
import { diagnose } from '../../../src/host/run/diagnose';
import { assessed, reading, UNPRINTABLE } from '../../unit/core/support';
import { recordedLog } from '../../unit/ui/recordedLog';
import { SENTINEL, type Attack, type Lab } from '../attack';

/** A line that the log itself could have written, with what makes a terminal or an editor go to another line. */
const FORGED = `\r\n2026-01-01 00:00:00.000 [info] Verdict: forged.example connected\u001b[2K\u202e\u2028 ${SENTINEL}\r\n`;
const FLAT = FORGED.replace(/\r\n/g, ' ');
const MEGABYTE = FORGED.repeat(Math.ceil(1_048_576 / FORGED.length));

/** Answers as bytes: what no decent server sends is among them. */
const ANSWERS: Readonly<Record<string, string>> = {
  body: `HTTP/1.1 401 Unauthorized\r\ncontent-length: ${Buffer.byteLength(FORGED)}\r\n\r\n${FORGED}`,
  reason: `HTTP/1.1 403 ${FLAT}\r\nx-request-id: ${FLAT}\r\ncontent-length: 0\r\n\r\n`,
  redirect: `HTTP/1.1 302 Found\r\nlocation: https://forged.example/?key=${SENTINEL}\r\ncontent-length: 0\r\n\r\n`,
  megabyte: `HTTP/1.1 500 Error\r\ncontent-type: text/html\r\ncontent-length: ${Buffer.byteLength(MEGABYTE)}\r\n\r\n${MEGABYTE}`,
  'no HTTP': FORGED.repeat(200),
  'a broken header': `HTTP/1.1 200 OK\r\n${FLAT}\u0000: a\r\n\r\n`,
};

/** Everything that a window logs of a check, at its most talkative, when the gateway answers each request with these bytes. */
async function logOf(lab: Lab, answer: string): Promise<string[]> {
  const server = createServer((socket: Socket) => {
    socket.on('error', () => undefined).once('data', () => socket.end(answer));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  lab.whenOver(() => server.close());
  const settings = reading('user-settings', {
    ANTHROPIC_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ANTHROPIC_AUTH_TOKEN: SENTINEL,
    [FORGED]: FORGED,
  });
  const assessment = assessed([settings]);
  const { log, lines } = recordedLog();
  const check = await diagnose({
    assessment,
    trusted: true,
    env: {},
    version: '0',
    scope: 'quick',
    onEvent: (event) => {
      log.write(eventEntry(event));
    },
  });
  log.write(checkEntry(check));
  log.writeChanged('read', readingEntries([settings]));
  log.writeChanged('sources', sourceEntries([assessment]));
  log.writeChanged('verdict', [verdictEntry(healthOf(assessment.request, [], check, false), assessment)]);
  return lines;
}

/** What a gateway tries to write into the log. */
export const LOG_ATTACKS: readonly Attack[] = [
  {
    id: 'forged-log-line',
    attacker: 'gateway',
    promise: 'truth',
    tries: 'answers, broken ones too, hold lines of a log, control characters, the key, and a megabyte of them',
    meets: 'nothing of an answer but its status is logged, and each line is one bounded line',
    run: async (lab) => {
      for (const [name, answer] of Object.entries(ANSWERS)) {
        const lines = await logOf(lab, answer);
        assert.ok(lines.length >= 6 && lines.length < 200, `${name}: ${lines.length} lines`);
        assert.ok(
          lines.some((line) => / POST 127\.0\.0\.1:\d+ → \w+.* after \d+ ms \(messages\)$/.test(line)),
          lines.join('\n'),
        );
        for (const line of lines) {
          assert.ok(line.length < 700 && !/[\r\n]/.test(line) && !UNPRINTABLE.test(line), `${name}: ${line}`);
          assert.ok(!line.includes('forged') && !line.includes(SENTINEL.slice(3, 15)), `${name}: ${line}`);
        }
      }
    },
  },
];
