import path from 'node:path';
import type { Machine, Environment } from '../../core/claude/sources';
import { inheritedWindowsPolicy, readOsPolicy, type PolicyDocument } from './osPolicy';

/** Managed settings that need a tool of the OS to be read. */
export interface Policies {
  readonly documents: readonly PolicyDocument[];
  /** The folder of Windows' managed settings, where a session in WSL inherits them. */
  readonly inheritedDir: string | undefined;
}

/** Before they have been read, and where there are none. */
export const NO_POLICIES: Policies = { documents: [], inheritedDir: undefined };

/**
 * Reads them. May start a child process (plutil, reg.exe) on macOS, Windows and in WSL, so it is done apart from the
 * files, and not while the extension starts. Claude Code itself reads them every half hour.
 * https://code.claude.com/docs/en/managed-settings
 */
export async function readPolicies(machine: Machine, env: Environment): Promise<Policies> {
  const own = await readOsPolicy(machine.platform, env, env['USER'] ?? path.basename(machine.home));
  const inherited = machine.platform === 'linux' ? await inheritedWindowsPolicy(env) : undefined;
  return { documents: [...own, ...(inherited?.documents ?? [])], inheritedDir: inherited?.managedDir };
}
