import { availableParallelism } from 'node:os';
import type { Failure } from './failure';
import type { FailuresJob, Printed } from './insideFailures';
import { installClient, type ClientVersion } from './install';
import { deal, runIsolated } from './isolatedScript';

/** The client mostly waits for something in these, so that more of them than cores can run at once. */
const LANES_PER_CORE = 2;

/** Runs the real client in each failure that its version meets, and returns what it printed. Linux only. */
export async function runFailures(
  version: ClientVersion,
  failures: readonly Failure[],
  lanes = LANES_PER_CORE * availableParallelism(),
): Promise<ReadonlyMap<Failure, Printed>> {
  const client = await installClient(version);
  const names = failures.filter(({ only = version }) => only === version).map(({ name }) => name);
  const printed = await Promise.all(
    deal(names, lanes).map((share) =>
      runIsolated<Printed>('insideFailures.ts', { client, names: share } satisfies FailuresJob, share.length),
    ),
  );
  const byName = new Map(printed.flat().map((one) => [one.name, one]));
  return new Map(
    failures.flatMap((failure) => {
      const one = byName.get(failure.name);
      return one === undefined ? [] : [[failure, one]];
    }),
  );
}
