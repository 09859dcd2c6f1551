/** A stretch of a text, `end` not included. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A text without what may have come between its characters. */
export interface Skeleton {
  readonly text: string;
  /** Where the stretches of the skeleton, sorted by their start, stand in the whole text. */
  whole(stretches: readonly Stretch[]): Stretch[];
}

const ESC = String.fromCharCode(0x1b);
const BEL = String.fromCharCode(0x07);
/** `\x1b[31m`, `\x1b]8;;…\x07` and the like, each as one piece, so that no `[31m` stays behind. */
export const ESCAPE_SEQUENCE = `${ESC}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)?|.)?`;

/**
 * What a terminal, a mail program, a log or an editor puts inside a long word: blanks and line breaks, borders, marks of
 * continued and quoted lines, invisible characters and pictures of them; and what stands between the parts of a string or a list.
 */
const BETWEEN =
  '[\\s\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u2400-\\u243f\\u2500-\\u259f\\u2800|¦\\\\^`"\'+>»⎿↵⏎↩↪⤶·→…*,]';

/** Hexadecimal numbers of such characters, by their length: what is invisible, blank, or drawn as a border. */
const HEX = {
  1: '[0-9a-f]',
  2: '(?:[01][0-9a-f]|20|7f|[89][0-9a-f]|a0|ad)',
  3: '(?:34f|61c)',
  4: '(?:115f|1160|1680|17b[45]|180[b-f]|20[0-6][0-9a-f]|24[0-3][0-9a-f]|25[0-9][0-9a-f]|2800|3000|3164|fe0[0-9a-f]|fef[0-9a-f]|ffa0|fff[0-9a-d])',
  5: '(?:e0[01][0-9a-f]{2})',
} as const;
const ANY_HEX = `0{0,6}(?:${Object.values(HEX).reverse().join('|')})`;
const FOUR_DIGITS = `(?:00${HEX[2]}|0${HEX[3]}|${HEX[4]})`;
/** The same in decimal. */
const DECIMAL =
  '0{0,6}(?:[0-9]|[12][0-9]|3[012]|12[7-9]|1[345][0-9]|160|173|847|1564|444[78]|5760|606[89]|615[5-9]|819[2-9]|82[0-9]{2}|830[0-3]|921[6-9]|92[2-7][0-9]|947[2-9]|94[89][0-9]|95[0-9]{2}|96[0-3][0-9]|10240|12288|12644|6502[4-9]|6503[0-9]|65279|65440)';
const NAMED =
  '(?:newline|tab|nbsp|shy|(?:e[nm]|thin|hair|num|punc)sp|emsp1[34]|(?:[a-z]{2,20})?space|nobreak|zwn?j|[lr]rm|invisible(?:times|comma)|applyfunction|hellip|box[hvudlr]{1,4})';

/** The bytes of such characters, each behind a sign: `%E2%80%8B`, `=C2=A0`. */
function bytesAfter(sign: string): string {
  const byte = (hex: string): string => `${sign}${hex}`;
  const next = '[89ab][0-9a-f]';
  return `${sign}(?:[01][0-9a-f]|20|7f|c2${byte('(?:[89][0-9a-f]|a0|ad)')}|cd${byte('8f')}|d8${byte('9c')}|e1${byte(next)}${byte(next)}|e2${byte('(?:8[01]|9[0-6]|a0)')}${byte(next)}|e3${byte('80')}${byte('80')}|e3${byte('85')}${byte('a4')}|ef${byte('(?:b8|b[be]|bf)')}${byte(next)}|f3${byte('a0')}${byte(next)}${byte(next)})`;
}

/** The same as other languages spell it: `\n`, `\u200b`, `\u{a}`, `\x1b[31m`, `<br>`, `&nbsp;`, `&#x0A;`, `%E2%80%8B`, `=0A`. A backslash is one anyway. */
const SPELLED = [
  `\\\\{1,8}(?:(?:u001b|x1b|e|033)(?:\\[[0-?]{0,20}[@-~])?|[nrtbfv]|u0000${FOUR_DIGITS}|u${FOUR_DIGITS}|[ux]\\{${ANY_HEX}\\}|x${HEX[2]}|n\\{[a-z -]{1,60}\\}|0[0-7]{0,2})?`,
  '<[/!]?[a-z-][^<>\\n]{0,200}>',
  `&(?:amp;){0,3}(?:#${DECIMAL}|#x${ANY_HEX}|${NAMED});`,
  `%(?:25){0,3}u${FOUR_DIGITS}`,
  bytesAfter('%(?:25){0,3}'),
].join('|');

/** And a mail, in capitals: `=0A`, `=C2=A0`, and a line that goes on. */
const IN_MAIL = `${bytesAfter('=').toUpperCase()}|=\\r?\\n`;

/** Characters that begin one of the spelled ones. */
const MAY_SPELL = /[\\<&%]/;
const MAY_BE_MAIL = /=(?:[0-9A-F]{2}|\r?\n)/;

const GAP = new RegExp(`(?:${ESCAPE_SEQUENCE}|${BETWEEN})+`, 'gu');
const SPELLED_GAP = new RegExp(`(?:${ESCAPE_SEQUENCE}|${SPELLED}|${BETWEEN})+`, 'giu');
const MAIL_GAP = new RegExp(`(?:${ESCAPE_SEQUENCE}|${IN_MAIL}|${BETWEEN})+`, 'gu');

/** The skeletons of a text: without the characters between, and where any may be spelled, also without those. Linear in its length. */
export function skeletonsOf(text: string): Skeleton[] {
  const gaps = [GAP, ...(MAY_SPELL.test(text) ? [SPELLED_GAP] : []), ...(MAY_BE_MAIL.test(text) ? [MAIL_GAP] : [])];
  return gaps.map((gap) => skeleton(text, gap));
}

/** The bare characters of a secret, to be looked for in a skeleton. */
export function bareCharacters(secret: string): string {
  return secret.replace(GAP, '');
}

/** The same for each skeleton: a secret may itself hold what looks as if it had come between, such as `%0a`. */
export function bareForms(secret: string): string[] {
  return [GAP, SPELLED_GAP, MAIL_GAP].map((gap) => secret.replace(gap, ''));
}

function skeleton(text: string, gap: RegExp): Skeleton {
  return { text: text.replace(gap, ''), whole: (stretches) => inWhole(text, gap, stretches) };
}

/** Walks through the gaps once, and translates each place when it is reached. */
function inWhole(text: string, gap: RegExp, stretches: readonly Stretch[]): Stretch[] {
  let [gone, next] = [0, nextGap(text, gap, 0)];
  // The place in the text of the character with this number in the skeleton.
  const placeOf = (at: number): number => {
    while (next !== undefined && next.start - gone <= at) {
      gone += next.end - next.start;
      next = nextGap(text, gap, next.end);
    }
    return at + gone;
  };
  return stretches.map(({ start, end }) => ({ start: placeOf(start), end: placeOf(end - 1) + 1 }));
}

function nextGap(text: string, gap: RegExp, from: number): Stretch | undefined {
  gap.lastIndex = from;
  const found = gap.exec(text);
  return found === null ? undefined : { start: found.index, end: gap.lastIndex };
}
