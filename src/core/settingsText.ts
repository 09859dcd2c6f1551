import { t } from '@vscode/l10n';
import { createScanner, getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { MOST_LEVELS, tooDeepAt, type Json } from './json';
import { tableText } from './tableText';

/** `jsonc`: VS Code's settings (comments, trailing commas). `json`: Claude Code's settings files (strict). */
export type Dialect = 'jsonc' | 'json';

/** Why a settings text cannot be used, with the place as an editor shows it (both from 1). */
export interface TextProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
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

/** The numbers of jsonc-parser's `SyntaxKind`, whose const enum cannot be imported as a value. */
const TOKEN = { comma: 5, lineComment: 12, blockComment: 13, lineBreak: 14, blank: 15 } as const;

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

/** Parses a settings text. A byte order mark is accepted and kept. */
export function parseSettings(text: string, dialect: Dialect): SettingsText | TextProblem {
  // What parses the text, and all that is done with it, follows it down.
  const deep = tooDeepAt(text);
  if (deep !== undefined) return { message: tooDeepText(), ...placeOf(text, deep) };
  const errors: ParseError[] = [];
  const body = text.startsWith(BOM) ? ` ${text.slice(1)}` : text;
  const strict = dialect === 'json';
  const root = parseTree(body, errors, { allowTrailingComma: !strict, disallowComments: strict, allowEmptyContent: true });
  const [first] = errors;
  if (first !== undefined) {
    const code = printParseErrorCode(first.error);
    return { message: tableText(PROBLEM_WORDS[code] ?? code), ...placeOf(text, first.offset) };
  }
  if (root !== undefined && root.type !== 'object') {
    return { message: t('the file must hold one object in { }'), ...placeOf(text, root.offset) };
  }
  return { text, root, ...styleOf(text, dialect) };
}

/** Why a text of too many levels is not read, as a clause. */
export function tooDeepText(): string {
  return t('more than {count} lists and objects are nested here', { count: MOST_LEVELS });
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
  return holder === undefined ? 1 : placeOf(settings.text, holder.offset).line;
}

/** The keys that an object gives more than once, with the line of the last. */
export function repeatedKeys(settings: SettingsText, path: readonly (string | number)[]): { readonly key: string; readonly line: number }[] {
  const properties = nodeAt(settings.root, path)?.children?.filter(({ type }) => type === 'property') ?? [];
  const keys = properties.map(({ children }) => String(children?.[0]?.value));
  const repeated = new Set(keys.filter((key, index) => keys.indexOf(key) !== index));
  return [...repeated].map((key) => ({ key, line: placeOf(settings.text, properties[keys.lastIndexOf(key)]?.offset ?? 0).line }));
}

/**
 * The text with the value at `path` set; missing objects on the way are made. Every other byte stays.
 * @returns a problem when something on the way is not an object.
 */
export function withValue(settings: SettingsText, path: readonly (string | number)[], value: Json): string | TextProblem {
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
    return { message: t('“{key}” must be an object in { }', { key: path.slice(0, depth).join('.') }), ...placeOf(text, holder.offset) };
  }
  return insertInto(settings, holder, { key: String(path[depth]), value: nest(path.slice(depth + 1), value) });
}

/** The text with `item` appended to the list at `path`, which must exist. */
export function withItem(settings: SettingsText, path: readonly (string | number)[], item: Json): string | TextProblem {
  const list = nodeAt(settings.root, path);
  if (list?.type !== 'array') return { message: t('“{key}” must be a list in [ ]', { key: path.join('.') }), ...placeOf(settings.text, list?.offset ?? 0) };
  return insertInto(settings, list, { value: item });
}

/** The text without the property or list item at `path`; unchanged when it is not there. Comments around it stay. */
export function without(settings: SettingsText, path: readonly (string | number)[]): string {
  const node = nodeAt(settings.root, path);
  if (node?.parent === undefined) return settings.text;
  const child = node.parent.type === 'property' ? node.parent : node;
  return child.parent === undefined ? settings.text : removeChild(settings.text, child.parent, child);
}

/** Line and column (from 1) of an offset. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lines = before.split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1)?.replace(BOM, '').length ?? 0) + 1 };
}

function nodeAt(from: Node | undefined, path: readonly (string | number)[]): Node | undefined {
  let node = from;
  for (const segment of path) {
    if (node === undefined) return undefined;
    if (typeof segment === 'number') {
      node = node.type === 'array' ? node.children?.[segment] : undefined;
    } else {
      const property: Node | undefined = node.type === 'object' ? node.children?.findLast((child) => child.children?.[0]?.value === segment) : undefined;
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
    const inner = text.slice(holder.offset + 1, end);
    const close = /[\r\n]/.test(inner) ? '' : eol + base;
    return splice(text, holder.offset + 1, 0, eol + base + unit + printEntry(entry, settings, base + unit, true) + close);
  }
  const lastEnd = last.offset + last.length;
  const comma = commaAfter(text, lastEnd, end);
  const multiline = /[\r\n]/.test(text.slice(holder.offset, last.offset));
  const indent = indentAt(text, last.offset);
  const at = endOfTrailingComments(text, comma === undefined ? lastEnd : comma + 1, end);
  // What follows a line comment on its line is a part of it.
  const newLine = multiline || /[\r\n]/.test(text.slice(at, end)) && text.slice(lastEnd, at).includes('//');
  const printed = printEntry(entry, settings, indent, newLine);
  const added = `${newLine ? eol + indent : ' '}${printed}${comma === undefined ? '' : ','}`;
  const withAdded = splice(text, at, 0, added);
  return comma === undefined ? splice(withAdded, lastEnd, 0, ',') : withAdded;
}

function removeChild(text: string, holder: Node, child: Node): string {
  const siblings = holder.children ?? [];
  const previous = siblings[siblings.indexOf(child) - 1];
  const holderEnd = holder.offset + holder.length - 1;
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

/** The whole lines of a range when nothing else stands on them; else the range with the spaces before it. */
function lineRange(text: string, start: number, end: number): { start: number; end: number } {
  const before = /(^|[\r\n])[ \t]*$/.exec(text.slice(0, start));
  const after = /^[ \t]*(\r\n|\r|\n)/.exec(text.slice(end));
  if (before !== null && after !== null) return { start: before.index + (before[1]?.length ?? 0), end: end + after[0].length };
  const spaces = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return { start: start - spaces, end };
}

