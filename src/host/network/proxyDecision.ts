import { t } from '@vscode/l10n';
import { bypassesProxy, proxyProblem, PROXY_VARIABLES } from '../../core/claude/proxy';
import type { ProxyOnTheWay } from '../../core/probes/target';
import { printableUrl } from '../../core/words/redact';
import type { VscodeSettings } from '../../core/config/snapshot';
import { proxyAddress, proxyFor } from './network';
import type { Environment } from '../../core/claude/sources';

/** The proxy that Claude Code takes to an address, without its credential; a clause when it cannot use the one that is set. */
export function proxyOnTheWay(baseUrl: string, env: Environment): ProxyOnTheWay | undefined | string {
  if (!URL.canParse(baseUrl)) return undefined;
  const proxy = proxyFor(new URL(baseUrl), env);
  if (proxy === undefined) return undefined;
  const variable = PROXY_VARIABLES.find((name) => (env[name] ?? '') !== '') ?? 'HTTPS_PROXY';
  if (proxyProblem(proxy) !== undefined) return t('the proxy in {variable} can’t be used', { variable });
  const { host, port, secure, authorization } = proxyAddress(proxy);
  return { host, port, secure, variable, hasCredential: authorization !== undefined };
}

/** Where VS Code looks for a proxy in its own environment: only the first that is set counts. */
const VSCODE_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'] as const;
const VSCODE_SCHEMES = /^\s*(https?|socks[45]?|socks5h|socks4a):\/\//i;

/**
 * How VS Code itself goes to an address, to stand after “VS Code itself goes”, printable: `directly (http.noProxy)`,
 * `through http://proxy:3128 (HTTPS_PROXY)`. It reads other places than Claude Code, and reads them otherwise
 * (https://github.com/microsoft/vscode-proxy-agent). Undefined when neither a setting nor `env`, the environment of VS Code,
 * says anything: then the operating system decides.
 */
export function vscodeProxyWords({ http }: VscodeSettings, url: URL, env: Environment): string | undefined {
  if (http['http.proxySupport'] === 'off') return t('directly ({name})', { name: 'http.proxySupport' });
  if (/^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)) return t('directly');
  const except = namesIn(http['http.noProxy']);
  // One entry in the setting, and the variable counts no more.
  const noProxy = (['no_proxy', 'NO_PROXY'] as const).find((name) => (env[name] ?? '') !== '') ?? 'NO_PROXY';
  const [name, entries] = except.length > 0 ? ['http.noProxy', except] : [noProxy, namesIn(env[noProxy])];
  if (entries.some((entry) => vscodeLeavesOut(url, entry))) return t('directly ({name})', { name });
  const variable = VSCODE_VARIABLES.find((one) => (env[one] ?? '') !== '') ?? 'HTTPS_PROXY';
  const found = (
    [
      ['http.proxy', http['http.proxy']],
      [variable, env[variable]],
    ] as const
  ).find(([, value]) => VSCODE_SCHEMES.test(value ?? ''));
  return found === undefined
    ? undefined
    : t('through {proxy} ({name})', { proxy: printableUrl(found[1] ?? ''), name: found[0] });
}

function namesIn(list = ''): readonly string[] {
  return list
    .toLowerCase()
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}

/** By the end of the name, wherever that begins: `ample.com` leaves out `example.com` too, `*.example.com` nothing. */
function vscodeLeavesOut(url: URL, entry: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  if (entry === '*' || entry === `${host}:${port}` || host.endsWith(entry.replace(/^\./, ''))) return true;
  return entry.includes('/') && bypassesProxy(url, entry);
}
