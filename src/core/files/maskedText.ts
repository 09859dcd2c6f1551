import { hideLooks, printableUrl } from '../words/redact';
import { isSecretVariable, variableRow } from '../claude/variables';
import { HIDDEN, hideStretches } from '../words/hideKnown';
import { looksRandom } from '../words/likeRandom';
import { isHarmlessHeader, namesCredential } from '../words/secretNames';
import { inOrder } from '../text/anyOf';

/** `NAME=…`, `export NAME=…`. */
const ASSIGNMENT = /^(\s{0,20}(?:export\s{1,20})?([A-Za-z_]\w{0,80})=)(?=[^=])/;
/** `NAME=…` within a command. */
const ASSIGNMENTS = /(?<![\w$-])([A-Z][A-Z0-9_]{2,80})=(?:"[^"\n]{0,4000}"?|'[^'\n]{0,4000}'?|[^\s"';,}]+)/g;
/** `-H 'X-Team: …'` of curl; a header of any name may hold a credential. */
const HEADER_OPTION = /(?<![\w-])((?:-H|--header)[ =]{0,4}["']?([\w-]{1,80}):[ \t]{0,10})([^"'\n]{1,4000})/g;
/** `-b a=…`, `--cookie a=…`. */
const COOKIE_OPTION = /(?<![\w-])((?:-b|--cookie)[ =]{1,4}["']?)(?=[^"'\s=]{1,80}=)[^"'\n]{1,4000}/g;
/** `-e NAME=…`, `--env NAME=…` of a container. */
const ENVIRONMENT_OPTION =
  /(?<![\w-])((?:-e|--env)[ =]{1,4}["']?([\w-]{1,80})=)(?:(?<=["'][\w-]{1,80}=)[^"'\n]{1,4000}|[^\s"']{1,4000})/g;
/** `--key …`, `--team-token=…`: what the name of an option says, as in {@link maskedArgument}. A variable is none: `--key $KEY`. */
const LONG_OPTION = /(?<![\w-])(--?([a-z][\w-]{1,60})[ =]["']?)(?![-$"'<{])([^\s"'`;|&)\\]{1,4000})/gi;
/** `echo …`, `printf %s …`: a command that prints the credential which stands in it. */
const PRINTED = /(?<![\w-])(?:echo|printf)(?: (?:-[a-zA-Z]{1,3}|["']?%s(?:\\n)?["']?)){0,3} ["']?([\w+/=.~-]{16,400})/g;
/** `sshpass -p …`, `mysql -p…`: an option of one letter, so the word behind it has to say it. */
const SHORT_OPTION = /(?<![\w-])-[a-zA-Z][ =]?["']?([\w+/=.~-]{12,400})/g;
/** `//user:password@host`. */
const BARE_USER_INFO = /(?<![\w:/])(\/\/)[^\s/:@"'<>]{1,200}:[^\s"'<>@]{1,400}@/g;
/** A URL as a whole with something before an @, as a proxy has it. */
const WHOLE_URL = /^\s{0,20}(?:[a-z][a-z\d+.-]{0,30}:)?\/\/[^\s]{0,400}:[^\s]{1,400}@/i;
/** A word of a credential, and a long word behind it. */
const BESIDE_WORD = inOrder(
  'gi',
  /(?<![a-z])(?:tokens?|secret|passw(?:or)?d|passphrase|credentials?|keys?|bearer|pat)/,
  /(?:[\s"'`:=]{1,6}(?:is|was|of|for|old|new|to|the|set)){0,3}/,
  /[\s"'`:=>(]{1,6}([\w+/=.~-]{16,400})/,
);
/** Long words of comments, none of them a part of an address or a path. */
const LONG_WORDS = /(?<![\w/.:@%+=-])[\w+/=-]{16,4000}/g;
/** An argument that is nothing but one long word. */
const LONG_WORD = /^[\w+/=-]{16,4000}$/;

/** An address of the web, and a part of one. */
const WEB_ADDRESS = /https?:\/\/[^\s"'`<>]{1,4000}/gi;
const PART_OF_ADDRESS = /[^/?#&=;:@]+/g;

const ADDRESS = /(?:url|uri|proxy|endpoint|server|host|address|gateway)$/i;

/** A text of a setting without credentials: in addresses, in commands, and whatever looks like one. `name` is that of the setting. */
export function maskedText(text: string, name: string): string {
  const assignment = ASSIGNMENT.exec(text);
  if (
    assignment !== null &&
    (/^[A-Z][A-Z0-9_]*$/.test(assignment[2] ?? '')
      ? isSecretVariable(assignment[2] ?? '')
      : namesCredential(assignment[2] ?? ''))
  )
    return `${assignment[1] ?? ''}${HIDDEN}`;
  return hideLooks(hideOptions(hidePartsOfAddresses(maskedAddress(text, name))));
}

/** The same for the words of a comment. */
export function maskedComment(text: string): string {
  return hideWords(LONG_WORDS, hideLooks(hideOptions(hidePartsOfAddresses(text))), 0, (word) => looksRandom(word));
}

function maskedAddress(text: string, name: string): string {
  const isAddress = variableRow(name)?.kind === 'url' || ADDRESS.test(name);
  return isAddress &&
    (WHOLE_URL.test(text) || (text.includes('?') && /^\s*https?:/i.test(text) && !/\s/.test(text.trim())))
    ? printableUrl(text)
    : text;
}

/** Some servers have the key in the path of their address, as webhooks do. Not a number of a commit or a UUID, which have no capitals. */
function hidePartsOfAddresses(text: string): string {
  const isKey = (part: string): boolean => looksRandom(part, 20) && /^(?=.*[a-z])(?=.*[A-Z])[\w%.~-]+$/.test(part);
  return text.replace(WEB_ADDRESS, (address) =>
    address.replace(PART_OF_ADDRESS, (part) => (isKey(part) ? HIDDEN : part)),
  );
}

function hideOptions(text: string): string {
  const shown = text
    .replace(BARE_USER_INFO, `$1${HIDDEN}@`)
    .replace(HEADER_OPTION, (all: string, start: string, name: string) =>
      isHarmlessHeader(name) ? all : `${start}${HIDDEN}`,
    )
    .replace(COOKIE_OPTION, `$1${HIDDEN}`)
    .replace(ENVIRONMENT_OPTION, (all: string, start: string, name: string) =>
      isSecretVariable(name) ? `${start}${HIDDEN}` : all,
    )
    .replace(LONG_OPTION, (all: string, start: string, name: string) =>
      namesCredential(name) ? `${start}${HIDDEN}` : all,
    )
    .replace(ASSIGNMENTS, (all: string, name: string) => (isSecretVariable(name) ? `${name}=${HIDDEN}` : all));
  return hideWords(
    SHORT_OPTION,
    [BESIDE_WORD, PRINTED].reduce((rest, pattern) => hideWords(pattern, rest, 1, (word) => looksRandom(word)), shown),
    1,
    (word) => looksRandom(word, 12),
  );
}

function hideWords(pattern: RegExp, text: string, group: number, isSecret: (word: string) => boolean): string {
  return hideStretches(
    text,
    [...text.matchAll(pattern)].flatMap((found) => {
      const word = found[group] ?? '';
      const end = found.index + found[0].length;
      return isSecret(word) ? [{ start: end - word.length, end }] : [];
    }),
  );
}

/** What is shown of an argument that holds a credential: because of the option before it, or because nobody types such a word. */
export function maskedArgument(option: string, argument: string): string | undefined {
  if (/^(?:-H|--?header)$/.test(option)) {
    const name = /^\s{0,20}([\w-]{1,80})\s{0,20}[:=]\s{0,20}/.exec(argument);
    return name === null || isHarmlessHeader(name[1] ?? '') ? undefined : `${name[0]}${HIDDEN}`;
  }
  if (/^(?:-u|-U|--user|--proxy-user)$/.test(option))
    return argument.includes(':') ? `${argument.slice(0, argument.indexOf(':') + 1)}${HIDDEN}` : undefined;
  if (/^(?:-e|--env)$/.test(option)) {
    const [name = ''] = argument.split('=', 1);
    return argument.includes('=') && isSecretVariable(name) ? `${name}=${HIDDEN}` : undefined;
  }
  if (/^(?:-b|--cookie)$/.test(option)) return argument.includes('=') ? HIDDEN : undefined;
  const named = /^-{1,2}[a-z]/i.test(option) && !option.includes('=') && namesCredential(option.replace(/^-+/, ''));
  return named || (LONG_WORD.test(argument) && looksRandom(argument)) ? HIDDEN : undefined;
}
