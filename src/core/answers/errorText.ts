import { hideSecrets, redact, stripControls } from '../words/redact';
import { trimEndOf, trimStartOf } from '../text/trim';
import { anyOf, inOrder } from '../text/anyOf';

/** A text as the rules see it. */
export interface ErrorText {
  /** All of it on one line, quotes unescaped, secrets hidden. */
  readonly flat: string;
  /** The same with nothing in the place of line breaks, where there are any: a terminal breaks lines inside words. */
  readonly joined: string | undefined;
  /** `name: value` lines, lower case names, when the text begins as an HTTP answer does. */
  readonly headers: string;
  readonly status: number | undefined;
  readonly html: boolean;
}

/** Longer texts are cut down to their ends and to what is around the words that introduce an error. */
const LIMIT = 32_000;

/** What an error begins with, in any of the texts that people paste. */
const INTRODUCTION =
  /API Error|"error"|'error'|HTTP\/[\d.]+ [1-5]\d\d|\bstatus(?: code)?[ :=]+[1-5]\d\d|Exception\b|Error:/g;

/** Prepares a text for the rules. Linear in its length, and quick however long it is. */
export function prepareText(text: string, secrets: readonly string[] = []): ErrorText {
  // Before anything is cut off: of a secret in two parts, each may be too short to be known.
  const raw = redact(stripControls(cutDown(hideSecrets(text, secrets))), secrets);
  // Once more where quotes were escaped: what stands behind a name is another then.
  const shown = raw.includes('\\') ? redact(unquote(raw), secrets) : raw;
  const plain = withoutPrompts(stripTimestamps(shown));
  const flat = plain.replace(/\s+/g, ' ').trim();
  // A border such as “│” stands at both ends of a line in the terminal.
  const joined = plain.includes('\n') ? withoutBorders(plain).replace(/\s+/g, ' ').trim() : undefined;
  return {
    flat,
    joined,
    headers: headerLines(plain),
    status: statusIn(plain) ?? statusIn(flat) ?? (joined === undefined ? undefined : statusIn(joined)),
    html: isHtmlText(flat),
  };
}

/** What a terminal puts at the end of a line, and before the next one. */
const [AT_THE_END, AT_THE_START] = [' \t│┃|', ' \t│┃|⎿>'];

function withoutBorders(text: string): string {
  const lines = text.split('\n');
  return lines
    .map((line, index) =>
      trimStartOf(index === lines.length - 1 ? line : trimEndOf(line, AT_THE_END), index === 0 ? '' : AT_THE_START),
    )
    .join('');
}

/** True for a web page, also in the middle of a text. */
export function isHtmlText(text: string): boolean {
  return /<(!doctype html|(html|head|body|center|h1)[\s>])/i.test(text);
}

function cutDown(text: string): string {
  if (text.length <= LIMIT) return text;
  const around: string[] = [];
  const [start, end] = [LIMIT / 2, text.length - LIMIT / 4];
  INTRODUCTION.lastIndex = start;
  for (let found = INTRODUCTION.exec(text); found !== null && around.length < 8; found = INTRODUCTION.exec(text)) {
    if (found.index >= end) break;
    around.push(text.slice(found.index, found.index + 1000));
    INTRODUCTION.lastIndex = found.index + 1000;
  }
  return [text.slice(0, start), ...around, text.slice(end)].join('\n').toWellFormed();
}

/** JSON inside strings of JSON, at any depth: `\\\"` is a quotation mark, `\\n` a line break. */
function unquote(text: string): string {
  if (!text.includes('\\')) return text;
  return text
    .replace(/\\{1,8}u([0-9a-f]{4})/gi, (_, code: string) => printable(String.fromCharCode(parseInt(code, 16))))
    .replace(/\\{1,8}[rnt]/g, '\n')
    .replace(/\\{1,8}(["'/`])/g, '$1');
}

function printable(character: string): string {
  return /[\p{Cc}\p{Cf}\p{Cs}]/u.test(character) ? ' ' : character;
}

/** `2026-08-09T10:11:12.345Z`, `[10:11:12]`, `Aug 09 10:11:12` in front of a line. */
const TIMESTAMP = inOrder(
  'gm',
  /^[ \t]{0,20}\[?(?:\d{4}-\d\d-\d\d[T ])?(?:[A-Z][a-z]{2} {1,2}\d{1,2} )?/,
  /\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?:?[ \t]{0,20}/,
);

function stripTimestamps(text: string): string {
  return text.replace(TIMESTAMP, '');
}

/** What the user typed stands behind “>” or “❯” in Claude Code’s terminal. It is no part of the error that follows. */
function withoutPrompts(text: string): string {
  if (!/⎿|^[ \t]{0,8}API Error/m.test(text)) return text;
  return text.replace(/^[ \t]{0,8}[>❯](?![^\n]{0,2000}(?:error|status|HTTP|[{⎿]))[^\n]{0,2000}$/gim, '');
}

/** `HTTP/2 401`, then `server: nginx` and the like up to an empty line. */
function headerLines(text: string): string {
  const start = /^[ \t>*<]{0,8}HTTP\/[\d.]+ [1-5]\d\d\b/m.exec(text);
  if (start === null) return '';
  const lines = text
    .slice(start.index, start.index + 16_000)
    .split('\n')
    .slice(1, 80);
  const end = lines.findIndex((line) => !/^[ \t<]{0,4}[\w-]{1,60}:/.test(line));
  return lines
    .slice(0, end < 0 ? lines.length : end)
    .map((line) => line.replace(/^[ \t<]+/, '').replace(/^[\w-]+:\s*/, (name) => `${name.trim().toLowerCase()} `))
    .join('\n');
}

const STATUS = inOrder(
  'm',
  anyOf(
    'm',
    /API [Ee]rror:? ?\(?/, // API Error: 400
    /HTTP(?: error| status)?(?:\/[\d.]+)?:? ?/, // HTTP/1.1 502
    /[Ss]tatus(?: ?[Cc]ode)?["']?[ :=]+/, // "status": 429
    /Error code: /, // Error code: 400
    /[Rr]ejected \(/, // Rejected (403)
    /[Ee]rror:? /, // error: 500
    /[Rr]eturns? /, // returns 403
    /[Rr]eturned /, // returned 404
    /(?:提示|返回|报错|状态码|错误码?)[:: ]{0,2}/, // 状态码: 401
    /[Rr]esponse /, // response 407
    /[Ss]tatusCode["']?[:=] ?/, // "statusCode": 401
    /["']code["']: ?["']?/, // "code": 400
    /: (?=[45]\d\d - )/, // Request failed: 503 - Service Unavailable
    /^[ \t>⎿]{0,20}/, //   ⎿ 401
    /[(["'] ?/, // (404)
  ),
  /[*`]{0,2}([1-5]\d\d)\b(?!\.\d|:\d)/,
);

/**
 * `API Error: 401 …`, `API Error (503 …)`, `HTTP 404`, `status code 400`, `Request rejected (429)`, `HTTP/1.1 502`,
 * `"status": 429`, `returned HTTP 402`, or a number in front.
 */
function statusIn(text: string): number | undefined {
  const match = STATUS.exec(text);
  if (match?.[1] !== undefined) return Number(match[1]);
  return /\bUnauthorized\b/.test(text) ? 401 : /\bForbidden\b/.test(text) ? 403 : undefined;
}
