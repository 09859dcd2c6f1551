import assert from 'node:assert/strict';
import type { CauseId } from '../../../../src/core/causes/causes';
import { readErrorText } from '../../../../src/core/answers/readAnswer';
import { TROUBLESHOOTING } from '../../../../src/core/causes/table';

/** Our cause, and what is printed or answered; nothing for what shows in no words. */
type Told = readonly [CauseId, ...string[]];

/**
 * Every error that the official pages list, by a name for each: the troubleshooting table of llm-gateway-connect, and the
 * pages errors, llm-gateway-protocol, vs-code, network-config, authentication and troubleshoot-install.
 */
const OFFICIAL_ROWS = {
  // The official table
  'auth-conflict': [
    'auth-conflict',
    '⚠ Both claude.ai and ANTHROPIC_API_KEY set · auth may not work as expected',
    'Auth conflict: Both a token (claude.ai) and an API key (ANTHROPIC_API_KEY) are set',
  ],
  'unauthorized-token': [
    'credential-rejected',
    'Failed to authenticate. API Error: 401 Authentication Error, Invalid proxy server token passed.',
  ],
  'api-key-helper-failing': [
    'helper-failed',
    'Your apiKeyHelper script is failing',
    'apiKeyHelper returned output that cannot be used as an API key',
  ],
  'connection-refused': [
    'gateway-unreachable',
    'Connection refused — a firewall or proxy may be blocking it',
    'API Error: Unable to connect to API (ConnectionRefused)',
    'API Error: Unable to connect to API (ECONNREFUSED)',
  ],
  'dns-failure': [
    'dns-failure',
    "Can't reach the API server — check your internet or DNS",
    'Unable to connect to API (ENOTFOUND)',
    "Can't reach the API server — check your internet or DNS (FailedToOpenSocket)",
  ],
  'malformed-200': ['non-api-response', 'API returned an empty or malformed response (HTTP 200)'],
  'unknown-beta-field': [
    'unrecognized-fields',
    'API Error: 400 context_management: Extra inputs are not permitted',
    'Extra inputs are not permitted',
  ],
  'adaptive-thinking-rejected': [
    'adaptive-thinking-rejected',
    "Input tag 'adaptive' found",
    'adaptive thinking is not supported on this model',
  ],
  'gateway-context-limit': [
    'context-limit-rewritten',
    'litellm.ContextWindowExceededError: litellm.BadRequestError',
    'prompt token count of 131072 exceeds the limit of 128000',
  ],
  'models-missing': ['models-missing-from-picker'],
  'fast-mode-network': ['feature-unavailable', 'Fast mode unavailable due to network connectivity issues'],
  'fast-mode-org': ['feature-unavailable', 'Fast mode has been disabled by your organization'],
  'login-prompt-despite-gateway': ['login-prompt-despite-gateway'],
  'api-key-not-approved': ['api-key-ignored'],
  'managed-first-party-login': [
    'managed-first-party-login',
    "This machine's managed settings require a first-party login",
  ],
  'waf-403-html': ['waf-blocked', '<html><head><title>403 Forbidden</title></head></html>', 'API Error: 403 Forbidden'],
  'tls-untrusted-ca': ['tls-untrusted', 'SSL certificate verification failed', 'Self-signed certificate detected'],
  // Signing in
  'not-logged-in': ['login-prompt-despite-gateway', 'Not logged in · Please run /login'],
  'no-auth-method': ['credential-missing', 'Could not resolve authentication method'],
  'invalid-external-api-key': ['credential-rejected', 'Invalid API key · Fix external API key'],
  'invalid-auth-token-chars': ['credential-invalid', 'Invalid auth token · Fix external auth token'],
  'invalid-custom-headers': [
    'custom-headers-invalid',
    'Invalid ANTHROPIC_CUSTOM_HEADERS · Fix the environment variable',
  ],
  'invalid-env-header': [
    'custom-headers-invalid',
    'Invalid request header from the environment · Fix the environment variable',
  ],
  'failed-to-authenticate-401': ['credential-rejected', 'Failed to authenticate. API Error: 401'],
  'login-401': ['credential-rejected', 'Please run /login · API Error: 401'],
  'oauth-revoked': ['login-expired', 'OAuth token revoked', 'OAuth token has expired'],
  'login-expired': [
    'login-expired',
    'Login expired · Please run /login',
    'OAuth session expired and could not be refreshed',
  ],
  'profile-login-expired': ['login-expired', 'Anthropic profile login expired'],
  'org-disabled': ['organization-policy', 'belongs to a disabled organization', 'This organization has been disabled'],
  'org-api-key-disabled': ['organization-policy', 'Your organization has disabled API key authentication'],
  'org-subscription-disabled': [
    'organization-policy',
    'Your organization has disabled Claude subscription access',
    'oauth_org_not_allowed',
  ],
  'oauth-not-supported-upstream': ['oauth-beta-stripped', 'OAuth authentication is currently not supported'],
  'invalid-x-api-key': ['provider-credential-rejected', 'invalid x-api-key'],
  'invalid-bearer-token': ['provider-credential-rejected', 'Invalid bearer token'],
  'request-not-allowed-403': [
    'region-not-allowed',
    'API Error: 403 {"error":{"type":"forbidden","message":"Request not allowed"}}',
  ],
  'remote-control-gateway': [
    'feature-unavailable',
    'Remote Control is only available when using Claude via api.anthropic.com',
  ],
  'aws-creds-expired': ['provider-credential-missing', 'AWS credentials expired or invalid'],
  'aws-auth-failed': ['provider-credential-rejected', 'AWS authentication failed'],
  'aws-chain-timeout': ['provider-credential-missing', 'AWS default-chain credential resolve timed out'],
  'gcp-default-credentials': ['provider-credential-missing', 'Could not load the default credentials'],
  // Network and streaming
  'no-route': ['gateway-unreachable', 'No internet route — check your connection or VPN', 'EHOSTUNREACH'],
  'proxy-tunnel': ['corporate-proxy', "Couldn't connect through your proxy", 'ERR_PROXY_TUNNEL'],
  'artifact-proxy-refused': [
    'corporate-proxy',
    'proxy refused the connection: HTTP 403',
    'the proxy refused the connection to the artifact',
  ],
  'connection-dropped': ['gateway-unreachable', 'Connection dropped (ECONNRESET)'],
  'unable-to-connect-generic': ['gateway-unreachable', 'Unable to connect to API', 'fetch failed'],
  'request-timed-out': ['connect-timeout', 'Request timed out'],
  'anthropic-services-unreachable': ['login-prompt-despite-gateway', 'Unable to connect to Anthropic services'],
  'socket-closed': ['stream-interrupted', 'Socket is closed'],
  'waiting-for-response': ['response-buffered', 'Waiting for API response'],
  'stream-stalled': [
    'response-buffered',
    'The response stopped arriving',
    'Response stalled mid-stream',
    'The response stalled before a response was produced',
  ],
  'stream-cut': [
    'stream-interrupted',
    'Connection lost mid-response',
    'Connection closed mid-response',
    'Connection lost before a response was produced',
  ],
  'server-error-midstream': ['stream-interrupted', 'Server error mid-response'],
  'ssl-openssl-code': [
    'tls-untrusted',
    'SSL certificate error (UNABLE_TO_GET_ISSUER_CERT_LOCALLY)',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ],
  'bedrock-content-type': ['api-format-mismatch', 'Bedrock streaming response has content-type application/json'],
  'bedrock-truncated': ['api-format-mismatch', 'Truncated event message received'],
  'proxy-url-invalid': ['proxy-invalid'],
  // Requests and models
  'anthropic-beta-value': [
    'unrecognized-fields',
    'Unexpected value(s) `context-1m-2025-08-07` for the `anthropic-beta` header',
  ],
  'output-config-rejected': ['unrecognized-fields', 'API Error: 400 output_config: Extra inputs are not permitted'],
  'tool-field-rejected': [
    'unrecognized-fields',
    'API Error: 400 tools.3.custom.defer_loading: Extra inputs are not permitted',
    'API Error: 400 tools.0.custom.eager_input_streaming: Extra inputs are not permitted',
    "API Error: 400 messages.4.content.0.type: Input tag 'tool_reference' found using 'type' does not match any of the expected tags",
  ],
  'model-issue': ['model-not-routed', "There's an issue with the selected model"],
  'unrecognized-model-line': ['model-unrecognized', '[claude-code:unrecognized_model]'],
  'model-not-recognized': ['model-unrecognized', 'is not a recognized model id'],
  'model-restricted': ['organization-policy', "is restricted by your organization's settings"],
  'prompt-too-long': [
    'prompt-too-long',
    'Prompt is too long',
    'prompt is too long: 208310 tokens > 200000 maximum',
    'capability_rejected: prompt_too_long',
    'Context limit reached',
  ],
  'request-too-large': ['request-too-large', 'Request too large', 'request_too_large'],
  'proxy-body-limit': ['request-too-large', '413 Request Entity Too Large'],
  'thinking-enabled-rejected': ['adaptive-thinking-rejected', '"thinking.type.enabled" is not supported'],
  'thinking-budget': ['max-output-tokens', '`max_tokens` must be greater than `thinking.budget_tokens`'],
  'legacy-tool-concurrency': ['tool-results-mismatched', 'API Error: 400 due to tool use concurrency issues'],
  'invalid-beta-flag': ['unrecognized-fields', 'invalid beta flag'],
  // Limits and upstream failures
  'rate-limited': ['rate-limited', 'Request rejected (429)'],
  'temporary-throttle': ['rate-limited', 'Server is temporarily limiting requests'],
  'gateway-spend-limit': ['budget-exceeded', 'spend limit reached', 'spend limit unavailable'],
  'credit-low': ['budget-exceeded', 'Credit balance is too low'],
  'litellm-budget': ['budget-exceeded', 'Budget has been exceeded', 'budget_exceeded'],
  'upstream-500': ['server-error', 'API Error: 500'],
  'overloaded-529': ['overloaded', 'Repeated 529 Overloaded errors'],
  'apps-gateway-upstreams-failed': ['error-rewrapped', 'API Error: 502 all upstreams failed (1 attempted)'],
  'apps-gateway-rejected': ['error-rewrapped', 'API Error: 400 upstream rejected the request'],
  // The extension and vs code
  'ext-process-exit': ['client-process-failed', 'Claude Code process exited with code'],
  'ext-cli-not-on-path': ['client-process-failed', 'Could not locate the Claude CLI on PATH'],
  'ext-scope-warning': [
    'setting-wrong-scope',
    'This setting can only be applied in user settings in local window or in remote settings in remote window.',
  ],
  'ext-login-again': ['login-prompt-despite-gateway'],
  'vsc-not-registered': [
    'claude-code-missing',
    'Unable to write to User Settings because claudeCode.environmentVariables is not a registered configuration.',
  ],
  'vsc-policy': ['organization-policy', 'because it is configured in system policy.'],
  'vsc-dirty-settings': ['settings-file-unsaved', 'because the file has unsaved changes'],
  'vsc-broken-settings': [
    'settings-file-broken',
    'Please open the user settings to correct errors/warnings in it and try again.',
  ],
  // Configuration
  'settings-file-too-big': ['settings-file-broken', 'Settings file exceeds the 2MiB limit'],
  'claude-json-unreadable': ['claude-state-broken', 'Could not read Claude Code config'],
  'workspace-untrusted': ['folder-not-trusted', 'this workspace has not been trusted'],
  'desktop-gateway-unreachable': ['gateway-unreachable', 'Gateway was unreachable'],
} as const satisfies Readonly<Record<string, Told>>;

