import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assess, type Assessment } from '../../src/core/checks/assessment';
import type { SurfaceId } from '../../src/core/claude/sources';
import { detectMachine } from '../../src/host/files/machine';
import { readSources } from '../../src/host/files/readSources';
import type { World } from './world';

/** Where the files of a world lie. */
export interface Places {
  readonly home: string;
  readonly folder: string;
  readonly managedDir: string;
}

/** Writes the files of a world. */
export function makeWorld(world: World, { home, folder, managedDir }: Places): void {
  const roots: readonly [string, string][] = [
    ['~/', home],
    ['./', folder],
    ['/etc/claude-code/', managedDir],
  ];
  for (const place of [home, join(folder, world.start ?? '.')]) mkdirSync(place, { recursive: true });
  for (const [path, content] of Object.entries(world.files)) {
    const [prefix, root] = roots.find(([start]) => path.startsWith(start)) ?? ['', ''];
    const file = join(root, path.slice(prefix.length));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content, { mode: 0o600 });
  }
}

/** What this product says of a world, from its files as they lie there. */
export async function predictWorld(
  world: World,
  { home, folder, managedDir }: Places,
  clientVersion: string,
  surface: SurfaceId = 'print',
): Promise<Assessment> {
  const env = { HOME: home, ...world.env };
  const machine = detectMachine(env, { home, folder: join(folder, world.start ?? '.'), managedDir });
  return assess(
    { ...(await readSources(machine, env)), trusted: true, claudeExtension: 'not-asked', clientVersion },
    surface,
  );
}
