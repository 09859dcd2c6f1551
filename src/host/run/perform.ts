import type { ActionInput, ActionKind } from '../../core/probes/probe';
import type { NameObservation, Observations } from '../../core/probes/observations';
import type { Perform } from '../../core/probes/runner';
import { runHelperSeen } from './apiKeyHelper';
import { connectAll } from '../network/connectAddresses';
import { Deadline } from '../network/deadline';
import { inspectTls, prepareToInspect, unseenTls } from '../network/inspectTls';
import { innermostCode, ExchangeTrace, RouteError, unlessAborted } from '../network/exchangeTrace';
import { hostAndPort, proxyAddress, proxyFor } from '../network/network';
import { resolveName } from '../network/resolveNames';
import { send } from '../network/transport';
import { loadTrust, type Trust } from '../network/trust';
import type { Environment } from '../../core/claude/sources';

type Limits = Parameters<Perform>[2];

/** What the actions of one run share. `trust` is read once, with the first action that needs it. */
interface Shared {
  readonly env: Environment;
  readonly trustedFolder: string | undefined;
  readonly trust: () => Promise<Trust>;
}

type Performers = {
  readonly [K in ActionKind]: (input: ActionInput[K], limits: Limits, shared: Shared) => Promise<Observations[K]>;
};

const PERFORMERS: Performers = {
  none: () => Promise.resolve({ ms: 0 }),
  resolve: ({ host }, limits) => resolveSeen(host, limits),
  connect: ({ addresses, port }, limits) => {
    limits.waitsFor(addresses.map((address) => hostAndPort({ host: address, port })).join(', '));
    return connectAll(addresses, port, limits.timeoutMs, limits.signal);
  },
  tls: async ({ host, port }, { timeoutMs, signal, waitsFor }, { env, trust }) => {
    const deadline = new Deadline(timeoutMs, signal);
    let trace = new ExchangeTrace(deadline.signal, waitsFor);
    const origin = { secure: true, host, port };
    try {
      const trusted = await unlessAborted(trust(), deadline.signal);
      await unlessAborted(prepareToInspect(trusted), deadline.signal);
      trace = new ExchangeTrace(deadline.signal, waitsFor);
      const proxy = proxyFor(new URL(`https://${hostAndPort(origin)}`), env);
      return await inspectTls(origin, proxy === undefined ? undefined : proxyAddress(proxy), trusted, trace);
    } catch (error) {
      signal.throwIfAborted();
      return unseenTls(deadline.passed ? new RouteError(trace.stage, 'TIMEOUT') : error, trace.ms);
    } finally {
      deadline.end();
    }
  },
  helper: ({ command }, { signal, timeoutMs }, { env, trustedFolder }) =>
    runHelperSeen(command, env, { signal, timeoutMs, trustedFolder }),
  http: ({ request, watched = false }, limits, { env, trust }) => send(request, { env, ...limits, watched, trust }),
};

/**
 * Carries out the actions of a run, from the network path that Claude Code would take with this environment.
 * Each ends when its signal aborts, and frees its sockets. @param trustedFolder where a command is run; undefined: in the home directory.
 */
export function createPerform(env: Environment, trustedFolder?: string): Perform {
  let loaded: Promise<Trust> | undefined;
  const shared: Shared = { env, trustedFolder, trust: () => (loaded ??= loadTrust(env)) };
  return (kind, input, limits) => PERFORMERS[kind](input, limits, shared);
}

async function resolveSeen(host: string, { timeoutMs, signal, waitsFor }: Limits): Promise<NameObservation> {
  waitsFor(host);
  const deadline = new Deadline(timeoutMs, signal);
  const trace = new ExchangeTrace(deadline.signal);
  try {
    return { kind: 'addresses', addresses: await resolveName(host, trace.signal), ms: trace.ms };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'failure', code: deadline.passed ? 'TIMEOUT' : innermostCode(error), ms: trace.ms };
  } finally {
    deadline.end();
  }
}
