/** What a variable is for; decides how it is shown and which rule reads it. */
export type VariableRole = 'base-url' | 'credential' | 'provider' | 'provider-base-url' | 'proxy' | 'tls' | 'model' | 'headers' | 'other';

/** What the product knows of one environment variable. */
export interface VariableRow {
  readonly role: VariableRole;
  /** Its value must never be shown. */
  readonly secret: boolean;
}

const shown = (role: VariableRole): VariableRow => ({ role, secret: false });
const hidden = (role: VariableRole): VariableRow => ({ role, secret: true });

/**
 * The variables that decide where Claude Code sends a request and as whom.
 * Follows https://code.claude.com/docs/en/env-vars. Further rows only need adding here.
 */
export const VARIABLES: Readonly<Record<string, VariableRow>> = {
  ANTHROPIC_BASE_URL: shown('base-url'),
  ANTHROPIC_AUTH_TOKEN: hidden('credential'),
  ANTHROPIC_API_KEY: hidden('credential'),
  ANTHROPIC_CUSTOM_HEADERS: hidden('headers'),
  CLAUDE_CODE_OAUTH_TOKEN: hidden('credential'),
  CLAUDE_CODE_USE_BEDROCK: shown('provider'),
  CLAUDE_CODE_USE_VERTEX: shown('provider'),
  CLAUDE_CODE_USE_FOUNDRY: shown('provider'),
  CLAUDE_CODE_USE_ANTHROPIC_AWS: shown('provider'),
  CLAUDE_CODE_USE_MANTLE: shown('provider'),
  ANTHROPIC_BEDROCK_BASE_URL: shown('provider-base-url'),
  ANTHROPIC_VERTEX_BASE_URL: shown('provider-base-url'),
  ANTHROPIC_FOUNDRY_BASE_URL: shown('provider-base-url'),
  ANTHROPIC_AWS_BASE_URL: shown('provider-base-url'),
  ANTHROPIC_BEDROCK_MANTLE_BASE_URL: shown('provider-base-url'),
  ANTHROPIC_FOUNDRY_API_KEY: hidden('credential'),
  AWS_BEARER_TOKEN_BEDROCK: hidden('credential'),
  ANTHROPIC_MODEL: shown('model'),
  ANTHROPIC_DEFAULT_OPUS_MODEL: shown('model'),
  ANTHROPIC_DEFAULT_SONNET_MODEL: shown('model'),
  ANTHROPIC_DEFAULT_HAIKU_MODEL: shown('model'),
  CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: shown('model'),
  HTTPS_PROXY: shown('proxy'),
  HTTP_PROXY: shown('proxy'),
  https_proxy: shown('proxy'),
  http_proxy: shown('proxy'),
  ALL_PROXY: shown('proxy'),
  all_proxy: shown('proxy'),
  NO_PROXY: shown('proxy'),
  no_proxy: shown('proxy'),
  NODE_EXTRA_CA_CERTS: shown('tls'),
  NODE_TLS_REJECT_UNAUTHORIZED: shown('tls'),
  CLAUDE_CODE_CLIENT_CERT: shown('tls'),
  CLAUDE_CODE_API_KEY_HELPER_TTL_MS: shown('other'),
  CLAUDE_CONFIG_DIR: shown('other'),
};

/** True when the value of this variable must never be shown. Of a name that is not in the table nobody knows what it holds. */
export function isSecretVariable(name: string): boolean {
  return !Object.hasOwn(VARIABLES, name) || VARIABLES[name]?.secret !== false;
}

/**
 * The cloud-provider formats, in the order in which Claude Code decides when several are set
 * (measured with 2.1.329: Bedrock wins over Vertex; `=0` counts as off).
 */
export const PROVIDERS = [
  { id: 'bedrock', label: 'Amazon Bedrock', flag: 'CLAUDE_CODE_USE_BEDROCK', baseUrl: 'ANTHROPIC_BEDROCK_BASE_URL' },
  { id: 'vertex', label: 'Google Vertex AI', flag: 'CLAUDE_CODE_USE_VERTEX', baseUrl: 'ANTHROPIC_VERTEX_BASE_URL' },
  { id: 'foundry', label: 'Microsoft Foundry', flag: 'CLAUDE_CODE_USE_FOUNDRY', baseUrl: 'ANTHROPIC_FOUNDRY_BASE_URL' },
  { id: 'aws', label: 'Claude Platform on AWS', flag: 'CLAUDE_CODE_USE_ANTHROPIC_AWS', baseUrl: 'ANTHROPIC_AWS_BASE_URL' },
  { id: 'mantle', label: 'Amazon Bedrock (Mantle)', flag: 'CLAUDE_CODE_USE_MANTLE', baseUrl: 'ANTHROPIC_BEDROCK_MANTLE_BASE_URL' },
] as const;

/** `anthropic` is the Messages API at `ANTHROPIC_BASE_URL`. */
export type ProviderId = 'anthropic' | (typeof PROVIDERS)[number]['id'];
