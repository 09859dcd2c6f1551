import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { credentialsFor, type ProbeRequest } from '../../../../src/core/probes/probeRequest';
import type { FailureReply, Reply } from '../../../../src/core/answers/reply';
import { Secret } from '../../../../src/core/words/secret';
import { connectFirst } from '../../../../src/host/network/connectAddresses';
import { send } from '../../../../src/host/network/transport';
import { certificate, fromPrivateAuthority, type Certificate } from '../../../gateway/certificates';
import { folderForTests } from '../support';
import { answering, serversForTests, tunnelling } from './servers';
import { shortest } from '../shortest';

const PATIENCE = 30_000;
const SENTINEL = 'sentinel-key-4711';
const OK = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}';
const HEAD_ONLY = 'HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n';

const silent = (): void => undefined;
const closing = (socket: Socket): void => {
  socket.destroy();
};
const request = (url: string): ProbeRequest => ({
  ...shortest(url, credentialsFor('both', new Secret(SENTINEL)), '1'),
  secretHeaders: { 'x-team': new Secret(SENTINEL) },
});

/** What a failure says, in one line. */
function shown(reply: Reply): string {
  assert.doesNotMatch(JSON.stringify(reply), new RegExp(SENTINEL));
  if (reply.kind === 'response') return `HTTP ${reply.status}`;
  return [reply.stage, reply.code, reply.proxyStatus, reply.atProxy ? 'at the proxy' : undefined]
    .filter((part) => part !== undefined)
    .join(' ');
}

