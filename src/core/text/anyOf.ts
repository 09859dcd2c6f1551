/**
 * Joins alternatives into one pattern. Each has a comment with a text that it matches, behind it or above it, which a test
 * reads back. The flags apply to all of them.
 */
export function anyOf(flags: string, ...alternatives: readonly RegExp[]): RegExp {
  return new RegExp(alternatives.map(({ source }) => source).join('|'), flags);
}

/** Joins parts that follow one another into one pattern. */
export function inOrder(flags: string, ...parts: readonly RegExp[]): RegExp {
  return new RegExp(parts.map(({ source }) => `(?:${source})`).join(''), flags);
}
