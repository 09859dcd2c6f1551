import { isFromFolder, type ResolvedConfig, type SourcedValue } from '../resolve';
import { isHarmless } from '../unasked';

/** The values that count on a surface and lie in the opened folder: whoever wrote the folder has chosen them. */
export function valuesOfFolder(config: ResolvedConfig): ReadonlyMap<string, SourcedValue> {
  const folder = config.readings.filter(isFromFolder);
  return new Map(config.variables.filter(({ effective }) => folder.some(({ id, location }) => id === effective.source && location === effective.location)).map(({ name, effective }) => [name, effective]));
}

/** A value of the opened folder that decides where a request goes, what it carries, or whom it trusts on the way; the first of them. */
export function decidedByFolder(config: ResolvedConfig): SourcedValue | undefined {
  return [...valuesOfFolder(config)].find(([name]) => !isHarmless(name))?.[1];
}
