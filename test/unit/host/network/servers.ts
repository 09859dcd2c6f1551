import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** A server on loopback that keeps every byte that reaches it. */
export interface RawServer {
  readonly port: number;
  /** Everything that all connections have sent, as Latin-1. */
  readonly received: () => string;
  /** How many connections there were. */
  readonly connections: () => number;
}

/** What a raw server does with each connection. */
export type Behaviour = (socket: Socket) => void;

/** Starts servers that are stopped, with all their connections, after each test of one `describe`. */
export function serversForTests(): {
  raw: (
    behave: Behaviour,
    tls?: TlsOptions,
    at?: { readonly host: string; readonly port: number },
  ) => Promise<RawServer>;
  track: (server: Server) => void;
} {
  const servers = new Set<Server>();
  const sockets = new Set<Socket>();
  const track = (server: Server): void => {
    servers.add(server);
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
    });
  };
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all([...servers].map((server) => new Promise((closed) => server.close(closed))));
    servers.clear();
    sockets.clear();
  });
  const raw = async (behave: Behaviour, tls?: TlsOptions, at = { host: '127.0.0.1', port: 0 }): Promise<RawServer> => {
    let received = '';
    let connections = 0;
    const serve = (socket: Socket): void => {
      socket.on('error', () => undefined);
      // Decrypted, where TLS is spoken.
      socket.on('data', (bytes: Buffer) => {
        if (received.length < 1_000_000) received += bytes.toString('latin1');
      });
      behave(socket);
    };
    const server: Server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
    server.on('tlsClientError', () => undefined);
    server.on('connection', () => {
      connections += 1;
    });
    track(server);
    await new Promise<void>((listening, failed) => {
      server.once('error', failed).listen(at.port, at.host, listening);
    });
    return { port: (server.address() as AddressInfo).port, received: () => received, connections: () => connections };
  };
  return { raw, track };
}

/**
 * A port on 127.0.0.1 that takes no connection and refuses none, as behind a firewall that drops: its process is stopped
 * and its queue is full. Linux only. `end` frees it.
 */
export async function blackHole(): Promise<{ readonly port: number; readonly end: () => void }> {
  const listener =
    "const s = require('net').createServer(); s.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(s.address().port))";
  const child = spawn(process.execPath, ['-e', listener], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = Number(String((await once(child.stdout, 'data'))[0]));
  child.kill('SIGSTOP');
  const queued: Socket[] = [];
  for (let open = true; open;) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    queued.push(socket);
    open = await Promise.race([
      once(socket, 'connect').then(() => true),
      new Promise<boolean>((silent) => {
        setTimeout(() => {
          silent(false);
        }, 500);
      }),
    ]);
  }
  return {
    port,
    end: () => {
      for (const socket of queued) socket.destroy();
      child.kill('SIGKILL');
    },
  };
}

/** Answers the first bytes of a connection, and may keep it open. */
export function answering(bytes: string | Buffer, close = true): Behaviour {
  return (socket) => {
    socket.once('data', () => {
      if (close) socket.end(bytes);
      else socket.write(bytes);
    });
  };
}

/** A proxy that opens the way for CONNECT, to whatever port on loopback is asked for. */
export const tunnelling: Behaviour = (socket) => {
  socket.once('data', (head: Buffer) => {
    const port = Number(/^CONNECT [^ ]+:(\d+) /.exec(head.toString('latin1'))?.[1]);
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => {
      socket.destroy();
    });
    socket.on('close', () => {
      onward.destroy();
    });
  });
};
