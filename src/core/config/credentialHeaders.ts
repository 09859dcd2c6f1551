import { isAfter } from '../claude/clientVersions';
import { parseCustomHeaders } from './customHeaders';
import type { ProviderId, ProviderRow } from '../claude/providers';
import { effectiveValue, isOn, type ResolvedConfig, type SourcedValue } from './resolve';
import { sourceRow, type SourceId } from '../claude/sources';

/** Where the content of a credential header comes from. `empty`: the header is sent without content. */
export interface HeaderOrigin {
  readonly kind: 'variable' | 'helper' | 'custom-header' | 'login' | 'empty';
  readonly variable: string | null;
  readonly source: SourceId;
  /**
   * The command runs beside the request, which does not wait for it: what it prints is sent only when it comes at once. So
   * beside ANTHROPIC_AUTH_TOKEN, in every version: of 2.1.197 to 2.1.332 none waited a second, and some not 0.3 seconds.
   */
  readonly ifQuick?: true;
}

/** The two headers that can carry a credential; null when it is not sent. */
export interface CredentialHeaders {
  readonly authorization: HeaderOrigin | null;
  readonly xApiKey: HeaderOrigin | null;
}

/** True when a check that nobody asked for proves the credential: a command is not run for it, and a saved login never read. */
export function isSentInBackground({ authorization, xApiKey }: CredentialHeaders): boolean {
  const origins = [authorization, xApiKey].filter((origin) => origin !== null);
  if (origins.some(({ kind }) => kind === 'helper')) return false;
  // Some formats of cloud providers need none.
  return (
    origins.length === 0 ||
    origins.some(
      ({ kind, variable }) => (kind === 'variable' && variable !== 'AWS_ACCESS_KEY_ID') || kind === 'custom-header',
    )
  );
}

/** Saved credentials that count when no other is set. */
export interface SavedLogin {
  /** A claude.ai login. */
  readonly account: boolean;
  /** An API key that a Console login made. */
  readonly consoleKey: boolean;
  /** ANTHROPIC_API_KEY was declined by the user, or not approved where that is asked for: it is left out. */
  readonly keySkipped: boolean;
  /** The chosen provider's own sign-in is on this machine. */
  readonly cloud: boolean;
}

/** Everything that can fill a header, as it stands on one surface. */
interface Candidates {
  readonly token: HeaderOrigin | null;
  readonly key: HeaderOrigin | null;
  readonly helper: HeaderOrigin | null;
  readonly customAuthorization: HeaderOrigin | null;
  readonly customKey: HeaderOrigin | null;
  readonly oauth: HeaderOrigin | null;
  readonly login: HeaderOrigin | null;
  readonly consoleKey: HeaderOrigin | null;
  readonly cloud: HeaderOrigin | null;
  variable(name: string): HeaderOrigin | null;
}

/** What Claude Code puts into the two headers for each format. Measured with 2.1.329 and 2.1.197, some 300 configurations, and where a rule names a change, with the versions around it. */
export function credentialHeaders(
  config: ResolvedConfig,
  provider: ProviderRow | undefined,
  saved: SavedLogin,
): CredentialHeaders {
  const every = candidates(config, saved);
  // In the providers' formats an empty Authorization is left out.
  const found = provider === undefined ? every : { ...every, customAuthorization: notBlank(every.customAuthorization) };
  return FORMATS[provider?.id ?? 'anthropic'](found, config, provider !== undefined && isOn(config, provider.skipAuth));
}

type Format = (found: Candidates, config: ResolvedConfig, skipAuth: boolean) => CredentialHeaders;

