/**
 * `npm start`: VS Code with this extension, a stand-in for Claude Code and a practice gateway, all of it thrown away
 * afterwards: whatever is started and made here is undone when this process ends. `--once` only sees whether everything comes up (in the packaged VS Code), and ends.
 */
import { buildClaudeCodeFixture, CLAUDE_CODE_ID } from './fixtures/claudeCode';
import { PRACTICE_KEY } from './gateway/credentials';
import { startPracticeGateway, type PracticeGateway } from './gateway/practice-gateway';
import { installHost } from './host/install';
import {
  createProfile,
  installExtensions,
  runCli,
  startServer,
  type Profile,
  type RunningServer,
} from './host/packaged';
import { runProgram } from './runner/program';
import { PACKAGE, VSIX } from './runner/vsix';
import { findDesktop, openDesktop } from './start/desktop';
import { FIRST_SETTINGS, writeSample } from './start/sample';

const USUAL_PORT = 8787;

/** On the usual port, so that an address once written into settings stays right; on a free one where that is taken. */
async function startGateway(): Promise<PracticeGateway> {
  try {
    return await startPracticeGateway({ port: USUAL_PORT, reads: 'both' });
  } catch {
    return startPracticeGateway({ reads: 'both' });
  }
}

function say(where: string, gateway: PracticeGateway): void {
  console.log(`
  VS Code        ${where}
  Gateway        ${gateway.url}
  Key            ${PRACTICE_KEY}   (as a command: echo ${PRACTICE_KEY})

  In VS Code press F1, run "Gateway: Connect to Gateway", and type in address and key.
  Ctrl+C here ends everything; nothing is kept.
`);
}

/** Throws unless the workbench answers, both extensions are in it, and the gateway accepts the key. */
async function verify(server: RunningServer, url: string, installed: string, gateway: PracticeGateway): Promise<void> {
  const page = await fetch(url);
  if (!page.ok || !(await page.text()).includes('vscode-workbench-web-configuration'))
    throw new Error(`the workbench does not answer (${page.status}):\n${server.log()}`);
  for (const id of ['llm-gateway-connect.llm-gateway-connect', CLAUDE_CODE_ID])
    if (!installed.toLowerCase().includes(id)) throw new Error(`${id} is not installed:\n${installed}`);
  const models = await fetch(`${gateway.url}/v1/models`, { headers: { 'x-api-key': PRACTICE_KEY } });
  if (!models.ok) throw new Error(`the practice gateway does not answer (${models.status})`);
}

async function runPackaged(
  profile: Profile,
  vsixFiles: readonly string[],
  gateway: PracticeGateway,
  once: boolean,
): Promise<void> {
  const host = await installHost('newest');
  await installExtensions(host, profile, vsixFiles);
  const server = await startServer(host, profile);
  const url = `${server.url}?folder=${encodeURI(profile.workspace)}`;
  say(`open this in a browser: ${url}`, gateway);
  if (once) await verify(server, url, (await runCli(host, profile, ['--list-extensions'])).output, gateway);
  else await server.ended;
  await server.stop();
}

async function runDesktop(
  code: string,
  profile: Profile,
  vsixFiles: readonly string[],
  gateway: PracticeGateway,
): Promise<void> {
  const { closed } = await openDesktop(code, profile, vsixFiles);
  say(`a window of ${code} opens; closing it ends everything, too`, gateway);
  await closed;
}

async function main(): Promise<void> {
  const once = process.argv.includes('--once');
  const { ok, output } = await runProgram(PACKAGE);
  if (!ok) throw new Error(`the extension could not be packed:\n${output}`);
  const desktop = once ? undefined : findDesktop();
  const profile = createProfile({ userSettings: FIRST_SETTINGS });
  const gateway = await startGateway();
  writeSample(profile, gateway.url, PRACTICE_KEY);
  const vsixFiles = [VSIX, await buildClaudeCodeFixture('machine', profile.root)];
  try {
    await (desktop === undefined
      ? runPackaged(profile, vsixFiles, gateway, once)
      : runDesktop(desktop, profile, vsixFiles, gateway));
  } finally {
    await gateway.stop();
    profile.remove();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
