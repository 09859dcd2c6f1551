import type { Node } from 'jsonc-parser';
import { commentEnd } from './trivia';

/** From here on a run of blanks and line breaks is cut: nobody writes one, and jsonc-parser is slow with it. */
const LONG = 256;

/** A text whose long runs of white space are one character, and the way back to where things stood. */
export interface Compacted {
  readonly text: string;
  /** The offset in the whole text. */
  readonly whole: (offset: number) => number;
}

/** Cuts the long runs of white space outside of strings and comments. */
export function compacted(text: string): Compacted {
  const kept: string[] = [];
  const cuts: { readonly at: number; readonly gone: number }[] = [];
  let [from, gone, at] = [0, 0, 0];
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '"') at = stringEnd(text, at);
    else if (character === '/') at = commentEnd(text, at) ?? at + 1;
    else if (isBlank(character)) {
      const start = at;
      while (at < text.length && isBlank(text.charAt(at))) at += 1;
      if (at - start < LONG) continue;
      kept.push(text.slice(from, start + 1));
      from = at;
      gone += at - start - 1;
      cuts.push({ at: at - gone, gone });
    } else at += 1;
  }
  if (cuts.length === 0) return { text, whole: (offset) => offset };
  kept.push(text.slice(from));
  const whole = (offset: number): number => offset + (cuts[cutsBefore(cuts, offset) - 1]?.gone ?? 0);
  return { text: kept.join(''), whole };
}

/** Moves a tree of the compacted text to where it stands in the whole one. */
export function moveBack(root: Node | undefined, whole: (offset: number) => number): void {
  type Movable = { -readonly [K in keyof Node]: Node[K] };
  const left: Movable[] = root === undefined ? [] : [root];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    // The last character of it, as what follows may be a run that was cut.
    const last = whole(node.offset + node.length - 1);
    node.offset = whole(node.offset);
    node.length = last + 1 - node.offset;
    if (node.colonOffset !== undefined && node.colonOffset >= 0) node.colonOffset = whole(node.colonOffset);
    for (const child of node.children ?? []) left.push(child);
  }
}

function cutsBefore(cuts: readonly { readonly at: number }[], offset: number): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle]?.at ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Behind the quotation mark that ends it, or where its line ends without one. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '"') return at + 1;
    if (character === '\n' || character === '\r') return at;
    at += character === '\\' ? 2 : 1;
  }
  return text.length;
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}
