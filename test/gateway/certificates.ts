import { generate } from 'selfsigned';

/** How a practice gateway proves who it is. */
export type Tls =
  'none' | 'self-signed' | 'private-ca' | 'expired' | 'not-yet-valid' | 'other-name' | 'no-intermediate';

/** The names `tls` can have. */
export const TLS: readonly Tls[] = [
  'none',
  'self-signed',
  'private-ca',
  'expired',
  'not-yet-valid',
  'other-name',
  'no-intermediate',
];

/** A server's key and certificate, and the certificate a client must trust to accept it; all PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

const DAY_MS = 86_400_000;

const COMMON = { keyType: 'ec', algorithm: 'sha256' } as const;

const LOOPBACK_NAMES = ['localhost', 'gateway.test'];
const LOOPBACK_ADDRESSES = ['127.0.0.1'];

const server = (names: readonly string[], addresses: readonly string[] = LOOPBACK_ADDRESSES) => ({
  ...COMMON,
  extensions: [
    { name: 'basicConstraints' as const, cA: false, critical: true },
    { name: 'keyUsage' as const, digitalSignature: true, critical: true },
    { name: 'extKeyUsage' as const, serverAuth: true },
    {
      name: 'subjectAltName' as const,
      altNames: [
        ...names.map((value) => ({ type: 2 as const, value })),
        ...addresses.map((ip) => ({ type: 7 as const, ip })),
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

/** What `openssl req -x509` makes: a server's certificate that is an authority too. */
async function selfSigned(): Promise<Certificate> {
  const { extensions } = server(LOOPBACK_NAMES);
  const own = await generate(named('gateway.test'), {
    ...COMMON,
    extensions: [{ name: 'basicConstraints', cA: true, critical: true }, ...extensions.slice(-1)],
  });
  return { key: own.private, cert: own.cert, ca: own.cert };
}

/** What a certificate is to have. */
interface Wanted {
  /** What the authority is called. */
  readonly authority?: string;
  readonly addresses?: readonly string[];
  readonly notBeforeDate?: Date;
  readonly notAfterDate?: Date;
}

/** A certificate for these names and for loopback, unless told otherwise, from an authority made for the occasion. */
export async function fromPrivateAuthority(
  names: readonly string[],
  { authority: name = 'Practice CA', addresses, ...dates }: Wanted = {},
): Promise<Certificate> {
  const authority = await generate(named(name), AUTHORITY);
  const own = await generate(named('gateway.test'), {
    ...server(names, addresses),
    ...dates,
    ca: { key: authority.private, cert: authority.cert },
  });
  return { key: own.private, cert: own.cert, ca: authority.cert };
}

/** What a client shows of itself, from an authority made for the occasion. */
export async function clientCertificate(): Promise<Certificate> {
  const authority = await generate(named('Practice Clients CA'), AUTHORITY);
  const extensions = [
    { name: 'basicConstraints' as const, cA: false, critical: true },
    { name: 'keyUsage' as const, digitalSignature: true, critical: true },
    { name: 'extKeyUsage' as const, clientAuth: true },
  ];
  const own = await generate(named('a machine'), {
    ...COMMON,
    extensions,
    ca: { key: authority.private, cert: authority.cert },
  });
  return { key: own.private, cert: own.cert, ca: authority.cert };
}

/** A certificate from an authority that nobody knows; the one above it is known, and the link between them is not sent. */
async function withoutIntermediate(): Promise<Certificate> {
  const root = await generate(named('Practice Root CA'), AUTHORITY);
  const between = await generate(named('Practice Issuing CA'), {
    ...AUTHORITY,
    ca: { key: root.private, cert: root.cert },
  });
  const own = await generate(named('gateway.test'), {
    ...server(LOOPBACK_NAMES),
    ca: { key: between.private, cert: between.cert },
  });
  return { key: own.private, cert: own.cert, ca: root.cert };
}

const MAKERS: Readonly<Record<Tls, () => Promise<Certificate | undefined>>> = {
  none: () => Promise.resolve(undefined),
  'self-signed': selfSigned,
  'private-ca': () => fromPrivateAuthority(LOOPBACK_NAMES),
  expired: () =>
    fromPrivateAuthority(LOOPBACK_NAMES, {
      notBeforeDate: new Date('2025-01-01'),
      notAfterDate: new Date('2026-01-01'),
    }),
  'not-yet-valid': () =>
    fromPrivateAuthority(LOOPBACK_NAMES, {
      notBeforeDate: new Date(Date.now() + 30 * DAY_MS),
      notAfterDate: new Date(Date.now() + 60 * DAY_MS),
    }),
  'other-name': () => fromPrivateAuthority(['other.test'], { addresses: [] }),
  'no-intermediate': withoutIntermediate,
};

/** Makes a fresh certificate for the loopback names; undefined for plain HTTP. */
export function certificate(tls: Tls): Promise<Certificate | undefined> {
  return MAKERS[tls]();
}
