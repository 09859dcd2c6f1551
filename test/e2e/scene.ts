import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildClaudeCodeFixture, type ClaudeCodeScope } from '../fixtures/claudeCode';
import { installHost, type HostVersion, type InstalledHost } from '../host/install';
import { createProfile, installExtensions, startServer, type Profile, type RunningServer } from '../host/packaged';
import { REPOSITORY } from '../host/repository';
import type { StatusItem } from '../host/statusItem';
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../host/workbench';

/** The VSIX under test, as `npm run package` leaves it. */
export const VSIX = join(REPOSITORY, 'dist', 'llm-gateway-connect.vsix');

/** Which VS Code this run drives. */
export const VERSION: HostVersion = process.env['VSCODE_UNDER_TEST'] === 'oldest' ? 'oldest' : 'newest';

/** How a scene is set. Texts of settings files are written byte for byte. */
export interface SceneOptions extends WorkbenchOptions {
  /** The Claude Code extension: which scope its setting has, or that it is missing. */
  readonly claude?: ClaudeCodeScope | 'absent';
  readonly userSettings?: string;
  readonly machineSettings?: string;
  /** `~/.claude/settings.json`. */
  readonly claudeSettings?: string;
  /** API keys that the user has told Claude Code to use, as it keeps them in `~/.claude.json`. */
  readonly approvedKeys?: readonly string[];
  /** Files of the home directory, by their path in it. */
  readonly home?: Readonly<Record<string, string>>;
  /** Files of the opened folder, by their path in it. */
  readonly folder?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Claude Code's managed settings, by their path in its folder. Only for root. */
  readonly managed?: Readonly<Record<string, string>>;
  /** Puts more into the profile before VS Code starts. */
  readonly prepare?: (profile: Profile) => Promise<void>;
  /** Start in Restricted Mode. */
  readonly restricted?: boolean;
}

/** A VS Code with the VSIX in it, and the files around it. */
export interface Scene {
  readonly profile: Profile;
  readonly server: RunningServer;
  readonly workbench: Workbench;
  readonly status: StatusItem;
  /** `~/.claude/settings.json` of this scene. */
  readonly claudeSettings: string;
}

let host: Promise<InstalledHost> | undefined;

/** What has to be undone for the scenes that are open, or half open, first made first. */
const open: (() => unknown)[] = [];

/** Closes what {@link openScene} opened, also when it failed on the way. */
export async function closeScenes(): Promise<void> {
  for (let undo = open.pop(); undo !== undefined; undo = open.pop()) await undo();
}

/** The scene on the screen. */
let shown: Scene | undefined;

/** Folders with the extensions installed, by VS Code's own command line; each scene gets a copy. */
const installed = new Map<string, Promise<Profile>>();

/** Installs the VSIX, and the Claude Code stand-in, into a VS Code of its own. */
async function install(vscode: InstalledHost, claude: ClaudeCodeScope | 'absent'): Promise<Profile> {
  const profile = createProfile();
  await installExtensions(
    vscode,
    profile,
    claude === 'absent' ? [VSIX] : [VSIX, await buildClaudeCodeFixture(claude, profile.root)],
  );
  return profile;
}

/** Copies installed extensions; VS Code's list of them names their folders. */
function copyExtensions(from: Profile, to: Profile): void {
  cpSync(from.extensions, to.extensions, { recursive: true });
  const list = join(to.extensions, 'extensions.json');
  writeFileSync(list, readFileSync(list, 'utf8').replaceAll(from.extensions, to.extensions));
}

/** Opens a fresh VS Code in which the VSIX (and the Claude Code stand-in) is installed. */
export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  host ??= installHost(VERSION);
  const vscode = await host;
  const claude = options.claude ?? 'machine';
  const template = installed.get(claude) ?? install(vscode, claude);
  installed.set(claude, template);
  const profile = createProfile({
    ...(options.userSettings === undefined ? {} : { userSettings: options.userSettings }),
    ...(options.machineSettings === undefined ? {} : { machineSettings: options.machineSettings }),
  });
  open.push(() => {
    profile.remove();
  });
  const claudeSettings = join(profile.home, '.claude', 'settings.json');
  if (options.claudeSettings !== undefined) write(claudeSettings, options.claudeSettings);
  if (options.approvedKeys !== undefined) approveKeys(profile.home, options.approvedKeys);
  for (const [path, text] of Object.entries(options.home ?? {})) write(join(profile.home, path), text);
  for (const [path, text] of Object.entries(options.folder ?? {})) write(join(profile.workspace, path), text);
  await options.prepare?.(profile);
  copyExtensions(await template, profile);
  const server = await startServer(vscode, profile, {
    workspaceTrust: options.restricted === true,
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.managed === undefined ? {} : { managed: options.managed }),
  });
  open.push(() => server.stop());
  const workbench = await openWorkbench(server, profile.workspace, options);
  open.push(() => workbench.close());
  const status = workbench.statusItem('llm-gateway-connect.llm-gateway-connect.llmGateway.status');
  await status.waitFor('Gateway:');
  shown = { profile, server, workbench, status, claudeSettings };
  open.push(() => {
    shown = undefined;
  });
  return shown;
}

/** Answers Yes for these keys, as Claude Code does in a terminal. */
export function approveKeys(home: string, keys: readonly string[]): void {
  write(
    join(home, '.claude.json'),
    JSON.stringify({
      hasCompletedOnboarding: true,
      customApiKeyResponses: { approved: keys.map((key) => key.slice(-20)), rejected: [] },
    }),
  );
}

/** The bytes of a file as text, and `undefined` when there is none. */
export function contentOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** The permission bits of a file, such as `600`. */
export function modeOf(file: string): string {
  return (statSync(file).mode & 0o777).toString(8);
}

/** A setting of a settings file without comments. */
export function settingIn(file: string, name: string): unknown {
  return (JSON.parse(contentOf(file) ?? '{}') as Record<string, unknown>)[name];
}

/** In an "after each" hook: keeps a picture of the screen on which a test failed, when there is one. */
export async function pictureOfFailure({ currentTest }: Mocha.Context): Promise<void> {
  if (currentTest?.state === 'failed' && shown !== undefined)
    await picture(shown, `failed-${currentTest.title.replace(/\W+/g, '-')}`);
}

/** Keeps a picture of the screen for people to look at; the README's pictures are among them. */
export async function picture(scene: Scene, name: string): Promise<void> {
  const folder = join(REPOSITORY, 'out', 'screenshots', VERSION);
  mkdirSync(folder, { recursive: true });
  await scene.workbench.screenshot(join(folder, `${name}.png`));
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
