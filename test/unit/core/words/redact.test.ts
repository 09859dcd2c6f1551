import assert from 'node:assert/strict';
import fc from 'fast-check';
import { printableUrl, printableValue, redact, redactLine } from '../../../../src/core/words/redact';
import { SPELLINGS } from './secretSpellings';
import { UNPRINTABLE } from '../support';
import { busyMs } from '../../../slowTexts/busy';

/** Where it stands. */
const PLACES: readonly ((spelling: string) => string)[] = [
  (s) => s,
  (s) => `Received API Key = ${s}, Key Hash`,
  (s) => `authorization: Bearer ${s}\r\nx-api-key:${s}`,
  (s) => `GET https://gw.example/v1?key=${s}&x=1 and https://me:${s}@gw.example/`,
  (s) => `{"error":{"message":"no such key: ${s}"}}`,
  (s) => `\u001b[31m${s}\u001b[0m \u001b]8;;https://x/${s}\u0007link`,
  (s) => `<b title="${s}">${s}</b>${s}${s}`,
];

const key = fc.oneof(fc.stringMatching(/^sk-[A-Za-z0-9_-]{6,40}$/), fc.stringMatching(/^[!-~]{6,40}$/));
const secrets = fc
  .oneof(
    { weight: 3, arbitrary: key },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 6, maxLength: 20 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary-ascii', minLength: 6, maxLength: 20 }) },
  )
  .filter((secret) => !'‹hidden›'.includes(secret) && secret.trim().length >= 6);

