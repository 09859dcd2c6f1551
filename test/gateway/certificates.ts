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

const SERVER = {
  ...COMMON,
  extensions: [
    { name: 'basicConstraints' as const, cA: false, critical: true },
    { name: 'keyUsage' as const, digitalSignature: true, critical: true },
    { name: 'extKeyUsage' as const, serverAuth: true },
    {
      name: 'subjectAltName' as const,
      altNames: [
        { type: 2 as const, value: 'localhost' },
        { type: 2 as const, value: 'gateway.test' },
        { type: 7 as const, ip: '127.0.0.1' },
      ],
    },
  ],
};

const AUTHORITY = {
  ...COMMON,
  extensions: [
    { name: 'basicConstraints' as const, cA: true, critical: true },
    { name: 'keyUsage' as const, keyCertSign: true, cRLSign: true, critical: true },
  ],
};

const named = (value: string): { name: string; value: string }[] => [{ name: 'commonName', value }];

async function selfSigned(): Promise<Certificate> {
  const own = await generate(named('gateway.test'), SERVER);
  return { key: own.private, cert: own.cert, ca: own.cert };
}

async function fromPrivateAuthority(): Promise<Certificate> {
  const authority = await generate(named('Practice CA'), AUTHORITY);
  const server = await generate(named('gateway.test'), { ...SERVER, ca: { key: authority.private, cert: authority.cert } });
  return { key: server.private, cert: server.cert, ca: authority.cert };
}

const MAKERS: Readonly<Record<Tls, () => Promise<Certificate | undefined>>> = {
  none: () => Promise.resolve(undefined),
  'self-signed': selfSigned,
  'private-ca': fromPrivateAuthority,
};

/** Makes a fresh certificate for the loopback names; undefined for plain HTTP. */
export function certificate(tls: Tls): Promise<Certificate | undefined> {
  return MAKERS[tls]();
}
