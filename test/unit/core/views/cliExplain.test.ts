import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  explainHttp,
  explainJson,
  explainLine,
  explainPasted,
  explainText,
  type Explained,
} from '../../../../src/core/views/cliExplain';

const MESSAGE = { type: 'message', id: 'msg_1', role: 'assistant', content: [{ type: 'text', text: 'hi' }] };
const TIMEOUT = '{"error":{"message":"No api key passed in.","type":"auth_error"}}';

function shown(explained: Explained): string {
  assert.ok(explained.ok);
  return explainText(explained.explanation);
}

interface Answer {
  readonly id: string | number;
  readonly causes: readonly { readonly id: string; readonly confidence: number }[];
  readonly evidence: string;
}

function answerTo(line: unknown): Answer {
  const answer = explainLine(JSON.stringify(line));
  assert.ok(answer?.ok, JSON.stringify(answer));
  assert.ok(!answer.line.includes('\n'));
  return JSON.parse(answer.line) as Answer;
}

describe('explain on the command line', () => {
  it('says the verdict first, then what was seen', () => {
    const text = shown(explainPasted('getaddrinfo ENOTFOUND llm.example.com'));
    assert.match(text, /^DNS can’t find .*\. You: /);
    assert.match(text, /\n {2}who can fix it: You\n {2}1\. .*\n/);
    assert.match(text, /\n {2}evidence: .*ENOTFOUND.*\n {2}source: .*\n {2}https:\/\/.*\n$/);
    assert.doesNotMatch(text, /to find out:|other possible causes/);
  });

  it('says how to find out where the text does not decide', () => {
    const text = shown(explainPasted('API Error: 401 Unauthorized'));
    assert.match(text, /^There are \d possible causes\. Most likely: .* You: confirm the cause\.\n/);
    assert.match(text, /\n {2}to find out:\n {4}\S/);
    assert.match(text, /\n {2}other possible causes:\n {4}\S/);
  });

  it('has an explanation for machines, whose keys stay', () => {
    const explained = explainPasted('API Error: 401 Unauthorized');
    assert.ok(explained.ok);
    const json = JSON.parse(explainJson(explained.explanation)) as Record<string, unknown>;
    for (const key of [
      'verdict',
      'cause',
      'confidence',
      'severity',
      'certain',
      'title',
      'why',
      'owner',
      'ownerId',
      'remedy',
      'docs',
      'evidence',
      'speaker',
      'saidBy',
      'others',
      'decides',
    ])
      assert.ok(key in json, key);
  });

  it('takes one HTTP answer', () => {
    assert.match(
      shown(
        explainHttp(JSON.stringify({ status: '401', headers: { 'Content-Type': 'application/json' }, body: TIMEOUT })),
      ),
      /HTTP 401/,
    );
    assert.match(
      shown(explainHttp(`\ufeff${JSON.stringify({ status: 200, body: MESSAGE })}`)),
      /^Nothing is wrong with this response/,
    );
    assert.deepEqual(JSON.parse(explainJson(undefined)), {
      cause: null,
      verdict: shown(explainHttp(JSON.stringify({ status: 200, body: JSON.stringify(MESSAGE) }))).trim(),
    });
    for (const text of ['', 'null', '[]', '{}', '{"status": "x"}', 'HTTP/1.1 401 No'])
      assert.ok(!explainHttp(text).ok, text);
  });
});

describe('explain, line by line', () => {
  it('answers with the causes, most likely first', () => {
    const certain = answerTo({
      id: 'c1',
      kind: 'client-text',
      text: 'getaddrinfo ENOTFOUND llm.example.com',
      label: 'ignored',
    });
    assert.deepEqual([certain.id, certain.causes[0]?.id], ['c1', 'dns-failure']);
    assert.ok((certain.causes[0]?.confidence ?? 0) >= 0.8 && certain.evidence.includes('ENOTFOUND'));
    const open = answerTo({ id: 7, kind: 'client-text', text: 'API Error: 401 Unauthorized' });
    assert.equal(open.id, 7);
    assert.ok(
      open.causes.length > 1 &&
        open.causes.every(
          ({ confidence }, index) => confidence < 0.8 && confidence <= (open.causes[index - 1]?.confidence ?? 1),
        ),
    );
  });

  it('takes HTTP answers, with header names in any case and bodies of any kind', () => {
    for (const http of [
      { status: 401, headers: { Server: 'x' }, body: TIMEOUT },
      { status: '401', body: JSON.parse(TIMEOUT) as unknown },
      { status: 401, headers: null, body: TIMEOUT },
    ]) {
      assert.match(answerTo({ id: 'c2', kind: 'http', http }).evidence, /^HTTP 401/);
    }
    assert.deepEqual(answerTo({ id: 'c3', kind: 'http', http: { status: 200, headers: {}, body: MESSAGE } }).causes, [
      { id: 'unknown', confidence: 0 },
    ]);
  });

  it('skips empty lines, and says what is wrong with others', () => {
    for (const line of ['', '   ', '\r']) assert.equal(explainLine(line), undefined);
    for (const line of [
      '{',
      'x',
      '[]',
      '3',
      'null',
      '{}',
      '{"id":{},"kind":"client-text","text":"x"}',
      '{"id":"a"}',
      '{"id":"a","kind":"client-text"}',
      '{"id":"a","kind":"client-text","text":3}',
      '{"id":"a","kind":"http"}',
      '{"id":"a","kind":"http","http":{}}',
      '{"id":"a","kind":"http","http":[]}',
      '{"id":"a","kind":"other","text":"x"}',
    ]) {
      const answer = explainLine(line);
      assert.ok(answer?.ok === false && answer.problem !== '', line);
    }
    assert.ok(explainLine('\ufeff{"id":"a","kind":"client-text","text":"x"}')?.ok);
  });

  it('says so when a body is nested too deeply', () => {
    const deep = `{"status":401,"body":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`;
    const problem = (column: number) => ({
      ok: false,
      problem: `The JSON is nested more than 500 levels deep (line 1, column ${column}).`,
    });
    // The 501st level: of the line's own there are two, of the answer's one.
    assert.deepEqual(
      [explainLine(`{"id":"a","kind":"http","http":${deep}}`), explainHttp(deep)],
      [problem(32 + 21 + 5 * 498), problem(22 + 5 * 499)],
    );
    assert.ok(explainLine(JSON.stringify({ id: 'a', kind: 'http', http: { status: 401, body: deep } }))?.ok);
    assert.match(shown(explainPasted(deep)), /^\S/);
  });

  it('answers any JSON, and never twice in one line', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
        explainLine(JSON.stringify(value));
        const answer = explainLine(JSON.stringify({ id: text, kind: 'client-text', text }));
        assert.ok(answer?.ok && !answer.line.includes('\n'));
        explainLine(JSON.stringify({ id: 'a', kind: 'http', http: value }));
      }),
      { numRuns: 60 },
    );
  });

  it('shows no credential', () => {
    const { evidence } = answerTo({
      id: 'a',
      kind: 'client-text',
      text: 'API Error: 401 key sk-sentinel-Zq7vXw3LkT9mB2nR',
    });
    assert.ok(!evidence.includes('sentinel'), evidence);
  });
});
