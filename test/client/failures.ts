import { gatewayError, json, liteLlmError, nginxPage, sendPieces, upstreamError, type Answer } from '../gateway/answer';
import { PRACTICE_KEY } from '../gateway/credentials';
import { message } from '../gateway/messages';
import type { Turn } from '../gateway/misbehaviour';
import { PRACTICE_MODELS } from '../gateway/models';
import { BASE_URL, DEAD_PORT, GATEWAY_PORT, PROXY_PORT, type Failure } from './failure';
import { LOGIN_TOKEN } from './world';

const OTHER_KEY = { keys: ['sk-another-key'] };
const API_KEY = { ANTHROPIC_AUTH_TOKEN: undefined, ANTHROPIC_API_KEY: PRACTICE_KEY };
const HELPER = { ANTHROPIC_AUTH_TOKEN: undefined };
const PROXY = { ANTHROPIC_BASE_URL: 'https://gateway.test', HTTPS_PROXY: `http://127.0.0.1:${PROXY_PORT}` };
const PATIENCE = { API_TIMEOUT_MS: '1500' };
const WATCHFUL = {
  CLAUDE_ENABLE_BYTE_WATCHDOG: '1',
  CLAUDE_BYTE_STREAM_IDLE_TIMEOUT_MS: '10000',
  CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK: '1',
};
const HTTPS_URL = `https://127.0.0.1:${GATEWAY_PORT}`;
const MANAGED = '/etc/claude-code/managed-settings.json';
const USER = '~/.claude/settings.json';

const SQUID_PAGE =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd"><html><head><title>ERROR: The requested URL could not be retrieved</title></head><body id=ERR_ACCESS_DENIED><h1>ERROR</h1><h2>The requested URL could not be retrieved</h2></body></html>';
const CLOUDFLARE_PAGE =
  '<!DOCTYPE html>\n<html lang="en-US"><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1></body></html>';
const FASTAPI_404 = json(404, { detail: 'Not Found' });
const CONTEXT =
  "litellm.ContextWindowExceededError: litellm.BadRequestError: ContextWindowExceededError: AzureException - This model's maximum context length is 128000 tokens. However, your messages resulted in 131072 tokens. Please reduce the length of the messages.";

const invalid = (message: string): Answer => upstreamError(400, 'invalid_request_error', message);
const page = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/html', ...headers },
  body,
});
const plain = (status: number, body: string): Answer => ({ status, headers: { 'content-type': 'text/plain' }, body });
const stream = (body: string): Answer => ({ status: 200, headers: { 'content-type': 'text/event-stream' }, body });
const event = (type: string, fields: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
const streamed = ({ request }: Turn): boolean => /"stream"\s*:\s*true/.test(request.body);

/** The usual stream until the first words of the model, whether or not a stream was asked for. */
function beginning({ request }: Turn): readonly string[] {
  const { body } = message(request.body.replace(/"stream"\s*:\s*false/, '"stream":true'), PRACTICE_MODELS);
  return Array.isArray(body) ? (body as readonly string[]).slice(0, -4) : [];
}

const OVERLOADED = event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } });

/** Long enough for the client to have read an event. */
const GAP_MS = 200;

/** A stream that begins as usual and then goes no further. */
async function stalls(turn: Turn): Promise<undefined> {
  turn.reply.writeHead(200, { 'content-type': 'text/event-stream' });
  await sendPieces(turn.reply, [...beginning(turn), ''], GAP_MS, turn.gone);
}

/** A stream whose connection breaks after the beginning. */
async function breaks(turn: Turn): Promise<undefined> {
  await stalls(turn);
  turn.reply.destroy();
}

/** Refuses the first of these fields that a request has, as a strict upstream does. */
function refusesAny(fields: readonly string[]): (turn: Turn) => Answer {
  return ({ request, usual }) => {
    const field = fields.find((name) => request.body.includes(`"${name}":`));
    return field === undefined ? usual() : invalid(`${field}: Extra inputs are not permitted`);
  };
}

/** Moves everything to another path, and says `then` there. */
function redirect(status: number, title: string, to: string, then: Answer): (turn: Turn) => Answer {
  return ({ request }) =>
    request.path.startsWith('/moved')
      ? then
      : nginxPage(status, `${status} ${title}`, { location: to.replace('{path}', request.path) });
}

