import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CAUSE_IDS } from '../../../../src/core/causes/causes';
import type { ErrorReading } from '../../../../src/core/answers/errorReading';
import { explainFinding, explainReading, type ErrorExplanation } from '../../../../src/core/explain/explanation';
import { explanationMarkdown } from '../../../../src/core/views/explanationMarkdown';
import { finding } from '../../../../src/core/causes/findings';
import { NEXT_STEPS } from '../../../../src/core/causes/nextSteps';
import { PLACEHOLDER_WORDS } from '../../../../src/core/causes/placeholders';
import { previewOf, readPasted } from '../../../../src/core/explain/pastedError';
import { UNPRINTABLE } from '../support';

const READING: ErrorReading = {
  candidates: [
    { cause: 'credential-rejected', confidence: 0.9 },
    { cause: 'wrong-credential-header', confidence: 0.2 },
  ],
  evidence: 'HTTP 401: no such key',
  speaker: 'gateway',
  product: 'LiteLLM',
  facts: { status: '401' },
  decides: [],
};
const DOUBTFUL: ErrorReading = {
  ...READING,
  candidates: [
    { cause: 'credential-rejected', confidence: 0.5 },
    { cause: 'provider-credential-rejected', confidence: 0.4 },
  ],
  speaker: 'unknown',
  decides: ['check-connection', 'gateway-log'],
};
/** One that is known here, and one that can be told by its looks. */
const KNOWN = 'Zq7vXw3LkT9mB2nRcompanykey';
const LOOKS = 'sk-sentinel-Zq7vXw3LkT9mB2nR';

const linesOf = (explanation: ErrorExplanation, fixable = false): string[] =>
  explanationMarkdown(explanation, fixable).text.split('\n');

describe('an explanation', () => {
  it('says first what is wrong and who acts, and nothing else where that is certain', () => {
    const explanation = explainReading(READING);
    assert.match(
      explanation.verdict,
      /^The gateway rejected the credential\. You: copy the credential again, in full\.$/,
    );
    assert.deepEqual(
      [explanation.certain, explanation.others, explanation.decides, explanation.saidBy, explanation.status],
      [true, [], [], 'the gateway (LiteLLM)', '401'],
    );
  });

  it('says what would decide where it is not certain', () => {
    const explanation = explainReading(DOUBTFUL);
    assert.equal(
      explanation.verdict,
      'There are 2 possible causes. Most likely: The gateway rejected the credential. You: confirm the cause.',
    );
    assert.deepEqual(
      explanation.others.map(({ cause, owner }) => [cause, owner]),
      [['provider-credential-rejected', 'Your gateway team']],
    );
    assert.deepEqual(
      explanation.decides.map(({ id, command }) => [id, command]),
      [
        ['check-connection', 'checkConnection'],
        ['gateway-log', undefined],
      ],
    );
    assert.match(
      explainReading({ ...DOUBTFUL, candidates: [{ cause: 'waf-blocked', confidence: 0.5 }] }).verdict,
      /^Not certain, but most likely: A firewall/,
    );
  });

  it('has a next step for whatever is uncertain', () => {
    for (const cause of CAUSE_IDS) {
      for (const explanation of [
        explainReading({ ...READING, candidates: [{ cause, confidence: 0.3 }] }),
        explainFinding(finding(cause, 'x', {}, false)),
      ]) {
        const [step] = explanation.decides;
        assert.ok(step !== undefined && step.id in NEXT_STEPS, cause);
        assert.ok(explanation.verdict.length > 20 && explanation.docs.startsWith('https://'));
      }
    }
  });

  it('is one line per text, and printable', () => {
    const nasty = 'a\u001b[31m\n\n# b\u202e\u0000';
    const explanation = explainReading({
      ...READING,
      evidence: nasty,
      product: nasty,
      facts: { host: nasty, status: nasty },
    });
    for (const text of Object.values(explanation).filter((value) => typeof value === 'string'))
      assert.doesNotMatch(text, UNPRINTABLE);
  });

  it('is printable and without credentials for every cause, whatever its facts are', () => {
    const hostile = `\u001b[31m${KNOWN}\n# ${LOOKS}\u202e https://me:hunter22@gw.example Bearer abcdefgh1`;
    const facts = Object.fromEntries([...Object.keys(PLACEHOLDER_WORDS), 'status'].map((name) => [name, hostile]));
    for (const cause of CAUSE_IDS) {
      const candidates: ErrorReading['candidates'] = [
        { cause, confidence: 0.4 },
        { cause: 'redirected', confidence: 0.3 },
      ];
      for (const explanation of [
        explainReading({ ...READING, candidates, evidence: hostile, product: hostile, facts }, [KNOWN]),
        explainFinding(finding(cause, hostile, facts), [KNOWN]),
      ]) {
        const texts = JSON.stringify(explanation);
        for (const part of [KNOWN, LOOKS, 'hunter22', 'abcdefgh1', '\\u001b', '\\n', '\u202e'])
          assert.ok(!texts.includes(part), `${part} in ${texts}`);
        assert.doesNotMatch(texts, UNPRINTABLE);
      }
    }
  });
});

