/** Where the lines of a text are. Plain loops: a pattern that ends in `[ \t]*$` looks at every run of blanks from each of its characters. */

const BOM = '\ufeff';
const [TAB, LF, CR, BLANK] = [9, 10, 13, 32];

/** Line and column of a text, both from 1, as an editor shows them. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where each line starts; one ends with \r\n, \r or \n. Ask for it once where many places are looked up. */
export function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)) starts.push(at + 1);
  }
  return starts;
}

/** Line and column of an offset; a byte order mark has no column. */
export function placeAt(text: string, starts: readonly number[], offset: number): Place {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  const start = starts[low] ?? 0;
  const mark = low === 0 && offset > 0 && text.startsWith(BOM) ? 1 : 0;
  return { line: low + 1, column: offset - start - mark + 1 };
}

/** {@link placeAt} for one place of a text. */
export function placeIn(text: string, offset: number): Place {
  return placeAt(text, lineStartsOf(text), offset);
}

/** The blanks and tabs at the beginning of the line of an offset. */
export function indentAt(text: string, offset: number): string {
  let start = offset;
  while (start > 0 && !isLineBreak(text, start - 1)) start -= 1;
  if (text.startsWith(BOM, start)) start += 1;
  return text.slice(start, afterBlanks(text, start));
}

/** The whole lines of a range when nothing else stands on them; else the range with the blanks before it. */
export function lineRange(text: string, start: number, end: number): { start: number; end: number } {
  let first = start;
  while (first > 0 && isBlank(text, first - 1)) first -= 1;
  const last = afterBlanks(text, end);
  const whole = (first === 0 || isLineBreak(text, first - 1)) && isLineBreak(text, last);
  return { start: first, end: whole ? last + (text.startsWith('\r\n', last) ? 2 : 1) : end };
}

function afterBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text, at)) at += 1;
  return at;
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === BLANK || code === TAB;
}

function isLineBreak(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === LF || code === CR;
}
