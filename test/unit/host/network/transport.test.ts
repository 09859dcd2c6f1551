import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { readAnswer } from '../../../../src/core/answers/readAnswer';
import type { HeaderChoice } from '../../../../src/core/claude/credential';
import { credentialsFor } from '../../../../src/core/probes/probeRequest';
import type { Sent } from '../../../../src/core/probes/sent';
import { Secret } from '../../../../src/core/words/secret';
import { send } from '../../../../src/host/network/transport';
import { PRACTICE_KEY } from '../../../gateway/credentials';
import type { MisbehaviourSettings } from '../../../gateway/misbehaviour';
import { MISBEHAVIOURS, type MisbehaviourName } from '../../../gateway/misbehaviours';
import { startPracticeGateway } from '../../../gateway/practice-gateway';
import { UNPRINTABLE } from '../../core/support';
import { gatewayForTests } from '../../gateway/support';
import { folderForTests } from '../support';
import { MODEL, judgeShortest, shortest } from '../shortest';

/** Patience of the tests, in milliseconds. */
const PATIENCE = 30_000;

interface Asked {
  readonly env?: Record<string, string>;
  readonly choice?: HeaderChoice;
  readonly key?: string;
  readonly timeoutMs?: number;
}

/** What one request shows: `fine`, or a cause (with ✓ when the credential was accepted nevertheless) and the evidence. */
async function outcome(
  baseUrl: string,
  { env = {}, choice = 'both', key = PRACTICE_KEY, timeoutMs = PATIENCE }: Asked = {},
): Promise<string> {
  const credentials = credentialsFor(choice, new Secret(key));
  const { accepted, found } = judgeShortest(
    baseUrl,
    credentials,
    await send(shortest(baseUrl, credentials, '1.2.3'), { env, timeoutMs }),
  );
  assert.doesNotMatch(JSON.stringify(found ?? {}), /practice-0123|cHJhY3RpY2/);
  assert.ok(found === undefined || (found.evidence.length < 600 && !UNPRINTABLE.test(found.evidence)));
  return found === undefined ? 'fine' : `${accepted ? '✓ ' : ''}${found.cause}: ${found.evidence}`;
}

/** A TCP server that answers each connection with these bytes, or closes it. */
async function rawServer(bytes: string | undefined): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      if (bytes === undefined) socket.destroy();
      else socket.end(bytes);
    });
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

