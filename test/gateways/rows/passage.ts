import { liteLlmError } from '../../gateway/answer';
import { firewall } from '../modsecurity';
import { PASSING, startNginx, type NginxSettings } from '../nginx';
import { startPortkey } from '../portkey';
import { gatewayAt, SENTINEL, type Fault, type Setting } from '../row';
import { freePort, type Site } from '../site';
import { practice } from './credential';

async function behindNginx(site: Site, settings: Partial<NginxSettings>): Promise<Setting> {
  return { baseUrl: await startNginx(site, { upstream: (await gatewayAt(site)).url, ...settings }) };
}

const UNCUT = ['client_max_body_size 64m;'];

/** Streams, and how they get through. */
const STREAMS: readonly Fault[] = [
  {
    id: 'stream-collected',
    made: 'nginx with its usual buffering',
    needs: ['nginx'],
    cause: 'response-buffered',
    owner: 'gateway-team',
    make: (site) => behindNginx(site, { server: UNCUT }),
  },
  {
    id: 'stream-collected-gzip',
    made: 'nginx that compresses and buffers',
    needs: ['nginx'],
    cause: 'response-buffered',
    owner: 'gateway-team',
    make: (site) =>
      behindNginx(site, {
        server: UNCUT,
        http: ['gzip on;', 'gzip_types text/event-stream;', 'gzip_proxied any;', 'gzip_min_length 1;'],
      }),
  },
  {
    id: 'stream-ignored',
    made: 'a gateway that answers with one message when a stream is asked for',
    cause: 'response-buffered',
    owner: 'gateway-team',
    make: (site) => practice(site, { neverStreams: true }),
  },
  {
    id: 'stream-stalls',
    made: 'a stream that stops flowing after four events',
    cause: 'response-buffered',
    owner: 'gateway-team',
    slow: true,
    make: (site) => practice(site, {}, 'stalled-stream', { events: 4, ms: 60 }),
  },
  {
    id: 'stream-cut',
    made: 'a stream whose connection breaks after four events',
    cause: 'stream-interrupted',
    owner: 'gateway-team',
    make: (site) => practice(site, {}, 'cut-stream', { events: 4, ms: 60 }),
  },
  {
    id: 'hang',
    made: 'a gateway that takes requests and never answers',
    cause: 'connect-timeout',
    owner: 'gateway-team',
    slow: true,
    make: (site) => practice(site, {}, 'hang'),
  },
];

/** Headers and bodies, and what becomes of them. */
const PASSED_ON: readonly Fault[] = [
  {
    id: 'betas-dropped',
    made: 'nginx passes chosen headers on, and anthropic-beta is not among them',
    needs: ['nginx'],
    cause: 'unrecognized-fields',
    owner: 'gateway-team',
    make: (site) =>
      behindNginx(site, { ...PASSING, location: [...PASSING.location, 'proxy_set_header anthropic-beta "";'] }),
  },
  {
    id: 'context-management',
    made: 'the provider refuses context_management, and the older client does not repair it',
    cause: 'unrecognized-fields',
    owner: 'gateway-team',
    make: async (site) => ({
      ...(await practice(site, { rejects: ['context-management'] })),
      clientVersion: '2.1.197',
    }),
  },
  {
    id: 'output-config',
    made: 'the provider refuses output_config',
    cause: 'unrecognized-fields',
    owner: 'gateway-team',
    make: (site) => practice(site, { rejects: ['output-config'] }),
  },
  {
    id: 'metadata',
    made: 'the provider refuses metadata',
    cause: 'unrecognized-fields',
    owner: 'gateway-team',
    make: (site) => practice(site, { rejects: ['metadata'] }),
  },
  {
    id: 'cache-control',
    made: 'the provider refuses cache_control',
    cause: 'unrecognized-fields',
    owner: 'gateway-team',
    make: (site) => practice(site, { rejects: ['cache-control'] }),
  },
  {
    id: 'adaptive-thinking',
    made: 'the provider refuses adaptive thinking in words that the client does not repair',
    cause: 'adaptive-thinking-rejected',
    owner: 'gateway-team',
    make: (site) => practice(site, { rejects: ['adaptive-thinking-tag'] }),
  },
  {
    id: 'errors-intercepted',
    made: 'nginx puts its own page in the place of errors',
    needs: ['nginx'],
    cause: 'error-rewrapped',
    owner: 'gateway-team',
    make: (site) =>
      behindNginx(site, {
        ...PASSING,
        location: [...PASSING.location, 'proxy_intercept_errors on;', 'error_page 400 /own.html;'],
        server: [
          ...PASSING.server,
          'location = /own.html { internal; default_type text/html; return 400 "<html><head><title>Error</title></head><body><h1>Something went wrong</h1></body></html>"; }',
        ],
      }),
  },
  {
    id: 'errors-rewrapped',
    made: 'a gateway in LiteLLM’s words that puts the provider’s errors into its own',
    cause: 'error-rewrapped',
    owner: 'gateway-team',
    make: async (site) => {
      const gateway = await gatewayAt(site);
      gateway.misbehave({
        shows: 'LiteLLM, which says which provider it asked and quotes it',
        who: 'upstream',
        answer: ({ usual }) => {
          const answer = usual();
          return answer.status < 400
            ? answer
            : liteLlmError(
                answer.status,
                'None',
                `litellm.BadRequestError: AnthropicException - ${String(answer.body)}. Received Model Group=claude-opus-5-5`,
              );
        },
      });
      return { baseUrl: gateway.url };
    },
  },
  {
    id: 'portkey',
    made: 'Portkey as it is: it puts errors into a form of its own, and drops context_management and output_config',
    cause: 'error-rewrapped',
    owner: 'gateway-team',
    make: async (site) => {
      const { url } = await gatewayAt(site);
      return {
        baseUrl: await startPortkey(site),
        env: { ANTHROPIC_CUSTOM_HEADERS: `x-portkey-provider: anthropic\nx-portkey-custom-host: ${url}/v1` },
      };
    },
  },
];

