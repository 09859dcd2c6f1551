import assert from 'node:assert/strict';
import { nearestName } from '../../../../src/core/checks/nearestName';
import { PROVIDERS } from '../../../../src/core/claude/providers';
import { compareVersions } from '../../../../src/core/claude/clientVersions';
import {
  FILE_VARIABLES,
  holdsCredential,
  isSecretVariable,
  SET_BY_CLAUDE_CODE,
  variableRow,
  VARIABLES,
} from '../../../../src/core/claude/variables';
import { judgeHeaders, judgeValue, type Judgement } from '../../../../src/core/checks/variableValues';
import { busyMs } from '../../../slowTexts/busy';

describe('the table of variables', () => {
  const hidden = [
    'ANTHROPIC_AUTH_TOKEN',
    'ANTHROPIC_API_KEY',
    'ANTHROPIC_CUSTOM_HEADERS',
    'ANTHROPIC_FOUNDRY_API_KEY',
    'AWS_BEARER_TOKEN_BEDROCK',
    'AWS_SECRET_ACCESS_KEY',
    'CLAUDE_CODE_OAUTH_TOKEN',
    'CLAUDE_CODE_EXTRA_BODY',
    'OPENAI_API_KEY',
    'DB_PASS',
    'GITHUB_PAT',
    'PATH',
    'constructor',
    '__proto__',
    'DB_PASSWORD',
    'my_secret',
    'CLAUDE_CODE_CLIENT_KEY_PASSPHRASE',
    'SESSION_COOKIE',
    'apiKeyHelper',
    'constructor_token',
  ];
  const shown = [
    'ANTHROPIC_BASE_URL',
    'ANTHROPIC_MODEL',
    'HTTPS_PROXY',
    'NODE_EXTRA_CA_CERTS',
    'CLAUDE_CODE_API_KEY_HELPER_TTL_MS',
    'CLAUDE_CODE_USE_BEDROCK',
    'ANTHROPIC_DEFAULT_OPUS_MODEL_NAME',
    'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC',
  ];

  it('shows only what the table says is harmless', () => {
    for (const name of hidden) assert.ok(isSecretVariable(name), name);
    for (const name of shown) assert.ok(!isSecretVariable(name), name);
  });

  it('hides every credential and every header, and two that may hold one', () => {
    for (const [name, { secret }] of Object.entries(VARIABLES))
      assert.equal(
        secret,
        holdsCredential(name) || ['CLAUDE_CODE_CLIENT_KEY_PASSPHRASE', 'CLAUDE_CODE_EXTRA_BODY'].includes(name),
        name,
      );
    // A name says enough to know that the table has forgotten something.
    for (const [name, { secret, kind }] of Object.entries(VARIABLES))
      if (/(?:TOKEN|_KEY|PASSPHRASE|SECRET)(?:_|$)/.test(name) && kind === 'text') assert.ok(secret, name);
  });

  it('holds every provider’s flag and address', () => {
    for (const { flag, baseUrl, skipAuth, own, partners, region } of PROVIDERS) {
      assert.deepEqual(
        [VARIABLES[flag]?.role, VARIABLES[baseUrl]?.role, VARIABLES[skipAuth]?.kind],
        ['provider', 'provider-base-url', 'flag'],
      );
      for (const name of [...own, ...partners, ...region]) assert.ok(variableRow(name) !== undefined, name);
    }
    assert.equal(new Set(PROVIDERS.map(({ id }) => id)).size, PROVIDERS.length);
  });

  it('names only variables that it knows, versions that exist, and ranges that hold something', () => {
    for (const [name, { obsolete, ineffective, since, min = 0, max = Infinity, values }] of Object.entries(VARIABLES)) {
      for (const other of [obsolete, ineffective?.when === 'without' ? ineffective.variable : undefined])
        assert.ok(other === undefined || other === 'apiKeyHelper' || variableRow(other) !== undefined, name);
      for (const version of [since, ineffective?.when === 'from-version' ? ineffective.version : undefined])
        assert.ok(version === undefined || compareVersions(version, '2.0.0') > 0, name);
      assert.ok(min < max && values?.length !== 0, name);
    }
    assert.deepEqual(FILE_VARIABLES, ['NODE_EXTRA_CA_CERTS', 'CLAUDE_CODE_CLIENT_CERT', 'CLAUDE_CODE_CLIENT_KEY']);
  });
});

