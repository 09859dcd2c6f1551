import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

interface SystemPackage {
  /** Any one of these on the PATH will do. */
  readonly binaries?: readonly string[];
  /** What is no program is known by this file; the path is that of Debian's package. */
  readonly file?: string;
  /** Debian's package that brings the file or the first of the programs. */
  readonly debianPackage: string;
}

/** What the tests use that npm cannot bring. A desktop VS Code finds its libraries among Chromium's and Xvfb's. */
const SYSTEM_PACKAGES = {
  chromium: { binaries: ['chromium', 'chromium-browser', 'google-chrome'], debianPackage: 'chromium' },
  xvfb: { binaries: ['Xvfb'], debianPackage: 'xvfb' },
  'g++': { binaries: ['g++'], debianPackage: 'g++' },
  make: { binaries: ['make'], debianPackage: 'make' },
  python3: { binaries: ['python3'], debianPackage: 'python3' },
  ip: { binaries: ['ip'], debianPackage: 'iproute2' },
  unshare: { binaries: ['unshare'], debianPackage: 'util-linux' },
  mount: { binaries: ['mount'], debianPackage: 'mount' },
  nginx: { binaries: ['nginx'], debianPackage: 'nginx' },
  modsecurity: {
    file: '/usr/lib/nginx/modules/ngx_http_modsecurity_module.so',
    debianPackage: 'libnginx-mod-http-modsecurity',
  },
  'core-rules': {
    file: '/usr/share/modsecurity-crs/rules/REQUEST-901-INITIALIZATION.conf',
    debianPackage: 'modsecurity-crs',
  },
  tinyproxy: { binaries: ['tinyproxy'], debianPackage: 'tinyproxy' },
  squid: { binaries: ['squid'], debianPackage: 'squid' },
} as const satisfies Record<string, SystemPackage>;

/** Names a program the tests take from the machine. */
export type SystemNeed = keyof typeof SYSTEM_PACKAGES;

/** Servers are here, and not on the PATH of every user. */
const SERVER_FOLDERS = ['/usr/sbin', '/sbin'];

/** The full path of the first of these programs that is on the PATH, or where a system keeps its servers. */
export function findOnPath(binaries: readonly string[]): string | undefined {
  for (const binary of binaries) {
    for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), ...SERVER_FOLDERS]) {
      const file = join(folder, binary);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not in this folder.
      }
    }
  }
  return undefined;
}

/** The Chromium to drive: the one CHROMIUM names, else the first on the PATH. */
export function findChromium(): string | undefined {
  return process.env['CHROMIUM'] ?? findOnPath(SYSTEM_PACKAGES.chromium.binaries);
}

function isThere(need: SystemNeed): boolean {
  if (need === 'chromium') return findChromium() !== undefined;
  const { binaries = [], file }: SystemPackage = SYSTEM_PACKAGES[need];
  return file === undefined ? findOnPath(binaries) !== undefined : existsSync(file);
}

/** How to install those of these that are not on the machine; undefined when all are there. */
export function howToInstall(needs: readonly SystemNeed[]): string | undefined {
  const packages = needs.filter((need) => !isThere(need)).map((need) => SYSTEM_PACKAGES[need].debianPackage);
  return packages.length === 0 ? undefined : installCommand(packages);
}

function installCommand(packages: readonly string[]): string {
  return `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

function install(packages: readonly string[], command: string): void {
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const { status, stdout, stderr } = spawnSync('apt-get', ['-qq', ...args], {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0) throw new Error(`This failed, run it by hand: ${command}\n${stdout}${stderr}`);
  }
}

/**
 * Makes sure that these programs are on the machine. Installs what is missing where that can be done unasked
 * (root on a Debian-like system); otherwise throws an error that says the one line to run.
 */
export function ensureSystemPackages(needs: readonly SystemNeed[]): void {
  const packages = needs.filter((need) => !isThere(need)).map((need) => SYSTEM_PACKAGES[need].debianPackage);
  if (packages.length === 0) return;
  const command = installCommand(packages);
  if (process.getuid?.() !== 0 || !findOnPath(['apt-get'])) {
    throw new Error(
      `Not on this machine: ${packages.join(', ')}. Run this as root, or install them your way: ${command}`,
    );
  }
  const start = Date.now();
  install(packages, command);
  console.log(`installed ${packages.join(', ')} in ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

/**
 * The same for what only some tests want: where it cannot be installed, the run says how and those tests are skipped. In CI
 * nothing is skipped, so there it is an error.
 */
export function offerSystemPackages(needs: readonly SystemNeed[]): void {
  try {
    ensureSystemPackages(needs);
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    console.log(`Some tests will be skipped. ${error instanceof Error ? error.message : String(error)}`);
  }
}
