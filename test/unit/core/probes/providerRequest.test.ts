import assert from 'node:assert/strict';
import { credentialsFor } from '../../../../src/core/probes/probeRequest';
import { buildRequest, modelInPath, type RequestSpec } from '../../../../src/core/probes/providerRequest';
import { Secret } from '../../../../src/core/words/secret';
import { targetWith } from './targetWith';

const SPEC: RequestSpec = { model: 'claude-opus-5-5', body: { max_tokens: 1, messages: [] } };

function sent(
  provider: Parameters<typeof targetWith>[0],
  more: Partial<RequestSpec> = {},
): { url: string; body: unknown } {
  const { url, body = '' } = buildRequest(targetWith(provider), { ...SPEC, ...more });
  return { url, body: JSON.parse(body) };
}

describe('a request in the format of its provider', () => {
  for (const provider of ['anthropic', 'foundry', 'aws', 'mantle'] as const) {
    it(`${provider}: the Messages API, model and stream in the body`, () => {
      assert.deepEqual(sent(provider), {
        url: 'https://llm.example/base/v1/messages?beta=true',
        body: { model: 'claude-opus-5-5', max_tokens: 1, messages: [] },
      });
      assert.deepEqual(sent(provider, { stream: true, query: false }), {
        url: 'https://llm.example/base/v1/messages',
        body: { model: 'claude-opus-5-5', max_tokens: 1, messages: [], stream: true },
      });
      assert.equal(
        sent(provider, { path: 'count_tokens' }).url,
        'https://llm.example/base/v1/messages/count_tokens?beta=true',
      );
    });
  }

  it('Bedrock: the model in the path, version and capabilities in the body', () => {
    const betas = [
      'claude-code-20250219',
      'interleaved-thinking-2025-05-14',
      'thinking-token-count-2026-05-13',
      'effort-2025-11-24',
    ];
    const {
      url,
      headers,
      body = '',
    } = buildRequest(targetWith('bedrock'), { ...SPEC, model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', betas });
    assert.equal(url, 'https://llm.example/base/model/us.anthropic.claude-sonnet-4-5-20250929-v1:0/invoke');
    assert.deepEqual(JSON.parse(body), {
      max_tokens: 1,
      messages: [],
      anthropic_beta: ['interleaved-thinking-2025-05-14', 'thinking-token-count-2026-05-13'],
      anthropic_version: 'bedrock-2023-05-31',
    });
    assert.equal(headers['anthropic-beta'], 'claude-code-20250219,thinking-token-count-2026-05-13,effort-2025-11-24');
    assert.deepEqual(sent('bedrock', { stream: true }), {
      url: 'https://llm.example/base/model/claude-opus-5-5/invoke-with-response-stream',
      body: { max_tokens: 1, messages: [], anthropic_version: 'bedrock-2023-05-31' },
    });
  });

  it('Bedrock counts with the request in base64', () => {
    const { url, body } = sent('bedrock', { path: 'count_tokens', body: { messages: ['é'] } }) as {
      url: string;
      body: { input: { invokeModel: { body: string } } };
    };
    assert.equal(url, 'https://llm.example/base/model/claude-opus-5-5/count-tokens');
    assert.deepEqual(JSON.parse(Buffer.from(body.input.invokeModel.body, 'base64').toString('utf8')), {
      messages: ['é'],
      anthropic_version: 'bedrock-2023-05-31',
    });
  });

  it('Vertex AI: model and method in the path, capabilities in the header', () => {
    const at = 'https://llm.example/base/projects/p/locations/us-east5/publishers/anthropic/models';
    const { url, headers } = buildRequest(targetWith('vertex'), {
      ...SPEC,
      model: 'claude-sonnet-4-5@20250929',
      betas: ['a-1', 'b-2'],
    });
    assert.deepEqual([url, headers['anthropic-beta']], [`${at}/claude-sonnet-4-5@20250929:rawPredict`, 'a-1,b-2']);
    assert.deepEqual(sent('vertex', { stream: true }), {
      url: `${at}/claude-opus-5-5:streamRawPredict`,
      body: { max_tokens: 1, messages: [], stream: true, anthropic_version: 'vertex-2023-10-16' },
    });
    assert.deepEqual(sent('vertex', { path: 'count_tokens' }), {
      url: `${at}/count-tokens:rawPredict`,
      body: { model: 'claude-opus-5-5', max_tokens: 1, messages: [], anthropic_version: 'vertex-2023-10-16' },
    });
  });

  it('another base of the same origin, and no other origin', () => {
    assert.equal(
      sent('anthropic', { baseUrl: ' https://llm.example/other/ ' }).url,
      'https://llm.example/other/v1/messages?beta=true',
    );
    assert.equal(
      sent('vertex', { baseUrl: 'https://llm.example/v1' }).url,
      'https://llm.example/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-opus-5-5:rawPredict',
    );
    for (const baseUrl of [
      'https://llm.example:8443/base',
      'http://llm.example/base',
      'https://elsewhere.example',
      'nonsense',
    ])
      assert.throws(() => buildRequest(targetWith('anthropic'), { ...SPEC, baseUrl }), RangeError, baseUrl);
  });

  it('a model’s name in a path as Claude Code writes it', () => {
    const table: readonly [string, 'bedrock' | 'vertex', string][] = [
      [
        'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc',
        'bedrock',
        'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile%2Fabc',
      ],
      ['corp/model x', 'vertex', 'corp/model%20x'],
      ['claude-sonnet-4-5@20250929', 'vertex', 'claude-sonnet-4-5@20250929'],
      ['a b/ü?#%', 'bedrock', 'a%20b%2F%C3%BC%3F%23%25'],
      ['\ud800', 'bedrock', '%EF%BF%BD'],
    ];
    for (const [model, provider, expected] of table) assert.equal(modelInPath(model, provider), expected);
  });
});

describe('the headers of a request', () => {
  const custom = {
    'X-Team': new Secret('team-a'),
    'Anthropic-Beta': new Secret('x'),
    Authorization: new Secret('Custom y'),
    'x-api-key': new Secret('z'),
    'User-Agent': new Secret('corp'),
  };

  it('are those of the verification request, under our own name', () => {
    const { method, headers, credentials } = buildRequest(targetWith('anthropic'), SPEC);
    assert.deepEqual(
      [method, headers],
      [
        'POST',
        {
          'content-type': 'application/json',
          accept: 'application/json',
          'anthropic-version': '2023-06-01',
          'user-agent': 'llm-gateway-connect/1.2.3',
        },
      ],
    );
    assert.equal(credentials.authorization?.reveal(), 'made-up-token');
  });

  it('custom ones go along, except where Claude Code has its own', () => {
    const bearer = buildRequest(targetWith('anthropic', { customHeaders: custom }), SPEC);
    assert.deepEqual(Object.keys(bearer.secretHeaders ?? {}), ['X-Team', 'x-api-key', 'User-Agent']);
    assert.ok(!('user-agent' in bearer.headers), 'sent twice');
    const key = buildRequest(targetWith('anthropic', { customHeaders: custom }), {
      ...SPEC,
      credentials: credentialsFor('x-api-key', new Secret('k')),
    });
    assert.deepEqual(Object.keys(key.secretHeaders ?? {}), ['X-Team', 'Authorization', 'User-Agent']);
    assert.equal(
      buildRequest(targetWith('anthropic', { customHeaders: custom }), { ...SPEC, withoutCustomHeaders: true })
        .secretHeaders,
      undefined,
    );
  });

  it('hold no secret that prints', () => {
    const text = JSON.stringify(buildRequest(targetWith('anthropic', { customHeaders: custom }), SPEC));
    for (const secret of ['made-up-token', 'team-a']) assert.ok(!text.includes(secret), secret);
  });
});
