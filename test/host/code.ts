import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchChromium } from './browser';
import { installHost, type HostVersion, type InstalledHost } from './install';
import { createProfile, runCli, startServer, type Profile, type RunningServer } from './packaged';
import { workbenchUrl } from './workbench';
import { configureWorkbench, QUIET_SETTINGS } from './workbenchConfiguration';

/** Names the environment variable that says which VS Code the stand-in for `code` starts. */
export const VERSION_VARIABLE = 'VSCODE_HOST_VERSION';

/** The stand-in for the executable of a desktop VS Code. Its command line is where it is on the desktop: bin/code beside it. */
export const CODE_EXECUTABLE = join(__dirname, 'bin', 'code');

const TIMEOUT_MS = 900_000;

/** Exit codes of its own, above those of the tests. */
const EXIT = { pageCrashed: 70, serverEnded: 71, timedOut: 124 } as const;

/** The profile has its own of these. */
const PROFILE_VARIABLES = ['HOME', 'TMPDIR', 'XDG_RUNTIME_DIR'];

interface Arguments {
  readonly userDataDir: string | undefined;
  readonly extensionsDir: string | undefined;
  readonly developmentPath: string | undefined;
  readonly testsPath: string | undefined;
  readonly folder: string | undefined;
}

function parse(argv: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    options: {
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
      extensionDevelopmentPath: { type: 'string' },
      extensionTestsPath: { type: 'string' },
    },
  });
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return {
    userDataDir: text(values['user-data-dir']),
    extensionsDir: text(values['extensions-dir']),
    developmentPath: text(values.extensionDevelopmentPath),
    testsPath: text(values.extensionTestsPath),
    folder: positionals[0],
  };
}

function profileOf({ userDataDir, extensionsDir }: Arguments): Profile {
  const { HOME } = process.env;
  return createProfile({
    ...(userDataDir === undefined ? {} : { data: resolve(userDataDir) }),
    ...(extensionsDir === undefined ? {} : { extensions: resolve(extensionsDir) }),
    ...(HOME === undefined ? {} : { home: HOME }),
  });
}

async function withProfile(
  argv: readonly string[],
  work: (host: InstalledHost, profile: Profile, args: Arguments) => Promise<number>,
): Promise<void> {
  const version: HostVersion = process.env[VERSION_VARIABLE] === 'oldest' ? 'oldest' : 'newest';
  const host = await installHost(version);
  const args = parse(argv);
  const profile = profileOf(args);
  try {
    process.exitCode = await work(host, profile, args);
  } finally {
    profile.remove();
  }
}

/** What the workbench says while it starts, which is of no use to anybody who reads a test's output. */
const NOISE =
  /^(Resolv(ed|ing) connection token|Creating a socket|\[reconnection-grace|Updating additional|\[Service Worker|\[AgentHost|\[AccountPolicy|Ignoring fetching additional|Migrat(ing|ed) |Error while migrating|ChatSessionStore|Started local extension host|.*vsda)/;

/** Resolves with the exit code that the workbench reports when the extension's tests have run, or with one of EXIT. */
async function testsEnd(page: Page, server: RunningServer): Promise<Promise<number>> {
  let settle: (code: number) => void = () => undefined;
  const end = new Promise<number>((resolveEnd) => {
    settle = resolveEnd;
  });
  // The workbench looks for these two functions and calls them.
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    if (!NOISE.test(String(args[0]))) (type === 'error' ? console.error : console.log)(...args);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => {
    settle(code);
  });
  page.once('crash', () => {
    settle(EXIT.pageCrashed);
  });
  void server.ended.then(() => {
    settle(EXIT.serverEnded);
  });
  setTimeout(() => {
    console.error(`the tests have not ended within ${TIMEOUT_MS / 1000} s`);
    settle(EXIT.timedOut);
  }, TIMEOUT_MS).unref();
  return end;
}

/** Of each name the workbench takes one value only, unlike the desktop's command line. */
function payloadOf(
  { developmentPath, testsPath }: Arguments,
  { authority }: RunningServer,
): (readonly [string, string])[] {
  const paths = { extensionDevelopmentPath: developmentPath, extensionTestsPath: testsPath };
  return Object.entries(paths).flatMap(([name, path]) =>
    path === undefined ? [] : [[name, `vscode-remote://${authority}${resolve(path)}`] as const],
  );
}

function folderOf({ folder }: Arguments): string | undefined {
  if (folder === undefined) return undefined;
  const path = resolve(folder);
  if (!statSync(path).isDirectory()) throw new Error(`Not a folder: ${path}`);
  return path;
}

async function runTests(host: InstalledHost, profile: Profile, args: Arguments): Promise<number> {
  const folder = folderOf(args);
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !PROFILE_VARIABLES.includes(entry[0]),
    ),
  );
  // Passes on all it was given, as the desktop's does: whoever starts it decides what the extension host gets to see.
  const [server, browser] = await Promise.all([startServer(host, profile, { env: inherited }), launchChromium()]);
  try {
    const page = await browser.newPage();
    await configureWorkbench(page, {
      authority: server.authority,
      configurationDefaults: QUIET_SETTINGS,
      enableSmokeTestDriver: true,
    });
    const end = testsEnd(page, server);
    await page.goto(workbenchUrl(server, folder, payloadOf(args, server)));
    return await end;
  } finally {
    await Promise.all([browser.close(), server.stop()]);
  }
}

/** Stands in for `code` as it is started to run an extension's tests: takes the desktop's arguments, drives the packaged VS Code. */
export async function code(argv: readonly string[]): Promise<void> {
  await withProfile(argv, runTests);
}

/** Stands in for the desktop's command line, e.g. to install extensions. */
export async function codeCommandLine(argv: readonly string[]): Promise<void> {
  await withProfile(argv, async (host, profile) => {
    const { exitCode, output } = await runCli(host, profile, argv);
    process.stdout.write(output);
    return typeof exitCode === 'number' ? exitCode : 1;
  });
}
