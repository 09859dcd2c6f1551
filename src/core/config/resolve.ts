import { t } from '@vscode/l10n';
import { isAfter, type ClientChange } from '../claude/clientVersions';
import { isTruthy } from '../claude/providers';
import type { Secret } from '../words/secret';
import type { ReadOutcome, SourceReading, Snapshot } from './snapshot';
import { tableText } from '../text/tableText';
import { SOURCES, sourceRow, type PolicyGroup, type SourceId, type SourceRow, type SurfaceId } from '../claude/sources';
import { VARIABLES, type VariableRole } from '../claude/variables';

/** A value and the place it stands in. */
export interface SourcedValue {
  readonly source: SourceId;
  readonly location: string | undefined;
  /** Line in the file, from 1, where it is known. */
  readonly line?: number;
  readonly value: Secret;
}

/**
 * One variable on one surface: the value that counts, all places that set it (highest rank first), and why the first won.
 * An empty effective value means that the variable is unset on purpose.
 */
export interface ResolvedVariable {
  readonly name: string;
  readonly effective: SourcedValue;
  readonly sources: readonly [SourcedValue, ...SourcedValue[]];
  readonly why: string;
}

/** All variables of one surface. The settings keys `apiKeyHelper` and `model` are listed like variables. */
export interface ResolvedConfig {
  readonly surface: SurfaceId;
  /** Version of the client that runs there; undefined when unknown, which counts as the newest. */
  readonly clientVersion: string | undefined;
  readonly variables: readonly ResolvedVariable[];
  /** The readings that count, highest rank first. */
  readonly readings: readonly SourceReading[];
}

/** What each variable will be on a surface, and why. Pure; per variable, so values of different places mix. */
export function resolve(snapshot: Snapshot, surface: SurfaceId): ResolvedConfig {
  const clientVersion = clientVersionOn(snapshot, surface);
  const readings = rankedReadings(snapshot, surface);
  const names = new Set(readings.flatMap((reading) => Object.keys(reading.env)));
  const variables = [...names]
    .filter(
      (name) =>
        Object.hasOwn(VARIABLES, name) ||
        readings.some((reading) => sourceRow(reading.id).holds !== 'environment' && Object.hasOwn(reading.env, name)),
    )
    .sort(byTableOrder)
    .flatMap((name) =>
      resolveOne(name, readings, (reading) => (Object.hasOwn(reading.env, name) ? reading.env[name] : undefined)),
    );
  return {
    surface,
    clientVersion,
    readings,
    variables: [
      ...variables,
      ...resolveOne('model', readings, (reading) => reading.model),
      ...resolveOne('apiKeyHelper', readings, (reading) => reading.helper),
    ],
  };
}

/** The version of the client that runs on a surface: the extension brings its own. */
function clientVersionOn({ claudeExtension, clientVersion }: Snapshot, surface: SurfaceId): string | undefined {
  return surface === 'vscode-extension' && typeof claudeExtension === 'object'
    ? claudeExtension.version
    : clientVersion;
}

/** The readings that count on a surface, highest rank first. Public so that checks can say what was left out. */
function rankedReadings(snapshot: Snapshot, surface: SurfaceId): readonly SourceReading[] {
  const version = clientVersionOn(snapshot, surface);
  const usable = snapshot.readings.filter((reading) => {
    if (reading.since !== undefined && !isAfter(version, reading.since)) return false;
    return (
      belongsTo(snapshot, surface, reading) && reading.outcome.status === 'read' && reading.shapeProblem === undefined
    );
  });
  const ranked = SOURCES.flatMap((row) => {
    const ofRow = usable.filter((reading) => sourceRow(reading.id) === row);
    return row.laterWins ? ofRow.reverse() : ofRow;
  });
  // VS Code does not merge lists: the highest scope that has the setting replaces the others whole.
  const firstSetting = ranked.find((reading) => sourceRow(reading.id).holds === 'vscode-setting');
  const counted = ranked.filter(
    (reading) => sourceRow(reading.id).holds !== 'vscode-setting' || reading === firstSetting,
  );
  const settled = SETTLED_BEFORE_FOLDER.filter(({ since }) => isAfter(version, since)).map(({ variable }) => variable);
  const allowed = counted.map((reading) => withoutSettled(reading, settled));
  return withoutHosted(withOnePolicy(allowed, isAfter(version, 'managed-env-union') && !isUnionOff(counted)), version);
}

