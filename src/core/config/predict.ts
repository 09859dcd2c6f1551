import { t } from '@vscode/l10n';
import type { CauseId } from '../causes/causes';
import { messagesUrl } from '../claude/baseUrl';
import { isAfter, isProven, type ClientChange } from '../claude/clientVersions';
import { credentialHeaders, type CredentialHeaders, type HeaderOrigin, type SavedLogin } from './credentialHeaders';
import { customHeaderProblem } from './customHeaders';
import { CLOUD_VARIABLES, isOn, PROVIDERS, type ProviderId, type ProviderRow } from '../claude/providers';
import { effectiveValue, forcedLogins, type ResolvedConfig } from './resolve';
import type { Secret } from '../words/secret';
import type { Snapshot } from './snapshot';
import { sourceRow, type SourceId } from '../claude/sources';
import { trimEndOf } from '../text/trim';

export type { HeaderOrigin } from './credentialHeaders';

/** The request that Claude Code will send from a surface, or why none leaves. Holds no secret. */
export interface PredictedRequest {
  readonly willSend: boolean;
  /** Set when nothing is sent. */
  readonly reason?: CauseId;
  readonly detail?: string;
  /** Another version does send here, and in which one that began was not seen exactly: the reason may be wrong. */
  readonly unproven?: true;
  readonly provider: ProviderId;
  /** `source: 'default'` when nothing sets an address. */
  readonly baseUrl: { readonly value: string; readonly variable: string | null; readonly source: SourceId | 'default' };
  readonly method: 'POST';
  /** The address of the main request; `{model}` stands in it where the client chooses the model. */
  readonly url: string;
  readonly headers: CredentialHeaders;
}

/** Where Claude Code goes when nothing names an address. */
const DEFAULT_BASE_URL = 'https://api.anthropic.com';

/** Predicts what a surface sends. Rules measured with 2.1.329 and 2.1.197. */
export function predict(config: ResolvedConfig, snapshot: Snapshot): PredictedRequest {
  const provider = PROVIDERS.find(({ flag }) => isOn(valueOf(config, flag)));
  const headers = credentialHeaders(config, provider, {
    ...savedLogin(config, snapshot),
    cloud: provider !== undefined && hasCloudLogin(config, snapshot, provider),
  });
  const baseUrl = baseUrlOf(config, provider, headers);
  const request = {
    provider: provider?.id ?? 'anthropic',
    baseUrl,
    method: 'POST',
    url: urlOf(config, provider, baseUrl.value),
    headers,
  } as const;
  const obstacle = OBSTACLES.map((find) => find({ config, snapshot, provider, baseUrl, headers })).find(
    (found) => found !== undefined,
  );
  return obstacle === undefined ? { ...request, willSend: true } : { ...request, willSend: false, ...obstacle };
}

/** True when some source points this surface at a gateway. A credential alone goes to Anthropic and is no gateway. */
export function isConfigured(request: PredictedRequest): boolean {
  return request.baseUrl.source !== 'default';
}

/** True when nothing is sent until the user has approved the API key in a terminal. */
export function awaitsApproval({ reason }: PredictedRequest): boolean {
  return reason === 'api-key-not-approved';
}

/** The last 20 characters, by which Claude Code remembers whether an API key was approved or declined. */
export function keyTail(key: string): string {
  return key.trim().slice(-20);
}

function valueOf(config: ResolvedConfig, name: string): string | undefined {
  return effectiveValue(config, name)?.value.reveal();
}

function savedLogin(config: ResolvedConfig, snapshot: Snapshot): Omit<SavedLogin, 'cloud'> {
  const { state } = snapshot;
  const login = snapshot.readings.find(({ id, outcome }) => id === 'login' && outcome.status === 'read');
  const answer = keyAnswer(config, snapshot);
  const skipped = answer === 'declined' || (answer === 'unanswered' && config.surface === 'vscode-extension');
  return { account: login !== undefined, consoleKey: state?.consoleKey ?? false, keySkipped: skipped };
}

