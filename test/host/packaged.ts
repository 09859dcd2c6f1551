import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanEnvironment } from './environment';
import type { InstalledHost } from './install';
import { runOwnProcess, startOwnProcess } from './ownProcess';
import { temporaryFolder } from './temporary';

/** How a profile starts out. */
export interface ProfileOptions {
  /** The user settings: an object, or the exact text of the file (which may be broken). Without it there is no file. */
  readonly userSettings?: string | Readonly<Record<string, unknown>>;
  /** The machine's ("remote") settings, in the same way. */
  readonly machineSettings?: string | Readonly<Record<string, unknown>>;
  /** The home folder of everything that runs in this profile; by default an empty one, removed with the profile. */
  readonly home?: string;
  /** The folder for user data; by default one that is removed with the profile. */
  readonly data?: string;
  /** The folder for installed extensions; by default one that is removed with the profile. */
  readonly extensions?: string;
}

/** The folders of one isolated VS Code. Nothing of this machine's user is in it. */
export interface Profile {
  /** Holds all the others that were not given. */
  readonly root: string;
  readonly home: string;
  readonly data: string;
  readonly extensions: string;
  /** An empty folder to open. */
  readonly workspace: string;
  /** The file of the user settings. */
  readonly userSettings: string;
  /** The file of the machine's settings, which is where this VS Code keeps settings of scope "machine". */
  readonly machineSettings: string;
  /** Removes the folders that were made for this profile. */
  remove(): void;
}

function writeSettings(file: string, settings: string | Readonly<Record<string, unknown>> | undefined): void {
  if (settings === undefined) return;
  writeFileSync(file, typeof settings === 'string' ? settings : `${JSON.stringify(settings, null, 2)}\n`);
}

/** Makes an isolated profile. */
export function createProfile(options: ProfileOptions = {}): Profile {
  const folder = temporaryFolder('vscode-profile');
  const root = folder.path;
  const { home = join(root, 'home'), data = join(root, 'data'), extensions = join(root, 'extensions') } = options;
  const workspace = join(root, 'workspace');
  const [user, machine] = [join(data, 'User'), join(data, 'Machine')];
  for (const path of [home, extensions, workspace, user, machine, join(root, 'tmp')])
    mkdirSync(path, { recursive: true });
  const [userSettings, machineSettings] = [join(user, 'settings.json'), join(machine, 'settings.json')];
  writeSettings(userSettings, options.userSettings);
  writeSettings(machineSettings, options.machineSettings);
  writeFileSync(join(root, 'code-server.yaml'), 'auth: none\n');
  return {
    root,
    home,
    data,
    extensions,
    workspace,
    userSettings,
    machineSettings,
    remove() {
      folder.remove();
    },
  };
}

function commandLine({ entry }: InstalledHost, { root, data, extensions }: Profile): string[] {
  return [entry, '--config', join(root, 'code-server.yaml'), '--user-data-dir', data, '--extensions-dir', extensions];
}

function environment({ root, home }: Profile, extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  return cleanEnvironment({
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    // The sockets go here; without it they would stay behind among the system's temporary files.
    XDG_RUNTIME_DIR: root,
    TMPDIR: join(root, 'tmp'),
    // No gallery: nothing is looked up in the network.
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    ...extra,
  });
}

/** Runs VS Code's command line in the profile, e.g. with `['--install-extension', 'some.vsix']`. */
export async function runCli(
  host: InstalledHost,
  profile: Profile,
  args: readonly string[],
): Promise<{ readonly exitCode: number | NodeJS.Signals; readonly output: string }> {
  return runOwnProcess(host.node, [...commandLine(host, profile), ...args], { env: environment(profile) });
}

/** Installs extensions from VSIX files into the profile, with VS Code's own command line. */
export async function installExtensions(
  host: InstalledHost,
  profile: Profile,
  vsixFiles: readonly string[],
): Promise<void> {
  if (vsixFiles.length === 0) return;
  const args = vsixFiles.flatMap((file) => ['--install-extension', file]);
  const { exitCode, output } = await runCli(host, profile, args);
  if (exitCode !== 0) throw new Error(`could not install ${vsixFiles.join(', ')} (${exitCode}):\n${output}`);
}

/** How a server is started. */
export interface ServerOptions {
  /** With true, folders are untrusted until somebody says otherwise; by default everything is trusted. */
  readonly workspaceTrust?: boolean;
  /** Goes to the extension host, and to what that starts, e.g. in a terminal. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files of Claude Code's managed settings, by their path in /etc/claude-code. Only for root; nobody else on this machine sees them. */
  readonly managed?: Readonly<Record<string, string>>;
  /** By default a free one. The browser's storage, and with it VS Code's secrets, belong to the port. */
  readonly port?: number;
}

/** A running VS Code server that listens on this machine only. */
export interface RunningServer {
  readonly profile: Profile;
  readonly port: number;
  /** What follows `vscode-remote://` in its resources' addresses. */
  readonly authority: string;
  /** The address of the workbench, ending in a slash. */
  readonly url: string;
  /** All it has printed. */
  log(): string;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<unknown>;
  /** Ends the server and its extension hosts. The profile stays. */
  stop(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address) resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}healthz`)).ok;
  } catch {
    return false;
  }
}

/** Lays the files over /etc, for the command that follows and what that starts. */
const OVER_ETC = `
scratch=$(mktemp -d)
mount -t tmpfs tmpfs "$scratch"
mkdir "$scratch/changes" "$scratch/spare"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$scratch/changes,workdir=$scratch/spare" /etc
umount -l "$scratch"
rmdir "$scratch"
rm -rf /etc/claude-code
cp -r "$0" /etc/claude-code
exec "$@"`;

/** The beginning of a command line that sees these managed settings. */
function withManaged({ root }: Profile, files: Readonly<Record<string, string>>): readonly string[] {
  const folder = join(root, 'claude-code');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return ['unshare', '--mount', '--propagation', 'private', 'bash', '-euc', OVER_ETC, folder];
}

const START_TIMEOUT_MS = 180_000;

/** Extension hosts stay for seconds, in case their window comes back. */
const STOP_GRACE_MS = 400;

/** Starts VS Code's server on the profile, and waits until it answers. */
export async function startServer(
  host: InstalledHost,
  profile: Profile,
  options: ServerOptions = {},
): Promise<RunningServer> {
  const port = options.port ?? (await freePort());
  const authority = `127.0.0.1:${port}`;
  const url = `http://${authority}/`;
  const trust = options.workspaceTrust === true ? [] : ['--disable-workspace-trust'];
  const [program = host.node, ...before] = options.managed === undefined ? [] : withManaged(profile, options.managed);
  const own = startOwnProcess(
    program,
    [
      ...before,
      ...(options.managed === undefined ? [] : [host.node]),
      ...commandLine(host, profile),
      ...['--auth', 'none', '--bind-addr', authority],
      ...[
        '--disable-telemetry',
        '--disable-update-check',
        '--disable-getting-started-override',
        '--ignore-last-opened',
      ],
      ...trust,
    ],
    { env: environment(profile, options.env) },
  );
  const failed = (): boolean =>
    own.child.exitCode !== null || own.child.signalCode !== null || own.child.pid === undefined;
  const end = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(url))) {
    if (!failed() && Date.now() < end) {
      await sleep(50);
      continue;
    }
    await own.stop(0);
    throw new Error(`VS Code's server did not start:\n${own.output()}`);
  }
  return {
    profile,
    port,
    authority,
    url,
    log: () => own.output(),
    ended: own.ended,
    stop: () => own.stop(STOP_GRACE_MS),
  };
}
