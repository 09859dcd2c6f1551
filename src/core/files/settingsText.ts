import { t } from '@vscode/l10n';
import { getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { compacted, moveBack } from './longBlanks';
import { indentAt, lineRange, lineStartsOf, placeAt, placeIn, type Place } from './textLines';
import { afterTrailingComments, afterTrivia, hasLineBreak } from './trivia';
import { MOST_LEVELS, tooDeepAt, type Json } from '../text/json';
import { tableText } from '../text/tableText';

/** `jsonc`: VS Code's settings (comments, trailing commas). `json`: Claude Code's settings files (strict). */
export type Dialect = 'jsonc' | 'json';

/** Why a settings text cannot be used, with the place as an editor shows it (both from 1). */
export interface TextProblem extends Place {
  readonly message: string;
}

/** A settings text that parses. `root` is absent when it holds nothing but white space and comments. */
export interface SettingsText {
  readonly text: string;
  readonly root: Node | undefined;
  /** Line ending and one level of indentation, as the text has them. */
  readonly eol: string;
  readonly unit: string;
}

const BOM = '\ufeff';

/** What jsonc-parser reports, in words for the person who has to mend the file. */
export const PROBLEM_WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a word or character that does not belong here',
  InvalidNumberFormat: 'a number that is not written correctly',
  PropertyNameExpected: 'a setting name in double quotes is expected (or there is a comma too many)',
  ValueExpected: 'a value is expected',
  ColonExpected: 'a colon is expected',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'there is more text after the end of the settings',
  InvalidCommentToken: 'Claude Code’s settings files may not contain comments',
  UnexpectedEndOfComment: 'a comment is not closed',
  UnexpectedEndOfString: 'a text in quotes is not closed',
  InvalidUnicode: 'a \\u escape is not written correctly',
  InvalidEscapeCharacter: 'a \\ escape is not known',
  InvalidCharacter: 'a character that must be escaped stands in a text',
};

/** Ends the parsing with the first error: nobody is told of more, and in two million characters there may be as many. */
class FirstError extends Array<ParseError> {
  first: ParseError | undefined;

  override push(error: ParseError): never {
    this.first = error;
    throw new Error('enough');
  }
}

/** Parses a settings text. A byte order mark is accepted and kept. */
export function parseSettings(text: string, dialect: Dialect): SettingsText | TextProblem {
  // What parses the text, and all that is done with it, follows it down.
  const deep = tooDeepAt(text);
  if (deep !== undefined) return { message: tooDeepText(), ...placeIn(text, deep) };
  const errors = new FirstError();
  const body = compacted(text.startsWith(BOM) ? ` ${text.slice(1)}` : text);
  const strict = dialect === 'json';
  let root: Node | undefined;
  try {
    root = parseTree(body.text, errors, {
      allowTrailingComma: !strict,
      disallowComments: strict,
      allowEmptyContent: true,
    });
  } catch (error) {
    if (errors.first === undefined) throw error;
    const code = printParseErrorCode(errors.first.error);
    return { message: tableText(PROBLEM_WORDS[code] ?? code), ...placeIn(text, body.whole(errors.first.offset)) };
  }
  if (body.text !== text) moveBack(root, body.whole);
  if (root !== undefined && root.type !== 'object') {
    return { message: t('the file must hold one object in { }'), ...placeIn(text, root.offset) };
  }
  return { text, root, ...styleOf(text, dialect) };
}

/** Why a text of too many levels is not read, as a clause. */
export function tooDeepText(): string {
  return t('it’s nested more than {count} levels deep', { count: MOST_LEVELS });
}

/** True for the failed result of {@link parseSettings} and of the edits. */
export function isProblem(result: SettingsText | TextProblem | string): result is TextProblem {
  return typeof result === 'object' && 'line' in result;
}

/** The value at a path, or undefined. Of duplicate keys the last counts, as in VS Code and in JSON.parse. */
export function valueAt(settings: SettingsText, path: readonly (string | number)[]): Json | undefined {
  const node = nodeAt(settings.root, path);
  return node === undefined ? undefined : (getNodeValue(node) as Json);
}

/** The line (from 1) of the property or list item at a path; 1 when it is not there. */
export function lineAt(settings: SettingsText, path: readonly (string | number)[]): number {
  const node = nodeAt(settings.root, path);
  const holder = node?.parent?.type === 'property' ? node.parent : node;
  return holder === undefined ? 1 : placeOf(settings, holder.offset).line;
}

/** The keys that an object gives more than once, with the line of the last. */
export function repeatedKeys(
  settings: SettingsText,
  path: readonly (string | number)[],
): { readonly key: string; readonly line: number }[] {
  const properties = nodeAt(settings.root, path)?.children?.filter(({ type }) => type === 'property') ?? [];
  const seen = new Set<string>();
  const repeated = new Map<string, number>();
  for (const { children, offset } of properties) {
    const key = String(children?.[0]?.value);
    if (seen.has(key)) repeated.set(key, offset);
    seen.add(key);
  }
  return [...repeated].map(([key, offset]) => ({ key, line: placeOf(settings, offset).line }));
}

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

const LINE_STARTS = new WeakMap<SettingsText, readonly number[]>();

function placeOf(settings: SettingsText, offset: number): Place {
  const starts = LINE_STARTS.get(settings) ?? lineStartsOf(settings.text);
  LINE_STARTS.set(settings, starts);
  return placeAt(settings.text, starts, offset);
}

const PROPERTIES = new WeakMap<Node, ReadonlyMap<unknown, Node>>();

/** The properties of an object by key: the last one of a key, as in JSON.parse. */
function propertiesOf(object: Node): ReadonlyMap<unknown, Node> {
  const properties =
    PROPERTIES.get(object) ??
    new Map((object.children ?? []).map((child) => [child.children?.[0]?.value as unknown, child]));
  PROPERTIES.set(object, properties);
  return properties;
}

function nodeAt(from: Node | undefined, path: readonly (string | number)[]): Node | undefined {
  let node = from;
  for (const segment of path) {
    if (node === undefined) return undefined;
    if (typeof segment === 'number') {
      node = node.type === 'array' ? node.children?.[segment] : undefined;
    } else {
      const property = node.type === 'object' ? propertiesOf(node).get(segment) : undefined;
      node = property?.children?.[1];
    }
  }
  return node;
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

function styleOf(text: string, dialect: Dialect): { eol: string; unit: string } {
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const unit = /(?:^|[\r\n])([ \t]+)"/.exec(text)?.[1];
  return { eol, unit: unit?.startsWith('\t') === true ? '\t' : (unit ?? (dialect === 'jsonc' ? '    ' : '  ')) };
}

function splice(text: string, offset: number, length: number, content: string): string {
  return text.slice(0, offset) + content + text.slice(offset + length);
}
