import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Address } from '../../core/probes/observations';
import { unlessAborted } from './exchangeTrace';

/**
 * All addresses of a name, in the order of the machine's resolver; an address is its own.
 * @throws the resolver's error, with its code; the abort reason when `signal` aborts: a resolver that hangs goes on unheard.
 */
export async function resolveName(host: string, signal: AbortSignal): Promise<readonly Address[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family: family === 6 ? 6 : 4 }];
  const found = await unlessAborted(lookup(host, { all: true, verbatim: true }), signal);
  return found.map((one) => ({ address: one.address, family: one.family === 6 ? 6 : 4 }));
}
