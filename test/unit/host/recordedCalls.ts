import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** The functions of Node that look at a path or what it leads to. */
const LOOKING = ['access', 'lstat', 'open', 'opendir', 'readFile', 'readdir', 'readlink', 'realpath', 'stat'] as const;

/** Does something, and tells every path that was looked at meanwhile. */
export async function recordingFileCalls(work: () => Promise<unknown>): Promise<string[]> {
  const paths: string[] = [];
  const target = promises as unknown as Record<string, (...args: unknown[]) => unknown>;
  const before = Object.fromEntries(LOOKING.map((name) => [name, target[name]]));
  for (const name of LOOKING) {
    const real = target[name];
    if (real === undefined) continue;
    target[name] = (...args) => {
      paths.push(String(args[0]));
      return real(...args);
    };
  }
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    Object.assign(target, before);
    syncBuiltinESMExports();
  }
  return paths;
}
