import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answerInJson, answerInText } from '../../../../src/core/explain/httpAnswer';
import { busyMs } from '../../../slowTexts/busy';

const BODY = '{"error":{"message":"No api key passed in."}}';

describe('an HTTP answer that was pasted', () => {
  const texts: readonly [string, string, Record<string, string>, string][] = [
    [
      'as it is on the wire',
      `HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nX-LiteLLM-Call-Id: 1-2\r\n\r\n${BODY}`,
      { 'content-type': 'application/json', 'x-litellm-call-id': '1-2' },
      BODY,
    ],
    [
      'by curl -i over HTTP/2',
      `HTTP/2 401 \ncontent-type: application/json\n\n${BODY}\n`,
      { 'content-type': 'application/json' },
      BODY,
    ],
    [
      'by curl -v',
      `* Connected\n> POST /v1/messages HTTP/1.1\n> x-api-key: k\n>\n< HTTP/1.1 401 Unauthorized\n< server: nginx\n<\n{ [45 bytes data]\n${BODY}\n* Connection left intact`,
      { server: 'nginx' },
      BODY,
    ],
    ['without headers', `HTTP/1.0 401 No\n\n${BODY}`, {}, BODY],
    ['with a body right below the headers', `HTTP/1.1 401 No\nserver: x\n${BODY}`, { server: 'x' }, BODY],
    ['with a line break in the body', 'HTTP/1.1 401 No\n\n<html>\n\n<h1>401</h1>', {}, '<html>\n\n<h1>401</h1>'],
    ['without a body', 'HTTP/1.1 401 No\nserver: x\n', { server: 'x' }, ''],
    ['behind a 100', `HTTP/1.1 100 Continue\n\nHTTP/1.1 401 No\n\n${BODY}`, {}, BODY],
    [
      'behind a proxy that let it through',
      `HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 401 Unauthorized\r\nserver: x\r\n\r\n${BODY}`,
      { server: 'x' },
      BODY,
    ],
    [
      'behind a proxy that says more',
      `HTTP/1.0 200 Connection Established\nProxy-agent: p\n\nHTTP/2 401 \nserver: x\n\n${BODY}`,
      { server: 'x' },
      BODY,
    ],
    ['behind a proxy, without headers', `HTTP/1.1 200 Connection established\n\nHTTP/1.1 401 No\n\n${BODY}`, {}, BODY],
    [
      'by curl -v through a proxy',
      `* CONNECT tunnel: HTTP/1.1 negotiated\n> CONNECT gw.example:443 HTTP/1.1\n> Host: gw.example:443\n>\n< HTTP/1.1 200 OK\n< via: p\n<\n* CONNECT phase completed\n> POST /v1/messages HTTP/2\n>\n< HTTP/2 401 \n< server: x\n<\n{ [45 bytes data]\n${BODY}\n* Connection left intact`,
      { server: 'x' },
      BODY,
    ],
    [
      'by curl -L, behind a redirect',
      `HTTP/1.1 307 Temporary Redirect\nlocation: https://other.example/\nserver: x\n\nHTTP/2 401 \nserver: y\n\n${BODY}`,
      { server: 'y' },
      BODY,
    ],
    [
      'by curl -v -L',
      `< HTTP/1.1 307 Temporary Redirect\n< location: /b\n* Ignoring the response-body\n<\n* Issue another request to this URL: 'https://gw.example/b'\n> POST /b HTTP/1.1\n>\n< HTTP/1.1 401 Unauthorized\n< server: y\n<\n${BODY}`,
      { server: 'y' },
      BODY,
    ],
    [
      'with a status line in the body',
      `HTTP/1.1 401 No\nserver: x\n\nupstream said:\nHTTP/1.1 500 Oops\n\n<html>`,
      { server: 'x' },
      'upstream said:\nHTTP/1.1 500 Oops\n\n<html>',
    ],
    ['behind other words', `the gateway said:\n  HTTP/1.1 401 No\n\n${BODY}`, {}, BODY],
  ];
  for (const [name, text, headers, body] of texts) {
    it(`is read ${name}`, () => {
      assert.deepEqual(answerInText(text), { kind: 'response', status: 401, headers, body, ms: 0 });
    });
  }

  it('is not seen in what is none', () => {
    for (const text of [
      '',
      'API Error: 401',
      'POST /v1/messages HTTP/1.1\nhost: x\n',
      'HTTP/1.1 999 Odd\n',
      'see HTTP/1.1 401 in the log\n',
      'HTTP/1.1 200 Connection established\n\n',
      'HTTP/1.1 401 without an end',
    ])
      assert.equal(answerInText(text), undefined, text);
  });

  it('takes linear time on any text', () => {
    for (const piece of [
      'HTTP/1.1 401 x',
      'HTTP/1.1 401 x\n',
      'a: b\n',
      '< ',
      ' ',
      '\n',
      '* ',
      '{',
      'HTTP/1.1 401 x\na: b\n',
      'HTTP/1.1 200 Connection established\n',
    ]) {
      const text = `HTTP/1.1 401 No\n${piece.repeat(Math.ceil(1_000_000 / piece.length))}`;
      const ms = busyMs(() => answerInText(text));
      assert.ok(ms < 1000, `${JSON.stringify(piece)} took ${Math.round(ms)} ms`);
    }
  });
});

describe('an HTTP answer as JSON', () => {
  const values: readonly [string, unknown, { status: number; headers?: Record<string, string>; body?: string }][] = [
    [
      'usual',
      { status: 401, headers: { 'content-type': 'text/html' }, body: 'no' },
      { status: 401, headers: { 'content-type': 'text/html' }, body: 'no' },
    ],
    ['a status in quotes', { status: '429' }, { status: 429 }],
    ['a status in quotes with spaces', { status: ' 429\n' }, { status: 429 }],
    [
      'header names in any case',
      { status: 401, headers: { 'CF-Ray': 'abc', SERVER: 'x' } },
      { status: 401, headers: { 'cf-ray': 'abc', server: 'x' } },
    ],
    [
      'a header that came twice, and others that are no text',
      { status: 401, headers: { via: ['a', 'b'], age: 3, odd: null, deep: {} } },
      { status: 401, headers: { via: 'a, b', age: '3' } },
    ],
    ['a body that is JSON itself', { status: 401, body: { error: 'x' } }, { status: 401, body: '{"error":"x"}' }],
    ['a body that is null', { status: 502, body: null, headers: null }, { status: 502 }],
  ];
  for (const [name, value, { status, headers = {}, body = '' }] of values) {
    it(`is read: ${name}`, () => {
      assert.deepEqual(answerInJson(value), { kind: 'response', status, headers, body, ms: 0 });
    });
  }

  it('needs a status', () => {
    for (const value of [
      undefined,
      null,
      3,
      'x',
      [],
      {},
      { status: null },
      { status: true },
      { status: '' },
      { status: 99 },
      { status: 600 },
      { status: 401.5 },
      { status: 'four' },
      { status: '4e2' },
      { status: '0x191' },
      { status: '401.0' },
      { status: '+401' },
      { status: '0401' },
      { code: 401 },
    ])
      assert.equal(answerInJson(value), undefined, JSON.stringify(value));
  });

  it('never fails (any JSON)', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (status, headers, body) => {
        const answer = answerInJson({ status, headers, body });
        assert.ok(
          answer === undefined ||
            (Number.isInteger(answer.status) &&
              typeof answer.body === 'string' &&
              Object.values(answer.headers).every((text) => typeof text === 'string')),
        );
      }),
    );
  });
});
