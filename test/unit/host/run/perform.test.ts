import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ActionInput, ActionKind } from '../../../../src/core/probes/probe';
import type { Observations, TlsObservation } from '../../../../src/core/probes/observations';
import { Secret } from '../../../../src/core/words/secret';
import { connectFirst } from '../../../../src/host/network/connectAddresses';
import { createPerform } from '../../../../src/host/run/perform';
import { send } from '../../../../src/host/network/transport';
import { certificate, fromPrivateAuthority, type Certificate, type Tls } from '../../../gateway/certificates';
import { answering, blackHole, serversForTests, tunnelling } from '../network/servers';
import { folderForTests } from '../support';
import { shortest } from '../shortest';

const PATIENCE = 30_000;
const OK = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}';
const silent = (): void => undefined;

interface Asked {
  readonly env?: Record<string, string>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly waited?: string[];
}

function act<K extends ActionKind>(
  kind: K,
  input: ActionInput[K],
  { env = {}, timeoutMs = PATIENCE, signal = new AbortController().signal, waited = [] }: Asked = {},
): Promise<Observations[K]> {
  return createPerform(env)(kind, input, {
    timeoutMs,
    signal,
    waitsFor: (what) => {
      waited.push(what);
    },
  });
}

async function made(tls: Tls): Promise<Certificate> {
  const one = await certificate(tls);
  assert.ok(one !== undefined);
  return one;
}

/** What a server shows of itself; the authority above it is left out. */
const parts = ({ key, cert }: Certificate): Pick<Certificate, 'key' | 'cert'> => ({ key, cert });

