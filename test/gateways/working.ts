import { clientCertificate } from '../gateway/certificates';
import { PASSING, startNginx } from './nginx';
import { startSquid, startTinyproxy } from './proxies';
import { gatewayAt, type Row } from './row';
import { practice } from './rows/credential';
import { withHelper } from './rows/helper';
import { PROVIDERS_WORKING } from './rows/provider';
import { throughProxy } from './rows/proxy';
import { certificateOf } from './rows/tls';

const PASSWORD = { user: 'builder', password: 'made-up-words' };

/** Set-ups in which nothing is wrong: there must be no finding but notes. */
export const WORKING: readonly Row[] = [
  { id: 'direct', made: 'a gateway that passes everything on', make: (site) => practice(site) },
  {
    id: 'direct-older',
    noted: 'client-known-problem',
    made: 'the same with the older client',
    make: async (site) => ({ ...(await practice(site)), clientVersion: '2.1.197' }),
  },
  {
    id: 'nginx',
    made: 'nginx without buffering and with a large limit',
    needs: ['nginx'],
    make: async (site) => ({ baseUrl: await startNginx(site, { upstream: (await gatewayAt(site)).url, ...PASSING }) }),
  },
  {
    id: 'nginx-exact-path',
    made: 'nginx that serves /v1/messages and nothing else',
    needs: ['nginx'],
    make: async (site) => ({
      baseUrl: await startNginx(site, { upstream: (await gatewayAt(site)).url, ...PASSING, at: '= /v1/messages' }),
    }),
  },
  {
    id: 'prefix',
    made: 'nginx that serves the gateway under /llm/',
    needs: ['nginx'],
    make: async (site) => ({
      baseUrl: `${await startNginx(site, { upstream: (await gatewayAt(site)).url, ...PASSING, at: '/llm/', upstreamPath: '/' })}/llm`,
    }),
  },
  ...(['http/1.1', 'http/2'] as const).map((version): Row => ({
    id: `tls-${version.replace('/', '')}`,
    made: `nginx with TLS of a private authority that is set here, and ${version}`,
    needs: ['nginx'],
    make: async (site) => {
      const tls = await certificateOf('private-ca');
      return {
        baseUrl: await startNginx(site, {
          upstream: (await gatewayAt(site)).url,
          ...PASSING,
          tls,
          http2: version === 'http/2',
        }),
        env: { NODE_EXTRA_CA_CERTS: site.file('ca.pem', tls.ca) },
      };
    },
  })),
  {
    id: 'client-certificate',
    made: 'nginx that wants a client certificate, which is set here',
    needs: ['nginx'],
    make: async (site) => {
      const [tls, client] = await Promise.all([certificateOf('private-ca'), clientCertificate()]);
      const server = [
        ...PASSING.server,
        `ssl_client_certificate ${site.file('clients.pem', client.ca)};`,
        'ssl_verify_client on;',
      ];
      const baseUrl = await startNginx(site, { upstream: (await gatewayAt(site)).url, ...PASSING, tls, server });
      return {
        baseUrl,
        env: {
          NODE_EXTRA_CA_CERTS: site.file('ca.pem', tls.ca),
          CLAUDE_CODE_CLIENT_CERT: site.file('client.pem', client.cert),
          CLAUDE_CODE_CLIENT_KEY: site.file('client.key', client.key),
        },
      };
    },
  },
  {
    id: 'tinyproxy',
    made: 'through tinyproxy',
    needs: ['nginx', 'tinyproxy'],
    isolated: true,
    make: async (site) => throughProxy(site, `http://${await startTinyproxy(site)}`),
  },
  {
    id: 'squid-password',
    made: 'through squid, with its password',
    needs: ['nginx', 'squid'],
    make: async (site) =>
      throughProxy(site, `http://builder:made-up-words@${await startSquid(site, { password: PASSWORD })}`),
  },
  {
    id: 'no-proxy',
    made: 'a proxy that is down, and NO_PROXY for this host',
    make: async (site) => ({
      ...(await practice(site)),
      env: { HTTPS_PROXY: 'http://proxy.invalid:3128', NO_PROXY: '127.0.0.1' },
    }),
  },
  {
    id: 'x-api-key',
    made: 'a gateway that reads x-api-key alone',
    make: async (site) => ({ ...(await practice(site, { reads: 'x-api-key' })), credential: 'ANTHROPIC_API_KEY' }),
  },
  { id: 'bearer', made: 'a gateway that reads Bearer alone', make: (site) => practice(site, { reads: 'bearer' }) },
  {
    id: 'custom-header',
    made: 'a gateway that wants a header, which is set',
    make: async (site) => ({
      ...(await practice(site, { demands: { 'x-tenant-id': 'blue' } })),
      env: { ANTHROPIC_CUSTOM_HEADERS: 'x-tenant-id: blue' },
    }),
  },
  { id: 'helper', made: 'a command that prints the credential', make: (site) => withHelper(site, 'CREDENTIAL') },
  {
    id: 'discovery',
    made: 'a gateway whose models are listed',
    make: async (site) => ({ ...(await practice(site)), env: { CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: '1' } }),
  },
  {
    id: 'keep-alive',
    made: 'a stream with keep-alives between its events',
    make: (site) => practice(site, { pingEvery: 2 }),
  },
  { id: 'quick-stream', made: 'a stream that is over at once', make: (site) => practice(site, { gapMs: 0 }) },
  {
    id: 'repaired-context',
    noted: 'unrecognized-fields',
    made: 'the provider refuses context_management, which the newest client repairs by itself',
    make: (site) => practice(site, { rejects: ['context-management'] }),
  },
  {
    id: 'repaired-effort',
    noted: 'unrecognized-fields',
    made: 'the provider refuses effort, which the newest client repairs by itself',
    make: (site) => practice(site, { rejects: ['effort'] }),
  },
  {
    id: 'repaired-thinking',
    noted: 'adaptive-thinking-rejected',
    made: 'the provider refuses adaptive thinking in words that the newest client repairs by itself',
    make: (site) => practice(site, { rejects: ['adaptive-thinking'] }),
  },
  {
    id: 'repaired-tools',
    noted: 'unrecognized-fields',
    made: 'the provider refuses tools that are loaded later, which the newest client repairs by itself',
    make: (site) => practice(site, { rejects: ['deferred-tools'] }),
  },
  {
    id: 'repaired-system',
    noted: 'unrecognized-fields',
    made: 'the provider refuses the role system among the messages, which both clients repair by themselves',
    make: (site) => practice(site, { rejects: ['system-in-between'] }),
  },
  {
    id: 'clock-near',
    made: 'a gateway whose clock is seven minutes behind',
    make: (site) => practice(site, { daysAhead: -7 / 1440 }),
  },
  ...PROVIDERS_WORKING,
];
