import { createScanner } from 'jsonc-parser';
import { isSecretVariable } from '../claude/variables';
import { looksRandom } from '../words/likeRandom';
import { HIDDEN } from '../words/hideKnown';
import { belowName, isHarmlessHeader, namesCredential, type Below } from '../words/secretNames';
import { maskedArgument, maskedText } from './maskedText';

/** A stretch of a settings text that is not shown as it is. */
export interface Mask {
  readonly offset: number;
  readonly length: number;
  /** What really stands there. */
  readonly value: string;
  /** What is shown of it, as it stands in the file; undefined: nothing but its length. */
  readonly shown: string | undefined;
}

/** The comments of a text, and the masks of all the rest. */
export interface MaskedTokens {
  readonly masks: Mask[];
  readonly comments: readonly { readonly offset: number; readonly length: number }[];
  /** It isn't JSON: what's where isn't certain. */
  readonly broken: boolean;
}

/** An object or a list that is being read. */
interface Level {
  readonly list: boolean;
  /** It is an item of a list. */
  readonly inList: boolean;
  readonly below: Below;
  /** The setting that it belongs to. */
  readonly name: string;
  property: string;
  /** In an object: before a name, after one, or after a colon. */
  place: 'name' | 'named' | 'value';
  /** Of `{ "name": …, "value": … }`: the name, and the values that came before it. */
  entry: string | undefined;
  values: Token[];
  /** The argument before this one. */
  before: string;
}

interface Token {
  readonly offset: number;
  readonly length: number;
  readonly value: string;
  /** In quotation marks. */
  readonly quoted: boolean;
  /** A text, not a number. */
  readonly text: boolean;
}

/** Kinds of token by the numbers of jsonc-parser, whose enumeration cannot be imported here. */
const [
  OPEN_BRACE,
  CLOSE_BRACE,
  OPEN_BRACKET,
  CLOSE_BRACKET,
  COMMA,
  COLON,
  STRING,
  NUMBER,
  LINE_COMMENT,
  BLOCK_COMMENT,
  UNKNOWN,
  END,
] = [1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 16, 17];

/** Deeper levels are read as one in which everything is hidden. */
const MOST_LEVELS = 10_000;

/**
 * What has to be hidden of a settings text. It goes from token to token, so no depth is too much for it and nothing is
 * skipped because of a mistake before it. Linear in the length of the text.
 * @param isComment the text is the inside of a comment, in which only what stands in quotation marks is a value
 */
export function settingsMasks(text: string, isComment = false): MaskedTokens {
  const scanner = createScanner(text, false);
  const masks: Mask[] = [];
  const comments: { offset: number; length: number }[] = [];
  const levels: [Level, ...Level[]] = [levelOf(false, false, 'shown', '')];
  // Of what stands there many times, each is looked at once.
  const seen = new Map<string, string>();
  const hiddenNames = new Map<string, boolean>();
  let broken = false;
  let tooDeep = 0;
  let last: Token | undefined;

  const masked = (value: string, name: string): string =>
    remembered(seen, name === '' ? value : `${name}\n${value}`, () => maskedText(value, name));
  const isHidden = ({ below, property }: Level): boolean =>
    remembered(hiddenNames, `${below} ${property}`, () => isHiddenBelow(below, property));
  const add = ({ offset, length, value }: Token, shown: string | undefined): void => {
    masks.push({ offset, length, value, shown });
  };
  /** Shows what is left of a text when a part of it is hidden. */
  const showPart = (token: Token, shown: string): void => {
    if (shown !== token.value) add(token, token.quoted ? JSON.stringify(shown) : shown);
  };
  const entryValue = (level: Level, token: Token, name: string): void => {
    if (isHiddenEntry(level.below, name)) add(token, undefined);
    else if (token.text) showPart(token, masked(token.value, name));
  };
  const close = (level: Level): void => {
    for (const token of level.values) entryValue(level, token, level.entry ?? '');
    level.values = [];
  };
  const item = (level: Level, token: Token): void => {
    const argument = maskedArgument(level.before, token.value);
    level.before = token.value;
    const first = level.entry === undefined;
    level.entry ??= token.value;
    if (level.below === 'hidden') add(token, undefined);
    else if (level.inList && !first && level.below !== 'shown') entryValue(level, token, level.entry);
    else if (!token.text) return;
    else if (level.below === 'headers' || level.below === 'environment')
      showPart(token, pairHidden(token.value, level.below) ?? masked(token.value, level.name));
    else if (argument === HIDDEN) add(token, undefined);
    else showPart(token, argument ?? masked(token.value, level.name));
  };
  const value = (level: Level, token: Token): void => {
    const { property } = level;
    const isName = isEntryName(level);
    if (isName) level.entry ??= token.value;
    if (isName && property !== 'key' && level.below !== 'hidden') showPart(token, masked(token.value, ''));
    else if (isName && level.inList && level.below !== 'hidden' && !looksRandom(token.value))
      showPart(token, masked(token.value, ''));
    else if (isEntryValue(level) && level.below !== 'hidden') {
      if (level.entry === undefined) level.values.push(token);
      else entryValue(level, token, level.entry);
    } else if (isHidden(level)) add(token, undefined);
    else if (token.text) showPart(token, masked(token.value, property));
  };
  const name = (level: Level, token: Token): void => {
    level.property = token.value;
    level.place = 'named';
    if (level.below === 'hidden' && looksRandom(token.value)) add(token, undefined);
    else showPart(token, masked(token.value, ''));
  };
  const word = (token: Token): void => {
    const level = levels.at(-1) ?? levels[0];
    last = token;
    if (level.list) item(level, token);
    else if (level.place === 'name') name(level, token);
    else {
      level.place = 'value';
      value(level, token);
    }
  };

  for (let kind: number = scanner.scan(); kind !== END; kind = scanner.scan()) {
    const [offset, length, level] = [scanner.getTokenOffset(), scanner.getTokenLength(), levels.at(-1) ?? levels[0]];
    broken ||= isError(scanner.getTokenError());
    if (kind === LINE_COMMENT || kind === BLOCK_COMMENT) comments.push({ offset, length });
    else if (kind === STRING) word({ offset, length, value: scanner.getTokenValue(), quoted: true, text: true });
    else if (kind === NUMBER) word({ offset, length, value: scanner.getTokenValue(), quoted: false, text: false });
    else if (kind === UNKNOWN) {
      broken = true;
      if (!isComment)
        word({ offset, length, value: scanner.getTokenValue().replace(/^'|'$/g, ''), quoted: false, text: true });
    } else if (kind === OPEN_BRACE || kind === OPEN_BRACKET) {
      if (levels.length < MOST_LEVELS) levels.push(levelBelow(level, kind === OPEN_BRACKET));
      else tooDeep += 1;
    } else if (kind === CLOSE_BRACE || kind === CLOSE_BRACKET) {
      if (tooDeep > 0) tooDeep -= 1;
      else if (levels.length > 1) {
        close(level);
        levels.pop();
      }
    } else if (kind === COLON && !level.list) {
      // A comma was forgotten: what was taken for a value is the next name.
      if (level.place === 'value' && last !== undefined) {
        if (masks.at(-1)?.offset === last.offset) masks.pop();
        if (level.values.at(-1) === last) level.values.pop();
        name(level, last);
        broken = true;
      }
      level.place = 'value';
    } else if (kind === COMMA && !level.list) level.place = 'name';
    if (kind !== STRING && kind !== UNKNOWN && kind < LINE_COMMENT) last = undefined;
  }
  for (const level of levels.reverse()) close(level);
  return { masks, comments, broken };
}

