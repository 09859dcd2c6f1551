import {
  certificate,
  clientCertificate,
  fromPrivateAuthority,
  type Certificate,
  type Tls,
} from '../../gateway/certificates';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { PASSING, startNginx } from '../nginx';
import { arrivedAt, gatewayAt, type Fault, type Setting } from '../row';
import type { Site } from '../site';

/** A certificate of a kind. */
export async function certificateOf(kind: Exclude<Tls, 'none'>): Promise<Certificate> {
  const made = await certificate(kind);
  if (made === undefined) throw new Error(`no certificate of the kind ${kind}`);
  return made;
}

interface Secured {
  /** What stands in NODE_EXTRA_CA_CERTS: its authority, another one, or one of the same name with an older key. */
  readonly trusts?: 'its' | 'another' | 'older';
  readonly server?: readonly string[];
}

/** An nginx with this certificate. The credential must not arrive behind it: the connection is not to be trusted. */
async function secured(site: Site, tls: Certificate, { trusts, server = [] }: Secured = {}): Promise<Setting> {
  const gateway = await gatewayAt(site);
  const baseUrl = await startNginx(site, {
    upstream: gateway.url,
    ...PASSING,
    tls,
    server: [...PASSING.server, ...server],
  });
  const ca = {
    its: () => tls.ca,
    another: async () => (await fromPrivateAuthority([], { authority: 'Blue Horizon Root' })).ca,
    older: async () => (await certificateOf('private-ca')).ca,
  }[trusts ?? 'its']();
  return {
    baseUrl,
    elsewhere: arrivedAt(gateway),
    ...(trusts === undefined ? {} : { env: { NODE_EXTRA_CA_CERTS: site.file('ca.pem', await ca) } }),
  };
}

/** nginx lets the handshake through without a certificate, and refuses the request. */
async function wantsCertificate(site: Site, shown: 'none' | 'foreign'): Promise<Setting> {
  const [tls, accepted, foreign] = await Promise.all([
    certificateOf('private-ca'),
    clientCertificate(),
    clientCertificate(),
  ]);
  const { env, ...setting } = await secured(site, tls, {
    trusts: 'its',
    server: [`ssl_client_certificate ${site.file('clients.pem', accepted.ca)};`, 'ssl_verify_client on;'],
  });
  const own =
    shown === 'none'
      ? {}
      : {
          CLAUDE_CODE_CLIENT_CERT: site.file('client.pem', foreign.cert),
          CLAUDE_CODE_CLIENT_KEY: site.file('client.key', foreign.key),
        };
  return { ...setting, env: { ...env, ...own } };
}

/** Servers such as Node.js, Go and Envoy break the handshake off. */
async function breaksHandshakeOff(site: Site): Promise<Setting> {
  const [tls, accepted] = await Promise.all([certificateOf('private-ca'), clientCertificate()]);
  const server = createServer(
    { key: tls.key, cert: tls.cert, ca: accepted.ca, requestCert: true, rejectUnauthorized: true },
    (_, reply) => {
      reply.end('{}');
    },
  );
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  site.whenCleared(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    baseUrl: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    env: { NODE_EXTRA_CA_CERTS: site.file('ca.pem', tls.ca) },
  };
}

/** Certificates. */
export const TLS_FAULTS: readonly Fault[] = [
  {
    id: 'tls-private-ca',
    made: 'nginx with a certificate of an authority that is not known here',
    needs: ['nginx'],
    cause: 'tls-untrusted',
    owner: 'you',
    make: async (site) => secured(site, await certificateOf('private-ca')),
  },
  {
    id: 'tls-other-ca',
    made: 'the same, and NODE_EXTRA_CA_CERTS holds another authority',
    needs: ['nginx'],
    cause: 'tls-untrusted',
    owner: 'you',
    make: async (site) => secured(site, await certificateOf('private-ca'), { trusts: 'another' }),
  },
  {
    id: 'tls-renewed-ca',
    made: 'the same, and NODE_EXTRA_CA_CERTS holds the authority as it was before it got a new key',
    needs: ['nginx'],
    cause: 'tls-untrusted',
    owner: 'you',
    make: async (site) => secured(site, await certificateOf('private-ca'), { trusts: 'older' }),
  },
  {
    id: 'tls-self-signed',
    made: 'nginx with a self-signed certificate',
    needs: ['nginx'],
    cause: 'tls-untrusted',
    owner: 'you',
    make: async (site) => secured(site, await certificateOf('self-signed')),
  },
  {
    id: 'tls-expired',
    made: 'nginx with an expired certificate of a trusted authority',
    needs: ['nginx'],
    cause: 'tls-untrusted',
    owner: 'gateway-team',
    make: async (site) => secured(site, await certificateOf('expired'), { trusts: 'its' }),
  },
  {
    id: 'tls-not-yet-valid',
    made: 'nginx with a certificate that begins next month',
    needs: ['nginx'],
    cause: 'tls-untrusted',
    owner: 'gateway-team',
    make: async (site) => secured(site, await certificateOf('not-yet-valid'), { trusts: 'its' }),
  },
  {
    id: 'tls-wrong-name',
    made: 'nginx with a certificate for another name',
    needs: ['nginx'],
    cause: 'tls-untrusted',
    owner: 'gateway-team',
    make: async (site) => secured(site, await certificateOf('other-name'), { trusts: 'its' }),
  },
  {
    id: 'tls-incomplete-chain',
    made: 'nginx leaves the intermediate certificate out; its root is trusted',
    needs: ['nginx'],
    cause: 'tls-untrusted',
    owner: 'gateway-team',
    make: async (site) => secured(site, await certificateOf('no-intermediate'), { trusts: 'its' }),
  },
  {
    id: 'client-certificate-missing',
    made: 'nginx with ssl_verify_client on, and no certificate is set',
    needs: ['nginx'],
    cause: 'client-certificate-required',
    owner: 'you',
    make: (site) => wantsCertificate(site, 'none'),
  },
  {
    id: 'client-certificate-foreign',
    made: 'the same, and the certificate that is set comes from another authority',
    needs: ['nginx'],
    cause: 'client-certificate-required',
    owner: 'you',
    make: (site) => wantsCertificate(site, 'foreign'),
  },
  {
    id: 'client-certificate-handshake',
    made: 'a server that breaks the handshake off without a client certificate',
    cause: 'client-certificate-required',
    owner: 'you',
    make: breaksHandshakeOff,
  },
  {
    id: 'clock-wrong',
    made: 'a gateway whose clock is three days ahead of the one here',
    cause: 'clock-wrong',
    owner: 'you',
    make: async (site) => ({ baseUrl: (await gatewayAt(site, { daysAhead: 3 })).url }),
  },
];
