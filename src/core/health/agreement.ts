import { withScheme } from '../claude/baseUrl';
import { isSentInBackground, type HeaderOrigin } from '../config/credentialHeaders';
import { isConfigured, type PredictedRequest } from '../config/predict';
import { rowOf } from '../causes/findings';
import { effectiveValue, type ResolvedConfig } from '../config/resolve';
import type { SourceId } from '../claude/sources';
import { variableRow } from '../claude/variables';
import type { LastCheck } from '../probes/lastCheck';

/** Where a credential is read from. Never the credential, nor anything made of it. */
export interface CredentialPlace {
  /** Of a login that is saved: null. */
  readonly variable: string | null;
  readonly source: SourceId;
  /** The file; null where there is none, as with an environment. */
  readonly location: string | null;
}

/**
 * What a check that the user ran has shown to go together: the gateway, the places of the credentials that it took, and the
 * network settings by which it was reached. Holds no secret, so it can be kept in a file.
 */
export interface Agreement {
  /** Scheme, host and port, as a URL has them: `https://gw.example:8443`. */
  readonly origin: string;
  readonly credentials: readonly CredentialPlace[];
  /** `NAME=value` of each variable that decides on proxy or certificates: without passwords, and of a passphrase only the name. */
  readonly network: readonly string[];
}

/** Scheme, host and port that requests go to; undefined when no gateway is set up, or its address is none. */
export function gatewayOrigin(request: PredictedRequest): string | undefined {
  const text = withScheme(request.baseUrl.value);
  return isConfigured(request) && /^https?:/i.test(text) && URL.canParse(text) ? new URL(text).origin : undefined;
}

/** What is set up, as something to agree to; undefined when there is no address to agree to. */
export function agreementOf({
  config,
  request,
}: {
  readonly config: ResolvedConfig;
  readonly request: PredictedRequest;
}): Agreement | undefined {
  const origin = gatewayOrigin(request);
  return origin === undefined
    ? undefined
    : { origin, credentials: credentialPlaces(config, request), network: networkSettings(config) };
}

/** True when two agreements are one and the same. */
export function isSameAgreement(one: Agreement, other: Agreement): boolean {
  return (
    one.origin === other.origin &&
    isSameCredential(one, other) &&
    JSON.stringify(one.network) === JSON.stringify(other.network)
  );
}

/** True when the credentials of two agreements come from the same places. */
export function isSameCredential(one: Agreement, other: Agreement): boolean {
  const placesOf = ({ credentials }: Agreement): string =>
    JSON.stringify(credentials.map(({ variable, source, location }) => [variable, source, location]));
  return placesOf(one) === placesOf(other);
}

/**
 * True when a check has shown that the gateway takes the credential. Of one that is never sent from here, such as a saved
 * login, nothing can show that: then it is enough that nothing was wrong.
 */
export function wasAccepted(
  { probes, findings }: Pick<LastCheck, 'probes' | 'findings'>,
  { headers }: PredictedRequest,
): boolean {
  const helper = [headers.authorization, headers.xApiKey].some((origin) => origin?.kind === 'helper');
  if (!helper && !isSentInBackground(headers)) return findings.every(({ severity }) => severity !== 'error');
  return (
    probes.some(
      ({ id, outcome, provesCredential }) => provesCredential === true || (id === 'messages' && outcome === 'ok'),
    ) || findings.some((found) => found.certain && rowOf(found).provesCredential === true)
  );
}

function credentialPlaces(config: ResolvedConfig, { headers }: PredictedRequest): readonly CredentialPlace[] {
  const origins = [headers.authorization, headers.xApiKey].filter((origin): origin is HeaderOrigin => origin !== null);
  // They go along with every request, and may hold a credential under any name.
  const custom = effectiveValue(config, 'ANTHROPIC_CUSTOM_HEADERS');
  const all = [
    ...origins,
    ...(custom === undefined ? [] : [{ variable: 'ANTHROPIC_CUSTOM_HEADERS', source: custom.source }]),
  ];
  const places = all.map(({ variable, source }): CredentialPlace => ({
    variable,
    source,
    location: (variable === null ? undefined : effectiveValue(config, variable)?.location) ?? null,
  }));
  return places.filter((place, index) => places.findIndex(({ variable }) => variable === place.variable) === index);
}

function networkSettings(config: ResolvedConfig): readonly string[] {
  return config.variables.flatMap(({ name, effective }) => {
    const row = variableRow(name);
    if ((row?.role !== 'proxy' && row?.role !== 'tls') || effective.value.length === 0) return [];
    const value = effective.value.reveal();
    return [`${name}=${row.secret ? '' : row.kind === 'url' ? withoutPassword(value) : value}`];
  });
}

/** A proxy’s address as far as it says where to. */
function withoutPassword(proxy: string): string {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy.trim()) ? proxy.trim() : `http://${proxy.trim()}`;
  if (!URL.canParse(text)) return '';
  const { protocol, host } = new URL(text);
  return `${protocol}//${host}`;
}
