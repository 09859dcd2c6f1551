/** A letter beside a digit, or a capital behind a small letter. Words, hosts, models and dates have few of them. */
const CHANGE = /[a-zA-Z](?=\d)|\d(?=[a-zA-Z])|[a-z](?=[A-Z])/g;

/** How often letters, capitals and digits take turns in a text. @example "claude-sonnet-4" has 0, "Hc83VnQ0" has 4 */
export function changesIn(text: string): number {
  return text.match(CHANGE)?.length ?? 0;
}

/** True for what a machine made up: long, one word, and mixed. Not for addresses, paths, models, host names and words. */
export function looksRandom(text: string, shortest = 16): boolean {
  return text.length >= shortest && !/\s|:\/|^[/~.]/.test(text) && changesIn(text) >= 3;
}
