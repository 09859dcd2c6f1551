import * as tls from 'node:tls';
import type { TrustStore } from '../../core/probes/observations';
import { readForeign } from '../files/foreignFile';
import { RouteError } from './exchangeTrace';
import type { Environment } from '../../core/claude/sources';

/** The certificate that this machine shows of itself. */
interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
  readonly passphrase?: string;
}

/**
 * Whom a connection trusts, and as whom it presents itself. A context takes some time to make: each is made once, when it
 * is needed.
 */
export class Trust {
  readonly #contexts = new Map<TrustStore | 'nobody' | 'with-client-certificate', tls.SecureContext>();

  constructor(
    readonly stores: Readonly<Partial<Record<TrustStore, readonly string[]>>>,
    readonly client: ClientCertificate | undefined,
  ) {}

  /** Trusts what is in a store; `nobody`: nothing, to see what the server itself sends. Shows no certificate of its own. */
  contextOf(store: TrustStore | 'nobody'): tls.SecureContext {
    return this.#made(store, { ca: store === 'nobody' ? [] : [...(this.stores[store] ?? [])] });
  }

  /** For requests: trusts everything that Claude Code trusts, shows the client certificate. @throws RouteError of a key that does not fit. */
  get context(): tls.SecureContext {
    if (this.client === undefined) return this.contextOf('trusted');
    try {
      return this.#made('with-client-certificate', { ca: [...(this.stores.trusted ?? [])], ...this.client });
    } catch {
      throw new RouteError('tls', 'CLIENT_KEY_UNUSABLE');
    }
  }

  #made(name: TrustStore | 'nobody' | 'with-client-certificate', options: tls.SecureContextOptions): tls.SecureContext {
    const context = this.#contexts.get(name) ?? tls.createSecureContext(options);
    this.#contexts.set(name, context);
    return context;
  }
}

/** The bundle of a whole operating system has a quarter of a megabyte. */
const LARGEST_FILE = 8 * 1024 * 1024;

/**
 * What Claude Code trusts: Node's own certificates and the operating system's (with SSL_CERT_FILE: measured), or those that
 * CLAUDE_CODE_CERT_STORE names, and the file in NODE_EXTRA_CA_CERTS (https://code.claude.com/docs/en/network-config); and the
 * client certificate of CLAUDE_CODE_CLIENT_CERT and CLAUDE_CODE_CLIENT_KEY. A file that cannot be read is left out, as Claude
 * Code does. Each store can be asked, also one that is not trusted.
 */
export async function loadTrust(env: Environment): Promise<Trust> {
  const [usual, file, more, cert, key] = await Promise.all([
    systemCertificates(),
    pemText(env['SSL_CERT_FILE']),
    pemText(env['NODE_EXTRA_CA_CERTS']),
    pemText(env['CLAUDE_CODE_CLIENT_CERT']),
    pemText(env['CLAUDE_CODE_CLIENT_KEY']),
  ]);
  const system = [...usual, ...certificatesIn(file)];
  const extra = certificatesIn(more);
  const trusted = trustedCertificates(env['CLAUDE_CODE_CERT_STORE'], { node: tls.rootCertificates, system, extra });
  const passphrase = env['CLAUDE_CODE_CLIENT_KEY_PASSPHRASE'];
  const client =
    cert === '' || key === '' ? undefined : { cert, key, ...(passphrase === undefined ? {} : { passphrase }) };
  return new Trust(
    {
      node: tls.rootCertificates,
      trusted,
      ...(system.length === 0 ? {} : { system }),
      ...(extra.length === 0 ? {} : { extra }),
    },
    client,
  );
}

/**
 * What is trusted with a value of CLAUDE_CODE_CERT_STORE: `bundled`, `system`, or both, separated by commas. A value that names
 * neither counts as none.
 */
export function trustedCertificates(
  value: string | undefined,
  { node, system, extra }: Readonly<Record<'node' | 'system' | 'extra', readonly string[]>>,
): readonly string[] {
  const names = (value ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  const [bundled, own] = [names.includes('bundled'), names.includes('system')];
  const chosen = [
    // Where the system's certificates cannot be read, Node's own are closest to what stands there.
    ...(bundled || !own || system.length === 0 ? node : []),
    ...(own || !bundled ? system : []),
    ...extra,
  ];
  // The same certificate is written with lines of different lengths; each one more makes a context slower.
  return [...new Map(chosen.map((pem) => [pem.replace(/\s/g, ''), pem])).values()];
}

/** VS Code 1.100 runs Node 20, which cannot list the system's certificates; there the bundle that Debian, Red Hat and Alpine keep is read. */
async function systemCertificates(): Promise<readonly string[]> {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'system') => string[] };
  if (getCACertificates !== undefined) return getCACertificates('system');
  for (const file of ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem']) {
    const text = await pemText(file);
    if (text !== '') return certificatesIn(text);
  }
  return [];
}

/** The text of a file; empty when there is none that can be read. */
async function pemText(file = ''): Promise<string> {
  if (file === '') return '';
  const found = await readForeign(file, { most: LARGEST_FILE }).catch(() => undefined);
  return found?.bytes.toString('latin1') ?? '';
}

/** The certificates of a PEM file, one by one. */
export function certificatesIn(text: string): readonly string[] {
  return (
    text.match(/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g) ?? []
  );
}
