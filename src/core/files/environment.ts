import type { Environment } from '../claude/sources';
import type { Json } from '../text/json';
import { Secret } from '../words/secret';
import type { SourceReading } from '../config/snapshot';
import { environmentOf, isShapeProblem, readEntries } from './edits';

/** An environment with each value kept from being printed. */
export function wrapEnvironment(env: Environment): Record<string, Secret> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, new Secret(value)]])),
  );
}

/** A reading's parts from the value of the setting, in whatever shape it is. Names of a list that stand there twice are odd. */
export function readingOfSetting(
  value: Json | undefined,
): Required<Pick<SourceReading, 'outcome' | 'env' | 'oddities'>> & Pick<SourceReading, 'shapeProblem'> {
  if (value === undefined) return { outcome: { status: 'absent' }, env: {}, oddities: [] };
  const entries = readEntries(value);
  if (isShapeProblem(entries))
    return { outcome: { status: 'read' }, env: {}, oddities: [], shapeProblem: entries.detail };
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { name } of entries) (seen.has(name) ? repeated : seen).add(name);
  return {
    outcome: { status: 'read' },
    env: wrapEnvironment(environmentOf(entries)),
    oddities: [...repeated].map((name) => ({ kind: 'duplicate', name })),
  };
}
