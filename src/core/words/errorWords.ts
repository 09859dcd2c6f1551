import { variableRow } from '../claude/variables';
import { anyOf, inOrder } from '../text/anyOf';

/** Words that tell what is wrong with a credential; none is one. */
const STATES = (
  'absent bad blocked deleted denied disabled empty error exceeded expected expired failed failure false forbidden ' +
  'found header http inactive incorrect invalid malformed masked mismatch missing nil none null provided redacted ' +
  'refused rejected required revoked set true unauthorized unavailable undefined unknown unset unsupported valid ' +
  'verification wrong'
).split(' ');
const OTHER_WORDS = (
  'a an and are argument as auth authentication but by can cannot check could credential credentials did does field ' +
  'flag for format from has have if in is it key keys length must no not of on one only option or parameter please ' +
  'received run should string than that the this to token tokens unable use used using value was were with you your'
).split(' ');
const STATE_WORDS: ReadonlySet<string> = new Set(STATES);
/** Words that stand where a credential could. */
export const WORDS: ReadonlySet<string> = new Set([...STATES, ...OTHER_WORDS]);

const PLAIN_WORD = /^[(“"'‘]?(?:[a-z]{1,14}|[A-Z][a-z]{1,13}|[A-Z]{1,14})(?:['’][a-z]{1,2})?[.,;:!?)”"'’\]}]*$/;
const CODE = /^[a-z]{1,14}(?:[_-][a-z]{1,14}){1,6}[.,;:!?)\]}]*$/i;
/** What is masked or hidden already, a placeholder, or the name of an error. */
const NO_SECRET = inOrder(
  '',
  /^/,
  anyOf(
    '',
    /[\w-]{0,8}(?:\.{3}|…|\*{3,12})[\w-]{0,6}/, // sk-...cdef
    /<[^<>]{1,60}>/, // <key>
    /‹[^›]{0,60}[›…]/, // ‹hidden›
    /[A-Z][A-Za-z]{2,40}(?:Error|Exception|Failure)/, // TokenExpiredError
    /E[A-Z]{3,14}/, // ENOENT
  ),
  /(?=[,.;:!?)\]}]{0,3}(?:\s|$|["'`](?:[\s,)\]}]|$)))/,
);
/** Nothing but a comma, a bracket or the like. */
const PUNCTUATION = /^(?:[,.;:!?)\]}…]{1,4}(?=\s|$|["'])|\s*$)/;

/** The first two words of the first line. */
const TWO_WORDS = /^[^\S\n]*([^\s]+)(?:[^\S\n]+([^\s]+))?/;

/** True for words of an error, for a count, and for a credential that is masked already. */
export function saysWhatIsWrong(value: string, name: string, whole: boolean): boolean {
  if (PUNCTUATION.test(value) || NO_SECRET.test(value)) return true;
  const [, first = '', second] = TWO_WORDS.exec(whole ? value.trimStart() : value) ?? [];
  const isNumber = isDigit(first) && /^\d{1,9}[.,;)\]}]*$/.test(first);
  if ((isNumber && (first.length < 4 || /token$/i.test(name))) || variableRow(first) !== undefined) return true;
  if (
    CODE.test(first) &&
    first
      .toLowerCase()
      .split(/[^a-z]/)
      .some((part) => STATE_WORDS.has(part))
  )
    return true;
  if (!PLAIN_WORD.test(whole ? first : first.replace(/["'`](?!\w).*$/, ''))) return false;
  if (!whole) return isWord(first) || (second !== undefined && isWord(second));
  const words = value.trim().split(/\s+/);
  return words.length === 1
    ? isWord(first)
    : words.every((word) => PLAIN_WORD.test(word) || CODE.test(word) || /^\d{1,5}[.,;]?$/.test(word)) &&
        words.some(isWord);
}

function isDigit(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 48 && code <= 57;
}

function isWord(token: string): boolean {
  return WORDS.has(/[a-z]+/i.exec(token)?.[0].toLowerCase() ?? '');
}