/** What the page about rolling out a gateway names as a symptom. */
const ROLLOUT_SYMPTOMS = {
  'a name that the gateway does not route': [
    'model-not-routed',
    '404 {"type":"error","error":{"type":"not_found_error","message":"model: claude-x"}}',
  ],
  'a provider that refuses the gateway’s key': [
    'provider-credential-rejected',
    'Failed to authenticate. API Error: 401 invalid x-api-key',
  ],
  'a developer’s key that the gateway refuses': [
    'credential-rejected',
    'Failed to authenticate. API Error: 401 Unauthorized',
  ],
  'no credential in the session': ['login-prompt-despite-gateway', 'Not logged in · Please run /login'],
  'a gateway that reads the other header': ['wrong-credential-header', 'Not logged in · Please run /login'],
  'minutes of silence before a failed connection': [
    'gateway-unreachable',
    'API Error: Unable to connect to API (ConnectionRefused)',
  ],
  'a gateway behind a redirect': ['redirected'],
  'a firewall that refuses real sessions': ['waf-blocked', 'Failed to authenticate. API Error: 403 Forbidden'],
  'a login that managed settings demand': [
    'managed-first-party-login',
    "This machine's managed settings require a first-party login",
  ],
  'a configuration that did not reach the machine': ['credential-missing'],
  'a key that asks for approval once': ['api-key-not-approved'],
  'an answer that arrives at once, after a pause': ['response-buffered', 'Waiting for API response'],
  'a field of a new version of Claude Code': [
    'unrecognized-fields',
    'API Error: 400 safeguards: Extra inputs are not permitted',
  ],
  'a new model that the picker does not list': ['models-missing-from-picker'],
  'errors in an envelope of the gateway’s own': [
    'error-rewrapped',
    'API Error: 502 all upstreams failed (1 attempted)',
  ],
  'limits that the client’s retries reach': ['rate-limited', 'API Error: Request rejected (429)'],
} as const satisfies Readonly<Record<string, Told>>;

