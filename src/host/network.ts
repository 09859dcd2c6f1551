import { readFile } from 'node:fs/promises';
import * as tls from 'node:tls';
import { bypassesProxy, PROXY_VARIABLES } from '../core/proxy';
import type { Environment } from './machine';

/** The proxy that Claude Code uses for an address, or undefined for none. A proxy without a scheme is taken as http. */
export function proxyFor(url: URL, env: Environment): string | undefined {
  const proxy = PROXY_VARIABLES.map((name) => env[name]).find((value) => value !== undefined && value !== '');
  if (proxy === undefined || bypassesProxy(url, env['no_proxy'] ?? env['NO_PROXY'] ?? '')) return undefined;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
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