describe('a value', () => {
  const judge = (name: string, value: string, version?: string): Judgement | undefined => {
    const row = variableRow(name);
    assert.ok(row !== undefined, name);
    return judgeValue(name, row, value, version);
  };
  const odd: readonly [string, string, RegExp, string?][] = [
    ['CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC', 'False', /any value turns it on/],
    ['DISABLE_TELEMETRY', '0', /any value turns it on/],
    ['CLAUDE_CODE_USE_BEDROCK', 'enabled', /neither on nor off/],
    ['CLAUDE_CODE_USE_BEDROCK', '"1"', /quotation marks/],
    ['ANTHROPIC_MODEL', '“opus”', /quotation marks/],
    ['ANTHROPIC_AUTH_TOKEN', "'sk-1'", /quotation marks/],
    ['ANTHROPIC_AUTH_TOKEN', '${GATEWAY_TOKEN}', /isn’t replaced with a value/],
    ['ANTHROPIC_AUTH_TOKEN', '$GATEWAY_TOKEN', /isn’t replaced with a value/],
    ['ANTHROPIC_AUTH_TOKEN', '%GATEWAY_TOKEN%', /isn’t replaced with a value/],
    ['ANTHROPIC_API_KEY', '<your key>', /isn’t replaced with a value/],
    ['ANTHROPIC_API_KEY', 'sk-1 sk-2', /contains a space/],
    ['ANTHROPIC_MODEL', 'a\nb', /contains a line break/],
    ['ANTHROPIC_MODEL', 'opus ', /starts or ends with/],
    ['NODE_EXTRA_CA_CERTS', '/etc/ca.pem\n', /starts or ends with/],
    ['NODE_EXTRA_CA_CERTS', '~/ca.pem', /full path/],
    ['NODE_EXTRA_CA_CERTS', '%USERPROFILE%\\ca.pem', /full path/],
    ['CLAUDE_CODE_AUTO_COMPACT_WINDOW', '500k', /digits at the start/],
    ['CLAUDE_CODE_AUTO_COMPACT_WINDOW', '500', /below 100000/],
    ['CLAUDE_CODE_AUTO_COMPACT_WINDOW', '2000000', /above 1000000/],
    ['CLAUDE_CODE_MAX_OUTPUT_TOKENS', '32k', /isn’t a number/],
    ['CLAUDE_CODE_MAX_OUTPUT_TOKENS', '64_000', /isn’t a number/, '2.1.210'],
    ['CLAUDE_CODE_MAX_RETRIES', '99', /above 15/],
    ['CLAUDE_CODE_MAX_RETRIES', '-1', /isn’t a number/],
    ['CLAUDE_CODE_EFFORT_LEVEL', 'highest', /one of low/],
    ['ENABLE_TOOL_SEARCH', '1', /one of true/],
    ['CLAUDE_CODE_CERT_STORE', 'system,openssl', /contain only bundled, system/],
    ['CLAUDE_CODE_EXTRA_BODY', 'x=1', /isn’t a JSON object/],
  ];
  for (const [name, value, detail, version] of odd)
    it(`is odd: ${name}=${value.replaceAll('\n', '⏎')}`, () => {
      assert.match(judge(name, value, version)?.detail ?? '', detail);
    });

  const fine: readonly [string, string, string?][] = [
    ['CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC', '1'],
    ['CLAUDE_CODE_USE_BEDROCK', ' TRUE '],
    ['CLAUDE_CODE_USE_BEDROCK', 'no'],
    ['CLAUDE_CODE_ATTRIBUTION_HEADER', '0'],
    ['ANTHROPIC_AUTH_TOKEN', ' sk-1\n'],
    ['ANTHROPIC_AUTH_TOKEN', 'Bearer sk-1'],
    ['ANTHROPIC_AUTH_TOKEN', 'a$b{c}'],
    ['ANTHROPIC_AUTH_TOKEN', 'a"b'],
    ['ANTHROPIC_MODEL', 'team/opus[1m]'],
    ['ANTHROPIC_CUSTOM_MODEL_OPTION_DESCRIPTION', 'The one of our team'],
    ['NODE_EXTRA_CA_CERTS', '/Users/Jane Doe/~ca.pem'],
    ['NODE_EXTRA_CA_CERTS', 'C:\\certs\\ca.pem'],
    ['CLAUDE_CODE_AUTO_COMPACT_WINDOW', '100000'],
    ['CLAUDE_CODE_MAX_OUTPUT_TOKENS', '64_000'],
    ['CLAUDE_CODE_MAX_OUTPUT_TOKENS', '2e3'],
    ['CLAUDE_CODE_MAX_OUTPUT_TOKENS', '64000', '2.1.197'],
    ['MAX_THINKING_TOKENS', '0'],
    ['CLAUDE_CODE_EFFORT_LEVEL', 'XHIGH'],
    ['ENABLE_TOOL_SEARCH', 'auto:5'],
    ['CLAUDE_CODE_CERT_STORE', 'bundled, system'],
    ['CLAUDE_CODE_EXTRA_BODY', '{"a": "${b}"}'],
    ['ANTHROPIC_CUSTOM_HEADERS', 'A: b\nC: d'],
    ['ANTHROPIC_BASE_URL', '"https://gw.example"'],
    ['HTTPS_PROXY', 'proxy:3128'],
    ['NO_PROXY', 'a, b c'],
    ['CLAUDE_CODE_USE_BEDROCK', ''],
    ['ANTHROPIC_MODEL', ''],
  ];
  for (const [name, value, version] of fine)
    it(`is fine: ${name}=${value.replaceAll('\n', '⏎')}`, () => {
      assert.equal(judge(name, value, version), undefined);
    });

  it('is an error only where nothing works with it, and a note where the variable is not Claude Code’s alone', () => {
    const severities = [
      judge('API_TIMEOUT_MS', '2147483648'),
      judge('API_TIMEOUT_MS', '1m'),
      judge('CLAUDE_CODE_MAX_RETRIES', '99'),
      judge('IS_DEMO', 'no'),
    ].map((judgement) => judgement?.severity);
    assert.deepEqual(severities, ['error', 'note', 'warning', 'note']);
  });

  it('of custom headers is read line by line', () => {
    const table: readonly [string, RegExp | undefined][] = [
      ['A: b', undefined],
      ['A: b\r\n\r\nC:', undefined],
      ['A b', /line 1 of 1/],
      ['A: b\n: c', /line 2 of 2/],
      ['A: b\\nC: d', /aren’t a line break/],
      ['Anthropic-Beta: x', /ANTHROPIC_BETAS/],
    ];
    for (const [value, detail] of table) {
      const judgement = judgeHeaders(value);
      if (detail === undefined) assert.equal(judgement, undefined, value);
      else assert.match(judgement?.detail ?? '', detail);
    }
  });

  it('of any length is judged at once', () => {
    const long = 50_000;
    const ms = busyMs(() => {
      for (const value of [
        '${'.repeat(long),
        ' '.repeat(long),
        `a${' '.repeat(long)}`,
        `a${'\n'.repeat(long)}`,
        '"'.repeat(long),
        `"${'" '.repeat(long)}x`,
        '\\n'.repeat(long),
        `${'a'.repeat(long)} `,
      ]) {
        for (const name of Object.keys(VARIABLES)) judge(name, value);
        judgeHeaders(value);
      }
    });
    assert.ok(ms < 3000, `${Math.round(ms)} ms`);
  });
});

