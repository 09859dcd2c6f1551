import type { Duplex } from 'node:stream';
import { RouteError } from './exchangeTrace';
import type { ProxyAddress } from './network';

/** No proxy's answer to CONNECT is larger. */
const LARGEST_HEAD = 64 * 1024;

/**
 * Asks a proxy for the way to a host and port. What the proxy says beyond its head stays in the socket.
 * @throws RouteError: `proxy-auth` after 407, else `proxy-refuse`, with the proxy's status where it gave one; the abort reason.
 */
export async function openTunnel(
  socket: Duplex,
  target: string,
  { authorization }: ProxyAddress,
  signal: AbortSignal,
): Promise<void> {
  const head = headOf(socket, signal);
  socket.write(
    [
      ['CONNECT', target, 'HTTP/1.1'].join(' '),
      `Host: ${target}`,
      ...(authorization === undefined ? [] : [`Proxy-Authorization: ${authorization}`]),
      '',
      '',
    ].join('\r\n'),
  );
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?!\d)/.exec(await head)?.[1]);
  if (status >= 200 && status < 300) return;
  if (Number.isNaN(status)) throw new RouteError('proxy-refuse', 'PROXY_NO_HTTP');
  if (status === 407) throw new RouteError('proxy-auth', 'PROXY_AUTH_REQUIRED', status);
  throw new RouteError('proxy-refuse', 'PROXY_REFUSED', status);
}

function headOf(socket: Duplex, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const stop = (): void => {
      socket.off('readable', read).off('end', closed).off('error', closed).off('close', closed);
      signal.removeEventListener('abort', abort);
    };
    const abort = (): void => {
      stop();
      reject(signal.reason as Error);
    };
    const closed = (): void => {
      stop();
      reject(new RouteError('proxy-refuse', 'PROXY_CLOSED'));
    };
    const read = (): void => {
      for (let chunk = socket.read() as Buffer | null; chunk !== null; chunk = socket.read() as Buffer | null) {
        chunks.push(chunk);
        const all = Buffer.concat(chunks);
        const end = all.indexOf('\r\n\r\n');
        if (end === -1 && all.length <= LARGEST_HEAD) continue;
        stop();
        if (all.length > end + 4 && end !== -1) socket.unshift(all.subarray(end + 4));
        if (end === -1) reject(new RouteError('proxy-refuse', 'PROXY_NO_HTTP'));
        else resolve(all.subarray(0, end).toString('latin1'));
        return;
      }
    };
    socket.on('readable', read).once('end', closed).once('error', closed).once('close', closed);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}