/** A source that Claude Code looks at on a surface, however reading it went. */
function belongsTo({ trusted }: Snapshot, surface: SurfaceId, reading: SourceReading): boolean {
  const row = sourceRow(reading.id);
  return (
    (reading.surfaces ?? row.surfaces).includes(surface) &&
    reading.ignored === undefined &&
    (trusted || !waitsForTrust(reading) || trustsEveryFolder(surface, row))
  );
}

/** Claude Code may read it, and it was not read here: what it holds is not known. */
export function isUnread(outcome: ReadOutcome): boolean {
  return outcome.status === 'unreadable' && outcome.onlyHere === true;
}

/** The sources of a surface that {@link isUnread}: each could change everything that is said of it. */
export function unreadOn(snapshot: Snapshot, surface: SurfaceId): readonly SourceReading[] {
  return snapshot.readings.filter((reading) => isUnread(reading.outcome) && belongsTo(snapshot, surface, reading));
}

/** Lies in the opened folder, whatever its name, and so comes from whoever wrote that: what is sent from here asks this. */
export function isFromFolder({ id, fromFolder }: Pick<SourceReading, 'id' | 'fromFolder'>): boolean {
  return fromFolder === true || sourceRow(id).fromFolder;
}

/**
 * Claude Code and VS Code use it only once the folder is trusted. They go by the name: the user's settings that CLAUDE_CONFIG_DIR
 * puts into the folder are used at once (measured: a relative one counts from where Claude Code is started, an empty one is the folder).
 */
export function waitsForTrust(reading: Pick<SourceReading, 'id' | 'fromFolder'>): boolean {
  return sourceRow(reading.id).fromFolder || (isFromFolder(reading) && sourceRow(reading.id).holds === 'environment');
}

/** `claude -p` asks nobody, and takes the settings of any folder (measured). VS Code's workspace settings are another matter. */
function trustsEveryFolder(surface: SurfaceId, { holds }: SourceRow): boolean {
  return surface === 'print' && holds === 'claude-settings';
}

/** The value that counts, or undefined when it is not set or set to nothing. */
export function effectiveValue(config: ResolvedConfig, name: string): SourcedValue | undefined {
  const found = config.variables.find((variable) => variable.name === name)?.effective;
  return found === undefined || found.value.length === 0 ? undefined : found;
}

/** Its text, for what is no credential: one of those stays the `Secret` of {@link effectiveValue}. */
export function valueOf(config: ResolvedConfig, name: string): string | undefined {
  return effectiveValue(config, name)?.value.reveal();
}

/** Whether a variable is set to more than white space. */
export function hasText(config: ResolvedConfig, name: string): boolean {
  return (valueOf(config, name)?.trim() ?? '') !== '';
}

/** Whether a variable switches something on. */
export function isOn(config: ResolvedConfig, name: string): boolean {
  return isTruthy(valueOf(config, name));
}

/** Keys of settings files that are listed like variables. */
export const SETTINGS_KEYS: readonly string[] = ['apiKeyHelper', 'model'];

/** The environment that Claude Code ends up with on a surface, as far as these sources decide it. For probes only. */
export function effectiveEnvironment(config: ResolvedConfig): Record<string, Secret> {
  return Object.fromEntries(
    config.variables
      .filter(({ name }) => !SETTINGS_KEYS.includes(name))
      .map(({ name, effective }) => [name, effective.value]),
  );
}

/**
 * Of the groups of managed settings the first that holds a policy key wins, and the others are left out whole; only `env`
 * is merged over all but the user's own registry. https://code.claude.com/docs/en/managed-settings
 */
function withOnePolicy(readings: readonly SourceReading[], envIsMerged: boolean): SourceReading[] {
  const groups: readonly PolicyGroup[] = ['os', 'file', 'hkcu'];
  const winner = groups.find((group) =>
    readings.some(({ id, delivers }) => sourceRow(id).group === group && delivers !== false),
  );
  return readings.flatMap((reading) => {
    const { group } = sourceRow(reading.id);
    if (group === undefined || group === winner) return [reading];
    if (!envIsMerged || group === 'hkcu') return [];
    // Routes that belong to a credential of the loser's own go with it.
    const env =
      reading.helper === undefined
        ? reading.env
        : Object.fromEntries(Object.entries(reading.env).filter(([name]) => !isRouting(name, true)));
    return [
      {
        id: reading.id,
        location: reading.location,
        outcome: reading.outcome,
        env,
        ...(reading.lines === undefined ? {} : { lines: reading.lines }),
        ...(reading.guarded === undefined ? {} : { guarded: reading.guarded }),
      },
    ];
  });
}