describe('the nearest name', () => {
  const table: Readonly<Record<string, string | undefined>> = {
    ANTHROPIC_BASE_ULR: 'ANTHROPIC_BASE_URL',
    ANTHROPIC_BASEURL: 'ANTHROPIC_BASE_URL',
    anthropic_base_url: 'ANTHROPIC_BASE_URL',
    ANTROPIC_AUTH_TOKEN: 'ANTHROPIC_AUTH_TOKEN',
    ANTHROPIC_AUTH_TOKENS: 'ANTHROPIC_AUTH_TOKEN',
    ANTHROPIC_TOKEN: 'ANTHROPIC_AUTH_TOKEN',
    CLAUDE_CODE_USE_BEDROK: 'CLAUDE_CODE_USE_BEDROCK',
    NODE_EXTRA_CA_CERT: 'NODE_EXTRA_CA_CERTS',
    HTTP_PROXXY: 'HTTP_PROXY',
    ANTHROPIC_BASE_URL: undefined,
    CLAUDE_CODE_ENTRYPOINT: undefined,
    FTP_PROXY: undefined,
    RSYNC_PROXY: undefined,
    AWS_PROFILE: undefined,
    PATH: undefined,
    MODEL: undefined,
    OPENAI_BASE_URL: undefined,
    ANTHROPIC_LOG: undefined,
    CLAUDE_CODE_SHELL: undefined,
    constructor: undefined,
    __proto__: undefined,
    '': undefined,
  };
  for (const [name, expected] of Object.entries(table))
    it(`of ${name || 'nothing'} is ${expected ?? 'none'}`, () => {
      assert.equal(nearestName(name), expected);
    });

  it('is none for what Claude Code sets itself, what is known, and a name of any length', () => {
    for (const name of [...SET_BY_CLAUDE_CODE, ...Object.keys(VARIABLES), `ANTHROPIC_BASE_URL${'X'.repeat(100_000)}`])
      assert.equal(nearestName(name), undefined);
  });
});