/**
 * Whether the user has told Claude Code to use ANTHROPIC_API_KEY. It asks in a terminal only; the extension skips a key
 * that was not approved there, and `claude -p` uses any (measured with 2.1.329 and 2.1.197). `unknown`: its state was not read.
 */
export function keyAnswer(
  config: ResolvedConfig,
  { state }: Snapshot,
): 'approved' | 'declined' | 'unanswered' | 'not-asked' | 'unknown' {
  const key = valueOf(config, 'ANTHROPIC_API_KEY');
  if (key === undefined || config.surface === 'print') return 'not-asked';
  if (state?.outcome.status === 'unreadable') return 'unknown';
  const isIn = (tails: readonly Secret[] | undefined): boolean =>
    tails?.some((tail) => tail.reveal() === keyTail(key)) ?? false;
  return isIn(state?.approvedKeys) ? 'approved' : isIn(state?.declinedKeys) ? 'declined' : 'unanswered';
}

function baseUrlOf(
  config: ResolvedConfig,
  provider: ProviderRow | undefined,
  headers: CredentialHeaders,
): PredictedRequest['baseUrl'] {
  const borrows = borrowsAddress(config, provider, headers);
  const variable = provider === undefined || borrows ? 'ANTHROPIC_BASE_URL' : provider.baseUrl;
  const found = effectiveValue(config, variable);
  if (found !== undefined && found.value.reveal().trim() !== '')
    return { value: found.value.reveal(), variable, source: found.source };
  const resource = provider?.id === 'foundry' ? effectiveValue(config, 'ANTHROPIC_FOUNDRY_RESOURCE') : undefined;
  if (resource !== undefined)
    return {
      value: `https://${resource.value.reveal().trim()}.services.ai.azure.com/anthropic`,
      variable: 'ANTHROPIC_FOUNDRY_RESOURCE',
      source: resource.source,
    };
  return {
    value: provider === undefined || borrows ? DEFAULT_BASE_URL : defaultUrlOf(config, provider),
    variable: null,
    source: 'default',
  };
}

/** Without a credential and an address of its own, the older client's format for AWS takes ANTHROPIC_BASE_URL, also an empty one (measured). */
function borrowsAddress(
  config: ResolvedConfig,
  provider: ProviderRow | undefined,
  headers: CredentialHeaders,
): boolean {
  if (
    provider?.id !== 'aws' ||
    isAfter(config.clientVersion, 'aws-default-region') ||
    headers.authorization !== null ||
    headers.xApiKey !== null
  )
    return false;
  return (
    effectiveValue(config, provider.baseUrl) === undefined &&
    config.variables.some(({ name }) => name === 'ANTHROPIC_BASE_URL')
  );
}

function regionOf(config: ResolvedConfig, provider: ProviderRow): string {
  return (
    provider.region.map((name) => valueOf(config, name)?.trim()).find((value) => value !== undefined && value !== '') ??
    provider.defaultRegion
  );
}

function defaultUrlOf(config: ResolvedConfig, provider: ProviderRow): string {
  const region = regionOf(config, provider);
  // Vertex AI has addresses of another form for what is no single region (measured).
  if (provider.id === 'vertex' && region === 'global') return 'https://aiplatform.googleapis.com/v1';
  if (provider.id === 'vertex' && ['us', 'eu'].includes(region))
    return `https://aiplatform.${region}.rep.googleapis.com/v1`;
  return (provider.defaultUrl ?? '').replace('{region}', region);
}

function urlOf(config: ResolvedConfig, provider: ProviderRow | undefined, baseUrl: string): string {
  if (provider === undefined || provider.path.startsWith('/v1/messages')) return messagesUrl(baseUrl);
  const filled = provider.path
    .replace('{model}', valueOf(config, 'ANTHROPIC_MODEL')?.trim() ?? '{model}')
    .replace('{project}', valueOf(config, 'ANTHROPIC_VERTEX_PROJECT_ID')?.trim() ?? '{project}')
    .replace('{region}', regionOf(config, provider));
  return `${trimEndOf(baseUrl.trim(), '/')}${filled}`;
}