describe('the way to the gateway', () => {
  const { raw } = serversForTests();
  const at = folderForTests();
  let own: Pick<Certificate, 'key' | 'cert'>;
  let ca = '';
  before(async () => {
    ({ ca, ...own } = await fromPrivateAuthority(['localhost', 'gateway.test']));
  });

  const ask = (url: string, env: Record<string, string> = {}, timeoutMs = PATIENCE): Promise<Reply> =>
    send(request(url), { env, timeoutMs });
  const trusting = (): Record<string, string> => {
    writeFileSync(at('ca.pem'), ca);
    return { NODE_EXTRA_CA_CERTS: at('ca.pem') };
  };
  /** A port where nobody listens any more. */
  const nobody = async (): Promise<number> => {
    const { port } = await raw(silent);
    return port === 1 ? 2 : 1;
  };

  it('notes when each part was through, in their order', async () => {
    const gateway = await raw(answering(OK), own);
    const proxy = await raw(tunnelling);
    const reply = await ask(`https://localhost:${gateway.port}`, {
      ...trusting(),
      HTTPS_PROXY: `http://localhost:${proxy.port}`,
    });
    assert.equal(shown(reply), 'HTTP 200');
    const phases = Object.entries(reply.phases ?? {})
      .sort(([, one], [, other]) => one - other)
      .map(([name]) => name);
    assert.deepEqual(phases, ['resolved', 'connected', 'tunnelled', 'secured', 'answered']);
    assert.ok((reply.phases?.answered ?? Infinity) <= reply.ms);
    assert.match(gateway.received(), new RegExp(`authorization: Bearer ${SENTINEL}`));
    assert.doesNotMatch(proxy.received(), new RegExp(SENTINEL));
  });

  it('has no phase for what did not take place', async () => {
    const gateway = await raw(answering(OK));
    assert.deepEqual(Object.keys((await ask(`http://127.0.0.1:${gateway.port}`)).phases ?? {}), [
      'connected',
      'answered',
    ]);
  });

  it('says at which stage it ended', async () => {
    const table: readonly [string, () => Promise<Reply>, string | RegExp][] = [
      ['name', () => ask('https://no-such-host.invalid'), /^resolve (ENOTFOUND|EAI_AGAIN)$/],
      ['connection', async () => ask(`https://127.0.0.1:${await nobody()}`), 'connect ECONNREFUSED'],
      [
        'no TLS',
        async () => ask(`https://127.0.0.1:${(await raw(answering('HTTP/1.1 400 Bad Request\r\n\r\n'))).port}`),
        /^tls (EPROTO|ERR_SSL_\w+)$/,
      ],
      ['closed in the handshake', async () => ask(`https://127.0.0.1:${(await raw(closing)).port}`), 'tls ECONNRESET'],
      [
        'certificate',
        async () => ask(`https://127.0.0.1:${(await raw(answering(OK), own)).port}`),
        'tls UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      ],
      [
        'other name',
        async () =>
          ask(`https://127.0.0.1:${(await raw(answering(OK), await otherName(at('other.pem')))).port}`, {
            NODE_EXTRA_CA_CERTS: at('other.pem'),
          }),
        'tls ERR_TLS_CERT_ALTNAME_INVALID',
      ],
      [
        'handshake without an end',
        async () => ask(`https://127.0.0.1:${(await raw(silent)).port}`, {}, 300),
        'tls TIMEOUT',
      ],
      [
        'closed before the answer',
        async () =>
          ask(`http://127.0.0.1:${(await raw((socket) => socket.once('data', () => socket.destroy()))).port}`),
        /^answer (UND_ERR_SOCKET|ECONNRESET)$/,
      ],
      ['no answer', async () => ask(`http://127.0.0.1:${(await raw(silent)).port}`, {}, 300), 'answer TIMEOUT'],
      [
        'name of the proxy',
        () => ask('https://gw.example', { HTTPS_PROXY: 'http://no-such-proxy.invalid:3128' }),
        /^proxy-resolve (ENOTFOUND|EAI_AGAIN) at the proxy$/,
      ],
      [
        'connection to the proxy',
        async () => ask('https://gw.example', { HTTPS_PROXY: `127.0.0.1:${await nobody()}` }),
        'proxy-connect ECONNREFUSED at the proxy',
      ],
      [
        'TLS of the proxy',
        async () => ask('https://gw.example', { HTTPS_PROXY: `https://127.0.0.1:${(await raw(silent, own)).port}` }),
        'proxy-tls UNABLE_TO_VERIFY_LEAF_SIGNATURE at the proxy',
      ],
      [
        'password of the proxy',
        async () => ask('https://gw.example', { HTTPS_PROXY: `127.0.0.1:${(await raw(answering(HEAD_ONLY))).port}` }),
        'proxy-auth PROXY_AUTH_REQUIRED 407 at the proxy',
      ],
      [
        'forbidden by the proxy',
        async () =>
          ask('https://gw.example', {
            HTTPS_PROXY: `127.0.0.1:${(await raw(answering('HTTP/1.0 403 Forbidden\r\n\r\n<html>'))).port}`,
          }),
        'proxy-refuse PROXY_REFUSED 403 at the proxy',
      ],
      [
        'redirected by the proxy',
        async () =>
          ask('https://gw.example', {
            HTTPS_PROXY: `127.0.0.1:${(await raw(answering('HTTP/1.1 302 Found\r\nlocation: http://login/\r\n\r\n'))).port}`,
          }),
        'proxy-refuse PROXY_REFUSED 302 at the proxy',
      ],
      [
        'closed by the proxy',
        async () =>
          ask('https://gw.example', {
            HTTPS_PROXY: `127.0.0.1:${(await raw((socket) => socket.once('data', () => socket.end()))).port}`,
          }),
        'proxy-refuse PROXY_CLOSED at the proxy',
      ],
      [
        'no proxy at all',
        async () =>
          ask('https://gw.example', {
            HTTPS_PROXY: `127.0.0.1:${(await raw(answering('SSH-2.0-OpenSSH_9.6\r\n\r\n'))).port}`,
          }),
        'proxy-refuse PROXY_NO_HTTP at the proxy',
      ],
      [
        'a head without an end',
        async () =>
          ask('https://gw.example', {
            HTTPS_PROXY: `127.0.0.1:${(await raw(answering(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(200_000)}`, false))).port}`,
          }),
        'proxy-refuse PROXY_NO_HTTP at the proxy',
      ],
      [
        'silent proxy',
        async () => ask('https://gw.example', { HTTPS_PROXY: `127.0.0.1:${(await raw(silent)).port}` }, 300),
        'proxy-refuse TIMEOUT',
      ],
      [
        'certificate behind the proxy',
        async () =>
          ask(`https://127.0.0.1:${(await raw(answering(OK), own)).port}`, {
            HTTPS_PROXY: `127.0.0.1:${(await raw(tunnelling)).port}`,
          }),
        'tls UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      ],
    ];
    for (const [what, run, expected] of table) {
      const said = shown(await run());
      if (typeof expected === 'string') assert.equal(said, expected, what);
      else assert.match(said, expected, what);
    }
  });

  it('goes through a proxy that speaks TLS and wants a password', async () => {
    const gateway = await raw(answering(OK), own);
    const proxy = await raw(tunnelling, own);
    const env = { ...trusting(), HTTPS_PROXY: `https://me:p%40ss@localhost:${proxy.port}` };
    assert.equal(shown(await ask(`https://127.0.0.1:${gateway.port}`, env)), 'HTTP 200');
    assert.deepEqual(proxy.received().split('\r\n').slice(0, 3), [
      `CONNECT 127.0.0.1:${gateway.port} HTTP/1.1`,
      `Host: 127.0.0.1:${gateway.port}`,
      `Proxy-Authorization: Basic ${Buffer.from('me:p@ss').toString('base64')}`,
    ]);
    assert.doesNotMatch(proxy.received(), new RegExp(SENTINEL));
  });

  it('shows the client certificate to a server that wants one, and says when it is missing', async () => {
    const client = await certificate('self-signed');
    assert.ok(client !== undefined);
    writeFileSync(at('cert.pem'), client.cert);
    writeFileSync(at('key.pem'), client.key);
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const gateway = await raw(answering(OK), {
        ...own,
        maxVersion,
        requestCert: true,
        rejectUnauthorized: true,
        ca: [client.ca],
      });
      const url = `https://127.0.0.1:${gateway.port}`;
      assert.equal(
        shown(
          await ask(url, {
            ...trusting(),
            CLAUDE_CODE_CLIENT_CERT: at('cert.pem'),
            CLAUDE_CODE_CLIENT_KEY: at('key.pem'),
          }),
        ),
        'HTTP 200',
        maxVersion,
      );
      const refused = shown(await ask(url, trusting()));
      assert.match(
        refused,
        /^tls ERR_SSL_(SSLV3_ALERT_HANDSHAKE_FAILURE|TLSV13_ALERT_CERTIFICATE_REQUIRED)$/,
        `${maxVersion}: ${refused}`,
      );
    }
    assert.equal(
      shown(
        await ask(`https://127.0.0.1:${(await raw(silent)).port}`, {
          CLAUDE_CODE_CLIENT_CERT: at('cert.pem'),
          CLAUDE_CODE_CLIENT_KEY: at('cert.pem'),
        }),
      ),
      'tls CLIENT_KEY_UNUSABLE',
    );
  });

  it('sees that a server speaks only HTTP/2', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const gateway = await raw(answering(OK), { ...own, maxVersion, ALPNProtocols: ['h2'] });
      assert.match(
        shown(await ask(`https://localhost:${gateway.port}`, trusting())),
        /^tls ERR_SSL_\w*ALERT_NO_APPLICATION_PROTOCOL$/,
      );
    }
  });

  it('takes SSL_CERT_FILE as a part of the system’s certificates', async () => {
    const gateway = await raw(answering(OK), own);
    assert.equal(
      shown(await ask(`https://localhost:${gateway.port}`, { SSL_CERT_FILE: trusting()['NODE_EXTRA_CA_CERTS'] ?? '' })),
      'HTTP 200',
    );
  });

  it('takes no credential to a redirect’s target, over TLS that was not verified, or to a proxy in clear', async () => {
    const target = await raw(answering(OK));
    const redirecting = await raw(
      answering(
        `HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:${target.port}/v1/messages\r\ncontent-length: 0\r\n\r\n`,
      ),
    );
    assert.equal(shown(await ask(`http://127.0.0.1:${redirecting.port}`)), 'HTTP 307');
    const untrusted = await raw(answering(OK), own);
    assert.match(shown(await ask(`https://localhost:${untrusted.port}`)), /^tls /);
    const proxy = await raw(answering(OK));
    assert.equal(
      shown(await ask('http://gw.example', { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` })),
      'send CREDENTIAL_IN_CLEAR',
    );
    const refusing = await raw(answering(HEAD_ONLY));
    assert.match(
      shown(await ask('https://gw.example', { HTTPS_PROXY: `http://127.0.0.1:${refusing.port}` })),
      /^proxy-auth /,
    );
    assert.deepEqual([target.connections(), proxy.connections()], [0, 0]);
    assert.match(redirecting.received(), new RegExp(SENTINEL));
    for (const { received } of [untrusted, refusing, target, proxy])
      assert.doesNotMatch(received(), new RegExp(SENTINEL));
  });

  it('returns an early answer while the body is still being sent', async () => {
    const early = await raw((socket) => {
      socket.once('data', () => {
        socket.pause();
        socket.write('HTTP/1.1 413 Content Too Large\r\ncontent-length: 3\r\nconnection: close\r\n\r\nbig');
        setTimeout(() => {
          socket.resume();
        }, 50);
      });
    });
    const body = `{"a":1${' '.repeat(8_000_000)}}`;
    assert.equal(
      shown(await send({ ...request(`http://127.0.0.1:${early.port}`), body }, { env: {}, timeoutMs: PATIENCE })),
      'HTTP 413',
    );
    const hasty = await raw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 413 Content Too Large\r\ncontent-length: 3\r\n\r\nbig', () => {
          socket.destroy();
        });
        socket.pause();
      });
    });
    assert.equal(
      shown(await send({ ...request(`http://127.0.0.1:${hasty.port}`), body }, { env: {}, timeoutMs: PATIENCE })),
      'HTTP 413',
    );
    const rude = await raw((socket) => {
      socket.once('data', () => {
        socket.destroy();
      });
    });
    assert.match(
      shown(await send({ ...request(`http://127.0.0.1:${rude.port}`), body }, { env: {}, timeoutMs: PATIENCE })),
      /^send (UND_ERR_SOCKET|ECONNRESET|EPIPE)$/,
    );
    let size = 0;
    const whole = await raw((socket) => {
      socket.on('data', (bytes: Buffer) => {
        size += bytes.length;
        if (size > body.length) socket.end(OK);
      });
    });
    assert.equal(
      shown(await send({ ...request(`http://127.0.0.1:${whole.port}`), body }, { env: {}, timeoutMs: PATIENCE })),
      'HTTP 200',
    );
  });

  it('leaves no connection open', async () => {
    const closed: Promise<unknown>[] = [];
    const gateway = await raw((socket) => {
      closed.push(new Promise((done) => socket.once('close', done)));
      socket.once('data', () => socket.write(OK));
    });
    await ask(`http://127.0.0.1:${gateway.port}`);
    await Promise.all(closed);
    assert.equal(closed.length, 1);
  });
});

