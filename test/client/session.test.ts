import assert from 'node:assert/strict';
import { buildRequest } from '../../src/core/probes/providerRequest';
import { discoveryProbe } from '../../src/core/probes/rows/discoveryProbe';
import { isSkip } from '../../src/core/probes/probe';
import { probeTarget } from '../../src/core/probes/probeTarget';
import { repairOf } from '../../src/core/probes/rows/clientRepairs';
import { sessionBody } from '../../src/core/probes/rows/clientRequest';
import type { Target } from '../../src/core/probes/target';
import { assessWithBaseUrl } from '../../src/core/checks/enteredAssessment';
import { PRACTICE_KEY } from '../gateway/credentials';
import { PRACTICE_MODELS } from '../gateway/models';
import { rejection, type Rejection } from '../gateway/rejections';
import { parsedBody, type RecordedRequest } from '../gateway/recorded-request';
import { CLIENT_VERSIONS } from './install';
import { runClient } from './run';

const PORT = 8787;
const BASE = `http://127.0.0.1:${PORT}`;
const TOKEN = { ANTHROPIC_AUTH_TOKEN: PRACTICE_KEY };
const BEDROCK = {
  ...TOKEN,
  CLAUDE_CODE_USE_BEDROCK: '1',
  CLAUDE_CODE_SKIP_BEDROCK_AUTH: '1',
  ANTHROPIC_BEDROCK_BASE_URL: BASE,
};
const VERTEX = {
  ...TOKEN,
  CLAUDE_CODE_USE_VERTEX: '1',
  CLAUDE_CODE_SKIP_VERTEX_AUTH: '1',
  ANTHROPIC_VERTEX_BASE_URL: `${BASE}/v1`,
  ANTHROPIC_VERTEX_PROJECT_ID: 'my-project',
};

