/** A kind of place that can configure Claude Code. */
export type SourceKind = (typeof ROWS)[number]['kind'];

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

interface Columns {
  readonly label: string;
  readonly surfaces: readonly SurfaceId[];
  /** `claude-settings`: strict JSON with an `env` block. `vscode-setting`: claudeCode.environmentVariables. `presence`: only whether it is there. */
  readonly holds: 'claude-settings' | 'vscode-setting' | 'environment' | 'presence';
  /** The organization's: an administrator changes it, not you. */
  readonly managed: boolean;
  /** Of the managed settings that exclude each other. */
  readonly group?: PolicyGroup;
  /** Of several readings, the later one wins. */
  readonly laterWins: boolean;
  /** Comes from the opened folder, so it's ignored until that is trusted. */
  readonly fromFolder: boolean;
  /** What Claude Code means a folder's file for: for everybody who works on the project, or for one person. */
  readonly folderFile: 'shared' | 'personal' | null;
  /** VS Code keeps it in the user's profile, and Settings Sync copies that. */
  readonly inProfile: boolean;
  /** The environment that the process was started with: no other program changes it afterwards. */
  readonly inherited: boolean;
  /** A fix can change it. */
  readonly writable: boolean;
  /** Why its value won over those below it. */
  readonly why: string;
}

/**
 * `file`: where its one file is on a machine, or the pattern of several; null where VS Code or a tool of the OS is asked.
 * `watched`: a change of the file is noticed as soon as it is made.
 */
type SourceFile =
  | { readonly file: (machine: Machine) => string | undefined; readonly watched: boolean }
  | { readonly file: null; readonly watched: false };

/** One row of the table of configuration sources. */
export type SourceRow = { readonly kind: SourceKind } & Columns & SourceFile;

const ALL: readonly SurfaceId[] = ['vscode-extension', 'integrated-terminal', 'terminal', 'print'];
const PANEL: readonly SurfaceId[] = ['vscode-extension'];
const FILE_WINS = 'A Claude Code settings file overrides VS Code’s setting and the shell.';
const MANAGED_WINS = 'Managed settings override everything.';
/** What only a few sources are. What every source has to say of itself is in no such default. */
const plain = { laterWins: false, folderFile: null, inProfile: false, inherited: false } as const;
const managed = {
  ...plain,
  surfaces: ALL,
  holds: 'claude-settings',
  managed: true,
  fromFolder: false,
  writable: false,
} as const;
const claude = {
  ...plain,
  surfaces: ALL,
  holds: 'claude-settings',
  managed: false,
  writable: true,
  watched: true,
} as const;
const setting = {
  ...plain,
  surfaces: PANEL,
  holds: 'vscode-setting',
  managed: false,
  file: null,
  watched: false,
} as const;

