import { connect, isIPv6, type Socket } from 'node:net';
import type { Address, ConnectionObservation } from '../../core/probes/observations';
import { Deadline } from './deadline';
import { innermostCode } from './exchangeTrace';
import { ownNow } from '../process/ownTime';

/** What a connection may take, in milliseconds. */
const CONNECT_TIMEOUT_MS = 5000;
/** An address that is silent this long gets company from the next one: https://datatracker.ietf.org/doc/html/rfc8305#section-5 */
const NEXT_AFTER_MS = 250;
/** What the others may still take when one address has answered. */
const MOMENT_MS = 1000;

/** Codes that say of the machine's own network that it has no such way: any other failure says more. */
const NO_WAY = /^(ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|EAFNOSUPPORT|EINVAL)$/;

/** One attempt. The error listener stays: a socket that is lost later must not end the process. */
function attempt(address: string, port: number, ended: (socket: Socket, code?: string) => void): Socket {
  const socket = connect({ host: address, port, noDelay: true });
  let failed: string | undefined;
  socket.once('connect', () => {
    ended(socket);
  });
  socket.on('error', (error) => {
    if (failed !== undefined || socket.bytesRead > 0) return;
    failed = innermostCode(error);
    ended(socket, failed);
  });
  return socket;
}

/** The families by turns, beginning with the first address: when one of them leads nowhere the other is next. */
function alternatingFamilies(addresses: readonly Address[]): Address[] {
  const family = addresses[0]?.family;
  const [first, second] = [
    addresses.filter((one) => one.family === family),
    addresses.filter((one) => one.family !== family),
  ];
  return first.flatMap((one, index) => [one, ...second.slice(index, index + 1)]).concat(second.slice(first.length));
}

/**
 * Connects to the first address that answers; a silent one holds the next back for a moment only.
 * @throws an error with the code that says most; `ETIMEDOUT` after {@link CONNECT_TIMEOUT_MS}; the abort reason.
 */
export function connectFirst(addresses: readonly Address[], port: number, signal: AbortSignal): Promise<Socket> {
  const waiting = alternatingFamilies(addresses);
  const open = new Set<Socket>();
  const codes: string[] = [];
  return new Promise((resolve, reject) => {
    let next: NodeJS.Timeout | undefined;
    let over = false;
    const end = (socket: Socket | undefined, error?: Error): void => {
      if (over) return;
      over = true;
      clearTimeout(next);
      deadline.signal.removeEventListener('abort', abort);
      deadline.end();
      for (const other of open) if (other !== socket) other.destroy();
      if (socket === undefined) reject(error ?? new Error('not connected'));
      else resolve(socket);
    };
    const failWith = (code: string): void => {
      end(undefined, Object.assign(new Error(code), { code }));
    };
    const abort = (): void => {
      if (deadline.passed) failWith('ETIMEDOUT');
      else end(undefined, signal.reason as Error);
    };
    const tryNext = (): void => {
      clearTimeout(next);
      const address = waiting.shift();
      if (address === undefined) {
        if (open.size === 0) failWith(codes.find((code) => !NO_WAY.test(code)) ?? codes[0] ?? 'ENOTFOUND');
        return;
      }
      next = setTimeout(tryNext, NEXT_AFTER_MS);
      open.add(
        attempt(address.address, port, (socket, code) => {
          if (code === undefined) {
            end(socket);
            return;
          }
          open.delete(socket);
          codes.push(code);
          if (!over) tryNext();
        }),
      );
    };
    const deadline = new Deadline(CONNECT_TIMEOUT_MS, signal);
    deadline.signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    else tryNext();
  });
}

/**
 * Connects to every address at the same time, to see how each does. Nothing is sent.
 * @param timeoutMs for all of them, at most {@link CONNECT_TIMEOUT_MS}. @throws the abort reason.
 */
export function connectAll(
  addresses: readonly string[],
  port: number,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ConnectionObservation> {
  const deadline = new Deadline(Math.min(timeoutMs, CONNECT_TIMEOUT_MS), signal);
  const began = ownNow();
  const since = (): number => ownNow() - began;
  const attempts = addresses.map(
    (
      address,
    ): {
      -readonly [K in keyof ConnectionObservation['attempts'][number]]: ConnectionObservation['attempts'][number][K];
    } => ({
      address,
      family: isIPv6(address) ? 6 : 4,
      outcome: 'pending',
      ms: 0,
    }),
  );
  const sockets: Socket[] = [];
  return new Promise((resolve, reject) => {
    let left = attempts.length;
    let moment: Deadline | undefined;
    const stop = (): void => {
      deadline.signal.removeEventListener('abort', abort);
      deadline.end();
      moment?.end();
      for (const socket of sockets) socket.destroy();
    };
    const abort = (): void => {
      if (deadline.passed) {
        end('ETIMEDOUT');
        return;
      }
      stop();
      reject(signal.reason as Error);
    };
    const end = (silent?: string): void => {
      stop();
      for (const one of attempts)
        if (one.outcome === 'pending')
          Object.assign(one, { ms: since(), ...(silent === undefined ? {} : { outcome: 'failed', code: silent }) });
      resolve({ attempts, ms: since() });
    };
    deadline.signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) {
      abort();
      return;
    }
    for (const one of attempts) {
      sockets.push(
        attempt(one.address, port, (socket, code) => {
          if (one.outcome !== 'pending') return;
          Object.assign(one, {
            outcome: code === undefined ? 'open' : 'failed',
            ms: since(),
            ...(code === undefined ? {} : { code }),
          });
          socket.destroy();
          left -= 1;
          if (left === 0) end();
          else if (code === undefined && moment === undefined) {
            const short = new Deadline(MOMENT_MS);
            moment = short;
            short.signal.addEventListener(
              'abort',
              () => {
                if (short.passed) end();
              },
              { once: true },
            );
          }
        }),
      );
    }
    if (left === 0) end();
  });
}
