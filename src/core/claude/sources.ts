/** A kind of place that can configure Claude Code. */
export type SourceKind =
  | 'managed-plist'
  | 'managed-hklm'
  | 'managed-dropin'
  | 'managed-file'
  | 'managed-hkcu'
  | 'managed-remote'
  | 'managed-legacy'
  | 'local-settings'
  | 'project-settings'
  | 'user-settings'
  | 'terminal-env'
  | 'vscode-workspace'
  | 'vscode-remote'
  | 'vscode-user'
  | 'shell'
  | 'login';

/** A place, as reports and JSON name it. A drop-in file carries its name: `managed-dropin:10-gateway.json`. */
export type SourceId = Exclude<SourceKind, 'managed-dropin'> | `managed-dropin:${string}`;

/** Where Claude Code runs. `print` is `claude -p`, which asks nothing and trusts every folder. */
export type SurfaceId = 'vscode-extension' | 'integrated-terminal' | 'terminal' | 'print';

/** How a surface is called. */
export const SURFACE_LABEL = {
  'vscode-extension': 'Claude Code in VS Code',
  'integrated-terminal': 'claude in VS Code’s terminal',
  terminal: 'claude in another terminal',
  print: 'claude -p',
} as const satisfies Record<SurfaceId, string>;

/** The sources of managed settings that exclude each other: the first with a policy key in it wins, the others are ignored. */
export type PolicyGroup = 'os' | 'file' | 'hkcu';

/** One row of the table of configuration sources. */
export interface SourceRow {
  readonly kind: SourceKind;
  readonly label: string;
  readonly surfaces: readonly SurfaceId[];
  /** `claude-settings`: strict JSON with an `env` block. `vscode-setting`: claudeCode.environmentVariables. `presence`: only whether it is there. */
  readonly holds: 'claude-settings' | 'vscode-setting' | 'environment' | 'presence';
  /** For managed settings. */
  readonly group?: PolicyGroup;
  /** Comes from the opened folder, so it counts for nothing until that is trusted. */
  readonly fromFolder: boolean;
  /** Who can change it. */
  readonly owner: 'you' | 'administrator';
  /** Why its value won over those below it. */
  readonly why: string;
}

const ALL: readonly SurfaceId[] = ['vscode-extension', 'integrated-terminal', 'terminal', 'print'];
const PANEL: readonly SurfaceId[] = ['vscode-extension'];
const FILE_WINS = 'A Claude Code settings file wins over VS Code’s setting and over the shell.';
const MANAGED_WINS = 'Managed settings win over everything.';
const managed = { surfaces: ALL, holds: 'claude-settings', fromFolder: false, owner: 'administrator' } as const;
const claude = { surfaces: ALL, holds: 'claude-settings', owner: 'you' } as const;
const setting = { surfaces: PANEL, holds: 'vscode-setting', owner: 'you' } as const;

/**
 * Every source, highest rank first. Measured with 2.1.329 and 2.1.197: a settings file beats the process environment
 * per variable, and `claudeCode.environmentVariables` becomes part of that environment.
 * https://code.claude.com/docs/en/settings#settings-precedence
 */
