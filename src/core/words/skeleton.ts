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
 * continued and quoted lines, invisible characters; and the quotation marks and plus signs between the parts of a string.
 */
const BETWEEN = '[\\s\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u2500-\\u259f|¦\\\\^`"\'+>»⎿↵⏎↩↪⤶]';

/** The same as other languages spell it: `\n`, `\\u200b`, `\x1b[31m`, `<br>`, `&nbsp;`, `&#173;`, `%0A`. A backslash is one anyway. */
const SPELLED = [
  '\\\\{1,8}(?:(?:u001[bB]|x1[bB]|e|033)(?:\\[[0-?]{0,20}[@-~])?|[nrtbfv]|u(?:00[01][0-9a-fA-F]|00[aA][0dD]|00[89][0-9a-fA-F]|034[fF]|20[0-6][0-9a-fA-F]|25[0-9][0-9a-fA-F]|3000|3164|[fF][eE](?:0[0-9a-fA-F]|[fF][fF]))|x(?:0[0-9a-fA-F]|1[0-9a-fA-F]|[aA][0dD]))?',
  '<(?:br|wbr|BR|WBR) ?/?>',
  '&(?:nbsp|shy|ensp|emsp|thinsp|zwnj|zwj|NewLine|Tab|lrm|rlm);',
  '&#(?:9|10|13|32|160|173|847|82(?:0[0-7]|3[2-9])|65279|[xX](?:9|[aAdD]|20|[aA][0dD]|200[bcdBCD]|[fF][eE][fF][fF]));',
  '%(?:25)?(?:0[aAdD9]|20|[cC]2%(?:25)?[aA][0dD])',
].join('|');

/** Characters that begin one of the spelled ones. */
const MAY_SPELL = /[\\<&%]/;

const GAP = new RegExp(`(?:${ESCAPE_SEQUENCE}|${BETWEEN})+`, 'gu');
const SPELLED_GAP = new RegExp(`(?:${ESCAPE_SEQUENCE}|${SPELLED}|${BETWEEN})+`, 'gu');

/** The skeletons of a text: without the characters between, and where any may be spelled, also without those. Linear in its length. */
export function skeletonsOf(text: string): Skeleton[] {
  return MAY_SPELL.test(text) ? [skeleton(text, GAP), skeleton(text, SPELLED_GAP)] : [skeleton(text, GAP)];
}

/** The bare characters of a secret, to be looked for in a skeleton. */
export function bareCharacters(secret: string): string {
  return secret.replace(GAP, '');
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
