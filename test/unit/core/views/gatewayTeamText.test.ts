import assert from 'node:assert/strict';
import { CAUSE_IDS } from '../../../../src/core/causes/causes';
import { explainFinding, explainReading } from '../../../../src/core/explain/explanation';
import { finding } from '../../../../src/core/causes/findings';
import { gatewayTeamText, MESSAGES_PATH, type TeamTextInput } from '../../../../src/core/views/gatewayTeamText';
import { readPasted } from '../../../../src/core/explain/pastedError';
import { timeWithZone, tracesIn } from '../../../../src/core/explain/requestTraces';
import { UNPRINTABLE } from '../support';
import { busyMs } from '../../../slowTexts/busy';
import { probeBehind } from '../../../../src/core/probes/lastCheck';

const NO_TRACES = { ids: [], session: undefined, time: undefined } as const;

function textOf(pasted: string, more: Partial<TeamTextInput> = {}): string {
  const { reading, text } = readPasted(pasted);
  assert.ok(reading !== undefined);
  return gatewayTeamText({
    explanation: explainReading(reading),
    traces: tracesIn(text),
    at: '2026-11-21T16:35:00+01:00',
    sender: 'claude-code',
    path: MESSAGES_PATH,
    ...more,
  });
}

describe('the text for the gateway team', () => {
  const PROVIDER =
    'HTTP/1.1 401 Unauthorized\nx-litellm-call-id: 5f0c-aa11\ndate: Sun, 09 Aug 2026 10:11:12 GMT\nx-claude-code-session-id: 0b1c2d3e-session-1\n\n{"error":{"message":"litellm.AuthenticationError: AnthropicException - {\\"type\\":\\"error\\",\\"error\\":{\\"type\\":\\"authentication_error\\",\\"message\\":\\"invalid x-api-key\\"},\\"request_id\\":\\"req_011CaUUB15WGRCpQ2TQoFS2c\\"}"}}';

  it('says that the provider rejected the gateway’s key, and what to look for', () => {
    const text = textOf(PROVIDER);
    for (const line of [
      'For our gateway team: Claude Code and the LLM gateway',
      '- Your gateway responded, but the provider rejected the gateway’s own key. My key isn’t the problem: it was accepted.',
      '- time: Sun, 09 Aug 2026 10:11:12 GMT',
      '- request: POST /v1/messages?beta=true',
      '- response status: 401',
      '- x-claude-code-session-id: 0b1c2d3e-session-1',
      '- x-litellm-call-id: 5f0c-aa11',
      '- request_id: req_011CaUUB15WGRCpQ2TQoFS2c',
      'This text contains no credentials.',
    ])
      assert.ok(text.split('\n').includes(line), `${line}\n\n${text}`);
  });

  it('says that the gateway rejected the developer’s key', () => {
    const text = textOf(
      'HTTP/1.1 401 Unauthorized\n\n{"error":{"message":"Authentication Error, Invalid proxy server token passed.","type":"auth_error"}}',
    );
    assert.match(text, /Your gateway rejected my key\. The request didn’t reach the provider\./);
    assert.match(text, /- time: shortly before 2026-11-21T16:35:00\+01:00/);
    assert.match(text, /- header x-claude-code-session-id: Claude Code sends it with every request/);
  });

  it('says of neither that it happened where that is not certain', () => {
    for (const pasted of ['401 invalid x-api-key', 'API Error: 401 Unauthorized']) {
      const text = textOf(pasted);
      assert.match(text, /- Please check which of these it was: .*rejected the gateway’s own key\./);
      for (const line of [
        /- If the provider rejected the gateway’s own key, please check/,
        /- If the gateway rejected my key, please check/,
        /- If my key was sent in a header that the gateway doesn’t read, please tell us/,
      ])
        assert.match(text, line);
      assert.doesNotMatch(
        text,
        /it was accepted|didn’t reach the provider|My key isn’t|Your gateway (?:responded|rejected)|It could also be/,
      );
    }
  });

  it('names the source as far as that is known', () => {
    assert.match(textOf(PROVIDER), /\nSource: the gateway \(LiteLLM\)\n/);
    assert.match(textOf('401 invalid x-api-key'), /\nPossible source: the provider behind the gateway/);
    assert.match(textOf('API Error: 401 Unauthorized'), /\nSource: unknown/);
  });

  it('of a check names the check instead of a session, and the host', () => {
    const explanation = explainFinding(finding('connect-timeout', 'no answer in time', { host: 'gw.example' }));
    const text = gatewayTeamText({
      explanation,
      traces: NO_TRACES,
      at: '2026-11-21T16:35:00+01:00',
      sender: { userAgent: 'llm-gateway-connect/1.2.3' },
      path: '/base/v1/messages?beta=true',
    });
    for (const line of [
      'For our network team: Claude Code can’t connect to the LLM gateway',
      '- time: 2026-11-21T16:35:00+01:00',
      '- request: POST /base/v1/messages?beta=true',
      '- host: gw.example',
      '- user-agent: llm-gateway-connect/1.2.3',
    ])
      assert.ok(text.split('\n').includes(line), text);
    assert.ok(!text.includes('x-claude-code-session-id'));
  });

  it('of a diagnosis names the probe that found it, and when that was', () => {
    const found = { ...finding('tls-untrusted', 'CERT_HAS_EXPIRED'), variant: 'expired' };
    const behind = probeBehind(found, {
      at: 1000,
      probes: [
        { id: 'dns', label: 'DNS', outcome: 'ok', detail: '', ms: 1 },
        {
          id: 'tls',
          label: 'TLS handshake',
          outcome: 'problem',
          detail: '',
          ms: 9,
          startedAt: 40,
          findings: [found],
        },
      ],
    });
    assert.deepEqual(behind, { label: 'TLS handshake', at: 1040 });
    assert.equal(probeBehind({ ...found, evidence: 'another' }, { at: 0, probes: [] }), undefined);
    const text = gatewayTeamText({
      explanation: explainFinding(found),
      traces: NO_TRACES,
      at: 'now',
      sender: { userAgent: 'x' },
      path: MESSAGES_PATH,
      check: `${behind.label}\n- x`,
    });
    assert.match(text, /^For our gateway team/);
    assert.ok(text.includes('\n- time: now\n- found by this check: TLS handshake - x\n'));
    assert.match(text, /\nNext steps:\n- Please check this host’s certificate/);
  });

  it('says something to check for every cause, and says so when it is not certain', () => {
    for (const cause of CAUSE_IDS) {
      const text = gatewayTeamText({
        explanation: explainFinding(finding(cause, 'seen this', {}, false)),
        traces: NO_TRACES,
        at: 'now',
        sender: 'claude-code',
        path: MESSAGES_PATH,
      });
      assert.match(text, /Next steps:\n- \S/);
      assert.match(text, /Problem: Not certain\. Most likely: /);
      assert.ok(text.includes(`(${cause})`) && !text.includes('hidden'), text);
      assert.ok(
        !gatewayTeamText({
          explanation: explainFinding(finding(cause, 'seen this')),
          traces: NO_TRACES,
          at: 'now',
          sender: 'claude-code',
          path: MESSAGES_PATH,
        }).includes('hidden'),
        cause,
      );
    }
  });

  it('holds no credential and nothing unprintable, whatever was pasted', () => {
    const key = 'sk-sentinel-Zq7vXw3LkT9mB2nR';
    for (const pasted of [
      `API Error: 401 key ${key}`,
      `HTTP/1.1 401 No\nx-request-id: ${key}\ncf-ray: ${key}\nset-cookie: ${key}\n\n{"request_id":"${key}","error":"${key}"}`,
      `request-id: ${key}`,
      `401 Authorization: Bearer ${key.slice(3)} \u001b[31m\u202e`,
      `2026-08-09T10:11:12Z https://me:${key.slice(3)}@gw.example/`,
    ]) {
      const text = textOf(pasted);
      for (const part of [key, key.slice(3)]) assert.ok(!text.includes(part), text);
      assert.doesNotMatch(text.replaceAll('\n', ''), UNPRINTABLE);
    }
  });
});

