import { t } from '@vscode/l10n';
import { hostOf } from '../claude/baseUrl';
import { clipLine, printableUrl, stripControls } from './redact';
import { withoutLinks } from '../text/plainText';

/** What a fact is. Whoever writes a file or answers a request chooses it, so each kind has a form, and words for what has another. */
export type FactKind = 'name' | 'setting' | 'header' | 'host' | 'address' | 'version' | 'status' | 'code' | 'words';

/** The kind of each placeholder of the troubleshooting table. */
export const FACT_KINDS = {
  variable: 'name',
  second: 'name',
  nearest: 'name',
  expectedVariable: 'name',
  skipAuth: 'name',
  setting: 'setting',
  expectedHeader: 'header',
  sentHeader: 'header',
  host: 'host',
  url: 'address',
  location: 'address',
  version: 'version',
  fixed: 'version',
  status: 'status',
  code: 'code',
  // One or two names, perhaps with a value, from a table of ours.
  instead: 'words',
  provider: 'words',
  // Labels with paths, which may hold anything, and sentences that may quote.
  source: 'words',
  place: 'words',
  loser: 'words',
  winner: 'words',
  detail: 'words',
} as const satisfies Readonly<Record<string, FactKind>>;

/** Longer names, hosts and codes are nobody’s. */
const LONGEST_NAME = 100;
const LONGEST_ADDRESS = 300;
const LONGEST_WORDS = 600;

/** How a value of each kind reads; undefined for what is none. The value is one line without control characters. */
const READ: Readonly<Record<FactKind, (value: string) => string | undefined>> = {
  name: (value) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(value) && value.length <= LONGEST_NAME ? value : undefined),
  setting: (value) => (/^[A-Za-z_][\w.-]*$/.test(value) && value.length <= LONGEST_NAME ? value : undefined),
  // RFC 9110, without the signs that mean something in markdown; the scheme belongs to it.
  header: (value) => (/^[\w-]+(?:: Bearer)?$/.test(value) && value.length <= LONGEST_NAME ? value : undefined),
  host: readHost,
  address: readAddress,
  version: (value) => (/^\d[\w.+-]{0,40}$/.test(value) ? value : undefined),
  status: (value) => (/^\d{3}$/.test(value) ? value : undefined),
  code: (value) => (/^[\w.-]+$/.test(value) && value.length <= LONGEST_NAME ? value : undefined),
  words: (value) => withoutLinks(clipLine(value, LONGEST_WORDS)),
};

/** A fact as it is shown. `own` words are ours, and take a capital letter at the beginning of a sentence. */
export interface ShownFact {
  readonly text: string;
  readonly own: boolean;
}

/** A fact of the table made fit to be shown, by its name; undefined where nothing would be said by it. */
export function shownFact(name: string, value: string): ShownFact | undefined {
  const kind = kindOf(name);
  const text = READ[kind](stripControls(value).replace(/\s+/g, ' ').trim());
  if (text !== undefined) return { text, own: false };
  const words = wordsFor(kind);
  return words === undefined ? undefined : { text: words, own: true };
}

/** {@link shownFact} within a sentence. */
export function printableFact(name: keyof typeof FACT_KINDS, value: string): string {
  return shownFact(name, value)?.text ?? '';
}

/** A name as evidence: of one that is no variable’s, what it says, quoted. */
export function quotedName(name: string): string {
  return READ.setting(name) ?? `“${withoutLinks(clipLine(stripControls(name), 80))}”`;
}

/** The host of an address, for a sentence. */
export function printableHost(url: string): string {
  return printableFact('host', hostOf(printableUrl(url)));
}

function kindOf(name: string): FactKind {
  return Object.hasOwn(FACT_KINDS, name) ? FACT_KINDS[name as keyof typeof FACT_KINDS] : 'words';
}

/** What is said instead of a value of another form; a status or code is then left out. */
function wordsFor(kind: FactKind): string | undefined {
  switch (kind) {
    case 'name':
      return t('an invalid variable name');
    case 'setting':
      return t('an invalid setting name');
    case 'header':
      return t('an invalid header name');
    case 'host':
      return t('an invalid host name');
    case 'address':
      return t('an invalid address');
    case 'version':
      return t('(unknown version)');
    case 'status':
    case 'code':
    case 'words':
      return undefined;
  }
}

/** A name of letters, digits, dots and hyphens, or an IP address; with a port perhaps. Other alphabets as the network spells them. */
function readHost(value: string): string | undefined {
  const ascii =
    /^[\0-\x7f]*$/.test(value) || !URL.canParse(`http://${value}`) ? value : new URL(`http://${value}`).host;
  return /^(?:\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9_][A-Za-z0-9_.-]{0,252})(?::\d{1,5})?$/.test(ascii) ? ascii : undefined;
}

/** A whole http address, or a path. Signs that would make a link of it, or a sentence, are written as browsers may send them. */
function readAddress(value: string): string | undefined {
  const whole = /^https?:\/\//i.test(value) && URL.canParse(value);
  if (!whole && !/^(?:\.{0,2}\/|[?#])\S*$|^[\w.~%-]+(?:[/?#]\S*)?$/.test(value)) return undefined;
  return clipLine(value.replaceAll(' ', '%20').replaceAll('](', ']%28').replaceAll('$(', '$%28'), LONGEST_ADDRESS);
}
