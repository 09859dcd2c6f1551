import { messagesUrl } from '../claude/baseUrl';
import { isAfter } from '../claude/clientVersions';
import type { ProviderRow } from '../claude/providers';
import type { SourceId } from '../claude/sources';
import type { CredentialHeaders } from './credentialHeaders';
import { effectiveValue, valueOf, type ResolvedConfig } from './resolve';
import { trimEndOf } from '../text/trim';

/** Where Claude Code goes when nothing names an address. */
const DEFAULT_BASE_URL = 'https://api.anthropic.com';

/** `source: 'default'` when nothing sets an address. */
export interface BaseUrl {
  readonly value: string;
  readonly variable: string | null;
  readonly source: SourceId | 'default';
}

/** The base URL that a surface uses, and what sets it. */
export function baseUrlOf(
  config: ResolvedConfig,
  provider: ProviderRow | undefined,
  headers: CredentialHeaders,
): BaseUrl {
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
export function borrowsAddress(
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

/** The address of the main request; `{model}` stays in it where the client chooses the model. */
export function urlOf(config: ResolvedConfig, provider: ProviderRow | undefined, baseUrl: string): string {
  if (provider === undefined || provider.path.startsWith('/v1/messages')) return messagesUrl(baseUrl);
  const filled = provider.path
    .replace('{model}', valueOf(config, 'ANTHROPIC_MODEL')?.trim() ?? '{model}')
    .replace('{project}', valueOf(config, 'ANTHROPIC_VERTEX_PROJECT_ID')?.trim() ?? '{project}')
    .replace('{region}', regionOf(config, provider));
  return `${trimEndOf(baseUrl.trim(), '/')}${filled}`;
}
