import assert from 'node:assert/strict';
import { explain } from '../../../../../src/core/causes/findings';
import { credentialsFor, type ProbeRequest } from '../../../../../src/core/probes/probeRequest';
import { discoveryProbe } from '../../../../../src/core/probes/rows/discoveryProbe';
import { isSkip, type Done } from '../../../../../src/core/probes/probe';
import type { Target } from '../../../../../src/core/probes/target';
import type { Reply } from '../../../../../src/core/answers/reply';
import { Secret } from '../../../../../src/core/words/secret';
import { UNPRINTABLE } from '../../support';
import { targetWith } from '../targetWith';

const NOTHING_YET: Done = new Map();
const TOKEN = new Secret('made-up-token');
const KEY = new Secret('made-up-key');

function requestFor(target: Target): ProbeRequest {
  const action = discoveryProbe.act(target, NOTHING_YET);
  assert.ok(!isSkip(action));
  return action.request;
}

function listOf(...ids: readonly unknown[]): string {
  return JSON.stringify({ data: ids.map((id) => ({ id })) });
}

function answer(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
  return { kind: 'response', status, headers, body, ms: 5 };
}

function judged(reply: Reply, more: Partial<Target> = {}): ReturnType<typeof discoveryProbe.judge> {
  return discoveryProbe.judge(reply, targetWith('anthropic', more), NOTHING_YET);
}

describe('model discovery, asked as Claude Code does', () => {
  it('asks once, for a thousand, with three seconds', () => {
    const { method, url, body, headers } = requestFor(targetWith());
    assert.deepEqual(
      [method, url, body, headers['anthropic-version'], headers['anthropic-beta']],
      ['GET', 'https://llm.example/base/v1/models?limit=1000', undefined, '2023-06-01', undefined],
    );
    assert.deepEqual([discoveryProbe.timeoutMs, discoveryProbe.paid], [3000, 0]);
  });

  const both = { authorization: TOKEN, xApiKey: KEY };
  const helper = (fills: 'both' | 'x-api-key'): Partial<Target> => ({
    helper: { command: new Secret('get-key'), fills, mayRun: true },
  });
  type Sent = readonly (string | undefined)[];
  const [bearer, key, all]: readonly Sent[] = [
    ['made-up-token', undefined],
    [undefined, 'made-up-key'],
    ['made-up-token', 'made-up-key'],
  ];
  const table: readonly [string, Partial<Target>, Sent | undefined, Sent | undefined][] = [
    ['a token', { credentials: credentialsFor('bearer', TOKEN) }, bearer, bearer],
    ['a key', { credentials: credentialsFor('x-api-key', KEY) }, key, key],
    ['token and key', { credentials: both }, all, bearer],
    [
      'a command',
      { credentials: credentialsFor('both', KEY), ...helper('both') },
      ['made-up-key', 'made-up-key'],
      undefined,
    ],
    ['token and command', { credentials: both, ...helper('x-api-key') }, bearer, bearer],
  ];
  for (const [name, more, newest, older] of table) {
    it(`with the credentials that were measured: ${name}`, () => {
      for (const [clientVersion, expected] of [
        ['2.1.329', newest],
        ['2.1.197', older],
      ] as const) {
        const target = targetWith('anthropic', { ...more, clientVersion });
        if (expected === undefined) {
          assert.ok(isSkip(discoveryProbe.act(target, NOTHING_YET)), clientVersion);
          continue;
        }
        const { credentials } = requestFor(target);
        assert.deepEqual([credentials.authorization?.reveal(), credentials.xApiKey?.reveal()], expected, clientVersion);
      }
    });
  }

  it('custom headers go along', () => {
    assert.equal(
      requestFor(targetWith('anthropic', { customHeaders: { 'X-Team': new Secret('team-a') } })).secretHeaders?.[
        'X-Team'
      ]?.reveal(),
      'team-a',
    );
  });

  it('not without a credential, and not after a refusal', () => {
    assert.deepEqual(
      discoveryProbe.act(targetWith('anthropic', { withoutCredential: 'no credential is set' }), NOTHING_YET),
      { skip: 'no credential is set' },
    );
    const refused: Done = new Map([
      [
        'messages',
        { result: { id: 'messages', label: '', outcome: 'problem', detail: '', ms: 1 }, seen: answer('', 401) },
      ],
    ]);
    assert.ok(isSkip(discoveryProbe.act(targetWith(), refused)));
  });
});