export const SOURCES: readonly SourceRow[] = [
  {
    kind: 'managed-plist',
    label: 'macOS managed preferences',
    ...managed,
    group: 'os',
    why: 'A profile of your organization wins over everything.',
  },
  {
    kind: 'managed-hklm',
    label: 'Windows policy (HKLM)',
    ...managed,
    group: 'os',
    why: 'A policy of your organization wins over everything.',
  },
  {
    kind: 'managed-dropin',
    label: 'managed settings (drop-in)',
    ...managed,
    group: 'file',
    why: 'Managed settings win over everything, and a later drop-in over an earlier one.',
  },
  { kind: 'managed-file', label: 'managed settings', ...managed, group: 'file', why: MANAGED_WINS },
  {
    kind: 'managed-hkcu',
    label: 'Windows policy (HKCU)',
    ...managed,
    group: 'hkcu',
    why: `${MANAGED_WINS} This one counts only while no other managed settings do.`,
  },
  { kind: 'managed-remote', label: 'settings that Anthropic’s server manages', ...managed, why: MANAGED_WINS },
  { kind: 'managed-legacy', label: 'managed settings in their old folder', ...managed, why: MANAGED_WINS },
  {
    kind: 'local-settings',
    label: 'this folder’s .claude/settings.local.json',
    ...claude,
    fromFolder: true,
    why: `${FILE_WINS} The folder’s local file wins over the other two.`,
  },
  {
    kind: 'project-settings',
    label: 'this folder’s .claude/settings.json',
    ...claude,
    fromFolder: true,
    why: `${FILE_WINS} The folder’s file wins over the user’s.`,
  },
  { kind: 'user-settings', label: '~/.claude/settings.json', ...claude, fromFolder: false, why: FILE_WINS },
  {
    kind: 'terminal-env',
    label: 'VS Code’s terminal.integrated.env',
    surfaces: ['integrated-terminal'],
    holds: 'environment',
    fromFolder: false,
    owner: 'you',
    why: 'VS Code sets it in each terminal that it opens, over the environment that it was started with.',
  },
  {
    kind: 'vscode-workspace',
    label: 'VS Code workspace settings',
    ...setting,
    fromFolder: true,
    why: 'VS Code’s workspace settings win over its user settings.',
  },
  {
    kind: 'vscode-remote',
    label: 'VS Code remote settings',
    ...setting,
    fromFolder: false,
    why: 'In a remote window VS Code’s remote settings win over its user settings.',
  },
  {
    kind: 'vscode-user',
    label: 'VS Code user settings',
    ...setting,
    fromFolder: false,
    why: 'VS Code’s setting wins over the environment that VS Code was started with.',
  },
  {
    kind: 'shell',
    label: 'environment',
    surfaces: ALL,
    holds: 'environment',
    fromFolder: false,
    owner: 'you',
    why: 'Set in the environment, and nowhere above it.',
  },
  {
    kind: 'login',
    label: 'saved login',
    surfaces: ALL,
    holds: 'presence',
    fromFolder: false,
    owner: 'you',
    why: 'The saved login is used when no credential is set.',
  },
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
  /** The folder of `.claude.json`: the home directory, or CLAUDE_CONFIG_DIR where that is set. */
  readonly stateDir: string;
  /** The root of the repository that the folder lies in, when that is another folder: settings.local.json is read there too. */
  readonly repository?: string | undefined;
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

/** Sources, and the client's own state, that are one file each. */
export type FileKind =
  | 'managed-file'
  | 'managed-legacy'
  | 'managed-remote'
  | 'repository-local'
  | 'local-settings'
  | 'project-settings'
  | 'user-settings'
  | 'login'
  | 'state'
  | 'state-legacy';

/** Where each file lies; undefined where there is none (no folder open, another OS). */
const PATHS: Readonly<Record<FileKind, (machine: Machine) => string | undefined>> = {
  'managed-file': (machine) => join(machine, machine.managedDir, 'managed-settings.json'),
  // Read by older versions, and by none that is measured.
  'managed-legacy': (machine) =>
    machine.platform === 'win32' ? 'C:\\ProgramData\\ClaudeCode\\managed-settings.json' : undefined,
  'managed-remote': (machine) => join(machine, machine.configDir, 'remote-settings.json'),
  'repository-local': (machine) => inFolder(machine, machine.repository, 'settings.local.json'),
  'local-settings': (machine) => inFolder(machine, machine.folder, 'settings.local.json'),
  'project-settings': (machine) => inFolder(machine, machine.folder, 'settings.json'),
  'user-settings': (machine) => join(machine, machine.configDir, 'settings.json'),
  // On macOS a login lies in the Keychain.
  login: (machine) =>
    machine.platform === 'darwin' ? undefined : join(machine, machine.configDir, '.credentials.json'),
  state: (machine) => join(machine, machine.stateDir, '.claude.json'),
  // Where it is there, it takes the place of the other one (measured).
  'state-legacy': (machine) => join(machine, machine.configDir, '.config.json'),
};

/** The file of a source, on this machine; undefined when there is none. */
export function pathOf(kind: FileKind, machine: Machine): string | undefined {
  return PATHS[kind](machine);
}

function inFolder(machine: Machine, folder: string | undefined, name: string): string | undefined {
  return folder === undefined ? undefined : join(machine, folder, '.claude', name);
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

/** An environment as Node gives it. */
export type Environment = Readonly<Record<string, string | undefined>>;
