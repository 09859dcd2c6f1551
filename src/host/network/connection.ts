import { isIP, type Socket } from 'node:net';
import { connectFirst } from './connectAddresses';
import { innermostCode, RouteError, type Journey } from './journey';
import { hostAndPort, type Origin, type ProxyAddress } from './network';
import { openTunnel } from './proxyTunnel';
import { resolveName } from './resolveNames';
import { secured } from './tlsHandshake';
import type { Trust } from './trust';

/**
 * Opens the way to an origin by hand, so that each part is timed and each failure has its place: name, connection, tunnel
 * through the proxy, TLS. To a plain origin behind a proxy it ends at the proxy, which forwards by itself.
 * @throws RouteError; the abort reason of the journey.
 */
export async function openConnection(
  origin: Origin,
  proxy: ProxyAddress | undefined,
  trust: Trust,
  journey: Journey,
): Promise<Socket> {
  if (!origin.secure) return openWay(origin, proxy, trust, journey);
  // Made before the way is open: it takes longer than a handshake, and is not the network's.
  const { context } = trust;
  const way = await openWay(origin, proxy, trust, journey);
  journey.stage = 'tls';
  const socket = await failingAt(
    journey,
    () => secured(way, { host: origin.host, context, protocols: ['http/1.1'] }, journey.signal),
    way,
  );
  journey.passed('secured');
  return socket;
}

/** The way to an origin before TLS is spoken with it. @throws as {@link openConnection}. */
export async function openWay(
  origin: Origin,
  proxy: ProxyAddress | undefined,
  trust: Trust,
  journey: Journey,
): Promise<Socket> {
  const first = proxy ?? origin;
  journey.waitsFor(hostAndPort(first));
  journey.stage = proxy === undefined ? 'resolve' : 'proxy-resolve';
  const addresses = await failingAt(journey, () => resolveName(first.host, journey.signal));
  if (isIP(first.host) === 0) journey.passed('resolved');
  journey.stage = proxy === undefined ? 'connect' : 'proxy-connect';
  const plain = await failingAt(journey, () => connectFirst(addresses, first.port, journey.signal));
  journey.passed('connected');
  if (proxy === undefined) return plain;
  const way = proxy.secure ? await toSecureProxy(plain, proxy, trust, journey) : plain;
  if (!origin.secure) return way;
  // As Claude Code does: a tunnel for https only; many proxies refuse one to another port than 443.
  journey.stage = 'proxy-refuse';
  await failingAt(journey, () => openTunnel(way, hostAndPort(origin), proxy, journey.signal), way);
  journey.passed('tunnelled');
  journey.waitsFor(hostAndPort(origin));
  return way;
}

async function toSecureProxy(plain: Socket, { host }: ProxyAddress, trust: Trust, journey: Journey): Promise<Socket> {
  journey.stage = 'proxy-tls';
  return failingAt(
    journey,
    () => secured(plain, { host, context: trust.contextOf('trusted'), protocols: ['http/1.1'] }, journey.signal),
    plain,
  );
}

/** Gives an error its place, and closes what was open. */
async function failingAt<T>(journey: Journey, step: () => Promise<T>, open?: Socket): Promise<T> {
  try {
    return await step();
  } catch (error) {
    open?.destroy();
    journey.signal.throwIfAborted();
    throw error instanceof RouteError ? error : new RouteError(journey.stage, innermostCode(error), undefined, error);
  }
}
