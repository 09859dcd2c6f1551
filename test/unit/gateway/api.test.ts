import assert from 'node:assert/strict';
import { BOTH_HEADERS, gatewayForTests, GOOD_BODY, post } from './support';

describe('practice gateway: the API', () => {
  const gateway = gatewayForTests();
  const messages = (): string => `${gateway().url}/v1/messages`;

  it('answers a message', async () => {
    const reply = await post(`${messages()}?beta=true`, GOOD_BODY);
    assert.equal(reply.status, 200);
    assert.ok(reply.headers.get('request-id')?.startsWith('req_'));
    const body = (await reply.json()) as Record<string, unknown>;
    assert.deepEqual(body['content'], [{ type: 'text', text: 'connected' }]);
    assert.deepEqual([body['type'], body['model'], body['stop_reason']], ['message', 'claude-opus-5-5', 'end_turn']);
  });

  it('honours max_tokens', async () => {
    const body = (await (await post(messages(), { ...GOOD_BODY, max_tokens: 1 })).json()) as Record<string, unknown>;
    assert.deepEqual([body['content'], body['stop_reason']], [[{ type: 'text', text: 'conn' }], 'max_tokens']);
  });

  it('streams its events one after another', async () => {
    const reply = await post(messages(), { ...GOOD_BODY, stream: true });
    assert.match(reply.headers.get('content-type') ?? '', /^text\/event-stream/);
    assert.ok(reply.body !== null);
    const chunks: string[] = [];
    for await (const chunk of reply.body) chunks.push(Buffer.from(chunk).toString());
    const events = [...chunks.join('').matchAll(/^event: (\w+)$/gm)].map(([, name]) => name);
    assert.deepEqual(events, [
      'message_start',
      'content_block_start',
      'ping',
      'content_block_delta',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    assert.ok(chunks.length > 2, `only ${chunks.length} chunks`);
    assert.equal([...chunks.join('').matchAll(/"text":"(\w+)"/g)].map(([, text]) => text).join(''), 'connected');
  });

  for (const [what, body, status, message] of [
    ['no messages', { ...GOOD_BODY, messages: [] }, 400, 'messages: at least one message is required'],
    ['no max_tokens', { ...GOOD_BODY, max_tokens: undefined }, 400, 'max_tokens: Field required'],
    ['an unknown model', { ...GOOD_BODY, model: 'nope' }, 404, 'model: nope'],
    ['something that is no object', [], 400, 'The request body is not valid JSON'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const reply = await post(messages(), body);
      assert.equal(reply.status, status);
      const answer = (await reply.json()) as { type: string; error: { message: string } };
      assert.deepEqual([answer.type, answer.error.message], ['error', message]);
    });
  }

  it('counts tokens without max_tokens', async () => {
    const reply = await post(`${messages()}/count_tokens`, { model: GOOD_BODY.model, messages: GOOD_BODY.messages });
    assert.ok(((await reply.json()) as { input_tokens: number }).input_tokens > 0);
  });

  it('lists its models up to the limit', async () => {
    const list = async (query: string): Promise<{ data: { id: string; display_name: string }[]; has_more: boolean }> =>
      (await fetch(`${gateway().url}/v1/models${query}`, { headers: BOTH_HEADERS })).json() as Promise<{
        data: { id: string; display_name: string }[];
        has_more: boolean;
      }>;
    const all = await list('?limit=1000');
    assert.deepEqual([all.data.length, all.has_more, all.data[0]?.display_name], [5, false, 'Claude Opus 5.5']);
    const two = await list('?limit=2');
    assert.deepEqual([two.data.length, two.has_more], [2, true]);
  });

  it('has no answer at other paths', async () => {
    const at = async (path: string): Promise<unknown> => (await post(gateway().url + path, GOOD_BODY)).json();
    assert.deepEqual(await at('/v1/v1/messages'), { detail: 'Not Found' });
    assert.deepEqual(await at('/messages'), {
      type: 'error',
      error: { type: 'not_found_error', message: 'Not Found' },
    });
    assert.equal((await fetch(`${gateway().url}/api/hello`, { method: 'HEAD' })).status, 404);
  });

  it('keeps what reached it', async () => {
    await post(`${messages()}?beta=true`, { ...GOOD_BODY, system: null, tags: ['a', 'b', 1] });
    const [request, ...others] = gateway().requests;
    assert.ok(request !== undefined && others.length === 0);
    assert.deepEqual([request.method, request.path], ['POST', '/v1/messages?beta=true']);
    assert.equal(request.headers['authorization'], BOTH_HEADERS.authorization);
    assert.deepEqual(request.shape, {
      model: 'string',
      max_tokens: 'number',
      messages: [{ role: 'string', content: 'string' }],
      system: 'null',
      tags: ['string', 'number'],
    });
    assert.match(request.body, /"content":"hi"/);
  });
});

describe('practice gateway: a base path', () => {
  const gateway = gatewayForTests({ basePath: '/llm' });

  it('serves the API there and nowhere else', async () => {
    assert.ok(gateway().url.endsWith('/llm'));
    assert.equal((await post(`${gateway().url}/v1/messages`, GOOD_BODY)).status, 200);
    const beside = await post(`${gateway().url.slice(0, -'/llm'.length)}/v1/messages`, GOOD_BODY);
    assert.deepEqual([beside.status, await beside.json()], [404, { detail: 'Not Found' }]);
  });
});