/** Offset of the comma that follows `from`, before `limit`, with only white space and comments between. */
function commaAfter(text: string, from: number, limit: number): number | undefined {
  const scanner = createScanner(text, false);
  scanner.setPosition(from);
  for (let token: number = scanner.scan(); scanner.getTokenOffset() < limit; token = scanner.scan()) {
    if (token === TOKEN.comma) return scanner.getTokenOffset();
    if (!isTrivia(token)) return undefined;
  }
  return undefined;
}

/** A comment on the same line belongs to what stands before it: new text goes behind it. */
function endOfTrailingComments(text: string, from: number, limit: number): number {
  const scanner = createScanner(text, false);
  scanner.setPosition(from);
  let end = from;
  for (let token: number = scanner.scan(); scanner.getTokenOffset() < limit; token = scanner.scan()) {
    if (token !== TOKEN.blank && token !== TOKEN.lineComment && token !== TOKEN.blockComment) break;
    if (token === TOKEN.blockComment && /[\r\n]/.test(scanner.getTokenValue())) break;
    if (token !== TOKEN.blank) end = scanner.getTokenOffset() + scanner.getTokenLength();
  }
  return end;
}

function isTrivia(token: number): boolean {
  return token >= TOKEN.lineComment && token <= TOKEN.blank;
}

function createDocument(settings: SettingsText, value: Json): string {
  const { text, eol } = settings;
  const gap = text === '' || text === BOM || /[\r\n]$/.test(text) ? '' : eol;
  return `${text}${gap}${print(value, settings, '', true)}${eol}`;
}

function printEntry(entry: { key?: string; value: Json }, settings: SettingsText, indent: string, multiline: boolean): string {
  if (entry.key === undefined) return printListItem(entry.value, settings, indent, multiline);
  return `${JSON.stringify(entry.key)}: ${print(entry.value, settings, indent, multiline)}`;
}

/** Objects of one level, such as `{ "name": …, "value": … }` in a list, stay on one line, as people write them. */
function print(value: Json, settings: SettingsText, indent: string, multiline: boolean): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const list = Array.isArray(value);
  const items = list ? (value as readonly Json[]).map((item) => printListItem(item, settings, indent + settings.unit, multiline)) : Object.entries(value as Record<string, Json>).map(([key, item]) => `${JSON.stringify(key)}: ${print(item, settings, indent + settings.unit, multiline)}`);
  const [open, close] = list ? ['[', ']'] : ['{', '}'];
  if (items.length === 0) return open + close;
  if (!multiline) return list ? `[${items.join(', ')}]` : `{ ${items.join(', ')} }`;
  const inner = settings.eol + indent + settings.unit;
  return `${open}${inner}${items.join(`,${inner}`)}${settings.eol}${indent}${close}`;
}

function printListItem(item: Json, settings: SettingsText, indent: string, multiline: boolean): string {
  const flat = typeof item === 'object' && item !== null && Object.values(item).every((value) => typeof value !== 'object');
  return print(item, settings, indent, multiline && !flat);
}

function nest(path: readonly (string | number)[], value: Json): Json {
  return path.reduceRight<Json>((inner, key) => ({ [key]: inner }), value);
}

function isMultiline(text: string, node: Node): boolean {
  const inside = text.slice(node.offset, node.offset + node.length);
  return /[\r\n]/.test(inside) || (node.parent !== undefined && /[\r\n]/.test(text.slice(node.parent.parent?.offset ?? 0, node.parent.offset)));
}

function indentAt(text: string, offset: number): string {
  const lineStart = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart).replace(BOM, ''))?.[0] ?? '';
}

function styleOf(text: string, dialect: Dialect): { eol: string; unit: string } {
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const unit = /(?:^|[\r\n])([ \t]+)"/.exec(text)?.[1];
  return { eol, unit: unit?.startsWith('\t') === true ? '\t' : (unit ?? (dialect === 'jsonc' ? '    ' : '  ')) };
}

function splice(text: string, offset: number, length: number, content: string): string {
  return text.slice(0, offset) + content + text.slice(offset + length);
}
