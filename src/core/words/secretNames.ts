import { isSecretName } from './namedSecrets';
import { variableRow } from '../claude/variables';
import { trimEndOf } from '../text/trim';
import { anyOf } from '../text/anyOf';

/** Words that make a name one of a credential, wherever they stand in it. */
const SECRET_WORDS = anyOf(
  '',
  /^.*(?:token|secret|credential|cookie|apikey|accesskey)s?$/, // authtoken
  /^.*(?:passw(?:or)?d|pwd|passphrase|passcode)s?$/, // dbpassword
  /^(?:authorization|bearer|jwt)$/, // bearer
);
/** Words that do so only at the end: `key`, `signingKey`, `github.pat`, `ghpat`; `compat` does not. */
const LAST_WORDS = /^(?:keys?|(?!.*compat$).*pat|pass|auth|vk|sig|signature|sas|pin|otp|connectionstring)$/;
/** What follows them there and is none: a number, an age, the name of an owner, the way in which it is kept. */
const NO_MATTER = anyOf(
  '',
  /^\d+$/, // 2
  /^(?:old|new|backup|primary|secondary|default)$/, // primary
  /^(?:prod|dev|test|stage)$/, // prod
  /^(?:ids?|values?|strings?|texts?|raw|ro|rw)$/, // value
);
/** A name that ends so speaks of a credential, and holds none. */
const HARMLESS_ENDS = anyOf(
  '',
  /^(?:colou?rs?|customizations?|styles?|board|bindings?|profiles?)$/, // colors
  /^(?:rules?|scopes?|modifiers?|types?|modes?|methods?|schemes?|providers?)$/, // scopes
  /^(?:limits?|counts?|budget|length|size|usage)$/, // limit
  /^(?:ttl|ms|seconds?|minutes?|expiry)$/, // ttl
  /^(?:urls?|uri|endpoint|paths?|files?|dirs?|folders?|names?)$/, // url
  /^(?:enabled|disabled|required|optional|support)$/, // enabled
  /^(?:helpers?|commands?|process|scripts?|prompt|dispatch)$/, // helper
);
const COUNTED = /^(?:max|min|input|output|thinking|total|budget|prompt|completion|num|number|count|context|of)$/;

/** The words of a name in any style: camelCase, kebab-case, snake_case, dotted. In lower case. */
function wordsOf(name: string): string[] {
  return name
    .slice(-120)
    .replace(/([a-z\d])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$& ')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}

/**
 * True for the name of a setting, an argument or a field whose value may be a credential. In a settings file it is clear
 * what is a name and what a value, so more names are taken for one than {@link isSecretName} takes in a running text.
 */
export function namesCredential(name: string): boolean {
  const row = variableRow(name);
  if (row !== undefined) return row.secret;
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (HARMLESS_ENDS.test(last) || (last === 'tokens' && words.some((word) => COUNTED.test(word)))) return false;
  if (isSecretName(name) || words.some((word) => SECRET_WORDS.test(word))) return true;
  // Two words that are often written as one.
  if (/^(?:connection|api|access)$/.test(words.at(-2) ?? '') && /^(?:string|key)$/.test(last)) return true;
  let end = words.length;
  while (end > 1 && NO_MATTER.test(words[end - 1] ?? '')) end -= 1;
  return LAST_WORDS.test(trimEndOf(words[end - 1] ?? '', '0123456789'));
}

/** Headers that never hold a credential. Of any other one nobody knows. */
const HARMLESS_HEADERS = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'anthropic-beta',
  'anthropic-version',
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'host',
  'mcp-protocol-version',
  'origin',
  'user-agent',
]);

/** True for a header that may be shown with its value. */
export function isHarmlessHeader(name: string): boolean {
  return HARMLESS_HEADERS.has(name.trim().toLowerCase());
}

/** The context that the name of a setting puts everything below it in. */
export type Below = 'shown' | 'hidden' | 'headers' | 'environment';

const ENVIRONMENT =
  /(?:^|\.)(?:env|environments?|environmentVariables|envVars?|variables)(?:\.(?:osx|linux|windows))?$/i;
const HEADERS = /headers?$/i;

/** What stands below a setting of this name: `env` and `terminal.integrated.env.linux` hold variables, `requestHeaders` headers. */
export function belowName(name: string): Below {
  if (ENVIRONMENT.test(name) && /^[\w.-]+$/.test(name)) return 'environment';
  if (HEADERS.test(name)) return 'headers';
  return namesCredential(name) ? 'hidden' : 'shown';
}
