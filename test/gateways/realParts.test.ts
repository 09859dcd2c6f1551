import assert from 'node:assert/strict';
import { connect as connectTcp } from 'node:net';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { connect as connectTls } from 'node:tls';
import { certificate, clientCertificate, type Tls } from '../gateway/certificates';
import { PRACTICE_KEY } from '../gateway/credentials';
import { startPracticeGateway, type PracticeGateway, type PracticeGatewayOptions } from '../gateway/practice-gateway';
import { startBlackHole } from './badServers';
import { firewall } from './modsecurity';
import { requires } from './needs';
import { PASSING, startNginx } from './nginx';
import { startPortkey } from './portkey';
import { startSquid, startTinyproxy } from './proxies';
import { newSite, type Site } from './site';

interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** When each piece of the body arrived, in milliseconds. */
  readonly arrivals: readonly number[];
}

const HEADERS = { 'content-type': 'application/json', authorization: `Bearer ${PRACTICE_KEY}` };
const BODY = { model: 'claude-opus-5-5', max_tokens: 64, messages: [{ role: 'user', content: 'hi' }] };

function send(url: string, body: string | object = BODY, options: RequestOptions = {}): Promise<Heard> {
  const start = performance.now();
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((heard, failed) => {
    const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(
      url,
      { method: 'POST', headers: HEADERS, agent: false, ...options },
      (reply) => {
        const chunks: Buffer[] = [];
        const arrivals: number[] = [];
        reply.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          arrivals.push(performance.now() - start);
        });
        reply.on('end', () => {
          heard({
            status: reply.statusCode ?? 0,
            headers: reply.headers,
            body: Buffer.concat(chunks).toString(),
            arrivals,
          });
        });
        reply.on('error', failed);
      },
    );
    request.on('error', failed).end(text);
  });
}

/** What a proxy says to a request for a tunnel. */
function tunnel(proxy: string, to: string, more = ''): Promise<string> {
  const [host = '', port = ''] = proxy.split(':');
  return new Promise((heard, failed) => {
    const socket = connectTcp(Number(port), host, () =>
      socket.write(`CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n${more}\r\n`),
    );
    socket
      .once('data', (data) => {
        heard(data.toString().split('\r\n')[0] ?? '');
        socket.destroy();
      })
      .once('error', failed);
  });
}

const STREAM = { ...BODY, stream: true };
const large = (bytes: number): string => `${JSON.stringify(BODY).slice(0, -1)}${' '.repeat(bytes)}}`;

/** A site and a gateway for each test. */
let site: Site;
let gateway: PracticeGateway;

async function behind(options: PracticeGatewayOptions = {}): Promise<string> {
  gateway = await startPracticeGateway({ pieces: 9, gapMs: 60, ...options });
  const own = gateway;
  site.whenCleared(() => own.stop());
  return gateway.url;
}

beforeEach(() => {
  site = newSite();
});
afterEach(() => site.clear());

