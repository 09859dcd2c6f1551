import { t } from '@vscode/l10n';
import type { Assessment } from '../checks/assessment';
import { agreementOf, gatewayOrigin, isSameAgreement, isSameCredential, type Agreement } from './agreement';
import { rowOf } from '../causes/findings';
import { decidedByFolder, valuesOfFolder } from '../config/decidedByFolder';
import type { PredictedRequest } from '../config/predict';
import { bypassesProxy, PROXY_VARIABLES } from '../claude/proxy';
import { effectiveValue, type ResolvedConfig, type SourcedValue } from '../config/resolve';
import type { SourceReading } from '../config/snapshot';
import { sourceRow } from '../claude/sources';
import { variableRow } from '../claude/variables';
import { requestKey } from '../probes/lastCheck';

/** Why the gateway is not asked in the background. */
export type Refusal =
  'nothing-to-ask' | 'restricted' | 'folder' | 'plain-http' | 'new-address' | 'new-credential' | 'new-network';

/** What the decision depends on beside the configuration. */
export interface Circumstances {
  /** False in Restricted Mode. */
  readonly trusted: boolean;
  /** What checks that the user ran on this machine have shown to go together. */
  readonly agreed: readonly Agreement[];
  /** False where the managed settings may be the folder’s own: in a container that it describes. */
  readonly managedCounts: boolean;
}

/**
 * Why the gateway may not be asked without anybody wanting it; undefined when it may. It may where nothing that comes from
 * the opened folder decides where a request goes, what it carries, or whom it trusts on the way, where nobody on the way can
 * read it, and where the user has used this very address with this very credential, or the organization set the address.
 */
export function backgroundRefusal(
  assessment: Assessment,
  { trusted, agreed, managedCounts }: Circumstances,
): Refusal | undefined {
  const { config, request } = assessment;
  const wanted = agreementOf(assessment);
  if (wanted === undefined || !request.willSend) return 'nothing-to-ask';
  if (!trusted) return 'restricted';
  if (folderDecides(assessment)) return 'folder';
  if (isReadableOnTheWay(wanted.origin, config)) return 'plain-http';
  if (agreed.some((one) => isSameAgreement(one, wanted))) return undefined;
  if (managedCounts && isGuarded(assessment)) return networkIsGiven(config) ? undefined : 'new-network';
  const known = agreed.filter(({ origin }) => origin === wanted.origin);
  if (known.length === 0) return 'new-address';
  return known.some((one) => isSameCredential(one, wanted)) ? 'new-network' : 'new-credential';
}

/** What a check that the user ran and that went well agrees to; undefined where the opened folder has a hand in it. */
export function agreedBy(assessment: Assessment): Agreement | undefined {
  return folderDecides(assessment) ? undefined : agreementOf(assessment);
}

/** How a refusal is shown, where it says more than that nobody has checked yet. */
export function refusalWords(
  refusal: Refusal,
  { host }: PredictedRequest,
): { readonly word: string; readonly verdict: string } | undefined {
  switch (refusal) {
    case 'new-address':
      return {
        word: t('not checked (new address)'),
        verdict: t(
          '{host} isn’t checked in the background because it’s a new address on this machine. Run Gateway: Check Connection.',
          { host },
        ),
      };
    case 'new-credential':
      return {
        word: t('not checked (new credential)'),
        verdict: t(
          '{host} isn’t checked in the background because its credential is set in a new place. Run Gateway: Check Connection.',
          { host },
        ),
      };
    case 'new-network':
      return {
        word: t('not checked (new network settings)'),
        verdict: t(
          '{host} isn’t checked in the background because its proxy or certificate settings are new. Run Gateway: Check Connection.',
          { host },
        ),
      };
    case 'plain-http':
      return {
        word: t('not checked (unencrypted)'),
        verdict: t(
          '{host} isn’t checked in the background because http:// would expose your credential. Run Gateway: Check Connection.',
          { host },
        ),
      };
    case 'folder':
      return {
        word: t('not checked'),
        verdict: t(
          '{host} isn’t checked in the background because this folder controls how it’s reached. Run Gateway: Check Connection.',
          { host },
        ),
      };
    case 'nothing-to-ask':
    case 'restricted':
      return undefined;
  }
}

/** True when Claude Code is set up in another way: another target, or other values, of which nothing leaves. */
export function isConfiguredAnew(before: Assessment, now: Assessment): boolean {
  const [old, fresh] = [before, now].map(
    ({ config }) => new Map(config.variables.map(({ name, effective }) => [name, effective.value.reveal()])),
  );
  return (
    requestKey(before.request) !== requestKey(now.request) ||
    old?.size !== fresh?.size ||
    [...(old ?? [])].some(([name, value]) => fresh?.get(name) !== value)
  );
}

/** True when requests go to another host, or to another port of it. */
export function isOtherHost(before: Assessment, now: Assessment): boolean {
  return gatewayOrigin(before.request) !== gatewayOrigin(now.request);
}

/** The variables with which the opened folder decides on proxy or certificates, and the source that sets each. */
export function folderNetwork(
  config: ResolvedConfig,
): readonly { readonly variable: string; readonly source: SourcedValue['source'] }[] {
  return [...valuesOfFolder(config)]
    .filter(([name]) => ['proxy', 'tls'].includes(variableRow(name)?.role ?? 'other'))
    .map(([variable, { source }]) => ({ variable, source }));
}

function folderDecides({ config, findings }: Assessment): boolean {
  return findings.some((found) => rowOf(found).stopsBackgroundChecks === true) || decidedByFolder(config) !== undefined;
}

function isOf(reading: SourceReading, source: SourcedValue['source'], location: string | undefined): boolean {
  return reading.id === source && reading.location === location;
}

/** The organization says where to, in a place that no ordinary user can write. Whose credential goes there is then its business. */
function isGuarded({ config, request: { baseUrl } }: Assessment): boolean {
  return baseUrl.variable !== null && isGuardedValue(config, effectiveValue(config, baseUrl.variable));
}

/** Nothing but the organization, or the environment in which VS Code was started, decides on proxy and certificates: other programs write settings. */
function networkIsGiven(config: ResolvedConfig): boolean {
  const network = config.variables.filter(({ name }) => ['proxy', 'tls'].includes(variableRow(name)?.role ?? 'other'));
  return network.every(({ effective }) => sourceRow(effective.source).inherited || isGuardedValue(config, effective));
}

function isGuardedValue(config: ResolvedConfig, value: SourcedValue | undefined): boolean {
  return (
    value !== undefined &&
    config.readings.some((reading) => reading.guarded === true && isOf(reading, value.source, value.location))
  );
}

/** Unencrypted, unless it stays on this machine: by an address that no name server decides on, and not through a proxy. */
function isReadableOnTheWay(origin: string, config: ResolvedConfig): boolean {
  const url = new URL(origin);
  if (url.protocol === 'https:') return false;
  if (!/^(localhost|\[::1\]|127\.\d+\.\d+\.\d+)$/.test(url.hostname)) return true;
  const value = (name: string): string | undefined =>
    config.variables.find((variable) => variable.name === name)?.effective.value.reveal();
  return (
    PROXY_VARIABLES.some((name) => (value(name) ?? '') !== '') &&
    !bypassesProxy(url, value('no_proxy') ?? value('NO_PROXY') ?? '')
  );
}
