import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { t } from '@vscode/l10n';
import { finding, rowOf, type Finding } from '../../core/causes/findings';
import { isNetworkAway } from '../../core/health/healthSchedule';

/** The findings, and first of all that this machine is offline where that explains them. `host` is without port. */
export function withOffline(
  findings: readonly Finding[],
  host: string,
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>> = networkInterfaces(),
): readonly Finding[] {
  const offline = finding('offline', t('no network interface on this machine has an address'), { host });
  const explains = findings.some((found) => rowOf(found).dependsOn.includes(offline.cause));
  return explains && isNetworkAway(interfaces, host) ? [offline, ...findings] : findings;
}
