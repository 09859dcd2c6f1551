import { variableRow } from '../claude/variables';
import { saysWhatIsWrong, WORDS } from './errorWords';
import { HIDDEN } from './hideKnown';
import { anyOf, inOrder } from '../text/anyOf';

/** Names of values that are credentials, wherever they stand: variables, headers, keys of JSON, flags. Not `max_tokens`. */
const SECRET_NAME = anyOf(
  'i',
  /(?:token|secret|passw(?:or)?d|passphrase|credentials?)$/, // GITHUB_TOKEN
  /api[-_ ]?key(?: provided)?$/, // OPENAI_API_KEY
  /(?:access|account|admin|auth|client|gateway|master|private|proxy)[-_ ]?key(?:[-_]?id)?$/, // AWS_ACCESS_KEY_ID
  /(?:secret|service|shared|signing|subscription|virtual)[-_ ]?key(?:[-_]?id)?$/, // Ocp-Apim-Subscription-Key
  /[-_](?:auth|pass|pat|pwd|vk)$/, // GITHUB_PAT
);
const SECRET_HEADER = /^x-[\w-]*key$/i;
const SECRET_VARIABLE = /^[A-Z][A-Z0-9_]*_KEY$/;

/** Headers whose value is longer than a word. */
export const LONG_HEADER = /(?:authorization|^(?:set-)?cookie2?)$/i;

/** True for a name whose value is a credential: one of the table of variables, or any that looks like it. */
export function isSecretName(name: string): boolean {
  const end = name.slice(-80);
  return (
    variableRow(end)?.secret ??
    variableRow(end.toUpperCase())?.secret ??
    (SECRET_NAME.test(end) || SECRET_HEADER.test(end) || SECRET_VARIABLE.test(end))
  );
}

const QUOTE = '(?:\\\\{0,8}["\'`]|&quot;|&#34;|&#39;|[“”‘’])';
/** What names of credentials end in, of which {@link isSecretName} picks. To look for the ends is quicker than to look at every word. */
export const END_OF_NAME =
  '(?:token|secret|passw(?:or)?d|passphrase|credentials?|key(?:[-_]?id)?' +
  '|auth|pass|pat|pwd|vk|authorization|cookie2?|headers?|_body)(?: provided)?';
const NAMED = new RegExp(
  `${END_OF_NAME}(?:` +
    // `name:`, `"name": `, `name = `, `name =>`
    `${QUOTE}?[ \\t]{0,20}[:=：]{1,2}>?[ \\t]{0,20}` +
    // `"name", "value":`, as VS Code’s settings have it
    `|${QUOTE}?\\s{0,40},?\\s{0,40}${QUOTE}?value${QUOTE}?\\s{0,20}[:=][ \\t]{0,20}` +
    // `("NAME", "…` of PowerShell
    `|${QUOTE},\\s{0,20}(?=${QUOTE}))`,
  'gi',
);
/** Blanks between words of a command, and where it goes on on the next line. */
const BLANKS = '(?:[ \\t]|[\\\\^`]\\r?\\n)';
/** `--api-key …`, `setx NAME …`, `set -gx NAME …`. */
const FLAG = new RegExp(
  `(?<![\\w-])(?:--|(?:setx|setenv|set(?: -\\w{1,4}){1,3})[ \\t]{1,20}["']?)([\\w-]{2,80})` +
    `["']?,?${BLANKS}{1,40}(?=[^\\s\\\\])`,
  'gi',
);
/** `-u user:password` of curl. Two short numbers are a user of Docker. */
const USER = new RegExp(
  `(?<![\\w-])((?:-u|-U|--user|--proxy-user)["']?,?=?${BLANKS}{0,40}(?:["'][^\\s:"']{1,80}|[^\\s:"'\`]{1,80}):)` +
    `(?!//|‹|\\d{1,5}(?!\\w))(?:(?<=["'][^\\s:"']{1,80}:)[^"'\\n]+|[^\\s"'\`]+)`,
  'g',
);

/** Hides what stands behind a name of a credential. Words of an error stay readable. Linear time on any text. */
export function hideNamed(text: string): string {
  return hideValues(hideValues(text, NAMED), FLAG).replace(USER, `$1${HIDDEN}`);
}

/** What stands before the end of a name and belongs to it. */
export function startOfName(text: string, at: number): string {
  let start = at;
  while (start > 0 && at - start < LONGEST_START && isInName(text.charCodeAt(start - 1))) start -= 1;
  // A word apart, as in “API key”.
  const apart =
    text.charAt(start - 1) === ' ' ? WORD_APART.exec(text.slice(Math.max(0, start - 13), start))?.[0] : undefined;
  return (apart ?? '') + text.slice(start, at);
}

const LONGEST_START = 80;
const WORD_APART = /(?:api|access|secret|virtual|subscription|master) $/i;

/** True for a letter, a digit, an underscore or a hyphen. */
function isInName(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45
  );
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function hideValues(text: string, pattern: RegExp): string {
  let shown = '';
  let from = 0;
  const secret = new Map<string, boolean>();
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const before = found[1] === undefined ? startOfName(text, found.index) : '';
    const name = found[1] ?? before + (/^[\w-]+(?: provided)?/i.exec(found[0])?.[0] ?? '');
    const long = LONG_HEADER.test(name.slice(-80));
    const inList = /,\s*$/.test(found[0].slice(-25));
    if (inList ? variableRow(name)?.secret !== true : !long && !isKnownSecret(secret, name)) continue;
    const value = valueAt(
      text,
      pattern.lastIndex,
      name,
      long ? quoteBefore(text, found.index - before.length) : undefined,
    );
    if (value === undefined) continue;
    shown += text.slice(from, value.start) + HIDDEN;
    from = value.end;
    pattern.lastIndex = value.end;
  }
  return shown + text.slice(from);
}

