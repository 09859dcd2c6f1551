import { t } from '@vscode/l10n';
import { trimEndOf, trimStartOf } from '../text/trim';

/** Something about a typed base URL: a refusal, or a question to answer before it is used. */
export interface UrlIssue {
  readonly code:
    | 'empty'
    | 'not-absolute'
    | 'scheme'
    | 'credentials'
    | 'query'
    | 'characters'
    | 'endpoint'
    | 'version-suffix'
    | 'plain-http';
  /** `refuse`: cannot be used. `offer`: a better URL is in `suggestion`. `confirm`: usable after a yes. */
  readonly kind: 'refuse' | 'offer' | 'confirm';
  /** One sentence for the person typing. */
  readonly message: string;
  /** For an offer: the same, above the addresses to choose from. */
  readonly question?: string;
  readonly suggestion?: string;
}

/** What became of the typed text. `url` is set unless it's refused: trimmed, no trailing slash. */
export interface UrlReview {
  readonly url?: string;
  readonly issues: readonly UrlIssue[];
}

const QUOTES = '"\'`“”‘’«»';

/**
 * Judges a base URL as it is typed. Claude Code appends `/v1/messages?beta=true` to the text of ANTHROPIC_BASE_URL
 * (measured: quotes, a missing scheme, a query or an extra `/v1` all end in misleading errors).
 */
export function reviewBaseUrl(typed: string): UrlReview {
  const text = trimUrl(typed);
  if (text === '')
    return refuse(
      'empty',
      t('Enter the address that your gateway team gave you, for example https://llm-gateway.example.com'),
    );
  const badCharacter = findBadCharacter(text);
  if (badCharacter !== undefined) return refuse('characters', badCharacter);
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    return refuse(
      'not-absolute',
      t('Start with https:// (for example {url})', { url: `https://${text.replace(/^\/+/, '').slice(0, 60)}` }),
    );
  }
  const url = parse(text);
  if (url === undefined)
    return refuse(
      'not-absolute',
      t('This isn’t a complete address. It should look like https://llm-gateway.example.com'),
    );
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return refuse('scheme', t('Use https:// (or http:// on this machine).'));
  if (url.username !== '' || url.password !== '') {
    return refuse(
      'credentials',
      t('Remove the user name and password from the address; you enter the credential separately.'),
    );
  }
  if (url.search !== '' || url.hash !== '' || /[?#]$/.test(text)) {
    return refuse('query', t('Remove everything from ? or # on: Claude Code appends its own path to the address.'));
  }
  return accept(text, url);
}

/** The address that Claude Code posts to for this base URL. White space around it is ignored (measured). */
export function messagesUrl(baseUrl: string): string {
  return `${trimEndOf(baseUrl.trim(), '/')}/v1/messages?beta=true`;
}

/** A base URL as Claude Code requests it: a scheme may be missing before `name:port` (measured). */
export function withScheme(baseUrl: string): string {
  const text = baseUrl.trim();
  return /^https?:\/\//i.test(text) || !/^[a-z][\w.-]*:\d+(?:[/?#]|$)/i.test(text) ? text : `http://${text}`;
}

/** The host (with port) of a URL for a sentence, or the whole text when it does not parse. */
export function hostOf(url: string): string {
  // A scheme may be missing: then the name before the port reads as one.
  return (
    [url, `http://${url}`].map((text) => parse(text)?.host).find((host) => host !== undefined && host !== '') ?? url
  );
}

/** True for addresses that never leave this machine. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function accept(text: string, url: URL): UrlReview {
  const plain = trimEndOf(text, '/');
  const issues: UrlIssue[] = [];
  const withoutEndpoint = /^(\w+:\/\/[^/].*?)(?:\/v1)?\/messages(?:\/count_tokens)?$/i.exec(plain)?.[1];
  if (withoutEndpoint !== undefined) {
    issues.push({
      code: 'endpoint',
      kind: 'offer',
      message: t('Claude Code appends /v1/messages itself. Press Enter to choose the address without it.'),
      question: t('Claude Code appends /v1/messages itself.'),
      suggestion: withoutEndpoint,
    });
    return { issues };
  }
  const withoutVersion = /^(\w+:\/\/[^/].*)\/v1$/i.exec(plain)?.[1];
  if (withoutVersion !== undefined) {
    issues.push({
      code: 'version-suffix',
      kind: 'offer',
      message: t(
        'Claude Code appends /v1/messages itself, so this would become /v1/v1/messages. Press Enter to choose the address without /v1.',
      ),
      question: t('Claude Code appends /v1/messages itself, so this would become /v1/v1/messages.'),
      suggestion: withoutVersion,
    });
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    issues.push({
      code: 'plain-http',
      kind: 'confirm',
      message: t(
        'http:// sends the credential unencrypted over the network. You’re asked to confirm after you press Enter.',
      ),
    });
  }
  return { url: plain, issues };
}

function trimUrl(typed: string): string {
  return trimEndOf(trimStartOf(typed.trim(), QUOTES), QUOTES).trim();
}

function findBadCharacter(text: string): string | undefined {
  const match = /[\s\p{C}\\"'`<>{}|^“”‘’«»]/u.exec(text);
  if (match === null) return undefined;
  const [character] = match;
  const position = match.index + 1;
  if (/\s/.test(character))
    return t('Character {position} is a space or line break, which isn’t allowed in an address.', { position });
  if (/\p{C}/u.test(character))
    return t('Character {position} is an invisible character, which isn’t allowed in an address.', { position });
  return t('Character {position} is {character}, which isn’t allowed in an address.', { position, character });
}

function refuse(code: UrlIssue['code'], message: string): UrlReview {
  return { issues: [{ code, kind: 'refuse', message }] };
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
