import { startBlackHole } from '../badServers';
import { startNginx, PASSING } from '../nginx';
import { arrivedAt, gatewayAt, type Fault } from '../row';
import { freePort } from '../site';
import { certificateOf } from './tls';

const REDIRECTS: readonly { status: number; to: 'same' | 'other' }[] = [
  { status: 301, to: 'same' },
  { status: 302, to: 'other' },
  { status: 307, to: 'same' },
  { status: 307, to: 'other' },
  { status: 308, to: 'same' },
  { status: 308, to: 'other' },
];

/** The base URL, and what lies between it and an answer. */
export const ADDRESS_FAULTS: readonly Fault[] = [
  {
    id: 'refused',
    made: 'nothing listens at the port',
    cause: 'gateway-unreachable',
    owner: 'you',
    make: async () => ({ baseUrl: `http://127.0.0.1:${await freePort()}` }),
  },
  {
    id: 'unknown-name',
    made: 'a name that nobody has',
    cause: 'dns-failure',
    owner: 'you',
    make: () => Promise.resolve({ baseUrl: 'https://llm-gateway.invalid' }),
  },
  {
    id: 'connection-vanishes',
    made: 'an address that drops connections',
    cause: 'connect-timeout',
    owner: 'network-team',
    slow: true,
    make: async (site) => ({ baseUrl: `https://127.0.0.1:${await startBlackHole(site)}` }),
  },
  {
    id: 'ipv6-vanishes',
    made: 'a name with an IPv6 address that drops connections and an IPv4 address that works',
    cause: 'address-unreachable',
    owner: 'network-team',
    isolated: true,
    make: async (site) => {
      const { port } = await gatewayAt(site);
      await startBlackHole(site, '::1', port);
      return { baseUrl: `http://localhost:${port}` };
    },
  },
  {
    id: 'no-network',
    made: 'a machine without a network',
    cause: 'offline',
    owner: 'you',
    isolated: true,
    make: () => Promise.resolve({ baseUrl: 'https://llm-gateway.example.com' }),
  },
  {
    id: 'https-at-plain-port',
    made: 'https:// in the base URL of a gateway without TLS',
    cause: 'gateway-unreachable',
    owner: 'you',
    make: async (site) => ({ baseUrl: `https://127.0.0.1:${(await gatewayAt(site)).port}` }),
  },
  {
    id: 'http-at-tls-port',
    made: 'http:// in the base URL of a gateway with TLS',
    cause: 'gateway-unreachable',
    owner: 'you',
    make: async (site) => ({ baseUrl: `http://127.0.0.1:${(await gatewayAt(site, { tls: 'private-ca' })).port}` }),
  },
  {
    id: 'http-at-nginx-tls-port',
    made: 'http:// in the base URL of an nginx with TLS',
    needs: ['nginx'],
    cause: 'gateway-unreachable',
    owner: 'you',
    make: async (site) => ({
      baseUrl: (
        await startNginx(site, {
          upstream: (await gatewayAt(site)).url,
          ...PASSING,
          tls: await certificateOf('private-ca'),
        })
      ).replace('https:', 'http:'),
    }),
  },
  {
    id: 'v1-twice',
    made: 'a base URL that ends in /v1',
    cause: 'wrong-base-path',
    owner: 'you',
    make: async (site) => ({ baseUrl: `${(await gatewayAt(site)).url}/v1` }),
  },
  {
    id: 'prefix-missing',
    made: 'nginx serves the gateway under /llm/, and the base URL lacks it',
    needs: ['nginx'],
    cause: 'wrong-base-path',
    owner: 'you',
    make: async (site) => ({
      baseUrl: await startNginx(site, {
        upstream: (await gatewayAt(site)).url,
        ...PASSING,
        at: '/llm/',
        upstreamPath: '/',
      }),
    }),
  },
  {
    id: 'path-wrong',
    made: 'a base URL with a path under which nginx has nothing',
    needs: ['nginx'],
    cause: 'wrong-base-path',
    owner: 'you',
    make: async (site) => ({
      baseUrl: `${await startNginx(site, { upstream: (await gatewayAt(site)).url, ...PASSING, at: '/v1/' })}/gateway/llm`,
    }),
  },
  {
    id: 'query-minded',
    made: 'nginx matches the full URL, so that ?beta=true is not found',
    needs: ['nginx'],
    cause: 'wrong-base-path',
    owner: 'gateway-team',
    make: async (site) => ({
      baseUrl: await startNginx(site, {
        upstream: (await gatewayAt(site)).url,
        ...PASSING,
        location: [...PASSING.location, 'if ($request_uri !~ "^/v1/[a-z_/]+$") { return 404; }'],
      }),
    }),
  },
  ...REDIRECTS.map(({ status, to }): Fault => ({
    id: `redirect-${String(status)}-${to}`,
    made: `nginx answers ${String(status)} to ${to === 'same' ? 'another path of its own' : 'another origin'}`,
    needs: ['nginx'],
    cause: 'redirected',
    owner: 'you',
    make: async (site) => {
      const gateway = await gatewayAt(site, to === 'same' ? { basePath: '/new' } : {});
      const upstream = gateway.url.replace(/\/new$/, '');
      const redirect =
        to === 'same'
          ? `if ($request_uri !~ "^/new/") { return ${status} /new$request_uri; }`
          : `return ${status} ${upstream}$request_uri;`;
      const own = await startNginx(site, { upstream, ...PASSING, location: [...PASSING.location, redirect] });
      return { baseUrl: own, ...(to === 'other' ? { elsewhere: arrivedAt(gateway) } : {}) };
    },
  })),
];
