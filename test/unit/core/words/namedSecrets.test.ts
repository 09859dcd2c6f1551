import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSecretName } from '../../../../src/core/words/namedSecrets';
import { readPasted } from '../../../../src/core/explain/pastedError';
import { readErrorText } from '../../../../src/core/answers/readAnswer';
import { redact } from '../../../../src/core/words/redact';
import { TABLE_TEXTS } from '../../../../src/core/views/translatable';

/** As they are pasted. Everything that begins with `hunter2` is a credential nobody told us of. */
const FORMS: readonly string[] = [
  'export ANTHROPIC_AUTH_TOKEN=hunter2hunter2secret API Error: 401 nope',
  '{"env":{"ANTHROPIC_API_KEY":"hunter2plain123456"}}',
  '{"name":"ANTHROPIC_AUTH_TOKEN","value":"hunter2plain"}',
  '"name": "ANTHROPIC_AUTH_TOKEN",\n    "value": "hunter2plain"',
  '- name: ANTHROPIC_API_KEY\n  value: hunter2plain',
  '"\\"ANTHROPIC_API_KEY\\":\\"hunter2plain\\""',
  '{\\\\\\"api_key\\\\\\":\\\\\\"hunter2plain\\\\\\"}',
  '$env:ANTHROPIC_AUTH_TOKEN = "hunter2 correct horse"',
  "$env:ANTHROPIC_AUTH_TOKEN='hunter2plain'",
  '[Environment]::SetEnvironmentVariable("ANTHROPIC_AUTH_TOKEN", "hunter2plain", "User")',
  'set ANTHROPIC_API_KEY=hunter2plain',
  'setx ANTHROPIC_API_KEY hunter2plain',
  'set -gx ANTHROPIC_AUTH_TOKEN hunter2plain',
  'export ANTHROPIC_CUSTOM_HEADERS="x-team: hunter2plain"',
  'set ANTHROPIC_CUSTOM_HEADERS=x-team: hunter2plain',
  '"ANTHROPIC_CUSTOM_HEADERS":"x-a: hunter2plain\\nx-b: hunter2other"',
  `CLAUDE_CODE_EXTRA_BODY='{"user":"hunter2plain"}'`,
  'MY_GATEWAY_KEY=hunter2plain',
  '{"api_key":"hunter2plain"}',
  '{"apiKey" : "hunter2plain"}',
  "{'api_key': 'hunter2plain'}",
  '{"password":"hunter2 with \\"quotes\\" inside"}',
  '“api_key”: “hunter2plain”',
  '&quot;api_key&quot;:&quot;hunter2plain&quot;',
  '"x-api-key":["hunter2plain"]',
  ':api_key => "hunter2plain"',
  'API key: hunter2plain is not valid',
  'Received API Key = hunter2plain, Key Hash (Token) =abc',
  'Incorrect API key provided: hunter2plain. You can find your API key at https://example.com.',
  'password=hunter2,with;punctuation',
  'passwd: hunter2plain',
  'client_secret=hunter2plain&grant_type=x',
  '--api-key hunter2plain --model x',
  '--token=hunter2plain',
  'curl -u admin:hunter22 https://gw.example',
  "curl --user 'admin:hunter2 with spaces' https://gw.example",
  'curl -uadmin:hunter22',
  'x-bf-vk: hunter2plain',
  'Ocp-Apim-Subscription-Key: hunter2plain',
  'x-litellm-key: hunter2plain',
  'x-litellm-api-key: Bearer hunter2plain',
  'x-goog-api-key:hunter2plain',
  'Authorization: Token hunter2plain',
  'Authorization: hunter2 plain hunter2other',
  '-H "Authorization: Custom hunter2plain" https://gw.example',
  'Authorization: AWS4-HMAC-SHA256 Credential=hunter2plain/20260809/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature=hunter2signature',
  '"authorization":"Digest username=\\"me\\", response=\\"hunter2plain\\""',
  'Proxy-Authorization: Basic hunter2plain',
  'map[Authorization:[Bearer hunter2plain] Accept:[*/*]]',
  'cookie: a=12345; session=hunter2SESSION123',
  '-b "x" -H \'Cookie: a=12345; session=hunter2SESSION123\'',
  'set-cookie: a=12345; Path=/, session=hunter2SESSION123',
  'https://gw.example/v1?x=1&my_api_key=hunter2plain&y=2',
  'https://gw.example/cb?code=hunter2plain',
  // LiteLLM, with what it was given.
  "LiteLLM Virtual Key expected. Received=hunter2plain, expected to start with 'sk-'.",
  'Authentication Error: virtual key expected, received: "hunter2plain"',
  'Invalid key=(hunter2Plain9x) for team',
  "key 'hunter2Plain9x' not found",
  'Unknown token “hunter2Plain9x”.',
  'the api key `hunter2Plain9x` was refused',
  // A document.
  '<ApiKey>hunter2plain</ApiKey>',
  '<auth:Password type="text">hunter2 with spaces</auth:Password>',
  '<ns:accessToken>\n  hunter2plain\n</ns:accessToken>',
  '<Secret><![CDATA[hunter2plain]]></Secret>',
  '&lt;ApiKey&gt;hunter2plain&lt;/ApiKey&gt;',
  '<gateway apiKey="hunter2plain" url="https://gw.example"/>',
  "<gateway api-key='hunter2plain'/>",
  '<add key="ApiKey" value="hunter2plain" />',
  '<string name="api_key">hunter2plain</string>',
  '<key>apiKey</key>\n\t<string>hunter2plain</string>',
  // On the next line.
  'x-api-key:\n    hunter2plain',
  'api_key:\r\n  hunter2plain\r\nmodel: x',
  '"api_key":\n   "hunter2plain"',
  'ANTHROPIC_AUTH_TOKEN =\n  "hunter2plain"',
  'Authorization:\n  Bearer hunter2plain',
  '│ x-api-key:      │\n│ hunter2plain    │',
  'API key:\n\nhunter2plain',
  'token: |\n  hunter2plain\n  hunter2other\nmodel: x',
  'password: >-\n    hunter2plain',
  'client_secret: |2\n   hunter2 of several words',
  "curl -H 'x-api-key:\n  hunter2plain' https://gw.example",
  'curl https://gw.example -H "x-api-key: \\\n  hunter2plain"',
  'gateway --api-key \\\n    hunter2plain --model x',
  'gateway --api-key `\r\n    hunter2plain',
  'curl -u \\\n  admin:hunter22 https://gw.example',
  // In a table.
  '│ x-api-key │ hunter2plain │',
  '| api_key   | hunter2plain |',
  '┃ ANTHROPIC_AUTH_TOKEN ┃ hunter2plain ┃',
  '| `ANTHROPIC_API_KEY` | `hunter2plain` |',
  'ANTHROPIC_API_KEY\thunter2plain',
  // Percent-encoded.
  'api_key%3Dhunter2plain%26model%3Dx',
  '%7B%22api_key%22%3A%22hunter2plain%22%7D',
  'body=api_key%253Dhunter2plain',
  'x-api-key%3A%20hunter2plain',
];

