import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CauseId } from '../../../../src/core/causes/causes';
import { findingOf, type AnswerContext, type ErrorReading } from '../../../../src/core/answers/errorReading';
import type { HeaderChoice } from '../../../../src/core/claude/credential';
import { explain, verdictOf, type Finding } from '../../../../src/core/causes/findings';
import { readAnswer, readErrorText } from '../../../../src/core/answers/readAnswer';
import { readFailure } from '../../../../src/core/answers/readFailure';
import type { ResponseReply } from '../../../../src/core/answers/reply';
import { UNPRINTABLE } from '../support';

const found = (reading: ErrorReading | undefined): Finding | undefined =>
  reading === undefined ? undefined : findingOf(reading);
const classifyResponse = (reply: ResponseReply, context: AnswerContext): Finding | undefined =>
  found(readAnswer(reply, context));
const classifyText = (text: string): Finding => findingOf(readErrorText(text));

const CONTEXT = { facts: { host: 'gw.example', url: 'https://gw.example/v1/messages' }, secrets: [] };

const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): ResponseReply => ({
  kind: 'response',
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  headers,
  ms: 1,
});
const html = (status: number, page: string): ResponseReply => answer(status, page, { 'content-type': 'text/html' });
const nginx = (title: string): string =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
const alb = (title: string): string =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>`;
const gateway = (status: number, type: string, message: string): ResponseReply =>
  answer(status, { type: 'error', error: { type, message } });
const anthropic = (status: number, type: string, message: string): ResponseReply =>
  answer(status, { type: 'error', error: { type, message }, request_id: 'req_011C' }, { 'request-id': 'req_011C' });
const litellm = (status: number, type: string, message: string): ResponseReply =>
  answer(status, { error: { message, type, param: 'None', code: String(status) } });

/** `?` behind a cause: it fits best, but is not certain. */
type Expected = CauseId | `${CauseId}?` | undefined;
const shown = (found: Finding | undefined): string | undefined =>
  found === undefined ? undefined : `${found.cause}${found.certain ? '' : '?'}`;

/** What each product answers, and what that means. The header that was sent is Bearer unless said otherwise. */
const ANSWERS: readonly [string, ResponseReply, Expected, HeaderChoice?][] = [
  [
    'Anthropic: a message',
    answer(200, { id: 'msg_01', type: 'message', content: [{ type: 'text', text: 'hi' }] }),
    undefined,
  ],
  [
    'Anthropic: its key refused',
    anthropic(401, 'authentication_error', 'invalid x-api-key'),
    'provider-credential-rejected',
  ],
  [
    'Anthropic: a bearer token refused',
    anthropic(401, 'authentication_error', 'Invalid bearer token'),
    'provider-credential-rejected',
  ],
  [
    'Anthropic: a login without its beta header',
    anthropic(401, 'authentication_error', 'OAuth authentication is currently not supported.'),
    'oauth-beta-stripped',
  ],
  [
    'Anthropic: a key without permission',
    anthropic(403, 'permission_error', 'Your API key does not have permission to use the specified resource.'),
    'credential-rejected?',
  ],
  ['Anthropic: an unknown model', anthropic(404, 'not_found_error', 'model: claude-nope'), 'model-not-routed'],
  [
    'Anthropic: credits',
    anthropic(400, 'invalid_request_error', 'Your credit balance is too low to access the Anthropic API.'),
    'budget-exceeded',
  ],
  ['Anthropic: billing', anthropic(402, 'billing_error', 'There is an issue with your billing'), 'budget-exceeded'],
  [
    'Anthropic: rate limit',
    anthropic(
      429,
      'rate_limit_error',
      "This request would exceed your organization's rate limit. Please try again later.",
    ),
    'rate-limited',
  ],
  ['Anthropic: overloaded', anthropic(529, 'overloaded_error', 'Overloaded'), 'overloaded'],
  ['Anthropic: failing', anthropic(500, 'api_error', 'Internal server error'), 'server-error'],
  [
    'Anthropic: too large',
    anthropic(413, 'request_too_large', 'Request exceeds the maximum size'),
    'request-too-large',
  ],
  [
    'Anthropic: a field it does not know',
    anthropic(400, 'invalid_request_error', 'context_management: Extra inputs are not permitted'),
    'unrecognized-fields',
  ],
  [
    'Anthropic: a beta it does not know',
    anthropic(
      400,
      'invalid_request_error',
      'Unexpected value(s) `claude-code-20250219` for the `anthropic-beta` header.',
    ),
    'unrecognized-fields',
  ],
  [
    'Anthropic: the prompt',
    anthropic(400, 'invalid_request_error', 'prompt is too long: 205000 tokens > 200000 maximum'),
    'prompt-too-long',
  ],
  [
    'Anthropic: output tokens',
    anthropic(
      400,
      'invalid_request_error',
      'max_tokens: 128000 > 64000, which is the maximum allowed number of output tokens for claude-opus-5-5',
    ),
    'max-output-tokens',
  ],
  [
    'Anthropic: adaptive thinking',
    anthropic(
      400,
      'invalid_request_error',
      "thinking: Input tag 'adaptive' found using 'type' does not match any of the expected tags: 'disabled', 'enabled'",
    ),
    'adaptive-thinking-rejected',
  ],
  [
    'Anthropic: adaptive thinking in words',
    anthropic(400, 'invalid_request_error', 'adaptive thinking is not supported on this model'),
    'adaptive-thinking-rejected',
  ],
  [
    'Anthropic: a thinking signature',
    anthropic(400, 'invalid_request_error', 'messages.1.content.0: Invalid `signature` in `thinking` block'),
    'thinking-signature',
  ],
  [
    'Anthropic: an error that is none of these',
    anthropic(400, 'invalid_request_error', 'messages: at least one message is required'),
    'unknown?',
  ],

  [
    'LiteLLM: an unknown key',
    litellm(
      401,
      'token_not_found_in_db',
      'Authentication Error, Invalid proxy server token passed. Received API Key = sk-...oken, Key Hash (Token) =abc. Unable to find token in cache or `LiteLLM_VerificationTokenTable`',
    ),
    'credential-rejected',
  ],
  [
    'LiteLLM: an unknown model',
    litellm(
      400,
      'invalid_request_error',
      '/v1/messages: Invalid model name passed in model=claude-opus-5-5. Call `/v1/models` to view available models for your key.',
    ),
    'model-not-routed',
  ],
  [
    'LiteLLM: a model that is not allowed',
    litellm(
      401,
      'key_model_access_denied',
      "key not allowed to access model. This key can only access models=['a']. Tried to access claude-opus-5-5",
    ),
    'model-not-permitted',
  ],
  [
    'LiteLLM: budget, 400',
    litellm(400, 'budget_exceeded', 'Budget has been exceeded! Current cost: 10.02, Max budget: 10.0'),
    'budget-exceeded',
  ],
  [
    'LiteLLM: budget, 429',
    litellm(429, 'budget_exceeded', 'Budget has been exceeded! Current cost: 10.02, Max budget: 10.0'),
    'budget-exceeded',
  ],
  [
    'LiteLLM: no deployment is free',
    litellm(429, 'None', 'No deployments available for selected model, Try again in 5 seconds.'),
    'overloaded?',
  ],
  [
    'LiteLLM: the context window',
    litellm(
      400,
      'None',
      "litellm.ContextWindowExceededError: litellm.BadRequestError: ContextWindowExceededError: AzureException - This model's maximum context length is 128000 tokens.",
    ),
    'context-limit-rewritten',
  ],
  ['FastAPI: no such path', answer(404, { detail: 'Not Found' }), 'wrong-base-path?'],
  [
    'FastAPI: an unknown field',
    answer(422, {
      detail: [{ type: 'extra_forbidden', loc: ['body', 'context_management'], msg: 'Extra inputs are not permitted' }],
    }),
    'unrecognized-fields',
  ],
  [
    'Portkey: an unknown key',
    answer(401, { status: 'failure', message: 'Portkey Error: Invalid API Key. Error Code: 03' }),
    'credential-rejected',
  ],
  [
    'Portkey: no provider named',
    answer(400, { status: 'failure', message: 'Either x-portkey-config or x-portkey-provider header is required' }),
    'custom-header-missing?',
  ],
  [
    'Portkey: its provider’s key',
    answer(401, {
      error: { message: 'anthropic error: invalid x-api-key', type: 'authentication_error' },
      provider: 'anthropic',
    }),
    'provider-credential-rejected',
  ],
  ['Portkey: failing', answer(500, { status: 'failure', message: 'Something went wrong' }), 'server-error'],
  [
    'Kong: no key found',
    answer(401, { message: 'No API key found in request', request_id: '5e1d' }),
    'wrong-credential-header',
  ],
  [
    'Kong: no key found in x-api-key either',
    answer(401, { message: 'No API key found in request', request_id: '5e1d' }),
    'credential-rejected?',
    'x-api-key',
  ],
  ['Kong: an unknown key', answer(401, { message: 'Unauthorized', request_id: '5e1d' }), 'credential-rejected?'],
  [
    'Kong: no route',
    answer(404, { message: 'no Route matched with those values', request_id: '5e1d' }),
    'wrong-base-path',
  ],
  [
    'Envoy AI Gateway: no route for the model',
    answer(
      404,
      'No matching route found. It is likely because the model specified in your request is not configured in the Gateway.',
    ),
    'model-not-routed',
  ],
  [
    'Envoy: upstream down',
    answer(503, 'upstream connect error or disconnect/reset before headers. reset reason: connection failure'),
    'overloaded',
  ],
  ['Envoy: RBAC', answer(403, 'RBAC: access denied'), 'credential-rejected?'],
  [
    'Claude apps gateway: an unknown token',
    gateway(401, 'authentication_error', 'invalid token'),
    'credential-rejected?',
  ],
  [
    'Claude apps gateway: model not in its list',
    gateway(400, 'invalid_request_error', "model claude-x is not in the operator's model allowlist"),
    'model-not-permitted',
  ],
  [
    'Claude apps gateway: spend limit',
    gateway(429, 'rate_limit_error', 'spend limit reached (monthly)'),
    'budget-exceeded',
  ],
  [
    'Claude apps gateway: upstreams failed',
    gateway(502, 'api_error', 'all upstreams failed (1 attempted)'),
    'overloaded',
  ],
  [
    'claude-code-router: an unknown key',
    answer(401, 'Invalid API key', { 'content-type': 'text/plain' }),
    'credential-rejected?',
  ],
  [
    'Cloudflare AI Gateway: no token',
    answer(401, { name: 'AiGatewayError', internalCode: 2009, message: 'Unauthorized' }),
    'wrong-credential-header',
  ],
  [
    'Azure API Management: no subscription key',
    answer(401, {
      statusCode: 401,
      message:
        'Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.',
    }),
    'wrong-credential-header',
  ],
  [
    'Azure API Management: no such path',
    answer(404, { statusCode: 404, message: 'Resource not found' }),
    'wrong-base-path',
  ],
  [
    'Apigee: an unknown key',
    answer(401, { fault: { faultstring: 'Invalid ApiKey', detail: { errorcode: 'oauth.v2.InvalidApiKey' } } }),
    'credential-rejected',
  ],
  ['AWS API Gateway: no such path', answer(403, { message: 'Missing Authentication Token' }), 'wrong-base-path'],
  ['AWS API Gateway: a key it does not allow', answer(403, { message: 'Forbidden' }), 'credential-rejected?'],
  [
    'Bedrock: the gateway’s own credentials',
    answer(403, { message: 'The security token included in the request is invalid.' }),
    'provider-credential-rejected',
  ],
  ['Bedrock: a beta flag', answer(400, { message: 'invalid beta flag' }), 'unrecognized-fields'],
  [
    'OpenAI: no such path',
    answer(404, { error: { message: 'Invalid URL (POST /v1/messages)', type: 'invalid_request_error' } }),
    'api-format-mismatch',
  ],
  ['OpenAI: a chat completion', answer(200, { object: 'chat.completion', choices: [] }), 'api-format-mismatch'],

  [
    'a gateway that reads x-api-key',
    gateway(401, 'authentication_error', 'x-api-key header is required'),
    'wrong-credential-header',
  ],
  [
    'the same, when x-api-key was sent',
    gateway(401, 'authentication_error', 'x-api-key header is required'),
    'credential-rejected?',
    'x-api-key',
  ],
  [
    'the same, when both were sent',
    gateway(401, 'authentication_error', 'x-api-key header is required'),
    'credential-rejected?',
    'both',
  ],
  [
    'a gateway that reads Authorization',
    gateway(401, 'authentication_error', 'Authorization header is required'),
    'wrong-credential-header',
    'x-api-key',
  ],
  [
    'a gateway that refuses a key of its own (no request id)',
    gateway(401, 'authentication_error', 'invalid x-api-key'),
    'credential-rejected?',
  ],

  ['nginx: 401 of auth_basic', html(401, nginx('401 Authorization Required')), 'credential-rejected?'],
  ['nginx: 403 of ModSecurity', html(403, nginx('403 Forbidden')), 'waf-blocked'],
  ['nginx: 404', html(404, nginx('404 Not Found')), 'wrong-base-path'],
  ['nginx: 405', html(405, nginx('405 Not Allowed')), 'wrong-base-path'],
  ['nginx: 413', html(413, nginx('413 Request Entity Too Large')), 'request-too-large'],
  ['nginx: 502', html(502, nginx('502 Bad Gateway')), 'overloaded'],
  ['nginx: 504', html(504, nginx('504 Gateway Time-out')), 'overloaded'],
  [
    'nginx: plain HTTP on a TLS port',
    html(400, nginx('400 The plain HTTP request was sent to HTTPS port')),
    'non-api-response?',
  ],
  ['AWS ALB: WAF', html(403, alb('403 Forbidden')), 'waf-blocked'],
  [
    'CloudFront: WAF',
    html(
      403,
      '<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY>Request blocked.</BODY></HTML>',
    ),
    'waf-blocked',
  ],
  [
    'Cloudflare: blocked',
    html(
      403,
      '<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body>Sorry, you have been blocked</body></html>',
    ),
    'waf-blocked',
  ],
  [
    'Cloudflare: challenge',
    html(403, '<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>'),
    'waf-blocked',
  ],
  [
    'Cloudflare: challenge, 503',
    html(503, '<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>'),
    'waf-blocked',
  ],
  [
    'HAProxy: a rule',
    html(403, '<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>'),
    'waf-blocked',
  ],
  [
    'squid: access denied',
    html(
      403,
      '<!DOCTYPE html><html><head><title>ERROR: The requested URL could not be retrieved</title></head></html>',
    ),
    'corporate-proxy',
  ],
  [
    'a proxy that wants a password',
    html(407, '<html><head><title>407 Proxy Authentication Required</title></head></html>'),
    'corporate-proxy',
  ],
  ['a sign-in page', html(200, '<!DOCTYPE html><html><head><title>Sign in</title></head></html>'), 'non-api-response'],
  ['an empty 200', answer(200, '', { 'content-type': 'application/json' }), 'non-api-response'],
  ['a 200 that is cut off', answer(200, '{"type":"message","content":[{"te'), 'non-api-response'],
  ['a 200 that is a list', answer(200, []), 'non-api-response'],
  ['a 204', answer(204, ''), 'non-api-response'],
  ['a redirect', answer(302, '', { location: 'https://login.example/?session=1' }), 'redirected'],
  ['a redirect to nowhere', answer(301, ''), 'redirected'],
  ['a teapot', answer(418, 'short and stout'), 'unknown?'],
];

/** What Claude Code itself prints (2.1.329 unless said otherwise), and what that means. */
const TEXTS: readonly [string, string, Expected][] = [
  ['two credentials', '⚠ Both claude.ai and ANTHROPIC_API_KEY set · auth may not work as expected', 'auth-conflict'],
  ['401', 'Failed to authenticate. API Error: 401 invalid bearer token', 'provider-credential-rejected?'],
  ['401 of a key', 'Invalid API key · Fix external API key', 'credential-rejected?'],
  ['401 without a body', 'Failed to authenticate. API Error: 401 status code (no body)', 'credential-rejected?'],
  [
    '401 page (2.1.197)',
    'Failed to authenticate. API Error: 401 <html><body><h1>401 Authorization Required</h1></body></html>',
    'credential-rejected?',
  ],
  ['403 of a page, a firewall’s', 'Failed to authenticate. API Error: 403 Forbidden', 'waf-blocked?'],
  [
    '403 in words',
    'Failed to authenticate. API Error: 403 Your API key does not have permission to use the specified resource.',
    'credential-rejected?',
  ],
  [
    '403 of squid',
    'Failed to authenticate. API Error: 403 ERROR: The requested URL could not be retrieved',
    'corporate-proxy',
  ],
  [
    'any 404',
    "There's an issue with the selected model (claude-opus-5-5). It may not exist or you may not have access to it. Run --model to pick a different model.",
    'model-not-routed?',
  ],
  [
    'an unknown model of LiteLLM',
    'API Error: 400 /v1/messages: Invalid model name passed in model=claude-opus-5-5. Call `/v1/models` to view available models for your key.',
    'model-not-routed',
  ],
  ['an unknown field', 'API Error: 400 context_management: Extra inputs are not permitted', 'unrecognized-fields'],
  [
    'an unknown field of FastAPI',
    'API Error: 422 {"detail":[{"type":"extra_forbidden","loc":["body","context_management"],"msg":"Extra inputs are not permitted"}]}',
    'unrecognized-fields',
  ],
  ['a beta flag', 'API Error: 400 invalid beta flag', 'unrecognized-fields'],
  [
    'adaptive thinking',
    "API Error: 400 thinking: Input tag 'adaptive' found using 'type' does not match any of the expected tags: 'disabled', 'enabled'",
    'adaptive-thinking-rejected',
  ],
  [
    'a context limit in other words',
    "Prompt is too long · the provider said: litellm.ContextWindowExceededError: litellm.BadRequestError: ContextWindowExceededError: AzureException - This model's maximum context length is 128000 tokens. However, your messages resulted in 131072 tokens. Please reduce the length of the messages.",
    'context-limit-rewritten',
  ],
  [
    'the prompt',
    'Prompt is too long · the request is ~205000 tokens (limit 200000) but this conversation is only ~2514 tokens — the rest is system prompt, tool definitions, and attachment content.',
    'prompt-too-long',
  ],
  [
    'output tokens',
    'API Error: 400 max_tokens: 128000 > 64000, which is the maximum allowed number of output tokens for claude-opus-5-5',
    'max-output-tokens',
  ],
  [
    'a page with 200',
    'API Error: API returned an empty or malformed response (HTTP 200) — check for a proxy or gateway intercepting the request. Response: content-type html, body is an HTML page, 188 bytes, request-id absent',
    'non-api-response',
  ],
  ['nothing with 200', 'API Error: Unexpected end of JSON input', 'non-api-response'],
  [
    'nobody listening',
    'API Error: Connection refused — a firewall or proxy may be blocking it (ECONNREFUSED)',
    'gateway-unreachable',
  ],
  ['nobody listening (2.1.197)', 'API Error: Unable to connect to API (ConnectionRefused)', 'gateway-unreachable?'],
  ['DNS', "API Error: Can't reach the API server — check your internet or DNS (ENOTFOUND)", 'dns-failure'],
  [
    'a self-signed certificate',
    "API Error: Unable to connect to API: Self-signed certificate detected (DEPTH_ZERO_SELF_SIGNED_CERT). The certificate comes from an authority Claude Code doesn't trust, usually a TLS-inspecting corporate proxy or a gateway signed by a private CA",
    'tls-untrusted',
  ],
  [
    'a private CA',
    'API Error: Unable to connect to API: SSL certificate verification failed (UNABLE_TO_VERIFY_LEAF_SIGNATURE). The certificates the server sent don’t lead to a trusted authority.',
    'tls-untrusted',
  ],
  [
    'a certificate for another name',
    'API Error: Unable to connect to API: SSL certificate hostname mismatch',
    'tls-untrusted',
  ],
  ['an expired certificate', 'API Error: Unable to connect to API: SSL certificate has expired', 'tls-untrusted'],
  ['https to a plain port', 'API Error: Unable to connect to API (EPROTO)', 'gateway-unreachable?'],
  [
    'http to a TLS port',
    'API Error: Connection dropped (ECONNRESET). Check the gateway set in ANTHROPIC_BASE_URL, then try again.',
    'gateway-unreachable?',
  ],
  [
    'a proxy',
    "API Error: Couldn't connect through your proxy (ERR_PROXY_TUNNEL) — the proxy refused the tunnel: check its credentials and that it allows this host",
    'corporate-proxy',
  ],
  [
    'a cut stream',
    'API Error: Connection to the API was lost (ECONNRESET). This is usually temporary — try again.',
    'stream-interrupted',
  ],
  [
    'no headers',
    'Request timed out. If the API is slow to answer, or a proxy or gateway holds responses, set API_TIMEOUT_MS above 3000.',
    'connect-timeout',
  ],
  [
    'a rate limit',
    'API Error: Request rejected (429) · This request would exceed your organization’s rate limit',
    'rate-limited',
  ],
  [
    'a budget, 429',
    'API Error: Request rejected (429) · Budget has been exceeded! Current cost: 10.02, Max budget: 10.0',
    'budget-exceeded',
  ],
  [
    'a budget, 400',
    'API Error: 400 Budget has been exceeded! Current cost: 10.02, Max budget: 10.0',
    'budget-exceeded',
  ],
  [
    '529',
    'API Error: 529 Overloaded. This is a server-side issue, usually temporary — try again in a moment. If it persists, check your inference gateway (127.0.0.1:8787).',
    'overloaded',
  ],
  [
    '529, three times',
    'API Error: Repeated 529 Overloaded errors. The API is at capacity — try again later',
    'overloaded',
  ],
  [
    '500',
    'API Error: 500 Internal server error. This is a server-side issue, usually temporary — try again in a moment. If it persists, check your inference gateway (127.0.0.1:8787).',
    'server-error',
  ],
  [
    '502',
    'API Error: 502 Bad Gateway. This is a server-side issue, usually temporary — try again in a moment.',
    'overloaded',
  ],
  [
    '503',
    'API Error: 503 upstream connect error or disconnect/reset before headers. reset reason: connection failure. This is a server-side issue, usually temporary',
    'overloaded',
  ],
  [
    '413',
    'Request too large (max 32MB). Accumulated images and attachments in the conversation pushed the request over the limit. Remove older images or compact the conversation.',
    'request-too-large',
  ],
  ['405', 'API Error: 405 Method Not Allowed', 'wrong-base-path?'],
  ['a base URL without scheme', 'API Error: Invalid URL', 'base-url-invalid'],
  [
    'a base URL without scheme (2.1.197)',
    'API Error: "127.0.0.1:8787/v1/messages?beta=true" cannot be parsed as a URL.',
    'base-url-invalid',
  ],
  ['no credential, or x-api-key is required', 'Not logged in · Please run /login', 'login-prompt-despite-gateway?'],
  ['a failing helper', 'apiKeyHelper failed: exited 127: /bin/sh: 1: /opt/nosuch/helper: not found', 'helper-failed'],
  ['a silent helper', 'apiKeyHelper failed: did not return a value', 'helper-failed'],
  [
    'a demanded login',
    "This machine's managed settings require a first-party login: they require a claude.ai or Console sign-in (forceLoginMethod), and this session is configured with a bearer token from ANTHROPIC_AUTH_TOKEN, which cannot be checked against that policy",
    'managed-first-party-login',
  ],
  [
    'a demanded gateway login',
    'Administrator policy requires a Cloud gateway sign-in on this machine, but this session is configured with a bearer token from ANTHROPIC_AUTH_TOKEN, which a gateway machine does not accept.',
    'managed-first-party-login',
  ],
  [
    'Portkey’s words',
    'API Error: 400 Either x-portkey-config or x-portkey-provider header is required',
    'custom-header-missing?',
  ],
  ['something else', 'Something happened', 'unknown?'],
  ['nothing', '   ', 'unknown?'],
  ['a number in a sentence', 'I wrote 401 lines today', 'unknown?'],
];

describe('the cause of an answer', () => {
  for (const [what, reply, expected, sent = 'bearer'] of ANSWERS) {
    it(`${what} → ${expected ?? 'fine'}`, () => {
      assert.equal(shown(classifyResponse(reply, { ...CONTEXT, sent })), expected);
    });
  }

  it('comes with the words that decided it, once and without the credential', () => {
    assert.equal(classifyResponse(answer(403, { message: 'Forbidden' }), CONTEXT)?.evidence, 'HTTP 403: Forbidden');
    assert.equal(
      classifyResponse(html(403, nginx('403 Forbidden')), CONTEXT)?.evidence,
      'HTTP 403 with a web page titled “403 Forbidden”',
    );
    assert.equal(classifyResponse(answer(500, ''), CONTEXT)?.evidence, 'HTTP 500 with an empty body');
    const secret = 'my-own-credential';
    for (const reply of [
      litellm(401, 'auth_error', `no such key: ${secret}`),
      html(200, `<title>${'x'.repeat(188)}${secret}</title>`),
      html(403, `<title>${`${secret} `.repeat(12)}</title>`),
      answer(302, '', { location: `https://x/${secret}` }),
    ]) {
      const found = classifyResponse(reply, { ...CONTEXT, secrets: [secret] });
      assert.doesNotMatch(JSON.stringify(found), /my-own|credential"|own-cred/);
    }
  });

  it('names both headers when it is the wrong one', () => {
    const found = classifyResponse(gateway(401, 'authentication_error', 'x-api-key header is required'), {
      ...CONTEXT,
      sent: 'bearer',
    });
    assert.equal(
      found === undefined ? '' : verdictOf(found),
      'Your gateway reads x-api-key, not Authorization: Bearer. You: put the credential in ANTHROPIC_API_KEY instead.',
    );
  });

  const printable = (found: Finding | undefined): void => {
    if (found === undefined) return;
    const texts = [
      found.evidence,
      verdictOf(found),
      ...Object.values<string | readonly string[]>({ ...explain(found) }).flat(),
    ];
    assert.ok(found.evidence.length < 600, found.evidence);
    for (const text of texts) assert.doesNotMatch(text, UNPRINTABLE);
  };

  it('never fails and is printable (any bytes)', () => {
    const junk = fc.oneof(
      fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc.json().map((json) => `{"error":${json},"message":${json}}`),
      fc.string({ unit: 'binary' }).map((title) => `<html><title>${title}`),
    );
    const status = fc.oneof(fc.integer({ min: 100, max: 599 }), fc.constantFrom(200, 301, 401, 403, 404, 429));
    fc.assert(
      fc.property(
        status,
        junk,
        fc.string({ unit: 'binary' }),
        fc.constantFrom('text/html', 'application/json', ''),
        (code, body, location, type) => {
          printable(
            classifyResponse(answer(code, body, { location, 'content-type': type }), {
              ...CONTEXT,
              secrets: ['abcdef'],
            }),
          );
          printable(classifyText(body));
          printable(classifyText(`API Error: ${code} ${body}`));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is found quickly in a body that is made to be slow', () => {
    const big = 150_000;
    for (const piece of [
      '<title',
      'max_tokens',
      'AnthropicError',
      'anthropic error',
      'model: ',
      'model a',
      '{"a":',
      '[',
      '"request_id" ',
      'eyJ-',
      'a',
      ' ',
      '\\',
      '\u001b[',
      'http://',
    ]) {
      const body = piece.repeat(big / piece.length);
      for (const text of [body, `{"error":{"message":${JSON.stringify(body)}}}`]) {
        printable(classifyResponse(html(403, text), { ...CONTEXT, secrets: ['abcdefgh'] }));
        printable(classifyResponse(answer(400, text), { ...CONTEXT, secrets: ['abcdefgh'] }));
        printable(classifyText(text));
      }
    }
  });
});

describe('the cause of a text of Claude Code', () => {
  for (const [what, text, expected] of TEXTS) {
    it(`${what} → ${expected ?? ''}`, () => {
      assert.equal(shown(classifyText(text)), expected);
      assert.equal(shown(classifyText(`  \u001b[31m${text}\u001b[0m\n`)), expected);
    });
  }

  for (const [what, reply, expected, sent] of ANSWERS) {
    if (
      expected === undefined ||
      sent !== undefined ||
      reply.status < 400 ||
      typeof reply.body !== 'string' ||
      reply.body.includes('No API key found')
    )
      continue;
    it(`pasted: ${what}`, () => {
      const whole = shown(classifyText(`HTTP/1.1 ${reply.status}\n\n${reply.body}`));
      // Only the headers of the answer told these from a refusal by the gateway itself.
      if (!/Anthropic: (its|a bearer)/.test(what)) assert.equal(whole, expected);
    });
  }
});

describe('the cause of a missing answer', () => {
  const CODES: Readonly<Partial<Record<CauseId, readonly string[]>>> = {
    'dns-failure': ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'ENODATA'],
    'connect-timeout': [
      'ETIMEDOUT',
      'UND_ERR_CONNECT_TIMEOUT',
      'UND_ERR_HEADERS_TIMEOUT',
      'UND_ERR_BODY_TIMEOUT',
      'TIMEOUT',
    ],
    'tls-untrusted': [
      'CERT_HAS_EXPIRED',
      'CERT_NOT_YET_VALID',
      'CERT_UNTRUSTED',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'HOSTNAME_MISMATCH',
    ],
    'gateway-unreachable': [
      'EPROTO',
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL',
      'ECONNREFUSED',
      'ECONNRESET',
      'ECONNABORTED',
      'EHOSTUNREACH',
      'EHOSTDOWN',
      'ENETUNREACH',
      'ENETDOWN',
      'EPIPE',
      'EADDRNOTAVAIL',
      'UND_ERR_SOCKET',
    ],
    'non-api-response': [
      'HPE_INVALID_CONSTANT',
      'HPE_HEADER_OVERFLOW',
      'UND_ERR_HEADERS_OVERFLOW',
      'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
      'BODY_TOO_LARGE',
    ],
    'stream-interrupted': ['BODY_CUT'],
  };
  for (const [cause, codes] of Object.entries(CODES)) {
    it(`${cause}: ${codes.join(' ')}`, () => {
      for (const code of codes) {
        const found = findingOf(
          readFailure({ kind: 'failure', code, atProxy: false, ms: 12.4 }, { host: 'gw.example' }),
        );
        assert.deepEqual([shown(found), found.facts['code']], [cause, code]);
        assert.ok(found.evidence.endsWith(`(${code}, after 12 ms)`), found.evidence);
      }
    });
  }

  it('tells a gateway that speaks only HTTP/2 from one that speaks no TLS', () => {
    const words = (code: string): string => readFailure({ kind: 'failure', code, atProxy: false, ms: 1 }, {}).evidence;
    assert.match(words('ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL'), /^the server supports only HTTP\/2, /);
    assert.match(words('ERR_SSL_WRONG_VERSION_NUMBER'), /^the TLS handshake failed/);
  });

  it('is the proxy where that failed, and unknown for any other code', () => {
    assert.equal(
      shown(findingOf(readFailure({ kind: 'failure', code: 'ECONNREFUSED', atProxy: true, ms: 1 }, {}))),
      'corporate-proxy',
    );
    assert.equal(
      shown(findingOf(readFailure({ kind: 'failure', code: 'UNKNOWN', atProxy: false, ms: 1 }, {}))),
      'unknown?',
    );
  });
});
