import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maskSettings } from '../../../../src/core/files/mask';
import { busyMs } from '../../../slowTexts/busy';

const KEY = 'Hc83VnQ0sYw6KdTf2LrB';
const SHORT_KEY = 'Zq8Wn3Rt6Yp1Lk9X';

/** Each holds {@link KEY}, or another one, at a place where a credential may be. */
const HOLDING: readonly string[] = [
  // Names, in any style, at any depth.
  ...[
    'token',
    'gatewayToken',
    'gateway_token',
    'gateway-token',
    'my.gateway.token',
    'authtoken',
    'accessTokens',
    'tokenValue',
    'clientSecret',
    'SECRET',
    'password',
    'dbPassword',
    'db_passwd',
    'proxyPwd',
    'github.pat',
    'GithubPAT',
    'passphrase',
    'sshPass',
    'apiKey',
    'apikey',
    'api-key',
    'APIKey',
    'key',
    'keys',
    'signingKey',
    'private_key_id',
    'credential',
    'credentials',
    'sessionCookie',
    'cookies',
    'auth',
    'basicAuth',
    'authorization',
    'jwt',
    'bearer',
    'x-vk',
    'apiKey2',
    'token_old',
    'OPENAI_API_KEY',
    'tokenProd',
    'sas',
    'webhookSig',
    'passcode',
    'connectionString',
    'licenseKey',
    'accountKey',
  ].map((name) => `{"a":{"b":[{"${name}":"${KEY}","z":1}]}}`),
  `{"apiKeys":["first","${KEY}"]}`,
  // Names that end so without a capital, a hyphen or a dot in between. A value that looks like a word is one too.
  ...['userpwd', 'dbpwds', 'ghpat', 'gitlab_mypat', 'teamtoken', 'clientsecret', 'dbpassword'].flatMap((name) => [
    `{"a":{"b":{"${name}":"${KEY}"}}}`,
    `{"a":{"b":{"${name}":"hunter-two"}}}`,
  ]),
  `{"credentials":{"production":{"user":"me","it":["${KEY}"]}}}`,
  '{"password":83470262119}',
  '{"auth":{"pin":[83470262119]}}',
  `{"apiKeys":{"${KEY}":"team-a"}}`,
  // Addresses.
  `{"http.proxy":"http://me:${KEY}@proxy.example:3128"}`,
  `{"http.proxy":"http://u:1/${KEY}@proxy.example:3128"}`,
  `{"http.proxy":"me:${KEY}@proxy.example:3128"}`,
  `{"http.proxy":"//me:${KEY}@proxy.example:3128"}`,
  `{"env":{"ANTHROPIC_BASE_URL":"https://me:${KEY}@gw.example/v1"}}`,
  `{"env":{"ANTHROPIC_BASE_URL":"https://gw.example/v1?subscription=${KEY}"}}`,
  `{"x":"https://gw.example/v1?key=${KEY}&a=b"}`,
  `{"x":"https://gw.example/v1?a=b&token=${KEY}"}`,
  `{"x":"https:\\/\\/me:${KEY}@gw.example"}`,
  `{"x":"postgres://me:${KEY}@db.example/x"}`,
  `{"x":"https://${KEY}@git.example/x.git"}`,
  `{"x":"https://gw.example/#access_token=${KEY}"}`,
  // Commands.
  `{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"curl -H 'Authorization: Bearer ${KEY}' https://gw.example"}]}]}}`,
  `{"command":"curl -H \\"x-team: ${KEY}\\" https://gw.example"}`,
  `{"command":"tool --api-key ${KEY} --model x"}`,
  `{"command":"tool --token=${KEY}"}`,
  `{"command":"curl -u me:${KEY} https://gw.example"}`,
  `{"command":"GATEWAY_KEY=${KEY} run"}`,
  `{"command":"export GATEWAY_KEY=${KEY}; run"}`,
  `{"apiKeyHelper":"echo sk-${KEY}"}`,
  `{"apiKeyHelper":"echo ${KEY}"}`,
  `{"apiKeyHelper":"printf '%s\\\\n' '${SHORT_KEY}'"}`,
  `{"apiKeyHelper":"vault read --token ${KEY} x"}`,
  `{"statusLine":{"command":"show bearer ${KEY}"}}`,
  '{"statusLine":{"command":"show --key hunter-two --model x"}}',
  `{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"notify --team-token='hunter-two' x"}]}]}}`,
  `{"permissions":{"allow":["Bash(curl -H 'x-api-key: ${KEY}' *)"]}}`,
  // Servers.
  `{"mcpServers":{"x":{"headers":{"Authorization":"Bearer ${KEY}"}}}}`,
  `{"mcpServers":{"x":{"headers":{"X-Team":"${KEY}"}}}}`,
  `{"mcpServers":{"x":{"headers":[{"name":"X-Team","value":"${KEY}"}]}}}`,
  `{"mcpServers":{"x":{"requestHeaders":["X-Team: ${KEY}"]}}}`,
  `{"mcpServers":{"x":{"args":["--api-key","${KEY}"]}}}`,
  `{"mcpServers":{"x":{"args":["--apiKey",\n"${KEY}", "--y"]}}}`,
  `{"mcpServers":{"x":{"args":["serve","${KEY}"]}}}`,
  `{"mcpServers":{"x":{"args":["-H","X-Team: ${KEY}"]}}}`,
  `{"mcpServers":{"x":{"args":["--header","X-Team:${KEY}"]}}}`,
  `{"mcpServers":{"x":{"args":["--header=X-Team: ${KEY}"]}}}`,
  `{"mcpServers":{"x":{"args":["-u","me:${KEY}"]}}}`,
  `{"mcpServers":{"x":{"args":["-e","TEAM=${KEY}"]}}}`,
  `{"mcpServers":{"x":{"args":["--env=team=${KEY}"]}}}`,
  `{"mcpServers":{"x":{"args":["--cookie","a=${KEY}"]}}}`,
  `{"mcpServers":{"x":{"env":{"team":"${KEY}"}}}}`,
  `{"mcpServers":{"x":{"env":["TEAM=${KEY}"]}}}`,
  `{"mcpServers":{"x":{"env":{"TEAM":{"value":"${KEY}"}}}}}`,
  // Environments.
  `{"terminal.integrated.env.linux":{"TEAM":"${KEY}"}}`,
  `{"terminal.integrated.env.windows":{"team":"${KEY}"}}`,
  `{"terminal.integrated.profiles.linux":{"bash":{"path":"bash","env":{"Team":"${KEY}"}}}}`,
  `{"claudeCode.environmentVariables":[{"name":"ANTHROPIC_AUTH_TOKEN","value":"${KEY}"}]}`,
  `{"claudeCode.environmentVariables":[{"value":"${KEY}","name":"ANTHROPIC_API_KEY"}]}`,
  `{"claudeCode.environmentVariables":[{"name":"TEAM","value":"${KEY}"}]}`,
  `{"claudeCode.environmentVariables":{"ANTHROPIC_AUTH_TOKEN":"${KEY}"}}`,
  `{"other":[{"name":"x-api-key","value":"${KEY}"}]}`,
  `{"env":{"ANTHROPIC_MODEL":"sk-${KEY}"}}`,
  `{"env":{"name":"${KEY}","value":"${KEY}"}}`,
  `{"headers":{"name":"${KEY}","header":"${KEY}"}}`,
  `{"requestHeaders":[{"key":"X-Team","value":"${KEY}"}]}`,
  `{"other":[{"name":"x-api-key","value":["${KEY}"]}]}`,
  `{"inputs":[{"id":"gateway-api-key","type":"promptString","default":"${KEY}"}]}`,
  `{"other":{"key":"ApiKey","value":"${KEY}"}}`,
  `{"env":[["TEAM","${KEY}"]]}`,
  `{"headers":[["X-Team","${KEY}"]]}`,
  `{"mcpServers":{"x":{"command":"sh","args":["-c","export TEAM=${KEY} && run"]}}}`,
  `{"mcpServers":{"x":{"url":"https://mcp.example/sse?team=${KEY}"}}}`,
  `{"sshCommand":"sshpass -p ${KEY} ssh me@x.example"}`,
  `{"command":"mysql -p${KEY}"}`,
  `{"env":{"ANTHROPIC_CUSTOM_HEADERS":"x-a: ${KEY}"}}`,
  // Forms that say it, wherever they are.
  ...[
    'sk-',
    'sk-ant-api03-',
    'ghp_',
    'github_pat_',
    'glpat-',
    'xoxb-',
    'AKIA',
    'AIza',
    'hf_',
    'npm_',
    'gsk_',
    'xai-',
    'pplx-',
    'eyJhbGciOiJub25lIn0.eyJ',
  ].flatMap((prefix) => [`{"x":["a ${prefix}${KEY}"]}`, `{"${prefix}${KEY}":true}`, `{} // ${prefix}${KEY}`]),
  `{"x":"s\\u006b-${KEY}"}`,
  `{"x":"-----BEGIN PRIVATE KEY-----\\n${KEY}\\n-----END PRIVATE KEY-----"}`,
  // Comments.
  `{} // ${KEY}`,
  `{} // ${SHORT_KEY}`,
  `{} // old: ghp_${KEY}`,
  `{} // the password was ${KEY}`,
  `{ // "apiKey": "${KEY}",\n}`,
  `{ // "GATEWAY": "${KEY}",\n}`,
  `{ // {"name": "TEAM", "value": "${KEY}"},\n}`,
  `{ /* "env": {\n "team": "${KEY}" } */ }`,
  `{ /* token:\n   ${KEY}\n */ }`,
  `{ /* -----BEGIN RSA PRIVATE KEY-----\n${KEY}\n-----END RSA PRIVATE KEY----- */ "a": 1 }`,
  `// -----BEGIN RSA PRIVATE KEY-----\n// ${KEY}${KEY}\n{}`,
  `{ // http://me:${KEY}@proxy.example\n}`,
  `{ // export TEAM=${KEY}\n}`,
  // Broken.
  `{"apiKey": "${KEY}\n"model": "opus"`,
  `{"apiKey": "a\\\n${KEY}", "b": 1}`,
  `{"apiKey" "${KEY}"}`,
  `{"apiKey": ${KEY}}`,
  `{apiKey: '${KEY}'}`,
  `{'apiKey': 'a ${KEY} b'}`,
  `{"a": "b" "apiKey": "${KEY}" "c": "d"`,
  `"apiKey": "${KEY}"`,
  `{"model": opus", "apiKey": "${KEY}"}`,
  `{"a": [}, "apiKey": "${KEY}"}`,
  `{"proxy": http://me:${KEY}@proxy.example}`,
  `{"env": {"TEAM": "${KEY}"`,
  `${'['.repeat(20_000)}"sk-${KEY}"`,
  `${'{"a":'.repeat(20_000)}{"apiKey":"${KEY}"`,
];

