import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';

/**
 * Ways to answer that ought to bring a client down, by path; `/drip` is what `drip` does. A process of its own, so that its
 * memory is not the client's: prints its port.
 */
const BOMBS = (() => {
  const zeros = Buffer.alloc(128 * 1024 * 1024);
  return {
    gzip: gzipSync(zeros),
    deflate: deflateSync(zeros),
    br: brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
  };
})();
const chunked = (type: string, more = ''): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ntransfer-encoding: chunked\r\n${more}\r\n`;
const sized = (body: Buffer, more = ''): Buffer =>
  Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${more}content-length: ${body.length}\r\n\r\n`),
    body,
  ]);

/** Writes the same piece until nobody takes it any more. */
async function flood(socket: Socket, piece: string): Promise<void> {
  const many = Buffer.from(piece.repeat(Math.ceil(65_536 / piece.length)));
  let go = (): void => undefined;
  socket
    .on('drain', () => {
      go();
    })
    .on('close', () => {
      go();
    });
  while (!socket.destroyed) {
    if (!socket.write(many))
      await new Promise<void>((more) => {
        go = more;
      });
  }
}

async function drip(socket: Socket, text: string): Promise<void> {
  for (const letter of text) {
    if (socket.destroyed) return;
    socket.write(letter);
    await wait(1000);
  }
}

const WAYS: Readonly<Record<string, (socket: Socket) => unknown>> = {
  'endless-body': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n');
    return flood(socket, '{"a":"aaaaaaaaaaaaaaaaaaaaaaaa"}');
  },
  'endless-header': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nx-a: ');
    return flood(socket, 'aaaa');
  },
  'endless-headers': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    return flood(socket, 'x-a: b\r\n');
  },
  'endless-status': (socket) => {
    socket.write('HTTP/1.1 200 ');
    return flood(socket, 'OK');
  },
  'endless-hints': (socket) => flood(socket, 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'),
  'endless-continue': (socket) => flood(socket, 'HTTP/1.1 100 Continue\r\n\r\n'),
  'endless-extension': (socket) => {
    socket.write(`${chunked('application/json')}1;`);
    return flood(socket, 'a');
  },
  'endless-trailers': (socket) => {
    socket.write(`${chunked('application/json')}2\r\n{}\r\n0\r\n`);
    return flood(socket, 'x-a: b\r\n');
  },
  'endless-line': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: ');
    return flood(socket, 'a'.repeat(50));
  },
  'endless-events': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n');
    return flood(socket, 'data: a\n\n');
  },
  'endless-tiny-chunks': (socket) => {
    socket.write(chunked('text/event-stream'));
    return flood(socket, '1\r\na\r\n');
  },
  'gzip-bomb': (socket) => socket.end(sized(BOMBS.gzip, 'content-encoding: gzip\r\n')),
  'deflate-bomb': (socket) => socket.end(sized(BOMBS.deflate, 'content-encoding: deflate\r\n')),
  'brotli-bomb': (socket) => socket.end(sized(BOMBS.br, 'content-encoding: br\r\n')),
  'no-gzip': (socket) => socket.end(sized(Buffer.from('{}'), 'content-encoding: gzip\r\n')),
  'cut-gzip': (socket) => socket.end(sized(gzipSync('{"a":1}').subarray(0, 12), 'content-encoding: gzip\r\n')),
  'unknown-coding': (socket) => socket.end(sized(Buffer.from('{}'), 'content-encoding: rot13\r\n')),
  drip: (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n');
    return drip(socket, '{'.repeat(500));
  },
  'drip-headers': (socket) => drip(socket, 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n'),
  'invalid-chunks': (socket) => socket.end(`${chunked('application/json')}zz\r\n{}\r\n`),
  'huge-chunk': (socket) => socket.end(`${chunked('application/json')}FFFFFFFFFFFFFFFFFFFF\r\n{}\r\n`),
  'no-last-chunk': (socket) => socket.end(`${chunked('application/json')}2\r\n{}\r\n`),
  'invalid-utf8': (socket) => socket.end(sized(Buffer.from([0x7b, 0xff, 0xfe, 0xc3, 0x28, 0x7d]))),
  'redirect-to-itself': (socket) =>
    socket.end(
      'HTTP/1.1 307 Temporary Redirect\r\nlocation: /redirect-to-itself/v1/messages\r\ncontent-length: 0\r\n\r\n',
    ),
  'too-short': (socket) =>
    socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{}'),
  upgrade: (socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n'),
  escapes: (socket) =>
    socket.end(sized(Buffer.from('\x1b[2J\x1b]0;owned\x07\x1b[31mALL GOOD\x1b[0m\r\n\x9b31m\u202eevil'))),
  'escapes-in-headers': (socket) =>
    socket.end(sized(Buffer.from('{}'), 'x-a: \x1b[31mred\r\nserver: \x1b]0;x\x07\r\n')),
  'close-at-once': (socket) => {
    socket.destroy();
  },
  'close-in-status': (socket) => socket.end('HTTP/1.'),
  'close-in-headers': (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-'),
  'close-after-headers': (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n'),
  'reset-in-body': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 500\r\n\r\ndata: a\n\n');
    setTimeout(() => {
      socket.resetAndDestroy();
    }, 100);
  },
};

const server = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', (head: Buffer) => {
    void Promise.resolve(WAYS[/^\S+ \/([^/]*)/.exec(head.toString('latin1'))?.[1] ?? '']?.(socket));
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
