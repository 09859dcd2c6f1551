/**
 * Every cause this product can name. The ids are public: they stand in reports, in JSON and in links, so none is renamed.
 * The first two groups can be told from a response or an error text; the second has little to do with a gateway, and an
 * error text never names one of it with certainty. The next ones follow from the configuration alone, the last ones from probes.
 */
export const CAUSE_IDS = [
  'auth-conflict',
  'credential-rejected',
  'wrong-credential-header',
  'provider-credential-rejected',
  'oauth-beta-stripped',
  'gateway-unreachable',
  'dns-failure',
  'connect-timeout',
  'corporate-proxy',
  'tls-untrusted',
  'non-api-response',
  'redirected',
  'unrecognized-fields',
  'adaptive-thinking-rejected',
  'thinking-signature',
  'context-limit-rewritten',
  'prompt-too-long',
  'max-output-tokens',
  'model-not-routed',
  'model-not-permitted',
  'models-missing-from-picker',
  'wrong-base-path',
  'api-format-mismatch',
  'login-prompt-despite-gateway',
  'api-key-ignored',
  'managed-first-party-login',
  'waf-blocked',
  'budget-exceeded',
  'rate-limited',
  'overloaded',
  'request-too-large',
  'response-buffered',
  'stream-interrupted',
  'error-rewrapped',
  'helper-failed',
  'server-error',
  'unknown',

  'plan-limit',
  'organization-policy',
  'login-expired',
  'feature-unavailable',
  'tool-results-mismatched',
  'folder-not-trusted',
  'settings-file-unsaved',
  'model-unrecognized',
  'content-refused',
  'region-not-allowed',
  'client-process-failed',
  'custom-header-missing',

  'base-url-invalid',
  'credential-invalid',
  'credential-missing',
  'managed-settings-broken',
  'settings-file-broken',
  'setting-overridden',
  'setting-wrong-shape',
  'claude-code-missing',
  'provider-format',
  'login-sent-to-gateway',
  'helper-not-run',
  'api-key-not-approved',
  'claude-state-broken',
  'provider-credential-missing',
  'provider-variable-missing',
  'provider-variable-conflict',
  'custom-headers-invalid',

  'setting-wrong-name',
  'settings-file-unread',
  'settings-key-skipped',
  'duplicate-name',
  'setting-wrong-scope',
  'settings-file-ignored',
  'variable-unknown',
  'variable-obsolete',
  'variable-ineffective',
  'variable-value',
  'routing-by-host',
  'base-url-plain-http',
  'two-credentials-sent',
  'credential-not-used',
  'credential-exposed',
  'key-sent-to-anthropic',
  'folder-redirects-credential',
  'folder-runs-helper',
  'folder-changes-network',
  'folder-signs-in',
  'proxy-invalid',
  'proxy-in-the-way',
  'vscode-proxy-unused',
  'ca-file-unreadable',
  'ca-file-elsewhere',
  'tls-check-off',
  'discovery-off',
  'client-known-problem',

  'client-certificate-required',
  'clock-wrong',
  'address-unreachable',
  'offline',
  'open-gateway',
  'model-substituted',
  'probe-failed',
] as const;

/** One of {@link CAUSE_IDS}. */
export type CauseId = (typeof CAUSE_IDS)[number];

/** False for `unknown`, which says that no cause was recognized. */
export function isKnown(cause: CauseId | undefined): boolean {
  return cause !== 'unknown';
}

/** Who has to act. */
export type Owner = 'you' | 'administrator' | 'gateway-team' | 'network-team' | 'provider';

/** What a person calls each {@link Owner}, at the start of a sentence. */
export const OWNER_LABEL = {
  you: 'You',
  administrator: 'Your administrator',
  'gateway-team': 'Your gateway team',
  'network-team': 'Your network team',
  provider: 'The model provider',
} as const satisfies Record<Owner, string>;

/** `error`: Claude Code cannot work. `warning`: it works, but not as configured. `note`: worth knowing. */
export type Severity = 'error' | 'warning' | 'note';
