import { homedir } from 'node:os';
import path from 'node:path';
import { MANAGED_DIR, type Machine, type Environment } from '../../core/claude/sources';

/** Places that tests and support may point elsewhere. */
export interface MachineOptions {
  readonly home?: string | undefined;
  readonly folder?: string | undefined;
  readonly managedDir?: string | undefined;
}

/**
 * Where Claude Code's files lie for this user on this machine. CLAUDE_CONFIG_DIR replaces `~/.claude`, relative to where
 * it is started; set to nothing it is the folder itself, but `.claude.json` then stays in the home directory (measured).
 */
export function detectMachine(env: Environment, options: MachineOptions = {}): Machine {
  const platform = platformOf(process.platform);
  const home = options.home ?? homedir();
  const configured = env['CLAUDE_CONFIG_DIR'];
  const from = options.folder ?? process.cwd();
  return {
    platform,
    home,
    configDir: configured === undefined ? path.join(home, '.claude') : path.resolve(from, configured),
    stateDir: configured === undefined || configured === '' ? home : path.resolve(from, configured),
    folder: options.folder,
    managedDir: options.managedDir ?? MANAGED_DIR[platform],
  };
}

/** The platform as the tables have it: what is neither Windows nor macOS keeps its files like Linux. */
export function platformOf(platform: NodeJS.Platform): Machine['platform'] {
  return platform === 'win32' || platform === 'darwin' ? platform : 'linux';
}

/** The user settings file of desktop VS Code: https://code.visualstudio.com/docs/configure/settings#_settings-file-locations */
export function defaultVscodeSettings(platform: NodeJS.Platform, home: string, env: Environment): string {
  const base =
    {
      win32: env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'),
      darwin: path.join(home, 'Library', 'Application Support'),
    }[platform as string] ??
    env['XDG_CONFIG_HOME'] ??
    path.join(home, '.config');
  return path.join(base, 'Code', 'User', 'settings.json');
}
