import assert from 'node:assert/strict';
import { addressProbes, otherBases } from '../../../../src/core/probes/rows/addressProbes';
import { aliveProbe } from '../../../../src/core/probes/rows/aliveProbe';
import { bodyProbes } from '../../../../src/core/probes/rows/bodyProbes';
import { messagesProbes, openGatewayProbe } from '../../../../src/core/probes/rows/messagesProbes';
import { modelProbes } from '../../../../src/core/probes/rows/modelProbes';
import { pathProbes } from '../../../../src/core/probes/rows/pathProbes';
import type { ActionKind, AnyProbe, Done, Probe } from '../../../../src/core/probes/probe';
import { sessionProbes } from '../../../../src/core/probes/rows/sessionProbes';
import { streamProbe } from '../../../../src/core/probes/rows/streamProbe';
import type { Target } from '../../../../src/core/probes/target';
import type { FailureReply, Reply } from '../../../../src/core/answers/reply';
import { Secret } from '../../../../src/core/words/secret';
import { acted, judged, rowOfTable } from './rows';
import { answer, apiError, done, MESSAGE, SENTINEL, target } from './support';

const PROXY = {
  host: 'proxy.example',
  port: 3128,
  secure: false,
  variable: 'HTTPS_PROXY',
  hasCredential: false,
} as const;
const PAGE = { 'content-type': 'text/html' };
const refusedBody = answer(400, apiError('invalid_request_error', 'messages: at least one message is required'), {
  'request-id': 'req_1',
});
const forbiddenPage = answer(
  403,
  '<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center><hr><center>nginx</center></body></html>',
  PAGE,
);

function failure(code: string, stage: FailureReply['stage'], more: Partial<FailureReply> = {}): FailureReply {
  return {
    kind: 'failure',
    code,
    atProxy: stage?.startsWith('proxy') === true,
    ms: 5,
    ...(stage === undefined ? {} : { stage }),
    ...more,
  };
}

function rows(now: Target): readonly AnyProbe[] {
  return [
    ...pathProbes(now),
    ...messagesProbes([]),
    ...addressProbes(now),
    ...bodyProbes(),
    ...sessionProbes(now),
    openGatewayProbe,
    streamProbe,
    ...modelProbes(now),
    aliveProbe(now),
  ];
}

function of(id: string, now: Target = target()): Probe<ActionKind> {
  return rowOfTable(rows(now), id);
}

/** The shortest request was answered. */
const fine = done({ messages: { reply: answer(200, MESSAGE) } });

function refused(reply: Reply, cause = 'credential-rejected', certain = false): Done {
  return done({
    messages: {
      reply,
      result: {
        outcome: 'problem',
        findings: [{ cause: cause as 'unknown', severity: 'error', certain, evidence: 'seen before', facts: {} }],
      },
    },
  });
}

