import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { proxyAddress, proxyFor } from '../../../../src/host/network/network';
import { loadTrust, trustedCertificates } from '../../../../src/host/network/trust';
import { certificate } from '../../../gateway/certificates';
import { folderForTests, makePipe } from '../support';

describe('the proxy of an address, as measured', () => {
  const table: readonly [string, string, Record<string, string>, string | undefined][] = [
    ['none', 'https://gw.example', {}, undefined],
    ['HTTPS_PROXY', 'https://gw.example', { HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128'],
    [
      'HTTP_PROXY alone serves https too',
      'https://gw.example',
      { HTTP_PROXY: 'http://proxy:3128' },
      'http://proxy:3128',
    ],
    ['ALL_PROXY too', 'https://gw.example', { ALL_PROXY: 'http://proxy:3128' }, 'http://proxy:3128'],
    ['HTTPS_PROXY serves http too', 'http://gw.example', { HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128'],
    [
      'lower case first',
      'https://gw.example',
      { HTTPS_PROXY: 'http://a', https_proxy: 'http://b', ALL_PROXY: 'http://c' },
      'http://b',
    ],
    [
      'https before http before all',
      'https://gw.example',
      { HTTP_PROXY: 'http://b', HTTPS_PROXY: 'http://a', all_proxy: 'http://c' },
      'http://a',
    ],
    [
      'an empty one is none',
      'https://gw.example',
      { https_proxy: '', HTTPS_PROXY: '', HTTP_PROXY: 'http://b' },
      'http://b',
    ],
    ['without a scheme', 'https://gw.example', { HTTPS_PROXY: 'proxy:3128' }, 'http://proxy:3128'],
    [
      'loopback goes through it as well',
      'http://127.0.0.1:4000',
      { HTTP_PROXY: 'http://proxy:3128' },
      'http://proxy:3128',
    ],
    [
      'loopback in NO_PROXY does not',
      'http://127.0.0.1:4000',
      { HTTP_PROXY: 'http://proxy:3128', NO_PROXY: '127.0.0.1' },
      undefined,
    ],
    [
      'no_proxy in lower case',
      'https://gw.example',
      { HTTPS_PROXY: 'http://proxy:3128', no_proxy: 'gw.example' },
      undefined,
    ],
  ];
  for (const [what, url, env, expected] of table)
    it(what, () => {
      assert.equal(proxyFor(new URL(url), env), expected);
    });
});

describe('the address of a proxy', () => {
  it('has its parts decoded, and its credential made into a header', () => {
    assert.deepEqual(proxyAddress('http://proxy'), { secure: false, host: 'proxy', port: 80 });
    assert.deepEqual(proxyAddress('https://[::1]'), { secure: true, host: '::1', port: 443 });
    const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;
    assert.deepEqual(proxyAddress('HTTP://me:p%40ss%3A@proxy:3128/x'), {
      secure: false,
      host: 'proxy',
      port: 3128,
      authorization: basic('me:p@ss:'),
    });
    assert.equal(proxyAddress('http://me@proxy').authorization, basic('me:'));
    assert.equal(proxyAddress('http://m%e:%zz@proxy').authorization, basic('m%e:%zz'));
  });

  it('is refused when Claude Code would not take it', () => {
    for (const [proxy, code] of [
      ['socks5://127.0.0.1:9', 'UNSUPPORTED_PROXY'],
      ['http://', 'ERR_INVALID_URL'],
      ['http://%zz', 'ERR_INVALID_URL'],
    ] as const) {
      assert.throws(() => proxyAddress(proxy), { stage: 'proxy-resolve', code });
    }
  });
});

describe('the certificates that are trusted', () => {
  const at = folderForTests();

  it('are Node’s own, the system’s, those of SSL_CERT_FILE and of NODE_EXTRA_CA_CERTS, each once', async () => {
    const [one, other] = [await certificate('self-signed'), await certificate('self-signed')];
    writeFileSync(at('system.pem'), one?.ca ?? '');
    writeFileSync(at('extra.pem'), `# ours\n${one?.ca ?? ''}\nnonsense\n${other?.ca ?? ''}`);
    const [usual, all] = [
      (await loadTrust({})).stores,
      (await loadTrust({ SSL_CERT_FILE: at('system.pem'), NODE_EXTRA_CA_CERTS: at('extra.pem') })).stores,
    ];
    assert.deepEqual(all.node, rootCertificates);
    assert.equal(all.extra?.length, 2);
    assert.equal(all.system?.length, (usual.system?.length ?? 0) + 1);
    assert.equal(all.trusted?.length, (usual.trusted?.length ?? 0) + 2);
    const bodies = usual.trusted?.map((pem) => pem.replace(/\s/g, ''));
    assert.equal(new Set(bodies).size, bodies?.length, 'what both Node and the system have is there once');
  });

  it('are of the stores that CLAUDE_CODE_CERT_STORE names, and NODE_EXTRA_CA_CERTS beside them', async () => {
    const [one, other] = [await certificate('self-signed'), await certificate('self-signed')];
    writeFileSync(at('system.pem'), one?.ca ?? '');
    writeFileSync(at('extra.pem'), other?.ca ?? '');
    const files = { SSL_CERT_FILE: at('system.pem'), NODE_EXTRA_CA_CERTS: at('extra.pem') };
    const both = (await loadTrust(files)).stores;
    const bodies = (list: readonly string[] = []): ReadonlySet<string> =>
      new Set(list.map((pem) => pem.replace(/\s/g, '')));
    const table: readonly [string, readonly string[]][] = [
      ['bundled', [...rootCertificates, ...(both.extra ?? [])]],
      ['system', [...(both.system ?? []), ...(both.extra ?? [])]],
      [' System ', [...(both.system ?? []), ...(both.extra ?? [])]],
      ['bundled, system', both.trusted ?? []],
      ['system,openssl', [...(both.system ?? []), ...(both.extra ?? [])]],
      ['openssl', both.trusted ?? []],
      ['', both.trusted ?? []],
    ];
    for (const [value, expected] of table) {
      const { trusted, ...others } = (await loadTrust({ ...files, CLAUDE_CODE_CERT_STORE: value })).stores;
      assert.deepEqual(bodies(trusted), bodies(expected), value);
      assert.deepEqual(
        others,
        { node: both.node, system: both.system, extra: both.extra },
        'each store can still be asked',
      );
    }
    assert.deepEqual(
      trustedCertificates('system', { node: ['n'], system: [], extra: ['e'] }),
      ['n', 'e'],
      'the system’s cannot be read',
    );
  });

  it('do without a file that is missing or no file, as Claude Code does', async () => {
    const usual = (await loadTrust({})).stores;
    makePipe(at('pipe'));
    for (const file of ['', at('none.pem'), at(), at('pipe')])
      assert.deepEqual((await loadTrust({ NODE_EXTRA_CA_CERTS: file, SSL_CERT_FILE: file })).stores, usual);
  });

  it('come with the client certificate when both its parts can be read', async () => {
    const own = await certificate('self-signed');
    writeFileSync(at('cert.pem'), own?.cert ?? '');
    writeFileSync(at('key.pem'), own?.key ?? '');
    const env = { CLAUDE_CODE_CLIENT_CERT: at('cert.pem'), CLAUDE_CODE_CLIENT_KEY: at('key.pem') };
    assert.equal((await loadTrust(env)).client?.cert, own?.cert);
    assert.equal((await loadTrust({ ...env, CLAUDE_CODE_CLIENT_KEY: at('none.pem') })).client, undefined);
    const broken = await loadTrust({ ...env, CLAUDE_CODE_CLIENT_KEY: at('cert.pem') });
    assert.throws(() => broken.context, { stage: 'tls', code: 'CLIENT_KEY_UNUSABLE' });
  });
});