/** Everything in it is shown. */
const HARMLESS: readonly string[] = [
  '{\n  "claudeCode.disableLoginPrompt": true, // keep\r\n  "editor.fontSize": 14,\n}',
  '{"env":{"ANTHROPIC_BASE_URL":"https://gw.example:8443/v1","ANTHROPIC_MODEL":"claude-sonnet-4-20250514","HTTPS_PROXY":"http://proxy.example:3128","CLAUDE_CODE_MAX_OUTPUT_TOKENS":"8192","MAX_THINKING_TOKENS":4096}}',
  '{"claudeCode.environmentVariables":[{"name":"ANTHROPIC_BASE_URL","value":"https://gw.example"}]}',
  '{"claudeCode.environmentVariables":[{"value":"https://gw.example","name":"ANTHROPIC_BASE_URL"}]}',
  '{"apiKeyHelper":"~/bin/get-gateway-key.sh","statusLine":{"type":"command","command":"show --model x"}}',
  '{"keyboard.dispatch":"keyCode","editor.tokenColorCustomizations":{"comments":"#aabbcc"},"workbench.keybindings":"x","editor.semanticTokenColorCustomizations":{"enabled":true},"monkey":"see","maxTokens":4096,"tokenLimit":5,"tokenizer":"o200k"}',
  '{"compat":"node20","statusLine":{"command":"show --key $KEY --keybindings vim --max-tokens 5"},"mcpServers":{"y":{"args":["run","a-server-with-a-very-long-name","claude-sonnet-4-20250514","/opt/x/Very2Long3Path4/bin"]}}}',
  '{"permissions":{"allow":["Bash(npm run test:*)","WebFetch(domain:docs.example.com)","Read(~/.zshrc)"]},"model":"opus","includeCoAuthoredBy":false}',
  '{"mcpServers":{"x":{"command":"npx","args":["-y","@scope/server@1.2.3","--port","8080"],"headers":{"Content-Type":"application/json","anthropic-version":"2023-06-01"}}}}',
  '{"password":null,"auth":true,"token":""}'.replace('"token":""', '"a":""'),
  '{"$schema":"https://json.schemastore.org/claude-code-settings.json","x":"https://unpkg.com/pkg@1.0/x.json","y":"me@example.com"}',
  '{ // "model": "opus", and "editor.fontSize": 12\n /* set a key: it is asked for */ }',
  '{"name":"timeout","value":"5","a":"b=c","files.exclude":{"**/*.key":true}}',
  '{ "broken": [1, 2, "x" "y": }',
  '{"files.associations":{"*.env":"dotenv"},"http.proxyAuthorization":null,"github.gitAuthentication":false,"git.autofetch":"all","python.envFile":"${workspaceFolder}/.env","auth.provider":"github"}',
  '// nothing\r\n',
  '',
];

