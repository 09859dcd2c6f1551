import { startRawServer } from '../badServers';
import { PASSING, startNginx } from '../nginx';
import { startSquid, startTinyproxy } from '../proxies';
import { gatewayAt, type Fault, type Setting } from '../row';
import { freePort, type Site } from '../site';
import { certificateOf } from './tls';

/** As a proxy finds it. An address of this machine would have no business at a proxy at all. */
function named(baseUrl: string): string {
  return baseUrl.replace('127.0.0.1', 'gateway.test');
}

/** A gateway with TLS that is trusted, behind a proxy that knows its name. */
export async function throughProxy(site: Site, proxy: string, more: Partial<Setting> = {}): Promise<Setting> {
  const tls = await certificateOf('private-ca');
  const gateway = await gatewayAt(site);
  const baseUrl = await startNginx(site, { upstream: gateway.url, ...PASSING, tls });
  return {
    baseUrl: named(baseUrl),
    env: { HTTPS_PROXY: proxy, NODE_EXTRA_CA_CERTS: site.file('ca.pem', tls.ca) },
    ...more,
  };
}

const PASSWORD = { user: 'builder', password: 'made-up-words' };

/** The proxy on the way. */
export const PROXY_FAULTS: readonly Fault[] = [
  {
    id: 'proxy-name',
    made: 'HTTPS_PROXY names a host that nobody has',
    needs: ['nginx'],
    cause: 'corporate-proxy',
    owner: 'you',
    make: (site) => throughProxy(site, 'http://proxy.invalid:3128'),
  },
  {
    id: 'proxy-refused',
    made: 'nothing listens at the port in HTTPS_PROXY',
    needs: ['nginx'],
    cause: 'corporate-proxy',
    owner: 'you',
    make: async (site) => throughProxy(site, `http://127.0.0.1:${await freePort()}`),
  },
  {
    id: 'proxy-407-squid',
    made: 'squid wants a password, and none is sent',
    needs: ['nginx', 'squid'],
    cause: 'corporate-proxy',
    owner: 'you',
    make: async (site) => throughProxy(site, `http://${await startSquid(site, { password: PASSWORD })}`),
  },
  {
    id: 'proxy-407-wrong',
    made: 'squid wants another password',
    needs: ['nginx', 'squid'],
    cause: 'corporate-proxy',
    owner: 'you',
    make: async (site) =>
      throughProxy(site, `http://builder:another@${await startSquid(site, { password: PASSWORD })}`),
  },
  {
    id: 'proxy-407-tinyproxy',
    made: 'tinyproxy wants a password, and none is sent',
    needs: ['nginx', 'tinyproxy'],
    cause: 'corporate-proxy',
    owner: 'you',
    make: async (site) => throughProxy(site, `http://${await startTinyproxy(site, { password: PASSWORD })}`),
  },
  {
    id: 'proxy-403-squid',
    made: 'squid refuses the host',
    needs: ['nginx', 'squid'],
    cause: 'corporate-proxy',
    owner: 'network-team',
    make: async (site) => throughProxy(site, `http://${await startSquid(site, { refuses: 'gateway.test' })}`),
  },
  {
    id: 'proxy-403-tinyproxy',
    made: 'tinyproxy refuses the host',
    needs: ['nginx', 'tinyproxy'],
    cause: 'corporate-proxy',
    owner: 'network-team',
    make: async (site) => throughProxy(site, `http://${await startTinyproxy(site, { refuses: 'gateway.test' })}`),
  },
  {
    id: 'proxy-closes',
    made: 'the proxy takes the request for a tunnel and closes the connection',
    needs: ['nginx'],
    cause: 'corporate-proxy',
    owner: 'network-team',
    make: async (site) => {
      const { port, received } = await startRawServer(site, (socket) =>
        socket.once('data', () => {
          socket.end();
        }),
      );
      return throughProxy(site, `http://127.0.0.1:${port}`, { elsewhere: received });
    },
  },
  {
    id: 'proxy-scheme',
    made: 'https:// in HTTPS_PROXY although the proxy speaks no TLS',
    needs: ['nginx', 'tinyproxy'],
    cause: 'corporate-proxy',
    owner: 'you',
    slow: true,
    make: async (site) => throughProxy(site, `https://${await startTinyproxy(site)}`),
  },
  {
    id: 'plain-through-proxy',
    made: 'a base URL with http:// and a proxy that would see the credential',
    cause: 'base-url-plain-http',
    owner: 'you',
    make: async (site) => {
      const { port, received } = await startRawServer(site, (socket) =>
        socket.once('data', () => {
          socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
        }),
      );
      return {
        baseUrl: named((await gatewayAt(site)).url),
        env: { HTTP_PROXY: `http://127.0.0.1:${port}` },
        elsewhere: received,
      };
    },
  },
  {
    id: 'gateway-down-behind-proxy',
    made: 'the proxy works, and nothing listens at the port of the gateway',
    needs: ['squid'],
    cause: 'gateway-unreachable',
    owner: 'you',
    make: async (site) => ({
      baseUrl: `https://gateway.test:${await freePort()}`,
      env: { HTTPS_PROXY: `http://${await startSquid(site)}` },
    }),
  },
];
