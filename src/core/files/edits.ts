import { t } from '@vscode/l10n';
import { withItem, withValue, without, withoutItems } from './changedText';
import { isRecord, type Json } from '../text/json';

import { Secret } from '../words/secret';
import {
  isProblem,
  parseSettings,
  placeAtPath,
  valueAt,
  type Dialect,
  type SettingsText,
  type TextProblem,
} from './settingsText';

/** One `{ "name": …, "value": … }` of `claudeCode.environmentVariables`. */
export interface EnvironmentEntry {
  readonly name: string;
  readonly value: string;
}

/** One change of a settings file, as data. `null` as a value removes. */
type Step<S> =
  | { readonly kind: 'entry'; readonly setting: string; readonly name: string; readonly value: string | null | S }
  | { readonly kind: 'property'; readonly path: readonly string[]; readonly value: Json | S }
  | { readonly kind: 'item'; readonly setting: string; readonly item: string; readonly present: boolean };

/** A change that can be stored, applied, and turned into its own undoing. */
export type EditStep = Step<never>;

/** A change of a plan, in which a credential is a secret until it is printed into the text. */
export type PlannedStep = Step<Secret>;

/**
 * A step that undoes another, and the value it may undo: what the user changed since is left alone.
 * `madeHolder`: the list or object around it was made too, and goes when it is empty.
 */
export interface UndoStep {
  readonly step: EditStep;
  readonly expected: Json;
  readonly madeHolder: boolean;
}

/** The text after some steps, with the steps that lead back (in the order to apply them). */
export interface EditResult {
  readonly text: string;
  readonly undo: readonly UndoStep[];
}

/** A value that is not a list of names and values. `repaired` holds the same entries in the right shape. */
export interface ShapeProblem {
  readonly detail: string;
  readonly repaired?: readonly EnvironmentEntry[];
}

/** Applies steps to a text. Every byte that no step names stays. Fails with a place when the text does not parse. */
export function applySteps(text: string, dialect: Dialect, steps: readonly PlannedStep[]): EditResult | TextProblem {
  const undo: UndoStep[] = [];
  let settings = parseSettings(text, dialect);
  if (isProblem(settings)) return settings;
  for (const step of steps.map(printed)) {
    const before = currentValue(settings, step);
    const next: string | TextProblem = APPLY[step.kind](settings, step as never);
    if (isProblem(next)) return next;
    const after: SettingsText | TextProblem = next === settings.text ? settings : parseSettings(next, dialect);
    // Whatever is wrong with the text: never say that something is written which is not.
    if (isProblem(after)) return after;
    if (!sameJson(currentValue(after, step), desiredValue(step))) return notEditable(settings, step);
    const madeHolder = valueAt(settings, holderOf(step)) === undefined;
    if (next !== settings.text) undo.unshift({ step: inverse(step, before), expected: desiredValue(step), madeHolder });
    settings = after;
  }
  return { text: settings.text, undo };
}

/** Applies undo steps, each only where the value is still the one that was written. `kept` counts those left alone. */
export function applyUndo(
  text: string,
  dialect: Dialect,
  undo: readonly UndoStep[],
): { text: string; kept: number } | TextProblem {
  let current = text;
  let kept = 0;
  for (const { step, expected, madeHolder } of undo) {
    const settings = parseSettings(current, dialect);
    if (isProblem(settings)) return settings;
    if (!sameJson(currentValue(settings, step), expected)) {
      kept += 1;
      continue;
    }
    const result = applySteps(current, dialect, [step]);
    if ('line' in result) return result;
    current = madeHolder ? dropIfEmpty(result.text, dialect, holderOf(step)) : result.text;
  }
  return { text: current, kept };
}

/** Reads the value of `claudeCode.environmentVariables` in whatever shape people write it. */
export function readEntries(value: Json | undefined): readonly EnvironmentEntry[] | ShapeProblem {
  if (value === undefined) return [];
  if (value === null) return { detail: t('The value is null.'), repaired: [] };
  if (Array.isArray(value)) return readList(value as readonly Json[]);
  if (typeof value === 'object') {
    const repaired = Object.entries(value).map(([name, item]) => asEntry(name, item));
    const detail = t('The value is an object in { }.');
    return repaired.every((entry) => entry !== undefined) ? { detail, repaired } : { detail };
  }
  return {
    detail: t(
      typeof value === 'number'
        ? 'The value is a number.'
        : typeof value === 'boolean'
          ? 'The value is a boolean.'
          : 'The value is a string.',
    ),
  };
}

/** True for the failed result of {@link readEntries}. */
export function isShapeProblem(result: readonly EnvironmentEntry[] | ShapeProblem): result is ShapeProblem {
  return 'detail' in result;
}

/** The environment that entries make: of two with the same name the later counts. */
export function environmentOf(entries: readonly EnvironmentEntry[]): Record<string, string> {
  return Object.fromEntries(entries.map(({ name, value }) => [name, value]));
}

/** So often somebody may have written the same name by accident. More are not sorted out one by one. */
const MOST_REPEATED = 50;

function notEditable(settings: SettingsText, step: EditStep): TextProblem {
  const last = step.kind === 'entry' ? indexesOf(valueAt(settings, [step.setting]), step.name).at(-1) : undefined;
  const path = step.kind === 'property' ? step.path : [step.setting, ...(last === undefined ? [] : [last])];
  return { message: t('this place can’t be edited automatically'), ...placeAtPath(settings, path) };
}