const ROWS = [
  {
    kind: 'managed-plist',
    label: 'macOS managed preferences',
    ...managed,
    group: 'os',
    file: null,
    watched: false,
    why: 'Your organization’s profile overrides everything.',
  },
  {
    kind: 'managed-hklm',
    label: 'Windows policy (HKLM)',
    ...managed,
    group: 'os',
    file: null,
    watched: false,
    why: 'Your organization’s policy overrides everything.',
  },
  {
    kind: 'managed-dropin',
    label: 'managed settings (drop-in)',
    ...managed,
    group: 'file',
    laterWins: true,
    file: (machine) => join(machine, dropinDir(machine), '*.json'),
    watched: true,
    why: 'Managed settings override everything, and a later drop-in overrides an earlier one.',
  },
  {
    kind: 'managed-file',
    label: 'managed settings',
    ...managed,
    group: 'file',
    file: (machine) => join(machine, machine.managedDir, 'managed-settings.json'),
    watched: true,
    why: MANAGED_WINS,
  },
  {
    kind: 'managed-hkcu',
    label: 'Windows policy (HKCU)',
    ...managed,
    group: 'hkcu',
    file: null,
    watched: false,
    why: `${MANAGED_WINS} This one applies only if no other managed settings do.`,
  },
  {
    kind: 'managed-remote',
    label: 'server-managed settings',
    ...managed,
    file: (machine) => join(machine, machine.configDir, 'remote-settings.json'),
    watched: false,
    why: MANAGED_WINS,
  },
  {
    kind: 'managed-legacy',
    label: 'managed settings in the old folder',
    ...managed,
    // Read by older versions, and by none that is measured.
    file: ({ platform }) => (platform === 'win32' ? 'C:\\ProgramData\\ClaudeCode\\managed-settings.json' : undefined),
    watched: false,
    why: MANAGED_WINS,
  },
  {
    kind: 'local-settings',
    label: 'this folder’s .claude/settings.local.json',
    ...claude,
    fromFolder: true,
    folderFile: 'personal',
    file: (machine) => inFolder(machine, machine.folder, 'settings.local.json'),
    why: `${FILE_WINS} The folder’s local file overrides the other two.`,
  },
  {
    kind: 'project-settings',
    label: 'this folder’s .claude/settings.json',
    ...claude,
    fromFolder: true,
    folderFile: 'shared',
    file: (machine) => inFolder(machine, machine.folder, 'settings.json'),
    why: `${FILE_WINS} The folder’s file overrides yours.`,
  },
  {
    kind: 'user-settings',
    label: '~/.claude/settings.json',
    ...claude,
    fromFolder: false,
    file: (machine) => join(machine, machine.configDir, 'settings.json'),
    why: FILE_WINS,
  },
  {
    kind: 'terminal-env',
    label: 'VS Code’s terminal.integrated.env',
    ...plain,
    surfaces: ['integrated-terminal'],
    holds: 'environment',
    managed: false,
    fromFolder: false,
    writable: false,
    file: null,
    watched: false,
    why: 'VS Code sets it in each terminal that it opens, overriding the environment that it was started with.',
  },
  {
    kind: 'vscode-workspace',
    label: 'VS Code workspace settings',
    ...setting,
    fromFolder: true,
    writable: false,
    why: 'VS Code’s workspace settings override its user settings.',
  },
  {
    kind: 'vscode-remote',
    label: 'VS Code remote settings',
    ...setting,
    fromFolder: false,
    writable: true,
    why: 'In a remote window, VS Code’s remote settings override its user settings.',
  },
  {
    kind: 'vscode-user',
    label: 'VS Code user settings',
    ...setting,
    fromFolder: false,
    inProfile: true,
    writable: true,
    why: 'VS Code’s setting overrides the environment that VS Code was started with.',
  },
  {
    kind: 'shell',
    label: 'the environment',
    ...plain,
    surfaces: ALL,
    holds: 'environment',
    managed: false,
    fromFolder: false,
    inherited: true,
    writable: false,
    file: null,
    watched: false,
    why: 'Set in the environment, and nothing overrides it.',
  },
  {
    kind: 'login',
    label: 'saved login',
    ...plain,
    surfaces: ALL,
    holds: 'presence',
    managed: false,
    fromFolder: false,
    writable: false,
    // On macOS a login is in the Keychain.
    file: (machine) =>
      machine.platform === 'darwin' ? undefined : join(machine, machine.configDir, '.credentials.json'),
    watched: true,
    why: 'Claude Code uses the saved login when no credential is set.',
  },
] as const satisfies readonly ({ readonly kind: string } & Columns & SourceFile)[];

/**
 * Every source, highest rank first. Measured with 2.1.329 and 2.1.197: a settings file beats the process environment
 * per variable, and `claudeCode.environmentVariables` becomes part of that environment.
 * https://code.claude.com/docs/en/settings#settings-precedence
 */
export const SOURCES: readonly SourceRow[] = ROWS;

/** The user's file of Claude Code: the one that Connect writes. */
export const OWN_FILE = 'user-settings' satisfies SourceId;

/** The source of several files, each with an id of its own. */
const DROPIN = 'managed-dropin';
const BEFORE_NAME = `${DROPIN}:`;

/** The row of a source. */
export function sourceRow(id: SourceId): SourceRow {
  const kind = id.startsWith(BEFORE_NAME) ? DROPIN : id;
  const row = SOURCES.find((candidate) => candidate.kind === kind);
  if (row === undefined) throw new RangeError(`no such source: ${id}`);
  return row;
}

/** The name of the file that a drop-in's id carries; empty for every other source. */
export function dropinName(id: SourceId): string {
  return id.startsWith(BEFORE_NAME) ? id.slice(BEFORE_NAME.length) : '';
}

/** True for the id of a source, wherever it was read. */
export function isSourceId(text: string): text is SourceId {
  return text.startsWith(BEFORE_NAME) || (text !== DROPIN && SOURCES.some(({ kind }) => kind === text));
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

/** Files that are no source of their own: the client's state, and settings.local.json where it is read at the root of the repository too. */
const OTHER_FILES = {
  'repository-local': (machine) => inFolder(machine, machine.repository, 'settings.local.json'),
  state: (machine) => join(machine, machine.stateDir, '.claude.json'),
  // Where it is there, it takes the place of the other one (measured).
  'state-legacy': (machine) => join(machine, machine.configDir, '.config.json'),
} as const satisfies Record<string, (machine: Machine) => string | undefined>;

/** A source, or one of the other files. */
export type FileKind = SourceKind | keyof typeof OTHER_FILES;

/** The file of a source, on this machine; undefined when there is none. */
export function pathOf(kind: FileKind, machine: Machine): string | undefined {
  const file = Object.hasOwn(OTHER_FILES, kind)
    ? OTHER_FILES[kind as keyof typeof OTHER_FILES]
    : SOURCES.find((row) => row.kind === kind)?.file;
  return file?.(machine);
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
