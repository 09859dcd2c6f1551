import assert from 'node:assert/strict';
import { isConfigured, predict } from '../../../../src/core/config/predict';
import { resolve, valueOf } from '../../../../src/core/config/resolve';
import type { Snapshot, SourceReading } from '../../../../src/core/config/snapshot';
import type { SurfaceId } from '../../../../src/core/claude/sources';
import { BROKEN, reading, snapshotOf, stateWith } from '../support';

interface Sent {
  readonly to: string;
  readonly bearer?: string;
  readonly key?: string;
  /** Why nothing leaves. */
  readonly not?: string;
}

/** What leaves: base URL, and per header its value or where it comes from. */
function sentFrom(readings: readonly SourceReading[], surface: SurfaceId, more: Partial<Snapshot> = {}): Sent {
  const snapshot = snapshotOf(readings, more);
  const config = resolve(snapshot, surface);
  const { baseUrl, headers, reason, willSend } = predict(config, snapshot);
  assert.equal(willSend, reason === undefined);
  const content = (header: 'authorization' | 'xApiKey'): string | undefined => {
    const origin = headers[header];
    return origin === null ? undefined : origin.kind === 'login' ? 'login' : valueOf(config, origin.variable ?? '');
  };
  const [bearer, key] = [content('authorization'), content('xApiKey')];
  return {
    to: baseUrl.value,
    ...(bearer === undefined ? {} : { bearer }),
    ...(key === undefined ? {} : { key }),
    ...(reason === undefined ? {} : { not: reason }),
  };
}

const URL = 'ANTHROPIC_BASE_URL';
const TOKEN = 'ANTHROPIC_AUTH_TOKEN';
const KEY = 'ANTHROPIC_API_KEY';
const DEFAULT = 'https://api.anthropic.com';
const shell = reading('shell', { [URL]: 'http://127.0.0.1:8787', [TOKEN]: 'shell-token' });
const shellKey = reading('shell', { [URL]: 'http://127.0.0.1:8787', [KEY]: 'shell-key' });
const login = reading('login');

