/** What a variable is for; decides how it is shown and which rule reads it. */
export type VariableRole =
  'base-url' | 'credential' | 'provider' | 'provider-base-url' | 'proxy' | 'tls' | 'model' | 'headers' | 'other';

/**
 * How a value is read. `flag`: on or off. `set-is-on`: on with any value, `0` too. `number` also takes `2e3` and `64_000`,
 * `plain-number` digits only. https://code.claude.com/docs/en/env-vars
 */
export type ValueKind =
  'text' | 'json' | 'url' | 'flag' | 'set-is-on' | 'number' | 'plain-number' | 'path' | 'list' | 'model';

/** When a variable has no effect although it's set. */
export type Ineffective =
  | { readonly when: 'without'; readonly variable: string }
  | { readonly when: 'behind-gateway' }
  | { readonly when: 'in-files' }
  | { readonly when: 'in-folder' }
  | { readonly when: 'from-version'; readonly version: string };

/** What the product knows about one environment variable. */
export interface VariableRow {
  readonly role: VariableRole;
  /** Its value must never be shown. */
  readonly secret: boolean;
  readonly kind: ValueKind;
  /** The range of a number. */
  readonly min?: number;
  readonly max?: number;
  /** Nothing works with a number above the range. */
  readonly fails?: true;
  /** All values of a text, or all members of a list; `auto:*` is anything that starts with `auto:`. */
  readonly values?: readonly string[];
  /** The variable that replaced it. */
  readonly obsolete?: string;
  readonly ineffective?: Ineffective;
  /** The first version that reads it. */
  readonly since?: string;
  /** Names a file that must exist. */
  readonly file?: true;
}

type More = Omit<VariableRow, 'role' | 'secret' | 'kind'>;
const shown = (role: VariableRole, kind: ValueKind, more: More = {}): VariableRow => ({
  role,
  secret: false,
  kind,
  ...more,
});
const hidden = (role: VariableRole, kind: ValueKind = 'text', more: More = {}): VariableRow => ({
  role,
  secret: true,
  kind,
  ...more,
});
const without = (variable: string): { readonly ineffective: Ineffective } => ({
  ineffective: { when: 'without', variable },
});
const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max', 'auto'] as const;
const CAPABILITIES = [
  'effort',
  'xhigh_effort',
  'max_effort',
  'thinking',
  'adaptive_thinking',
  'interleaved_thinking',
] as const;

/** An entry of the model picker and the variables that describe it. Capabilities take effect only with a cloud provider’s format. */
function modelEntry(name: string): Readonly<Record<string, VariableRow>> {
  return {
    [name]: shown('model', 'model'),
    [`${name}_NAME`]: shown('model', 'text', without(name)),
    [`${name}_DESCRIPTION`]: shown('model', 'text', without(name)),
    [`${name}_SUPPORTED_CAPABILITIES`]: shown('model', 'list', {
      values: CAPABILITIES,
      ineffective: { when: 'behind-gateway' },
    }),
  };
}

/**
 * The variables that decide where Claude Code sends a request and as whom, how it gets there, and what a gateway must
 * handle. Follows https://code.claude.com/docs/en/env-vars, network-config, llm-gateway-connect and llm-gateway-protocol.
 * To add a variable, add a row here.
 */