/** Words of errors, and settings that are none of it. */
const WORDS: readonly string[] = [
  'invalid x-api-key',
  'x-api-key header is required',
  'x-api-key: required',
  '"type":"token_not_found_in_db"',
  'Received API Key = sk-...oken, Key Hash (Token) =abc',
  'max_tokens: 8192 > 4096, which is the maximum allowed number of output tokens',
  '"usage":{"input_tokens":123456,"output_tokens":1}',
  'prompt tokens: 204857',
  '"code":"invalid_api_key","message":"Incorrect API key"',
  '{"message":"Missing Authentication Token"}',
  'token limit: 200000',
  'LiteLLM Virtual Key expected. Received=sk-...oken, expected to start with ‘sk-’.',
  'API key: invalid',
  'API Key: not found',
  'token: expired',
  '"api_key":"Invalid API key provided"',
  '{"token":["This field is required."]}',
  '"api_key":null',
  '"credentials":{"type":"missing"}',
  "Expected: 'Authorization: Bearer …'",
  'Authorization: Bearer <your key> is required',
  'Authentication token: User not found',
  'Error loading credentials: CredentialsProviderError: Could not load',
  'WWW-Authenticate: Bearer error="invalid_token", error_description="The access token expired"',
  'docker run -u 1000:1000 image',
  'CLAUDE_CODE_CLIENT_KEY=/etc/key.pem',
  'CLAUDE_CODE_MAX_OUTPUT_TOKENS=8192',
  '["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"]',
  'Auth conflict: Both a token (ANTHROPIC_AUTH_TOKEN) and an API key (ANTHROPIC_API_KEY) are set.',
  'https://gw.example/v1?beta=true&x=abc',
  'expected string, received undefined',
  'Invalid key: expected 4096 tokens, received=8192',
  'SyntaxError: Unexpected token \'I\', "Internal S"... is not valid JSON',
  'SyntaxError: Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON',
  "Unrecognized key 'context_management'",
  "Unrecognized key(s) in object: 'cache_control', 'eager_input_streaming'",
  "key 'claude-sonnet-4-20250514' not found",
  'no key named "messages.0.content"',
  'invalid x-api-key:\nPlease check your key.',
  'token:\n  expired',
  'API key:\n  not set',
  'credentials:\n  type: missing',
  'Auth token:\nHTTP/1.1 401 Unauthorized',
  'ANTHROPIC_AUTH_TOKEN:\n- set it in settings.json\n- or in the shell',
  '| x-api-key | required |',
  '│ ANTHROPIC_API_KEY │ not set │ environment │',
  '| Token | Meaning | Limit |',
  'x-api-key\tyes',
  '<Error><Code>InvalidAccessKeyId</Code><Message>The AWS Access Key Id you provided does not exist</Message></Error>',
  '<token> is required, <b>not</b> optional',
  '<ApiKey>invalid</ApiKey>',
  '<Key>folder/file.txt</Key>',
  'max_tokens%3D8192',
];

