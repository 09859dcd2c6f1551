import type { MisbehaviourName } from '../../gateway/misbehaviours';
import type { PracticeGatewayOptions } from '../../gateway/practice-gateway';
import { PASSING, startNginx } from '../nginx';
import { startPortkey } from '../portkey';
import { gatewayAt, SENTINEL, type Fault, type Setting } from '../row';
import type { Site } from '../site';

/** A practice gateway, set up in a way of its own or misbehaving in one of the table. */
export async function practice(
  site: Site,
  options: PracticeGatewayOptions = {},
  misbehaviour?: MisbehaviourName,
  settings = {},
): Promise<Setting> {
  const gateway = await gatewayAt(site, options);
  gateway.misbehave(misbehaviour, settings);
  return { baseUrl: gateway.url };
}

const STRANGERS = { keys: ['sk-somebody-else-000000000000'] };

/** The credential, and who looks at it. */
export const CREDENTIAL_FAULTS: readonly Fault[] = [
  {
    id: 'key-unknown',
    made: 'a gateway in LiteLLM’s words that does not know the key',
    cause: 'credential-rejected',
    owner: 'you',
    make: (site) => practice(site, STRANGERS),
  },
  {
    id: 'key-unknown-bearer',
    made: 'a gateway that reads Bearer and does not know the token',
    cause: 'credential-rejected',
    owner: 'you',
    make: (site) => practice(site, { ...STRANGERS, reads: 'bearer' }),
  },
  {
    id: 'key-unknown-x-api-key',
    made: 'a gateway that reads x-api-key and does not know the key',
    cause: 'credential-rejected',
    owner: 'you',
    make: async (site) => ({
      ...(await practice(site, { ...STRANGERS, reads: 'x-api-key' })),
      credential: 'ANTHROPIC_API_KEY',
    }),
  },
  {
    id: 'header-wrong-token',
    made: 'a gateway that reads x-api-key, and the key stands in ANTHROPIC_AUTH_TOKEN',
    cause: 'wrong-credential-header',
    owner: 'you',
    make: (site) => practice(site, { reads: 'x-api-key' }),
  },
  {
    id: 'header-wrong-key',
    made: 'a gateway that reads Bearer, and the token stands in ANTHROPIC_API_KEY',
    cause: 'wrong-credential-header',
    owner: 'you',
    make: async (site) => ({ ...(await practice(site, { reads: 'bearer' })), credential: 'ANTHROPIC_API_KEY' }),
  },
  {
    id: 'provider-key',
    made: 'the provider refuses the key of the gateway',
    cause: 'provider-credential-rejected',
    owner: 'gateway-team',
    make: (site) => practice(site, {}, 'upstream-credential-401'),
  },
  {
    id: 'provider-key-nginx',
    made: 'nginx puts the organization’s own key in, and the provider refuses it',
    needs: ['nginx'],
    cause: 'provider-credential-rejected',
    owner: 'gateway-team',
    make: async (site) => {
      const upstream = await gatewayAt(site, { open: true });
      upstream.misbehave('upstream-credential-401');
      // Only who shows the right token gets this far.
      const door = `if ($http_authorization != "Bearer ${SENTINEL}") { return 401 '{"error":{"message":"unknown token","type":"authentication_error"}}'; }`;
      return {
        baseUrl: await startNginx(site, {
          upstream: upstream.url,
          ...PASSING,
          location: [
            ...PASSING.location,
            'default_type application/json;',
            door,
            'proxy_set_header x-api-key sk-revoked;',
            'proxy_set_header authorization "";',
          ],
        }),
      };
    },
  },
  {
    id: 'gateway-open',
    made: 'a gateway that takes any credential',
    cause: 'open-gateway',
    owner: 'gateway-team',
    make: (site) => practice(site, { open: true }),
  },
  {
    id: 'custom-header-missing',
    made: 'a gateway that wants the header x-tenant-id',
    cause: 'custom-header-missing',
    owner: 'you',
    make: (site) => practice(site, { demands: { 'x-tenant-id': 'blue' } }),
  },
  {
    id: 'portkey-headers-missing',
    made: 'Portkey, without the headers that say where to send requests',
    cause: 'custom-header-missing',
    owner: 'you',
    make: async (site) => ({ baseUrl: await startPortkey(site) }),
  },
  {
    id: 'password-at-the-door',
    made: 'nginx with auth_basic in front of the gateway',
    needs: ['nginx'],
    cause: 'credential-rejected',
    owner: 'you',
    make: async (site) => ({
      baseUrl: await startNginx(site, {
        upstream: (await gatewayAt(site)).url,
        ...PASSING,
        location: [
          ...PASSING.location,
          'auth_basic "Restricted";',
          `auth_basic_user_file ${site.file('users', 'someone:{PLAIN}else\n')};`,
        ],
      }),
    }),
  },
  {
    id: 'denied-at-the-door',
    made: 'an access rule of nginx refuses every request',
    needs: ['nginx'],
    cause: 'waf-blocked',
    owner: 'gateway-team',
    make: async (site) => ({
      baseUrl: await startNginx(site, {
        upstream: (await gatewayAt(site)).url,
        ...PASSING,
        location: [...PASSING.location, 'deny all;'],
      }),
    }),
  },
];
