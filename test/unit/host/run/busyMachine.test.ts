import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as passes } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { discoveryProbe, isUnsureList } from '../../../../src/core/probes/rows/discoveryProbe';
import { judgeStream } from '../../../../src/core/probes/rows/streamProbe';
import type { Reply } from '../../../../src/core/answers/reply';
import { target } from '../../core/probes/support';

interface Scene {
  readonly timeoutMs: number;
  readonly watched?: boolean;
  readonly serve: (response: ServerResponse, program: ChildProcess) => Promise<void>;
}

/** What a program gets for an answer to whom the machine gives no time: it is stopped and continued from outside. */
async function replyOf({ timeoutMs, watched, serve }: Scene): Promise<Reply> {
  let program: ChildProcess | undefined;
  const server = createServer((request, response) => {
    request.resume();
    if (program !== undefined) void serve(response, program);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
    const args = [
      '--import',
      pathToFileURL(require.resolve('tsx')).href,
      join(__dirname, '..', 'network', 'sendProgram.ts'),
      JSON.stringify({ url, timeoutMs, watched }),
    ];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    program = child;
    return JSON.parse(await text(child.stdout)) as Reply;
  } finally {
    program?.kill('SIGKILL');
    server.closeAllConnections();
    server.close();
  }
}

async function stoppedFor(program: ChildProcess, ms: number, meanwhile: () => void = () => undefined): Promise<void> {
  program.kill('SIGSTOP');
  await passes(50);
  meanwhile();
  await passes(ms - 50);
  program.kill('SIGCONT');
}

const EVENT = 'event: content_block_delta\ndata: {"type":"content_block_delta"}\n\n';

const begin = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write(EVENT);
};

/** Windows has no signal that stops a program. */
const here = process.platform === 'win32' ? describe.skip : describe;

here('on a machine that gives this program no time', () => {
  it('an answer that came in time counts, however late it is read', async () => {
    const reply = await replyOf({
      timeoutMs: 1500,
      serve: async (response, program) => {
        await passes(300);
        await stoppedFor(program, 2500, () => {
          response.end('here');
        });
      },
    });
    assert.deepEqual([reply.kind, reply.kind === 'response' && reply.body], ['response', 'here']);
  });

  it('an answer of which nobody can say whether it came in time is asked for again', async () => {
    const reply = await replyOf({
      timeoutMs: 3000,
      serve: async (response, program) => {
        await passes(1500);
        await stoppedFor(program, 3000, () => {
          response.end('{"data":[{"id":"claude-a"}]}');
        });
      },
    });
    assert.equal(isUnsureList(reply), true, JSON.stringify(reply));
    assert.match(
      discoveryProbe.judge(reply, { ...target(), discovery: true }, new Map()).detail,
      /too busy to measure/,
    );
  });

  it('an answer that took too long is late, also where it is read first', async () => {
    const reply = await replyOf({
      timeoutMs: 1000,
      // It stands in front of the clock, which has run out too when the program goes on.
      serve: async (response, program) => {
        await passes(980);
        await stoppedFor(program, 300, () => {
          response.end('{"data":[]}');
        });
      },
    });
    if (reply.kind === 'response') assert.ok(reply.ms > 1000, JSON.stringify(reply));
    else assert.equal(reply.code, 'TIMEOUT');
  });

  it('a stream that stalls is seen to stall, although the program had a pause as well', async () => {
    const reply = await replyOf({
      timeoutMs: 6000,
      watched: true,
      serve: async (response, program) => {
        begin(response);
        await passes(200);
        await stoppedFor(program, 2500);
        response.write(EVENT);
      },
    });
    assert.match(JSON.stringify(judgeStream(reply, target()).findings), /"variant":"stalled"/, JSON.stringify(reply));
  });

  it('a stream that goes on does not stall because the program had a pause', async () => {
    const reply = await replyOf({
      timeoutMs: 5000,
      watched: true,
      serve: async (response, program) => {
        begin(response);
        await stoppedFor(program, 5500, () => {
          for (let more = 0; more < 8; more++) response.write(EVENT);
        });
        await passes(200);
        response.end('event: message_stop\ndata: {"type":"message_stop"}\n\n');
      },
    });
    assert.equal(reply.kind === 'response' && reply.ended, 'complete', JSON.stringify(reply));
  });

  it('a stream that nobody watched is not taken for collected', async () => {
    const reply = await replyOf({
      timeoutMs: 5000,
      watched: true,
      serve: async (response, program) => {
        await passes(500);
        await stoppedFor(program, 1500, () => {
          begin(response);
          for (let more = 0; more < 8; more++) response.write(EVENT);
          response.end('event: message_stop\ndata: {"type":"message_stop"}\n\n');
        });
      },
    });
    assert.doesNotMatch(JSON.stringify(judgeStream(reply, target())), /collected"/, JSON.stringify(reply));
  });
});