/** What Claude Code prints for causes that its words hide. Measured with 2.1.329. */
const MISLEADING = {
  'a base URL that ends in /v1': [
    'wrong-base-path',
    "There's an issue with the selected model (claude-opus-5-5). It may not exist or you may not have access to it. Run --model to pick a different model.",
  ],
  'a redirect that turns POST into GET': [
    'redirected',
    "There's an issue with the selected model (claude-opus-5-5). It may not exist or you may not have access to it. Run --model to pick a different model.",
  ],
  'a firewall’s 403': ['waf-blocked', 'Failed to authenticate. API Error: 403 Forbidden'],
  'a gateway that asks for x-api-key': ['wrong-credential-header', 'Not logged in · Please run /login'],
  'a body limit of 1 MB': [
    'request-too-large',
    'Request too large (max 32MB). Accumulated images and attachments in the conversation pushed the request over the limit. Remove older images or compact the conversation.',
  ],
  'a redirect to another host, on which the credential is dropped': [
    'redirected',
    'Failed to authenticate. API Error: 401 Invalid bearer token',
  ],
  'an empty answer': ['non-api-response', 'API Error: Unexpected end of JSON input'],
  'an https address at a plain port': ['gateway-unreachable', 'API Error: Unable to connect to API (EPROTO)'],
  'an http address at a TLS port': [
    'gateway-unreachable',
    'API Error: Connection dropped (ECONNRESET). Check the gateway set in ANTHROPIC_BASE_URL, then try again.',
  ],
  'a proxy that refuses the host': [
    'corporate-proxy',
    "API Error: Couldn't connect through your proxy (ERR_PROXY_TUNNEL) — the proxy refused the tunnel: check its credentials and that it allows this host",
  ],
  'a settings file that empties the base URL of the shell': [
    'dns-failure',
    "API Error: Can't reach the API server — check your internet or DNS (ENOTFOUND)",
  ],
} as const satisfies Readonly<Record<string, Told>>;

const TABLES: readonly [string, Readonly<Record<string, Told>>][] = [
  ['every error of the official pages', OFFICIAL_ROWS],
  ['every symptom of a rollout', ROLLOUT_SYMPTOMS],
  ['every text that misleads', MISLEADING],
];

for (const [what, table] of TABLES) {
  describe(`${what} leads to its row`, () => {
    for (const [id, [cause, ...texts]] of Object.entries(table)) {
      it(`${id}: ${cause}`, () => {
        assert.ok(Object.hasOwn(TROUBLESHOOTING, cause));
        for (const text of texts)
          assert.ok(
            readErrorText(text).candidates.some((candidate) => candidate.cause === cause),
            `“${text}” is read as ${JSON.stringify(readErrorText(text).candidates)}`,
          );
      });
    }
  });
}

describe('the official table', () => {
  it('is here with all its rows', () => {
    assert.equal(Object.keys(OFFICIAL_ROWS).length, 91);
  });
});
