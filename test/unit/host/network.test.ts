import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { proxyFor, trustedCertificates } from '../../../src/host/network';
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