/** The real client's failures of the measured facts, §B, and more like them: what is wrong, and nothing of what is printed. */
export const FAILURES: readonly Failure[] = [
  // 401
  { name: '401-bearer', cause: 'credential-rejected', gateway: { ...OTHER_KEY, reads: 'bearer' } },
  { name: '401-api-key', cause: 'credential-rejected', gateway: { ...OTHER_KEY, reads: 'x-api-key' }, env: API_KEY },
  { name: '401-reads-x-api-key', cause: 'wrong-credential-header', gateway: { reads: 'x-api-key' } },
  {
    name: '401-reads-bearer',
    cause: 'wrong-credential-header',
    misbehave: gatewayError(401, 'authentication_error', 'invalid token'),
    env: API_KEY,
  },
  {
    name: '401-kong-no-key',
    cause: 'wrong-credential-header',
    also: ['credential-missing'],
    misbehave: json(401, { message: 'No API key found in request' }),
  },
  {
    name: '401-apim-no-key',
    cause: 'wrong-credential-header',
    also: ['credential-missing'],
    misbehave: json(401, {
      statusCode: 401,
      message:
        'Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.',
    }),
  },
  { name: '401-litellm', cause: 'credential-rejected', gateway: OTHER_KEY },
  {
    name: '401-litellm-expired',
    cause: 'credential-rejected',
    misbehave: liteLlmError(
      401,
      'expired_key',
      'Authentication Error, Authentication Error - Expired Key. Key Expiry time 2026-01-31 00:00:00+00:00 and current time 2026-02-01 00:00:00+00:00',
    ),
  },
  { name: '401-claude-code-router', cause: 'credential-rejected', misbehave: plain(401, 'Invalid API key') },
  {
    name: '401-html',
    cause: 'credential-rejected',
    also: ['wrong-credential-header'],
    misbehave: 'unauthorized-html-401',
  },
  {
    name: '401-empty',
    cause: 'credential-rejected',
    also: ['wrong-credential-header'],
    misbehave: { status: 401, body: '' },
  },
  {
    name: '401-helper',
    cause: 'credential-rejected',
    gateway: OTHER_KEY,
    env: HELPER,
    files: { [USER]: '{"apiKeyHelper":"echo sk-from-helper"}' },
  },
  { name: '401-provider', cause: 'provider-credential-rejected', misbehave: 'upstream-credential-401' },
  {
    name: '401-provider-api-key',
    cause: 'provider-credential-rejected',
    misbehave: 'upstream-credential-401',
    env: API_KEY,
  },
  {
    name: '401-provider-litellm',
    cause: 'provider-credential-rejected',
    also: ['error-rewrapped'],
    misbehave: liteLlmError(
      401,
      'None',
      'litellm.AuthenticationError: AnthropicException - {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"},"request_id":"req_011CPractice000000000000"}. Received Model Group=claude-opus-5-5\nAvailable Model Group Fallbacks=None',
    ),
  },
  {
    name: '401-provider-portkey',
    cause: 'provider-credential-rejected',
    misbehave: json(401, {
      error: { message: 'anthropic error: invalid x-api-key', type: 'authentication_error', param: null, code: null },
      provider: 'anthropic',
    }),
  },
  {
    name: '401-login-without-beta',
    cause: 'oauth-beta-stripped',
    misbehave: upstreamError(401, 'authentication_error', 'OAuth authentication is currently not supported.'),
    env: { ANTHROPIC_AUTH_TOKEN: undefined },
    files: {
      '~/.claude/.credentials.json': JSON.stringify({
        claudeAiOauth: {
          accessToken: LOGIN_TOKEN,
          refreshToken: 'refresh',
          expiresAt: 4102444800000,
          scopes: ['user:inference'],
          subscriptionType: 'max',
        },
      }),
    },
  },

  // 403
  { name: '403-html', cause: 'waf-blocked', misbehave: 'waf-403-html' },
  { name: '403-cloudflare', cause: 'waf-blocked', misbehave: page(403, CLOUDFLARE_PAGE, { server: 'cloudflare' }) },
  {
    name: '403-provider-permission',
    cause: 'provider-credential-rejected',
    also: ['model-not-permitted'],
    misbehave: upstreamError(
      403,
      'permission_error',
      'Your API key does not have permission to use the specified resource.',
    ),
  },
  {
    name: '403-aws-json',
    cause: 'credential-rejected',
    also: ['wrong-credential-header'],
    misbehave: 'forbidden-json',
  },
  {
    name: '403-litellm-model',
    cause: 'model-not-permitted',
    misbehave: liteLlmError(
      403,
      'key_model_access_denied',
      "key not allowed to access model. This key can only access models=['claude-haiku-5-5']. Tried to access claude-opus-5-5",
    ),
  },
  {
    name: '403-region',
    cause: 'region-not-allowed',
    misbehave: json(403, { error: { type: 'forbidden', message: 'Request not allowed' } }),
  },

  // 404 and 405: nearly all of them are printed as a problem with the model
  { name: '404-model', cause: 'model-not-routed', gateway: { models: ['claude-fable-5'] } },
  { name: '404-custom-model', cause: 'model-not-routed', env: { ANTHROPIC_MODEL: 'my-gateway-model' } },
  { name: '404-html', cause: 'wrong-base-path', misbehave: 'not-found-html' },
  { name: '404-fastapi', cause: 'wrong-base-path', misbehave: FASTAPI_404 },
  {
    name: '404-openai',
    cause: 'api-format-mismatch',
    also: ['wrong-base-path'],
    misbehave: json(404, {
      error: { message: 'Invalid URL (POST /v1/messages)', type: 'invalid_request_error', param: '', code: '' },
    }),
  },
  {
    name: '405-plain',
    cause: 'wrong-base-path',
    also: ['api-format-mismatch'],
    misbehave: plain(405, 'Method Not Allowed'),
  },
  { name: 'url-v1', cause: 'wrong-base-path', env: { ANTHROPIC_BASE_URL: `${BASE_URL}/v1` } },
  {
    name: 'url-query',
    cause: 'wrong-base-path',
    also: ['base-url-invalid'],
    env: { ANTHROPIC_BASE_URL: `${BASE_URL}?team=a` },
  },
  {
    name: 'url-without-prefix',
    cause: 'wrong-base-path',
    gateway: { basePath: '/llm' },
    env: { ANTHROPIC_BASE_URL: BASE_URL },
  },

  // 400 and 422
  { name: '400-litellm-model', cause: 'model-not-routed', misbehave: 'litellm-unknown-model-400' },
  {
    name: '400-apps-gateway-model',
    cause: 'model-not-routed',
    also: ['model-not-permitted'],
    misbehave: gatewayError(
      400,
      'invalid_request_error',
      "model claude-opus-5-5 is not in the operator's model allowlist",
    ),
  },
  {
    name: '400-context-management',
    cause: 'unrecognized-fields',
    misbehave: invalid('context_management: Extra inputs are not permitted'),
  },
  {
    name: '400-context-management-once',
    cause: 'unrecognized-fields',
    misbehave: 'context-management-400',
    only: 'older',
  },
  {
    name: '400-output-config',
    cause: 'unrecognized-fields',
    misbehave: invalid('output_config: Extra inputs are not permitted'),
  },
  {
    name: '400-any-newer-field',
    cause: 'unrecognized-fields',
    misbehave: refusesAny(['context_management', 'output_config', 'metadata']),
  },
  {
    name: '400-effort',
    cause: 'unrecognized-fields',
    misbehave: ({ request, usual }) =>
      /"effort"/.test(request.body) ? invalid('This model does not support the effort parameter.') : usual(),
    only: 'older',
  },
  {
    name: '400-beta-header',
    cause: 'unrecognized-fields',
    misbehave: invalid('Unexpected value(s) `claude-code-20250219` for the `anthropic-beta` header.'),
  },
  { name: '400-beta-bedrock', cause: 'unrecognized-fields', misbehave: invalid('invalid beta flag') },
  {
    name: '400-metadata',
    cause: 'unrecognized-fields',
    misbehave: invalid('metadata: Extra inputs are not permitted'),
  },
  {
    name: '400-cache-control',
    cause: 'unrecognized-fields',
    misbehave: invalid('system.1.cache_control: Extra inputs are not permitted'),
  },
  {
    name: '400-adaptive',
    cause: 'adaptive-thinking-rejected',
    also: ['unrecognized-fields'],
    misbehave: 'adaptive-thinking-400',
  },
  {
    name: '400-thinking-signature',
    cause: 'thinking-signature',
    misbehave: invalid('messages.1.content.0: Invalid `signature` in `thinking` block'),
  },
  {
    name: '400-tool-results',
    cause: 'tool-results-mismatched',
    misbehave: invalid(
      'messages.2: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_01Practice. Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
    ),
  },
  {
    name: '400-context-litellm',
    cause: 'context-limit-rewritten',
    misbehave: liteLlmError(400, 'invalid_request_error', CONTEXT),
  },
  {
    name: '400-prompt-too-long',
    cause: 'prompt-too-long',
    misbehave: invalid('prompt is too long: 205000 tokens > 200000 maximum'),
  },
  {
    name: '400-max-tokens',
    cause: 'max-output-tokens',
    misbehave: invalid(
      'max_tokens: 128000 > 64000, which is the maximum allowed number of output tokens for claude-opus-5-5',
    ),
  },
  { name: '400-budget-litellm', cause: 'budget-exceeded', misbehave: 'litellm-budget' },
  {
    name: '400-credit',
    cause: 'budget-exceeded',
    misbehave: invalid(
      'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
    ),
  },
  {
    name: '400-portkey-headers',
    cause: 'custom-header-missing',
    also: ['unknown'],
    misbehave: json(400, {
      status: 'failure',
      message: 'Either x-portkey-config or x-portkey-provider header is required',
    }),
  },
  {
    name: '422-fastapi',
    cause: 'unrecognized-fields',
    misbehave: json(422, {
      detail: [{ type: 'extra_forbidden', loc: ['body', 'context_management'], msg: 'Extra inputs are not permitted' }],
    }),
  },

  // 413, 429 and 5xx
  { name: '413-html', cause: 'request-too-large', misbehave: nginxPage(413, '413 Request Entity Too Large') },
  { name: '429', cause: 'rate-limited', misbehave: 'rate-limited' },
  { name: '429-budget-litellm', cause: 'budget-exceeded', misbehave: 'litellm-budget-429' },
  { name: '500', cause: 'server-error', misbehave: 'internal-500' },
  {
    name: '500-portkey',
    cause: 'server-error',
    misbehave: json(500, { status: 'failure', message: 'Something went wrong' }),
  },
  { name: '502-html', cause: 'overloaded', misbehave: 'bad-gateway-502-html' },
  { name: '503-envoy', cause: 'overloaded', misbehave: 'unavailable-503-envoy' },
  { name: '504-html', cause: 'overloaded', misbehave: 'gateway-timeout-504-html' },
  { name: '529', cause: 'overloaded', misbehave: 'overloaded-529' },
  { name: '529-repeated', cause: 'overloaded', misbehave: 'overloaded-529', env: { CLAUDE_CODE_MAX_RETRIES: '3' } },

  // 200, and not a message
  { name: '200-login-page', cause: 'non-api-response', misbehave: 'html-login-page' },
  { name: '200-empty', cause: 'non-api-response', misbehave: 'empty-200' },
  {
    name: '200-empty-chunked',
    cause: 'non-api-response',
    misbehave: { status: 200, headers: { 'content-type': 'application/json' }, body: [] },
  },
  { name: '200-empty-stream', cause: 'non-api-response', misbehave: stream('') },
  { name: '200-malformed-json', cause: 'non-api-response', misbehave: 'malformed-json' },
  { name: '200-openai-json', cause: 'api-format-mismatch', also: ['non-api-response'], misbehave: 'openai-json' },
  {
    name: '200-openai-stream',
    cause: 'api-format-mismatch',
    also: ['non-api-response'],
    misbehave: stream(
      'data: {"id":"chatcmpl-practice","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"connected"}}]}\n\ndata: [DONE]\n\n',
    ),
  },
  {
    name: '200-no-event-lines',
    cause: 'non-api-response',
    also: ['api-format-mismatch'],
    misbehave: (turn) =>
      stream(
        beginning(turn)
          .join('')
          .replace(/^event: .*\n/gm, ''),
      ),
  },
  {
    name: '200-error-event',
    cause: 'overloaded',
    misbehave: (turn) =>
      streamed(turn)
        ? stream([...beginning(turn), OVERLOADED].join(''))
        : upstreamError(529, 'overloaded_error', 'Overloaded'),
  },
  {
    name: '200-error-event-always',
    cause: 'non-api-response',
    also: ['overloaded', 'stream-interrupted', 'api-format-mismatch'],
    misbehave: (turn) => stream([...beginning(turn), OVERLOADED].join('')),
  },

  // Redirects
  {
    name: '301-path',
    cause: 'redirected',
    also: ['wrong-base-path'],
    misbehave: redirect(301, 'Moved Permanently', '/moved{path}', FASTAPI_404),
  },
  {
    name: '301-https',
    cause: 'redirected',
    also: ['wrong-base-path'],
    misbehave: redirect(301, 'Moved Permanently', `http://gateway.test:${GATEWAY_PORT}/moved{path}`, FASTAPI_404),
  },
  {
    name: '302-login',
    cause: 'redirected',
    also: ['non-api-response'],
    misbehave: redirect(
      302,
      'Found',
      '/moved',
      page(200, '<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>'),
    ),
  },
  {
    name: '307-other-host',
    cause: 'redirected',
    also: ['credential-rejected'],
    misbehave: (turn) =>
      turn.request.headers['authorization'] === undefined
        ? turn.usual()
        : nginxPage(307, '307 Temporary Redirect', {
            location: `http://localhost:${GATEWAY_PORT}${turn.request.path}`,
          }),
  },
  {
    name: '308-loop',
    cause: 'redirected',
    misbehave: ({ request }) => nginxPage(308, '308 Permanent Redirect', { location: request.path }),
  },

  // No connection
  { name: 'refused', cause: 'gateway-unreachable', env: { ANTHROPIC_BASE_URL: `http://127.0.0.1:${DEAD_PORT}` } },
  { name: 'no-route', cause: 'gateway-unreachable', env: { ANTHROPIC_BASE_URL: 'http://10.1.2.3:8787' } },
  { name: 'unknown-name', cause: 'dns-failure', env: { ANTHROPIC_BASE_URL: 'http://llm-gateway.corp.test' } },
  { name: 'unknown-name-https', cause: 'dns-failure', env: { ANTHROPIC_BASE_URL: 'https://llm-gateway.corp.test' } },
  { name: 'resolver-fails', cause: 'dns-failure', env: { ANTHROPIC_BASE_URL: 'https://llm-gateway.broken.test' } },
  { name: 'reset', cause: 'gateway-unreachable', misbehave: 'reset-before-headers' },
  { name: 'hang', cause: 'connect-timeout', also: ['response-buffered'], misbehave: 'hang', env: PATIENCE },
  {
    name: 'https-to-http-port',
    cause: 'gateway-unreachable',
    also: ['base-url-invalid'],
    env: { ANTHROPIC_BASE_URL: HTTPS_URL },
  },
  {
    name: 'http-to-https-port',
    cause: 'gateway-unreachable',
    also: ['base-url-invalid'],
    gateway: { tls: 'private-ca' },
    env: { ANTHROPIC_BASE_URL: BASE_URL },
  },

  // Streams that break
  { name: 'stream-cut', cause: 'stream-interrupted', misbehave: breaks },
  { name: 'stream-ends-early', cause: 'stream-interrupted', misbehave: (turn) => stream(beginning(turn).join('')) },
  {
    name: 'stream-stalls',
    cause: 'response-buffered',
    also: ['stream-interrupted', 'connect-timeout'],
    misbehave: stalls,
    hangs: true,
  },
  {
    name: 'stream-stalls-noticed',
    cause: 'response-buffered',
    also: ['stream-interrupted', 'connect-timeout'],
    misbehave: stalls,
    env: WATCHFUL,
    only: 'newest',
  },

  // Certificates
  { name: 'tls-self-signed', cause: 'tls-untrusted', gateway: { tls: 'self-signed' } },
  { name: 'tls-private-ca', cause: 'tls-untrusted', gateway: { tls: 'private-ca' } },
  {
    name: 'tls-ca-file-missing',
    cause: 'tls-untrusted',
    also: ['ca-file-unreadable'],
    gateway: { tls: 'private-ca' },
    env: { NODE_EXTRA_CA_CERTS: '/etc/ssl/company-ca.pem' },
  },
  { name: 'tls-no-intermediate', cause: 'tls-untrusted', gateway: { tls: 'no-intermediate' }, trusted: true },
  { name: 'tls-other-name', cause: 'tls-untrusted', gateway: { tls: 'other-name' }, trusted: true },
  { name: 'tls-expired', cause: 'tls-untrusted', gateway: { tls: 'expired' }, trusted: true },

  // Proxies
  { name: 'proxy-refuses', cause: 'corporate-proxy', proxy: '403 Forbidden', env: PROXY },
  { name: 'proxy-wants-credential', cause: 'corporate-proxy', proxy: '407 Proxy Authentication Required', env: PROXY },
  {
    name: 'proxy-knows-no-such-host',
    cause: 'corporate-proxy',
    also: ['dns-failure'],
    proxy: '503 Service Unavailable',
    env: PROXY,
  },
  { name: 'proxy-hangs-up', cause: 'corporate-proxy', proxy: '', env: PROXY },
  {
    name: 'proxy-refused',
    cause: 'corporate-proxy',
    also: ['gateway-unreachable'],
    env: { ...PROXY, HTTPS_PROXY: `http://127.0.0.1:${DEAD_PORT}` },
  },
  {
    name: 'proxy-unknown-name',
    cause: 'corporate-proxy',
    also: ['dns-failure'],
    env: { ...PROXY, HTTPS_PROXY: 'http://proxy.corp.test:8080' },
  },
  {
    name: 'proxy-socks',
    cause: 'proxy-invalid',
    also: ['corporate-proxy'],
    env: { ...PROXY, HTTPS_PROXY: `socks5://127.0.0.1:${PROXY_PORT}` },
  },
  {
    name: 'proxy-plain-refuses',
    cause: 'corporate-proxy',
    misbehave: page(403, SQUID_PAGE, { server: 'squid/5.7', 'x-squid-error': 'ERR_ACCESS_DENIED 0' }),
    env: { ANTHROPIC_BASE_URL: 'http://llm-gateway.corp.test', HTTP_PROXY: BASE_URL },
  },
  {
    name: 'proxy-plain-wants-credential',
    cause: 'corporate-proxy',
    misbehave: page(407, SQUID_PAGE, { server: 'squid/5.7', 'proxy-authenticate': 'Basic realm="Squid"' }),
    env: { ANTHROPIC_BASE_URL: 'http://llm-gateway.corp.test', HTTP_PROXY: BASE_URL },
  },

  // Base URLs that are none
  { name: 'url-no-scheme', cause: 'base-url-invalid', env: { ANTHROPIC_BASE_URL: `127.0.0.1:${GATEWAY_PORT}` } },
  { name: 'url-quotes', cause: 'base-url-invalid', env: { ANTHROPIC_BASE_URL: `"${BASE_URL}"` } },
  {
    name: 'url-empty',
    cause: 'dns-failure',
    also: ['gateway-unreachable', 'base-url-invalid'],
    env: { ANTHROPIC_BASE_URL: '' },
  },

  // Credentials that are none
  {
    name: 'no-credential',
    cause: 'login-prompt-despite-gateway',
    also: ['credential-missing'],
    env: { ANTHROPIC_AUTH_TOKEN: undefined },
  },
  {
    name: 'empty-token',
    cause: 'login-prompt-despite-gateway',
    also: ['credential-missing'],
    env: { ANTHROPIC_AUTH_TOKEN: '' },
  },
  {
    name: 'settings-file-broken',
    cause: 'settings-file-broken',
    also: ['login-prompt-despite-gateway', 'credential-missing'],
    env: { ANTHROPIC_AUTH_TOKEN: undefined },
    files: { [USER]: `{"env":{"ANTHROPIC_AUTH_TOKEN":"${PRACTICE_KEY}",}` },
    only: 'newest',
  },
  {
    name: 'token-with-line-break',
    cause: 'credential-invalid',
    also: ['credential-rejected'],
    env: { ANTHROPIC_AUTH_TOKEN: 'sk-practice\n0123456789' },
  },
  { name: 'custom-headers-invalid', cause: 'custom-headers-invalid', env: { ANTHROPIC_CUSTOM_HEADERS: 'X Team: a' } },
  {
    name: 'helper-fails',
    cause: 'helper-failed',
    env: HELPER,
    files: { [USER]: '{"apiKeyHelper":"echo nope >&2; exit 3"}' },
  },
  { name: 'helper-prints-nothing', cause: 'helper-failed', env: HELPER, files: { [USER]: '{"apiKeyHelper":"true"}' } },
  {
    name: 'helper-is-missing',
    cause: 'helper-failed',
    env: HELPER,
    files: { [USER]: '{"apiKeyHelper":"/opt/company/helper"}' },
  },

  // Managed settings
  ...(['claudeai', 'console', 'gateway'] as const).map((method): Failure => ({
    name: `managed-login-${method}`,
    cause: 'managed-first-party-login',
    files: { [MANAGED]: JSON.stringify({ forceLoginMethod: method }) },
  })),
  {
    name: 'managed-organization',
    cause: 'managed-first-party-login',
    files: { [MANAGED]: '{"forceLoginOrgUUID":"00000000-0000-4000-8000-000000000000"}' },
  },
  {
    name: 'managed-login-gateway-only',
    cause: 'managed-first-party-login',
    also: ['login-prompt-despite-gateway'],
    env: { ANTHROPIC_AUTH_TOKEN: undefined },
    files: { [MANAGED]: '{"forceLoginMethod":"gateway"}' },
  },
  {
    name: 'managed-settings-broken',
    cause: 'managed-settings-broken',
    files: { [MANAGED]: '{"env":{' },
    only: 'newest',
  },
  {
    name: 'managed-settings-comments',
    cause: 'managed-settings-broken',
    files: { [MANAGED]: '{\n  // our gateway\n  "env": {}\n}' },
    only: 'newest',
  },

  // Cloud providers' formats
  {
    name: 'bedrock-403',
    cause: 'provider-credential-rejected',
    misbehave: json(403, { Message: 'The security token included in the request is invalid.' }),
    env: {
      CLAUDE_CODE_USE_BEDROCK: '1',
      CLAUDE_CODE_SKIP_BEDROCK_AUTH: '1',
      ANTHROPIC_BEDROCK_BASE_URL: BASE_URL,
      AWS_REGION: 'us-east-1',
    },
  },
  {
    name: 'bedrock-no-credential',
    cause: 'provider-credential-missing',
    env: { CLAUDE_CODE_USE_BEDROCK: '1', AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' },
  },
  {
    name: 'vertex-404-html',
    cause: 'wrong-base-path',
    also: ['model-not-routed'],
    misbehave: 'not-found-html',
    env: {
      CLAUDE_CODE_USE_VERTEX: '1',
      CLAUDE_CODE_SKIP_VERTEX_AUTH: '1',
      ANTHROPIC_VERTEX_BASE_URL: `${BASE_URL}/v1`,
      ANTHROPIC_VERTEX_PROJECT_ID: 'a-project',
      CLOUD_ML_REGION: 'us-east5',
    },
  },
  {
    name: 'vertex-no-credential',
    cause: 'provider-credential-missing',
    env: { CLAUDE_CODE_USE_VERTEX: '1', ANTHROPIC_VERTEX_PROJECT_ID: 'a-project', CLOUD_ML_REGION: 'us-east5' },
  },
  {
    name: 'foundry-no-credential',
    cause: 'provider-credential-missing',
    env: {
      ANTHROPIC_BASE_URL: undefined,
      ANTHROPIC_AUTH_TOKEN: undefined,
      CLAUDE_CODE_USE_FOUNDRY: '1',
      ANTHROPIC_FOUNDRY_BASE_URL: BASE_URL,
    },
  },
];