describe('the traces of a request', () => {
  const cases: readonly [string, string, string][] = [
    [
      'Anthropic’s id in a body',
      '{"type":"error","request_id":"req_011CaUUB15WGRCpQ2TQoFS2c"}',
      'request_id req_011CaUUB15WGRCpQ2TQoFS2c',
    ],
    ['the same without a name', 'failed (req_011CaUUB15WGRCpQ2TQoFS2c)', 'request-id req_011CaUUB15WGRCpQ2TQoFS2c'],
    ['JSON in a string', String.raw`{"message":"{\"request_id\":\"req_vrtx_011\"}"}`, 'request_id req_vrtx_011'],
    ['Cloudflare’s header', 'cf-ray: 8f2c1d3e4a5b6c7d-FRA', 'cf-ray 8f2c1d3e4a5b6c7d-FRA'],
    ['Cloudflare’s page', 'Cloudflare Ray ID: 8f2c1d3e4a5b6c7d', 'ray id 8f2c1d3e4a5b6c7d'],
    ['AWS', 'x-amzn-RequestId: 1b2c3d4e-0000-1111', 'x-amzn-requestid 1b2c3d4e-0000-1111'],
    [
      'Kong’s body',
      '{"message":"Unauthorized","request_id":"9d3f1a0e5b6c7d8e9f00112233445566"}',
      'request_id 9d3f1a0e5b6c7d8e9f00112233445566',
    ],
    ['one-api', 'no channel (request id: 20260809101112345678901AbCd)', 'request id 20260809101112345678901AbCd'],
    ['F5', 'Your support ID is: 1234567890123456789', 'support id 1234567890123456789'],
  ];
  for (const [name, text, expected] of cases) {
    it(`are found: ${name}`, () => {
      assert.deepEqual(
        tracesIn(text).ids.map(({ name: label, value }) => `${label} ${value}`),
        [expected],
      );
    });
  }

  it('are not made of other words', () => {
    for (const text of [
      '',
      'request id missing',
      'the x-request-id header is required',
      'request_id: null',
      'cf-ray',
      'grequest-id: abcdef123',
    ])
      assert.deepEqual(tracesIn(text).ids, [], text);
  });

  it('are few, and each once', () => {
    const many = Array.from(
      { length: 50 },
      (_, index) => `x-request-id: id-number-${index}\nx-request-id: id-number-${index}`,
    ).join('\n');
    const { ids } = tracesIn(many);
    assert.deepEqual([ids.length, new Set(ids.map(({ value }) => value)).size], [6, 6]);
  });

  it('take linear time on any text', () => {
    for (const piece of [
      'x-request-id',
      'request-id: ',
      'request_id":"',
      'req_',
      '2026-08-09T10:11:12',
      'Mon, ',
      'request_id\\\\\\"',
      'a',
    ]) {
      const ms = busyMs(() => tracesIn(piece.repeat(Math.ceil(500_000 / piece.length))));
      assert.ok(ms < 1500, `${piece}: ${ms}`);
    }
  });

  it('tell a time with its zone', () => {
    const at = Date.UTC(2026, 10, 21, 15, 35, 0);
    assert.deepEqual(
      [0, 60, -330, 345].map((offset) => timeWithZone(at, offset)),
      [
        '2026-11-21T15:35:00+00:00',
        '2026-11-21T16:35:00+01:00',
        '2026-11-21T10:05:00-05:30',
        '2026-11-21T21:20:00+05:45',
      ],
    );
  });
});
