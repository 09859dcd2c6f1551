import type { HeaderChoice } from '../claude/credential';
import { CERTAIN } from './errorReading';
import type { ErrorText } from './errorText';
import { ERROR_RULES } from './rules/allRules';
import { confidenceOf, type ErrorRule } from './rules/errorRule';

/** A text, and whether it is an answer that is known whole, with its headers. */
export type Evidence = ErrorText & { readonly whole: boolean };

/** A rule that fits, and where its words begin. */
export interface Match {
  readonly rule: ErrorRule;
  readonly at: number;
}

/** The rules that fit, and the words that they were tried on: those with a space between lines, unless the ones without decide more. */
export function matchesOf(
  text: Evidence,
  sent: HeaderChoice | undefined,
): { readonly matches: readonly Match[]; readonly words: string } {
  const spaced = matchesIn(withoutHosts(text.flat), text, sent, (rule) => rule.match);
  if (text.joined !== undefined) {
    const joined = matchesIn(withoutHosts(text.joined), text, sent, lenient);
    if (strength(joined) > strength(spaced)) return { matches: joined, words: text.joined };
  }
  return { matches: spaced, words: text.flat };
}

/** The match of the rule that is most certain; of equal ones the first. */
export function strongest(matches: readonly Match[]): Match | undefined {
  return matches.reduce<Match | undefined>(
    (best, match) => (best === undefined || confidenceOf(match.rule) > confidenceOf(best.rule) ? match : best),
    undefined,
  );
}

/** The names of hosts say nothing about an error: `https://waf.example` is the gateway. As long as the text, so that places stay. */
function withoutHosts(text: string): string {
  return text.includes('://')
    ? text.replace(/(:\/\/)([\w.-]{1,253})/g, (_, slashes: string, host: string) => slashes + 'x'.repeat(host.length))
    : text;
}

/** Of two readings of a text, the one that decides more. */
function strength(matches: readonly Match[]): number {
  const confidences = matches.map(({ rule }) => confidenceOf(rule));
  return Math.max(0, ...confidences) * 100 + confidences.filter((confidence) => confidence >= CERTAIN).length;
}

function matchesIn(
  words: string,
  { status, html, headers, whole }: Evidence,
  sent: HeaderChoice | undefined,
  patternOf: (rule: ErrorRule) => RegExp,
): Match[] {
  const found: Match[] = [];
  for (const rule of ERROR_RULES) {
    if (
      rule.status !== undefined &&
      (status === undefined ? rule.onlyWithStatus === true : !rule.status.includes(status))
    )
      continue;
    if ((rule.html !== undefined && rule.html !== html) || (rule.whole === true && !whole)) continue;
    if (rule.asksFor !== undefined && sent !== undefined && (sent === rule.asksFor || sent === 'both')) continue;
    const match = rule.where === 'headers' ? rule.match.exec(headers) : patternOf(rule).exec(words);
    if (match === null) continue;
    if (rule.upstream !== undefined && rule.upstream !== (UPSTREAM.test(words) || UPSTREAM_HEADER.test(headers)))
      continue;
    found.push({ rule, at: match.index });
  }
  return found;
}

/** Anthropic’s request id, in its envelope or header. */
const UPSTREAM = /request[_-]id['"]?[:=(]? ?['"]?req_/i;
const UPSTREAM_HEADER = /^request-id: ?req_/m;

const LENIENT = new WeakMap<ErrorRule, RegExp>();

/** The rule for a text whose lines were joined without a space between them. */
function lenient(rule: ErrorRule): RegExp {
  const known = LENIENT.get(rule);
  if (known !== undefined) return known;
  const pattern = new RegExp(rule.match.source.replace(/ (?![?*+{])/g, ' ?'), rule.match.flags);
  LENIENT.set(rule, pattern);
  return pattern;
}