const SETUPS: readonly [string, Readonly<Record<string, string>>][] = [
  ['nothing but the gateway', TOKEN],
  ['a name of the gateway’s own', { ...TOKEN, ANTHROPIC_MODEL: 'my-gateway-model' }],
  ['Sonnet 4.5', { ...TOKEN, ANTHROPIC_MODEL: 'claude-sonnet-4-5-20250929' }],
  ['Opus 4.7', { ...TOKEN, ANTHROPIC_MODEL: 'claude-opus-4-7' }],
  ['an alias', { ...TOKEN, ANTHROPIC_MODEL: 'opusplan', ANTHROPIC_DEFAULT_SONNET_MODEL: 'corp-sonnet[1m]' }],
  ['without experimental betas', { ...TOKEN, CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1' }],
  [
    'Bedrock, by ARN',
    { ...BEDROCK, ANTHROPIC_MODEL: 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc' },
  ],
  ['Bedrock in Canada', { ...BEDROCK, AWS_REGION: 'ca-central-1' }],
  ['Vertex AI', VERTEX],
  ['Vertex AI, a name of its own', { ...VERTEX, ANTHROPIC_MODEL: 'corp/model x' }],
];

interface Sent {
  readonly messages: readonly { readonly role: string; readonly output_config?: { readonly effort: string } }[];
  readonly tools: readonly { readonly defer_loading?: boolean }[];
  readonly thinking?: { readonly type: string; readonly display?: string };
  readonly output_config?: { readonly effort: string };
  readonly anthropic_beta?: readonly string[];
}

/** What of a request a gateway may take offence at. The wide window is asked for by a name that ends in `[1m]`. */
function shapeOf(path: string, betas: string | undefined, body: string): object {
  const { messages, tools, thinking, output_config, anthropic_beta = [], ...rest } = parsedBody(body) as Sent;
  return {
    path,
    betas: [...(betas ?? '').split(/, */), ...anthropic_beta.map((beta) => `body: ${beta}`)]
      .filter((beta) => !/context-1m-/.test(beta))
      .sort(),
    keys: Object.keys(rest).sort(),
    roles: messages.map(({ role, output_config: own }) => `${role} ${own?.effort ?? ''}`),
    deferred: tools.filter(({ defer_loading }) => defer_loading === true).length,
    thinking: `${thinking?.type ?? ''} ${thinking?.display ?? ''}`,
    effort: output_config?.effort,
  };
}

function targetOf(env: Readonly<Record<string, string>>): Target {
  const baseUrl = env['ANTHROPIC_VERTEX_BASE_URL'] ?? BASE;
  const target = probeTarget(
    assessWithBaseUrl(baseUrl, env, { entered: undefined, model: undefined, clientVersion: CLIENT_VERSIONS.newest }),
    { proxy: undefined, vscodeProxy: undefined, mayRunHelper: false, startedAt: 0, version: '0.0.0' },
  );
  if (typeof target === 'string') throw new Error(target);
  return target;
}

async function requestsOf(
  env: Readonly<Record<string, string>>,
  rejects: readonly Rejection[] = [],
): Promise<readonly RecordedRequest[]> {
  const { requests } = await runClient({
    env: { ANTHROPIC_BASE_URL: BASE, CLAUDE_CODE_MAX_RETRIES: '0', ...env },
    gateway: { port: PORT, keys: [PRACTICE_KEY], reads: 'both', models: PRACTICE_MODELS, rejects },
  });
  return requests;
}

/** Requests of the session itself; others have no tools. */
function isOfSession({ method, body }: RecordedRequest): boolean {
  return method === 'POST' && body.includes('"tools":[{');
}

/** Refusals, and whether the client gets through in the end. */
const REFUSALS: readonly [Rejection, boolean][] = [
  ['adaptive-thinking', true],
  ['effort', true],
  ['context-management', true],
  ['deferred-tools', true],
  ['system-in-between', true],
  ['output-config', false],
  ['metadata', false],
];

describe('a session is imitated as the real client begins one', function () {
  this.timeout(300_000);
  for (const [name, env] of SETUPS) {
    it(name, async () => {
      const target = targetOf(env);
      const [{ name: model }] = target.models;
      const { body, betas } = sessionBody(model, target);
      const ours = buildRequest(target, { model, body, betas, stream: true });
      const theirs = (await requestsOf(env)).find(isOfSession);
      assert.ok(theirs !== undefined, 'the client asked nothing');
      const url = new URL(ours.url);
      assert.deepEqual(
        shapeOf(url.pathname + url.search, ours.headers['anthropic-beta'], ours.body ?? ''),
        shapeOf(theirs.path, theirs.headers['anthropic-beta'], theirs.body),
      );
      if (target.provider === 'anthropic') assert.equal((parsedBody(theirs.body) as { model?: string }).model, model);
    });
  }

  for (const [refused, repaired] of REFUSALS) {
    it(`${refused} is refused: ${repaired ? 'it is repaired' : 'it gives up'}`, async () => {
      const theirs = (await requestsOf(TOKEN, [refused])).filter(isOfSession).at(-1);
      assert.ok(theirs !== undefined);
      assert.equal(rejection(theirs.body, [refused]) === undefined, repaired, 'the client');
      const first = sessionBody('claude-opus-5-5', targetOf(TOKEN));
      const refusal = String(rejection(JSON.stringify(first.body), [refused])?.body);
      const next = repairOf(refusal, first, CLIENT_VERSIONS.newest)?.request;
      assert.equal(next !== undefined, repaired, 'we');
      if (next === undefined) return;
      assert.deepEqual(
        shapeOf('', next.betas.join(), JSON.stringify({ model: '', ...next.body, stream: true })),
        shapeOf('', theirs.headers['anthropic-beta'], theirs.body),
      );
    });
  }

  it('model discovery', async () => {
    const env = { ...TOKEN, ANTHROPIC_API_KEY: 'made-up-key', CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: '1' };
    const target = targetOf(env);
    const action = discoveryProbe.act(target, new Map());
    assert.ok(!isSkip(action));
    const { method, url, credentials, headers } = action.request;
    const theirs = (await requestsOf(env)).find((request) => request.path.includes('/models'));
    assert.deepEqual(
      [method, url, credentials.authorization?.reveal(), credentials.xApiKey?.reveal(), headers['anthropic-version']],
      [
        theirs?.method,
        `${BASE}${theirs?.path ?? ''}`,
        theirs?.headers['authorization']?.replace('Bearer ', ''),
        theirs?.headers['x-api-key'],
        theirs?.headers['anthropic-version'],
      ],
    );
  });
});
