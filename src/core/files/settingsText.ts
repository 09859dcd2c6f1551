import { t } from '@vscode/l10n';
import { getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { compacted, moveBack } from './longBlanks';
import { lineStartsOf, placeAt, placeIn, type Place } from './textLines';
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

/** The mark at the start of a text, which some editors write. */
export const BOM = '\ufeff';

/** What jsonc-parser reports, in words for the person who has to mend the file. */
export const PROBLEM_WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'an unexpected word or character',
  InvalidNumberFormat: 'an invalid number',
  PropertyNameExpected: 'a setting name in double quotes is expected (or there’s an extra comma)',
  ValueExpected: 'a value is expected',
  ColonExpected: 'a colon is expected',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'there’s more text after the end of the settings',
  InvalidCommentToken: 'Claude Code’s settings files can’t contain comments',
  UnexpectedEndOfComment: 'a comment isn’t closed',
  UnexpectedEndOfString: 'a string isn’t closed',
  InvalidUnicode: 'an invalid \\u escape',
  InvalidEscapeCharacter: 'an unknown \\ escape',
  InvalidCharacter: 'a string contains a character that must be escaped',
};

/** Stops parsing at the first error: only that one is reported, and two million characters may have as many errors. */
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
    return { message: t('the file must contain one object in { }'), ...placeIn(text, root.offset) };
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

/** The place of the property or list item at a path; where it is not there, of the nearest thing that it would be in. */
export function placeAtPath(settings: SettingsText, path: readonly (string | number)[]): Place {
  const node = nodeAt(settings.root, path);
  if (node !== undefined) return placeOf(settings, (node.parent?.type === 'property' ? node.parent : node).offset);
  return path.length === 0 ? { line: 1, column: 1 } : placeAtPath(settings, path.slice(0, -1));
}

/** The line of {@link placeAtPath}. */
export function lineAt(settings: SettingsText, path: readonly (string | number)[]): number {
  return placeAtPath(settings, path).line;
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

const LINE_STARTS = new WeakMap<SettingsText, readonly number[]>();

/** Line and column of an offset. */
export function placeOf(settings: SettingsText, offset: number): Place {
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

/** The node of the value at a path, of duplicate keys the last one. */
export function nodeAt(from: Node | undefined, path: readonly (string | number)[]): Node | undefined {
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

function styleOf(text: string, dialect: Dialect): { eol: string; unit: string } {
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const unit = /(?:^|[\r\n])([ \t]+)"/.exec(text)?.[1];
  return { eol, unit: unit?.startsWith('\t') === true ? '\t' : (unit ?? (dialect === 'jsonc' ? '    ' : '  ')) };
}