async function otherName(file: string): Promise<Pick<Certificate, 'key' | 'cert'>> {
  const made = await certificate('other-name');
  assert.ok(made !== undefined);
  writeFileSync(file, made.ca);
  return { key: made.key, cert: made.cert };
}

describe('connecting to one of several addresses', () => {
  const { raw } = serversForTests();
  const never = new AbortController().signal;

  it('does not wait for an address that is silent, refuses, or to which there is no way', async () => {
    const { port } = await raw(silent);
    // 100::/64 is for discarding: silent, or no way there. 192.0.2.0/24 is for documentation.
    for (const address of [
      { address: '::1', family: 6 },
      { address: '100::1', family: 6 },
      { address: '192.0.2.1', family: 4 },
    ] as const) {
      const began = performance.now();
      const socket = await connectFirst([address, { address: '127.0.0.1', family: 4 }], port, never);
      assert.equal(socket.remoteAddress, '127.0.0.1');
      socket.destroy();
      // The system itself gives a silent address up after two minutes.
      assert.ok(performance.now() - began < 20_000, address.address);
    }
  });

  it('fails with the code that says most, and ends at an abort', async () => {
    await assert.rejects(
      connectFirst(
        [
          { address: 'fe80::1', family: 6 },
          { address: '127.0.0.1', family: 4 },
        ],
        1,
        never,
      ),
      { code: 'ECONNREFUSED' } satisfies Partial<FailureReply>,
    );
    await assert.rejects(connectFirst([], 1, never), { code: 'ENOTFOUND' });
    await assert.rejects(
      connectFirst([{ address: '100::1', family: 6 }], 443, AbortSignal.abort(new Error('enough'))),
      { message: 'enough' },
    );
  });
});