const FORMATS: Readonly<Record<ProviderId, Format>> = {
  /**
   * A custom `x-api-key` wins over every other one; a custom `Authorization` only over a login. A variable fills its own
   * header, a helper each header that no variable fills, and what is saved counts last.
   */
  anthropic({ token, key, helper, customAuthorization, customKey, oauth, login, consoleKey }) {
    const authorization = token ?? helper ?? customAuthorization ?? (key === null ? (oauth ?? login) : null);
    const signedIn = authorization?.kind === 'login' || (authorization !== null && authorization === oauth);
    const beside: HeaderOrigin | null =
      helper !== null && authorization !== helper ? { ...helper, ifQuick: true } : helper;
    return { authorization, xApiKey: customKey ?? key ?? beside ?? (signedIn ? null : consoleKey) };
  },
  bedrock(found, config, skipAuth) {
    const { token, key, helper, customAuthorization, customKey } = found;
    const bearer = found.variable('AWS_BEARER_TOKEN_BEDROCK');
    const older = !isAfter(config.clientVersion, 'bedrock-key-beside-token');
    if (!skipAuth && bearer === null) return signed(found);
    const authorization = bearer ?? token ?? helper ?? customAuthorization;
    return { authorization, xApiKey: customKey ?? (authorization !== null || older ? key : null) };
  },
  vertex({ token, key, helper, customAuthorization, customKey, cloud }, _, skipAuth) {
    return skipAuth
      ? { authorization: token ?? helper ?? customAuthorization, xApiKey: customKey ?? key }
      : { authorization: cloud, xApiKey: customKey };
  },
  foundry(found, config, skipAuth) {
    const { token, helper, customAuthorization, customKey } = found;
    const own = found.variable('ANTHROPIC_FOUNDRY_API_KEY');
    if (!isAfter(config.clientVersion, 'foundry-own-credential'))
      return own === null
        ? { authorization: found.cloud, xApiKey: customKey }
        : { authorization: token ?? helper ?? customAuthorization, xApiKey: customKey ?? own };
    const ownToken = found.variable('ANTHROPIC_FOUNDRY_AUTH_TOKEN');
    if (ownToken !== null) return { authorization: ownToken, xApiKey: customKey };
    const beside = isAfter(config.clientVersion, 'foundry-key-alone') ? null : (token ?? helper ?? customAuthorization);
    if (own !== null) return { authorization: beside, xApiKey: customKey ?? own };
    // Without any credential the words `skip-foundry-auth` are sent as the token.
    return skipAuth
      ? {
          authorization: token ?? helper ?? customAuthorization ?? found.variable('CLAUDE_CODE_SKIP_FOUNDRY_AUTH'),
          xApiKey: customKey,
        }
      : { authorization: found.cloud, xApiKey: customKey };
  },
  aws(found, _, skipAuth) {
    const { token, helper, customAuthorization, customKey } = found;
    if (skipAuth)
      return { authorization: token ?? helper ?? customAuthorization, xApiKey: customKey ?? token ?? helper };
    const own = found.variable('ANTHROPIC_AWS_API_KEY');
    return own === null ? signed(found) : { authorization: null, xApiKey: customKey ?? own };
  },
  mantle(found, _, skipAuth) {
    const { token, helper, customAuthorization, customKey } = found;
    const bearer = found.variable('AWS_BEARER_TOKEN_BEDROCK');
    if (skipAuth) return { authorization: token ?? helper ?? customAuthorization ?? bearer, xApiKey: customKey };
    return bearer === null ? signed(found) : { authorization: bearer, xApiKey: customKey };
  },
};

/** AWS signs the request with its own credentials; the signature stands in Authorization. */
function signed(found: Candidates): CredentialHeaders {
  return { authorization: found.variable('AWS_ACCESS_KEY_ID') ?? found.cloud, xApiKey: found.customKey };
}

function candidates(config: ResolvedConfig, saved: SavedLogin): Candidates {
  const blankCounts = !isAfter(config.clientVersion, 'blank-token-is-none');
  const variable = (name: string): HeaderOrigin | null => {
    const found = effectiveValue(config, name);
    if (found === undefined) return null;
    const blank = found.value.reveal().trim() === '';
    return blank && !blankCounts ? null : { kind: blank ? 'empty' : 'variable', variable: name, source: found.source };
  };
  // Bare mode reads no helper and no saved credential.
  const bare = isOn(config, 'CLAUDE_CODE_SIMPLE');
  const helper = effectiveValue(config, 'apiKeyHelper');
  const custom = customOrigins(effectiveValue(config, 'ANTHROPIC_CUSTOM_HEADERS'));
  const savedOrigin = (there: boolean): HeaderOrigin | null =>
    there && !bare ? { kind: 'login', variable: null, source: 'login' } : null;
  return {
    variable,
    token: variable('ANTHROPIC_AUTH_TOKEN'),
    key: saved.keySkipped ? null : notBlank(variable('ANTHROPIC_API_KEY')),
    helper: bare || helper === undefined ? null : { kind: 'helper', variable: 'apiKeyHelper', source: helper.source },
    customAuthorization: custom('authorization'),
    customKey: custom('x-api-key'),
    oauth: bare ? null : oauthOf(variable('CLAUDE_CODE_OAUTH_TOKEN'), saved),
    login: savedOrigin(saved.account),
    consoleKey: savedOrigin(saved.consoleKey),
    cloud: saved.cloud ? { kind: 'login', variable: null, source: 'login' } : null,
  };
}

/** Where a folder could sign in, a saved login kept its place (measured, 2.1.197 to 2.1.311). */
function oauthOf(found: HeaderOrigin | null, saved: SavedLogin): HeaderOrigin | null {
  return found !== null && saved.account && sourceRow(found.source).fromFolder ? null : found;
}

function notBlank(origin: HeaderOrigin | null): HeaderOrigin | null {
  return origin?.kind === 'empty' ? null : origin;
}

function customOrigins(found: SourcedValue | undefined): (name: string) => HeaderOrigin | null {
  if (found === undefined) return () => null;
  const headers = parseCustomHeaders(found.value.reveal());
  return (name) => {
    const header = headers.findLast((candidate) => candidate.name.toLowerCase() === name);
    return header === undefined
      ? null
      : {
          kind: header.value.reveal() === '' ? 'empty' : 'custom-header',
          variable: 'ANTHROPIC_CUSTOM_HEADERS',
          source: found.source,
        };
  };
}
