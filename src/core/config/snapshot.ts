import type { ClientChange } from '../claude/clientVersions';
import type { Secret } from '../words/secret';
import { sourceRow, type SourceId, type SurfaceId } from '../claude/sources';

/** How reading a source went. A problem is a value, not an exception: one broken file hides nothing else. */
export type ReadOutcome =
  | { readonly status: 'read' }
  | { readonly status: 'absent' }
  /** `onlyHere`: Claude Code may read it all the same, so what it holds is not known, and nothing that it could change is certain. */
  | { readonly status: 'unreadable'; readonly message: string; readonly onlyHere?: true }
  | { readonly status: 'malformed'; readonly message: string; readonly line: number; readonly column: number };

/** One source as it was read. */
export interface SourceReading {
  readonly id: SourceId;
  /** The file, where there is one. */
  readonly location: string | undefined;
  readonly outcome: ReadOutcome;
  /** Variables it sets. Values are wrapped so that none is printed by accident. */
  readonly env: Readonly<Record<string, Secret>>;
  /** Line (from 1) of each variable, of `apiKeyHelper` and of `model` in the file. */
  readonly lines?: Readonly<Record<string, number>>;
  /** Only for these surfaces; without it for all of its row. Environments differ per surface. */
  readonly surfaces?: readonly SurfaceId[];
  /** It lies in the opened folder although sources of its kind need not: a folder's `terminal.integrated.env`, or the user's settings with CLAUDE_CONFIG_DIR. */
  readonly fromFolder?: true;
  /** What the environment is of, where several are known: `login shell`. */
  readonly label?: string;
  /** The model that `model` chooses, where ANTHROPIC_MODEL does not. */
  readonly model?: Secret;
  /** The command in `apiKeyHelper`; it may hold a secret in its arguments. `''` switches a helper off. */
  readonly helper?: Secret;
  /** Keys that demand a login, as written, where Claude Code acts on them. */
  readonly forceLogin?: ForcedLogin;
  /** For managed settings: false when the file holds nothing that counts as policy. */
  readonly delivers?: boolean;
  /** What else is odd about what it holds, for the static checks. */
  readonly oddities?: readonly Oddity[];
  /** For VS Code's setting: what is wrong with its shape. It then counts for nothing. */
  readonly shapeProblem?: string;
  /** Only a client with this change reads it. */
  readonly since?: ClientChange;
  /** Set, but not read here, and why. */
  readonly ignored?: string;
  /** Others on this machine can read the file (POSIX mode). */
  readonly openToOthers?: boolean;
  /** The file is under version control. */
  readonly committed?: boolean;
  /** The organization set it where no ordinary user of this machine can write. */
  readonly guarded?: true;
}

/** `forceLoginMethod` and `forceLoginOrgUUID`: https://code.claude.com/docs/en/managed-settings */
export interface ForcedLogin {
  /** `claudeai`, `console` or `gateway`. */
  readonly method: string | undefined;
  /** `forceLoginOrgUUID` stands there, with any value. */
  readonly organization: boolean;
}

/** Something in a source that parses and yet is not what its author meant. */
export interface Oddity {
  readonly kind: 'not-text' | 'duplicate' | 'skipped-key' | 'wrong-setting-name';
  /** The variable, key or setting. */
  readonly name: string;
  readonly line?: number;
}

/** The Claude Code extension in this window. */
export interface ClaudeExtension {
  readonly version: string;
  /** Scope of claudeCode.environmentVariables in its manifest; undefined when the setting is not contributed. */
  readonly scope: string | undefined;
}

/** What `~/.claude.json` tells. It is only ever read. https://code.claude.com/docs/en/claude-directory */
export interface ClaudeState {
  readonly location: string;
  readonly outcome: ReadOutcome;
  /** The file is there and holds nothing. */
  readonly empty?: true;
  /** The last 20 characters of each API key that the user approved or declined. */
  readonly approvedKeys: readonly Secret[];
  readonly declinedKeys: readonly Secret[];
  /** The folder's trust question was answered with yes; undefined when no folder is open. */
  readonly folderTrusted: boolean | undefined;
  readonly onboarded: boolean;
  /** `oauthAccount` is there: a login is saved somewhere, perhaps in the Keychain. */
  readonly account: boolean;
  /** `primaryApiKey` is there: a Console login made an API key. */
  readonly consoleKey: boolean;
}

/** The settings of VS Code that bear on the connection, as this window sees them. Proxies hold no password. */
export interface VscodeSettings {
  readonly disableLoginPrompt: boolean;
  readonly useTerminal: boolean;
  readonly processWrapper: string | undefined;
  /** `http.proxy`, `http.noProxy`, `http.proxyStrictSSL`, `http.systemCertificates`, as far as set. */
  readonly http: Readonly<Record<string, string>>;
  /** `settingsSync.ignoredSettings` of the user; undefined where this VS Code has no Settings Sync. */
  readonly syncIgnored?: readonly string[] | undefined;
}

/** Credentials of a cloud provider on this machine: only whether there are any. */
export interface CloudLogins {
  readonly aws: boolean;
  readonly google: boolean;
  readonly azure: boolean;
}

/** Everything that was read at one moment. Never fails as a whole. */
export interface Snapshot {
  readonly readings: readonly SourceReading[];
  /** False in Restricted Mode: then nothing from the opened folder counts, but for `claude -p`. */
  readonly trusted: boolean;
  /** `undefined`: not installed or not enabled here. `'not-asked'`: no VS Code around (command line). */
  readonly claudeExtension: ClaudeExtension | undefined | 'not-asked';
  readonly state?: ClaudeState | undefined;
  /** Version of the `claude` on the PATH; undefined when none was found. */
  readonly clientVersion?: string | undefined;
  readonly vscode?: VscodeSettings | undefined;
  readonly cloud?: CloudLogins | undefined;
  /**
   * What is wrong with a file that one of FILE_VARIABLES names, by its path as the variable holds it: `it doesn’t exist`.
   * Only files with a problem stand here; undefined: nobody looked.
   */
  readonly fileProblems?: Readonly<Record<string, string>> | undefined;
}

/** Whether a login is saved, as far as that was read; undefined where nobody has looked. */
export function loginStatus({ readings }: Pick<Snapshot, 'readings'>): ReadOutcome['status'] | undefined {
  return readings.find(({ id }) => sourceRow(id).holds === 'presence')?.outcome.status;
}