describe('probes of the way', () => {
  const CASES: readonly (readonly [string, string, unknown, Partial<Target>, RegExp])[] = [
    [
      'dns',
      'two families',
      {
        kind: 'addresses',
        addresses: [
          { address: '10.0.0.1', family: 4 },
          { address: 'fd00::1', family: 6 },
        ],
        ms: 3,
      },
      {},
      /^ok 10\.0\.0\.1, fd00::1 \(IPv4 and IPv6\)$/,
    ],
    [
      'dns',
      'no such name',
      { kind: 'failure', code: 'ENOTFOUND', ms: 3 },
      {},
      /^error dns-failure you the host name doesn’t resolve \(ENOTFOUND\)$/,
    ],
    [
      'dns',
      'no answer',
      { kind: 'failure', code: 'TIMEOUT', ms: 5000 },
      {},
      /^error dns-failure you the DNS server didn’t answer/,
    ],
    [
      'dns',
      'no such proxy',
      { kind: 'failure', code: 'ENOTFOUND', ms: 3 },
      { proxy: PROXY },
      /^error corporate-proxy\/name you proxy\.example: the host name doesn’t resolve/,
    ],
    [
      'tcp',
      'open',
      { attempts: [{ address: '10.0.0.1', family: 4, outcome: 'open', ms: 2 }], ms: 2 },
      {},
      /^ok connected to 10\.0\.0\.1$/,
    ],
    [
      'tcp',
      'refused',
      { attempts: [{ address: '10.0.0.1', family: 4, outcome: 'failed', code: 'ECONNREFUSED', ms: 2 }], ms: 2 },
      {},
      /^error gateway-unreachable you the connection failed \(ECONNREFUSED/,
    ],
    [
      'tcp',
      'no route for one family, refused on the other',
      {
        attempts: [
          { address: 'fd00::1', family: 6, outcome: 'failed', code: 'ENETUNREACH', ms: 1 },
          { address: '10.0.0.1', family: 4, outcome: 'failed', code: 'ECONNREFUSED', ms: 2 },
        ],
        ms: 2,
      },
      {},
      /ECONNREFUSED/,
    ],
    [
      'tcp',
      'dropped',
      { attempts: [{ address: '10.0.0.1', family: 4, outcome: 'pending', ms: 5000 }], ms: 5000 },
      {},
      /^error connect-timeout network-team no response in time \(TIMEOUT/,
    ],
    [
      'tcp',
      'only a proxy that refuses',
      { attempts: [{ address: '10.0.0.1', family: 4, outcome: 'failed', code: 'ECONNREFUSED', ms: 2 }], ms: 2 },
      { proxy: PROXY },
      /^error corporate-proxy\/unreachable you proxy\.example:3128 doesn’t accept connections \(ECONNREFUSED\)$/,
    ],
    [
      'tcp',
      'one family fails at once, which costs nothing',
      {
        attempts: [
          { address: '::1', family: 6, outcome: 'failed', code: 'ECONNREFUSED', ms: 1 },
          { address: '127.0.0.1', family: 4, outcome: 'open', ms: 2 },
        ],
        ms: 2,
      },
      {},
      /^ok connected to 127\.0\.0\.1$/,
    ],
    ['hello', 'a 404', answer(404), {}, /^ok answered with 404, which is harmless/],
    ['hello', 'no answer', failure('ECONNRESET', 'answer'), {}, /^ok no answer \(ECONNRESET\)/],
    [
      'hello',
      'a proxy that wants a password',
      failure('PROXY', 'proxy-auth', { proxyStatus: 407 }),
      { proxy: PROXY },
      /^error corporate-proxy\/credential you the proxy proxy\.example:3128 responded with 407$/,
    ],
    [
      'hello',
      'a proxy that refuses',
      failure('PROXY', 'proxy-refuse', { proxyStatus: 403 }),
      { proxy: PROXY },
      /^error corporate-proxy network-team the proxy proxy\.example:3128 responded with 403$/,
    ],
    [
      'plain',
      'plain HTTP under https',
      answer(400),
      {},
      /^error gateway-unreachable\/plain-port you the server answers plain HTTP with 400$/,
    ],
    [
      'plain',
      'nothing there either',
      failure('ECONNRESET', 'answer'),
      {},
      /^ok nothing answers without encryption either/,
    ],
    [
      'encrypted',
      'TLS under http',
      { spoken: true, version: 'TLSv1.3', chain: [], trustedBy: {}, asksForCertificate: false, ms: 3 },
      {},
      /^error gateway-unreachable\/tls-port you the server uses TLS \(TLSv1\.3\)$/,
    ],
    [
      'route',
      'a proxy over http',
      { ms: 0 },
      {
        proxy: PROXY,
        origin: { secure: false, host: 'gw.example', port: 80 },
        vscodeProxy: 'through http://other:8080',
      },
      /^ok through the proxy proxy\.example:3128, set in HTTPS_PROXY\. Over http:\/\/, the proxy can read everything\. VS Code itself connects through http:\/\/other:8080\.$/,
    ],
  ];
  for (const [id, what, seen, more, expected] of CASES)
    it(`${id}: ${what}`, () => {
      assert.match(judged(of(id, target(more)), seen, new Map(), target(more)), expected);
    });

  it('raises address-unreachable when one address of several is silent', () => {
    const seen = {
      attempts: [
        { address: 'fd00::2', family: 6, outcome: 'pending', ms: 1000 },
        { address: '10.0.0.1', family: 4, outcome: 'open', ms: 2 },
      ],
      ms: 1002,
    };
    assert.match(
      judged(of('tcp'), seen),
      /^warning address-unreachable network-team answering: 10\.0\.0\.1; not answering: fd00::2$/,
    );
  });

  it('raises clock-wrong when the answers are from another day', () => {
    const clock = (date: string): string =>
      judged(of('clock'), { ms: 0 }, done({ hello: { reply: answer(200, '', { date }) } }));
    assert.match(
      clock('Tue, 17 Nov 2026 12:00:00 GMT'),
      /^warning clock-wrong you 4 days apart: 2026-11-21 here, 2026-11-17 at the gateway$/,
    );
    assert.match(clock('Sat, 21 Nov 2026 13:30:00 GMT'), /^ok within a day/);
    assert.match(clock('some day'), /^ok no Date header in the answers$/);
  });

  it('asks for no address where there is one, and connects to it', () => {
    const now = target({ origin: { secure: true, host: '127.0.0.1', port: 8443 } });
    assert.equal(acted(of('dns', now), new Map(), now), 'hidden');
    assert.deepEqual(acted(of('tcp', now), new Map(), now), { port: 8443, addresses: ['127.0.0.1'] });
  });

  it('sends no credential on the way', () => {
    for (const row of pathProbes(target())) {
      const action = acted(row as Probe<ActionKind>, done({ tls: { result: {} } }));
      if (typeof action !== 'string' && 'request' in action)
        assert.deepEqual([action.request.credentials, action.request.secretHeaders], [{}, undefined]);
    }
  });
});

describe('the request with which Claude Code starts in Bedrock’s format', () => {
  const now = target({ provider: 'bedrock' });

  for (const [reply, expected] of [
    [answer(404), /^ok answered with 404/],
    [failure('TIMEOUT', 'answer'), /^ok no answer \(TIMEOUT\)/],
  ] as const)
    it(`decides nothing: ${String(expected)}`, () => {
      assert.match(judged(of('profiles', now), reply, new Map(), now), expected);
    });
});

describe('probes of the contract', () => {
  const CASES: readonly (readonly [string, string, Reply, Done, RegExp])[] = [
    ['messages', 'a message', answer(200, MESSAGE), fine, /^ok claude-opus-5-5 answered$/],
    [
      'messages',
      'a key that nobody knows',
      answer(401, {
        error: {
          message:
            'Authentication Error, Invalid proxy server token passed. Unable to find token in cache or `LiteLLM_VerificationTokenTable`',
          type: 'token_not_found_in_db',
          code: '401',
        },
      }),
      fine,
      /^error credential-rejected you/,
    ],
    [
      'messages',
      'a redirect that Claude Code follows',
      answer(308, '', { location: '/llm/v1/messages' }),
      fine,
      /^warning redirected\/followed you/,
    ],
    [
      'messages',
      'a redirect to another origin',
      answer(308, '', { location: 'https://other.example/v1/messages' }),
      fine,
      /^error redirected you/,
    ],
    [
      'messages',
      'a redirect that loses the body',
      answer(301, '', { location: '/llm/v1/messages' }),
      fine,
      /^error redirected you/,
    ],
    [
      'messages',
      'a proxy in clear',
      failure('CREDENTIAL_IN_CLEAR', undefined),
      fine,
      /^error base-url-plain-http you the credential would go through the proxy unencrypted, so nothing was sent$/,
    ],
    ['messages', 'a model that hangs', failure('TIMEOUT', 'answer'), fine, /^error connect-timeout\/slow gateway-team/],
    [
      'other-header',
      'accepted',
      answer(200, MESSAGE),
      refused(answer(401)),
      /^error wrong-credential-header you rejected as Authorization: Bearer, accepted as x-api-key$/,
    ],
    [
      'other-header',
      'also rejected',
      answer(401),
      refused(answer(401)),
      /^error credential-rejected you\? rejected in both headers; seen before$/,
    ],
    [
      'x-api-key-alone',
      'accepted',
      answer(200, MESSAGE),
      refused(answer(401)),
      /^error two-credentials-sent\/refused you ANTHROPIC_API_KEY alone is accepted/,
    ],
    ['x-api-key-alone', 'refused', answer(401), refused(answer(401)), /^ok also rejected without the other one$/],
    ['harmless', 'refused before any model', refusedBody, fine, /^ok answered with 400$/],
    ['stream', 'one message', answer(200, MESSAGE), fine, /^warning response-buffered\/ignored/],
    ['redirect-target', 'a message', answer(200, MESSAGE), fine, /^ok it works there$/],
    ['redirect-target', 'nothing there', answer(500), fine, /^error server-error/],
    [
      'custom-headers',
      'needed',
      answer(403),
      done({ errors: { reply: refusedBody } }),
      /^ok different answer .*\(403\)/,
    ],
    ['custom-headers', 'not needed', refusedBody, done({ errors: { reply: refusedBody } }), /^ok same answer/],
    ['session-3', 'answered', answer(200, MESSAGE), fine, /^ok answered after 2 repair/],
    ['session-4', 'refused to the last', answer(500), fine, /^error server-error/],
    ['wrong-credential', 'refused', answer(401), fine, /^ok rejected with 401, as it should be$/],
    [
      'wrong-credential',
      'the same words as for ours',
      answer(401, apiError('authentication_error', 'invalid token sk-…1')),
      refused(answer(401, apiError('authentication_error', 'invalid token sk-…2'))),
      /^error credential-rejected you a made-up credential is rejected with the same message/,
    ],
    [
      'wrong-credential',
      'the gateway’s words, where ours got the provider’s',
      answer(401, { detail: 'unknown key' }),
      refused(answer(401, apiError('authentication_error', 'invalid x-api-key'), { 'request-id': 'req_1' })),
      /^error provider-credential-rejected gateway-team/,
    ],
    [
      'same-path',
      'a path that is known',
      refusedBody,
      refused(answer(404), 'wrong-base-path'),
      /^error model-not-routed gateway-team seen before$/,
    ],
    [
      'same-path',
      'a path that is not',
      answer(404),
      refused(answer(404), 'wrong-base-path'),
      /^ok the gateway doesn’t know the path$/,
    ],
    [
      'without-query',
      'known without',
      refusedBody,
      refused(answer(404), 'wrong-base-path'),
      /^error wrong-base-path\/query gateway-team without \?beta=true, the answer is 400$/,
    ],
    [
      'path:/anthropic',
      'it is there',
      refusedBody,
      refused(answer(404), 'wrong-base-path'),
      /^error wrong-base-path you the Messages API responds at https:\/\/gw\.example\/anthropic$/,
    ],
    [
      'openai:/v1/chat/completions',
      'another API',
      answer(400, { error: { message: 'messages is required', type: 'invalid_request_error' } }),
      refused(answer(404), 'wrong-base-path'),
      /^error api-format-mismatch gateway-team/,
    ],
    ['errors', 'the provider’s own', refusedBody, fine, /^ok answered with 400 in the provider’s format$/],
    [
      'errors',
      'a page',
      answer(400, '<html><head><title>400</title></head></html>', PAGE),
      fine,
      /^warning error-rewrapped gateway-team a provider error arrives as a web page/,
    ],
    [
      'errors',
      'in other words',
      answer(400, {
        error: {
          message: 'litellm.BadRequestError: AnthropicException - messages: at least one message is required',
          code: '400',
        },
      }),
      fine,
      /^warning error-rewrapped gateway-team\?/,
    ],
    [
      'firewall',
      'no difference',
      refusedBody,
      done({ harmless: { reply: refusedBody } }),
      /^ok same answer as without it/,
    ],
    [
      'firewall',
      'a page',
      forbiddenPage,
      done({ harmless: { reply: refusedBody } }),
      /^error waf-blocked\/text gateway-team HTTP 403 with a web page/,
    ],
    [
      'firewall',
      'a closed connection',
      failure('ECONNRESET', 'answer'),
      done({ harmless: { reply: refusedBody } }),
      /^error waf-blocked\/text gateway-team\?/,
    ],
    [
      'leaves',
      'a page',
      answer(400, '<html><title>400 Bad Request</title></html>', PAGE),
      done({ errors: { reply: refusedBody } }),
      /^error waf-blocked\/shape gateway-team/,
    ],
    [
      'size-1.5mb',
      'fits',
      refusedBody,
      done({ errors: { reply: refusedBody } }),
      /^ok same answer as to a small request/,
    ],
    [
      'size-1.5mb',
      'too large',
      answer(413, '<html><title>413 Request Entity Too Large</title></html>', PAGE),
      done({ errors: { reply: refusedBody } }),
      /^error request-too-large gateway-team 1\.5 MB: 413 html; a small request gets 400$/,
    ],
    [
      'size-8mb',
      'too large',
      failure('EPIPE', 'send'),
      done({ errors: { reply: refusedBody } }),
      /^warning request-too-large gateway-team 8 MB: EPIPE/,
    ],
    [
      'size-8mb',
      'a slow line',
      failure('TIMEOUT', 'send'),
      done({ errors: { reply: refusedBody } }),
      /^ok inconclusive: too slow/,
    ],
    [
      'beta-header',
      'it arrives',
      answer(
        400,
        apiError(
          'invalid_request_error',
          'Unexpected value(s) `no-such-beta-2020-01-01` for the `anthropic-beta` header',
        ),
      ),
      fine,
      /^ok it gets through/,
    ],
    ['count-tokens', 'not there', answer(404), fine, /^ok not supported \(404\), which is fine/],
    ['unknown-model', 'refused', answer(404, apiError('not_found_error', 'model: x')), fine, /^ok rejected with 404$/],
    ['session', 'answered', answer(200, MESSAGE), fine, /^ok answered$/],
    [
      'session',
      'what is repaired',
      answer(400, apiError('invalid_request_error', 'context_management: Extra inputs are not permitted')),
      fine,
      /^note unrecognized-fields\/repaired gateway-team/,
    ],
    [
      'session',
      'what is not',
      answer(400, apiError('invalid_request_error', 'output_config: Extra inputs are not permitted')),
      fine,
      /^error unrecognized-fields gateway-team/,
    ],
    [
      'session-2',
      'a repair that works',
      answer(200, MESSAGE),
      done({
        session: {
          reply: answer(400, apiError('invalid_request_error', 'context_management: Extra inputs are not permitted')),
        },
      }),
      /^note unrecognized-fields\/repaired gateway-team/,
    ],
    ['alive', 'refused for its body', refusedBody, fine, /^ok it responds and accepts the credential \(400\)$/],
    [
      'alive',
      'refused for its key',
      answer(401, { type: 'error', error: { type: 'authentication_error', message: 'invalid bearer token' } }),
      fine,
      /^error credential-rejected you/,
    ],
    ['alive', 'another wording', answer(422, { error: 'no messages' }), fine, /^ok it responds/],
    [
      'alive',
      'a fault over the body',
      answer(500, { error: 'list index out of range' }),
      fine,
      /^ok it responds \(500\), but that doesn’t show whether it accepts the credential$/,
    ],
    [
      'alive',
      'a header that is missing',
      answer(400, { error: 'Missing required header: x-tenant-id' }),
      fine,
      /^error custom-header-missing you/,
    ],
    [
      'alive',
      'a gateway that is down',
      answer(502, '<html><title>502 Bad Gateway</title></html>', PAGE),
      fine,
      /^error overloaded gateway-team/,
    ],
    [
      'bearer-alone',
      'the token is right',
      answer(200, MESSAGE),
      refused(answer(401)),
      /^error two-credentials-sent\/refused you ANTHROPIC_AUTH_TOKEN alone is accepted, but it’s rejected when ANTHROPIC_API_KEY is also sent$/,
    ],
    [
      'no-such-path',
      'other words for another path',
      answer(404, { message: 'Not Found' }),
      refused(answer(404, { message: 'No deployment with the name claude' }), 'model-not-routed'),
      /^error model-not-routed gateway-team\? seen before$/,
    ],
    [
      'no-such-path',
      'the same words',
      answer(404, { message: 'Cannot POST /v1/no-such-path' }),
      refused(answer(404, { message: 'Cannot POST /v1/messages' }), 'wrong-base-path'),
      /^ok same answer$/,
    ],
    [
      'path:/api',
      'another application',
      answer(401, { message: 'Unauthorized' }),
      refused(answer(404), 'wrong-base-path'),
      /^ok nothing found$/,
    ],
    [
      'same-path',
      'refused for whatever path',
      answer(403, { message: 'Missing Authentication Token' }),
      refused(answer(403, { message: 'Missing Authentication Token' }), 'wrong-base-path'),
      /^ok the gateway doesn’t know the path$/,
    ],
    [
      'firewall',
      'a page with 200',
      answer(
        200,
        '<html><title>Request Rejected</title>The requested URL was rejected. Your support ID is: 123</html>',
        PAGE,
      ),
      done({ harmless: { reply: refusedBody } }),
      /^error waf-blocked\/text gateway-team/,
    ],
    [
      'firewall',
      'silence',
      failure('TIMEOUT', 'answer'),
      done({ harmless: { reply: refusedBody } }),
      /^warning waf-blocked\/text gateway-team\? TIMEOUT/,
    ],
    [
      'size-1.5mb',
      'too large, in words',
      answer(400, { error: 'request body too large' }),
      done({ errors: { reply: refusedBody } }),
      /^error request-too-large gateway-team/,
    ],
  ];
  for (const [id, what, reply, before, expected] of CASES)
    it(`${id}: ${what}`, () => {
      assert.match(judged(of(id), reply, before), expected);
    });

  it('raises open-gateway when a made-up credential is answered', () => {
    assert.match(
      judged(of('open-gateway'), answer(200, MESSAGE), fine),
      /^warning open-gateway gateway-team claude-opus-5-5 answered a request with a made-up credential$/,
    );
    assert.match(judged(of('open-gateway'), answer(401), fine), /^ok rejected \(401\)$/);
    const sent = acted(
      of('open-gateway'),
      done({ messages: { reply: answer(200, MESSAGE) }, 'wrong-credential': { reply: refusedBody } }),
    );
    assert.ok(typeof sent !== 'string' && sent.request.credentials.authorization?.reveal() !== SENTINEL);
  });

  it('raises model-substituted when a model that does not exist answers', () => {
    assert.match(
      judged(of('unknown-model'), answer(200, { ...MESSAGE, model: 'gpt-fake' }), fine),
      /^warning model-substituted gateway-team a request for claude-no-such-model-0 was answered by gpt-fake$/,
    );
  });

  it('tells a name that somebody chose from one that nobody did', () => {
    const now = target({
      models: [
        { name: 'main', use: 'the main model' },
        { name: 'chosen', use: 'ANTHROPIC_DEFAULT_HAIKU_MODEL' },
        { name: 'usual', use: 'sonnet', isDefault: true },
      ],
    });
    const missing = answer(404, apiError('not_found_error', 'model: x'), { 'request-id': 'req_1' });
    assert.match(judged(of('model:chosen', now), missing, fine, now), /^error model-not-routed\/another gateway-team/);
    assert.match(judged(of('model:usual', now), missing, fine, now), /^warning model-not-routed\/another gateway-team/);
    assert.match(judged(of('model:usual', now), answer(200, MESSAGE), fine, now), /^ok answered; sonnet$/);
  });

  it('accepts the other header where nobody knew which one it is', () => {
    const now = target({ kindKnown: false });
    assert.equal(
      judged(of('other-header', now), answer(200, MESSAGE), refused(answer(401)), now),
      'ok accepted as x-api-key: put it in ANTHROPIC_API_KEY',
    );
  });

  it('tries no made-up credential beside one that a custom header holds', () => {
    const now = target({ credentials: {}, customHeaders: { Authorization: new Secret(`Bearer ${SENTINEL}`) } });
    assert.equal(acted(of('wrong-credential', now), fine, now), 'hidden');
  });

  it('asks nothing further of a gateway that refused the shortest request, and nothing paid twice', () => {
    const before = refused(answer(401));
    for (const row of [...bodyProbes(), ...sessionProbes(target()), ...modelProbes(target())]) {
      const action = acted(row as Probe<ActionKind>, before);
      assert.ok(typeof action === 'string', row.id);
    }
  });

  it('looks for other paths on the same origin only', () => {
    assert.deepEqual(otherBases('https://gw.example/v1'), [
      'https://gw.example',
      'https://gw.example/anthropic',
      'https://gw.example/api',
      'https://gw.example/api/anthropic',
      'https://gw.example/llm',
      'https://gw.example/claude',
    ]);
    assert.deepEqual(otherBases('https://gw.example/team/v1/messages').slice(0, 2), [
      'https://gw.example/team',
      'https://gw.example/team/anthropic',
    ]);
    for (const base of otherBases('https://gw.example:8443/a/'))
      assert.equal(new URL(base).origin, 'https://gw.example:8443');
    assert.deepEqual(otherBases('no address'), []);
  });
});
