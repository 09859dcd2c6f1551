import type { Secret } from './secret';
import type { SourceReading, Snapshot } from './snapshot';
import { SOURCES, sourceRow, type SourceId, type SurfaceId } from './sources';
import { VARIABLES } from './variables';

/** A value and the place it stands in. */
export interface SourcedValue {
  readonly source: SourceId;
  readonly location: string | undefined;
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

/** All variables of one surface. The settings key `apiKeyHelper` is listed like a variable. */
export interface ResolvedConfig {
  readonly surface: SurfaceId;
  readonly variables: readonly ResolvedVariable[];
}

/** What each variable will be on a surface, and why. Pure; per variable, so values of different places mix. */
export function resolve(snapshot: Snapshot, surface: SurfaceId): ResolvedConfig {
  const readings = rankedReadings(snapshot, surface);
  const names = new Set(readings.flatMap((reading) => Object.keys(reading.env)));
  const variables = [...names]
    .filter((name) => Object.hasOwn(VARIABLES, name) || readings.some((reading) => reading.id !== 'shell' && Object.hasOwn(reading.env, name)))
    .sort(byTableOrder)
    .flatMap((name) => resolveOne(name, readings, (reading) => (Object.hasOwn(reading.env, name) ? reading.env[name] : undefined)));
  return { surface, variables: [...variables, ...resolveOne('apiKeyHelper', readings, (reading) => reading.helper)] };
}

/** The readings that count on a surface, highest rank first. Public so that checks can say what was left out. */
export function rankedReadings(snapshot: Snapshot, surface: SurfaceId): readonly SourceReading[] {
  const usable = snapshot.readings.filter((reading) => {
    const row = sourceRow(reading.id);
    return row.surfaces.includes(surface) && reading.outcome.status === 'read' && reading.ignored === undefined && reading.shapeProblem === undefined && (snapshot.trusted || !row.fromFolder);
  });
  const ranked = SOURCES.flatMap((row) => {
    const ofRow = usable.filter((reading) => sourceRow(reading.id) === row);
    return row.kind === 'managed-dropin' ? ofRow.reverse() : ofRow;
  });
  // VS Code does not merge lists: the highest scope that has the setting replaces the others whole.
  const firstSetting = ranked.find((reading) => sourceRow(reading.id).holds === 'vscode-setting');
  return ranked.filter((reading) => sourceRow(reading.id).holds !== 'vscode-setting' || reading === firstSetting);
}

/** The value that counts, or undefined when it is not set or set to nothing. */
export function effectiveValue(config: ResolvedConfig, name: string): SourcedValue | undefined {
  const found = config.variables.find((variable) => variable.name === name)?.effective;
  return found === undefined || found.value.length === 0 ? undefined : found;
}

/** The environment that Claude Code ends up with on a surface, as far as these sources decide it. For probes only. */
export function effectiveEnvironment(config: ResolvedConfig): Record<string, Secret> {
  return Object.fromEntries(config.variables.filter(({ name }) => name !== 'apiKeyHelper').map(({ name, effective }) => [name, effective.value]));
}

function resolveOne(name: string, readings: readonly SourceReading[], valueIn: (reading: SourceReading) => Secret | undefined): ResolvedVariable[] {
  const sources = readings.flatMap((reading): SourcedValue[] => {
    const value = valueIn(reading);
    return value === undefined ? [] : [{ source: reading.id, location: reading.location, value }];
  });
  const [effective, ...rest] = sources;
  if (effective === undefined) return [];
  const why = rest.length === 0 ? 'Set only here.' : sourceRow(effective.source).why;
  return [{ name, effective, sources: [effective, ...rest], why }];
}

function byTableOrder(a: string, b: string): number {
  const order = Object.keys(VARIABLES);
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return rank(a) - rank(b) || a.localeCompare(b);
}
