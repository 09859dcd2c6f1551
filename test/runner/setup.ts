/** Installs whatever the tests need beside `npm ci`: programs of the system, both VS Codes, the real client, real gateways. What is there stays. */
import { installClient, installNeighbours } from '../client/install';
import { installPortkey } from '../gateways/portkey';
import { installHost } from '../host/install';
import { ensureSystemPackages, offerSystemPackages } from '../host/needs';
import { PACKAGED_VSCODE_RUNS } from './platform';

async function main(): Promise<void> {
  const linux = process.platform === 'linux';
  if (linux) ensureSystemPackages(['chromium', 'g++', 'make', 'python3', 'ip', 'unshare', 'mount']);
  if (linux) offerSystemPackages(['nginx', 'modsecurity', 'core-rules', 'tinyproxy', 'squid']);
  await Promise.all([
    installClient('newest'),
    installClient('older'),
    ...(linux ? [installNeighbours(), installPortkey()] : []),
    ...(PACKAGED_VSCODE_RUNS ? [installHost('newest'), installHost('oldest')] : []),
  ]);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