describe('real parts: nginx', () => {
  requires(['nginx']);

  it('as it comes, holds a stream back to its end and refuses more than 1 MB', async () => {
    const url = `${await startNginx(site, { upstream: await behind() })}/v1/messages`;
    const { status, arrivals, body } = await send(url, STREAM);
    assert.deepEqual([status, body.match(/^event: /gm)?.length], [200, 15]);
    assert.ok(Number(arrivals[0]) > 600, `the first piece came after ${String(arrivals[0])} ms`);
    const refused = await send(url, large(1_500_000));
    assert.deepEqual([refused.status, /413 Request Entity Too Large/.test(refused.body)], [413, true]);
  });

  it('without buffering and with a larger limit, lets everything through as it comes', async () => {
    const url = `${await startNginx(site, { upstream: await behind(), ...PASSING })}/v1/messages`;
    const { arrivals } = await send(url, STREAM);
    assert.ok(arrivals.length >= 8, `${arrivals.length} pieces`);
    assert.equal((await send(url, large(8_000_000))).status, 200);
  });

  it('compresses and holds back', async () => {
    const url = `${await startNginx(site, { upstream: await behind(), http: ['gzip on;', 'gzip_types text/event-stream;', 'gzip_proxied any;', 'gzip_min_length 1;'] })}/v1/messages`;
    const { headers, arrivals } = await send(url, STREAM, { headers: { ...HEADERS, 'accept-encoding': 'gzip' } });
    assert.equal(headers['content-encoding'], 'gzip');
    assert.ok(Number(arrivals[0]) > 600, `the first piece came after ${String(arrivals[0])} ms`);
  });

  it('drops a header, takes one path only, minds the query, serves under a prefix', async () => {
    const upstream = await behind();
    const stripped = await startNginx(site, { upstream, location: ['proxy_set_header anthropic-beta "";'] });
    await send(`${stripped}/v1/messages`, BODY, { headers: { ...HEADERS, 'anthropic-beta': 'x' } });
    assert.equal(gateway.requests[0]?.headers['anthropic-beta'], undefined);
    const exact = await startNginx(site, { upstream, at: '= /v1/messages' });
    assert.deepEqual(
      [(await send(`${exact}/v1/messages?beta=true`)).status, (await send(`${exact}/v1/messages/count_tokens`)).status],
      [200, 404],
    );
    const minding = await startNginx(site, {
      upstream,
      location: ['if ($request_uri !~ "^/v1/messages$") { return 404; }'],
    });
    assert.deepEqual(
      [(await send(`${minding}/v1/messages`)).status, (await send(`${minding}/v1/messages?beta=true`)).status],
      [200, 404],
    );
    const prefixed = await startNginx(site, { upstream, at: '/llm/', upstreamPath: '/' });
    assert.deepEqual(
      [(await send(`${prefixed}/llm/v1/messages`)).status, (await send(`${prefixed}/v1/messages`)).status],
      [200, 404],
    );
  });

  it('speaks for the upstream: its own pages, its own time-out, its own limit, its own door', async () => {
    const upstream = await behind();
    const intercepting = await startNginx(site, {
      upstream,
      location: ['proxy_intercept_errors on;', 'error_page 400 401 404 429 500 /own.html;'],
      server: ['location = /own.html { internal; return 400 "<html><h1>Oops</h1></html>"; }'],
    });
    assert.doesNotMatch(
      (await send(`${intercepting}/v1/messages`, { ...BODY, messages: [] })).body,
      /at least one message/,
    );
    gateway.misbehave('hang');
    const impatient = await startNginx(site, { upstream, location: ['proxy_read_timeout 1s;'] });
    assert.equal((await send(`${impatient}/v1/messages`)).status, 504);
    const dead = await startNginx(site, { upstream: 'http://127.0.0.1:1' });
    assert.equal((await send(`${dead}/v1/messages`)).status, 502);
    const limited = await startNginx(site, {
      upstream: 'http://127.0.0.1:1',
      http: ['limit_req_zone $server_name zone=all:1m rate=1r/m;'],
      location: ['limit_req zone=all;', 'limit_req_status 429;'],
    });
    await send(`${limited}/v1/messages`);
    assert.equal((await send(`${limited}/v1/messages`)).status, 429);
    const denied = await startNginx(site, { upstream, location: ['deny all;'] });
    assert.equal((await send(`${denied}/v1/messages`)).status, 403);
    const guarded = await startNginx(site, {
      upstream,
      location: ['auth_basic "Restricted";', `auth_basic_user_file ${site.file('users', 'x:{PLAIN}y\n')};`],
    });
    assert.match(String((await send(`${guarded}/v1/messages`)).headers['www-authenticate']), /^Basic/);
  });

  for (const status of [301, 302, 307, 308]) {
    it(`redirects with ${status}`, async () => {
      const url = await startNginx(site, {
        upstream: await behind(),
        location: [`return ${status} http://127.0.0.1:1$request_uri;`],
      });
      const { status: seen, headers } = await send(`${url}/v1/messages`);
      assert.deepEqual([seen, headers['location']], [status, 'http://127.0.0.1:1/v1/messages']);
    });
  }

  const CODES: Readonly<Record<Exclude<Tls, 'none'>, string | undefined>> = {
    'private-ca': undefined,
    'self-signed': undefined,
    expired: 'CERT_HAS_EXPIRED',
    'not-yet-valid': 'CERT_NOT_YET_VALID',
    'other-name': 'ERR_TLS_CERT_ALTNAME_INVALID',
    'no-intermediate': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  };
  for (const [kind, code] of Object.entries(CODES) as [Exclude<Tls, 'none'>, string | undefined][]) {
    it(`shows a certificate: ${kind}`, async () => {
      const tls = await certificate(kind);
      assert.ok(tls !== undefined);
      const url = `${await startNginx(site, { upstream: await behind(), tls })}/v1/messages`;
      const trusting = send(url, BODY, { ca: tls.ca });
      if (code === undefined) assert.equal((await trusting).status, 200);
      else await assert.rejects(trusting, { code });
      await assert.rejects(send(url), /certificate/);
    });
  }

  it('wants a client certificate', async () => {
    const [tls, client] = await Promise.all([certificate('private-ca'), clientCertificate()]);
    assert.ok(tls !== undefined);
    const url = `${await startNginx(site, { upstream: await behind(), tls, server: [`ssl_client_certificate ${site.file('clients.pem', client.ca)};`, 'ssl_verify_client on;'] })}/v1/messages`;
    const without = await send(url, BODY, { ca: tls.ca });
    assert.deepEqual([without.status, /No required SSL certificate was sent/.test(without.body)], [400, true]);
    assert.equal((await send(url, BODY, { ca: tls.ca, key: client.key, cert: client.cert })).status, 200);
  });

  it('says so when plain HTTP reaches its TLS port, and speaks HTTP/2 where it is asked to', async () => {
    const tls = await certificate('private-ca');
    assert.ok(tls !== undefined);
    const url = await startNginx(site, { upstream: await behind(), tls, http2: true });
    assert.match((await send(url.replace('https:', 'http:'))).body, /The plain HTTP request was sent to HTTPS port/);
    const socket = connectTls({
      host: '127.0.0.1',
      port: Number(new URL(url).port),
      ca: tls.ca,
      servername: 'gateway.test',
      ALPNProtocols: ['h2', 'http/1.1'],
    });
    await new Promise((secured, failed) => {
      socket.once('secureConnect', secured).once('error', failed);
    });
    assert.equal(socket.alpnProtocol, 'h2');
    socket.destroy();
  });
});