describe('one request', () => {
  const gateway = gatewayForTests();
  const at = folderForTests();

  const EXPECTED: Readonly<Record<MisbehaviourName, RegExp>> = {
    'html-login-page': /^non-api-response: HTTP 200 with a web page titled “Sign in”$/,
    'not-found-html': /^wrong-base-path: HTTP 404 with a web page titled “404 Not Found”$/,
    'waf-403-html': /^waf-blocked: HTTP 403 with a web page titled “403 Forbidden”$/,
    'waf-code-403-html': /^fine$/,
    'body-limit-413-html': /^fine$/,
    'unauthorized-html-401': /^credential-rejected: HTTP 401 with a web page/,
    'bad-gateway-502-html': /^overloaded: HTTP 502 with a web page titled “502 Bad Gateway”$/,
    'gateway-timeout-504-html': /^overloaded: HTTP 504/,
    'unavailable-503-envoy': /^overloaded: HTTP 503: upstream connect error/,
    'redirect-same-origin': /^redirected: HTTP 307 redirect to \/moved\/v1\/messages$/,
    'redirect-login': /^redirected: HTTP 302 redirect to https:\/\/login\.gateway\.test\/authorize$/,
    'forbidden-json': /^credential-rejected: HTTP 403: Forbidden$/,
    'x-api-key-required-401': /^credential-rejected: HTTP 401: .*x-api-key header is required/,
    'upstream-credential-401': /^provider-credential-rejected: HTTP 401: .*invalid x-api-key/,
    'rate-limited': /^rate-limited: HTTP 429/,
    'litellm-budget': /^budget-exceeded: HTTP 400: Budget has been exceeded! Current cost: 12/,
    'litellm-budget-429': /^budget-exceeded: HTTP 429/,
    'overloaded-529': /^overloaded: HTTP 529: .*Overloaded/,
    'internal-500': /^server-error: HTTP 500/,
    'unknown-model-404': /^✓ model-not-routed: HTTP 404: not_found_error · model: claude-sonnet-4-6$/,
    'litellm-unknown-model-400':
      /^✓ model-not-routed: HTTP 400: .*Invalid model name passed in model=claude-sonnet-4-6/,
    'context-management-400': /^fine$/,
    'adaptive-thinking-400': /^fine$/,
    'terminal-escapes': /^credential-rejected: HTTP 403: permission_error · ALL GOOD link \[click here\]/,
    'empty-200': /^non-api-response: HTTP 200 with an empty body$/,
    'openai-json': /^api-format-mismatch: HTTP 200 with an OpenAI-style response$/,
    'malformed-json': /^non-api-response: HTTP 200 with a body that isn’t JSON$/,
    'invalid-utf8': /^credential-rejected: HTTP 403: Acc\ufffds refus\ufffd/,
    hang: /^connect-timeout: no response in time \(TIMEOUT, after \d+ ms\)$/,
    'slow-headers': /^fine$/,
    drip: /^connect-timeout: no response in time/,
    'buffered-stream': /^fine$/,
    'stalled-stream': /^fine$/,
    'cut-stream': /^fine$/,
    'endless-body': /^non-api-response: .*BODY_TOO_LARGE/,
    'huge-header': /^non-api-response: .*UND_ERR_HEADERS_OVERFLOW/,
    'cut-mid-body': /^stream-interrupted: the response was cut off/,
    'reset-before-headers': /^gateway-unreachable: the connection failed/,
  };
  const SETTINGS: Partial<Record<MisbehaviourName, MisbehaviourSettings>> = {
    'slow-headers': { ms: 30 },
    drip: { ms: 20 },
  };
  for (const [name, expected] of Object.entries(EXPECTED) as [MisbehaviourName, RegExp][]) {
    it(`${name}: ${MISBEHAVIOURS[name].shows}`, async () => {
      gateway().misbehave(name, SETTINGS[name]);
      const start = performance.now();
      assert.match(
        await outcome(gateway().url, { timeoutMs: name === 'hang' || name === 'drip' ? 400 : PATIENCE }),
        expected,
      );
      assert.ok(performance.now() - start < PATIENCE);
    });
  }

  for (const [choice, headers] of [
    ['bearer', { authorization: `Bearer ${PRACTICE_KEY}` }],
    ['x-api-key', { 'x-api-key': PRACTICE_KEY }],
    ['both', { authorization: `Bearer ${PRACTICE_KEY}`, 'x-api-key': PRACTICE_KEY }],
  ] as const) {
    it(`is the one that Claude Code sends, with ${choice}`, async () => {
      assert.equal(await outcome(`${gateway().url}/`, { choice }), 'fine');
      const [request, ...more] = gateway().requests;
      assert.ok(request !== undefined && more.length === 0);
      assert.deepEqual([request.method, request.path], ['POST', '/v1/messages?beta=true']);
      const { host, connection, 'content-length': length, ...sent } = request.headers;
      assert.deepEqual(sent, {
        'content-type': 'application/json',
        accept: 'application/json',
        'anthropic-version': '2023-06-01',
        'user-agent': 'llm-gateway-connect/1.2.3',
        ...headers,
      });
      assert.deepEqual(
        [host, connection, length],
        [`127.0.0.1:${gateway().port}`, connection, String(request.body.length)],
      );
      assert.deepEqual(JSON.parse(request.body), {
        model: MODEL,
        max_tokens: 1,
        messages: [{ role: 'user', content: '.' }],
      });
    });
  }

  it('leaves out the white space around a credential, as Claude Code does', async () => {
    assert.equal(await outcome(gateway().url, { key: ` ${PRACTICE_KEY}\n` }), 'fine');
  });

  it('does not follow a redirect, and takes no credential elsewhere', async () => {
    const other = await startPracticeGateway();
    try {
      gateway().misbehave('redirect-login', { to: `${other.url}/v1/messages?code=secret` });
      assert.equal(await outcome(gateway().url), `redirected: HTTP 302 redirect to ${other.url}/v1/messages`);
      assert.deepEqual([gateway().requests.length, other.requests.length], [1, 0]);
    } finally {
      await other.stop();
    }
  });

  it('names a wrong port, a wrong name and a wrong address', async () => {
    const { server, port } = await rawServer(undefined);
    await new Promise((closed) => server.close(closed));
    assert.match(await outcome(`http://127.0.0.1:${port}`), /^gateway-unreachable: .*ECONNREFUSED/);
    assert.match(await outcome('https://no-such-host.invalid'), /^dns-failure: .*(ENOTFOUND|EAI_AGAIN)/);
    assert.match(await outcome('no address'), /^unknown: .*ERR_INVALID_URL/);
  });

  it('tells plain HTTP from TLS', async () => {
    assert.match(
      await outcome(gateway().url.replace('http:', 'https:')),
      /^gateway-unreachable: the TLS handshake failed/,
    );
    const secured = await startPracticeGateway({ tls: 'self-signed' });
    try {
      assert.match(
        await outcome(secured.url.replace('https:', 'http:')),
        /^gateway-unreachable: the connection failed/,
      );
    } finally {
      await secured.stop();
    }
  });

  for (const [tls, code] of [
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['private-ca', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ] as const) {
    it(`does not trust a ${tls} certificate, unless NODE_EXTRA_CA_CERTS names it`, async () => {
      const secured = await startPracticeGateway({ tls });
      const emitWarning = process.emitWarning.bind(process);
      process.emitWarning = () => undefined;
      try {
        const refused = new RegExp(`^tls-untrusted: the certificate wasn’t accepted \\(${code}`);
        assert.match(await outcome(secured.url), refused);
        assert.match(await outcome(secured.url, { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } }), refused);
        process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
        assert.match(await outcome(secured.url), refused);
        assert.equal(secured.requests.length, 0);
        writeFileSync(at('ca.pem'), secured.ca ?? '');
        assert.equal(await outcome(secured.url, { env: { NODE_EXTRA_CA_CERTS: at('ca.pem') } }), 'fine');
      } finally {
        delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
        process.emitWarning = emitWarning;
        await secured.stop();
      }
    });
  }

  it('is ended at once by an abort, also in the middle of a body', async () => {
    for (const name of ['hang', 'drip', 'endless-body'] as const) {
      gateway().misbehave(name);
      gateway().clear();
      const stop = new AbortController();
      const request = shortest(gateway().url, credentialsFor('both', new Secret(PRACTICE_KEY)), '1.2.3');
      const failed = assert.rejects(send(request, { env: {}, signal: stop.signal }), { message: 'enough' });
      if (name !== 'endless-body') while (gateway().requests.length === 0) await new Promise(setImmediate);
      stop.abort(new Error('enough'));
      await failed;
    }
  });

  it('is refused a proxy’s tunnel, and says so', async () => {
    const url = 'https://gw.example';
    for (const answer of [
      'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\ncontent-length: 0\r\n\r\n',
      'HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n',
      'nonsense\r\n\r\n',
      undefined,
    ]) {
      const { server, port } = await rawServer(answer);
      let connections = 0;
      server.on('connection', () => {
        connections += 1;
      });
      assert.match(
        await outcome(url, { env: { HTTPS_PROXY: `http://me:practice-0123@127.0.0.1:${port}` } }),
        /^corporate-proxy: the proxy .*(responded with \d{3}|closed the connection \(PROXY_\w+\))$/,
        answer ?? 'closed',
      );
      await new Promise((closed) => server.close(closed));
      assert.equal(connections, 1);
      assert.match(
        await outcome(url, { env: { HTTPS_PROXY: `127.0.0.1:${port}` } }),
        /^corporate-proxy: .*ECONNREFUSED/,
      );
    }
    for (const proxy of ['http://', 'socks5://127.0.0.1:9', 'http://%zz'])
      assert.match(await outcome(url, { env: { HTTPS_PROXY: proxy } }), /^corporate-proxy: /, proxy);
  });

  it('is forwarded by a proxy without a tunnel when the address is plain http, but never with a credential', async () => {
    const proxied: string[] = [];
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined);
      socket.once('data', (bytes) => {
        proxied.push(
          ...bytes
            .toString()
            .split('\r\n')
            .filter((line) => /^(POST|CONNECT|host|proxy-authorization|x-)/.test(line)),
        );
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
      });
    });
    await new Promise<void>((listening) => {
      server.listen(0, '127.0.0.1', listening);
    });
    const env = { HTTP_PROXY: `http://me:p%40ss@127.0.0.1:${(server.address() as AddressInfo).port}` };
    const bare = shortest('http://gw.example/llm', {}, '1');
    for (const request of [
      { ...bare, credentials: { authorization: new Secret('a') } },
      { ...bare, credentials: { xApiKey: new Secret('a') } },
      { ...bare, secretHeaders: { 'x-team': new Secret('a') } },
    ]) {
      const reply = await send(request, { env, timeoutMs: PATIENCE });
      assert.deepEqual(reply.kind === 'failure' ? [reply.code, reply.atProxy, connections] : reply, [
        'CREDENTIAL_IN_CLEAR',
        false,
        0,
      ]);
    }
    const reply = await send(bare, { env, timeoutMs: PATIENCE });
    server.close();
    assert.equal(reply.kind === 'response' ? reply.status : reply.code, 407);
    assert.deepEqual(proxied, [
      'POST http://gw.example/llm/v1/messages?beta=true HTTP/1.1',
      'host: gw.example',
      `proxy-authorization: Basic ${Buffer.from('me:p@ss').toString('base64')}`,
    ]);
  });

  it('tells of a failed request without its own credentials, in whatever header they are', async () => {
    // No form that anybody would take for a key: hidden only because it is known.
    const [bearer, key, custom] = ['correcthorsebattery', 'staplehorsecorrect', 'batterystaplehorse'] as const;
    const told: Sent[] = [];
    const request = {
      ...shortest('https://127.0.0.1:1', {}, '1'),
      credentials: { authorization: new Secret(bearer), xApiKey: new Secret(key) },
      secretHeaders: { 'x-team': new Secret(custom) },
    };
    await send(request, {
      env: {},
      timeoutMs: PATIENCE,
      trust: () => Promise.reject(new Error(`one ${bearer}`, { cause: new Error(`two ${key}, three ${custom}`) })),
      onSent: (sent) => told.push(sent),
    });
    assert.deepEqual(
      told.flatMap(({ error = [] }) => error.filter((line) => !/^ *at /.test(line))),
      ['Error: one ‹hidden›', '  caused by Error: two ‹hidden›, three ‹hidden›'],
    );
  });

  it('tells of each request once it is over: method, host, status or code, time, and no path', async () => {
    const told: Sent[] = [];
    const options = { env: {}, timeoutMs: PATIENCE, onSent: (sent: Sent) => told.push(sent) };
    const { server, port } = await rawServer('HTTP/1.1 418 Any\r\ncontent-length: 0\r\n\r\n');
    const request = {
      ...shortest(`http://127.0.0.1:${port}/a-key-in-the-path`, {}, '1'),
      credentials: { xApiKey: new Secret('a key') },
    };
    await send(request, options);
    server.close();
    const { server: closing, port: closed } = await rawServer(undefined);
    closing.close();
    await send({ ...request, url: `http://me:word@127.0.0.1:${closed}/a-key-in-the-path` }, options);
    assert.deepEqual(
      told.map(({ method, host, outcome }) => [method, host, outcome]),
      [
        ['POST', `127.0.0.1:${port}`, 418],
        ['POST', `127.0.0.1:${closed}`, 'ECONNREFUSED (connect)'],
      ],
    );
    assert.ok(told.every(({ ms }) => ms >= 0));
    const [answered, failed] = told;
    assert.equal(answered?.error, undefined);
    assert.deepEqual(
      (failed?.error ?? []).filter((line) => !/^ *at /.test(line)),
      ['Error: ECONNREFUSED', '  caused by Error: ECONNREFUSED'],
    );
    assert.doesNotMatch(JSON.stringify(told), /a-key|a key|me:word/);
  });

  it('sends custom headers, and of each name one value: the credential wins', async () => {
    const request = shortest(gateway().url, credentialsFor('both', new Secret(PRACTICE_KEY)), '1');
    const secretHeaders = {
      'X-Team': new Secret('blue'),
      Authorization: new Secret('Bearer other'),
      'X-Api-Key': new Secret('other'),
      'Content-Length': new Secret('3'),
      'user-agent': new Secret('mine'),
    };
    const reply = await send({ ...request, secretHeaders }, { env: {}, timeoutMs: PATIENCE });
    assert.equal(reply.kind === 'response' ? reply.status : reply.code, 200);
    const { headers = {} } = gateway().requests[0] ?? {};
    assert.deepEqual(
      [headers['x-team'], headers['authorization'], headers['x-api-key'], headers['user-agent']],
      ['blue', `Bearer ${PRACTICE_KEY}`, PRACTICE_KEY, 'mine'],
    );
  });

  it('can be without a body', async () => {
    for (const method of ['GET', 'HEAD'] as const) {
      const reply = await send(
        {
          method,
          url: `${gateway().url}/nowhere`,
          headers: {},
          credentials: credentialsFor('both', new Secret(PRACTICE_KEY)),
        },
        { env: {}, timeoutMs: PATIENCE },
      );
      assert.deepEqual(
        [reply.kind === 'response' ? reply.status : reply.code, gateway().requests.at(-1)?.method],
        [404, method],
      );
    }
  });

  it('is not sent at all with a header that is none', async () => {
    const request = shortest(gateway().url, {}, '1');
    for (const secretHeaders of [{ 'x-a': new Secret('b\r\nx-evil: 1') }, { 'no name': new Secret('b') }]) {
      const reply = await send({ ...request, secretHeaders }, { env: {}, timeoutMs: PATIENCE });
      assert.deepEqual(
        [reply.kind === 'failure' ? reply.code : reply, gateway().requests.length],
        ['UND_ERR_INVALID_ARG', 0],
      );
    }
  });

  it('does not wait longer than asked for a server or proxy that accepts and is silent, and heeds an abort there', async () => {
    const { server, port } = await rawServer('');
    server.removeAllListeners('connection').on('connection', (socket) => socket.on('error', () => undefined));
    for (const [url, env] of [
      [`https://127.0.0.1:${port}`, {}],
      ['https://gw.example', { HTTPS_PROXY: `http://127.0.0.1:${port}` }],
    ] as const) {
      const start = performance.now();
      assert.match(await outcome(url, { env, timeoutMs: 200 }), /^connect-timeout: no response in time \(TIMEOUT/);
      assert.ok(performance.now() - start < PATIENCE);
      const stop = new AbortController();
      const failed = assert.rejects(send(shortest(url, {}, '1'), { env, signal: stop.signal }), { message: 'enough' });
      await new Promise((later) => setTimeout(later, 50));
      stop.abort(new Error('enough'));
      await failed;
    }
    server.close();
  });

  it('does not use a proxy that NO_PROXY rules out', async () => {
    assert.equal(
      await outcome(gateway().url, { env: { HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.0/8' } }),
      'fine',
    );
  });

  it('copes with an answer that is no HTTP', async () => {
    for (const bytes of [
      'hello\r\n\r\n',
      'HTTP/1.1 abc\r\n\r\n',
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx',
    ]) {
      const { server, port } = await rawServer(bytes);
      assert.match(await outcome(`http://127.0.0.1:${port}`), /^non-api-response: /, bytes);
      server.close();
    }
  });

  it('reads headers that come twice', async () => {
    const { server, port } = await rawServer(
      'HTTP/1.1 302 Found\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nLOCATION: /x\r\ncontent-length: 0\r\n\r\n',
    );
    const request = shortest(`http://127.0.0.1:${port}`, {}, '1');
    const reply = await send(request, { env: {}, timeoutMs: PATIENCE });
    server.close();
    assert.ok(reply.kind === 'response');
    assert.deepEqual(
      [reply.headers['set-cookie'], readAnswer(reply, { facts: {}, secrets: [] })?.candidates[0].cause],
      ['a=1, b=2', 'redirected'],
    );
  });
});