/** A sign-in of the provider's own: its tools' files, or variables that lead to one. */
function hasCloudLogin(config: ResolvedConfig, { cloud }: Snapshot, provider: ProviderRow): boolean {
  return (
    cloud?.[provider.cloud] === true ||
    CLOUD_VARIABLES[provider.cloud].some((name) => (valueOf(config, name) ?? '') !== '')
  );
}

/** A credential that is no login, whether it is sent or not. */
function hasOwnCredential(config: ResolvedConfig): boolean {
  return ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY', 'apiKeyHelper'].some(
    (name) => (effectiveValue(config, name)?.value.reveal().trim() ?? '') !== '',
  );
}

interface Facts {
  readonly config: ResolvedConfig;
  readonly snapshot: Snapshot;
  readonly provider: ProviderRow | undefined;
  readonly baseUrl: PredictedRequest['baseUrl'];
  readonly headers: CredentialHeaders;
}

type Obstacle = { readonly reason: CauseId; readonly detail: string; readonly unproven?: true };

/** An obstacle of some versions only. */
function ofVersions({ clientVersion }: ResolvedConfig, change: ClientChange, obstacle: Obstacle): Obstacle {
  return clientVersion === undefined || isProven(clientVersion, change) ? obstacle : { ...obstacle, unproven: true };
}