/** Variables that a folder's settings cannot set: who is signed in is settled before they are read (measured). */
const SETTLED_BEFORE_FOLDER: readonly { readonly variable: string; readonly since: ClientChange }[] = [
  { variable: 'CLAUDE_CODE_OAUTH_TOKEN', since: 'folder-cannot-sign-in' },
  { variable: 'CLAUDE_CODE_SIMPLE', since: 'folder-cannot-simplify' },
];

function withoutSettled(reading: SourceReading, settled: readonly string[]): SourceReading {
  const { fromFolder, holds } = sourceRow(reading.id);
  if (!fromFolder || holds !== 'claude-settings' || !settled.some((name) => Object.hasOwn(reading.env, name)))
    return reading;
  return {
    ...reading,
    env: Object.fromEntries(Object.entries(reading.env).filter(([name]) => !settled.includes(name))),
  };
}

/** Switches the merging of `env` off; only in the environment that Claude Code is started with. */
function isUnionOff(readings: readonly SourceReading[]): boolean {
  return readings.some(
    ({ id, env }) =>
      sourceRow(id).holds === 'environment' &&
      Object.hasOwn(env, 'CLAUDE_CODE_DISABLE_ADMIN_ENV_UNION') &&
      isTruthy(env['CLAUDE_CODE_DISABLE_ADMIN_ENV_UNION']?.reveal()),
  );
}

const ROUTING: readonly VariableRole[] = ['base-url', 'credential', 'provider', 'provider-base-url'];

/** Older clients still took the custom headers and a region from the files. */
function isRouting(name: string, newer: boolean): boolean {
  const role = VARIABLES[name]?.role ?? 'other';
  return ROUTING.includes(role) || (newer && role === 'headers');
}

/** A program that hosts Claude Code can keep settings files from routing it (CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST, measured). */
function withoutHosted(readings: readonly SourceReading[], version: string | undefined): readonly SourceReading[] {
  const isFile = ({ id }: SourceReading): boolean => sourceRow(id).holds === 'claude-settings';
  const hosted = readings.find((reading) => !isFile(reading) && Object.hasOwn(reading.env, HOSTED))?.env[HOSTED];
  if (!isTruthy(hosted?.reveal())) return readings;
  const newer = isAfter(version, 'host-excludes-more');
  return readings.map((reading) => {
    if (!isFile(reading)) return reading;
    const { helper, ...rest } = reading;
    const env = Object.fromEntries(Object.entries(reading.env).filter(([name]) => !isRouting(name, newer)));
    return { ...rest, env, ...(newer || helper === undefined ? {} : { helper }) };
  });
}

const HOSTED = 'CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST';

function resolveOne(
  name: string,
  readings: readonly SourceReading[],
  valueIn: (reading: SourceReading) => Secret | undefined,
): ResolvedVariable[] {
  const sources = readings.flatMap((reading): SourcedValue[] => {
    const value = valueIn(reading);
    const line = reading.lines?.[name];
    return value === undefined
      ? []
      : [{ source: reading.id, location: reading.location, value, ...(line === undefined ? {} : { line }) }];
  });
  const [effective, ...rest] = sources;
  if (effective === undefined) return [];
  const why = rest.length === 0 ? t('Set only here.') : tableText(sourceRow(effective.source).why);
  return [
    {
      name,
      effective,
      sources: [effective, ...rest],
      why: effective.value.length === 0 ? `${why} ${t('It’s set to an empty value, which unsets it.')}` : why,
    },
  ];
}

const TABLE_ORDER: ReadonlyMap<string, number> = new Map(Object.keys(VARIABLES).map((name, index) => [name, index]));

function byTableOrder(a: string, b: string): number {
  const rank = (name: string): number => TABLE_ORDER.get(name) ?? TABLE_ORDER.size;
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}
