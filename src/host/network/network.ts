import { bypassesProxy, PROXY_VARIABLES } from '../../core/claude/proxy';
import { RouteError } from './exchangeTrace';
import type { Environment } from '../../core/claude/sources';

/** A proxy on the way. `authorization` is the header for it, made of the user and password in its address: never printed. */
export interface ProxyAddress {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  readonly authorization?: string;
}

/** Where a request goes. `host` is a name or an address without brackets. */
export interface Origin {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
}

/** The proxy that Claude Code uses for an address, or undefined for none. A proxy without a scheme is taken as http. */
export function proxyFor(url: URL, env: Environment): string | undefined {
  const proxy = PROXY_VARIABLES.map((name) => env[name]).find((value) => value !== undefined && value !== '');
  if (proxy === undefined || bypassesProxy(url, env['no_proxy'] ?? env['NO_PROXY'] ?? '')) return undefined;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

/** The parts of a proxy's address. @throws RouteError `proxy-resolve` for an address that cannot be used. */
export function proxyAddress(proxy: string): ProxyAddress {
  // Claude Code refuses others, such as socks5:// (measured: UnsupportedProxyProtocol).
  if (!/^https?:/i.test(proxy)) throw new RouteError('proxy-resolve', 'UNSUPPORTED_PROXY');
  if (!URL.canParse(proxy)) throw new RouteError('proxy-resolve', 'ERR_INVALID_URL');
  const url = new URL(proxy);
  const pair = [url.username, url.password].map(decoded).join(':');
  return {
    ...originOf(url),
    ...(pair === ':' ? {} : { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }),
  };
}

/** Host and port of a URL of http or https. */
export function originOf({ protocol, hostname, port }: URL): Origin {
  const secure = protocol === 'https:';
  return { secure, host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (secure ? 443 : 80) : Number(port) };
}

/** Host and port as they stand in a request. */
export function hostAndPort({ host, port }: Pick<Origin, 'host' | 'port'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
