/** What may stand between two tokens of a settings text: white space and comments. The scanner of jsonc-parser builds a text of all that it skips. */

const [LF, CR] = ['\n', '\r'];

/** Where the first thing after `from` stands that is neither white space nor comment; `limit` when there is nothing before it. */
export function afterTrivia(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit) {
    const comment = commentEnd(text, at);
    if (comment !== undefined) at = comment;
    else if (' \t\n\r'.includes(text.charAt(at))) at += 1;
    else return at;
  }
  return limit;
}

/** Where the comments end that follow on the same line: they belong to what stands before them. `from` when there is none. */
export function afterTrailingComments(text: string, from: number, limit: number): number {
  let [at, end] = [from, from];
  while (at < limit) {
    const comment = commentEnd(text, at);
    if (comment !== undefined) {
      if (text.startsWith('/*', at) && hasLineBreak(text, at, comment)) return end;
      at = comment;
      end = comment;
    } else if (text.charAt(at) === ' ' || text.charAt(at) === '\t') at += 1;
    else return end;
  }
  return end;
}

/** Where the comment ends that begins here; a line's comment ends before the line does. */
export function commentEnd(text: string, at: number): number | undefined {
  if (text.startsWith('//', at)) {
    let end = at + 2;
    while (end < text.length && text.charAt(end) !== LF && text.charAt(end) !== CR) end += 1;
    return end;
  }
  if (!text.startsWith('/*', at)) return undefined;
  const close = text.indexOf('*/', at + 2);
  return close < 0 ? text.length : close + 2;
}

/** True when a line ends between two offsets. */
export function hasLineBreak(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (text.charAt(at) === LF || text.charAt(at) === CR) return true;
  return false;
}