/** The rows of the measurements (2.1.329), by their names. */
const MEASURED: readonly [string, readonly SourceReading[], Sent][] = [
  [
    'user_settings_vs_shell',
    [shell, reading('user-settings', { [URL]: 'http://127.0.0.1:8788', [TOKEN]: 'user-token' })],
    { to: 'http://127.0.0.1:8788', bearer: 'user-token' },
  ],
  [
    'user_settings_url_only_vs_shell',
    [shell, reading('user-settings', { [URL]: 'http://127.0.0.1:8788' })],
    { to: 'http://127.0.0.1:8788', bearer: 'shell-token' },
  ],
  [
    'user_settings_only',
    [reading('user-settings', { [URL]: 'http://127.0.0.1:8788', [TOKEN]: 'user-token' })],
    { to: 'http://127.0.0.1:8788', bearer: 'user-token' },
  ],
  [
    'user_settings_empty_url_vs_shell',
    [shell, reading('user-settings', { [URL]: '' })],
    { to: DEFAULT, bearer: 'shell-token' },
  ],
  [
    'project_vs_user',
    [
      reading('user-settings', { [URL]: 'http://127.0.0.1:8788', [TOKEN]: 'user-token' }),
      reading('project-settings', { [URL]: 'http://127.0.0.1:8789', [TOKEN]: 'project-token' }),
    ],
    { to: 'http://127.0.0.1:8789', bearer: 'project-token' },
  ],
  [
    'project_only',
    [reading('project-settings', { [URL]: 'http://127.0.0.1:8789', [TOKEN]: 'project-token' })],
    { to: 'http://127.0.0.1:8789', bearer: 'project-token' },
  ],
  [
    'project_url_vs_shell',
    [shell, reading('project-settings', { [URL]: 'http://127.0.0.1:8789' })],
    { to: 'http://127.0.0.1:8789', bearer: 'shell-token' },
  ],
  [
    'local_vs_project',
    [
      reading('project-settings', { [URL]: 'http://127.0.0.1:8789', [TOKEN]: 'project-token' }),
      reading('local-settings', { [URL]: 'http://127.0.0.1:8788', [TOKEN]: 'local-token' }),
    ],
    { to: 'http://127.0.0.1:8788', bearer: 'local-token' },
  ],
  [
    'managed_vs_shell',
    [shell, reading('managed-file', { [URL]: 'http://127.0.0.1:8788', [TOKEN]: 'managed-token' })],
    { to: 'http://127.0.0.1:8788', bearer: 'managed-token' },
  ],
  [
    'managed_url_only_vs_shell',
    [shell, reading('managed-file', { [URL]: 'http://127.0.0.1:8788' })],
    { to: 'http://127.0.0.1:8788', bearer: 'shell-token' },
  ],
  [
    'managed_vs_user',
    [
      reading('user-settings', { [URL]: 'http://127.0.0.1:8789', [TOKEN]: 'user-token' }),
      reading('managed-file', { [URL]: 'http://127.0.0.1:8788', [TOKEN]: 'managed-token' }),
    ],
    { to: 'http://127.0.0.1:8788', bearer: 'managed-token' },
  ],
  [
    'managed_flm_claudeai',
    [
      shell,
      reading(
        'managed-file',
        { [URL]: 'http://127.0.0.1:8788' },
        { forceLogin: { method: 'claudeai', organization: false } },
      ),
    ],
    { to: 'http://127.0.0.1:8788', bearer: 'shell-token', not: 'managed-first-party-login' },
  ],
  [
    'managed_flm_claudeai_only_shelltoken',
    [shell, reading('managed-file', {}, { forceLogin: { method: 'claudeai', organization: false } })],
    { to: 'http://127.0.0.1:8787', bearer: 'shell-token', not: 'managed-first-party-login' },
  ],
  [
    'managed_flm_orguuid_shelltoken',
    [shell, reading('managed-dropin:10.json', {}, { forceLogin: { method: undefined, organization: true } })],
    { to: 'http://127.0.0.1:8787', bearer: 'shell-token', not: 'managed-first-party-login' },
  ],
  [
    'managed_flm_gateway_only',
    [reading('managed-file', {}, { forceLogin: { method: 'gateway', organization: false } })],
    { to: DEFAULT, not: 'managed-first-party-login' },
  ],
  [
    'user_flm_claudeai_shelltoken',
    [shell, reading('user-settings', {}, { forceLogin: { method: 'claudeai', organization: false } })],
    { to: 'http://127.0.0.1:8787', bearer: 'shell-token' },
  ],
  [
    'managed_flm with the login it demands',
    [login, reading('managed-file', {}, { forceLogin: { method: 'claudeai', organization: false } })],
    { to: DEFAULT, bearer: 'login' },
  ],
  [
    'managed_broken_json',
    [shell, reading('managed-file', { [URL]: 'http://127.0.0.1:8788' }, BROKEN)],
    { to: 'http://127.0.0.1:8787', bearer: 'shell-token', not: 'managed-settings-broken' },
  ],
  [
    'user_broken_json',
    [shell, reading('user-settings', { [URL]: 'http://127.0.0.1:8788' }, BROKEN)],
    { to: 'http://127.0.0.1:8787', bearer: 'shell-token' },
  ],
  [
    'managed_apiKeyHelper_vs_shell_token',
    [shell, reading('managed-file', {}, { helper: reading('shell', { h: 'managed-helper' }).env['h'] as never })],
    { to: 'http://127.0.0.1:8787', bearer: 'shell-token', key: 'managed-helper' },
  ],
  [
    'user_apiKeyHelper_vs_shell_apikey',
    [shellKey, reading('user-settings', {}, { helper: reading('shell', { h: 'user-helper' }).env['h'] as never })],
    { to: 'http://127.0.0.1:8787', bearer: 'user-helper', key: 'shell-key' },
  ],
  [
    'apiKeyHelper alone fills both headers',
    [
      reading(
        'user-settings',
        { [URL]: 'http://127.0.0.1:8788' },
        { helper: reading('shell', { h: 'user-helper' }).env['h'] as never },
      ),
    ],
    { to: 'http://127.0.0.1:8788', bearer: 'user-helper', key: 'user-helper' },
  ],
  ['oauth_creds_plus_shell_token', [shell, login], { to: 'http://127.0.0.1:8787', bearer: 'shell-token' }],
  [
    'oauth_creds_plus_url_only',
    [reading('shell', { [URL]: 'http://127.0.0.1:8787' }), login],
    { to: 'http://127.0.0.1:8787', bearer: 'login' },
  ],
  ['oauth_creds_plus_shell_apikey', [shellKey, login], { to: 'http://127.0.0.1:8787', key: 'shell-key' }],
  [
    'CLAUDE_CODE_OAUTH_TOKEN over the saved login',
    [reading('shell', { [URL]: 'http://127.0.0.1:8787', CLAUDE_CODE_OAUTH_TOKEN: 'oauth' }), login],
    { to: 'http://127.0.0.1:8787', bearer: 'oauth' },
  ],
  [
    'cred_none',
    [reading('shell', { [URL]: 'http://127.0.0.1:8787' })],
    { to: 'http://127.0.0.1:8787', not: 'credential-missing' },
  ],
  [
    'cred_both',
    [reading('shell', { [URL]: 'http://127.0.0.1:8787', [TOKEN]: 'token', [KEY]: 'key' })],
    { to: 'http://127.0.0.1:8787', bearer: 'token', key: 'key' },
  ],
  [
    'cred_token_empty',
    [reading('shell', { [URL]: 'http://127.0.0.1:8787', [TOKEN]: '' })],
    { to: 'http://127.0.0.1:8787', not: 'credential-missing' },
  ],
  [
    'an empty token in a file unsets the shell’s',
    [shell, reading('user-settings', { [TOKEN]: '' })],
    { to: 'http://127.0.0.1:8787', not: 'credential-missing' },
  ],
  [
    'bedrock_flag_plus_base_url',
    [
      reading('shell', {
        [URL]: 'http://127.0.0.1:8787',
        [TOKEN]: 'shell-token',
        CLAUDE_CODE_USE_BEDROCK: '1',
        CLAUDE_CODE_SKIP_BEDROCK_AUTH: '1',
        ANTHROPIC_BEDROCK_BASE_URL: 'http://127.0.0.1:8788',
      }),
    ],
    { to: 'http://127.0.0.1:8788', bearer: 'shell-token' },
  ],
  [
    'bedrock_flag_zero',
    [
      reading('shell', {
        [URL]: 'http://127.0.0.1:8787',
        [TOKEN]: 'shell-token',
        CLAUDE_CODE_USE_BEDROCK: '0',
        ANTHROPIC_BEDROCK_BASE_URL: 'http://127.0.0.1:8788',
      }),
    ],
    { to: 'http://127.0.0.1:8787', bearer: 'shell-token' },
  ],
  [
    'two_providers',
    [
      reading('shell', {
        CLAUDE_CODE_USE_VERTEX: '1',
        ANTHROPIC_VERTEX_BASE_URL: 'http://127.0.0.1:8789',
        CLAUDE_CODE_USE_BEDROCK: '1',
        ANTHROPIC_BEDROCK_BASE_URL: 'http://127.0.0.1:8788',
        CLAUDE_CODE_SKIP_BEDROCK_AUTH: '1',
      }),
    ],
    { to: 'http://127.0.0.1:8788' },
  ],
];