describe('the actions of a run', () => {
  const { raw, track } = serversForTests();
  const at = folderForTests();
  const tls = (port: number, asked?: Asked, host = 'localhost'): Promise<TlsObservation> =>
    act('tls', { host, port }, asked);

  it('do nothing when there is nothing to do', async () => {
    assert.deepEqual(await act('none', {}), { ms: 0 });
  });

  it('resolve a name to all its addresses, and say when there is none', async () => {
    const waited: string[] = [];
    const found = await act('resolve', { host: 'localhost' }, { waited });
    assert.ok(
      found.kind === 'addresses' &&
        found.addresses.some(
          ({ address, family }) => (address === '127.0.0.1' && family === 4) || (address === '::1' && family === 6),
        ),
    );
    assert.deepEqual(waited, ['localhost']);
    const none = await act('resolve', { host: 'no-such-host.invalid' });
    assert.match(none.kind === 'failure' ? none.code : '', /^(ENOTFOUND|EAI_AGAIN)$/);
  });

  it('connect to every address at the same time', async () => {
    const { port } = await raw(silent);
    const waited: string[] = [];
    const { attempts, ms } = await act('connect', { port, addresses: ['127.0.0.1', '127.0.0.2', '::1'] }, { waited });
    assert.deepEqual(
      attempts.map(({ address, family, outcome, code }) => [address, family, outcome, code]).slice(0, 2),
      [
        ['127.0.0.1', 4, 'open', undefined],
        ['127.0.0.2', 4, 'failed', 'ECONNREFUSED'],
      ],
    );
    assert.ok(attempts[2]?.family === 6 && attempts[2].outcome !== 'open');
    assert.ok(ms < PATIENCE);
    assert.deepEqual(waited, [`127.0.0.1:${port}, 127.0.0.2:${port}, [::1]:${port}`]);
    assert.deepEqual((await act('connect', { port, addresses: [] })).attempts, []);
  });

  it('do not wait long for an address that is silent when another one is open', async function () {
    if (process.platform !== 'linux') this.skip();
    const hole = await blackHole();
    try {
      const { port } = await raw(answering(OK), undefined, { host: '127.0.0.2', port: hole.port });
      const addresses = ['127.0.0.1', '127.0.0.2'];
      const { attempts, ms } = await act('connect', { port, addresses });
      assert.deepEqual(
        attempts.map(({ outcome, code }) => [outcome, code]),
        [
          ['pending', undefined],
          ['open', undefined],
        ],
      );
      // The system itself gives a silent address up after two minutes.
      assert.ok(ms < 20_000);
      const alone = await act('connect', { port, addresses: ['127.0.0.1'] }, { timeoutMs: 300 });
      assert.deepEqual(
        alone.attempts.map(({ outcome, code }) => [outcome, code]),
        [['failed', 'ETIMEDOUT']],
      );
      const began = performance.now();
      const socket = await connectFirst(
        addresses.map((address) => ({ address, family: 4 })),
        port,
        new AbortController().signal,
      );
      assert.equal(socket.remoteAddress, '127.0.0.2');
      socket.destroy();
      assert.ok(performance.now() - began < 20_000);
      const seen = await act('http', { request: shortest(`http://127.0.0.1:${port}`, {}, '1') }, { timeoutMs: 20_000 });
      assert.deepEqual(seen.kind === 'failure' ? [seen.stage, seen.code, seen.atProxy] : seen, [
        'connect',
        'ETIMEDOUT',
        false,
      ]);
    } finally {
      hole.end();
    }
  });

  it('end an action at once when it is given up', async () => {
    const { port } = await raw(silent);
    const request = { ...shortest(`http://127.0.0.1:${port}`, {}, '1') };
    for (const run of [
      (signal: AbortSignal) => tls(port, { signal }),
      (signal: AbortSignal) => act('http', { request }, { signal }),
      (signal: AbortSignal) => act('helper', { command: new Secret('sleep 20') }, { signal }),
    ]) {
      const stop = new AbortController();
      const failed = assert.rejects(run(stop.signal), { message: 'enough' });
      setTimeout(() => {
        stop.abort(new Error('enough'));
      }, 100);
      await failed;
    }
    const signal = AbortSignal.abort(new Error('enough'));
    await assert.rejects(act('connect', { port, addresses: ['127.0.0.1'] }, { signal }), { message: 'enough' });
    await assert.rejects(act('resolve', { host: 'localhost' }, { signal }), { message: 'enough' });
  });

  it('end in their own time where a proxy or the gateway itself says nothing, also when garbage is collected meanwhile', async () => {
    setFlagsFromString('--expose-gc');
    const garbage = setInterval(runInNewContext('gc') as () => void, 50);
    try {
      const [host, proxy] = [await raw(silent), await raw(silent)];
      const opening = await raw(tunnelling);
      const through = (port: number): Record<string, string> => ({ HTTPS_PROXY: `http://127.0.0.1:${port}` });
      // Long enough for a tunnel to open on a busy machine; all at once, since each waits for nothing but its end.
      const timeoutMs = 10_000;
      await Promise.all(
        (
          [
            ['proxy', through(proxy.port), 'proxy-refuse'],
            ['host behind a proxy', through(opening.port), 'tls'],
            ['host', {}, 'tls'],
          ] as const
        ).map(async ([what, env, stage]) => {
          const began = performance.now();
          const [seen, answer] = await Promise.all([
            tls(host.port, { env, timeoutMs }),
            act('http', { request: shortest(`https://localhost:${host.port}`, {}, '1') }, { env, timeoutMs }),
          ]);
          assert.deepEqual([seen.spoken, seen.code, seen.chain], [false, 'TIMEOUT', []], what);
          assert.deepEqual(
            answer.kind === 'failure' ? [answer.stage, answer.code, answer.atProxy] : answer,
            [stage, 'TIMEOUT', false],
            what,
          );
          assert.ok(performance.now() - began < PATIENCE, what);
        }),
      );
    } finally {
      clearInterval(garbage);
    }
  });

  it('end in their own time when the certificates cannot be read', async () => {
    const never = new Promise<never>(() => undefined);
    const reply = await send(shortest('https://localhost:1', {}, '1'), { env: {}, timeoutMs: 100, trust: () => never });
    assert.equal(reply.kind === 'failure' && reply.code, 'TIMEOUT');
  });

  it('run a command', async () => {
    const seen = await act('helper', { command: new Secret('echo printed-key') });
    assert.deepEqual([seen.ok, seen.secret?.reveal()], [true, 'printed-key']);
  });

  it('send a request, and watch how its answer comes when that is asked for', async () => {
    const gateway = await raw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n: hello\n\nevent: a\ndata: 1\n\n');
        setTimeout(() => {
          socket.write('data: 2\r\n\r\ndata: 3\n');
        }, 100);
        setTimeout(() => {
          socket.end('\n');
        }, 200);
      });
    });
    const request = shortest(`http://127.0.0.1:${gateway.port}`, {}, '1');
    const waited: string[] = [];
    const watched = await act('http', { request, watched: true }, { waited });
    assert.ok(watched.kind === 'response');
    const { ended, body, arrivals = [] } = watched;
    assert.deepEqual([ended, arrivals.map(({ events }) => events)], ['complete', [1, 1, 1]]);
    assert.equal(
      arrivals.reduce((sum, { bytes }) => sum + bytes, 0),
      body.length,
    );
    assert.ok((arrivals[2]?.ms ?? 0) - (arrivals[0]?.ms ?? 0) > 50);
    const plain = await act('http', { request });
    assert.ok(plain.kind === 'response' && plain.arrivals === undefined && plain.ended === undefined);
    assert.deepEqual(waited, [`127.0.0.1:${gateway.port}`]);
  });

  it('count the frames of a binary stream', async () => {
    const frame = (payload: string): Buffer => {
      const all = Buffer.alloc(16 + payload.length, payload);
      all.writeUInt32BE(all.length, 0);
      return all;
    };
    const whole = Buffer.concat([frame('one'), frame('two and more'), frame('')]);
    const gateway = await raw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/vnd.amazon.eventstream\r\n\r\n');
        socket.write(whole.subarray(0, 21));
        setTimeout(() => {
          socket.end(whole.subarray(21));
        }, 100);
      });
    });
    const seen = await act('http', { request: shortest(`http://127.0.0.1:${gateway.port}`, {}, '1'), watched: true });
    assert.deepEqual(seen.kind === 'response' ? seen.arrivals?.map(({ events }) => events) : seen, [1, 2]);
  });

  describe('look at TLS', () => {
    it('of a gateway that is trusted: version, protocol, chain, and by whom', async () => {
      const own = await fromPrivateAuthority(['localhost', 'gateway.test']);
      writeFileSync(at('ca.pem'), own.ca);
      const gateway = await raw(answering(OK), { ...parts(own), ALPNProtocols: ['http/1.1'] });
      const seen = await tls(gateway.port, { env: { NODE_EXTRA_CA_CERTS: at('ca.pem') } });
      assert.deepEqual(
        [seen.spoken, seen.code, seen.version, seen.alpn, seen.asksForCertificate, seen.relatedAuthority],
        [true, undefined, 'TLSv1.3', 'http/1.1', false, undefined],
      );
      assert.deepEqual(seen.trustedBy, {
        trusted: true,
        node: false,
        ...(seen.trustedBy.system === undefined ? {} : { system: false }),
        extra: true,
      });
      assert.deepEqual(
        seen.chain.map(({ subject, issuer, selfSigned, names }) => [subject, issuer, selfSigned, names]),
        [['CN=gateway.test', 'CN=Practice CA', false, ['localhost', 'gateway.test', '127.0.0.1']]],
      );
      assert.ok(
        Date.parse(seen.chain[0]?.from ?? '') <= Date.now() && Date.parse(seen.chain[0]?.to ?? '') > Date.now(),
      );
      assert.equal(gateway.received(), '', 'nothing is ever written');
    });

    it('says why it is not trusted, reads the chain nevertheless, and sends nothing', async () => {
      const table: readonly [Tls, string, number, TlsObservation['trustedBy']['trusted']][] = [
        ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT', 1, false],
        ['private-ca', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 1, false],
        ['expired', 'CERT_HAS_EXPIRED', 1, undefined],
        ['no-intermediate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 1, false],
      ];
      for (const [name, code, length, trusted] of table) {
        const gateway = await raw(answering(OK), parts(await made(name)));
        const seen = await tls(gateway.port);
        assert.deepEqual(
          [seen.spoken, seen.code, seen.chain.length, seen.trustedBy.trusted, seen.version],
          [true, code, length, trusted, 'TLSv1.3'],
          name,
        );
        assert.equal(gateway.received(), '');
      }
    });

    it('tells a wrong name from an unknown authority', async () => {
      const own = await made('other-name');
      writeFileSync(at('ca.pem'), own.ca);
      const gateway = await raw(answering(OK), parts(own));
      const seen = await tls(gateway.port, { env: { NODE_EXTRA_CA_CERTS: at('ca.pem') } });
      assert.deepEqual(
        [seen.code, seen.trustedBy.trusted, seen.trustedBy.extra, seen.trustedBy.node, seen.chain[0]?.names],
        ['ERR_TLS_CERT_ALTNAME_INVALID', true, true, false, ['other.test']],
      );
    });

    it('reads a chain as it is sent, without its root twice', async () => {
      const own = await fromPrivateAuthority(['localhost']);
      const gateway = await raw(answering(OK), { key: own.key, cert: `${own.cert}\n${own.ca}` });
      const seen = await tls(gateway.port);
      assert.deepEqual(
        [seen.code, seen.chain.map(({ subject, selfSigned }) => [subject, selfSigned])],
        [
          'SELF_SIGNED_CERT_IN_CHAIN',
          [
            ['CN=gateway.test', false],
            ['CN=Practice CA', true],
          ],
        ],
      );
    });

    it('names an authority that is trusted here and akin to the missing one', async () => {
      const [own, akin] = [await made('no-intermediate'), await fromPrivateAuthority(['x'])];
      writeFileSync(at('ca.pem'), akin.ca);
      const gateway = await raw(answering(OK), parts(own));
      assert.equal(
        (await tls(gateway.port, { env: { NODE_EXTRA_CA_CERTS: at('ca.pem') } })).relatedAuthority,
        'CN=Practice CA',
      );
      assert.equal((await tls(gateway.port)).relatedAuthority, undefined);
    });

    it('says of a store that CLAUDE_CODE_CERT_STORE leaves out that it would trust', async () => {
      const own = await fromPrivateAuthority(['localhost']);
      writeFileSync(at('ca.pem'), own.ca);
      const gateway = await raw(answering(OK), parts(own));
      const seen = await tls(gateway.port, { env: { SSL_CERT_FILE: at('ca.pem'), CLAUDE_CODE_CERT_STORE: 'bundled' } });
      assert.deepEqual(
        [seen.code, seen.trustedBy, seen.relatedAuthority],
        ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', { trusted: false, node: false, system: true }, undefined],
      );
    });

    it('sees a request for a certificate, whether one is needed or not', async () => {
      const own = await made('self-signed');
      for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
        for (const [requestCert, rejectUnauthorized] of [
          [false, false],
          [true, false],
          [true, true],
        ] as const) {
          const gateway = await raw(answering(OK), { ...parts(own), maxVersion, requestCert, rejectUnauthorized });
          const seen = await tls(gateway.port);
          assert.equal(seen.asksForCertificate, requestCert, `${maxVersion} ${String(rejectUnauthorized)}`);
          assert.equal(seen.spoken, true);
        }
      }
      writeFileSync(at('ca.pem'), own.ca);
      const gateway = await raw(answering(OK), { ...parts(own), requestCert: true, rejectUnauthorized: true });
      assert.equal(
        (await tls(gateway.port, { env: { NODE_EXTRA_CA_CERTS: at('ca.pem') } })).code,
        'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
      );
    });

    it('offers h2 and http/1.1', async () => {
      const server = createSecureServer({ ...parts(await made('self-signed')) });
      track(server);
      await new Promise<void>((listening) => {
        server.listen(0, '127.0.0.1', listening);
      });
      assert.equal((await tls((server.address() as AddressInfo).port)).alpn, 'h2');
      const none = await raw(answering(OK), parts(await made('self-signed')));
      assert.equal((await tls(none.port)).alpn, '');
    });

    it('notices when something else than TLS answers, or nothing', async () => {
      for (const [what, behave] of [
        ['http', answering('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n')],
        [
          'closed',
          (socket: Socket) => {
            socket.destroy();
          },
        ],
        [
          'ssh',
          (socket: Socket) => {
            socket.write('SSH-2.0-OpenSSH_9.6\r\n');
          },
        ],
        ['silent', silent],
      ] as const) {
        const { port } = await raw(behave);
        const seen = await tls(port, { timeoutMs: what === 'silent' ? 400 : PATIENCE });
        assert.deepEqual(
          [seen.spoken, seen.code === 'TIMEOUT', seen.chain, seen.asksForCertificate],
          [false, what === 'silent', [], false],
          what,
        );
      }
      const old = await raw(answering(OK), {
        ...parts(await made('self-signed')),
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'ALL@SECLEVEL=0',
      });
      assert.equal((await tls(old.port)).spoken, true);
    });

    it('goes through the proxy, and tells the gateway’s name to it alone', async () => {
      const own = await fromPrivateAuthority(['localhost']);
      writeFileSync(at('ca.pem'), own.ca);
      const [gateway, proxy] = [await raw(answering(OK), parts(own)), await raw(tunnelling)];
      const waited: string[] = [];
      const seen = await tls(gateway.port, {
        env: { NODE_EXTRA_CA_CERTS: at('ca.pem'), HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` },
        waited,
      });
      assert.deepEqual([seen.code, seen.trustedBy.extra], [undefined, true]);
      assert.deepEqual(waited, [`127.0.0.1:${proxy.port}`, `localhost:${gateway.port}`]);
      assert.match(proxy.received(), new RegExp(`^CONNECT localhost:${gateway.port} HTTP/1.1\r\n`));
      const refusing = await raw(answering('HTTP/1.1 403 Forbidden\r\n\r\n'));
      assert.deepEqual((await tls(1, { env: { HTTPS_PROXY: `127.0.0.1:${refusing.port}` } })).code, 'PROXY_REFUSED');
    });
  });
});
