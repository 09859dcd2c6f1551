import type { Secret } from './secret';
import type { SourceId } from './sources';

/** How reading a source went. A problem is a value, not an exception: one broken file hides nothing else. */
export type ReadOutcome =
  | { readonly status: 'read' }
  | { readonly status: 'absent' }
  | { readonly status: 'unreadable'; readonly message: string }
  | { readonly status: 'malformed'; readonly message: string; readonly line: number; readonly column: number };

/** One source as it was read. */
export interface SourceReading {
  readonly id: SourceId;
  /** The file, where there is one. */
  readonly location: string | undefined;
  readonly outcome: ReadOutcome;
  /** Variables it sets. Values are wrapped so that none is printed by accident. */
  readonly env: Readonly<Record<string, Secret>>;
  /** The command in `apiKeyHelper`; it may hold a secret in its arguments. */
  readonly helper?: Secret;
  /** `forceLoginMethod` or `forceLoginOrgUUID`, as written, where it demands a login. */
  readonly forceLogin?: string;
  /** For VS Code's setting: what is wrong with its shape. It then counts for nothing. */
  readonly shapeProblem?: string;
  /** For VS Code's setting: set, but not read in this window, and why. */
  readonly ignored?: string;
}

/** The Claude Code extension in this window. */
export interface ClaudeExtension {
  readonly version: string;
  /** Scope of claudeCode.environmentVariables in its manifest; undefined when the setting is not contributed. */
  readonly scope: string | undefined;
}

/** Everything that was read at one moment. Never fails as a whole. */
export interface Snapshot {
  readonly readings: readonly SourceReading[];
  /** False in Restricted Mode: then nothing from the opened folder counts. */
  readonly trusted: boolean;
  /** `undefined`: not installed or not enabled here. `'not-asked'`: no VS Code around (command line). */
  readonly claudeExtension: ClaudeExtension | undefined | 'not-asked';
}