describe('redaction', () => {
  for (const [name, spell] of Object.entries(SPELLINGS)) {
    it(`leaves nothing of a secret: ${name}`, () => {
      fc.assert(
        fc.property(secrets, fc.constantFrom(...PLACES), (secret, place) => {
          const spelling = spell(secret);
          const out = redact(place(spelling), [secret]);
          assert.ok(!out.includes(spelling) && !out.includes(secret), out);
        }),
        { numRuns: 200 },
      );
    });
  }

  it('leaves nothing of a secret that invisible characters divide', () => {
    const invisible = fc.constantFrom(
      '\u001b[31m',
      '\u001b]0;t\u0007',
      '\u200b',
      '\u00ad',
      '\u202e',
      '\u0000',
      '\ufeff',
    );
    fc.assert(
      fc.property(key, invisible, fc.nat(), (secret, gap, at) => {
        const split = 1 + (at % (secret.length - 1));
        assert.ok(!redact(`key ${secret.slice(0, split)}${gap}${secret.slice(split)} end`, [secret]).includes(secret));
      }),
    );
  });

  it('takes the longer of two secrets first, and both', () => {
    assert.equal(redact('abcdefgh abcdef', ['abcdef', 'abcdefgh']), '‹hidden› ‹hidden›');
  });

  it('copes with a secret of any length', () => {
    for (const length of [16_384, 300_000]) {
      const secret = Array.from({ length }, (_, at) => (at * 7919).toString(36).slice(-1)).join('');
      const out = redact(`begin ${secret} ${encodeURIComponent(secret)} end`, [secret]);
      assert.ok(out.startsWith('begin ‹hidden›') && out.length < 10_000, out.slice(0, 100));
    }
  });

  const looks: readonly [string, string][] = [
    ['Authorization: Bearer abcdef0123', 'Authorization: Bearer ‹hidden›'],
    ['Authorization: abcdef0123', 'Authorization: ‹hidden›'],
    [
      'refused as Authorization: Bearer, accepted as x-api-key',
      'refused as Authorization: Bearer, accepted as x-api-key',
    ],
    ['invalid bearer token.', 'invalid bearer token.'],
    ['Bearer abcdefghijklmnopqrst', 'Bearer ‹hidden›'],
    ['Basic bWU6cGFzcw==', 'Basic ‹hidden›'],
    ['WWW-Authenticate: Basic realm="x"', 'WWW-Authenticate: Basic realm="x"'],
    ['got bearer abcdef0123, sorry', 'got bearer ‹hidden›, sorry'],
    ['"x-api-key":"abcdef0123"', '"x-api-key":"‹hidden›"'],
    ['api-key = abcdef0123;', 'api-key = ‹hidden›;'],
    ['set-cookie: session=abc; Path=/', 'set-cookie: ‹hidden›; Path=/'],
    ['key sk-ant-0123456789 is unknown', 'key ‹hidden› is unknown'],
    ['sk-...cdef', 'sk-...cdef'],
    ['task-0123456789', 'task-0123456789'],
    ['token eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln.', 'token ‹hidden›.'],
    ['http://me:pass@proxy.example:3128', 'http://‹hidden›@proxy.example:3128'],
    ['me:pass@proxy.example:3128', '‹hidden›@proxy.example:3128'],
    ['write to someone@example.com', 'write to someone@example.com'],
    ['the x-api-key header is required', 'the x-api-key header is required'],
  ];
  for (const [text, expected] of looks)
    it(`knows what looks like a credential: ${text}`, () => {
      assert.equal(redact(text), expected);
    });

  it('removes terminal escapes whole and keeps lines', () => {
    assert.equal(
      redact(
        '\u001b[2J\u001b[1;31mred\u001b[0m \u001b]8;;https://x\u001b\\link\u001b]8;;\u001b\\ \u001b]52;c;eA==\u0007.\r\nnext\tline\rlast',
      ),
      'red link .\nnext\tline\nlast',
    );
  });

  it('is printable, and stays so (any text)', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.array(fc.string({ unit: 'binary' })),
        (text, some) => {
          const out = redact(text, some);
          assert.doesNotMatch(out.replace(/[\n\t]/g, ''), UNPRINTABLE);
          const line = redactLine(text, some, 30);
          assert.doesNotMatch(line, UNPRINTABLE);
          assert.ok(line.length <= 30 && line.isWellFormed());
          assert.equal(redactLine(line), line);
        },
      ),
    );
  });

  it('cuts a line with an ellipsis', () => {
    assert.deepEqual([redactLine('abc\n def', [], 7), redactLine('abc\n def', [], 6)], ['abc def', 'abc d…']);
    assert.ok(redactLine(`${'a'.repeat(28)}😀${'b'.repeat(9)}`, [], 30).isWellFormed());
  });

  it('is quick on text that is made to be slow', () => {
    const big = 300_000;
    for (const text of [
      'a'.repeat(big),
      'eyJ-'.repeat(big / 4),
      'bearer '.repeat(big / 7),
      ' '.repeat(big),
      '\\'.repeat(big),
      '\u001b]'.repeat(big / 2),
      'a:'.repeat(big / 2),
      'a://'.repeat(big / 4),
      '%'.repeat(big),
      '&#'.repeat(big / 2),
      'cookie:'.repeat(big / 7),
    ]) {
      redactLine(text, ['\\\\\\a%&"secret', 'aaaaaaaaab']);
    }
  });

  it('shows a value only when it is no secret', () => {
    assert.equal(printableValue('ANTHROPIC_AUTH_TOKEN', 'abcdefgh'), 'hidden, 8 characters');
    assert.equal(printableValue('ANTHROPIC_AUTH_TOKEN', ''), 'empty');
    assert.equal(printableValue('ANTHROPIC_BASE_URL', 'https://me:pw@gw.example'), 'https://‹hidden›@gw.example');
    assert.equal(printableValue('HTTPS_PROXY', 'me:pw@proxy:3128'), '‹hidden›@proxy:3128');
    assert.equal(printableValue('ANTHROPIC_MODEL', 'a\nb'), 'a b');
  });

  it('copes with any number of secrets, and hides each', () => {
    const secrets = Array.from({ length: 2000 }, (_, index) => `secret-${index}-value`);
    const ms = busyMs(() => {
      for (let index = 0; index < 2000; index++)
        assert.equal(redact(`a ${secrets[index] ?? ''} b`, secrets), 'a ‹hidden› b');
    });
    assert.ok(ms < 5000);
  });

  describe('of an address that is configured', () => {
    const table: readonly [string, string][] = [
      ['https://gw.example/a?b', 'https://gw.example/a?b'],
      ['https://gw.example:8443/v1/messages?beta=true', 'https://gw.example:8443/v1/messages?beta=true'],
      ['https://user:sentinel@gw.example', 'https://‹hidden›@gw.example'],
      ['user:a/sentinel@proxy:1', '‹hidden›@proxy:1'],
      ['http://u:1/sentinel@proxy', 'http://‹hidden›@proxy'],
      ['http://u:12#sentinel@p', 'http://‹hidden›@p'],
      ['http:/u:sentinel@host', 'http:/‹hidden›@host'],
      ['//u:sentinel@host', '‹hidden›@host'],
      ['u:sentinel@@host', '‹hidden›@host'],
      ['https://user:pa sssentinel@gw', 'https://‹hidden›@gw'],
      ['https://gw?pass=sentinel&x=sentinel', 'https://gw?pass=‹hidden›&x=‹hidden›'],
    ];
    for (const [url, expected] of table)
      it(url, () => {
        assert.equal(printableUrl(url), expected);
      });
  });
});