describe('the document of an explanation', () => {
  it('starts with the verdict, then what to do', () => {
    const lines = linesOf(explainReading(READING));
    assert.equal(lines[0], '# The gateway rejected the credential. You: copy the credential again, in full.');
    for (const line of [
      '## What to do',
      'Who can fix it: You',
      '1. Copy the credential again, in full.',
      '    HTTP 401: no such key',
      'Source: the gateway (LiteLLM)',
      'Cause ID: credential-rejected',
    ])
      assert.ok(lines.includes(line), line);
    assert.ok(!lines.some((line) => /decide|fits/.test(line)));
  });

  it('has its buttons at the lines they belong to', () => {
    const at = (explanation: ErrorExplanation, fixable: boolean): [string | undefined, string][] => {
      const { text, buttons } = explanationMarkdown(explanation, fixable);
      return buttons.map(({ line, button }) => [text.split('\n')[line], button.kind]);
    };
    assert.deepEqual(at(explainReading(READING), true), [
      ['## What to do', 'fix'],
      ['## What to do', 'copy'],
      [`To confirm: ${explainReading(READING).confirm.words}`, 'step'],
      ['## More', 'table'],
      ['## More', 'docs'],
    ]);
    const [first, ...rest] = at(explainReading(DOUBTFUL), false);
    assert.deepEqual([first?.[0]?.slice(0, 7), first?.[1]], ['- Run G', 'step']);
    assert.deepEqual(
      rest.map(([, kind]) => kind),
      ['copy', 'table', 'docs'],
    );
    const unknown = explainReading({
      ...READING,
      candidates: [{ cause: 'unknown', confidence: 0 }],
      decides: ['gateway-log'],
    });
    assert.deepEqual(
      at(unknown, false).map(([, kind]) => kind),
      ['table', 'docs'],
    );
  });

  it('lists the possible causes, most likely first', () => {
    const lines = linesOf(explainReading(DOUBTFUL));
    assert.ok(lines.includes('1. The gateway rejected the credential. Who can fix it: You (credential-rejected)'));
    assert.ok(lines.some((line) => line.startsWith('2. ') && line.endsWith('(provider-credential-rejected)')));
    assert.ok(lines.indexOf('## How to find out') < lines.indexOf('## What to do if it’s the first cause'));
  });

  it('is not changed by the words of others', () => {
    const attack =
      '[click](command:workbench.action.terminal.new) ![x](https://evil.example) <img src=x> `a` **b** | # h &lt;';
    const { text } = explanationMarkdown(
      explainReading({
        ...READING,
        candidates: [{ cause: 'redirected', confidence: 0.9 }],
        product: attack,
        evidence: attack,
        facts: { location: attack, host: attack },
      }),
      false,
    );
    for (const line of text.split('\n').filter((shown) => shown.includes('command:') && !shown.startsWith('    ')))
      assert.doesNotMatch(line.replaceAll(/\\./g, ''), /[[\]<>`*|]/, line);
    assert.equal(text.split('\n').filter((line) => line.startsWith('#')).length, 5);
  });
});

describe('what was pasted', () => {
  const paste = `$ ANTHROPIC_AUTH_TOKEN=${KNOWN} claude\nAPI Error: 401 {"error":{"message":"invalid x-api-key","key":"${LOOKS}"}}`;

  it('shows no credential, known or told by its looks, in any form', () => {
    for (const text of [
      paste,
      KNOWN,
      `Bearer ${KNOWN}`,
      encodeURIComponent(KNOWN),
      Buffer.from(`x${KNOWN}`).toString('base64'),
      `${'x '.repeat(95)}${KNOWN} 401`,
      `HTTP/1.1 401 No\nx-request-id: ${KNOWN}\n\n{"error":{"message":"key ${KNOWN} ${LOOKS}"}}`,
      JSON.stringify({ status: 401, body: { error: `no ${KNOWN}` } }),
    ]) {
      const { text: shown, reading } = readPasted(text, [KNOWN]);
      assert.ok(reading !== undefined);
      const all = [shown, JSON.stringify(explainReading(reading, [KNOWN])), previewOf(text, [KNOWN])].join('\n');
      for (const part of [KNOWN, KNOWN.slice(0, 10), LOOKS]) assert.ok(!all.includes(part), `${part} in ${all}`);
    }
  });

  it('is never shown when it is one word, which may be a credential', () => {
    for (const word of ['f3a9c0d1e2b4f3a9c0d1e2b4', 'company-key-123456', `  ${'k1'.repeat(20)}\n`]) {
      const { text, reading } = readPasted(word);
      assert.ok(reading !== undefined);
      for (const shown of [text, previewOf(word), JSON.stringify(explainReading(reading))])
        assert.ok(!shown.includes(word.trim()), shown);
    }
    assert.equal(previewOf('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    assert.equal(previewOf('ENOTFOUND'), 'ENOTFOUND');
  });

  it('is read as an HTTP answer where it is one', () => {
    const litellm =
      '{"error":{"message":"Authentication Error, Invalid proxy server token passed.","type":"auth_error"}}';
    for (const text of [
      `HTTP/1.1 401 Unauthorized\nx-litellm-version: 1\n\n${litellm}`,
      JSON.stringify({ status: '401', headers: { 'X-LiteLLM-Version': '1' }, body: litellm }),
    ]) {
      const { reading } = readPasted(text);
      assert.deepEqual([reading?.candidates[0].cause, reading?.product], ['credential-rejected', 'LiteLLM']);
    }
    assert.equal(
      readPasted(
        'HTTP/1.1 200 OK\n\n{"type":"message","id":"msg_1","role":"assistant","content":[{"type":"text","text":"hi"}]}',
      ).reading,
      undefined,
    );
  });

  it('previews the first line that says something', () => {
    assert.equal(previewOf('\n\n  ────\n\u001b[31mAPI  Error: 500\u001b[0m\nmore'), 'API Error: 500');
    assert.equal(previewOf(''), '');
  });

  it('never fails (any text)', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom('', 'HTTP/1.1 401 x\n', '{"status":401,"body":'),
        (text, start) => {
          const { reading } = readPasted(start + text);
          if (reading !== undefined)
            assert.doesNotMatch(
              explanationMarkdown(explainReading(reading), true).text.replaceAll('\n', ''),
              UNPRINTABLE,
            );
        },
      ),
    );
  });
});