/** {@link isSecretName}, looked up once for each name of a text. */
function isKnownSecret(known: Map<string, boolean>, name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  const secret = isSecretName(name);
  known.set(name, secret);
  return secret;
}

/** `-H "authorization: …"`: the value ends where the header does. */
function quoteBefore(text: string, at: number): string | undefined {
  const before = text.charAt(at - 1);
  return /["'`“‘]/.test(before) ? before : undefined;
}

const OPENING = new RegExp(`\\s{0,40}(?:\\[\\s{0,10})?(${QUOTE})`, 'y');
const SCHEME =
  /(?:bearer|basic|token|digest|negotiate|ntlm|api-?key|key|aws4-hmac-sha256)(?:[ \t]+|(?=["'`,.;:!?)\]}…]|$))/iy;
/** A comma or the like ends a value before a space or another name; a quotation mark unless a word goes on; a tag always. */
const IN_WORD = anyOf(
  '',
  /[^\s"'`“”‘’<,;&\\]/, // a
  /\\(?!\\{0,8}["'`])/, // \n
  /["'`](?=\w)/, // "a
  /<(?!\/|\w{1,10}\s?\/?>)/, // <-
  /[,;&](?![\s"'`{<]|[\w.-]{1,40}[=:]|quot;|#3[49];|$)/, // ,a
);
const WORD = new RegExp(`(?:${IN_WORD.source})+`, 'y');
/** Objects and lists, whose names are looked at one by one. */
const STRUCTURE = /[{[(](?:[\s"'`{}[\]\\]|\w{1,40}:)|[{[(]$/y;

/** The part of the text to hide, or undefined when what stands there is no credential. */
function valueAt(text: string, at: number, name: string, around: string | undefined): Span | undefined {
  const opening = matchAt(OPENING, text, at);
  const quote = opening?.[1];
  const opened = at + (opening?.[0].length ?? 0);
  const start = opened + (matchAt(SCHEME, text, opened)?.[0].length ?? 0);
  const row = variableRow(name);
  const long = LONG_HEADER.test(name.slice(-80));
  if (quote !== undefined && row?.kind !== 'json') {
    const end = closingOf(text, start, quote, row?.role === 'headers');
    return saysWhatIsWrong(text.slice(start, Math.min(end, start + 400)), name, true) ? undefined : spanOf(start, end);
  }
  if (quote === undefined && (row?.kind === 'json' ? undefined : matchAt(STRUCTURE, text, start)) !== undefined)
    return undefined;
  if (!(long && /cookie/i.test(name)) && saysWhatIsWrong(text.slice(start, start + 80), name, false)) return undefined;
  if (long || row?.kind === 'json' || row?.role === 'headers')
    return spanOf(start, around === undefined ? lineEnd(text, start, name) : closingOf(text, start, around, false));
  return spanOf(start, start + (matchAt(WORD, text, start)?.[0].replace(/[.)\]}]{1,9}$/, '').length ?? 0));
}

function spanOf(start: number, end: number): Span | undefined {
  return end > start ? { start, end } : undefined;
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | undefined {
  sticky.lastIndex = at;
  return sticky.exec(text) ?? undefined;
}

const CLOSING: Readonly<Record<string, string>> = { '“': '”', '‘': '’' };
/** A value of several lines is not looked at any further. */
const LONGEST_LINES = 500;

/** `, response="…` of a Digest. */
const GOES_ON = /^(?:\w|, {0,4}\w{1,30}=)/;

/** Where the closing quotation mark is, or else the line ends. A quotation mark with more backslashes, or inside a word, belongs to the value. */
function closingOf(text: string, start: number, opening: string, lines: boolean): number {
  const depth = /^\\*/.exec(opening)?.[0].length ?? 0;
  const mark = opening.slice(depth);
  const close = CLOSING[mark] ?? mark;
  const searched = lines ? text.slice(0, start + LONGEST_LINES) : text;
  const ends = new RegExp(lines ? close : `${close}|\\n`, 'g');
  ends.lastIndex = start;
  for (let found = ends.exec(searched); found !== null; found = ends.exec(searched)) {
    if (found[0] === '\n') return found.index;
    const slashes = /\\*$/.exec(text.slice(Math.max(start, found.index - 16), found.index))?.[0].length ?? 0;
    if (slashes <= depth && !GOES_ON.test(text.slice(found.index + close.length, found.index + close.length + 40)))
      return found.index - slashes;
  }
  const line = searched.indexOf('\n', start);
  return line < 0 ? searched.length : line;
}

/** Where an error begins on the line of a header. */
const LINE_END = new RegExp(
  `\\n|\\s(?=API Error|HTTP/\\d|(?:[A-Za-z]{1,14}[,.]? )?(?:${[...WORDS].join('|')})\\b(?![=:-]))`,
  'gi',
);
const COOKIE_ATTRIBUTE = inOrder(
  '',
  /; ?(?:path|domain|expires|max-age|secure|httponly|samesite|priority|partitioned)/,
  /(?:=(?:\w{3}, )?[^;,\n]{0,100})?/,
);
const COOKIE_ATTRIBUTES = new RegExp(`^[^;\\n]*?(?=(?:${COOKIE_ATTRIBUTE.source}){1,12};?$)`, 'i');

function lineEnd(text: string, start: number, name: string): number {
  LINE_END.lastIndex = start;
  const end = LINE_END.exec(text)?.index ?? text.length;
  if (!/^set-cookie/i.test(name)) return end;
  // The attributes of a cookie tell nothing of its value.
  return start + (COOKIE_ATTRIBUTES.exec(text.slice(start, Math.min(end, start + 8000)))?.[0].length ?? end - start);
}
