import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** The two clients whose behaviour was measured. The older one is what npm picks on Node 20. */
export const CLIENT_VERSIONS = { newest: '2.1.329', older: '2.1.197' } as const;

/** One of {@link CLIENT_VERSIONS}. */
export type ClientVersion = keyof typeof CLIENT_VERSIONS;

const CACHE = resolve(__dirname, '../../.vscode-test/clients');
/** Written last, with the lock file it was installed from: its presence means a whole installation. */
const STAMP = 'installed-from-lock.json';
const WINDOWS = process.platform === 'win32';

function usesMusl(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return process.platform === 'linux' && report.header?.glibcVersionRuntime === undefined;
}

/** The client's executable inside an installation; npm picks the package of this platform by itself. */
function binary(root: string): string {
  const platform = `${process.platform}-${process.arch}${usesMusl() ? '-musl' : ''}`;
  return join(root, 'node_modules', '@anthropic-ai', `claude-code-${platform}`, WINDOWS ? 'claude.exe' : 'claude');
}

async function npm(args: readonly string[], cwd: string): Promise<void> {
  // The package wants a newer Node than the tests run on, but its binary needs none at all, and no install script either.
  const all = [...args, '--ignore-scripts', '--no-engine-strict', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawn('npm', all, { cwd, stdio: ['ignore', 'ignore', 'inherit'], shell: WINDOWS });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`npm ${args.join(' ')} for the real client ended with ${String(code)}`);
}

/** Fills a folder of the cache beside its place and then moves it there, so that a run that is cut off leaves nothing half done in use. */
async function inPlace(name: string, fill: (fresh: string) => Promise<void>): Promise<void> {
  const home = join(CACHE, name);
  await mkdir(CACHE, { recursive: true });
  const fresh = await mkdtemp(join(CACHE, `${name}-`));
  try {
    await fill(fresh);
    await chmod(fresh, 0o755); // mkdtemp keeps every other user out
    await rm(home, { recursive: true, force: true });
    await rename(fresh, home);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Installs what a folder beside this file pins, once, and returns where it lies. */
async function installPinned(name: string, isWhole: (root: string) => boolean): Promise<string> {
  const [pinned, home] = [join(__dirname, name), join(CACHE, name)];
  const lock = await readFile(join(pinned, 'package-lock.json'), 'utf8');
  const stamp = await readFile(join(home, STAMP), 'utf8').catch(() => '');
  if (stamp === lock && isWhole(home)) return home;
  await inPlace(name, async (fresh) => {
    for (const file of ['package.json', 'package-lock.json']) await cp(join(pinned, file), join(fresh, file));
    await npm(['ci'], fresh);
    if (!isWhole(fresh)) throw new Error(`there is no Claude Code client for ${process.platform} ${process.arch}`);
    await writeFile(join(fresh, STAMP), lock);
  });
  return home;
}

/** Installs a pinned Claude Code client into .vscode-test/clients, once, and returns the path of its executable. */
export async function installClient(version: ClientVersion = 'newest'): Promise<string> {
  return binary(await installPinned(version, (root) => existsSync(binary(root))));
}

/** The versions on both sides of the changes that ended a leak; `test/client/neighbours` pins them. */
export const NEIGHBOURS: readonly string[] = ['2.1.247', '2.1.248', '2.1.296', '2.1.299', '2.1.311', '2.1.312'];

/** Npm puts one of several versions of a package higher up than the others. */
function neighbourBinary(root: string, version: string): string | undefined {
  const own = join(root, 'node_modules', `claude-code-${version}`);
  return [own, root].map(binary).find((file) => existsSync(file) && versionOf(file) === version);
}

function versionOf(file: string): string {
  return (JSON.parse(readFileSync(join(dirname(file), 'package.json'), 'utf8')) as { readonly version: string })
    .version;
}

/** Installs all {@link NEIGHBOURS}, once. */
export async function installNeighbours(): Promise<string> {
  return installPinned('neighbours', (root) =>
    NEIGHBOURS.every((version) => neighbourBinary(root, version) !== undefined),
  );
}

/** The executable of any version that npm has. One that nothing pins is installed when it is first asked for. */
export async function installVersion(version: string): Promise<string> {
  const pinned = Object.entries(CLIENT_VERSIONS).find(([, known]) => known === version)?.[0];
  if (pinned !== undefined) return installClient(pinned as ClientVersion);
  const neighbour = NEIGHBOURS.includes(version) ? neighbourBinary(await installNeighbours(), version) : undefined;
  if (neighbour !== undefined) return neighbour;
  const file = binary(join(CACHE, version));
  if (!existsSync(file))
    await inPlace(version, (fresh) =>
      npm(['install', '--prefix', fresh, `@anthropic-ai/claude-code@${version}`], fresh),
    );
  return file;
}
