import assert from 'node:assert/strict';
import { sessionBody } from '../../../src/core/probes/rows/clientRequest';
import { BOTH_HEADERS, gatewayForTests, GOOD_BODY, post } from './support';

async function messageOf(reply: Response): Promise<string> {
  const body = (await reply.json()) as { error?: { message: string } };
  return `${reply.status} ${body.error?.message ?? 'answered'}`;
}

describe('practice gateway: strict', () => {
  const gateway = gatewayForTests({ strict: true });
  const ask = async (fields: object, betas = ''): Promise<string> =>
    messageOf(
      await post(
        `${gateway().url}/v1/messages?beta=true`,
        { ...GOOD_BODY, ...fields },
        { ...BOTH_HEADERS, 'anthropic-version': '2023-06-01', ...(betas === '' ? {} : { 'anthropic-beta': betas }) },
      ),
    );

  const tool = { name: 'x', input_schema: { type: 'object' } };
  for (const [what, fields, beta, words] of [
    [
      'context management',
      { context_management: { edits: [] } },
      'context-management-2025-06-27',
      'context_management: Extra inputs are not permitted',
    ],
    [
      'effort',
      { output_config: { effort: 'low' } },
      'effort-2025-11-24',
      'output_config: Extra inputs are not permitted',
    ],
    [
      'a deferred tool',
      { tools: [{ ...tool, defer_loading: true }] },
      'advanced-tool-use-2025-11-20',
      'tools.0.custom.defer_loading: Extra inputs are not permitted',
    ],
    [
      'the role system',
      { messages: [...GOOD_BODY.messages, { role: 'system', content: 'x' }] },
      'mid-conversation-tool-changes-2026-07-01',
      'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
    ],
    [
      'effort of one turn',
      { messages: [{ ...GOOD_BODY.messages[0], output_config: { effort: 'low' } }] },
      'per-turn-control-2026-07-01',
      'messages.0.output_config: Extra inputs are not permitted',
    ],
  ] as const) {
    it(`takes ${what} only with its beta`, async () => {
      assert.equal(await ask(fields), `400 ${words}`);
      assert.equal(await ask(fields, `claude-code-20250219,${beta}`), '200 answered');
    });
  }

  it('refuses fields and betas that nobody knows', async () => {
    assert.equal(await ask({ surprise: 1 }), '400 surprise: Extra inputs are not permitted');
    assert.equal(await ask({ metadata: { team: 'x' } }), '400 metadata.team: Extra inputs are not permitted');
    assert.match(
      await ask({}, 'no-such-beta-2020-01-01'),
      /^400 Unexpected value\(s\) `no-such-beta-2020-01-01` for the `anthropic-beta` header/,
    );
  });

  it('refuses a budget of thinking that leaves nothing to say', async () => {
    assert.equal(
      await ask({ thinking: { type: 'enabled', budget_tokens: 2048 }, max_tokens: 2048 }),
      '400 `max_tokens` must be greater than `thinking.budget_tokens`.',
    );
    assert.equal(await ask({ thinking: { type: 'enabled', budget_tokens: 1024 }, max_tokens: 2048 }), '200 answered');
  });

  it('refuses a request without a message as ever', async () => {
    assert.equal(await ask({ messages: [] }), '400 messages: at least one message is required');
  });

  for (const clientVersion of ['2.1.329', '2.1.197']) {
    for (const model of ['claude-opus-5-5', 'claude-sonnet-4-6']) {
      it(`takes what Claude Code ${clientVersion} sends to ${model}`, async () => {
        const { body, betas } = sessionBody(model, { clientVersion, reducedBetas: false });
        assert.equal(await ask({ ...body, model }, betas.join(',')), '200 answered');
        assert.match(await ask({ ...body, model }), /^400 /);
      });
    }
  }
});