describe('what Claude Code will send, as measured', () => {
  for (const surface of ['print', 'terminal', 'integrated-terminal', 'vscode-extension'] as const) {
    for (const [name, readings, expected] of MEASURED) {
      it(`${name} (${surface})`, () => {
        assert.deepEqual(
          sentFrom(readings, surface, { state: stateWith({ approved: ['shell-key', 'key'] }) }),
          expected,
        );
      });
    }
  }

  it('skips an API key that was declined or, in VS Code, not approved', () => {
    const LONG = 'sk-0123456789-0123456789-0123456789';
    const longKey = [reading('shell', { [URL]: 'http://127.0.0.1:8787', [KEY]: LONG })];
    const sent = { to: 'http://127.0.0.1:8787', key: LONG };
    const not = (reason: string): Sent => ({ to: 'http://127.0.0.1:8787', not: reason });
    const table: readonly [SurfaceId, Parameters<typeof stateWith>[0], Sent][] = [
      ['print', { declined: [LONG.slice(-20)] }, sent],
      ['terminal', {}, sent],
      ['terminal', { declined: [LONG.slice(-20)] }, not('api-key-ignored')],
      ['integrated-terminal', { declined: [LONG.slice(-20)] }, not('api-key-ignored')],
      ['vscode-extension', {}, not('api-key-not-approved')],
      ['vscode-extension', { declined: [LONG.slice(-20)] }, not('api-key-ignored')],
      ['vscode-extension', { approved: [LONG.slice(-20)] }, sent],
      ['vscode-extension', { approved: [LONG.slice(-19)] }, not('api-key-not-approved')],
    ];
    for (const [surface, answers, expected] of table)
      assert.deepEqual(
        sentFrom(longKey, surface, { state: stateWith(answers) }),
        expected,
        `${surface} ${JSON.stringify(answers)}`,
      );
    assert.deepEqual(sentFrom(longKey, 'vscode-extension'), not('api-key-not-approved'), 'no state file');
  });

  it('leaves the folder’s files out in Restricted Mode', () => {
    assert.deepEqual(
      sentFrom(
        [
          shell,
          reading('project-settings', { [URL]: 'http://127.0.0.1:8789' }),
          reading('local-settings', { [TOKEN]: 'local' }),
        ],
        'terminal',
        { trusted: false },
      ),
      { to: 'http://127.0.0.1:8787', bearer: 'shell-token' },
    );
  });

  it('lets VS Code’s setting win over its environment, and Claude Code’s files over both', () => {
    const vscode = reading('vscode-user', { [URL]: 'http://127.0.0.1:8790', [TOKEN]: 'vscode-token' });
    assert.deepEqual(sentFrom([shell, vscode], 'vscode-extension'), {
      to: 'http://127.0.0.1:8790',
      bearer: 'vscode-token',
    });
    assert.deepEqual(sentFrom([shell, vscode], 'terminal'), { to: 'http://127.0.0.1:8787', bearer: 'shell-token' });
    assert.deepEqual(
      sentFrom([shell, vscode, reading('user-settings', { [URL]: 'http://127.0.0.1:8788' })], 'vscode-extension'),
      { to: 'http://127.0.0.1:8788', bearer: 'vscode-token' },
    );
  });

  it('posts to the Messages API, or where a provider’s format goes', () => {
    const urlFor = (env: Record<string, string>): string | undefined => {
      const snapshot = snapshotOf([reading('shell', env)]);
      return predict(resolve(snapshot, 'terminal'), snapshot).url;
    };
    assert.equal(
      urlFor({ [URL]: 'https://gw.example/llm/', [TOKEN]: 't' }),
      'https://gw.example/llm/v1/messages?beta=true',
    );
    const addresses = {
      BEDROCK: 'https://bedrock-runtime.us-east-1.amazonaws.com/model/{model}/invoke-with-response-stream',
      VERTEX:
        'https://us-east5-aiplatform.googleapis.com/v1/projects/{project}/locations/us-east5/publishers/anthropic/models/{model}:streamRawPredict',
      ANTHROPIC_AWS: 'https://aws-external-anthropic.us-east-1.api.aws/v1/messages?beta=true',
      MANTLE: 'https://bedrock-mantle.us-east-1.api.aws/anthropic/v1/messages?beta=true',
    };
    for (const [flag, url] of Object.entries(addresses))
      assert.equal(urlFor({ [`CLAUDE_CODE_USE_${flag}`]: 'true', [URL]: 'https://gw.example' }), url, flag);
  });

  it('names host and address so that they can be shown', () => {
    const shown = (address: string): readonly string[] => {
      const snapshot = snapshotOf([reading('shell', { [URL]: address, [TOKEN]: 't' })]);
      const { host, printableUrl } = predict(resolve(snapshot, 'terminal'), snapshot);
      return [host, printableUrl];
    };
    assert.deepEqual(shown('https://user:pa55word@gw.example:8443/llm?sig=abc'), [
      'gw.example:8443',
      'https://‹hidden›@gw.example:8443/llm?sig=‹hidden›',
    ]);
    assert.deepEqual(shown('localhost:4000'), ['localhost:4000', 'localhost:4000/v1/messages?beta=true']);
    assert.deepEqual(shown('no host at all'), ['an invalid host name', 'no host at all/v1/messages?beta=true']);
  });

  it('counts as set up with an address, not with a credential alone', () => {
    const configured = (env: Record<string, string>): boolean => {
      const snapshot = snapshotOf([reading('shell', env)]);
      return isConfigured(predict(resolve(snapshot, 'terminal'), snapshot));
    };
    assert.deepEqual(
      [configured({ [URL]: 'https://gw.example' }), configured({ [KEY]: 'k' }), configured({ [URL]: '' })],
      [true, false, false],
    );
  });
});
