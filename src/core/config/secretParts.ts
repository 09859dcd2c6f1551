import { parseCustomHeaders } from './customHeaders';

/** The word before a credential in a header. https://www.iana.org/assignments/http-authschemes */
const SCHEME = /^(?:bearer|basic|token|digest|negotiate|apikey|api-key|key)\s+/i;

/**
 * A secret value and what others repeat of it: a token without the word before it, a header without its name, one value of a
 * cookie, the password of an address, alone and with its user.
 */
export function secretParts(value: string): string[] {
  const headers = parseCustomHeaders(value).flatMap(({ name, value: own }) => [
    own.reveal(),
    ...(/cookie/i.test(name) ? cookieValues(own.reveal()) : []),
  ]);
  const whole = [value, value.trim(), ...headers];
  return unique([...whole, ...whole.map((one) => one.trim().replace(SCHEME, '')), ...addressParts(value)]);
}

/** The secrets of an address that is no secret as a whole: the password before its host, as it stands and decoded, and with its user. */
export function addressParts(address: string): string[] {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(address.trim()) ? address.trim() : `http://${address.trim()}`;
  if (!URL.canParse(text)) return [];
  const { username, password } = new URL(text);
  const pairs = [
    [username, password],
    [decoded(username), decoded(password)],
  ] as const;
  return unique(pairs.flatMap(([user, word]) => (word === '' ? [] : [word, `${user}:${word}`])));
}

function cookieValues(text: string): string[] {
  return text.split(';').map((pair) => pair.slice(pair.indexOf('=') + 1).trim());
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '');
}