const NAMES = [
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_API_KEY',
  'AWS_SECRET_ACCESS_KEY',
  'OPENROUTER_KEY',
  'api_key',
  'apiKey',
  'x-api-key',
  'x-bf-vk',
  'Ocp-Apim-Subscription-Key',
  'client_secret',
  'password',
  'DB_PASSWD',
  'accessToken',
  'credential',
  'API key',
];
const json = (text: string): string => JSON.stringify(text);

/** A name and a value, in any quoting. */
const QUOTINGS: Readonly<Record<string, (name: string, value: string) => string>> = {
  json: (name, value) => `{${json(name)}:${json(value)},"status":401}`,
  'json with spaces': (name, value) => `{ ${json(name)} : ${json(value)} }`,
  'json in json': (name, value) => json(`{${json(name)}:${json(value)}}`),
  single: (name, value) => `${name}='${value.replaceAll("'", '')}' x`,
  double: (name, value) => `${name}: "${value.replaceAll(/["\\]/g, '')}"`,
  pair: (name, value) => `{"name":${json(name)},"value":${json(value)}}`,
};
const BARE: Readonly<Record<string, (name: string, value: string) => string>> = {
  'with =': (name, value) => `export ${name}=${value} API Error: 401 nope`,
  'with :': (name, value) => `${name}: ${value}\nAPI Error: 401 nope`,
  'at the end': (name, value) => `x ${name} = ${value}`,
};

// With dots or asterisks in the middle it is a credential that somebody masked.
const isCredential = (value: string): boolean =>
  !/\.\.\.|\*\*\*/.test(value) && /\d/.test(value) && /[a-z]/i.test(value);
const quoted = fc.stringMatching(/^[A-Za-z0-9][!-~]{7,40}$/).filter(isCredential);
const bare = fc.stringMatching(/^[A-Za-z0-9][\w.~+/=!@#$%^*-]{7,40}[A-Za-z0-9]$/).filter(isCredential);

/** @param around the same without the value: what is written there anyway is no part of the value that was left. */
function leavesNothing(text: string, value: string, around: string): void {
  const shown = redact(text);
  for (let at = 0; at + 6 <= value.length; at++) {
    const part = value.slice(at, at + 6);
    assert.ok(around.includes(part) || !shown.includes(part), `${text} → ${shown}`);
  }
}

describe('values behind a name of a credential', () => {
  for (const text of FORMS) {
    it(`are hidden: ${text}`, () => {
      assert.ok(text.includes('hunter2'));
      assert.ok(!redact(text).includes('hunter2'), redact(text));
      const pasted = readPasted(text);
      assert.doesNotMatch(JSON.stringify([pasted, readErrorText(text)]), /hunter2/);
      assert.equal(redact(redact(text)), redact(text));
    });
  }

  for (const text of WORDS)
    it(`are words, and stay: ${text}`, () => {
      assert.equal(redact(text), text);
    });

  it('leave the error beside them readable', () => {
    assert.equal(redact(FORMS[0] ?? ''), 'export ANTHROPIC_AUTH_TOKEN=‹hidden› API Error: 401 nope');
    assert.equal(
      redact('{"Authorization":"Token abc123def","status":401}'),
      '{"Authorization":"Token ‹hidden›","status":401}',
    );
    assert.equal(
      redact('(i.e. Authorization: Bearer YOUR_KEY1), or as the password field'),
      '(i.e. Authorization: Bearer ‹hidden› or as the password field',
    );
    assert.equal(redact('cookie: a=1; b=2\nserver: nginx'), 'cookie: ‹hidden›\nserver: nginx');
  });

  for (const [name, place] of Object.entries(QUOTINGS)) {
    it(`are hidden, whatever they are: ${name}`, () => {
      fc.assert(
        fc.property(fc.constantFrom(...NAMES), quoted, (key, value) => {
          leavesNothing(place(key, value), value, place(key, ''));
        }),
        { numRuns: 300 },
      );
    });
  }

  for (const [name, place] of Object.entries(BARE)) {
    it(`are hidden, whatever they are: bare ${name}`, () => {
      fc.assert(
        fc.property(fc.constantFrom(...NAMES), bare, (key, value) => {
          leavesNothing(place(key, value), value, place(key, ''));
        }),
        { numRuns: 300 },
      );
    });
  }

  it('have names that are known or look so', () => {
    for (const name of [
      ...NAMES,
      'LLM_GATEWAY_CREDENTIAL',
      'ANTHROPIC_CUSTOM_HEADERS',
      'CLAUDE_CODE_EXTRA_BODY',
      'anthropic_api_key',
    ])
      assert.ok(isSecretName(name), name);
    for (const name of [
      'PATH',
      'PWD',
      'OLDPWD',
      'HOME',
      'max_tokens',
      'CLAUDE_CODE_CLIENT_KEY',
      'ANTHROPIC_BASE_URL',
      'key',
      'constructor',
      'token_type',
      'monkey',
    ])
      assert.ok(!isSecretName(name), name);
  });
});

describe('the texts of this product', () => {
  it('hold nothing that is taken for a credential', () => {
    assert.deepEqual(
      TABLE_TEXTS.filter((text) => redact(text) !== text),
      [],
    );
  });
});