/** What keeps a request from leaving, in the order in which Claude Code meets it. */
const OBSTACLES: readonly ((facts: Facts) => Obstacle | undefined)[] = [
  function brokenManagedSettings({ config, snapshot, provider }) {
    // The older client stopped only where it could not tell whether a login is demanded (measured).
    const mayNeedLogin = provider === undefined && !hasOwnCredential(config);
    if (!mayNeedLogin && !isAfter(config.clientVersion, 'broken-managed-stops')) return undefined;
    const broken = snapshot.readings.find(
      ({ id, outcome, ignored }) =>
        sourceRow(id).group !== undefined && outcome.status === 'malformed' && ignored === undefined,
    );
    if (broken === undefined) return undefined;
    const obstacle: Obstacle = { reason: 'managed-settings-broken', detail: broken.location ?? broken.id };
    return mayNeedLogin ? obstacle : ofVersions(config, 'broken-managed-stops', obstacle);
  },
  function brokenState({ config, snapshot: { state } }) {
    if (state?.outcome.status !== 'malformed') return undefined;
    const obstacle: Obstacle = { reason: 'claude-state-broken', detail: state.location };
    if (state.empty !== true) return obstacle;
    return isAfter(config.clientVersion, 'empty-state-is-fresh')
      ? undefined
      : ofVersions(config, 'empty-state-is-fresh', obstacle);
  },
  function demandedLogin({ config, provider, headers }) {
    const own = hasOwnCredential(config);
    const { authorization } = headers;
    const account = authorization?.kind === 'login' || authorization?.variable === 'CLAUDE_CODE_OAUTH_TOKEN';
    for (const { label, organization, method } of forcedLogins(config)) {
      if (own) return { reason: 'managed-first-party-login', detail: label };
      if (provider !== undefined) continue;
      if (method === 'gateway' && isAfter(config.clientVersion, 'gateway-login-exclusive'))
        return ofVersions(config, 'gateway-login-exclusive', { reason: 'managed-first-party-login', detail: label });
      // The organization of a login is verified with Anthropic, which only works from where Anthropic can be reached.
      if (organization && account) return { reason: 'managed-first-party-login', detail: label };
    }
    return undefined;
  },
  function noCredential({ config, snapshot, provider, headers }) {
    // An empty custom header takes the place of a credential and is none (measured).
    const isCredential = (origin: HeaderOrigin | null): boolean =>
      origin !== null && !(origin.kind === 'empty' && origin.variable === 'ANTHROPIC_CUSTOM_HEADERS');
    if (provider !== undefined || isCredential(headers.authorization) || isCredential(headers.xApiKey))
      return undefined;
    const answer = keyAnswer(config, snapshot);
    if (answer === 'declined')
      return { reason: 'api-key-ignored', detail: t('{variable} was declined', { variable: 'ANTHROPIC_API_KEY' }) };
    if (answer === 'unanswered')
      return {
        reason: 'api-key-not-approved',
        detail: t('{variable} has not been approved', { variable: 'ANTHROPIC_API_KEY' }),
      };
    return { reason: 'credential-missing', detail: t('no credential and no saved login') };
  },
  function noCloudCredential({ config, snapshot, provider }) {
    if (provider === undefined || hasCloudLogin(config, snapshot, provider)) return undefined;
    const { id, skipAuth, own } = provider;
    const newer = isAfter(config.clientVersion, 'foundry-own-credential');
    const skips = isOn(valueOf(config, skipAuth)) && (id !== 'foundry' || newer);
    const counting = own.filter((name) => name !== 'ANTHROPIC_FOUNDRY_AUTH_TOKEN' || newer);
    if (skips || counting.some((name) => (valueOf(config, name)?.trim() ?? '') !== '')) return undefined;
    return { reason: 'provider-credential-missing', detail: provider.label };
  },
  function missingPartner({ config, provider, headers }) {
    const missing = provider?.partners.find((name) => (valueOf(config, name)?.trim() ?? '') === '');
    // Claude Platform on AWS asks for its workspace only when there is a credential to send (measured).
    const needed = provider?.id !== 'aws' || headers.authorization !== null || headers.xApiKey !== null;
    return missing === undefined || !needed ? undefined : { reason: 'provider-variable-missing', detail: missing };
  },
  function noAddress({ config, provider, baseUrl, headers }) {
    if (provider?.id === 'foundry' && baseUrl.value === '')
      return { reason: 'provider-variable-missing', detail: 'ANTHROPIC_FOUNDRY_BASE_URL' };
    if (
      provider?.id === 'foundry' &&
      baseUrl.variable === 'ANTHROPIC_FOUNDRY_BASE_URL' &&
      (valueOf(config, 'ANTHROPIC_FOUNDRY_RESOURCE') ?? '') !== ''
    )
      return { reason: 'provider-variable-conflict', detail: 'ANTHROPIC_FOUNDRY_RESOURCE' };
    if (
      provider?.id === 'aws' &&
      baseUrl.source === 'default' &&
      !borrowsAddress(config, provider, headers) &&
      !isAfter(config.clientVersion, 'aws-default-region') &&
      provider.region.every((name) => (valueOf(config, name) ?? '') === '')
    )
      return ofVersions(config, 'aws-default-region', { reason: 'provider-variable-missing', detail: 'AWS_REGION' });
    return undefined;
  },
  function unusableAddress({ baseUrl }) {
    return isUsable(baseUrl.value)
      ? undefined
      : { reason: 'base-url-invalid', detail: t('it is no address that a request can go to') };
  },
  function unusableHeader({ config, headers }) {
    const latin1 = isAfter(config.clientVersion, 'latin1-credential');
    for (const origin of [headers.authorization, headers.xApiKey]) {
      if (origin?.kind !== 'variable' || origin.variable === null || origin.variable === 'AWS_ACCESS_KEY_ID') continue;
      const value = valueOf(config, origin.variable)?.trim() ?? '';
      if ((latin1 ? /[^\t\x20-\x7e\xa0-\xff]/ : /[^\t\x20-\x7e]/).test(value))
        return ofVersions(config, 'latin1-credential', { reason: 'credential-invalid', detail: origin.variable });
    }
    const custom = valueOf(config, 'ANTHROPIC_CUSTOM_HEADERS');
    const problem = custom === undefined ? undefined : customHeaderProblem(custom);
    return problem === undefined ? undefined : { reason: 'custom-headers-invalid', detail: problem };
  },
];

/** What the client's own URL parser takes: a scheme may be left out before `name:port` (measured). */
function isUsable(baseUrl: string): boolean {
  const text = baseUrl.trim();
  const withScheme = /^[a-z][\w.-]*:\d+(?:[/?#]|$)/i.test(text) ? `http://${text}` : text;
  try {
    const url = new URL(messagesUrl(withScheme));
    return ['http:', 'https:'].includes(url.protocol) && /^https?:\/*[^/]/i.test(withScheme);
  } catch {
    return false;
  }
}
