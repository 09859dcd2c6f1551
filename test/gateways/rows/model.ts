import { json } from '../../gateway/answer';
import { PASSING, startNginx } from '../nginx';
import { gatewayAt, MODELS, type Fault } from '../row';
import { practice } from './credential';

const WITHOUT_MAIN = MODELS.filter((name) => name !== 'claude-opus-5-5');
const DISCOVERY = { CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: '1' };

/** Names of models, and what is at the address instead of the Messages API. */
export const MODEL_FAULTS: readonly Fault[] = [
  {
    id: 'main-model',
    made: 'the main model is not routed; 404 in the provider’s words',
    cause: 'model-not-routed',
    owner: 'gateway-team',
    make: (site) => practice(site, { models: WITHOUT_MAIN }),
  },
  {
    id: 'main-model-litellm',
    made: 'no model is routed; 400 in LiteLLM’s words',
    cause: 'model-not-routed',
    owner: 'gateway-team',
    make: (site) => practice(site, {}, 'litellm-unknown-model-400'),
  },
  {
    id: 'chosen-model',
    made: 'the name in ANTHROPIC_MODEL is not routed',
    cause: 'model-not-routed',
    owner: 'gateway-team',
    make: async (site) => ({ ...(await practice(site)), env: { ANTHROPIC_MODEL: 'team-claude-large' } }),
  },
  {
    id: 'alias-model',
    made: 'the name in ANTHROPIC_DEFAULT_HAIKU_MODEL is not routed',
    cause: 'model-not-routed',
    owner: 'gateway-team',
    make: async (site) => ({ ...(await practice(site)), env: { ANTHROPIC_DEFAULT_HAIKU_MODEL: 'team-claude-small' } }),
  },
  {
    id: 'subagent-model',
    made: 'the name in CLAUDE_CODE_SUBAGENT_MODEL is not routed',
    cause: 'model-not-routed',
    owner: 'gateway-team',
    make: async (site) => ({ ...(await practice(site)), env: { CLAUDE_CODE_SUBAGENT_MODEL: 'team-claude-small' } }),
  },
  {
    id: 'model-substituted',
    made: 'a name that nobody has is answered by another model',
    cause: 'model-substituted',
    owner: 'gateway-team',
    make: (site) => practice(site, { substitute: 'gpt-fake' }),
  },
  {
    id: 'openai-only',
    made: 'a gateway with an API in OpenAI’s format only',
    cause: 'api-format-mismatch',
    owner: 'gateway-team',
    make: async (site) => {
      const gateway = await gatewayAt(site);
      gateway.misbehave({
        shows: 'a gateway that serves /v1/chat/completions and nothing else',
        who: 'front',
        answer: ({ request }) =>
          request.path.startsWith('/v1/chat/completions')
            ? json(400, {
                error: {
                  message: "Missing required parameter: 'messages'.",
                  type: 'invalid_request_error',
                  param: 'messages',
                  code: 'missing_required_parameter',
                },
              })
            : json(404, {
                error: {
                  message: `Invalid URL (${request.method} ${request.path.replace(/\?.*/, '')})`,
                  type: 'invalid_request_error',
                  param: null,
                  code: null,
                },
              }),
      });
      return { baseUrl: gateway.url };
    },
  },
  {
    id: 'openai-answer',
    made: 'a gateway that answers in OpenAI’s format',
    cause: 'api-format-mismatch',
    owner: 'gateway-team',
    make: (site) => practice(site, {}, 'openai-json'),
  },
  {
    id: 'login-page',
    made: 'a single sign-on page with 200 instead of the API',
    cause: 'non-api-response',
    owner: 'gateway-team',
    make: (site) => practice(site, {}, 'html-login-page'),
  },
  {
    id: 'empty-answer',
    made: '200 with nothing in it',
    cause: 'non-api-response',
    owner: 'gateway-team',
    make: (site) => practice(site, {}, 'empty-200'),
  },
  {
    id: 'malformed-answer',
    made: '200 with JSON that ends too early',
    cause: 'non-api-response',
    owner: 'gateway-team',
    make: (site) => practice(site, {}, 'malformed-json'),
  },
  {
    id: 'models-slow',
    made: 'the list of models takes 20 s',
    cause: 'models-missing-from-picker',
    owner: 'gateway-team',
    slow: true,
    make: async (site) => {
      const gateway = await gatewayAt(site);
      gateway.misbehave({
        shows: 'a slow list',
        who: 'gateway',
        answer: async ({ request, usual }) =>
          request.path.startsWith('/v1/models')
            ? new Promise((late) =>
                setTimeout(() => {
                  late(usual());
                }, 20_000).unref(),
              )
            : usual(),
      });
      return { baseUrl: gateway.url, env: DISCOVERY };
    },
  },
  {
    id: 'models-redirected',
    made: 'nginx redirects the list of models',
    needs: ['nginx'],
    cause: 'models-missing-from-picker',
    owner: 'gateway-team',
    make: async (site) => ({
      baseUrl: await startNginx(site, {
        upstream: (await gatewayAt(site)).url,
        ...PASSING,
        server: [...PASSING.server, 'location = /v1/models { return 301 /v1/models/; }'],
      }),
      env: DISCOVERY,
    }),
  },
  {
    id: 'models-missing',
    made: 'there is no list of models, and the client is to ask for it',
    cause: 'models-missing-from-picker',
    owner: 'gateway-team',
    make: async (site) => ({ ...(await practice(site, { lists: 'none' })), env: DISCOVERY }),
  },
  {
    id: 'models-named-otherwise',
    made: 'no name in the list of models has claude in it',
    cause: 'models-missing-from-picker',
    owner: 'you',
    make: async (site) => {
      const { url } = await gatewayAt(site, { models: ['team-large', 'team-small'] });
      return {
        baseUrl: url,
        env: {
          ...DISCOVERY,
          ANTHROPIC_MODEL: 'team-large',
          ANTHROPIC_DEFAULT_OPUS_MODEL: 'team-large',
          ANTHROPIC_DEFAULT_SONNET_MODEL: 'team-large',
          ANTHROPIC_DEFAULT_HAIKU_MODEL: 'team-small',
          ANTHROPIC_DEFAULT_FABLE_MODEL: 'team-large',
        },
      };
    },
  },
];
