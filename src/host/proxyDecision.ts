import { t } from '@vscode/l10n';
import { proxyProblem, PROXY_VARIABLES } from '../core/proxy';
import type { ProxyOnTheWay } from '../core/probes/target';
import type { Environment } from './machine';
import { proxyAddress, proxyFor } from './network';

/** The proxy that Claude Code takes to an address, without its credential; a clause when it cannot use the one that is set. */
export function proxyOnTheWay(baseUrl: string, env: Environment): ProxyOnTheWay | undefined | string {
  if (!URL.canParse(baseUrl)) return undefined;
  const proxy = proxyFor(new URL(baseUrl), env);
  if (proxy === undefined) return undefined;
  const variable = PROXY_VARIABLES.find((name) => (env[name] ?? '') !== '') ?? 'HTTPS_PROXY';
  if (proxyProblem(proxy) !== undefined) return t('the proxy in {variable} cannot be used', { variable });
  const { host, port, secure, authorization } = proxyAddress(proxy);
  return { host, port, secure, variable, hasCredential: authorization !== undefined };
}
