import { availableParallelism } from 'node:os';
import { CLIENT_VERSIONS, installVersion, type ClientVersion } from './install';
import type { WorldResult, WorldsJob } from './insideWorlds';
import { deal, runIsolated } from './isolatedScript';
import type { World } from './world';

/** The ports that worlds may name as addresses; 127.0.0.1 in a namespace that holds nothing else. */
export const PORTS: readonly number[] = Array.from({ length: 24 }, (_, index) => 4100 + index);

/** Runs a client (`claude -p`) in each world, in as many namespaces as there are cores. Linux only. Results in the worlds' order. */
export async function runWorlds(version: ClientVersion, worlds: readonly World[]): Promise<WorldResult[]> {
  return runVersion(CLIENT_VERSIONS[version], worlds);
}

/** The same with any version that npm has. */
export async function runVersion(version: string, worlds: readonly World[]): Promise<WorldResult[]> {
  const client = await installVersion(version);
  const shares = deal(worlds, availableParallelism());
  const results = await Promise.all(
    shares.map((share) =>
      runIsolated<WorldResult>(
        'insideWorlds.ts',
        { client, version, ports: PORTS, worlds: share } satisfies WorldsJob,
        share.length,
      ),
    ),
  );
  return worlds.map((_, index) => {
    const result = results[index % shares.length]?.[Math.floor(index / shares.length)];
    if (result === undefined) throw new Error(`the client was not run in world ${index}`);
    return result;
  });
}
