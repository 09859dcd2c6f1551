import type { CauseId } from './causes';
import { messagesUrl } from './baseUrl';
import { effectiveValue, rankedReadings, type ResolvedConfig } from './resolve';
import type { Snapshot } from './snapshot';
import type { SourceId } from './sources';
import { PROVIDERS, type ProviderId } from './variables';

/** Where the content of a credential header comes from. */
export interface HeaderOrigin {
  readonly kind: 'variable' | 'helper' | 'login';
  readonly variable: string | null;
  readonly source: SourceId;
}

/** The request that Claude Code will send from a surface, or why none leaves. Holds no secret. */
export interface PredictedRequest {
  readonly willSend: boolean;
  /** Set when nothing is sent. */
  readonly reason?: CauseId;
  readonly detail?: string;
  readonly provider: ProviderId;
  /** `source: 'default'` when nothing sets an address. */
  readonly baseUrl: { readonly value: string; readonly variable: string | null; readonly source: SourceId | 'default' };
  /** The address of the main request; undefined for formats other than the Messages API. */
  readonly url: string | undefined;
  readonly headers: { readonly authorization: HeaderOrigin | null; readonly xApiKey: HeaderOrigin | null };
}

/** Where Claude Code goes when nothing names an address. */
const DEFAULT_BASE_URL = 'https://api.anthropic.com';

/** Values of `forceLoginMethod` that Claude Code acts on; an unknown value is ignored (measured with 2.1.329). */
export const LOGIN_METHODS = ['claudeai', 'console', 'gateway'] as const;

/** Predicts what a surface sends. Rules measured with 2.1.329. */
export function predict(config: ResolvedConfig, snapshot: Snapshot): PredictedRequest {
  const provider = providerOf(config);
  const baseUrl = baseUrlOf(config, provider);
  const headers = headersOf(config, snapshot);
  const url = provider === 'anthropic' ? messagesUrl(baseUrl.value) : undefined;
  const request = { provider, baseUrl, url, headers };
  const obstacle = obstacleTo(config, snapshot, request);
  return obstacle === undefined ? { ...request, willSend: true } : { ...request, willSend: false, ...obstacle };
}

/** True when some source points this surface at a gateway. A credential alone goes to Anthropic and is no gateway. */
export function isConfigured(request: PredictedRequest): boolean {
  return request.baseUrl.source !== 'default';
}

function providerOf(config: ResolvedConfig): ProviderId {
  return PROVIDERS.find(({ flag }) => isOn(effectiveValue(config, flag)?.value.reveal()))?.id ?? 'anthropic';
}

function baseUrlOf(config: ResolvedConfig, provider: ProviderId): PredictedRequest['baseUrl'] {
  const variable = PROVIDERS.find(({ id }) => id === provider)?.baseUrl ?? 'ANTHROPIC_BASE_URL';
  const found = effectiveValue(config, variable);
  return found === undefined ? { value: DEFAULT_BASE_URL, variable: null, source: 'default' } : { value: found.value.reveal(), variable, source: found.source };
}

/**
 * ANTHROPIC_AUTH_TOKEN → Authorization, ANTHROPIC_API_KEY → x-api-key, each its own when both are set;
 * a helper fills the headers that no variable fills; a saved login is used only when nothing else is there.
 */
function headersOf(config: ResolvedConfig, snapshot: Snapshot): PredictedRequest['headers'] {
  const fromVariable = (variable: string): HeaderOrigin | null => {
    const found = effectiveValue(config, variable);
    return found === undefined ? null : { kind: 'variable', variable, source: found.source };
  };
  const helperValue = effectiveValue(config, 'apiKeyHelper');
  const helper: HeaderOrigin | null = helperValue === undefined ? null : { kind: 'helper', variable: 'apiKeyHelper', source: helperValue.source };
  const authorization = fromVariable('ANTHROPIC_AUTH_TOKEN') ?? helper;
  const xApiKey = fromVariable('ANTHROPIC_API_KEY') ?? helper;
  if (authorization !== null || xApiKey !== null) return { authorization, xApiKey };
  const oauth = fromVariable('CLAUDE_CODE_OAUTH_TOKEN');
  if (oauth !== null) return { authorization: oauth, xApiKey: null };
  const login = snapshot.readings.find(({ id, outcome }) => id === 'login' && outcome.status !== 'absent');
  return { authorization: login === undefined ? null : { kind: 'login', variable: null, source: 'login' }, xApiKey: null };
}

function obstacleTo(config: ResolvedConfig, snapshot: Snapshot, request: Pick<PredictedRequest, 'headers' | 'provider'>): { reason: CauseId; detail: string } | undefined {
  const broken = snapshot.readings.find(({ id, outcome }) => id.startsWith('managed-') && outcome.status === 'malformed');
  if (broken !== undefined) return { reason: 'managed-settings-broken', detail: broken.location ?? broken.id };
  const { authorization, xApiKey } = request.headers;
  const ownCredential = [authorization, xApiKey].some((origin) => origin !== null && origin.kind !== 'login');
  const forced = rankedReadings(snapshot, config.surface).find(({ id, forceLogin }) => id.startsWith('managed-') && forceLogin !== undefined);
  if (forced?.forceLogin !== undefined && ownCredential) return { reason: 'managed-first-party-login', detail: forced.forceLogin };
  if (request.provider === 'anthropic' && authorization === null && xApiKey === null) return { reason: 'credential-missing', detail: 'no credential and no saved login' };
  return undefined;
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false', 'no', 'off'].includes(value.trim().toLowerCase());
}
