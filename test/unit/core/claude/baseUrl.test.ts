import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hostOf, isLoopback, messagesUrl, reviewBaseUrl } from '../../../../src/core/claude/baseUrl';

describe('a typed base URL', () => {
  const accepted: readonly [string, string, string[]][] = [
    ['https://gw.example', 'https://gw.example', []],
    ['  https://gw.example/ \n', 'https://gw.example', []],
    ['https://gw.example:8443/llm/anthropic//', 'https://gw.example:8443/llm/anthropic', []],
    ['"https://gw.example"', 'https://gw.example', []],
    ['“https://gw.example”', 'https://gw.example', []],
    ['HTTPS://GW.example', 'HTTPS://GW.example', []],
    ['https://gw.example/v1beta', 'https://gw.example/v1beta', []],
    ['https://gw.example/messages-api', 'https://gw.example/messages-api', []],
    ['https://messages', 'https://messages', []],
    ['https://v1/', 'https://v1', []],
    ['http://localhost:4000', 'http://localhost:4000', []],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000', []],
    ['http://[::1]:4000', 'http://[::1]:4000', []],
    ['http://gw.example', 'http://gw.example', ['plain-http']],
    ['https://gw.example/v1', 'https://gw.example/v1', ['version-suffix']],
    ['http://gw.example/llm/V1/', 'http://gw.example/llm/V1', ['version-suffix', 'plain-http']],
  ];
  for (const [typed, url, codes] of accepted) {
    it(`accepts ${JSON.stringify(typed)}${codes.length === 0 ? '' : ` with ${codes.join(', ')}`}`, () => {
      const review = reviewBaseUrl(typed);
      assert.deepEqual([review.url, review.issues.map(({ code }) => code)], [url, codes]);
    });
  }

  const refused: readonly [string, string][] = [
    ['', 'empty'],
    ['  "" ', 'empty'],
    ['gw.example', 'not-absolute'],
    ['127.0.0.1:8787', 'not-absolute'],
    ['//gw.example', 'not-absolute'],
    ['https:/gw.example', 'not-absolute'],
    ['https://', 'not-absolute'],
    ['https://gw.example:99999', 'not-absolute'],
    ['javascript:alert(1)', 'not-absolute'],
    ['ftp://gw.example', 'scheme'],
    ['ws://gw.example', 'scheme'],
    ['https://me:pass@gw.example', 'credentials'],
    ['https://me@gw.example', 'credentials'],
    ['https://gw.example?key=1', 'query'],
    ['https://gw.example/#', 'query'],
    ['https://gw.example/v1/messages?beta=true', 'query'],
    ['https://gw .example', 'characters'],
    ['https://gw.example\nhttps://other.example', 'characters'],
    ['https://gw\u200b.example', 'characters'],
    ['https://gw.example/\u0007', 'characters'],
    ['https:\\\\gw.example', 'characters'],
    ['https://gw.example/`id`', 'characters'],
  ];
  for (const [typed, code] of refused) {
    it(`refuses ${JSON.stringify(typed)}: ${code}`, () => {
      const review = reviewBaseUrl(typed);
      assert.deepEqual(
        [review.url, review.issues.map((issue) => [issue.code, issue.kind])],
        [undefined, [[code, 'refuse']]],
      );
    });
  }

  const offered: readonly [string, string | undefined][] = [
    ['https://gw.example/v1/messages', 'https://gw.example'],
    ['https://gw.example/messages', 'https://gw.example'],
    ['https://gw.example/llm/v1/messages/count_tokens/', 'https://gw.example/llm'],
    ['https://gw.example/llm/v1', 'https://gw.example/llm'],
    ['https://messages/v1', 'https://messages'],
  ];
  for (const [typed, suggestion] of offered) {
    it(`offers ${suggestion ?? 'nothing'} for ${typed}`, () => {
      assert.equal(reviewBaseUrl(typed).issues.find(({ kind }) => kind === 'offer')?.suggestion, suggestion);
    });
  }

  it('names the place of a bad character, not the text', () => {
    assert.match(reviewBaseUrl('https://gw.ex ample/secret').issues[0]?.message ?? '', /^Character 14 is a space/);
    assert.match(reviewBaseUrl('https://g\u00adw.example').issues[0]?.message ?? '', /^Character 10 is an invisible/);
  });

  it('accepts only what can be posted to, and every suggestion is accepted (any text)', () => {
    const part = fc.oneof(
      fc.constantFrom(
        'https://',
        'http://',
        'gw.example',
        ':8080',
        '/v1',
        '/messages',
        '/',
        '?',
        '#',
        '@',
        ' ',
        '"',
        'é',
        '\u0000',
      ),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const { url, issues } = reviewBaseUrl(parts.join(''));
        assert.ok(issues.every(({ message }) => message.length > 0 && message.length < 300));
        if (url !== undefined) assert.equal(new URL(messagesUrl(url)).pathname.endsWith('/v1/messages'), true);
        for (const { suggestion } of issues)
          if (suggestion !== undefined) assert.notEqual(reviewBaseUrl(suggestion).issues[0]?.kind, 'refuse');
      }),
    );
  });
});

describe('addresses', () => {
  it('post to the Messages API whatever the slashes', () => {
    for (const base of ['https://gw.example', 'https://gw.example/', ' https://gw.example/// \n'])
      assert.equal(messagesUrl(base), 'https://gw.example/v1/messages?beta=true');
  });

  it('tell loopback from the network', () => {
    for (const host of ['localhost', 'LOCALHOST', 'a.localhost', '127.0.0.1', '127.1.2.3', '[::1]', '::1'])
      assert.ok(isLoopback(host), host);
    for (const host of ['localhost.example', '128.0.0.1', '127.0.0.1.example', '0.0.0.0', '10.0.0.1', '::2'])
      assert.ok(!isLoopback(host), host);
  });

  it('are called by their host', () => {
    assert.deepEqual([hostOf('https://gw.example:8443/x'), hostOf('nonsense')], ['gw.example:8443', 'nonsense']);
  });
});
