import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startOwnProcess } from '../host/ownProcess';
import { cleanEnvironment } from '../host/environment';
import type { Site } from './site';

/** A server below HTTP, and all that it was sent. */
export interface RawServer {
  readonly port: number;
  readonly received: () => string;
}

/** A server that does with each connection what it is told to. */
export async function startRawServer(
  site: Site,
  onConnection: (socket: Socket) => void,
  host = '127.0.0.1',
): Promise<RawServer> {
  const chunks: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket
      .on('data', (chunk) => chunks.push(chunk))
      .on('error', () => undefined)
      .on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(0, host, listening);
  });
  site.whenCleared(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { port: (server.address() as AddressInfo).port, received: () => Buffer.concat(chunks).toString('latin1') };
}

/** Listens, and then never accepts: its thread waits for ever. */
const LISTEN_AND_WAIT = `
const server = require('node:net').createServer();
server.listen({ host: process.argv[1], port: Number(process.argv[2]), backlog: 1 }, () => {
  require('node:fs').writeSync(1, server.address().port + '\\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`;

/**
 * An address that connections vanish into, as behind a firewall that drops packets: a server whose queue of connections is
 * full, so that the system answers no more of them. Linux only.
 * @returns the port
 */
export async function startBlackHole(site: Site, host: '127.0.0.1' | '::1' = '127.0.0.1', port = 0): Promise<number> {
  const own = startOwnProcess(process.execPath, ['-e', LISTEN_AND_WAIT, host, String(port)], {
    env: cleanEnvironment(),
  });
  site.whenCleared(() => own.stop(0));
  for (const until = Date.now() + 20_000; !own.output().includes('\n') && Date.now() < until;) await sleep(20);
  const taken = Number(own.output());
  if (!Number.isInteger(taken) || taken === 0) throw new Error(`no black hole at ${host}: ${own.output()}`);
  const fillers = Array.from({ length: 4 }, () => connect(taken, host).on('error', () => undefined));
  site.whenCleared(() => {
    for (const socket of fillers) socket.destroy();
  });
  await sleep(300);
  return taken;
}
