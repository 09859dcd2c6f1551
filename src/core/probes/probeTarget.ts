import { t } from '@vscode/l10n';
import type { Assessment } from '../checks/assessment';
import { withScheme } from '../claude/baseUrl';
import type { CredentialHeaders, HeaderOrigin } from '../config/credentialHeaders';
import type { HeaderChoice } from '../claude/credential';
import { parseCustomHeaders } from '../config/customHeaders';
import type { Credentials } from './probeRequest';
import { effectiveValue, isOn, valueOf, type ResolvedConfig } from '../config/resolve';
import { Secret } from '../words/secret';
import { commandProblem } from '../text/commandText';
import { modelsInUse } from './modelsInUse';
import type { ProxyOnTheWay, Target } from './target';

/** What a configuration does not tell. */
export interface TargetSurroundings {
  readonly proxy: ProxyOnTheWay | undefined;
  /** How VS Code itself goes there, a clause. */
  readonly vscodeProxy: string | undefined;
  /** False in Restricted Mode, and for checks that nobody asked for: no command is run. */
  readonly mayRunHelper: boolean;
  readonly startedAt: number;
  readonly version: string;
}

/** What to ask, and with what, from what is configured on one surface; a clause when there is nothing to ask. */
export function probeTarget(
  { config, request }: Assessment,
  { proxy, vscodeProxy, mayRunHelper, startedAt, version }: TargetSurroundings,
): Target | string {
  if (!request.willSend) return t('Claude Code wouldn’t send anything');
  const text = request.baseUrl.value.trim();
  const baseUrl = withScheme(text);
  if (!/^https?:/i.test(baseUrl) || !URL.canParse(baseUrl)) return t('the base URL isn’t a valid address');
  const { protocol, hostname, port } = new URL(baseUrl);
  const secure = protocol === 'https:';
  const helper = helperOf(config, request.headers, mayRunHelper);
  const withoutCredential = helper?.mayRun === true ? undefined : missing(request.headers, helper !== undefined);
  return {
    provider: request.provider,
    baseUrl,
    url: baseUrl === text ? request.url : `http://${request.url.trim()}`,
    origin: { secure, host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (secure ? 443 : 80) : Number(port) },
    host: request.host,
    credentials: credentialsOf(config, request.headers),
    kindKnown: true,
    ...(withoutCredential === undefined ? {} : { withoutCredential }),
    ...(helper === undefined ? {} : { helper }),
    customHeaders: customHeadersOf(config, request.provider),
    models: modelsInUse(config),
    ...(proxy === undefined ? {} : { proxy }),
    ...(vscodeProxy === undefined ? {} : { vscodeProxy }),
    hasExtraCa: valueOf(config, 'NODE_EXTRA_CA_CERTS') !== undefined,
    hasClientCertificate: valueOf(config, 'CLAUDE_CODE_CLIENT_CERT') !== undefined,
    clientVersion: config.clientVersion,
    reducedBetas: isOn(config, 'CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS'),
    discovery: isOn(config, 'CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY'),
    startedAt,
    version,
  };
}

/** What fills each header, where a variable does. The saved login stays where it is: it is Anthropic’s, not the gateway’s. */
function credentialsOf(config: ResolvedConfig, headers: CredentialHeaders): Credentials {
  const secretOf = (origin: HeaderOrigin | null): Secret | undefined => {
    if (origin?.kind !== 'variable' || origin.variable === null || origin.variable === 'AWS_ACCESS_KEY_ID')
      return undefined;
    // Without any credential these words are sent as the token (measured).
    return origin.variable === 'CLAUDE_CODE_SKIP_FOUNDRY_AUTH'
      ? new Secret('skip-foundry-auth')
      : effectiveValue(config, origin.variable)?.value;
  };
  const [authorization, xApiKey] = [secretOf(headers.authorization), secretOf(headers.xApiKey)];
  return { ...(authorization === undefined ? {} : { authorization }), ...(xApiKey === undefined ? {} : { xApiKey }) };
}

function helperOf(
  config: ResolvedConfig,
  { authorization, xApiKey }: CredentialHeaders,
  mayRun: boolean,
): Target['helper'] {
  const command = effectiveValue(config, 'apiKeyHelper')?.value;
  const [bearer, key] = [authorization?.kind === 'helper', xApiKey?.kind === 'helper'];
  if (command === undefined || (!bearer && !key)) return undefined;
  const fills: HeaderChoice = bearer && key ? 'both' : bearer ? 'bearer' : 'x-api-key';
  const refused = mayRun ? commandProblem(command.reveal()) : undefined;
  return { command, fills, mayRun: mayRun && refused === undefined, ...(refused === undefined ? {} : { refused }) };
}

/** Why no credential can be sent from here; undefined when one can, or when none is needed. */
function missing({ authorization, xApiKey }: CredentialHeaders, helper: boolean): string | undefined {
  if (helper) return t('the credential comes from a command, which isn’t run for this check');
  const origins = [authorization, xApiKey].filter((origin) => origin !== null);
  if (
    origins.some(
      ({ kind, variable }) => (kind === 'variable' && variable !== 'AWS_ACCESS_KEY_ID') || kind === 'custom-header',
    )
  )
    return undefined;
  if (origins.some(({ variable }) => variable === 'AWS_ACCESS_KEY_ID'))
    return t('this extension doesn’t sign requests for AWS (SigV4)');
  if (origins.some(({ kind }) => kind === 'login')) return t('this extension never reads the saved login');
  // Formats of cloud providers send none where their own sign-in is skipped, and the gateway adds its own.
  return undefined;
}

function customHeadersOf(config: ResolvedConfig, provider: Target['provider']): Readonly<Record<string, Secret>> {
  const custom = Object.fromEntries(
    parseCustomHeaders(valueOf(config, 'ANTHROPIC_CUSTOM_HEADERS') ?? '').map(({ name, value }) => [name, value]),
  );
  const workspace = provider === 'aws' ? effectiveValue(config, 'ANTHROPIC_AWS_WORKSPACE_ID')?.value : undefined;
  return { ...(workspace === undefined ? {} : { 'anthropic-workspace-id': workspace }), ...custom };
}
