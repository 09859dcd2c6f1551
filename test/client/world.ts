import type { Rejection } from '../gateway/rejections';

/**
 * A made-up configuration of Claude Code: files, environment, a login on disk. Every address in it is a loopback port of
 * its own and every key is made up, so that what arrives tells which of them counted.
 */
export interface World {
  /** Path → text. A path starts with `~/` (home), `./` (the folder it is started in) or `/etc/claude-code/` (managed). */
  readonly files: Readonly<Record<string, string>>;
  /** The environment that it is started with. */
  readonly env: Readonly<Record<string, string>>;
  /** Where it is started, below the folder; `.` by default. */
  readonly start?: string;
  /** What the gateway refuses; nothing by default. */
  readonly refuses?: readonly Rejection[];
}

/** The token of a claude.ai login, and the key of a Console login, wherever a world has one on disk. */
export const LOGIN_TOKEN = 'oauth-disk';
export const CONSOLE_KEY = 'key-console';

/** One request as it arrived. */
export interface Arrival {
  readonly method: string;
  /** Scheme, host and port that it was sent to. */
  readonly origin: string;
  readonly path: string;
  readonly authorization: string | null;
  readonly xApiKey: string | null;
  /** The model in the body; null where there is none. */
  readonly model: string | null;
  /** What is in it that a gateway may refuse. */
  readonly holds: readonly Rejection[];
}

/** What the real client made of a world. */
export interface Seen {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly arrivals: readonly Arrival[];
  /** Names that it asked the resolver for. */
  readonly names: readonly string[];
  /** The list of the gateway's models as it was kept in the home directory; null when none was. */
  readonly keptModels: string | null;
  readonly ms: number;
}
