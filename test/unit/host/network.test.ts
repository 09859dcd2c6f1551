import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { bypassesProxy, proxyFor, trustedCertificates } from '../../../src/host/network';
import { folderForTests } from './support';

describe('the proxy of an address, as measured', () => {
  const table: readonly [string, string, Record<string, string>, string | undefined][] = [
    ['none', 'https://gw.example', {}, undefined],
    ['HTTPS_PROXY', 'https://gw.example', { HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128'],
    ['HTTP_PROXY alone serves https too', 'https://gw.example', { HTTP_PROXY: 'http://proxy:3128' }, 'http://proxy:3128'],
    ['ALL_PROXY too', 'https://gw.example', { ALL_PROXY: 'http://proxy:3128' }, 'http://proxy:3128'],
    ['HTTPS_PROXY serves http too', 'http://gw.example', { HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128'],
    ['lower case first', 'https://gw.example', { HTTPS_PROXY: 'http://a', https_proxy: 'http://b', ALL_PROXY: 'http://c' }, 'http://b'],
    ['https before http before all', 'https://gw.example', { HTTP_PROXY: 'http://b', HTTPS_PROXY: 'http://a', all_proxy: 'http://c' }, 'http://a'],
    ['an empty one is none', 'https://gw.example', { https_proxy: '', HTTPS_PROXY: '', HTTP_PROXY: 'http://b' }, 'http://b'],
    ['without a scheme', 'https://gw.example', { HTTPS_PROXY: 'proxy:3128' }, 'http://proxy:3128'],
    ['loopback goes through it as well', 'http://127.0.0.1:4000', { HTTP_PROXY: 'http://proxy:3128' }, 'http://proxy:3128'],
    ['loopback in NO_PROXY does not', 'http://127.0.0.1:4000', { HTTP_PROXY: 'http://proxy:3128', NO_PROXY: '127.0.0.1' }, undefined],
    ['no_proxy in lower case', 'https://gw.example', { HTTPS_PROXY: 'http://proxy:3128', no_proxy: 'gw.example' }, undefined],
  ];
  for (const [what, url, env, expected] of table) it(what, () => { assert.equal(proxyFor(new URL(url), env), expected); });

  const bypass: readonly [string, string, boolean][] = [
    ['https://gw.example', '*', true],
    ['https://gw.example', 'gw.example', true],
    ['https://gw.example', 'GW.Example', true],
    ['https://gw.example', 'example', true],
    ['https://gw.example', '.example', true],
    ['https://gw.example', '*.example', true],
    ['https://gw.example', 'w.example', false],
    ['https://gw.example', 'gw.example.org', false],
    ['https://gw.example', 'other.example', false],
    ['https://gw.example', 'a.example, gw.example', true],
    ['https://gw.example', 'a.example gw.example', true],
    ['https://gw.example', ' ,, ', false],
    ['https://gw.example', 'gw.example:443', true],
    ['https://gw.example:8443', 'gw.example:443', false],
    ['http://gw.example', 'gw.example:80', true],
    ['http://10.1.2.3', '10.0.0.0/8', true],
    ['http://11.1.2.3', '10.0.0.0/8', false],
    ['http://10.1.2.3', '10.0.0.0/99', false],
    ['http://10.1.2.3', 'x/8', false],
    ['http://[fd00::1]', 'fd00::/8', true],
    ['http://10.1.2.3', 'fd00::/8', false],
    ['https://gw.example', '10.0.0.0/8', false],
    ['https://gw.example', '', false],
  ];
  for (const [url, noProxy, expected] of bypass) it(`NO_PROXY ${JSON.stringify(noProxy)} ${expected ? 'covers' : 'does not cover'} ${url}`, () => { assert.equal(bypassesProxy(new URL(url), noProxy), expected); });
});

describe('the certificates that are trusted', () => {
  const at = folderForTests();

  it('are Node’s own, the system’s and those of NODE_EXTRA_CA_CERTS', async () => {
    writeFileSync(at('ca.pem'), 'extra');
    const all = await trustedCertificates(at('ca.pem'));
    assert.equal(all.at(-1), 'extra');
    assert.deepEqual(all.slice(0, rootCertificates.length), rootCertificates);
  });

  it('do without a file that is missing, as Claude Code does', async () => {
    const usual = await trustedCertificates(undefined);
    for (const file of ['', at('none.pem'), at()]) assert.deepEqual(await trustedCertificates(file), usual);
  });
});