function isError(code: number): boolean {
  return code !== 0;
}

function remembered<T>(known: Map<string, T>, id: string, find: () => T): T {
  const before = known.get(id);
  if (before !== undefined) return before;
  const found = find();
  known.set(id, found);
  return found;
}

function levelOf(list: boolean, inList: boolean, below: Below, name: string): Level {
  return { list, inList, below, name, property: '', place: 'name', entry: undefined, values: [], before: '' };
}

/** What a new object or list stands in. The entries of a list of variables are objects with a name and a value. */
function levelBelow(level: Level, list: boolean): Level {
  if (level.list) return levelOf(list, true, level.below, level.name);
  return levelOf(list, false, belowIn(level), level.property);
}

function belowIn(level: Level): Below {
  const { below, property, entry } = level;
  if (below === 'hidden') return 'hidden';
  if (isEntryValue(level) && entry !== undefined) return isHiddenEntry(below, entry) ? 'hidden' : 'shown';
  if (below !== 'shown') return isHiddenBelow(below, property) ? 'hidden' : 'shown';
  return isUpperCase(property) && isSecretVariable(property) ? 'hidden' : belowName(property);
}

/** Whether the value is hidden of an entry with this name, in a list of variables, of headers or of anything. */
function isHiddenEntry(below: Below, name: string): boolean {
  if (below === 'environment') return isSecretVariable(name);
  if (below === 'headers') return !isHarmlessHeader(name);
  return below === 'hidden' || namesCredential(name) || (isUpperCase(name) && isSecretVariable(name));
}

/** `{ "name": … }` outside of a block of variables or headers, in which `name` would be one of them. */
function isEntryName({ inList, below, property }: Level): boolean {
  return (inList || below === 'shown') && /^(?:name|header|key|id)$/.test(property);
}

function isEntryValue({ inList, below, property }: Level): boolean {
  return (inList || below === 'shown') && /^(?:value|default)$/.test(property);
}

function isHiddenBelow(below: Below, property: string): boolean {
  if (below === 'hidden') return true;
  if (below === 'headers') return !isHarmlessHeader(property);
  if (below === 'environment' || isUpperCase(property)) return isSecretVariable(property);
  return belowName(property) !== 'shown' || namesCredential(property);
}

/** `X-Team: …` in a list of headers, `TEAM=…` in a list of variables. */
function pairHidden(text: string, below: 'headers' | 'environment'): string | undefined {
  const pair = (below === 'headers' ? /^\s{0,20}([\w-]{1,80})\s{0,20}[:=]\s{0,20}/ : /^\s{0,20}([\w-]{1,80})=/).exec(
    text,
  );
  if (pair === null) return below === 'headers' && text !== '' ? HIDDEN : undefined;
  return (below === 'headers' ? isHarmlessHeader(pair[1] ?? '') : !isSecretVariable(pair[1] ?? ''))
    ? undefined
    : `${pair[0]}${HIDDEN}`;
}

function isUpperCase(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(name);
}
