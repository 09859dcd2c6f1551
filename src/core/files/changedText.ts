import { t } from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import { BOM, nodeAt, placeOf, type SettingsText, type TextProblem } from './settingsText';
import type { Json } from '../text/json';
import { indentAt, lineRange } from './textLines';
import { afterTrailingComments, afterTrivia, hasLineBreak } from './trivia';

/**
 * The text with the value at `path` set; missing objects on the way are made. Every other byte stays.
 * @returns a problem when something on the way is not an object.
 */
export function withValue(
  settings: SettingsText,
  path: readonly (string | number)[],
  value: Json,
): string | TextProblem {
  const { text, root } = settings;
  const existing = nodeAt(root, path);
  if (existing !== undefined) {
    const level = indentAt(text, existing.offset);
    return splice(text, existing.offset, existing.length, print(value, settings, level, isMultiline(text, existing)));
  }
  if (root === undefined) return createDocument(settings, nest(path, value));
  let holder = root;
  let depth = 0;
  for (; depth < path.length - 1; depth++) {
    const next = nodeAt(holder, path.slice(depth, depth + 1));
    if (next === undefined) break;
    holder = next;
  }
  if (holder.type !== 'object') {
    return {
      message: t('“{key}” must be an object in { }', { key: path.slice(0, depth).join('.') }),
      ...placeOf(settings, holder.offset),
    };
  }
  return insertInto(settings, holder, { key: String(path[depth]), value: nest(path.slice(depth + 1), value) });
}

/** The text with `item` appended to the list at `path`, which must exist. */
export function withItem(settings: SettingsText, path: readonly (string | number)[], item: Json): string | TextProblem {
  const list = nodeAt(settings.root, path);
  if (list?.type !== 'array')
    return {
      message: t('“{key}” must be a list in [ ]', { key: path.join('.') }),
      ...placeOf(settings, list?.offset ?? 0),
    };
  return insertInto(settings, list, { value: item });
}

/** The text without the property or list item at `path`; unchanged when it is not there. Comments around it stay. */
export function without(settings: SettingsText, path: readonly (string | number)[]): string {
  const node = nodeAt(settings.root, path);
  if (node?.parent === undefined) return settings.text;
  const child = node.parent.type === 'property' ? node.parent : node;
  const siblings = child.parent?.children ?? [];
  return child.parent === undefined
    ? settings.text
    : removeChild(settings.text, endInside(child.parent), child, siblings[siblings.indexOf(child) - 1]);
}

/** The text without some items of the list at `path`, by index in ascending order. Each of them costs a pass over the text. */
export function withoutItems(
  { text, root }: SettingsText,
  path: readonly (string | number)[],
  indexes: readonly number[],
): string {
  const list = nodeAt(root, path);
  const items = list?.children ?? [];
  let out = text;
  // From the end: what stands before the one that goes keeps its place.
  for (const index of [...indexes].reverse()) {
    const item = items[index];
    if (list !== undefined && item !== undefined)
      out = removeChild(out, endInside(list) + out.length - text.length, item, items[index - 1]);
  }
  return out;
}

function insertInto(settings: SettingsText, holder: Node, entry: { key?: string; value: Json }): string {
  const { text, eol, unit } = settings;
  const children = holder.children ?? [];
  const last = children.at(-1);
  const end = holder.offset + holder.length - 1;
  if (last === undefined) {
    const base = indentAt(text, holder.offset);
    const close = hasLineBreak(text, holder.offset + 1, end) ? '' : eol + base;
    return splice(
      text,
      holder.offset + 1,
      0,
      eol + base + unit + printEntry(entry, settings, base + unit, true) + close,
    );
  }
  const lastEnd = last.offset + last.length;
  const comma = commaAfter(text, lastEnd, end);
  const multiline = hasLineBreak(text, holder.offset, last.offset);
  const indent = indentAt(text, last.offset);
  const at = afterTrailingComments(text, comma === undefined ? lastEnd : comma + 1, end);
  // What follows a line comment on its line is a part of it.
  const newLine = multiline || (hasLineBreak(text, at, end) && text.slice(lastEnd, at).includes('//'));
  const printed = printEntry(entry, settings, indent, newLine);
  const added = `${newLine ? eol + indent : ' '}${printed}${comma === undefined ? '' : ','}`;
  const withAdded = splice(text, at, 0, added);
  return comma === undefined ? splice(withAdded, lastEnd, 0, ',') : withAdded;
}

/** Where the bracket stands that closes a list or an object. */
function endInside({ offset, length }: Node): number {
  return offset + length - 1;
}

function removeChild(text: string, holderEnd: number, child: Node, previous: Node | undefined): string {
  const childEnd = child.offset + child.length;
  const following = commaAfter(text, childEnd, holderEnd);
  const range = lineRange(text, child.offset, following === undefined ? childEnd : following + 1);
  let out = splice(text, range.start, range.end - range.start, '');
  if (following === undefined && previous !== undefined) {
    const comma = commaAfter(text, previous.offset + previous.length, child.offset);
    if (comma !== undefined) out = splice(out, comma, 1, '');
  }
  return out;
}

/** Offset of the comma that follows `from`, before `limit`, with only white space and comments between. */
function commaAfter(text: string, from: number, limit: number): number | undefined {
  const at = afterTrivia(text, from, limit);
  return at < limit && text.charAt(at) === ',' ? at : undefined;
}

function createDocument(settings: SettingsText, value: Json): string {
  const { text, eol } = settings;
  const gap = text === '' || text === BOM || /[\r\n]$/.test(text) ? '' : eol;
  return `${text}${gap}${print(value, settings, '', true)}${eol}`;
}

function printEntry(
  entry: { key?: string; value: Json },
  settings: SettingsText,
  indent: string,
  multiline: boolean,
): string {
  if (entry.key === undefined) return printListItem(entry.value, settings, indent, multiline);
  return `${JSON.stringify(entry.key)}: ${print(entry.value, settings, indent, multiline)}`;
}

/** Objects of one level, such as `{ "name": …, "value": … }` in a list, stay on one line, as people write them. */
function print(value: Json, settings: SettingsText, indent: string, multiline: boolean): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const list = Array.isArray(value);
  const items = list
    ? (value as readonly Json[]).map((item) => printListItem(item, settings, indent + settings.unit, multiline))
    : Object.entries(value as Record<string, Json>).map(
        ([key, item]) => `${JSON.stringify(key)}: ${print(item, settings, indent + settings.unit, multiline)}`,
      );
  const [open, close] = list ? ['[', ']'] : ['{', '}'];
  if (items.length === 0) return open + close;
  if (!multiline) return list ? `[${items.join(', ')}]` : `{ ${items.join(', ')} }`;
  const inner = settings.eol + indent + settings.unit;
  return `${open}${inner}${items.join(`,${inner}`)}${settings.eol}${indent}${close}`;
}

function printListItem(item: Json, settings: SettingsText, indent: string, multiline: boolean): string {
  const flat =
    typeof item === 'object' && item !== null && Object.values(item).every((value) => typeof value !== 'object');
  return print(item, settings, indent, multiline && !flat);
}

function nest(path: readonly (string | number)[], value: Json): Json {
  return path.reduceRight<Json>((inner, key) => ({ [key]: inner }), value);
}

function isMultiline(text: string, node: Node): boolean {
  return (
    hasLineBreak(text, node.offset, node.offset + node.length) ||
    (node.parent !== undefined && hasLineBreak(text, node.parent.parent?.offset ?? 0, node.parent.offset))
  );
}

function splice(text: string, offset: number, length: number, content: string): string {
  return text.slice(0, offset) + content + text.slice(offset + length);
}
