import { looksRandom, changesIn } from './likeRandom';
import { bareCharacters, bareForms, skeletonsOf, type Stretch } from './skeleton';
import { spellingsOf } from './spellings';

/** What stands in the place of a credential. */
export const HIDDEN = '‹hidden›';

/** Anything shorter would also hide ordinary words; a credential of a gateway is longer. */
const SHORTEST_SECRET = 6;

/** Below this length, and without a digit, a secret may be made of words: mere blanks between them are no break then. */
const SURE_OF_BLANKS = { withDigit: 12, any: 16 } as const;

/** What is left of a secret that was cut is hidden from this length on. */
const SHORTEST_PART = 12;
/** Taken from the text one after the other, one of them lies in each part of {@link SHORTEST_PART} characters. */
const SAMPLE = SHORTEST_PART / 2;
/** Two turns between letters, capitals and digits: `sk-ant-api03-` is in every key of its kind. */
const CHANGES_IN_PART = 2;
/** So far from a part the rest is looked for, whatever stands between: the beginning of a line of a log, a number of a line. */
const NEARBY = 120;
/** Less of a rest than this tells nothing. */
const SHORTEST_REST = 4;
/** Parts are not looked for in more characters of secrets than this: nobody has so many. */
const MOST_FOR_PARTS = 400_000;
/** How often the same few characters count within one list of secrets. */
const MOST_PLACES = 4;

/** With more spellings than this, looking for each in turn takes longer than looking for all at once. */
const FEW = 200;

/** Hides the secrets that it knows. */
export interface Hider {
  /** In all spellings, as they are. */
  readonly literal: (text: string) => string;
  /** Also broken by what comes between characters, and cut. */
  readonly broken: (text: string) => string;
}

const HIDERS = new WeakMap<readonly string[], Hider>();

/** The hider for some secrets: each text of a report is searched for the same ones. */
export function hiderOf(secrets: readonly string[]): Hider {
  const known = HIDERS.get(secrets);
  if (known !== undefined) return known;
  const hider = createHider(secrets.filter((secret) => secret.length >= SHORTEST_SECRET));
  HIDERS.set(secrets, hider);
  return hider;
}

/** A text with {@link HIDDEN} in the place of each stretch; those that overlap are one. */
export function hideStretches(text: string, stretches: readonly Stretch[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of merged(stretches)) {
    pieces.push(text.slice(from, start), HIDDEN);
    from = end;
  }
  return from === 0 ? text : pieces.join('') + text.slice(from);
}

function createHider(secrets: readonly string[]): Hider {
  if (secrets.length === 0) return { literal: (text) => text, broken: (text) => text };
  const spelled = secrets.map((secret) => ({ secret, spellings: spellingsOf(secret) }));
  const literal = createFinder(spelled.flatMap(({ spellings }) => spellings));
  const bare = (some: typeof spelled): string[] =>
    [...new Set(some.flatMap(({ spellings }) => spellings.flatMap(bareForms)))].filter(
      (spelling) => spelling.length >= SHORTEST_SECRET,
    );
  const whole = createFinder(bare(spelled));
  const part = createPartFinder(bare(spelled.filter(({ secret }) => looksRandom(secret))));
  return {
    literal: (text) => hideStretches(text, literal(text)),
    broken: (text) => hideBroken(text, whole, part),
  };
}

/** All places of any of some texts, unsorted. */
type Finder = (text: string) => Stretch[];

function hideBroken(text: string, whole: Finder, part: Finder): string {
  const stretches = skeletonsOf(text).flatMap((skeleton) => {
    const parts = skeleton.whole(merged(part(skeleton.text)));
    const wholes = skeleton.whole(merged(whole(skeleton.text))).filter((stretch) => isBroken(text, stretch));
    return [...wholes, ...parts];
  });
  return hideStretches(text, stretches);
}

/** False for a short secret that only blanks or quotation marks divide: “not found” is not the secret “notfound”. */
function isBroken(text: string, { start, end }: Stretch): boolean {
  // Many blanks are no space between two words.
  if (end - start > 200) return true;
  const found = text.slice(start, end);
  if (!BLANK_BETWEEN.test(found)) return true;
  const bare = bareCharacters(found);
  return bare.length >= (/\d/.test(bare) ? SURE_OF_BLANKS.withDigit : SURE_OF_BLANKS.any);
}

