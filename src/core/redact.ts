import { t } from '@vscode/l10n';
import { HIDDEN, hideNamed } from './namedSecrets';
import { describeSecret } from './secret';
import { isSecretVariable, variableRow } from './variables';
import { withoutLinks } from './words/plainText';

/** Anything shorter would also hide ordinary words; a credential of a gateway is longer. */
const SHORTEST_SECRET = 6;

/**
 * Text that looks like a credential although nobody told us of it, and no name says so: the key forms of common gateways
 * (`sk-…`, JWT), a user name and password in an address. Each takes linear time on any text.
 */
const SECRET_LOOKS: readonly [RegExp, string][] = [
  // Not the word in “invalid bearer token”.
  [/\b(bearer|basic)\s+(?!tokens?\b|[a-z]{1,14}(?![^\s.,;:!?)=]))[^\s"',;<>]{4,}/gi, `$1 ${HIDDEN}`],
  [/\b(?:sk-|gh[oprsu]_|github_pat_|glpat-|xox[abeprs]-|AIza|AKIA)[\w-]{8,}/g, HIDDEN],
  // Claude Code 2.1.197, with the whole value: Header '14' has invalid value: 'Bearer sk-…'
  [/\b(invalid (?:header )?value:? ?["'‘“])[^"'’”]{1,4000}/gi, `$1${HIDDEN}`],
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^]*/g, HIDDEN],
  [/(?<![\w-])eyJ[\w-]{10,}\.[\w-]{5,}\.?[\w-]*/g, HIDDEN],
  [/(?<![^\s"'(=])[^\s/:@"'(=<>]+:[^\s/:@"'<>]+@(?=[\w[])/g, `${HIDDEN}@`],
];

/**
 * Makes any text printable: known secrets (also percent-encoded, escaped in JSON or HTML, and in base64) and what looks
 * like one become a fixed phrase; terminal escapes, other control characters and bidirectional overrides go, and nothing is a
 * link any more. Line breaks and tabs stay.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  const hide = hiderFor(secrets);
  // Twice: a secret may hold control characters, and one that holds none may be divided by them.
  const printable = hide(stripControls(hide(text)));
  return withoutLinks(SECRET_LOOKS.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), hideQueries(hideNamed(hideUserInfo(printable)))));
}

/** Known secrets become a fixed phrase, in all their spellings; the text is not made printable otherwise. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  return hiderFor(secrets)(text);
}

type Hider = (text: string) => string;

/** Each text of a report is searched for the same secrets. */
const HIDERS = new WeakMap<readonly string[], Hider>();

function hiderFor(secrets: readonly string[]): Hider {
  const known = HIDERS.get(secrets);
  if (known !== undefined) return known;
  const hider = createHider(secrets.filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(formsOf));
  HIDERS.set(secrets, hider);
  return hider;
}

/** With more forms than this, looking for each in turn takes longer than looking for all at once. */
const FEW_FORMS = 200;

function createHider(all: readonly string[]): Hider {
  const forms = [...new Set(all)].sort((a, b) => b.length - a.length);
  if (forms.length <= FEW_FORMS) return (text) => forms.reduce((rest, form) => rest.replaceAll(form, HIDDEN), text);
  const byStart = new Map<string, string[]>();
  for (const form of forms) {
    const start = form.slice(0, SHORTEST_SECRET);
    const same = byStart.get(start);
    if (same === undefined) byStart.set(start, [form]);
    else same.push(form);
  }
  return (text) => {
    let shown = '';
    let from = 0;
    for (let at = 0; at + SHORTEST_SECRET <= text.length; at++) {
      const found = byStart.get(text.slice(at, at + SHORTEST_SECRET))?.find((form) => text.startsWith(form, at));
      if (found === undefined) continue;
      shown += text.slice(from, at) + HIDDEN;
      from = at + found.length;
      at = from - 1;
    }
    return shown + text.slice(from);
  };
}

/**
 * An address that may be shown: whatever stands before an @ and every value of a query go. Stricter than {@link redact},
 * which has to leave the addresses in other people's texts readable.
 */
export function printableUrl(url: string): string {
  const at = url.lastIndexOf('@');
  const scheme = /^\s*[a-z][a-z0-9+.-]*:\/{0,3}/i.exec(url)?.[0] ?? '';
  const plain = at < 0 ? url : `${/^\s*https?:/i.test(scheme) ? scheme : ''}${HIDDEN}${url.slice(at)}`;
  return redactLine(plain.replace(/([?&;][^=&;#]*=)[^&;#]*/g, (all, name: string) => (/^[?&]beta=true(?![^&;#])/.test(all) ? all : `${name}${HIDDEN}`)));
}

const SECRET_QUERY = /key|token|secret|sig|password|auth|code/i;

/** Hides values in the query of an address, more of them than elsewhere: a `code` or `sig` is a credential there. */
function hideQueries(text: string): string {
  return text.replace(/([?&]([\w-]{1,80})=)[^\s&#"'<>]+/g, (all: string, start: string, name: string) => (SECRET_QUERY.test(name) ? `${start}${HIDDEN}` : all));
}

/** Hides `user:password@` in addresses, up to the last @: a password may hold another one, or a slash. */
function hideUserInfo(text: string): string {
  return text.replace(/(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s"'<>]+)/gi, (all: string, scheme: string, rest: string) => {
    const at = rest.lastIndexOf('@');
    // `host:8080/a@b` holds a port, and no password.
    const plain = at < 0 || /^[\w.[\]-]*(?::\d+)?[/?#]/.test(rest);
    return plain ? all : `${scheme}${HIDDEN}${rest.slice(at)}`;
  });
}

/** {@link redact} on one line and at most `limit` characters, for a label or a sentence. */
export function redactLine(text: string, secrets: readonly string[] = [], limit = 300): string {
  return clipLine(redact(text, secrets), limit);
}

/** Printable text on one line and at most `limit` characters. It hides nothing. */
export function clipLine(text: string, limit: number): string {
  const line = text.replace(/\s+/g, ' ').trim().toWellFormed();
  return line.length > limit ? `${line.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…` : line;
}

/** The value of a variable as it may be shown: a secret as its length, anything else redacted on one line. */
export function printableValue(name: string, value: string): string {
  if (value === '') return t('empty');
  if (isSecretVariable(name)) return describeSecret(value);
  return variableRow(name)?.kind === 'url' ? printableUrl(value) : redactLine(value);
}

/** The ways in which servers and proxies spell a secret when they echo it. */
function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const ascii = json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const percent = encodeURIComponent(secret.toWellFormed());
  const strict = percent.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = new URLSearchParams({ '': secret }).toString().slice(1);
  const urls = [percent, strict, form, percent.replaceAll('%2F', '/'), encodeURI(secret.toWellFormed())];
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const forms = [
    secret,
    ...[json, ascii, ascii.replaceAll('/', '\\/')].flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]),
    ...urls.flatMap((text) => [text, text.replace(/%../g, (byte) => byte.toLowerCase())]),
    ...[['&quot;', '&#39;'], ['&#34;', '&#39;'], ['&quot;', '&#x27;']].map(([double = '', single = '']) => html.replaceAll('"', double).replaceAll("'", single)),
    ...base64Of(secret),
  ];
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** What all base64 texts with the secret in them have in common, for each of the three ways in which it can be aligned. */
function base64Of(secret: string): string[] {
  const bytes = Array.from(new TextEncoder().encode(secret), (byte) => String.fromCharCode(byte)).join('');
  return [0, 1, 2].flatMap((shift) => {
    const own = btoa(' '.repeat(shift) + bytes).slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** `\x1b[31m`, `\x1b]8;;…\x07` and the like, each as one piece, so that no `[31m` stays behind. */
const ESC = String.fromCharCode(0x1b);
const BEL = String.fromCharCode(0x07);
const ESCAPE_SEQUENCE = new RegExp(`${ESC}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)?|.)?`, 'g');

/** Without terminal escapes, other control characters and bidirectional overrides; line breaks and tabs stay. */
export function stripControls(text: string): string {
  return text
    .replace(ESCAPE_SEQUENCE, '')
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');
}
