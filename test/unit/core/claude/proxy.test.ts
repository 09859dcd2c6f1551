import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bypassesProxy, proxyProblem } from '../../../../src/core/claude/proxy';

describe('NO_PROXY', () => {
  const table: readonly [string, string, boolean][] = [
    ['https://gw.example', '', false],
    ['https://gw.example', '*', true],
    ['https://gw.example', 'gw.example', true],
    ['https://gw.example', 'GW.example', true],
    ['https://a.gw.example', 'gw.example', true],
    ['https://a.gw.example', '.gw.example', true],
    ['https://a.gw.example', 'other *.gw.example', true],
    ['https://agw.example', 'gw.example', false],
    ['https://gw.example:8443', 'gw.example:8443', true],
    ['https://gw.example', 'gw.example:443', true],
    ['http://gw.example', 'gw.example:443', false],
    ['http://10.1.2.3', '10.0.0.0/8', true],
    ['http://11.1.2.3', '10.0.0.0/8', false],
    ['http://10.1.2.3', '10.1.2.3/32', true],
    ['http://10.1.2.3', '0.0.0.0/0', true],
    ['http://10.1.2.3', '10.0.0.0/33', false],
    ['http://10.1.2.3', '999.0.0.0/8', false],
    ['http://gw.example', '10.0.0.0/8', false],
    ['http://[fd00::1]', 'fd00::/8', true],
    ['http://[fd00::1:2]', 'fd00:0:0:0::/64', true],
    ['http://[fe80::1]', 'fd00::/8', false],
    ['http://[fd00::1]', '10.0.0.0/8', false],
    ['http://127.0.0.1:8787', 'localhost', false],
    ['https://gw.example', 'a.example, gw.example', true],
    ['https://gw.example', ' ,, ', false],
    ['https://gw.example', 'gw.example.org', false],
    ['http://10.1.2.3', 'x/8', false],
  ];
  for (const [url, exceptions, expected] of table)
    it(`${expected ? 'leaves' : 'takes'} the proxy${expected ? ' out' : ''} for ${url} with “${exceptions}”`, () => {
      assert.equal(bypassesProxy(new URL(url), exceptions), expected);
    });

  it('reads any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('http://10.1.2.3', 'http://[fd00::1]', 'https://gw.example:1'),
        (text, url) => typeof bypassesProxy(new URL(url), text) === 'boolean',
      ),
    );
  });
});

describe('a proxy address', () => {
  const table: Readonly<Record<string, RegExp | undefined>> = {
    'http://proxy.example:3128': undefined,
    'https://me:pw@proxy.example': undefined,
    'proxy.example:3128': undefined,
    ' http://proxy.example ': undefined,
    'socks5://proxy.example:1080': /SOCKS/,
    'SOCKS://proxy.example': /SOCKS/,
    'ftp://proxy.example': /start with http/,
    'http://': /isn’t a valid address/,
    'http://a b': /isn’t a valid address/,
    '': /isn’t a valid address/,
  };
  for (const [address, problem] of Object.entries(table)) {
    it(`${problem === undefined ? 'can' : 'cannot'} be “${address}”`, () => {
      const found = proxyProblem(address);
      if (problem === undefined) assert.equal(found, undefined);
      else assert.match(found ?? '', problem);
    });
  }
});
