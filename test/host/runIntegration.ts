import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { download, resolveCliArgsFromVSCodeExecutablePath, runTests, SilentReporter } from '@vscode/test-electron';
import { CODE_EXECUTABLE, VERSION_VARIABLE } from './code';
import { withDisplay } from './display';
import { cleanEnvironment, cleanEnvironmentOverlay } from './environment';
import type { HostVersion } from './install';
import { runOwnProcess } from './ownProcess';
import { packExtension } from './packExtension';
import { createProfile, type Profile } from './packaged';
import { REPOSITORY } from './repository';
import { readSuiteResult, RESULT_FILE_VARIABLE, USER_DATA_VARIABLE, type SuiteResult } from './suiteResult';
import { QUIET_SETTINGS } from './workbenchConfiguration';

/** Where tests ran: in a downloaded desktop VS Code, or in the packaged one. */
export type HostKind = 'desktop' | 'packaged';

/** What to run in which VS Code. */
export interface IntegrationOptions {
  readonly version: HostVersion;
  /** The folder of the extension under test. */
  readonly extensionDevelopmentPath: string;
  /** The bundled suite. */
  readonly extensionTestsPath: string;
  /** Other extensions that are to be there: VSIX files, or folders, which get packed. */
  readonly installedExtensions?: readonly string[];
  /** The user settings to begin with: an object, or the exact text of the file. On the desktop, an object is laid over quiet settings. */
  readonly userSettings?: string | Readonly<Record<string, unknown>>;
  /** The machine's settings, in the same way; the desktop has none. */
  readonly machineSettings?: string | Readonly<Record<string, unknown>>;
  /** The folder to open; none by default. */
  readonly folder?: string;
  /** Goes to the extension host, which sees little else of this machine's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where the suite writes its result. */
  readonly resultFile: string;
}

/** How it went, and where. */
export interface IntegrationResult extends SuiteResult {
  readonly host: HostKind;
}

interface Executable {
  readonly host: HostKind;
  readonly path: string;
}

const DESKTOP_VERSIONS: Readonly<Record<HostVersion, string>> = { newest: 'stable', oldest: '1.100.0' };
const DOWNLOAD_TIMEOUT_MS = 10_000;

async function downloadDesktop(version: HostVersion): Promise<Executable> {
  try {
    const path = await download({
      version: DESKTOP_VERSIONS[version],
      cachePath: join(REPOSITORY, '.vscode-test'),
      timeout: DOWNLOAD_TIMEOUT_MS,
      reporter: new SilentReporter(),
    });
    return { host: 'desktop', path };
  } catch (error) {
    throw new Error('VS Code could not be downloaded. VSCODE_HOST=packaged does without.', { cause: error });
  }
}

/** VSCODE_HOST says which; without it the desktop's, if it is here or can be had. */
async function findExecutable(version: HostVersion): Promise<Executable> {
  const packaged: Executable = { host: 'packaged', path: CODE_EXECUTABLE };
  const wanted = process.env['VSCODE_HOST'];
  if (wanted === 'packaged') return packaged;
  if (wanted === 'desktop') return downloadDesktop(version);
  if (wanted !== undefined && wanted !== '')
    throw new Error(`VSCODE_HOST is "${wanted}"; it can be desktop or packaged.`);
  try {
    return await downloadDesktop(version);
  } catch {
    return packaged;
  }
}

/** Folders need packing: VS Code's command line installs only files, and in a browser it loads one unpacked extension at most. */
async function vsixFiles(paths: readonly string[], profile: Profile): Promise<string[]> {
  return Promise.all(
    paths.map(async (path, index) => {
      if (!statSync(path).isDirectory()) return path;
      const file = join(profile.root, `${index}.vsix`);
      await packExtension(path, file);
      return file;
    }),
  );
}

async function installExtensions(
  { path }: Executable,
  files: readonly string[],
  launchArgs: readonly string[],
  env: Record<string, string>,
): Promise<void> {
  if (files.length === 0) return;
  const [cli = path, ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(path, { reuseMachineInstall: true });
  const args = [...cliArgs, ...launchArgs, ...files.flatMap((file) => ['--install-extension', file])];
  const { exitCode, output } = await runOwnProcess(cli, args, { env: cleanEnvironment(env) });
  if (exitCode !== 0) throw new Error(`could not install ${files.join(', ')} (${exitCode}):\n${output}`);
}

async function runIn(
  executable: Executable,
  profile: Profile,
  options: IntegrationOptions,
  env: Record<string, string>,
): Promise<unknown> {
  const { extensionDevelopmentPath, extensionTestsPath, installedExtensions = [], folder } = options;
  const launchArgs = [`--user-data-dir=${profile.data}`, `--extensions-dir=${profile.extensions}`];
  await installExtensions(executable, await vsixFiles(installedExtensions, profile), launchArgs, env);
  try {
    await runTests({
      vscodeExecutablePath: executable.path,
      extensionDevelopmentPath,
      extensionTestsPath,
      extensionTestsEnv: cleanEnvironmentOverlay(env),
      launchArgs: [...(folder === undefined ? [] : [folder]), ...launchArgs],
    });
    return undefined;
  } catch (error) {
    return error;
  }
}

function settingsFor(
  { host }: Executable,
  userSettings: IntegrationOptions['userSettings'],
): IntegrationOptions['userSettings'] {
  // The packaged one is kept quiet without its settings file.
  return host === 'packaged' || typeof userSettings === 'string'
    ? userSettings
    : { ...QUIET_SETTINGS, ...userSettings };
}

/** Runs a suite in the extension host of a real VS Code. Rejects if that did not get to the end; tests that fail are in the result. */
export async function runIntegration(options: IntegrationOptions): Promise<IntegrationResult> {
  const executable = await findExecutable(options.version);
  const userSettings = settingsFor(executable, options.userSettings);
  const { machineSettings } = options;
  const profile = createProfile({
    ...(userSettings === undefined ? {} : { userSettings }),
    ...(machineSettings === undefined ? {} : { machineSettings }),
  });
  rmSync(options.resultFile, { force: true });
  const run = async (display: Readonly<Record<string, string>>): Promise<unknown> =>
    runIn(executable, profile, options, {
      HOME: profile.home,
      [VERSION_VARIABLE]: options.version,
      [RESULT_FILE_VARIABLE]: options.resultFile,
      [USER_DATA_VARIABLE]: profile.data,
      ...display,
      ...options.env,
    });
  try {
    const error = await (executable.host === 'desktop' ? withDisplay(run) : run({}));
    const result = readSuiteResult(options.resultFile);
    // An extension host that dies is reported as a success, hence the file; a suite that fails is an error here, yet has a result.
    const finished = result && result.passed + result.failed > 0 && (error === undefined || result.failed > 0);
    if (!finished)
      throw new Error('The suite did not run to its end: the extension host died or hung.', { cause: error });
    return { ...result, host: executable.host };
  } finally {
    profile.remove();
  }
}
