import { isIP, type Socket } from 'node:net';
import { connectFirst } from './connectAddresses';
import { innermostCode, RouteError, type ExchangeTrace } from './exchangeTrace';
import { hostAndPort, type Origin, type ProxyAddress } from './network';
import { openTunnel } from './proxyTunnel';
import { resolveName } from './resolveNames';
import { secured } from './tlsHandshake';
import type { Trust } from './trust';

/**
 * Opens the way to an origin by hand, so that each part is timed and each failure has its place: name, connection, tunnel
 * through the proxy, TLS. To a plain origin behind a proxy it ends at the proxy, which forwards by itself.
 * @throws RouteError; the abort reason of the trace.
 */
export async function openConnection(
  origin: Origin,
  proxy: ProxyAddress | undefined,
  trust: Trust,
  trace: ExchangeTrace,
): Promise<Socket> {
  if (!origin.secure) return openWay(origin, proxy, trust, trace);
  // Made before the way is open: it takes longer than a handshake, and is not the network's.
  const { context } = trust;
  const way = await openWay(origin, proxy, trust, trace);
  trace.stage = 'tls';
  const socket = await failingAt(
    trace,
    () => secured(way, { host: origin.host, context, protocols: ['http/1.1'] }, trace.signal),
    way,
  );
  trace.passed('secured');
  return socket;
}

/** The way to an origin before TLS is spoken with it. @throws as {@link openConnection}. */
export async function openWay(
  origin: Origin,
  proxy: ProxyAddress | undefined,
  trust: Trust,
  trace: ExchangeTrace,
): Promise<Socket> {
  const first = proxy ?? origin;
  trace.waitsFor(hostAndPort(first));
  trace.stage = proxy === undefined ? 'resolve' : 'proxy-resolve';
  const addresses = await failingAt(trace, () => resolveName(first.host, trace.signal));
  if (isIP(first.host) === 0) trace.passed('resolved');
  trace.stage = proxy === undefined ? 'connect' : 'proxy-connect';
  const plain = await failingAt(trace, () => connectFirst(addresses, first.port, trace.signal));
  trace.passed('connected');
  if (proxy === undefined) return plain;
  const way = proxy.secure ? await toSecureProxy(plain, proxy, trust, trace) : plain;
  if (!origin.secure) return way;
  // As Claude Code does: a tunnel for https only; many proxies refuse one to another port than 443.
  trace.stage = 'proxy-refuse';
  await failingAt(trace, () => openTunnel(way, hostAndPort(origin), proxy, trace.signal), way);
  trace.passed('tunnelled');
  trace.waitsFor(hostAndPort(origin));
  return way;
}

async function toSecureProxy(
  plain: Socket,
  { host }: ProxyAddress,
  trust: Trust,
  trace: ExchangeTrace,
): Promise<Socket> {
  trace.stage = 'proxy-tls';
  return failingAt(
    trace,
    () => secured(plain, { host, context: trust.contextOf('trusted'), protocols: ['http/1.1'] }, trace.signal),
    plain,
  );
}

/** Gives an error its place, and closes what was open. */
async function failingAt<T>(trace: ExchangeTrace, step: () => Promise<T>, open?: Socket): Promise<T> {
  try {
    return await step();
  } catch (error) {
    open?.destroy();
    trace.signal.throwIfAborted();
    throw error instanceof RouteError ? error : new RouteError(trace.stage, innermostCode(error), undefined, error);
  }
}