export const VARIABLES: Readonly<Record<string, VariableRow>> = {
  ANTHROPIC_BASE_URL: shown('base-url', 'url'),
  ANTHROPIC_AUTH_TOKEN: hidden('credential'),
  ANTHROPIC_API_KEY: hidden('credential'),
  ANTHROPIC_CUSTOM_HEADERS: hidden('headers'),
  CLAUDE_CODE_OAUTH_TOKEN: hidden('credential'),
  CLAUDE_CODE_OAUTH_REFRESH_TOKEN: hidden('credential'),
  CLAUDE_CODE_OAUTH_SCOPES: shown('other', 'text'),

  CLAUDE_CODE_USE_BEDROCK: shown('provider', 'flag'),
  CLAUDE_CODE_USE_VERTEX: shown('provider', 'flag'),
  CLAUDE_CODE_USE_FOUNDRY: shown('provider', 'flag'),
  CLAUDE_CODE_USE_ANTHROPIC_AWS: shown('provider', 'flag'),
  CLAUDE_CODE_USE_MANTLE: shown('provider', 'flag'),
  ANTHROPIC_BEDROCK_BASE_URL: shown('provider-base-url', 'url', without('CLAUDE_CODE_USE_BEDROCK')),
  ANTHROPIC_VERTEX_BASE_URL: shown('provider-base-url', 'url', without('CLAUDE_CODE_USE_VERTEX')),
  ANTHROPIC_FOUNDRY_BASE_URL: shown('provider-base-url', 'url', without('CLAUDE_CODE_USE_FOUNDRY')),
  ANTHROPIC_AWS_BASE_URL: shown('provider-base-url', 'url', without('CLAUDE_CODE_USE_ANTHROPIC_AWS')),
  ANTHROPIC_BEDROCK_MANTLE_BASE_URL: shown('provider-base-url', 'url', without('CLAUDE_CODE_USE_MANTLE')),
  ANTHROPIC_FOUNDRY_API_KEY: hidden('credential', 'text', without('CLAUDE_CODE_USE_FOUNDRY')),
  ANTHROPIC_FOUNDRY_AUTH_TOKEN: hidden('credential', 'text', {
    since: '2.1.203',
    ...without('CLAUDE_CODE_USE_FOUNDRY'),
  }),
  ANTHROPIC_FOUNDRY_RESOURCE: shown('provider-base-url', 'text', without('CLAUDE_CODE_USE_FOUNDRY')),
  ANTHROPIC_AWS_API_KEY: hidden('credential', 'text', without('CLAUDE_CODE_USE_ANTHROPIC_AWS')),
  ANTHROPIC_AWS_WORKSPACE_ID: shown('provider', 'text', without('CLAUDE_CODE_USE_ANTHROPIC_AWS')),
  // Other programs use these four too, so they aren't reported unless a provider is chosen.
  ANTHROPIC_VERTEX_PROJECT_ID: shown('provider', 'text'),
  CLOUD_ML_REGION: shown('provider', 'text'),
  AWS_REGION: shown('provider', 'text'),
  AWS_DEFAULT_REGION: shown('provider', 'text'),
  AWS_ACCESS_KEY_ID: hidden('credential'),
  AWS_SECRET_ACCESS_KEY: hidden('credential'),
  AWS_SESSION_TOKEN: hidden('credential'),
  AWS_BEARER_TOKEN_BEDROCK: hidden('credential'),
  CLAUDE_CODE_SKIP_BEDROCK_AUTH: shown('provider', 'flag', without('CLAUDE_CODE_USE_BEDROCK')),
  CLAUDE_CODE_SKIP_VERTEX_AUTH: shown('provider', 'flag', without('CLAUDE_CODE_USE_VERTEX')),
  CLAUDE_CODE_SKIP_FOUNDRY_AUTH: shown('provider', 'flag', without('CLAUDE_CODE_USE_FOUNDRY')),
  CLAUDE_CODE_SKIP_ANTHROPIC_AWS_AUTH: shown('provider', 'flag', without('CLAUDE_CODE_USE_ANTHROPIC_AWS')),
  CLAUDE_CODE_SKIP_MANTLE_AUTH: shown('provider', 'flag', without('CLAUDE_CODE_USE_MANTLE')),
  ANTHROPIC_BEDROCK_REGION_PREFIX: shown('other', 'text', { since: '2.1.224', ...without('CLAUDE_CODE_USE_BEDROCK') }),
  ANTHROPIC_BEDROCK_SERVICE_TIER: shown('other', 'text', without('CLAUDE_CODE_USE_BEDROCK')),
  CLAUDE_ENABLE_BYTE_WATCHDOG_BEDROCK: shown('other', 'flag'),
  CLAUDE_CODE_DISABLE_BEDROCK_CONTENT_TYPE_GUARD: shown('other', 'flag', { since: '2.1.208' }),
  CLAUDE_CODE_AWS_CHAIN_RESOLVE_TIMEOUT_MS: shown('other', 'number', { min: 0, since: '2.1.207' }),
  CLAUDE_CODE_SKIP_AWS_CRED_CACHE: shown('other', 'flag', { since: '2.1.207' }),

  ANTHROPIC_MODEL: shown('model', 'model'),
  ANTHROPIC_DEFAULT_MODEL: shown('model', 'model', { since: '2.1.236' }),
  ...modelEntry('ANTHROPIC_DEFAULT_OPUS_MODEL'),
  ...modelEntry('ANTHROPIC_DEFAULT_SONNET_MODEL'),
  ...modelEntry('ANTHROPIC_DEFAULT_HAIKU_MODEL'),
  ...modelEntry('ANTHROPIC_DEFAULT_FABLE_MODEL'),
  ...modelEntry('ANTHROPIC_CUSTOM_MODEL_OPTION'),
  ANTHROPIC_SMALL_FAST_MODEL: shown('model', 'model', { obsolete: 'ANTHROPIC_DEFAULT_HAIKU_MODEL' }),
  ANTHROPIC_SMALL_FAST_MODEL_AWS_REGION: shown('model', 'text'),
  CLAUDE_CODE_SUBAGENT_MODEL: shown('model', 'model'),
  CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: shown('model', 'flag', { since: '2.1.126' }),

  HTTPS_PROXY: shown('proxy', 'url'),
  HTTP_PROXY: shown('proxy', 'url'),
  https_proxy: shown('proxy', 'url'),
  http_proxy: shown('proxy', 'url'),
  ALL_PROXY: shown('proxy', 'url'),
  all_proxy: shown('proxy', 'url'),
  NO_PROXY: shown('proxy', 'list'),
  no_proxy: shown('proxy', 'list'),
  CLAUDE_CODE_PROXY_RESOLVES_HOSTS: shown('proxy', 'flag'),

  NODE_EXTRA_CA_CERTS: shown('tls', 'path', { file: true }),
  // OpenSSL's own: the system's certificates, for every program.
  SSL_CERT_FILE: shown('tls', 'path'),
  SSL_CERT_DIR: shown('tls', 'path'),
  NODE_TLS_REJECT_UNAUTHORIZED: shown('tls', 'text'),
  CLAUDE_CODE_CERT_STORE: shown('tls', 'list', { values: ['bundled', 'system'] }),
  CLAUDE_CODE_CLIENT_CERT: shown('tls', 'path', { file: true, ...without('CLAUDE_CODE_CLIENT_KEY') }),
  CLAUDE_CODE_CLIENT_KEY: shown('tls', 'path', { file: true, ...without('CLAUDE_CODE_CLIENT_CERT') }),
  CLAUDE_CODE_CLIENT_KEY_PASSPHRASE: hidden('tls', 'text', without('CLAUDE_CODE_CLIENT_KEY')),
  CLAUDE_CODE_DISABLE_MTLS_RELOAD_ON_STALE_CONNECTION: shown('tls', 'flag', { since: '2.1.232' }),

  API_TIMEOUT_MS: shown('other', 'number', { min: 1, max: 2_147_483_647, fails: true }),
  CLAUDE_CODE_MAX_RETRIES: shown('other', 'number', { min: 0, max: 15 }),
  CLAUDE_CODE_RETRY_WATCHDOG: shown('other', 'flag', { since: '2.1.186' }),
  CLAUDE_CODE_CONNECT_TIMEOUT_MS: shown('other', 'number', {
    ineffective: { when: 'from-version', version: '2.1.186' },
  }),
  CLAUDE_ENABLE_BYTE_WATCHDOG: shown('other', 'flag'),
  CLAUDE_ENABLE_STREAM_WATCHDOG: shown('other', 'flag'),
  CLAUDE_STREAM_IDLE_TIMEOUT_MS: shown('other', 'number', { min: 300_000 }),
  CLAUDE_BYTE_STREAM_IDLE_TIMEOUT_MS: shown('other', 'number', { min: 10_000, max: 1_800_000, since: '2.1.210' }),
  API_FORCE_IDLE_TIMEOUT: shown('other', 'flag', { since: '2.1.169' }),
  CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK: shown('other', 'flag'),
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: shown('other', 'set-is-on'),
  DISABLE_TELEMETRY: shown('other', 'set-is-on'),
  DISABLE_ERROR_REPORTING: shown('other', 'set-is-on'),
  FALLBACK_FOR_ALL_PRIMARY_MODELS: shown('other', 'set-is-on'),
  CLAUDE_CODE_TMUX_TRUECOLOR: shown('other', 'set-is-on'),
  IS_DEMO: shown('other', 'set-is-on'),

  CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: shown('other', 'flag'),
  CLAUDE_CODE_DISABLE_ADAPTIVE_THINKING: shown('other', 'flag'),
  CLAUDE_CODE_DISABLE_THINKING: shown('other', 'flag'),
  MAX_THINKING_TOKENS: shown('other', 'number', { min: 0 }),
  DISABLE_INTERLEAVED_THINKING: shown('other', 'flag'),
  CLAUDE_CODE_ENABLE_FINE_GRAINED_TOOL_STREAMING: shown('other', 'flag'),
  ENABLE_TOOL_SEARCH: shown('other', 'text', { values: ['true', 'false', 'auto', 'auto:*'] }),
  CLAUDE_CODE_ALWAYS_ENABLE_EFFORT: shown('other', 'flag'),
  CLAUDE_CODE_EFFORT_LEVEL: shown('other', 'text', { values: EFFORTS }),
  CLAUDE_CODE_ATTRIBUTION_HEADER: shown('other', 'flag'),
  CLAUDE_CODE_MAX_OUTPUT_TOKENS: shown('other', 'number', { min: 1 }),
  CLAUDE_CODE_MAX_CONTEXT_TOKENS: shown('other', 'number', { min: 1 }),
  CLAUDE_CODE_AUTO_COMPACT_WINDOW: shown('other', 'plain-number', { min: 100_000, max: 1_000_000 }),
  CLAUDE_AUTOCOMPACT_PCT_OVERRIDE: shown('other', 'number', { min: 1, max: 100 }),
  DISABLE_AUTO_COMPACT: shown('other', 'flag'),
  DISABLE_COMPACT: shown('other', 'flag'),
  CLAUDE_CODE_DISABLE_UNKNOWN_MODEL_WINDOW_ENFORCEMENT: shown('other', 'flag', { since: '2.1.223' }),
  CLAUDE_CODE_DISABLE_1M_CONTEXT: shown('other', 'flag'),
  DISABLE_PROMPT_CACHING: shown('other', 'flag'),
  DISABLE_PROMPT_CACHING_OPUS: shown('other', 'flag'),
  DISABLE_PROMPT_CACHING_SONNET: shown('other', 'flag'),
  DISABLE_PROMPT_CACHING_HAIKU: shown('other', 'flag'),
  DISABLE_PROMPT_CACHING_FABLE: shown('other', 'flag'),
  ENABLE_PROMPT_CACHING_1H: shown('other', 'flag'),
  CLAUDE_CODE_SKIP_FAST_MODE_NETWORK_ERRORS: shown('other', 'flag'),
  CLAUDE_CODE_SKIP_FAST_MODE_ORG_CHECK: shown('other', 'flag'),
  CLAUDE_CODE_DISABLE_FAST_MODE: shown('other', 'flag'),
  ANTHROPIC_BETAS: shown('other', 'text'),
  // A body may contain anything that a gateway wants, including a credential.
  CLAUDE_CODE_EXTRA_BODY: hidden('other', 'json'),

  ANTHROPIC_PROFILE: shown('other', 'text'),
  ANTHROPIC_FEDERATION_RULE_ID: shown('other', 'text', without('ANTHROPIC_ORGANIZATION_ID')),
  ANTHROPIC_ORGANIZATION_ID: shown('other', 'text'),
  ANTHROPIC_WORKSPACE_ID: shown('other', 'text'),
  CLAUDE_CODE_API_KEY_HELPER_TTL_MS: shown('other', 'number', { min: 0, ...without('apiKeyHelper') }),
  CLAUDE_CODE_SIMPLE: shown('other', 'flag'),
  CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: shown('other', 'flag'),
  CLAUDE_CODE_SUBPROCESS_ENV_SCRUB: shown('other', 'flag'),
  CLAUDE_CODE_DISABLE_ADMIN_ENV_UNION: shown('other', 'flag', { ineffective: { when: 'in-files' } }),
  CLAUDE_CODE_PROCESS_WRAPPER: shown('other', 'path', { ineffective: { when: 'in-folder' } }),
  CLAUDE_CODE_REMOTE: shown('other', 'text', { ineffective: { when: 'in-files' } }),
  CLAUDE_CODE_DEBUG_LOGS_DIR: shown('other', 'path'),
  CLAUDE_CODE_DEBUG_LOG_LEVEL: shown('other', 'text', { values: ['verbose', 'debug', 'info', 'warn', 'error'] }),
  CLAUDE_CONFIG_DIR: shown('other', 'path'),
};

/** Variables that Claude Code itself sets for the programs that it starts, including terminals. */
export const SET_BY_CLAUDE_CODE: readonly string[] = [
  'CLAUDECODE',
  'CLAUDE_CODE_ENTRYPOINT',
  'CLAUDE_CODE_SSE_PORT',
  'CLAUDE_CODE_SESSION_ID',
  'CLAUDE_PROJECT_DIR',
];

/** Variables that name a file that must exist. The code that reads the machine checks that it's readable. */
export const FILE_VARIABLES: readonly string[] = Object.keys(VARIABLES).filter(
  (name) => VARIABLES[name]?.file === true,
);

/** The row of a variable; undefined for a name that is not in the table, also for `constructor`. */
export function variableRow(name: string): VariableRow | undefined {
  return Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined;
}

/** True if this variable's value must never be shown. A name that isn't in the table may hold anything. */
export function isSecretVariable(name: string): boolean {
  return variableRow(name)?.secret !== false;
}

/** True for a variable that holds a credential, or headers, which may. */
export function holdsCredential(name: string): boolean {
  return ['credential', 'headers'].includes(variableRow(name)?.role ?? 'other');
}
