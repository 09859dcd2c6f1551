import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import {
  startPracticeGateway,
  type PracticeGateway,
  type PracticeGatewayOptions,
} from '../../gateway/practice-gateway';
import { BOTH_HEADERS, GOOD_BODY, post } from './support';

/** Runs a gateway of its own for one test. */
async function withGateway(
  options: PracticeGatewayOptions,
  use: (gateway: PracticeGateway) => Promise<void>,
): Promise<void> {
  const gateway = await startPracticeGateway(options);
  try {
    await use(gateway);
  } finally {
    await gateway.stop();
  }
}

const UNADDRESSED = { max_tokens: GOOD_BODY.max_tokens, messages: GOOD_BODY.messages };

/** The events in Amazon's frames, each of whose checksums has to be right. */
function framesIn(bytes: Buffer): string[] {
  const events: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const total = bytes.readUInt32BE(at);
    const headers = bytes.readUInt32BE(at + 4);
    assert.equal(bytes.readUInt32BE(at + 8), crc32(bytes.subarray(at, at + 8)));
    assert.equal(bytes.readUInt32BE(at + total - 4), crc32(bytes.subarray(at, at + total - 4)));
    const payload = JSON.parse(bytes.toString('utf8', at + 12 + headers, at + total - 4)) as { bytes: string };
    events.push((JSON.parse(Buffer.from(payload.bytes, 'base64').toString()) as { type: string }).type);
    at += total;
  }
  return events;
}

describe('practice gateway: upstreams', () => {
  it('streams as many pieces as it is told, with keep-alives between them', () =>
    withGateway({ pieces: 9, pingEvery: 3 }, async ({ url }) => {
      const text = await (await post(`${url}/v1/messages`, { ...GOOD_BODY, max_tokens: 64, stream: true })).text();
      assert.deepEqual(
        [text.match(/^event: content_block_delta$/gm)?.length, text.match(/^event: ping$/gm)?.length],
        [9, 4],
      );
    }));

  it('answers for a model it does not know when it is told to', () =>
    withGateway({ substitute: 'gpt-fake' }, async ({ url }) => {
      const reply = await post(`${url}/v1/messages`, { ...GOOD_BODY, model: 'nope' });
      assert.deepEqual([reply.status, ((await reply.json()) as { model: string }).model], [200, 'gpt-fake']);
    }));

  it('accepts anybody when it is open', () =>
    withGateway({ open: true }, async ({ url }) => {
      assert.equal((await post(`${url}/v1/messages`, GOOD_BODY, {})).status, 200);
    }));

  it('wants its header', () =>
    withGateway({ demands: { 'x-tenant-id': 'blue' } }, async ({ url }) => {
      assert.equal((await post(`${url}/v1/messages`, GOOD_BODY)).status, 400);
      assert.equal(
        (await post(`${url}/v1/messages`, GOOD_BODY, { ...BOTH_HEADERS, 'x-tenant-id': 'blue' })).status,
        200,
      );
    }));

  it('has a clock of its own', () =>
    withGateway({ daysAhead: -3 }, async ({ url }) => {
      const date = Date.parse((await post(`${url}/v1/messages`, GOOD_BODY)).headers.get('date') ?? '');
      assert.ok(Math.abs(Date.now() - date - 3 * 86_400_000) < 600_000);
    }));

  it('refuses what an older model does not know', () =>
    withGateway({ rejects: ['effort'] }, async ({ url }) => {
      const reply = await post(`${url}/v1/messages`, { ...GOOD_BODY, output_config: { effort: 'low' } });
      assert.deepEqual([reply.status, /effort parameter/.test(await reply.text())], [400, true]);
      assert.equal((await post(`${url}/v1/messages`, GOOD_BODY)).status, 200);
    }));

  it('lists models as OpenAI does, or not at all', async () => {
    await withGateway({ lists: 'openai' }, async ({ url }) => {
      assert.equal(
        ((await (await fetch(`${url}/v1/models`, { headers: BOTH_HEADERS })).json()) as { object: string }).object,
        'list',
      );
    });
    await withGateway({ lists: 'none' }, async ({ url }) => {
      assert.equal((await fetch(`${url}/v1/models`, { headers: BOTH_HEADERS })).status, 404);
    });
  });

  it('keeps no bodies when it is told so', () =>
    withGateway({ keepsBodies: false }, async ({ url, requests }) => {
      await post(`${url}/v1/messages`, GOOD_BODY);
      assert.deepEqual(
        requests.map(({ path, body }) => [path, body]),
        [['/v1/messages', '']],
      );
    }));

  it('speaks Bedrock’s format, in frames with checksums', () =>
    withGateway({ format: 'bedrock', models: ['us.anthropic.claude-opus-5-5'], strict: true }, async ({ url }) => {
      const body = { ...UNADDRESSED, anthropic_version: 'bedrock-2023-05-31' };
      const at = (model: string, method: string, more: object = {}): Promise<Response> =>
        post(`${url}/model/${model}/${method}`, { ...body, ...more });
      assert.equal(
        ((await (await at('us.anthropic.claude-opus-5-5', 'invoke')).json()) as { type: string }).type,
        'message',
      );
      const stream = await at('us.anthropic.claude-opus-5-5', 'invoke-with-response-stream');
      assert.equal(stream.headers.get('content-type'), 'application/vnd.amazon.eventstream');
      const events = framesIn(Buffer.from(await stream.arrayBuffer()));
      assert.deepEqual([events[0], events.at(-1), events.length], ['message_start', 'message_stop', 8]);
      assert.match(await (await at('nope', 'invoke')).text(), /The provided model identifier is invalid/);
      assert.match(
        await (await at('us.anthropic.claude-opus-5-5', 'invoke', { model: 'x' })).text(),
        /^{"message":"model: Extra inputs are not permitted"}$/,
      );
      assert.equal(
        (await fetch(`${url}/inference-profiles?type=SYSTEM_DEFINED`, { headers: BOTH_HEADERS })).status,
        200,
      );
    }));

  it('speaks Vertex AI’s format', () =>
    withGateway({ format: 'vertex', strict: true }, async ({ url }) => {
      const at = (method: string, more: object = {}): Promise<Response> =>
        post(`${url}/v1/projects/p/locations/l/publishers/anthropic/models/claude-opus-5-5:${method}`, {
          ...UNADDRESSED,
          anthropic_version: 'vertex-2023-10-16',
          ...more,
        });
      assert.equal(((await (await at('rawPredict')).json()) as { type: string }).type, 'message');
      assert.match(await (await at('streamRawPredict', { stream: true })).text(), /event: message_stop/);
      assert.equal(
        (await post(`${url}/projects/p/locations/l/publishers/anthropic/models/claude-opus-5-5:rawPredict`, {})).status,
        404,
      );
    }));

  for (const [way, end] of [
    ['cut-stream', 'terminated'],
    ['stalled-stream', 'TimeoutError'],
  ] as const) {
    it(`stops a stream after some events: ${way}`, () =>
      withGateway({}, async (gateway) => {
        const { url } = gateway;
        gateway.misbehave(way, { events: 3 });
        const reply = await post(`${url}/v1/messages`, { ...GOOD_BODY, stream: true }, undefined, {
          signal: AbortSignal.timeout(2000),
        });
        let seen = '';
        await assert.rejects(
          async () => {
            for await (const chunk of reply.body ?? []) seen += Buffer.from(chunk as Uint8Array).toString();
          },
          (error: Error) => (end === 'terminated' ? error.message === end : error.name === end),
        );
        assert.equal(seen.match(/^event: /gm)?.length, 3);
      }));
  }
});
