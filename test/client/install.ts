import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

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

async function npmCi(cwd: string): Promise<void> {
  // The package wants a newer Node than the tests run on, but its binary needs none at all, and no install script either.
  const args = ['ci', '--ignore-scripts', '--no-engine-strict', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = spawn('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'], shell: WINDOWS });
  const [code] = (await once(npm, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`npm ci for the real client ended with ${String(code)}`);
}

/** Installs a pinned Claude Code client into .vscode-test/clients, once, and returns the path of its executable. */
export async function installClient(version: ClientVersion = 'newest'): Promise<string> {
  const [pinned, home] = [join(__dirname, version), join(CACHE, version)];
  const lock = await readFile(join(pinned, 'package-lock.json'), 'utf8');
  const stamp = await readFile(join(home, STAMP), 'utf8').catch(() => '');
  if (stamp === lock && existsSync(binary(home))) return binary(home);
  await mkdir(CACHE, { recursive: true });
  // Installed beside its place and then moved, so that a run that is cut off leaves nothing half done in use.
  const fresh = await mkdtemp(join(CACHE, `${version}-`));
  try {
    for (const name of ['package.json', 'package-lock.json']) await cp(join(pinned, name), join(fresh, name));
    await npmCi(fresh);
    if (!existsSync(binary(fresh))) throw new Error(`there is no Claude Code client for ${process.platform} ${process.arch}`);
    await writeFile(join(fresh, STAMP), lock);
    await chmod(fresh, 0o755); // mkdtemp keeps every other user out
    await rm(home, { recursive: true, force: true });
    await rename(fresh, home);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return binary(home);
}
