import type { ClientChange } from '../../src/core/claude/clientVersions';
import type { OBSERVATIONS } from './observations';
import { LOGIN_TOKEN, type World } from './world';

/** A configuration in which the client does one thing before a change, and another after. */
export interface Experiment {
  readonly world: World;
  /** What is looked at. */
  readonly shows: keyof typeof OBSERVATIONS;
  readonly before: string;
  readonly after: string;
  /** Run in every test run, not only when it is asked for: a wrong date would hide a leak. */
  readonly always?: true;
}

/** A change that is not tried here. */
interface Untried {
  readonly untried: string;
}

const GATEWAY = 'http://127.0.0.1:4100';
const MESSAGES = `${GATEWAY}/v1/messages?beta=true`;
const URL_ONLY = { ANTHROPIC_BASE_URL: GATEWAY };
const TOKEN = { ...URL_ONLY, ANTHROPIC_AUTH_TOKEN: 'token-shell' };
const KEY = { ...URL_ONLY, ANTHROPIC_API_KEY: 'key-shell' };
const DISCOVERY = { CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: '1' };
const QUIET = { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' };
const FOUNDRY = { CLAUDE_CODE_USE_FOUNDRY: '1', ANTHROPIC_FOUNDRY_BASE_URL: GATEWAY };

const USER = '~/.claude/settings.json';
const PROJECT = './.claude/settings.json';
const MANAGED = '/etc/claude-code/managed-settings.json';
const LOGIN = {
  '~/.claude/.credentials.json': JSON.stringify({
    claudeAiOauth: {
      accessToken: LOGIN_TOKEN,
      refreshToken: 'refresh',
      expiresAt: 4102444800000,
      scopes: ['user:inference', 'user:profile'],
      subscriptionType: 'max',
    },
  }),
};
const HELPER = { [USER]: JSON.stringify({ apiKeyHelper: 'echo key-helper' }) };

const NOTHING = 'nothing';

/**
 * Each change of the client, and what shows it. Nothing in here follows from the product: `before` and `after` are what the real clients
 * did in the two versions of the change's row in `CLIENT_CHANGES`.
 */
const EXPERIMENTS: Readonly<Record<ClientChange, Experiment | readonly Experiment[] | Untried>> = {
  'broken-managed-stops': {
    world: { files: { [MANAGED]: '{"env":' }, env: TOKEN },
    shows: 'request',
    before: `${MESSAGES} A=Bearer token-shell X=–`,
    after: NOTHING,
  },
  'gateway-login-exclusive': {
    world: { files: { [MANAGED]: JSON.stringify({ forceLoginMethod: 'gateway' }), ...LOGIN }, env: URL_ONLY },
    shows: 'request',
    before: `${MESSAGES} A=Bearer ${LOGIN_TOKEN} X=–`,
    after: NOTHING,
  },
  'blank-token-is-none': {
    world: { files: {}, env: { ...URL_ONLY, ANTHROPIC_AUTH_TOKEN: '   ' } },
    shows: 'request',
    before: `${MESSAGES} A=Bearer X=–`,
    after: NOTHING,
  },
  'latin1-credential': {
    world: { files: {}, env: { ...URL_ONLY, ANTHROPIC_AUTH_TOKEN: 'tök' } },
    shows: 'request',
    before: NOTHING,
    after: `${MESSAGES} A=Bearer tök X=–`,
  },
  'empty-state-is-fresh': {
    world: { files: { '~/.claude.json': '' }, env: TOKEN },
    shows: 'request',
    before: NOTHING,
    after: `${MESSAGES} A=Bearer token-shell X=–`,
  },
  'host-excludes-more': {
    world: {
      files: {
        [USER]: JSON.stringify({
          apiKeyHelper: 'echo key-helper',
          env: { ANTHROPIC_CUSTOM_HEADERS: 'x-api-key: custom' },
        }),
      },
      env: { ...KEY, CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '1' },
    },
    shows: 'request',
    before: `${MESSAGES} A=Bearer key-helper X=custom`,
    after: `${MESSAGES} A=– X=key-shell`,
  },
  'folder-cannot-sign-in': {
    world: {
      files: { [PROJECT]: JSON.stringify({ env: { CLAUDE_CODE_OAUTH_TOKEN: 'oauth-folder' } }) },
      env: URL_ONLY,
    },
    shows: 'request',
    before: `${MESSAGES} A=Bearer oauth-folder X=–`,
    after: NOTHING,
    always: true,
  },
  'folder-cannot-simplify': {
    world: { files: { [PROJECT]: JSON.stringify({ env: { CLAUDE_CODE_SIMPLE: '1' } }), ...HELPER }, env: URL_ONLY },
    shows: 'request',
    before: NOTHING,
    after: `${MESSAGES} A=Bearer key-helper X=key-helper`,
  },
  'foundry-own-credential': {
    world: { files: {}, env: { ...FOUNDRY, CLAUDE_CODE_SKIP_FOUNDRY_AUTH: '1', ANTHROPIC_AUTH_TOKEN: 'token-shell' } },
    shows: 'request',
    before: NOTHING,
    after: `${MESSAGES} A=Bearer token-shell X=–`,
  },
  'foundry-key-alone': {
    world: {
      files: {},
      env: { ...FOUNDRY, ANTHROPIC_FOUNDRY_API_KEY: 'key-foundry', ANTHROPIC_AUTH_TOKEN: 'token-shell' },
    },
    shows: 'request',
    before: `${MESSAGES} A=Bearer token-shell X=key-foundry`,
    after: `${MESSAGES} A=– X=key-foundry`,
  },
  'bedrock-key-beside-token': {
    world: {
      files: {},
      env: {
        CLAUDE_CODE_USE_BEDROCK: '1',
        CLAUDE_CODE_SKIP_BEDROCK_AUTH: '1',
        ANTHROPIC_BEDROCK_BASE_URL: GATEWAY,
        ANTHROPIC_API_KEY: 'key-shell',
        ANTHROPIC_MODEL: 'corp',
      },
    },
    shows: 'request',
    before: `${GATEWAY}/model/corp/invoke-with-response-stream A=– X=key-shell`,
    after: `${GATEWAY}/model/corp/invoke-with-response-stream A=– X=–`,
  },
  'aws-default-region': {
    world: {
      files: {},
      env: {
        CLAUDE_CODE_USE_ANTHROPIC_AWS: '1',
        ANTHROPIC_AWS_WORKSPACE_ID: 'a-workspace',
        ANTHROPIC_AWS_API_KEY: 'key-aws',
      },
    },
    shows: 'request',
    before: NOTHING,
    after: 'https://aws-external-anthropic.us-east-1.api.aws/v1/messages?beta=true A=– X=key-aws',
  },
  'key-only-to-gateway': [
    {
      world: { files: {}, env: KEY },
      shows: 'at Anthropic',
      before: 'x-api-key: key-shell',
      after: NOTHING,
      always: true,
    },
    {
      world: { files: {}, env: { ...KEY, ANTHROPIC_CUSTOM_HEADERS: 'x-api-key: custom' } },
      shows: 'at Anthropic',
      before: 'x-api-key: key-shell',
      after: NOTHING,
    },
    {
      world: {
        files: { [MANAGED]: JSON.stringify({ env: URL_ONLY }) },
        env: { ANTHROPIC_API_KEY: 'key-shell', ...QUIET },
      },
      shows: 'at Anthropic',
      before: 'x-api-key: key-shell',
      after: NOTHING,
      always: true,
    },
  ],
  'key-not-in-metrics': {
    world: { files: {}, env: KEY },
    shows: 'metrics with a key',
    before: 'sent',
    after: 'not sent',
  },
  'helper-only-to-gateway': {
    world: { files: HELPER, env: URL_ONLY },
    shows: 'at Anthropic',
    before: 'x-api-key: key-helper',
    after: NOTHING,
    always: true,
  },
  'repairs-effort': {
    world: { files: {}, env: TOKEN, refuses: ['effort'] },
    shows: 'repair',
    before: 'gives up',
    after: 'gets through',
  },
  'repairs-more': {
    world: { files: {}, env: TOKEN, refuses: ['context-management'] },
    shows: 'repair',
    before: 'gives up',
    after: 'gets through',
  },
  'repairs-details': {
    untried:
      'Each needs a refusal of its own, which only a model from 5 on meets; in 2.1.329 test/client/session.test.ts tries them.',
  },
  'session-of-newest': { world: { files: {}, env: TOKEN }, shows: 'deferred tools', before: 'none', after: 'some' },
  'opus-5-is-usual': { world: { files: {}, env: TOKEN }, shows: 'Opus 5 or later', before: 'no', after: 'yes' },
  'models-of-newest': { world: { files: {}, env: TOKEN }, shows: 'Opus 5.5 or later', before: 'no', after: 'yes' },
  'discovery-runs-helper': {
    world: { files: HELPER, env: { ...URL_ONLY, ...DISCOVERY } },
    shows: 'asks for models',
    before: 'no',
    after: 'yes',
  },
  'discovery-sends-all': {
    world: { files: {}, env: { ...TOKEN, ANTHROPIC_API_KEY: 'key-shell', ...DISCOVERY } },
    shows: 'discovery',
    before: 'A=Bearer token-shell X=–',
    after: 'A=Bearer token-shell X=key-shell',
  },
  'discovery-though-quiet': {
    world: { files: {}, env: { ...TOKEN, ...DISCOVERY, ...QUIET } },
    shows: 'discovery',
    before: NOTHING,
    after: 'A=Bearer token-shell X=–',
  },
  'local-settings-at-root': {
    world: {
      files: {
        './.git/HEAD': 'ref: refs/heads/main\n',
        './.git/config': '[core]\n\trepositoryformatversion = 0\n',
        './.git/objects/none': '',
        './.git/refs/none': '',
        './.claude/settings.local.json': JSON.stringify({ env: { ANTHROPIC_BASE_URL: 'http://127.0.0.1:4101' } }),
      },
      env: TOKEN,
      start: 'below',
    },
    shows: 'request',
    before: `${MESSAGES} A=Bearer token-shell X=–`,
    after: 'http://127.0.0.1:4101/v1/messages?beta=true A=Bearer token-shell X=–',
  },
  'managed-env-union': {
    untried: 'Two kinds of managed source exist on macOS and Windows only, and the client is run on Linux.',
  },
  'discovery-contains': {
    world: { files: {}, env: { ...TOKEN, ...DISCOVERY } },
    shows: 'listed models',
    before: 'claude-plain',
    after: 'claude-plain, vertex_ai/claude-inside',
  },
  'default-model': {
    world: { files: {}, env: { ...TOKEN, ANTHROPIC_DEFAULT_MODEL: 'corp-model' } },
    shows: 'model',
    before: 'another',
    after: 'corp-model',
  },
};

/** A change, and an experiment that shows it. */
export type Tried = readonly [ClientChange, Experiment];

/** Every experiment, with its change. */
export const TRIED: readonly Tried[] = Object.entries(EXPERIMENTS).flatMap(([change, found]): Tried[] =>
  'untried' in found ? [] : [found].flat().map((experiment: Experiment) => [change as ClientChange, experiment]),
);
