import { readFile } from 'node:fs/promises';
import { BlockList, isIP } from 'node:net';
import * as tls from 'node:tls';
import type { Environment } from './machine';

/** The order in which Claude Code looks for a proxy (measured with 2.1.329: HTTP_PROXY alone serves https too, ALL_PROXY as well). */
const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'] as const;

/** The proxy that Claude Code uses for an address, or undefined for none. A proxy without a scheme is taken as http. */
export function proxyFor(url: URL, env: Environment): string | undefined {
  const proxy = PROXY_VARIABLES.map((name) => env[name]).find((value) => value !== undefined && value !== '');
  if (proxy === undefined || bypassesProxy(url, env['no_proxy'] ?? env['NO_PROXY'] ?? '')) return undefined;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

/** NO_PROXY as measured: host, `.suffix`, `*.suffix`, suffix, `host:port`, CIDR, `*`; separated by commas or spaces. */
export function bypassesProxy(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return noProxy.toLowerCase().split(/[\s,]+/).filter(Boolean).some((entry) => {
    if (entry === '*') return true;
    const cidr = /^(.+)\/(\d+)$/.exec(entry);
    if (cidr?.[1] !== undefined) return inNetwork(host, cidr[1], Number(cidr[2]));
    const [, name = entry, wantedPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    const suffix = name.replace(/^\*?\./, '');
    return (wantedPort === undefined || wantedPort === port) && (host === suffix || host.endsWith(`.${suffix}`));
  });
}

/**
 * The certificates that Claude Code trusts by default: Node's own, the operating system's, and the file in
 * NODE_EXTRA_CA_CERTS (https://code.claude.com/docs/en/network-config). VS Code 1.100 runs Node 20, which cannot
 * list the system's; there the bundle that Debian, Red Hat and Alpine keep is read.
 */
export async function trustedCertificates(extraFile: string | undefined): Promise<string[]> {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'system') => string[] };
  const system = getCACertificates === undefined ? await systemBundle() : getCACertificates('system');
  const extra = extraFile === undefined || extraFile === '' ? '' : await readFile(extraFile, 'utf8').catch(() => '');
  return [...tls.rootCertificates, ...system, ...(extra === '' ? [] : [extra])];
}

async function systemBundle(): Promise<string[]> {
  for (const file of ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem']) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return [text];
  }
  return [];
}

function inNetwork(host: string, network: string, prefix: number): boolean {
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(host) === 0 || isIP(host) !== isIP(network) || prefix > (family === 'ipv6' ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list.check(host, family);
}
