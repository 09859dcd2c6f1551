import assert from 'node:assert/strict';
import path from 'node:path';
import type { Assessment } from '../../../../src/core/checks/assessment';
import { CLIENT_CHANGES } from '../../../../src/core/claude/clientVersions';
import { discoveryProbe } from '../../../../src/core/probes/rows/discoveryProbe';
import { modelsInUse } from '../../../../src/core/probes/modelsInUse';
import { isSkip } from '../../../../src/core/probes/probe';
import { probeTarget } from '../../../../src/core/probes/probeTarget';
import { valueOf } from '../../../../src/core/config/resolve';
import { TRIED } from '../../../client/changes';
import { expected, wordsOf } from '../../../client/expectation';
import { headerWords, type OBSERVATIONS } from '../../../client/observations';
import { makeWorld, predictWorld } from '../../../client/predictWorld';
import type { World } from '../../../client/world';
import { temporaryFolder } from '../../../host/temporary';

/** What the product says where the real client was looked at; undefined where it says nothing of that. */
const PREDICTIONS: Partial<Record<keyof typeof OBSERVATIONS, (assessment: Assessment) => string>> = {
  request: (assessment) => {
    const sent = expected(assessment);
    return sent === undefined ? 'nothing' : wordsOf(sent);
  },
  'at Anthropic': ({ findings, config }) => {
    const found = findings.find(({ cause }) => cause === 'key-sent-to-anthropic');
    const value = valueOf(config, found?.facts['variable'] ?? '');
    return value === undefined ? 'nothing' : `x-api-key: ${value.replace('echo ', '')}`;
  },
  'metrics with a key': ({ findings }) =>
    findings.some(
      ({ cause, facts }) => cause === 'key-sent-to-anthropic' && facts['detail']?.includes('metrics') === true,
    )
      ? 'sent'
      : 'not sent',
  model: ({ config }) => (modelsInUse(config)[0].name === 'corp-model' ? 'corp-model' : 'another'),
  'asks for models': (assessment) => (discoveryOf(assessment) === 'nothing' ? 'no' : 'yes'),
  discovery: discoveryOf,
};

function discoveryOf(assessment: Assessment): string {
  if (assessment.findings.some(({ cause }) => cause === 'discovery-off')) return 'nothing';
  const target = probeTarget(assessment, {
    proxy: undefined,
    vscodeProxy: undefined,
    mayRunHelper: true,
    startedAt: 0,
    version: '0.0.0',
  });
  assert.ok(typeof target !== 'string');
  // What the command prints is learned by running it; here it is taken as read.
  const learned =
    target.helper === undefined
      ? target
      : { ...target, credentials: { authorization: target.helper.command, xApiKey: target.helper.command } };
  const action = discoveryProbe.act(learned, new Map());
  if (isSkip(action)) return 'nothing';
  const { authorization, xApiKey } = action.request.credentials;
  const plain = (text: string | undefined): string | null => text?.replace('echo ', '') ?? null;
  return headerWords({
    authorization: authorization === undefined ? null : `Bearer ${plain(authorization.reveal()) ?? ''}`,
    xApiKey: plain(xApiKey?.reveal()),
  });
}

async function assessed(world: World, version: string): Promise<Assessment> {
  const scratch = temporaryFolder('change');
  try {
    const places = {
      home: path.join(scratch.path, 'home'),
      folder: path.join(scratch.path, 'folder'),
      managedDir: path.join(scratch.path, 'managed'),
    };
    makeWorld(world, places);
    return await predictWorld(world, places, version);
  } finally {
    scratch.remove();
  }
}

describe('what is predicted for the versions around each change of the client', () => {
  for (const [index, [change, experiment]] of TRIED.entries()) {
    const prediction = PREDICTIONS[experiment.shows];
    if (prediction === undefined) continue;
    for (const [end, does] of [
      ['lastWithout', experiment.before],
      ['firstWith', experiment.after],
    ] as const) {
      const version = CLIENT_CHANGES[change][end];
      it(`${index + 1}. ${version}, ${change}: ${does}`, async () => {
        assert.equal(prediction(await assessed(experiment.world, version)), does);
      });
    }
  }
});

const GATEWAY = 'http://127.0.0.1:4100';
const MESSAGES = `${GATEWAY}/v1/messages?beta=true`;
const TOKEN = { ANTHROPIC_BASE_URL: GATEWAY, ANTHROPIC_AUTH_TOKEN: 'token-shell' };
const KEY = { ANTHROPIC_BASE_URL: GATEWAY, ANTHROPIC_API_KEY: 'key-shell' };
const FOLDER_TOKEN = {
  files: { './.claude/settings.json': '{"env":{"CLAUDE_CODE_OAUTH_TOKEN":"oauth-folder"}}' },
  env: { ANTHROPIC_BASE_URL: GATEWAY },
};
const LATIN1 = { files: {}, env: { ANTHROPIC_BASE_URL: GATEWAY, ANTHROPIC_AUTH_TOKEN: 'tök' } };

