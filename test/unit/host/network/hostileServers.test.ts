import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { credentialsFor } from '../../../../src/core/probes/probeRequest';
import { readAnswer } from '../../../../src/core/answers/readAnswer';
import { readFailure } from '../../../../src/core/answers/readFailure';
import type { Reply } from '../../../../src/core/answers/reply';
import { Secret } from '../../../../src/core/words/secret';
import { send } from '../../../../src/host/network/transport';
import { UNPRINTABLE } from '../../core/support';
import { shortest } from '../shortest';

const MOST_MEMORY = 64 * 1024 * 1024;
/** Of most, which end by themselves; and of those that only a time-out ends. */
const [TIMEOUT_MS, SHORT_MS] = [20_000, 1000];
/** What a busy machine may add to a time-out. */
const SLACK_MS = 5000;

/** What came back, in short: the code of a failure, or the status and how the body ended. */
function shown(reply: Reply): string {
  return reply.kind === 'failure' ? `${reply.stage ?? ''} ${reply.code}` : `${reply.status} ${reply.ended ?? 'whole'}`;
}

/** The evidence, as people read it. */
function evidenceOf(reply: Reply): string {
  return (
    (reply.kind === 'failure' ? readFailure(reply, {}) : readAnswer(reply, { facts: {}, secrets: [] }))?.evidence ?? ''
  );
}

describe('a hostile server', () => {
  let server: ChildProcess;
  let port = 0;
  before(async () => {
    server = spawn(process.execPath, ['--import', 'tsx', path.join(__dirname, 'hostileServer.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    assert.ok(server.stdout !== null);
    port = Number(String((await once(server.stdout, 'data'))[0]));
  });
  after(() => {
    server.kill();
  });

  const ask = (way: string, watched: boolean): Promise<Reply> =>
    send(shortest(`http://127.0.0.1:${port}/${way}`, credentialsFor('both', new Secret('sentinel-key')), '1'), {
      env: {},
      timeoutMs: way.startsWith('drip') ? SHORT_MS : TIMEOUT_MS,
      watched,
    });

  /** What is sent, what came back, and what of a watched one. */
  const table: readonly [string, string | RegExp, string | RegExp][] = [
    ['endless-body', 'answer BODY_TOO_LARGE', '200 too-long'],
    ['endless-header', 'answer UND_ERR_HEADERS_OVERFLOW', 'answer UND_ERR_HEADERS_OVERFLOW'],
    ['endless-headers', 'answer UND_ERR_HEADERS_OVERFLOW', 'answer UND_ERR_HEADERS_OVERFLOW'],
    ['endless-status', 'answer UND_ERR_HEADERS_OVERFLOW', 'answer UND_ERR_HEADERS_OVERFLOW'],
    ['endless-hints', 'answer UND_ERR_HEADERS_OVERFLOW', 'answer UND_ERR_HEADERS_OVERFLOW'],
    ['endless-continue', 'answer UND_ERR_SOCKET', 'answer UND_ERR_SOCKET'],
    ['endless-extension', 'answer BODY_TOO_LARGE', '200 too-long'],
    ['endless-trailers', 'answer UND_ERR_HEADERS_OVERFLOW', '200 cut'],
    ['endless-line', 'answer BODY_TOO_LARGE', '200 too-long'],
    ['endless-events', 'answer BODY_TOO_LARGE', '200 too-long'],
    ['endless-tiny-chunks', 'answer BODY_TOO_LARGE', '200 too-long'],
    ['gzip-bomb', 'answer BODY_TOO_LARGE', '200 too-long'],
    ['deflate-bomb', 'answer BODY_TOO_LARGE', '200 too-long'],
    ['brotli-bomb', 'answer BODY_TOO_LARGE', '200 too-long'],
    ['no-gzip', 'answer CONTENT_ENCODING', 'answer CONTENT_ENCODING'],
    ['cut-gzip', 'answer CONTENT_ENCODING', 'answer CONTENT_ENCODING'],
    ['unknown-coding', 'answer CONTENT_ENCODING', 'answer CONTENT_ENCODING'],
    ['drip', 'answer TIMEOUT', '200 timeout'],
    ['drip-headers', 'answer TIMEOUT', 'answer TIMEOUT'],
    ['invalid-chunks', /^answer HPE_\w+$/, '200 cut'],
    ['huge-chunk', /^answer HPE_\w+$/, '200 cut'],
    ['no-last-chunk', 'answer BODY_CUT', '200 cut'],
    ['invalid-utf8', '200 whole', '200 complete'],
    ['redirect-to-itself', '307 whole', '307 complete'],
    ['too-short', 'answer BODY_CUT', '200 cut'],
    ['upgrade', 'answer UND_ERR_SOCKET', 'answer UND_ERR_SOCKET'],
    ['escapes', '200 whole', '200 complete'],
    ['escapes-in-headers', /^answer HPE_\w+$/, /^answer HPE_\w+$/],
    ['close-at-once', /^answer (UND_ERR_SOCKET|ECONNRESET)$/, /^answer (UND_ERR_SOCKET|ECONNRESET)$/],
    ['close-in-status', /^answer (UND_ERR_SOCKET|HPE_\w+)$/, /^answer (UND_ERR_SOCKET|HPE_\w+)$/],
    ['close-in-headers', /^answer (UND_ERR_SOCKET|HPE_\w+)$/, /^answer (UND_ERR_SOCKET|HPE_\w+)$/],
    ['close-after-headers', 'answer BODY_CUT', '200 cut'],
    ['reset-in-body', 'answer BODY_CUT', '200 cut'],
  ];

  it('(a usual request first, so that what is loaded once does not count)', async () => {
    for (const way of ['invalid-utf8', 'no-gzip']) await ask(way, true);
  });

  for (const [way, plain, watched] of table) {
    it(`that does ${way} costs little time and memory, and is read clearly`, async () => {
      for (const [watching, expected] of [
        [false, plain],
        [true, watched],
      ] as const) {
        (globalThis as { gc?: () => void }).gc?.();
        const [before, began] = [process.memoryUsage.rss(), performance.now()];
        let most = before;
        const sampling = setInterval(() => {
          most = Math.max(most, process.memoryUsage.rss());
        }, 5);
        const reply = await ask(way, watching);
        clearInterval(sampling);
        most = Math.max(most, process.memoryUsage.rss());
        const said = shown(reply);
        if (process.env['SHOW_HOSTILE'] !== undefined)
          console.log(
            `      ${said} | ${Math.round(performance.now() - began)} ms | ${Math.round((most - before) / 1e6)} MB | ${evidenceOf(reply)}`,
          );
        if (typeof expected === 'string') assert.equal(said, expected);
        else assert.match(said, expected);
        assert.ok(performance.now() - began < (way.startsWith('drip') ? SHORT_MS : TIMEOUT_MS) + SLACK_MS);
        assert.ok(most - before <= MOST_MEMORY, `${Math.round((most - before) / 1e6)} MB more`);
        const evidence = evidenceOf(reply);
        assert.ok(evidence.length < 600 && !UNPRINTABLE.test(evidence) && !evidence.includes('sentinel'), evidence);
        if (reply.kind === 'failure') assert.notEqual(evidence, '');
      }
    });
  }
});
