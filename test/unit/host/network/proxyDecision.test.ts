import assert from 'node:assert/strict';
import { vscodeProxyWords } from '../../../../src/host/network/proxyDecision';

const GATEWAY = 'https://gw.example.com/v1';
const PROXY = { 'http.proxy': 'http://proxy:3128' };
const VARIABLE = { HTTPS_PROXY: 'http://other:8080' };

type Row = readonly [
  what: string,
  http: Record<string, string>,
  env: Record<string, string>,
  expected: string | undefined,
  url?: string,
];

describe('how VS Code itself goes to an address', () => {
  const table: readonly Row[] = [
    ['nothing is said', {}, {}, undefined],
    ['the setting', PROXY, {}, 'through http://proxy:3128 (http.proxy)'],
    ['the setting before the variable', PROXY, VARIABLE, 'through http://proxy:3128 (http.proxy)'],
    ['the variable', {}, VARIABLE, 'through http://other:8080 (HTTPS_PROXY)'],
    [
      'lower case first, https before http',
      {},
      { HTTP_PROXY: 'http://c', HTTPS_PROXY: 'http://b', https_proxy: 'http://a' },
      'through http://a (https_proxy)',
    ],
    ['HTTP_PROXY for https too', {}, { HTTPS_PROXY: '', HTTP_PROXY: 'http://c' }, 'through http://c (HTTP_PROXY)'],
    ['ALL_PROXY is not read', {}, { ALL_PROXY: 'http://c' }, undefined],
    [
      'without a scheme it does not count',
      { 'http.proxy': 'proxy:3128' },
      VARIABLE,
      'through http://other:8080 (HTTPS_PROXY)',
    ],
    ['only the first variable counts', {}, { HTTPS_PROXY: 'proxy:3128', HTTP_PROXY: 'http://c' }, undefined],
    ['SOCKS is taken', { 'http.proxy': 'socks5://proxy:1080' }, {}, 'through socks5://proxy:1080 (http.proxy)'],
    ['support is off', { ...PROXY, 'http.proxySupport': 'off' }, VARIABLE, 'directly (http.proxySupport)'],
    ['support is on', { ...PROXY, 'http.proxySupport': 'fallback' }, {}, 'through http://proxy:3128 (http.proxy)'],
    ['loopback', PROXY, VARIABLE, 'directly', 'http://127.0.0.1:4000'],
    ['loopback by name', PROXY, VARIABLE, 'directly', 'http://localhost'],
    ['loopback of IPv6', PROXY, VARIABLE, 'directly', 'http://[::1]:4000'],
    ['left out by the setting', { ...PROXY, 'http.noProxy': 'x.test, gw.example.com' }, {}, 'directly (http.noProxy)'],
    ['left out by its end', { ...PROXY, 'http.noProxy': '.EXAMPLE.com' }, {}, 'directly (http.noProxy)'],
    [
      'left out by an end in the middle of a word',
      { ...PROXY, 'http.noProxy': 'ample.com' },
      {},
      'directly (http.noProxy)',
    ],
    [
      'a star before the name leaves nothing out',
      { ...PROXY, 'http.noProxy': '*.example.com' },
      {},
      'through http://proxy:3128 (http.proxy)',
    ],
    ['a star alone', { ...PROXY, 'http.noProxy': '*' }, {}, 'directly (http.noProxy)'],
    ['left out with its port', { ...PROXY, 'http.noProxy': 'gw.example.com:443' }, {}, 'directly (http.noProxy)'],
    ['another port', { ...PROXY, 'http.noProxy': 'gw.example.com:8443' }, {}, 'through http://proxy:3128 (http.proxy)'],
    [
      'left out by its network',
      { ...PROXY, 'http.noProxy': '10.0.0.0/8' },
      {},
      'directly (http.noProxy)',
      'https://10.1.2.3',
    ],
    [
      'another network',
      { ...PROXY, 'http.noProxy': '10.0.0.0/8' },
      {},
      'through http://proxy:3128 (http.proxy)',
      'https://11.1.2.3',
    ],
    ['left out by the variable, for the setting too', PROXY, { NO_PROXY: 'example.com' }, 'directly (NO_PROXY)'],
    [
      'the variable in lower case first',
      PROXY,
      { no_proxy: 'x.test', NO_PROXY: 'example.com' },
      'through http://proxy:3128 (http.proxy)',
    ],
    [
      'the setting takes the place of the variable',
      { ...PROXY, 'http.noProxy': 'x.test' },
      { NO_PROXY: 'example.com' },
      'through http://proxy:3128 (http.proxy)',
    ],
  ];
  for (const [what, http, env, expected, url = GATEWAY] of table) {
    it(what, () => {
      assert.equal(
        vscodeProxyWords(
          { disableLoginPrompt: false, useTerminal: false, processWrapper: undefined, http },
          new URL(url),
          env,
        ),
        expected,
      );
    });
  }

  it('shows no password', () => {
    const words = vscodeProxyWords(
      { disableLoginPrompt: false, useTerminal: false, processWrapper: undefined, http: {} },
      new URL(GATEWAY),
      { HTTPS_PROXY: 'http://me:sentinel-4711@proxy:3128' },
    );
    assert.match(words ?? '', /@proxy:3128 \(HTTPS_PROXY\)$/);
    assert.doesNotMatch(words ?? '', /sentinel|me:/);
  });
});
