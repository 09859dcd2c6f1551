/** A kind of place that can configure Claude Code. */
export type SourceKind =
  | 'managed-file'
  | 'managed-dropin'
  | 'local-settings'
  | 'project-settings'
  | 'user-settings'
  | 'vscode-workspace'
  | 'vscode-remote'
  | 'vscode-user'
  | 'shell'
  | 'login';

/** A place, as reports and JSON name it. A drop-in file carries its name: `managed-dropin:10-gateway.json`. */
export type SourceId = Exclude<SourceKind, 'managed-dropin'> | `managed-dropin:${string}`;

/** Where Claude Code runs: the panel in VS Code, or `claude` in a terminal. */
export type SurfaceId = 'vscode-extension' | 'terminal';

/** How a surface is called. */
export const SURFACE_LABEL = { 'vscode-extension': 'Claude Code in VS Code', terminal: 'claude in a terminal' } as const satisfies Record<SurfaceId, string>;

/** One row of the table of configuration sources. */
export interface SourceRow {
  readonly kind: SourceKind;
  readonly label: string;
  readonly surfaces: readonly SurfaceId[];
  /** `claude-settings`: strict JSON with an `env` block. `vscode-setting`: claudeCode.environmentVariables. `presence`: only whether it is there. */
  readonly holds: 'claude-settings' | 'vscode-setting' | 'environment' | 'presence';
  /** Comes from the opened folder, so it counts for nothing until that is trusted. */
  readonly fromFolder: boolean;
  /** Why its value won over those below it. */
  readonly why: string;
}

const BOTH: readonly SurfaceId[] = ['vscode-extension', 'terminal'];
const FILE_WINS = 'A Claude Code settings file wins over VS Code’s setting and over the shell.';

/**
 * Every source, highest rank first. Measured with 2.1.329 and 2.1.197: a settings file beats the process environment
 * per variable, and `claudeCode.environmentVariables` becomes part of that environment.
 * https://code.claude.com/docs/en/settings#settings-precedence
 */
export const SOURCES: readonly SourceRow[] = [
  { kind: 'managed-dropin', label: 'managed settings (drop-in)', surfaces: BOTH, holds: 'claude-settings', fromFolder: false, why: 'Managed settings win over everything, and a later drop-in over an earlier one.' },
  { kind: 'managed-file', label: 'managed settings', surfaces: BOTH, holds: 'claude-settings', fromFolder: false, why: 'Managed settings win over everything.' },
  { kind: 'local-settings', label: 'this folder’s .claude/settings.local.json', surfaces: BOTH, holds: 'claude-settings', fromFolder: true, why: `${FILE_WINS} The folder’s local file wins over the other two.` },
  { kind: 'project-settings', label: 'this folder’s .claude/settings.json', surfaces: BOTH, holds: 'claude-settings', fromFolder: true, why: `${FILE_WINS} The folder’s file wins over the user’s.` },
  { kind: 'user-settings', label: '~/.claude/settings.json', surfaces: BOTH, holds: 'claude-settings', fromFolder: false, why: FILE_WINS },
  { kind: 'vscode-workspace', label: 'VS Code workspace settings', surfaces: ['vscode-extension'], holds: 'vscode-setting', fromFolder: true, why: 'VS Code’s workspace settings win over its user settings.' },
  { kind: 'vscode-remote', label: 'VS Code remote settings', surfaces: ['vscode-extension'], holds: 'vscode-setting', fromFolder: false, why: 'In a remote window VS Code’s remote settings win over its user settings.' },
  { kind: 'vscode-user', label: 'VS Code user settings', surfaces: ['vscode-extension'], holds: 'vscode-setting', fromFolder: false, why: 'VS Code’s setting wins over the environment that VS Code was started with.' },
  { kind: 'shell', label: 'environment', surfaces: BOTH, holds: 'environment', fromFolder: false, why: 'Set in the environment, and nowhere above it.' },
  { kind: 'login', label: 'saved login', surfaces: BOTH, holds: 'presence', fromFolder: false, why: 'The saved login is used when no credential is set.' },
];

/** The row of a source. */
export function sourceRow(id: SourceId): SourceRow {
  const kind = id.startsWith('managed-dropin:') ? 'managed-dropin' : id;
  const row = SOURCES.find((candidate) => candidate.kind === kind);
  if (row === undefined) throw new RangeError(`no such source: ${id}`);
  return row;
}

/** What decides where files lie. `configDir` is CLAUDE_CONFIG_DIR, else `~/.claude`. */
export interface Machine {
  readonly platform: 'darwin' | 'linux' | 'win32';
  readonly home: string;
  readonly configDir: string;
  /** The folder that Claude Code would start in; undefined when no folder is open. */
  readonly folder: string | undefined;
  /** The folder of managed settings; by default {@link MANAGED_DIR}. */
  readonly managedDir: string;
}

/** Where each OS keeps managed settings: https://code.claude.com/docs/en/managed-settings */
export const MANAGED_DIR = {
  darwin: '/Library/Application Support/ClaudeCode',
  linux: '/etc/claude-code',
  win32: 'C:\\Program Files\\ClaudeCode',
} as const satisfies Record<Machine['platform'], string>;

/** The file of each source that is one file, on this machine; undefined when there is none (no folder open). */
export function pathOf(kind: 'managed-file' | 'local-settings' | 'project-settings' | 'user-settings' | 'login', machine: Machine): string | undefined {
  const { folder } = machine;
  switch (kind) {
    case 'managed-file':
      return join(machine, machine.managedDir, 'managed-settings.json');
    case 'local-settings':
      return folder === undefined ? undefined : join(machine, folder, '.claude', 'settings.local.json');
    case 'project-settings':
      return folder === undefined ? undefined : join(machine, folder, '.claude', 'settings.json');
    case 'user-settings':
      return join(machine, machine.configDir, 'settings.json');
    case 'login':
      return machine.platform === 'darwin' ? undefined : join(machine, machine.configDir, '.credentials.json');
  }
}

/** The folder of managed drop-in files. */
export function dropinDir(machine: Machine): string {
  return join(machine, machine.managedDir, 'managed-settings.d');
}

/** Drop-ins in the order in which they are merged: alphabetical, `*.json` only, hidden ones ignored. */
export function orderDropins(names: readonly string[]): string[] {
  return names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
}

function join(machine: Machine, ...parts: string[]): string {
  return parts.join(machine.platform === 'win32' ? '\\' : '/');
}
