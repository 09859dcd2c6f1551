import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import { innermostCode } from './exchangeTrace';

/** How a handshake is made. */
export interface Handshake {
  /** The name or address that the certificate must bear. */
  readonly host: string;
  readonly context: SecureContext;
  readonly protocols: readonly string[];
}

/**
 * Speaks TLS over an open way, and accepts only a certificate that is trusted and bears the name, whatever the
 * environment of this process says.
 * @throws an error with a code; the abort reason. The way is then closed.
 */
export function secured(way: Duplex, handshake: Handshake, signal: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = startTls(way, handshake, true);
    const fail = (error: Error): void => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      way.destroy();
      reject(error);
    };
    const abort = (): void => {
      fail(signal.reason as Error);
    };
    socket.once('secureConnect', () => {
      signal.removeEventListener('abort', abort);
      resolve(socket);
    });
    socket.on('error', (error) => {
      fail(Object.assign(new Error('TLS'), { code: innermostCode(error) }));
    });
    socket.once('close', () => {
      fail(Object.assign(new Error('TLS'), { code: 'ECONNRESET' }));
    });
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}

/** Begins a handshake. With `verify` off the socket is for looking at the certificate: nothing may ever be written to it. */
export function startTls(way: Duplex, { host, context, protocols }: Handshake, verify: boolean): TLSSocket {
  return connect({
    socket: way,
    host,
    servername: isIP(host) === 0 ? host : '',
    secureContext: context,
    ALPNProtocols: [...protocols],
    rejectUnauthorized: verify,
  });
}
