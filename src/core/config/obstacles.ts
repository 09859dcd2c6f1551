import { t } from '@vscode/l10n';
import type { CauseId } from '../causes/causes';
import { messagesUrl } from '../claude/baseUrl';
import { isAfter, isProven, type ClientChange } from '../claude/clientVersions';
import type { CredentialHeaders, HeaderOrigin } from './credentialHeaders';
import { customHeaderProblem } from './customHeaders';
import { forcedLogins } from './forcedLogins';
import { keyAnswer } from './keyApproval';
import { CLOUD_VARIABLES, type ProviderRow } from '../claude/providers';
import { borrowsAddress, type BaseUrl } from './requestAddress';
import { isOn, hasText, valueOf, type ResolvedConfig } from './resolve';
import type { Snapshot } from './snapshot';
import { sourceRow } from '../claude/sources';

/** A sign-in of the provider's own: its tools' files, or variables that lead to one. */
export function hasCloudLogin(config: ResolvedConfig, { cloud }: Snapshot, provider: ProviderRow): boolean {
  return (
    cloud?.[provider.cloud] === true ||
    CLOUD_VARIABLES[provider.cloud].some((name) => valueOf(config, name) !== undefined)
  );
}

/** A credential that is no login, whether it is sent or not. */
function hasOwnCredential(config: ResolvedConfig): boolean {
  return ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY', 'apiKeyHelper'].some((name) => hasText(config, name));
}

interface RequestFacts {
  readonly config: ResolvedConfig;
  readonly snapshot: Snapshot;
  readonly provider: ProviderRow | undefined;
  readonly baseUrl: BaseUrl;
  readonly headers: CredentialHeaders;
}

type Obstacle = { readonly reason: CauseId; readonly detail: string; readonly unproven?: true };

/** An obstacle of some versions only. */
function ofVersions({ clientVersion }: ResolvedConfig, change: ClientChange, obstacle: Obstacle): Obstacle {
  return clientVersion === undefined || isProven(clientVersion, change) ? obstacle : { ...obstacle, unproven: true };
}

/** The first thing that keeps a request from leaving; undefined when it is sent. */
export function obstacleTo(facts: RequestFacts): Obstacle | undefined {
  return OBSTACLES.map((find) => find(facts)).find((found) => found !== undefined);
}

/** What keeps a request from leaving, in the order in which Claude Code meets it. */
const OBSTACLES: readonly ((facts: RequestFacts) => Obstacle | undefined)[] = [
  function brokenManagedSettings({ config, snapshot, provider }) {
    // The older client stopped only where it could not tell whether a login is demanded (measured).
    const mayNeedLogin = provider === undefined && !hasOwnCredential(config);
    if (!mayNeedLogin && !isAfter(config.clientVersion, 'broken-managed-stops')) return undefined;
    const broken = snapshot.readings.find(
      ({ id, outcome, ignored }) => sourceRow(id).managed && outcome.status === 'malformed' && ignored === undefined,
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
        detail: t('{variable} hasn’t been approved', { variable: 'ANTHROPIC_API_KEY' }),
      };
    return { reason: 'credential-missing', detail: t('no credential and no saved login') };
  },
  function noCloudCredential({ config, snapshot, provider }) {
    if (provider === undefined || hasCloudLogin(config, snapshot, provider)) return undefined;
    const { id, skipAuth, own } = provider;
    const newer = isAfter(config.clientVersion, 'foundry-own-credential');
    const skips = isOn(config, skipAuth) && (id !== 'foundry' || newer);
    const counting = own.filter((name) => name !== 'ANTHROPIC_FOUNDRY_AUTH_TOKEN' || newer);
    if (skips || counting.some((name) => hasText(config, name))) return undefined;
    return { reason: 'provider-credential-missing', detail: provider.label };
  },
  function missingPartner({ config, provider, headers }) {
    const missing = provider?.partners.find((name) => !hasText(config, name));
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
      valueOf(config, 'ANTHROPIC_FOUNDRY_RESOURCE') !== undefined
    )
      return { reason: 'provider-variable-conflict', detail: 'ANTHROPIC_FOUNDRY_RESOURCE' };
    if (
      provider?.id === 'aws' &&
      baseUrl.source === 'default' &&
      !borrowsAddress(config, provider, headers) &&
      !isAfter(config.clientVersion, 'aws-default-region') &&
      provider.region.every((name) => valueOf(config, name) === undefined)
    )
      return ofVersions(config, 'aws-default-region', { reason: 'provider-variable-missing', detail: 'AWS_REGION' });
    return undefined;
  },
  function unusableAddress({ baseUrl }) {
    return isUsable(baseUrl.value) ? undefined : { reason: 'base-url-invalid', detail: t('it isn’t a valid address') };
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
