import { t } from '@vscode/l10n';
import { hideNamed } from './namedSecrets';
import { describeSecret } from './secret';
import { isSecretVariable, variableRow } from '../claude/variables';
import { HIDDEN, hiderOf } from './hideKnown';
import { withoutLinks } from '../text/plainText';
import { hidePlaced } from './placedSecrets';
import { SHAPE } from './secretShapes';
import { ESCAPE_SEQUENCE } from './skeleton';

/**
 * Text that looks like a credential although nobody told us of it, and no name says so: the key forms of common gateways
 * (`sk-…`, JWT), a user name and password in an address. Each takes linear time on any text.
 */
const SECRET_LOOKS: readonly [RegExp, string][] = [
  // Not the word in “invalid bearer token”.
  [/\b(bearer|basic)\s+(?!tokens?\b|[a-z]{1,14}(?![^\s.,;:!?)=]))[^\s"',;<>]{4,}/gi, `$1 ${HIDDEN}`],
  [SHAPE, HIDDEN],
  // Claude Code 2.1.197, with the whole value: Header '14' has invalid value: 'Bearer sk-…'
  [/\b(invalid (?:header )?value:? ?["'‘“])[^"'’”]{1,4000}/gi, `$1${HIDDEN}`],
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^]*/g, HIDDEN],
  [/(?<![\w-])eyJ[\w-]{10,}\.[\w-]{5,}\.?[\w-]*/g, HIDDEN],
  [/(?<![^\s"'(=])[^\s/:@"'(=<>]+:[^\s/:@"'<>]+@(?=[\w[])/g, `${HIDDEN}@`],
];

/**
 * Makes any text printable: known secrets become a fixed phrase (also percent-encoded, escaped in JSON or HTML, in base64,
 * broken by whatever a terminal puts in between, and cut), and what looks like a credential; terminal escapes, other control
 * characters and bidirectional overrides go, and nothing is a link any more. Line breaks and tabs stay.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  const { literal, broken } = hiderOf(secrets);
  // Twice: a secret may hold control characters, and one that holds none may be divided by them.
  return withoutLinks(hideLooks(broken(literal(stripControls(literal(text))))));
}

/** Known secrets become a fixed phrase, as {@link redact} finds them; the text is not made printable otherwise. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  const { literal, broken } = hiderOf(secrets);
  return broken(literal(text));
}

/** Hides what looks like a credential, or stands behind the name of one. Nobody told us of it, so it is hidden where it stands. */
export function hideLooks(text: string): string {
  return SECRET_LOOKS.reduce(
    (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
    hideQueries(hideNamed(hidePlaced(hideUserInfo(text)))),
  );
}

/**
 * An address that may be shown: whatever stands before an @ and every value of a query go. Stricter than {@link redact},
 * which has to leave the addresses in other people's texts readable.
 */
export function printableUrl(url: string): string {
  const at = url.lastIndexOf('@');
  const scheme = /^\s*[a-z][a-z0-9+.-]*:\/{0,3}/i.exec(url)?.[0] ?? '';
  const plain = at < 0 ? url : `${/^\s*https?:/i.test(scheme) ? scheme : ''}${HIDDEN}${url.slice(at)}`;
  return redactLine(
    plain.replace(/([?&;][^=?&;#]*=)[^&;#]*/g, (all, name: string) =>
      /^[?&]beta=true(?![^&;#])/.test(all) ? all : `${name}${HIDDEN}`,
    ),
  );
}

const SECRET_QUERY = /key|token|secret|sig|password|auth|code/i;

/** Hides values in the query of an address, more of them than elsewhere: a `code` or `sig` is a credential there. */
function hideQueries(text: string): string {
  return text.replace(/([?&]([\w-]{1,80})=)[^\s&#"'<>]+/g, (all: string, start: string, name: string) =>
    SECRET_QUERY.test(name) ? `${start}${HIDDEN}` : all,
  );
}

/** Hides `user:password@` in addresses, up to the last @: a password may hold another one, or a slash. */
function hideUserInfo(text: string): string {
  return text.replace(
    /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s"'<>]+)/gi,
    (all: string, scheme: string, rest: string) => {
      const at = rest.lastIndexOf('@');
      // `host:8080/a@b` holds a port, and no password.
      const plain = at < 0 || /^[\w.[\]-]*(?::\d+)?[/?#]/.test(rest);
      return plain ? all : `${scheme}${HIDDEN}${rest.slice(at)}`;
    },
  );
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

const ESCAPE_SEQUENCES = new RegExp(ESCAPE_SEQUENCE, 'gu');

/** Without terminal escapes, other control characters, bidirectional overrides and fillers that nobody sees; line breaks and tabs stay. */
export function stripControls(text: string): string {
  return text
    .replace(ESCAPE_SEQUENCES, '')
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n|\t|[\ufe00-\ufe0f])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, '');
}
