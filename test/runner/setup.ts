/** Installs whatever the tests need beside `npm ci`: programs of the system, both VS Codes, the real client. What is there stays. */
import { installClient } from '../client/install';
import { installHost } from '../host/install';
import { ensureSystemPackages } from '../host/needs';
import { PACKAGED_VSCODE_RUNS } from './platform';

async function main(): Promise<void> {
  const linux = process.platform === 'linux';
  if (linux) ensureSystemPackages(['chromium', 'g++', 'make', 'python3', 'ip', 'unshare', 'mount']);
  await Promise.all([installClient('newest'), installClient('older'), ...(PACKAGED_VSCODE_RUNS ? [installHost('newest'), installHost('oldest')] : [])]);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