/** What a door in front lets through. */
const LIMITS: readonly Fault[] = [
  {
    id: 'firewall-text',
    made: 'ModSecurity with the OWASP core rules, blocking',
    needs: ['nginx', 'modsecurity', 'core-rules'],
    cause: 'waf-blocked',
    owner: 'gateway-team',
    make: async (site) => behindFirewall(site, 'rules'),
  },
  {
    id: 'firewall-leaves',
    made: 'ModSecurity that refuses more than 1,000 JSON values, and looks at nothing else',
    needs: ['nginx', 'modsecurity'],
    cause: 'waf-blocked',
    owner: 'gateway-team',
    make: async (site) => behindFirewall(site, 'leaves'),
  },
  {
    id: 'firewall-size',
    made: 'ModSecurity that refuses bodies over 128 KB, and looks at nothing else',
    needs: ['nginx', 'modsecurity'],
    cause: 'request-too-large',
    owner: 'gateway-team',
    make: async (site) => behindFirewall(site, 'size'),
  },
  {
    id: 'nginx-as-it-comes',
    made: 'nginx with every default: it refuses more than 1 MB, and buffers',
    needs: ['nginx'],
    cause: 'request-too-large',
    owner: 'gateway-team',
    make: (site) => behindNginx(site, {}),
  },
  {
    id: 'body-1mb',
    made: 'nginx refuses more than 1 MB',
    needs: ['nginx'],
    cause: 'request-too-large',
    owner: 'gateway-team',
    make: (site) => behindNginx(site, { location: PASSING.location }),
  },
  {
    id: 'body-4mb',
    made: 'nginx refuses more than 4 MB',
    needs: ['nginx'],
    cause: 'request-too-large',
    owner: 'gateway-team',
    make: (site) => behindNginx(site, { location: PASSING.location, server: ['client_max_body_size 4m;'] }),
  },
];

async function behindFirewall(site: Site, kind: Parameters<typeof firewall>[1]): Promise<Setting> {
  const { main = [], server = [] } = firewall(site, kind);
  return behindNginx(site, { main, server, location: PASSING.location });
}

/** Who has had enough, and who is down. */
const REFUSALS: readonly Fault[] = [
  {
    id: 'rate-nginx',
    made: 'nginx allows one request a minute, which somebody has had',
    needs: ['nginx'],
    cause: 'rate-limited',
    owner: 'gateway-team',
    make: async (site) => {
      const setting = await behindNginx(site, {
        ...PASSING,
        http: ['limit_req_zone $server_name zone=all:1m rate=1r/m;'],
        location: [...PASSING.location, 'limit_req zone=all;', 'limit_req_status 429;'],
      });
      await fetch(`${setting.baseUrl}/v1/models`, { headers: { authorization: `Bearer ${SENTINEL}` } });
      return setting;
    },
  },
  {
    id: 'rate-provider',
    made: 'the provider answers 429',
    cause: 'rate-limited',
    owner: 'gateway-team',
    make: (site) => practice(site, {}, 'rate-limited'),
  },
  {
    id: 'budget-400',
    made: 'the budget of the key is spent; 400 in LiteLLM’s words',
    cause: 'budget-exceeded',
    owner: 'gateway-team',
    make: (site) => practice(site, {}, 'litellm-budget'),
  },
  {
    id: 'budget-429',
    made: 'the same with 429',
    cause: 'budget-exceeded',
    owner: 'gateway-team',
    make: (site) => practice(site, {}, 'litellm-budget-429'),
  },
  {
    id: 'status-500',
    made: 'the provider fails',
    cause: 'server-error',
    owner: 'provider',
    make: (site) => practice(site, {}, 'internal-500'),
  },
  {
    id: 'status-502',
    made: 'nginx whose gateway is down',
    needs: ['nginx'],
    cause: 'overloaded',
    owner: 'gateway-team',
    make: async (site) => ({
      baseUrl: await startNginx(site, { upstream: `http://127.0.0.1:${await freePort()}`, ...PASSING }),
    }),
  },
  {
    id: 'status-503',
    made: 'Envoy whose gateway is down',
    cause: 'overloaded',
    owner: 'gateway-team',
    make: (site) => practice(site, {}, 'unavailable-503-envoy'),
  },
  {
    id: 'status-504',
    made: 'nginx that waits one second for a gateway that never answers',
    needs: ['nginx'],
    cause: 'overloaded',
    owner: 'gateway-team',
    slow: true,
    make: async (site) => {
      const gateway = await gatewayAt(site);
      gateway.misbehave('hang');
      return {
        baseUrl: await startNginx(site, {
          upstream: gateway.url,
          ...PASSING,
          location: [...PASSING.location, 'proxy_read_timeout 1s;'],
        }),
      };
    },
  },
  {
    id: 'status-529',
    made: 'the provider has no capacity',
    cause: 'overloaded',
    owner: 'provider',
    make: (site) => practice(site, {}, 'overloaded-529'),
  },
];

/** What passes through a gateway, and what does not. */
export const PASSAGE_FAULTS: readonly Fault[] = [...STREAMS, ...PASSED_ON, ...LIMITS, ...REFUSALS];