const BLANK_BETWEEN = /[^\s"'`+>*,][ \t"'`+>*,\u00a0]{1,40}[^\s"'`+>*,]/;

function merged(stretches: readonly Stretch[]): Stretch[] {
  const sorted = [...stretches].sort((a, b) => a.start - b.start);
  const all: Stretch[] = [];
  for (const { start, end } of sorted) {
    const last = all.at(-1);
    if (last === undefined || start >= last.end) all.push({ start, end });
    else if (end > last.end) all[all.length - 1] = { start: last.start, end };
  }
  return all;
}

function createFinder(all: readonly string[]): Finder {
  const wanted = [...new Set(all)].sort((a, b) => b.length - a.length);
  if (wanted.length <= FEW) return (text) => wanted.flatMap((one) => placesOf(one, text));
  const byStart = new Map<string, string[]>();
  for (const one of wanted) {
    const start = one.slice(0, SHORTEST_SECRET);
    const same = byStart.get(start);
    if (same === undefined) byStart.set(start, [one]);
    else same.push(one);
  }
  return (text) => {
    const found: Stretch[] = [];
    for (let at = 0; at + SHORTEST_SECRET <= text.length; at++) {
      const one = byStart
        .get(text.slice(at, at + SHORTEST_SECRET))
        ?.find((candidate) => text.startsWith(candidate, at));
      if (one === undefined) continue;
      found.push({ start: at, end: at + one.length });
      at += one.length - 1;
    }
    return found;
  };
}

function placesOf(wanted: string, text: string): Stretch[] {
  const found: Stretch[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length))
    found.push({ start: at, end: at + wanted.length });
  return found;
}

/**
 * Finds each stretch that has at least {@link SHORTEST_PART} characters in a row in common with one of the texts: the text
 * is looked at in small samples, side by side, and where one is known, as far to both sides as it agrees. Linear: a
 * stretch is passed over at once, and a sample has few places.
 */
function createPartFinder(known: readonly string[]): Finder {
  const places = new Map<string, { readonly one: string; readonly at: number }[]>();
  let left = MOST_FOR_PARTS;
  for (const one of known) {
    left -= one.length;
    if (left < 0) break;
    for (let at = 0; at + SAMPLE <= one.length; at++) {
      const sample = one.slice(at, at + SAMPLE);
      const same = places.get(sample);
      if (same === undefined) places.set(sample, [{ one, at }]);
      else if (same.length < MOST_PLACES) same.push({ one, at });
    }
  }
  return (text) => {
    const found: Stretch[] = [];
    if (places.size === 0) return found;
    let from = 0;
    for (let at = 0; at + SAMPLE <= text.length; at += SAMPLE) {
      const best = (places.get(text.slice(at, at + SAMPLE)) ?? [])
        .map(({ one, at: inOne }) => agreement(text, from, at, one, inOne))
        .reduce<Part | undefined>(
          (longer, next) => (longer === undefined || next.end - next.start > longer.end - longer.start ? next : longer),
          undefined,
        );
      if (best === undefined || best.end - best.start < SHORTEST_PART) continue;
      if (changesIn(text.slice(best.start, best.end)) >= CHANGES_IN_PART) found.push(best, ...restsOf(text, best));
      from = best.end;
      at = Math.max(at, best.end - SAMPLE);
    }
    return found;
  };
}

/** A stretch that agrees with one of the secrets, from its character number `at` on. */
interface Part extends Stretch {
  readonly one: string;
  readonly at: number;
}

function agreement(text: string, from: number, at: number, one: string, inOne: number): Part {
  const back = agreeingBack(text, at, one, inOne, from);
  return { start: at - back, end: at + agreeing(text, at, one, inOne), one, at: inOne - back };
}

/** How many characters agree from here on, and how many before. */
function agreeing(text: string, at: number, one: string, inOne: number): number {
  let count = 0;
  while (
    at + count < text.length &&
    inOne + count < one.length &&
    text.charCodeAt(at + count) === one.charCodeAt(inOne + count)
  )
    count += 1;
  return count;
}

function agreeingBack(text: string, at: number, one: string, inOne: number, from = 0): number {
  let count = 0;
  while (
    at - count > from &&
    inOne - count > 0 &&
    text.charCodeAt(at - count - 1) === one.charCodeAt(inOne - count - 1)
  )
    count += 1;
  return count;
}

/** What goes on or came before nearby, piece after piece, of the secret that a part is of: what parts them may be anything. */
function restsOf(text: string, { start, end, one, at }: Part): Stretch[] {
  const rests: Stretch[] = [];
  for (let [done, from] = [at + end - start, end]; one.length - done >= SHORTEST_REST;) {
    const found = text.slice(from, from + NEARBY).indexOf(one.slice(done, done + SAMPLE));
    if (found < 0) break;
    const rest = { start: from + found, end: from + found + agreeing(text, from + found, one, done) };
    rests.push(rest);
    done += rest.end - rest.start;
    from = rest.end;
  }
  for (let [done, to] = [at, start]; done >= SHORTEST_REST;) {
    const wanted = one.slice(Math.max(0, done - SAMPLE), done);
    const near = Math.max(0, to - NEARBY);
    const found = text.slice(near, to).lastIndexOf(wanted);
    if (found < 0) break;
    const last = near + found + wanted.length;
    const rest = { start: last - agreeingBack(text, last, one, done), end: last };
    rests.push(rest);
    done -= rest.end - rest.start;
    to = rest.start;
  }
  return rests;
}
