/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** An object of unknown content. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** A text as JSON, or why it is none. `offset` is where it becomes too deep, in UTF-16 units of the text. */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: 'not-json' }
  | { readonly ok: false; readonly problem: 'too-deep'; readonly offset: number };

/**
 * Levels of lists and objects that are taken. Settings and answers have ten; writing JSON, and every function that follows
 * a value down, ends in an overflow of the stack at some thousands (measured on Node 20: jsonc-parser below 10,000).
 */
export const MOST_LEVELS = 500;

/**
 * Parses a foreign text as JSON, with or without a byte order mark: the only place that does. Never throws, in linear time;
 * what comes of it has at most {@link MOST_LEVELS} levels, so it can be walked and written again.
 */
export function parseJson(text: string): ParsedJson {
  const offset = tooDeepAt(text);
  if (offset !== undefined) return { ok: false, problem: 'too-deep', offset };
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\ufeff/, '')) };
  } catch {
    return { ok: false, problem: 'not-json' };
  }
}

/** What a foreign text holds as JSON; undefined when it is none, or too deep. Never throws. */
export function jsonIn(text: string): unknown {
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : undefined;
}

/** True for an object in { }: no list, and not null. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const CLOSES: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/**
 * Where a text of JSON, with comments or without, has more than {@link MOST_LEVELS} levels; undefined when it has not.
 * A text that does not parse is judged by the most that a forgiving parser may follow: what closes something else closes nothing.
 */
export function tooDeepAt(text: string): number | undefined {
  const open: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') at = endOfString(text, at);
    else if (character === '/') at = endOfComment(text, at);
    else if (character === '{' || character === '[') {
      if (open.length === MOST_LEVELS) return at;
      open.push(character);
    } else if ((character === '}' || character === ']') && CLOSES[open.at(-1) ?? ''] === character) open.pop();
  }
  return undefined;
}

/** The offset of the last character of the string that begins here. One that is not closed ends with its line. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '"' || character === '\n' || character === '\r') return at;
  }
  return text.length;
}

/** The offset of the last character of the comment that begins here; of the slash where none does. */
function endOfComment(text: string, start: number): number {
  if (text.startsWith('//', start)) {
    for (let at = start + 2; at < text.length; at++)
      if (text.charAt(at) === '\n' || text.charAt(at) === '\r') return at;
    return text.length;
  }
  if (!text.startsWith('/*', start)) return start;
  const end = text.indexOf('*/', start + 2);
  return end < 0 ? text.length : end + 1;
}