describe('the list of models', () => {
  const listed: readonly [string, string, string | undefined, string][] = [
    [
      'the Anthropic API’s form',
      JSON.stringify({ data: [{ type: 'model', id: 'claude-opus-5-5', display_name: 'Opus' }], has_more: false }),
      undefined,
      'all can appear in /model: claude-opus-5-5',
    ],
    [
      'OpenAI’s form',
      JSON.stringify({
        object: 'list',
        data: [
          { id: 'vertex_ai/Claude-sonnet', object: 'model' },
          { id: 'gpt-5', object: 'model' },
        ],
      }),
      '2.1.223',
      '1 of 2 can appear in /model: vertex_ai/Claude-sonnet. Ignored because they don’t contain “claude” or “anthropic”: gpt-5',
    ],
    [
      'before 2.1.223',
      listOf('claude-a', 'vertex_ai/claude-b', 'anthropic.c'),
      '2.1.222',
      '2 of 3 can appear in /model: claude-a, anthropic.c. Ignored because they don’t start with “claude” or “anthropic”: vertex_ai/claude-b',
    ],
    [
      'many',
      listOf(...Array.from({ length: 9 }, (_, index) => `claude-${index}`)),
      undefined,
      'all can appear in /model: claude-0, claude-1, claude-2, claude-3, claude-4, …',
    ],
    ['entries of no use', listOf('claude-a', 5, null, {}), undefined, 'all can appear in /model: claude-a'],
  ];
  for (const [name, body, clientVersion, detail] of listed) {
    it(`is used: ${name}`, () => {
      assert.deepEqual(judged(answer(body), { clientVersion }), { outcome: 'ok', detail });
    });
  }

  const unusable: readonly [string, Reply, string, 'failed' | 'names'][] = [
    ['slow', { kind: 'failure', code: 'TIMEOUT', atProxy: false, ms: 3000 }, 'no answer within 3 seconds', 'failed'],
    ['reset', { kind: 'failure', code: 'ECONNRESET', atProxy: false, ms: 3 }, 'no answer (ECONNRESET)', 'failed'],
    [
      'redirected',
      answer('', 308, { location: '/v2/models?token=abc' }),
      'redirected to /v2/models, which Claude Code treats as a failure',
      'failed',
    ],
    ['not found', answer('nginx', 404), 'answered with 404', 'failed'],
    ['a page', answer('<html>', 200), 'the answer isn’t a list of models', 'failed'],
    ['another shape', answer('{"models":["claude"]}'), 'the answer isn’t a list of models', 'failed'],
    ['null', answer('null'), 'the answer isn’t a list of models', 'failed'],
    ['empty', answer('{"data":[]}'), 'the list is empty', 'failed'],
    ['no name fits', answer(listOf('opus', 'gpt-5')), 'no name contains “claude” or “anthropic”: opus, gpt-5', 'names'],
  ];
  for (const [name, reply, detail, variant] of unusable) {
    it(`is of no use: ${name}`, () => {
      const { outcome, detail: line, findings = [] } = judged(reply);
      assert.deepEqual(
        [outcome, line, findings.map((found) => [found.cause, found.severity, found.variant])],
        ['warning', detail, [['models-missing-from-picker', 'warning', variant]]],
      );
      for (const found of findings) assert.match(explain(found).cause, /^Model discovery is on/);
    });

    it(`is of no use, and nobody asked for it: ${name}`, () => {
      const off = judged(reply, { discovery: false });
      assert.deepEqual(
        [off.outcome, off.detail, off.findings],
        ['ok', `${detail} (model discovery is off, so Claude Code doesn’t request the list)`, undefined],
      );
    });
  }

  it('of hostile names only what can be printed, and no secret', () => {
    const { detail } = judged(
      answer(listOf(`claude-\u001b[31m\u202e${'x'.repeat(5000)}`, 'made-up-token-claude', 'other\n\u0007')),
    );
    assert.doesNotMatch(detail, UNPRINTABLE);
    assert.ok(detail.length < 400 && !detail.includes('made-up-token'), detail);
  });
});
