import { END_OF_NAME, isSecretName, LONG_HEADER, startOfName } from './namedSecrets';
import { variableRow } from '../claude/variables';
import { saysWhatIsWrong } from './errorWords';
import { hideStretches } from './hideKnown';
import { looksRandom } from './likeRandom';
import type { Stretch } from './skeleton';
import { inOrder } from '../text/anyOf';

/** A way in which a value stands with its name, other than `name: value`. Each takes linear time on any text. */
interface Place {
  /** Without it nothing is looked for. */
  readonly needs: RegExp;
  readonly pattern: RegExp;
  /** The value behind a match; undefined where none is hidden. */
  readonly value: (text: string, found: RegExpExecArray) => Stretch | undefined;
  /** From where it is looked on; else from the end of the value, or of the match. */
  readonly next?: (found: RegExpExecArray) => number;
}

const PLACES: readonly Place[] = [
  // <ApiKey>…</ApiKey>, <string name="api_key">…</string>, also escaped.
  {
    needs: /<\/|&lt;\//,
    pattern: inOrder(
      'g',
      /(?:<|&lt;)([\w:.-]{1,80})(\s[^<>&]{0,300})?(?:>|&gt;)\s{0,40}(?:<!\[CDATA\[)?/,
      /((?:[^<>&\]]|&(?!lt;)|\](?!\]>)){1,4000})(?:\]\]>)?(?:<|&lt;)\/\1/,
    ),
    value: (_, found) => {
      const [whole, tag = '', attributes = '', value = ''] = found;
      const named = /\s(?:name|key|id)\s{0,9}=\s{0,9}["']([^"']{1,80})/i.exec(attributes)?.[1];
      const name = [tag.replace(/^.*:/, ''), named ?? ''].find((one) => isSecretName(one) || LONG_HEADER.test(one));
      if (name === undefined || saysWhatIsWrong(value.trim(), name, true)) return undefined;
      return trimmed(found.index + whole.lastIndexOf(value), value);
    },
  },
  // Property lists of macOS: <key>apiKey</key> <string>…</string>.
  {
    needs: /<key>/,
    pattern: /<key>([^<>]{1,80})<\/key>\s{0,80}<\w{1,20}>([^<>]{1,4000})/g,
    value: (_, found) => {
      const [whole, name = '', value = ''] = found;
      return !isSecretName(name) || saysWhatIsWrong(value.trim(), name, true)
        ? undefined
        : trimmed(found.index + whole.length - value.length, value);
    },
  },
  // `x-api-key:` and the value on the next line, also of a continued command and of a block of YAML.
  {
    needs: /\n/,
    pattern: new RegExp(`${END_OF_NAME}["'\`]?[ \\t]{0,20}[:=]([ \\t│┃|\\\\^\`>+\\-0-9]{0,200})\\r?\\n`, 'gi'),
    value: (text, found) => {
      const name = nameAt(text, found);
      return name === undefined ? undefined : onNextLine(text, found.index + found[0].length, name, found[1] ?? '');
    },
  },
  // │ x-api-key │ … │
  {
    needs: /[│┃|]/,
    pattern: /[│┃|][ \t]{0,40}[`"'*]{0,2}([\w-]{2,80}(?: [\w-]{1,20})?)[`"'*]{0,2}[ \t]{0,200}(?=[│┃|])/g,
    value: (text, found) => inCell(text, found.index + found[0].length, found[1] ?? ''),
    next: (found) => found.index + found[0].length,
  },
  // A name, a tab, a value.
  {
    needs: /\t/,
    pattern: /(?<![\w-])([\w-]{2,80})(?=\t)/g,
    value: (text, found) => inCell(text, found.index + found[0].length, found[1] ?? ''),
    next: (found) => found.index + found[0].length,
  },
  // LiteLLM: Virtual Key expected. Received=…
  {
    needs: /received/i,
    pattern: /\b(?:key|token|credential)s?\b[^\n=]{0,60}?\breceived ?[:=] ?["'“‘`]{0,2}/gi,
    value: (text, found) => {
      const word = wordAt(text, found.index + found[0].length);
      const shown = text.slice(word.start, word.end);
      return shown.length < 4 ||
        /^[\d.]+$/.test(shown) ||
        !/[\d_-]|.{12}/.test(shown) ||
        saysWhatIsWrong(shown, 'received', false)
        ? undefined
        : word;
    },
  },
  // Invalid key=(…), key '…' not found: no name that says it, so the value has to.
  {
    needs: /key|token|secret|credential|password/i,
    pattern: inOrder(
      'gi',
      /(?<!\w)(?:keys?|tokens?|secrets?|credentials?|passwords?)["']?(?: (?:named|value|provided|is|was|of|id))?/,
      /(?: ?[:=] ?| )[(["'“‘`<]{1,3}(?=[\w+/])/,
    ),
    value: (text, found) => {
      // `token: "…"` is a name and its value, wherever the value ends.
      if (/[:=]/.test(found[0]) && nameAt(text, found) !== undefined) return undefined;
      const word = wordAt(text, found.index + found[0].length);
      return looksRandom(text.slice(word.start, word.end), 8) ? word : undefined;
    },
  },
  // api_key%3D…, %22api_key%22%3A%22…, and the same encoded twice.
  {
    needs: /%(?:25)?3[ad]/i,
    pattern: new RegExp(
      `${END_OF_NAME}(?:%(?:25)?2[27])?(?:%(?:25)?20|\\+)?%(?:25)?3[ad](?:%(?:25)?20|\\+)?(?:%(?:25)?2[27])?`,
      'gi',
    ),
    value: (text, found) => {
      const name = nameAt(text, found);
      const start = found.index + found[0].length;
      const value = name === undefined ? undefined : at(ENCODED, text, start);
      return name === undefined || value === undefined || saysWhatIsWrong(value, name, false)
        ? undefined
        : { start, end: start + value.length };
    },
  },
];

const ENCODED = /(?:[\w.~!*-]|%(?:25)?(?!2[2567c]|7d|0[ad]|3b)[0-9a-f]{2})+/iy;

/** Hides values that stand with the name of a credential in another way than side by side. */
export function hidePlaced(text: string): string {
  return PLACES.reduce((rest, place) => (place.needs.test(rest) ? hideIn(rest, place) : rest), text);
}

function hideIn(text: string, { pattern, value, next }: Place): string {
  const stretches: Stretch[] = [];
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const stretch = value(text, found);
    if (stretch !== undefined) stretches.push(stretch);
    pattern.lastIndex = Math.max(next?.(found) ?? 0, stretch?.end ?? 0, found.index + found[0].length);
  }
  return hideStretches(text, stretches);
}

/** The whole name whose end was found, when it is one of a credential. */
function nameAt(text: string, found: RegExpExecArray): string | undefined {
  const end = /^[\w-]+(?: provided)?/i.exec(found[0])?.[0] ?? '';
  const name = (startOfName(text, found.index) + end).slice(-80);
  return isSecretName(name) || LONG_HEADER.test(name) ? name : undefined;
}

const BEFORE_LINE = /[\s│┃|>]{0,400}/y;
const LINE = /[^\n]{0,4000}/y;
/** Names, addresses, lists, and the first line of an answer: nothing of it is a value. */
const NO_VALUE = /^(?:["']?[\w.-]+["']?:(?:\s|$)|\w+:\/\/|HTTP\/|[-*] |[{[(<‹#]|[^\x21-\x7e])/;
const SCHEME = /^(?:bearer|basic|token)\s+/i;

function onNextLine(text: string, from: number, name: string, between: string): Stretch | undefined {
  if (/^[ \t]*[|>][+-]?\d?[+-]?[ \t]*$/.test(between)) return blockAt(text, from);
  if (/[\d+-]/.test(between)) return undefined;
  const begin = from + (at(BEFORE_LINE, text, from)?.length ?? 0);
  const line = (at(LINE, text, begin) ?? '').replace(/[\s│┃|,;]{1,400}$/, '');
  const quote = /^["'`“‘]/.exec(line)?.[0] ?? '';
  // Side by side but for blanks: the value ends where its quotation marks do.
  if (quote !== '' && begin - from <= 20 && /^\s*$/.test(between + text.slice(from, begin))) return undefined;
  const scheme = SCHEME.exec(line.slice(quote.length))?.[0] ?? '';
  const rest = line.slice(quote.length + scheme.length);
  if (NO_VALUE.test(rest) || saysWhatIsWrong(rest.slice(0, 80), name, false)) return undefined;
  const start = begin + quote.length + scheme.length;
  if (LONG_HEADER.test(name) || variableRow(name)?.role === 'headers') return { start, end: start + rest.length };
  const [word = ''] = rest.split(/[\s"'`”’]/, 1);
  const alone = word.length === rest.length || quote !== '' || /^["'`”’]/.test(rest.slice(word.length));
  return word.length >= 4 && (alone || scheme !== '' || looksRandom(word, 8))
    ? { start, end: start + word.length }
    : undefined;
}

/** The lines of a block of YAML: as far as they are indented like the first one. */
function blockAt(text: string, from: number): Stretch | undefined {
  const indent = at(/[ \t]{0,80}/y, text, from) ?? '';
  if (indent === '') return undefined;
  let end = from;
  while (text.startsWith(indent, end)) {
    const line = text.indexOf('\n', end);
    if (line < 0) return { start: from + indent.length, end: text.length };
    end = line + 1;
  }
  return { start: from + indent.length, end: end - (text[end - 2] === '\r' ? 2 : 1) };
}

const CELL = /[│┃|\t][ \t]{0,40}[`"'*]{0,2}/y;

/** Words stand in tables as well: only what has letters and digits is hidden. */
function inCell(text: string, from: number, name: string): Stretch | undefined {
  if (!isSecretName(name) && !LONG_HEADER.test(name)) return undefined;
  const start = from + (at(CELL, text, from)?.length ?? 0);
  const value = at(/(?:bearer |basic )?[^\s│┃|`"']{6,4000}/iy, text, start);
  return value === undefined || !/\d/.test(value) || !/[a-z]/i.test(value) || saysWhatIsWrong(value, name, false)
    ? undefined
    : { start, end: start + value.length };
}

/** What stands here up to a blank, a quotation mark or a bracket. */
function wordAt(text: string, start: number): Stretch {
  const word = at(/[^\s"'`“”‘’()<>[\]{},;]{1,4000}/y, text, start) ?? '';
  return { start, end: start + word.replace(/[.:!?]{1,9}$/, '').length };
}

function at(sticky: RegExp, text: string, from: number): string | undefined {
  sticky.lastIndex = from;
  return sticky.exec(text)?.[0];
}

function trimmed(start: number, value: string): Stretch {
  return { start: start + value.length - value.trimStart().length, end: start + value.trimEnd().length };
}
