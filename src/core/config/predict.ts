import type { CauseId } from '../causes/causes';
import { credentialHeaders, type CredentialHeaders, type SavedLogin } from './credentialHeaders';
import { keyAnswer } from './keyApproval';
import { hasCloudLogin, obstacleTo } from './obstacles';
import { chosenProvider, type ProviderId } from '../claude/providers';
import { baseUrlOf, urlOf, type BaseUrl } from './requestAddress';
import { valueOf, type ResolvedConfig } from './resolve';
import { loginStatus, type Snapshot } from './snapshot';
import { printableHost } from '../words/facts';
import { printableUrl } from '../words/redact';

export type { HeaderOrigin } from './credentialHeaders';

/** The request that Claude Code will send from a surface, or why none leaves. Only `host` and `printableUrl` are for showing: an address may hold a password. */
export interface PredictedRequest {
  readonly willSend: boolean;
  /** Set when nothing is sent. */
  readonly reason?: CauseId;
  readonly detail?: string;
  /** Another version does send here, and in which one that began was not seen exactly: the reason may be wrong. */
  readonly unproven?: true;
  readonly provider: ProviderId;
  /** `source: 'default'` when nothing sets an address. */
  readonly baseUrl: BaseUrl;
  /** The host of the base URL with its port, for a sentence. */
  readonly host: string;
  readonly method: 'POST';
  /** The address of the main request; `{model}` stands in it where the client chooses the model. */
  readonly url: string;
  readonly printableUrl: string;
  readonly headers: CredentialHeaders;
}

/** Predicts what a surface sends. Rules measured with 2.1.329 and 2.1.197. */
export function predict(config: ResolvedConfig, snapshot: Snapshot): PredictedRequest {
  const provider = chosenProvider((name) => valueOf(config, name));
  const headers = credentialHeaders(config, provider, {
    ...savedLogin(config, snapshot),
    cloud: provider !== undefined && hasCloudLogin(config, snapshot, provider),
  });
  const baseUrl = baseUrlOf(config, provider, headers);
  const url = urlOf(config, provider, baseUrl.value);
  const request = {
    provider: provider?.id ?? 'anthropic',
    baseUrl,
    host: printableHost(baseUrl.value),
    method: 'POST',
    url,
    printableUrl: printableUrl(url),
    headers,
  } as const;
  const obstacle = obstacleTo({ config, snapshot, provider, baseUrl, headers });
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

function savedLogin(config: ResolvedConfig, snapshot: Snapshot): Omit<SavedLogin, 'cloud'> {
  const { state } = snapshot;
  const answer = keyAnswer(config, snapshot);
  const skipped = answer === 'declined' || (answer === 'unanswered' && config.surface === 'vscode-extension');
  return { account: loginStatus(snapshot) === 'read', consoleKey: state?.consoleKey ?? false, keySkipped: skipped };
}
