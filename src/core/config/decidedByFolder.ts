import { isFromFolder, type ResolvedConfig, type SourcedValue } from './resolve';
import { variableRow, VARIABLES, type VariableRole } from '../claude/variables';

/**
 * The values that count on a surface and lie in the opened folder: whoever wrote the folder has chosen them. Also those that name
 * a certificate or a key by a relative path, whoever set them: that counts from the folder, which then decides what is in it.
 */
export function valuesOfFolder(config: ResolvedConfig): ReadonlyMap<string, SourcedValue> {
  const folder = config.readings.filter(isFromFolder);
  const inFolder = ({ source, location }: SourcedValue): boolean =>
    folder.some((reading) => reading.id === source && reading.location === location);
  return new Map(
    config.variables
      .filter(({ name, effective }) => inFolder(effective) || namesFileInFolder(name, effective.value.reveal()))
      .map(({ name, effective }) => [name, effective]),
  );
}

/** Variables that name a file or folder for a connection. */
export const NAME_FILES: readonly string[] = Object.entries(VARIABLES)
  .filter(([, row]) => row.role === 'tls' && row.kind === 'path')
  .map(([name]) => name);

/** True for such a variable with a path that counts from wherever Claude Code is started. */
export function namesFileInFolder(name: string, value: string): boolean {
  return NAME_FILES.includes(name) && value !== '' && !/^(?:[/\\]|[a-z]:[/\\])/i.test(value);
}

/** A value of the opened folder that decides where a request goes, what it carries, or whom it trusts on the way; the first of them. */
export function decidedByFolder(config: ResolvedConfig): SourcedValue | undefined {
  return [...valuesOfFolder(config)].find(([name]) => !isHarmless(name))?.[1];
}

/** Roles of variables that a folder may well choose: a check depends on none of them. */
const HARMLESS_ROLES: readonly VariableRole[] = ['model', 'other'];

/** Further variables of Claude Code that many a folder sets, and that concern no request. https://code.claude.com/docs/en/env-vars */
const HARMLESS_NAMES: ReadonlySet<string> = new Set([
  'BASH_DEFAULT_TIMEOUT_MS',
  'BASH_MAX_TIMEOUT_MS',
  'BASH_MAX_OUTPUT_LENGTH',
  'CLAUDE_BASH_MAINTAIN_PROJECT_WORKING_DIR',
  'CLAUDE_CODE_DISABLE_TERMINAL_TITLE',
  'CLAUDE_CODE_ENABLE_TELEMETRY',
  'DISABLE_AUTOUPDATER',
  'DISABLE_BUG_COMMAND',
  'DISABLE_COST_WARNINGS',
  'DISABLE_NON_ESSENTIAL_MODEL_CALLS',
  'MAX_MCP_OUTPUT_TOKENS',
  'MCP_TIMEOUT',
  'MCP_TOOL_TIMEOUT',
  'USE_BUILTIN_RIPGREP',
]);

/** Of a name that nobody knows nobody knows what it does. */
function isHarmless(name: string): boolean {
  if (HARMLESS_NAMES.has(name) || name === 'model') return true;
  const row = variableRow(name);
  return row !== undefined && HARMLESS_ROLES.includes(row.role);
}