const APPLY = {
  entry: (settings: SettingsText, step: Extract<EditStep, { kind: 'entry' }>): string | TextProblem => {
    const { setting, name, value } = step;
    const entries = valueAt(settings, [setting]);
    if (entries === undefined)
      return value === null ? settings.text : withValue(settings, [setting], [{ name, value }]);
    const indexes = indexesOf(entries, name);
    const [first] = indexes;
    if (indexes.length > MOST_REPEATED) return notEditable(settings, step);
    if (value === null) return withoutItems(settings, [setting], indexes);
    if (first === undefined) return withItem(settings, [setting], { name, value });
    const reparsed =
      indexes.length === 1 ? settings : parseSettings(withoutItems(settings, [setting], indexes.slice(1)), 'jsonc');
    return isProblem(reparsed) ? reparsed : withValue(reparsed, [setting, first, 'value'], value);
  },
  property: (settings: SettingsText, { path, value }: Extract<EditStep, { kind: 'property' }>): string | TextProblem =>
    value === null ? without(settings, path) : withValue(settings, path, value),
  item: (
    settings: SettingsText,
    { setting, item, present }: Extract<EditStep, { kind: 'item' }>,
  ): string | TextProblem => {
    const list = valueAt(settings, [setting]);
    const at = Array.isArray(list) ? (list as readonly Json[]).indexOf(item) : -1;
    if (!present) return at < 0 ? settings.text : without(settings, [setting, at]);
    if (at >= 0) return settings.text;
    return list === undefined ? withValue(settings, [setting], [item]) : withItem(settings, [setting], item);
  },
};

function indexesOf(entries: Json | undefined, name: string): number[] {
  if (!Array.isArray(entries)) return [];
  return (entries as readonly Json[]).flatMap((entry, index) => (isEntryNamed(entry, name) ? [index] : []));
}

function isEntryNamed(entry: Json, name: string): entry is { name: string; value: Json } {
  return isRecord(entry) && entry['name'] === name;
}

function currentValue(settings: SettingsText, step: EditStep): Json {
  switch (step.kind) {
    case 'property':
      return valueAt(settings, step.path) ?? null;
    case 'item': {
      const list = valueAt(settings, [step.setting]);
      return Array.isArray(list) && (list as readonly Json[]).includes(step.item);
    }
    case 'entry': {
      const list = valueAt(settings, [step.setting]);
      const found = Array.isArray(list)
        ? (list as readonly Json[]).findLast((entry) => isEntryNamed(entry, step.name))
        : undefined;
      return found !== undefined && isEntryNamed(found, step.name) ? found.value : null;
    }
  }
}

function printed(step: PlannedStep): EditStep {
  if (step.kind === 'item' || !(step.value instanceof Secret)) return step as EditStep;
  return { ...step, value: step.value.reveal() };
}

function desiredValue(step: EditStep): Json {
  return step.kind === 'item' ? step.present : step.value;
}

function inverse(step: EditStep, before: Json): EditStep {
  switch (step.kind) {
    case 'property':
      return { ...step, value: before };
    case 'item':
      return { ...step, present: before === true };
    case 'entry':
      return { ...step, value: typeof before === 'string' ? before : null };
  }
}

function holderOf(step: EditStep): readonly string[] {
  return step.kind === 'property' ? step.path.slice(0, -1) : [step.setting];
}

function dropIfEmpty(text: string, dialect: Dialect, holder: readonly string[]): string {
  const settings = parseSettings(text, dialect);
  if (isProblem(settings) || holder.length === 0) return text;
  const value = valueAt(settings, holder);
  const empty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return empty ? without(settings, holder) : text;
}

function readList(list: readonly Json[]): readonly EnvironmentEntry[] | ShapeProblem {
  const entries = list.map(readEntry);
  if (entries.every((entry) => entry?.exact === true))
    return entries.flatMap((entry) => (entry === undefined ? [] : [entry.entry]));
  const wrong = entries.findIndex((entry) => entry?.exact !== true);
  const detail = describeItem(wrong + 1, list[wrong]);
  if (entries.some((entry) => entry === undefined)) return { detail };
  return { detail, repaired: entries.flatMap((entry) => (entry === undefined ? [] : [entry.entry])) };
}

function readEntry(item: Json): { entry: EnvironmentEntry; exact: boolean } | undefined {
  if (typeof item === 'string') {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)=([\s\S]*)$/.exec(item);
    return match?.[1] === undefined || match[2] === undefined
      ? undefined
      : { entry: { name: match[1], value: match[2] }, exact: false };
  }
  if (typeof item !== 'object' || item === null || !('name' in item) || typeof item.name !== 'string') return undefined;
  const entry = asEntry(item.name, item['value'] ?? null);
  return entry === undefined ? undefined : { entry, exact: typeof item['value'] === 'string' };
}

function asEntry(name: string, value: Json): EnvironmentEntry | undefined {
  if (typeof value === 'string') return { name, value };
  return typeof value === 'number' || typeof value === 'boolean' ? { name, value: String(value) } : undefined;
}

function describeItem(number: number, item: Json | undefined): string {
  if (typeof item === 'string') return t('Item {number} is a string such as "NAME=value".', { number });
  if (isRecord(item)) return t('Item {number} is an object whose name and value aren’t both strings.', { number });
  return t('Item {number} isn’t an object with a name and a value.', { number });
}

function sameJson(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
