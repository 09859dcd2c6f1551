import { t } from '@vscode/l10n';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { CredentialKind } from '../core/claude/credential';
import { SURFACE_LABEL, type SurfaceId } from '../core/claude/sources';

const OPTIONS = {
  json: { type: 'boolean' },
  http: { type: 'boolean' },
  jsonl: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  surface: { type: 'string' },
  full: { type: 'boolean' },
  'max-paid': { type: 'string' },
  'base-url': { type: 'string' },
  kind: { type: 'string' },
  model: { type: 'string' },
  'trust-folder': { type: 'boolean' },
  'allow-http': { type: 'boolean' },
  home: { type: 'string' },
  cwd: { type: 'string' },
  'managed-dir': { type: 'string' },
  'vscode-settings': { type: 'string' },
  'client-version': { type: 'string' },
} as const;

/** The options of one call. */
export type Options = ReturnType<typeof parse>['values'];

/** A wrong call: exit code 2 with one line that says what to do. */
export class UsageError extends Error {}

/** The words of a call. @throws where an option is unknown */
export const parse = (args: readonly string[]) =>
  parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });

/** The folder that claude would be started in. */
export function folderOf({ cwd }: Options): string {
  return path.resolve(cwd ?? process.cwd());
}

/** The most requests that may cost tokens; undefined: as many as there are. */
export function mostPaidOf({ 'max-paid': text }: Options): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,3}$/.test(text)) throw new UsageError(t('--max-paid takes a number, such as 6.'));
  return Number(text);
}

/** The version of Claude Code that is assumed; undefined: the one that is installed. */
export function wantedVersion({ 'client-version': version }: Options): string | undefined {
  if (version !== undefined && !/^\d+\.\d+\.\d+$/.test(version))
    throw new UsageError(t('--client-version takes three numbers, such as 2.1.329.'));
  return version;
}

/** The surface that is checked. */
export function surfaceOf({ surface = 'terminal' }: Options): SurfaceId {
  const found = (Object.keys(SURFACE_LABEL) as SurfaceId[]).find((id) => id === surface);
  if (found !== undefined) return found;
  throw new UsageError(
    t('Unknown surface. Use one of: {surfaces}.', { surfaces: Object.keys(SURFACE_LABEL).join(', ') }),
  );
}

/** How the credential of an entered address is sent. */
export function kindOf({ kind }: Options): Exclude<CredentialKind, 'helper'> | undefined {
  if (kind === undefined || kind === 'bearer' || kind === 'api-key' || kind === 'unknown') return kind;
  throw new UsageError(t('Unknown kind. Use bearer, api-key or unknown.'));
}
