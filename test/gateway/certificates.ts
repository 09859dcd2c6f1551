import { generate } from 'selfsigned';

/** How a practice gateway proves who it is. */
export type Tls = 'none' | 'self-signed' | 'private-ca';

/** The names `tls` can have. */
export const TLS: readonly Tls[] = ['none', 'self-signed', 'private-ca'];

/** A server's key and certificate, and the certificate a client must trust to accept it; all PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

const COMMON = { keyType: 'ec', algorithm: 'sha256' } as const;

const LOOPBACK_NAMES = ['localhost', 'gateway.test'];

const server = (names: readonly string[]) => ({
  ...COMMON,
  extensions: [
    { name: 'basicConstraints' as const, cA: false, critical: true },
    { name: 'keyUsage' as const, digitalSignature: true, critical: true },
    { name: 'extKeyUsage' as const, serverAuth: true },
    {
      name: 'subjectAltName' as const,
      altNames: [
        ...names.map((value) => ({ type: 2 as const, value })),
        { type: 7 as const, ip: '127.0.0.1' },
      ],
    },
  ],
});

const AUTHORITY = {
  ...COMMON,
  extensions: [
    { name: 'basicConstraints' as const, cA: true, critical: true },
    { name: 'keyUsage' as const, keyCertSign: true, cRLSign: true, critical: true },
  ],
};

const named = (value: string): { name: string; value: string }[] => [{ name: 'commonName', value }];

async function selfSigned(): Promise<Certificate> {
  const own = await generate(named('gateway.test'), server(LOOPBACK_NAMES));
  return { key: own.private, cert: own.cert, ca: own.cert };
}

/** A certificate for these names, from an authority made for the occasion. */
export async function fromPrivateAuthority(names: readonly string[]): Promise<Certificate> {
  const authority = await generate(named('Practice CA'), AUTHORITY);
  const own = await generate(named('gateway.test'), { ...server(names), ca: { key: authority.private, cert: authority.cert } });
  return { key: own.private, cert: own.cert, ca: authority.cert };
}

const MAKERS: Readonly<Record<Tls, () => Promise<Certificate | undefined>>> = {
  none: () => Promise.resolve(undefined),
  'self-signed': selfSigned,
  'private-ca': () => fromPrivateAuthority(LOOPBACK_NAMES),
};

/** Makes a fresh certificate for the loopback names; undefined for plain HTTP. */
export function certificate(tls: Tls): Promise<Certificate | undefined> {
  return MAKERS[tls]();
}
