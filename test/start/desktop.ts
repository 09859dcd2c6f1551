import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { atExit } from '../host/atExit';
import { findOnPath } from '../host/needs';
import { runOwnProcess, startOwnProcess } from '../host/ownProcess';
import type { Profile } from '../host/packaged';

/**
 * The command line of the desktop VS Code: VSCODE_EXECUTABLE's, else `code` on the PATH. Undefined where that could not
 * open a window of its own: without a screen, and in the terminal of a remote VS Code, whose `code` opens the user's.
 */
export function findDesktop(): string | undefined {
  const { VSCODE_EXECUTABLE, VSCODE_IPC_HOOK_CLI, WSL_DISTRO_NAME, DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (VSCODE_EXECUTABLE !== undefined && VSCODE_EXECUTABLE !== '') {
    const beside = resolve(VSCODE_EXECUTABLE, '..', 'bin', 'code');
    return existsSync(beside) ? beside : VSCODE_EXECUTABLE;
  }
  const noScreen = process.platform === 'linux' && DISPLAY === undefined && WAYLAND_DISPLAY === undefined;
  return noScreen || VSCODE_IPC_HOOK_CLI !== undefined || WSL_DISTRO_NAME !== undefined
    ? undefined
    : findOnPath(['code']);
}

/** The environment of the user's desktop, but with another home: what is tried out must not reach the user's own settings. */
function environment({ home }: Profile): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(ANTHROPIC|CLAUDE|VSCODE|ELECTRON|npm)_/.test(name),
  );
  return { ...Object.fromEntries(inherited), HOME: home };
}

function profileArguments({ data, extensions }: Profile): string[] {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return ['--user-data-dir', data, '--extensions-dir', extensions, ...root];
}

/** The command line starts the window in a process of its own, which leaves its number in a file. */
function endWindow({ data }: Profile): void {
  const lock = join(data, 'code.lock');
  const pid = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
  if (pid > 1) process.kill(pid, 'SIGTERM');
}

/** Opens the folder in the desktop VS Code with these extensions. `closed` resolves when the window is. */
export async function openDesktop(
  code: string,
  profile: Profile,
  vsixFiles: readonly string[],
): Promise<{ readonly closed: Promise<unknown> }> {
  const env = environment(profile);
  const install = vsixFiles.flatMap((file) => ['--install-extension', file]);
  const { exitCode, output } = await runOwnProcess(code, [...profileArguments(profile), ...install], { env });
  if (exitCode !== 0) throw new Error(`could not install the extensions (${exitCode}):\n${output}`);
  atExit(() => {
    endWindow(profile);
  });
  const { ended } = startOwnProcess(
    code,
    [...profileArguments(profile), '--disable-workspace-trust', '--new-window', '--wait', profile.workspace],
    { env },
  );
  return { closed: ended };
}