describe('real parts: ModSecurity', () => {
  requires(['nginx', 'modsecurity', 'core-rules']);
  const text = (words: string): object => ({ ...BODY, messages: [{ role: 'user', content: words }] });
  const leaves = (count: number): object => ({ ...BODY, tools: Array.from({ length: count }, (_, index) => index) });

  it('with the core rules, refuses what looks like an attack and lets plain words through', async () => {
    const url = `${await startNginx(site, { upstream: await behind(), ...firewall(site, 'rules') })}/v1/messages`;
    assert.equal((await send(url, text('Please say hello.'))).status, 200);
    for (const words of [
      'cat /etc/passwd',
      'run: ls -la && cat README.md',
      '<script>alert(document.cookie)</script>',
      'SELECT id FROM users WHERE id = 1 OR 1=1 --',
    ]) {
      const { status, body } = await send(url, text(words));
      assert.deepEqual([words, status, /403 Forbidden/.test(body)], [words, 403, true]);
    }
  });

  for (const [kind, size, many] of [
    ['size', 400, 200],
    ['leaves', 200, 400],
    ['limits', 400, 400],
  ] as const) {
    it(`with limits alone (${kind}), minds no words`, async () => {
      const url = `${await startNginx(site, { upstream: await behind(), ...firewall(site, kind) })}/v1/messages`;
      assert.equal((await send(url, text('cat /etc/passwd'))).status, 200);
      assert.deepEqual(
        [(await send(url, large(1_500_000))).status, (await send(url, leaves(2500))).status],
        [size, many],
      );
    });
  }
});

for (const [name, start] of [
  ['tinyproxy', startTinyproxy],
  ['squid', startSquid],
] as const) {
  describe(`real parts: ${name}`, () => {
    requires([name]);
    const to = async (): Promise<string> => (await behind()).replace('http://', '');

    it('opens tunnels', async () => {
      const gatewayAt = await to();
      // What tinyproxy makes of a name is up to the machine.
      assert.match(
        await tunnel(await start(site), name === 'squid' ? gatewayAt.replace('127.0.0.1', 'gateway.test') : gatewayAt),
        / 200 /,
      );
    });

    it('wants a password', async () => {
      const proxy = await start(site, { password: { user: 'builder', password: 'made-up' } });
      const sign = (words: string): string => `Proxy-Authorization: Basic ${Buffer.from(words).toString('base64')}\r\n`;
      const gatewayAt = await to();
      assert.match(await tunnel(proxy, gatewayAt), / 407 /);
      assert.match(await tunnel(proxy, gatewayAt, sign('builder:wrong')), / 40[17] /);
      assert.match(await tunnel(proxy, gatewayAt, sign('builder:made-up')), / 200 /);
    });

    it('refuses a host', async () => {
      assert.match(await tunnel(await start(site, { refuses: 'gateway.test' }), 'gateway.test:443'), / 403 /);
    });
  });
}

describe('real parts: Portkey', () => {
  it('sends requests on to where its headers say, changed', async () => {
    const upstream = await behind({ strict: true });
    const url = `${await startPortkey(site)}/v1/messages?beta=true`;
    const without = await send(url);
    assert.deepEqual([without.status, /x-portkey-provider header is required/.test(without.body)], [400, true]);
    const headers = {
      ...HEADERS,
      'anthropic-version': '2023-06-01',
      'x-portkey-provider': 'anthropic',
      'x-portkey-custom-host': `${upstream}/v1`,
    };
    assert.equal((await send(url, BODY, { headers })).status, 200);
    const { arrivals } = await send(url, STREAM, { headers });
    assert.ok(arrivals.length >= 8, `${arrivals.length} pieces`);
    const refused = JSON.parse((await send(url, { ...BODY, messages: [] }, { headers })).body) as {
      type?: string;
      error: { message: string };
    };
    assert.deepEqual(
      [refused.type, refused.error.message],
      [undefined, 'anthropic error: messages: at least one message is required'],
    );
    assert.deepEqual(
      [gateway.requests[0]?.path, gateway.requests[0]?.headers['x-api-key']],
      ['/v1/messages', PRACTICE_KEY],
    );
  });
});

describe('real parts: an address that swallows connections', () => {
  for (const host of ['127.0.0.1', '::1'] as const) {
    it(`answers nothing at ${host}`, async () => {
      const socket = connectTcp(await startBlackHole(site, host), host);
      const seen = await Promise.race([
        new Promise((settled) => {
          socket
            .once('connect', () => {
              settled('open');
            })
            .once('error', ({ message }) => {
              settled(message);
            });
        }),
        new Promise((settled) =>
          setTimeout(() => {
            settled('nothing');
          }, 1500),
        ),
      ]);
      socket.destroy();
      assert.equal(seen, 'nothing');
    });
  }
});