const lines = (text: string): number => text.split('\n').length;

describe('the preview of settings', () => {
  for (const text of HOLDING) {
    it(`hides it: ${text.length > 150 ? `${text.slice(0, 40)}…${text.slice(-60)}` : text}`, () => {
      const masked = maskSettings(text);
      for (const held of [KEY, SHORT_KEY, 'hunter-two', '83470262119'])
        assert.ok(!masked.includes(held), masked.slice(-500));
      assert.equal(lines(masked), lines(text));
    });
  }

  for (const text of HARMLESS)
    it(`shows it as it is: ${text}`, () => {
      assert.equal(maskSettings(text), text);
    });

  it('keeps what tells the user what is about to be written', () => {
    const text =
      '{\n  // the old one: ghp_0123456789abcdefghij\n  "env": {\n    "ANTHROPIC_BASE_URL": "https://me:pw@gw.example/v1?key=abc",\n    "ANTHROPIC_AUTH_TOKEN": "abcdefgh"\n  },\n  "mcpServers": { "x": { "args": ["--api-key", "abcdefgh", "--port", "1"] } }\n}\n';
    assert.equal(
      maskSettings(text),
      '{\n  // the old one: ‹hidden›\n  "env": {\n    "ANTHROPIC_BASE_URL": "https://‹hidden›@gw.example/v1?key=‹hidden›",\n    "ANTHROPIC_AUTH_TOKEN": "‹hidden, 8 characters›"\n  },\n  "mcpServers": { "x": { "args": ["--api-key", "‹hidden, 8 characters›", "--port", "1"] } }\n}\n',
    );
  });

  it('shows that a hidden value changes, also to one of the same length', () => {
    const text = (key: string, password: string): string =>
      `{"env":{"ANTHROPIC_AUTH_TOKEN":"${key}","HTTPS_PROXY":"http://me:${password}@proxy.example"}}`;
    const [before, after] = [text('abcdefgh', 'pw'), text('ijklmnop', 'pw')];
    assert.equal(
      maskSettings(after, before),
      '{"env":{"ANTHROPIC_AUTH_TOKEN":"‹hidden, 8 characters, new›","HTTPS_PROXY":"http://‹hidden›@proxy.example"}}',
    );
    assert.equal(maskSettings(before, before), maskSettings(before));
    assert.equal(
      maskSettings(text('abcdefgh', 'other'), before),
      '{"env":{"ANTHROPIC_AUTH_TOKEN":"‹hidden, 8 characters›","HTTPS_PROXY":"http://‹hidden, new›@proxy.example"}}',
    );
  });

  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  const harmlessName = word.filter(
    (name) =>
      !/env|key|token|pass|pwd|pat|auth|jwt|sig|cookie|vk|header|name|value|id|secret|sas|pin|otp|code|bearer/.test(
        name,
      ),
  );
  const scalar: fc.Arbitrary<unknown> = fc.oneof(
    harmlessName,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom(
      'https://gw.example/v1',
      'npm run test',
      '~/x y',
      '--port',
      'a "quoted" word',
      'line\nbreak',
      'ünïcode',
    ),
  );
  const harmless = fc.letrec<{ readonly node: unknown }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      scalar,
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(harmlessName, tie('node'), { maxKeys: 4 }),
    ),
  })).node;
  /** A value that holds the key, in each way in which one is held. */
  const secretive: fc.Arbitrary<unknown> = fc.oneof(
    fc
      .constantFrom(
        'token',
        'apiKey',
        'db_password',
        'GITHUB-PAT',
        'auth',
        'sessionCookie',
        'credentials',
        'userPwd',
        'clientSecret',
        'passphrase',
      )
      .chain((name) =>
        fc.constantFrom<unknown>(KEY, [KEY], { deep: KEY }, [[{ deep: [KEY] }]]).map((value) => ({ [name]: value })),
      ),
    fc.constantFrom(
      `https://me:${KEY}@gw.example`,
      `https://gw.example?api_key=${KEY}&x=1`,
      `curl -H "Authorization: Bearer ${KEY}"`,
      `run --token ${KEY}`,
      `sk-${KEY}`,
      `say ghp_${KEY}`,
      `GATEWAY_KEY=${KEY}`,
    ),
    fc.constantFrom(['--api-key', KEY], ['-H', `X-Team: ${KEY}`], ['-u', `me:${KEY}`], ['-e', `TEAM=${KEY}`]),
    fc.constantFrom(
      { headers: { 'X-Team': KEY } },
      { env: { team: KEY } },
      { env: { TEAM: KEY } },
      { [`sk-${KEY}`]: 1 },
      { name: 'API_KEY', value: KEY },
    ),
  );
  const put = (tree: unknown, secret: unknown, at: number): unknown => {
    if (Array.isArray(tree))
      return tree.length === 0
        ? [secret]
        : tree.map((item, index): unknown => (index === at % tree.length ? put(item, secret, at >> 1) : item));
    if (typeof tree !== 'object' || tree === null) return secret;
    const names = Object.keys(tree);
    return names.length === 0
      ? { within: secret }
      : Object.fromEntries(
          Object.entries(tree).map(([name, value]) => [
            name,
            name === names[at % names.length] ? put(value, secret, at >> 1) : (value as unknown),
          ]),
        );
  };

  it('shows no credential, wherever one stands in whatever settings', () => {
    const layout = fc.constantFrom(
      (value: unknown) => JSON.stringify(value),
      (value: unknown) => JSON.stringify(value, undefined, 2),
      (value: unknown) => JSON.stringify(value, undefined, '\t').replaceAll('\n', ' // a comment\r\n'),
      (value: unknown) => `{} /* ${JSON.stringify(value).replaceAll('*/', '')} */`,
      (value: unknown) => `// ${JSON.stringify(value)}`,
    );
    fc.assert(
      fc.property(
        harmless,
        secretive,
        fc.nat(),
        layout,
        fc.nat(),
        fc.boolean(),
        (tree, secret, at, print, cut, isCut) => {
          const whole = print(put(tree, secret, at));
          const text = isCut
            ? whole.slice(0, cut % (whole.length + 1)) + whole.slice((cut % (whole.length + 1)) + 1)
            : whole;
          const masked = maskSettings(text);
          // One character taken away may be one of the key, or of what tells that it is one.
          if (!isCut) assert.ok(!masked.includes(KEY), masked);
          assert.equal(lines(masked), lines(text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('shows harmless settings byte for byte', () => {
    fc.assert(
      fc.property(harmless, fc.constantFrom(0, 2, '\t'), (tree, indent) => {
        const text = JSON.stringify(tree, undefined, indent);
        assert.equal(maskSettings(text), text);
        assert.equal(maskSettings(`${text} // a comment\n`), `${text} // a comment\n`);
      }),
      { numRuns: 500 },
    );
  });

  it('takes any text, and keeps its lines', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc
            .array(
              fc.constantFrom(
                '{',
                '}',
                '[',
                ']',
                ':',
                ',',
                '"',
                '\\',
                '\n',
                '\r\n',
                '//',
                '/*',
                '*/',
                '"token"',
                'x',
                ' ',
                '"a":',
                "'",
                'PRIVATE KEY-----',
                '-----BEGIN ',
                'key:',
              ),
            )
            .map((parts) => parts.join('')),
        ),
        (text) => {
          assert.equal(lines(maskSettings(text)), lines(text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('takes bounded time', () => {
    for (const piece of [
      '[',
      '{"a":',
      '"a" ',
      '"key":"x",',
      '// key = ',
      '/* ',
      '"',
      '\\',
      ' ',
      '\n',
      ': ',
      '"x": "',
      'A_B=',
      '"name":"A","value":"b"},{',
      '// a\n',
      '//a:b@c\n',
      "'a' ",
      'key\n',
    ]) {
      for (const text of [
        piece.repeat(Math.ceil(500_000 / piece.length)),
        `{} // ${piece.replace('\n', ' ').repeat(Math.ceil(500_000 / piece.length))}`,
      ]) {
        const took = busyMs(() => maskSettings(text, text));
        assert.ok(took < 3000, `${JSON.stringify(piece)} took ${Math.round(took)} ms`);
      }
    }
  });
});
