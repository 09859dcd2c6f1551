import { SET_BY_CLAUDE_CODE, VARIABLES } from '../claude/variables';

/** Names that people use by mistake, and that are further off than a typo. */
const TAKEN_FOR: Readonly<Record<string, string>> = {
  ANTHROPIC_API_BASE: 'ANTHROPIC_BASE_URL',
  ANTHROPIC_API_URL: 'ANTHROPIC_BASE_URL',
  ANTHROPIC_API_BASE_URL: 'ANTHROPIC_BASE_URL',
  ANTHROPIC_ENDPOINT: 'ANTHROPIC_BASE_URL',
  ANTHROPIC_URL: 'ANTHROPIC_BASE_URL',
  CLAUDE_BASE_URL: 'ANTHROPIC_BASE_URL',
  CLAUDE_CODE_BASE_URL: 'ANTHROPIC_BASE_URL',
  ANTHROPIC_TOKEN: 'ANTHROPIC_AUTH_TOKEN',
  ANTHROPIC_API_TOKEN: 'ANTHROPIC_AUTH_TOKEN',
  ANTHROPIC_BEARER_TOKEN: 'ANTHROPIC_AUTH_TOKEN',
  CLAUDE_AUTH_TOKEN: 'ANTHROPIC_AUTH_TOKEN',
  CLAUDE_CODE_AUTH_TOKEN: 'ANTHROPIC_AUTH_TOKEN',
  ANTHROPIC_KEY: 'ANTHROPIC_API_KEY',
  CLAUDE_API_KEY: 'ANTHROPIC_API_KEY',
  CLAUDE_CODE_API_KEY: 'ANTHROPIC_API_KEY',
  ANTHROPIC_HEADERS: 'ANTHROPIC_CUSTOM_HEADERS',
  CLAUDE_MODEL: 'ANTHROPIC_MODEL',
  CLAUDE_CODE_MODEL: 'ANTHROPIC_MODEL',
};

/** No Claude Code name is longer, and a hostile name must not take time. */
const LONGEST = 80;

/**
 * The known variable that an unknown name is likely meant to be. Claude Code reads more variables than the table holds, so
 * only a close name is reported: two letters off, or one in a short name without its prefix. Undefined for any other.
 */
export function nearestName(name: string): string | undefined {
  if (Object.hasOwn(VARIABLES, name) || SET_BY_CLAUDE_CODE.includes(name) || name.length > LONGEST) return undefined;
  if (Object.hasOwn(TAKEN_FOR, name)) return TAKEN_FOR[name];
  const upper = name.toUpperCase();
  const reach = /^(?:ANTHROPIC|CLAUDE)/.test(upper) || name.length >= 12 ? 2 : 1;
  const near = Object.keys(VARIABLES)
    .filter((known) => Math.abs(known.length - name.length) <= reach)
    .map((known) => ({ known, distance: distance(known.toUpperCase(), upper) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near !== undefined && near.distance <= reach ? near.known : undefined;
}

/** Levenshtein: how many letters must be inserted, removed or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
