import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runOwnProcess } from '../host/ownProcess';
import { REPOSITORY } from '../host/repository';
import { startServer, type Site } from './site';

const CACHE = join(REPOSITORY, '.vscode-test', 'gateways');
const HOME = join(CACHE, 'portkey');
/** Holds the lock file that was installed from: what marks a whole installation. */
const STAMP = 'installed-from-lock.json';
const ENTRY = join('node_modules', '@portkey-ai', 'gateway', 'build', 'start-server.js');

/** Installs the pinned Portkey into .vscode-test/gateways, once. */
export async function installPortkey(): Promise<void> {
  const pinned = join(__dirname, 'portkey');
  const lock = await readFile(join(pinned, 'package-lock.json'), 'utf8');
  if ((await readFile(join(HOME, STAMP), 'utf8').catch(() => '')) === lock && existsSync(join(HOME, ENTRY))) return;
  await mkdir(CACHE, { recursive: true });
  // Installed beside its place and then moved, so that a run that is cut off leaves nothing half done in use.
  const fresh = await mkdtemp(join(CACHE, 'portkey-'));
  try {
    for (const name of ['package.json', 'package-lock.json']) await cp(join(pinned, name), join(fresh, name));
    const { exitCode, output } = await runOwnProcess(
      'npm',
      ['ci', '--ignore-scripts', '--no-engine-strict', '--no-audit', '--no-fund', '--loglevel=error'],
      { cwd: fresh, env: process.env },
    );
    if (exitCode !== 0) throw new Error(`npm ci for Portkey ended with ${exitCode}: ${output}`);
    await writeFile(join(fresh, STAMP), lock);
    await chmod(fresh, 0o755); // mkdtemp keeps every other user out
    await rm(HOME, { recursive: true, force: true });
    await rename(fresh, HOME);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** It would listen at every address of the machine. */
const LOOPBACK_ONLY = `const { Server } = require('node:net'); const { listen } = Server.prototype; Server.prototype.listen = function (port, ...rest) { return listen.call(this, port, '127.0.0.1', ...rest.filter((one) => typeof one === 'function')); };`;

/** Starts Portkey, and returns its base URL. Where it sends requests to stands in the headers `x-portkey-provider` and `x-portkey-custom-host`. */
export async function startPortkey(site: Site): Promise<string> {
  await installPortkey();
  const preload = site.file('loopback-only.cjs', LOOPBACK_ONLY);
  const port = await startServer(site, {
    command: process.execPath,
    args: (free) => ['--require', preload, join(HOME, ENTRY), `--port=${free}`, '--headless'],
  });
  return `http://127.0.0.1:${port}`;
}
