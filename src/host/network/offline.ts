import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { t } from '@vscode/l10n';
import { finding, type Finding } from '../../core/causes/findings';
import { isNetworkAway } from '../../core/health/healthSchedule';

/** Causes that a machine without a network shows for every gateway. */
const BROUGHT_ALONG = new Set<Finding['cause']>([
  'dns-failure',
  'gateway-unreachable',
  'connect-timeout',
  'corporate-proxy',
]);

/** The findings, and first of all that this machine is offline where that explains them. `host` is without port. */
export function withOffline(
  findings: readonly Finding[],
  host: string,
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>> = networkInterfaces(),
): readonly Finding[] {
  if (!findings.some(({ cause }) => BROUGHT_ALONG.has(cause)) || !isNetworkAway(interfaces, host)) return findings;
  return [finding('offline', t('no network interface of this machine has an address'), { host }), ...findings];
}
