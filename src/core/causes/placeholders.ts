import type { CauseId } from './causes';
import { TROUBLESHOOTING } from './table';
import { tableText } from '../text/tableText';
import { shownFact, type ShownFact } from '../words/facts';
import type { Facts } from './facts';

/** What a `{placeholder}` of the table reads as while its fact is not known. */
export const PLACEHOLDER_WORDS = {
  host: 'the gateway',
  url: 'that address',
  location: 'another address',
  detail: 'there’s a problem with it.',
  source: 'your settings',
  place: 'the other place',
  loser: 'one place',
  winner: 'the other place',
  variable: 'the variable',
  second: 'the other one',
  nearest: 'a known one',
  instead: 'the variable that’s meant for it',
  setting: 'such a name',
  provider: 'a cloud provider',
  skipAuth: 'the provider’s CLAUDE_CODE_SKIP_…_AUTH',
  expectedHeader: 'a different header',
  sentHeader: 'the one you’re using',
  expectedVariable: 'the other variable',
  version: '(older version)',
  fixed: 'a newer version',
} as const satisfies Readonly<Record<string, string>>;

/**
 * A text of a cause's row, translated and with its facts filled in, each as its kind reads. What stands in parentheses goes when its fact
 * is not known, as does a closing `{detail}`; any other placeholder reads as the row’s `usualFacts` or else
 * {@link PLACEHOLDER_WORDS} say.
 */
export function fillIn(text: string, cause: CauseId, facts: Facts): string {
  const words: Facts = { ...PLACEHOLDER_WORDS, ...TROUBLESHOOTING[cause].usualFacts };
  const known = (name: string): ShownFact | undefined =>
    facts[name] === undefined ? undefined : shownFact(name, facts[name]);
  return tableText(text)
    .replace(/ \(\{(\w+)\}\)/g, (aside, name: string) => (known(name) === undefined ? '' : aside))
    .replace(/:? \{detail\}\.?$/, (end) => (facts['detail'] !== undefined ? end : end.startsWith(':') ? '.' : ''))
    .replace(/\{(\w+)\}/g, (_, name: string, at: number) => {
      const { text: shown, own } = known(name) ?? { text: tableText(words[name] ?? PLACEHOLDER_WORDS.host), own: true };
      return own ? asWord(shown, at) : shown;
    });
}

function asWord(word: string, at: number): string {
  return at === 0 ? `${word.charAt(0).toUpperCase()}${word.slice(1)}` : word;
}