/** What the real client of a version did, as it was measured, or what is to be feared of one that nobody ran. */
const SAID: readonly [string, string, World, string, readonly string[]][] = [
  ['2.1.240', 'a token in Latin-1 keeps it from sending', LATIN1, 'nothing', ['credential-invalid']],
  ['2.1.254', 'so it may in a version that was not tried', LATIN1, 'nothing', ['credential-invalid?']],
  [
    '2.1.240',
    'a broken managed file is left out',
    { files: { '/etc/claude-code/managed-settings.json': '{"env":' }, env: TOKEN },
    `${MESSAGES} A=Bearer token-shell X=–`,
    ['settings-file-broken'],
  ],
  [
    '2.1.240',
    'an empty state file keeps it from starting',
    { files: { '~/.claude.json': '' }, env: TOKEN },
    'nothing',
    ['claude-state-broken'],
  ],
  [
    '2.1.240',
    'a token of the folder goes to the gateway',
    FOLDER_TOKEN,
    `${MESSAGES} A=Bearer oauth-folder X=–`,
    ['folder-signs-in'],
  ],
  ['2.1.311', 'and still here', FOLDER_TOKEN, `${MESSAGES} A=Bearer oauth-folder X=–`, ['folder-signs-in']],
  ['2.1.312', 'and no longer here', FOLDER_TOKEN, 'nothing', ['credential-missing']],
  [
    '2.1.240',
    'a saved login is sent in place of a token of the folder',
    {
      ...FOLDER_TOKEN,
      files: {
        ...FOLDER_TOKEN.files,
        '~/.claude/.credentials.json':
          '{"claudeAiOauth":{"accessToken":"oauth-disk","refreshToken":"r","expiresAt":4102444800000,"scopes":["user:inference"]}}',
      },
    },
    `${MESSAGES} A=Bearer oauth-disk X=–`,
    ['login-sent-to-gateway'],
  ],
  [
    '2.1.298',
    'the key goes to Anthropic too, as far as anybody knows',
    { files: {}, env: KEY },
    `${MESSAGES} A=– X=key-shell`,
    ['key-sent-to-anthropic?'],
  ],
  [
    '2.1.296',
    'the key goes to Anthropic too',
    { files: {}, env: KEY },
    `${MESSAGES} A=– X=key-shell`,
    ['key-sent-to-anthropic'],
  ],
  [
    '2.1.240',
    'not when it is quiet',
    { files: {}, env: { ...KEY, CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' } },
    `${MESSAGES} A=– X=key-shell`,
    [],
  ],
  [
    '2.1.240',
    'although a custom header takes its place at the gateway',
    { files: {}, env: { ...KEY, ANTHROPIC_CUSTOM_HEADERS: 'x-api-key: custom' } },
    `${MESSAGES} A=– X=custom`,
    ['key-sent-to-anthropic'],
  ],
  [
    '2.1.296',
    'not a key of managed settings when it is quiet',
    {
      files: { '/etc/claude-code/managed-settings.json': JSON.stringify({ env: KEY }) },
      env: { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' },
    },
    `${MESSAGES} A=– X=key-shell`,
    [],
  ],
  [
    '2.1.240',
    'never a custom header',
    { files: {}, env: { ...TOKEN, ANTHROPIC_CUSTOM_HEADERS: 'x-api-key: custom' } },
    `${MESSAGES} A=Bearer token-shell X=custom`,
    [],
  ],
  ['2.1.240', 'never a token', { files: {}, env: TOKEN }, `${MESSAGES} A=Bearer token-shell X=–`, []],
  [
    '2.1.240',
    'a key beside a token',
    { files: {}, env: { ...TOKEN, ANTHROPIC_API_KEY: 'key-shell' } },
    `${MESSAGES} A=Bearer token-shell X=key-shell`,
    ['two-credentials-sent', 'key-sent-to-anthropic'],
  ],
  [
    '2.1.332',
    'a command beside a token is not waited for',
    { files: { '~/.claude/settings.json': '{"apiKeyHelper":"sleep 1; echo key-helper"}' }, env: TOKEN },
    `${MESSAGES} A=Bearer token-shell X=key-helper, or none`,
    ['two-credentials-sent'],
  ],
  [
    '2.1.332',
    'a command beside a key is',
    { files: { '~/.claude/settings.json': '{"apiKeyHelper":"sleep 1; echo key-helper"}' }, env: KEY },
    `${MESSAGES} A=Bearer key-helper X=key-shell`,
    [],
  ],
];

describe('what is said of a version', () => {
  for (const [version, what, world, sent, causes] of SAID) {
    it(`${version}: ${what}`, async () => {
      const assessment = await assessed(world, version);
      const predicted = expected(assessment);
      const words =
        predicted === undefined
          ? 'nothing'
          : `${wordsOf(predicted)}${predicted.keyByChance === true ? ', or none' : ''}`;
      const found = assessment.findings
        .filter(({ cause }) => cause !== 'client-known-problem' && cause !== 'credential-exposed')
        .map(({ cause, certain }) => `${cause}${certain ? '' : '?'}`);
      assert.deepEqual([words, found], [sent, causes]);
    });
  }
});
