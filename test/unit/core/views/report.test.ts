import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assessAll } from '../../../../src/core/checks/assessment';
import { checkJson, reportJson } from '../../../../src/core/views/checkJson';
import { checkText, configJson, configText } from '../../../../src/core/views/cliText';
import { effectiveConfig } from '../../../../src/core/views/effectiveConfig';
import { finding } from '../../../../src/core/causes/findings';
import { healthOf } from '../../../../src/core/health/health';
import type { ProbeResult } from '../../../../src/core/probes/probe';
import { resultId } from '../../../../src/core/probes/probeIds';
import type { Progress } from '../../../../src/core/probes/progress';
import { buildReport, type Report } from '../../../../src/core/views/report';
import { reportMarkdown } from '../../../../src/core/views/reportMarkdown';
import { Secret } from '../../../../src/core/words/secret';
import type { SourceReading } from '../../../../src/core/config/snapshot';
import { redactLine } from '../../../../src/core/words/redact';
import { SOURCES, type SourceId } from '../../../../src/core/claude/sources';
import { reading, snapshotOf, UNPRINTABLE } from '../support';
import { picturesIn } from './wellFormedXml';
import { requestKey, type LastCheck } from '../../../../src/core/probes/lastCheck';

const SENTINEL = 'sk-sentinel/0123+456789=';
const FORMS = [SENTINEL, encodeURIComponent(SENTINEL), Buffer.from(SENTINEL).toString('base64'), 'sentinel'];
const NAMES = [
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_CUSTOM_HEADERS',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'AWS_BEARER_TOKEN_BEDROCK',
  'MY_PASSWORD',
];

/** Everything that is printed of one machine. */
function printed(
  readings: readonly SourceReading[],
  evidence: string,
  environment: Record<string, string> = { 'VS Code': '1.100.0' },
): { markdown: string; all: string } {
  const snapshot = snapshotOf(readings);
  const assessments = assessAll(snapshot);
  const config = effectiveConfig(assessments, snapshot);
  const [first] = assessments;
  assert.ok(first !== undefined);
  const last: LastCheck = {
    at: 0,
    target: requestKey(first.request),
    findings: [finding('credential-rejected', evidence, { host: evidence })],
    probes: [
      {
        id: 'messages',
        label: 'Ask the gateway',
        outcome: 'problem',
        ms: 12.3,
        detail: evidence,
        startedAt: 1,
        paid: 1,
      },
    ],
    scope: 'quick',
    paidRequests: 1,
    ms: 14,
  };
  const health = healthOf(first.request, first.findings, last, false);
  const report = buildReport({ health, assessments, config, lastCheck: last }, environment);
  const markdown = reportMarkdown(report);
  const pictures = picturesIn(markdown).join('\n');
  return {
    markdown,
    all: [markdown, pictures, JSON.stringify(report), reportJson(report), configText(config), configJson(config)].join(
      '\n',
    ),
  };
}

describe('the report', () => {
  it('holds no credential, from whatever source, however it is echoed', () => {
    const ids: SourceId[] = [
      'managed-dropin:10-a.json',
      ...SOURCES.flatMap(({ kind }) => (kind === 'managed-dropin' || kind === 'login' ? [] : [kind])),
    ];
    for (const id of ids) {
      const env = Object.fromEntries([
        ...NAMES.map((name) => [name, SENTINEL]),
        ['ANTHROPIC_BASE_URL', `https://me:${encodeURIComponent(SENTINEL)}@gw.example`],
        ['HTTPS_PROXY', `me:${SENTINEL.slice(0, 11)}@proxy:3128`],
      ]) as Record<string, string>;
      const echoes = [SENTINEL, `Bearer ${SENTINEL}`, ...FORMS.slice(1, 3), JSON.stringify({ key: SENTINEL })].join(
        ' ',
      );
      const { all } = printed([reading(id, env, { helper: new Secret(`echo ${SENTINEL}`) })], echoes, {
        'VS Code': SENTINEL,
      });
      for (const form of FORMS) assert.ok(!all.includes(form), `${id}: ${form}`);
      assert.ok(all.includes('hidden, 24 characters'));
    }
  });

  it('starts with the verdict and says who acts, what was done and what is set where', () => {
    const { markdown } = printed(
      [
        reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: SENTINEL }),
        reading('shell', { ANTHROPIC_BASE_URL: 'https://old.example' }),
      ],
      'HTTP 401: no such key',
    );
    assert.match(markdown, /^# The gateway rejected the credential\. You: copy the credential again, in full\.\n/);
    for (const line of [
      '## Problem: The gateway rejected the credential.',
      '- **Who can fix it:** You',
      '- **Evidence:** HTTP 401: no such key',
      '- ✗ Ask the gateway — HTTP 401: no such key (12 ms, may have used tokens)',
      'Checked at 1970-01-01T00:00:00.000Z. It took 14 ms. 1 of the requests may have used tokens.',
      ' 1 ms + 12 ms  ✗ Ask the gateway',
      'POST https://gw.example/v1/messages?beta=true with Authorization from ANTHROPIC\\_AUTH\\_TOKEN (VS Code user settings).',
      '| ANTHROPIC\\_AUTH\\_TOKEN | hidden, 24 characters | VS Code user settings | Set only here. |  |',
      '- VS Code: 1.100.0',
    ])
      assert.ok(markdown.split('\n').includes(line), line);
  });

  it('has the words and places of the effective configuration', () => {
    const { markdown } = printed(
      [
        reading(
          'user-settings',
          { ANTHROPIC_MODEL: 'm' },
          { location: '/home/me/.claude/settings.json', lines: { ANTHROPIC_MODEL: 4 } },
        ),
        reading('shell', { ANTHROPIC_MODEL: 'm' }),
      ],
      'HTTP 401',
    );
    const lines = markdown.split('\n');
    assert.ok(lines.includes('Nothing is sent: no credential and no saved login.'), markdown);
    const row = lines.find((line) => line.startsWith('| ANTHROPIC\\_MODEL')) ?? '';
    assert.match(row, /\| m \| \\~\/\.claude\/settings\.json, line 4 \(\/home\/me\/\.claude\/settings\.json\) \|/);
    assert.match(row, /\| the environment \(same value\) \|$/);
  });

  const attacks = [
    '[click](command:workbench.action.terminal.new)',
    '![x](https://evil.example/p.png)',
    '<img src=x onerror=alert(1)>',
    '<https://evil.example>',
    '`code`',
    '**bold** _em_ ~~gone~~',
    '| cell | cell |',
    '# heading',
    '&lt;b&gt;',
    '[ref]: https://evil.example',
    '\u001b[2J\u202etxt.exe',
  ];

  it('is not changed by the words of others: links, HTML, tables, code, headings', () => {
    const text = attacks.join('\n');
    const { markdown } = printed(
      [
        reading('shell', {
          ANTHROPIC_BASE_URL: 'https://gw.example',
          ANTHROPIC_AUTH_TOKEN: 'k'.repeat(9),
          ANTHROPIC_MODEL: text,
          [text]: 'x',
        }),
        reading('project-settings', { [text]: 'y' }),
      ],
      redactLine(text),
      { 'VS Code': text },
    );
    // What remains of them is escaped, character by character.
    const unescaped = markdown
      .split('\n')
      .filter((line) => /evil|alert|click|cell/.test(line))
      .join('\n')
      .replaceAll(/\\./g, '');
    assert.doesNotMatch(
      unescaped.replaceAll('**Evidence:**', '').replaceAll(/^\| | \| | \|$/gm, ''),
      /[[\]<>`*_|#~!]|&(?!amp;)/,
    );
    assert.doesNotMatch(markdown.replaceAll('\n', ''), UNPRINTABLE);
    for (const line of markdown.split('\n').filter((row) => row.startsWith('| ')))
      assert.ok([5, 6].includes(line.replaceAll('\\|', '').split('|').length - 1), line);
  });

  it('in a terminal is printable (any names, values and places)', () => {
    const any = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 });
    const nasty = fc.oneof(any, fc.constantFrom('\u001b]52;c;eA==\u0007', '\u202e', '\u009b31m'));
    fc.assert(
      fc.property(nasty, nasty, nasty, (name, value, location) => {
        const snapshot = snapshotOf([
          reading('project-settings', { [name]: value, ANTHROPIC_BASE_URL: value }),
          reading('managed-file', { [name]: '' }, { location }),
        ]);
        const config = effectiveConfig(assessAll(snapshot), snapshot);
        assert.doesNotMatch(configText(config).replaceAll('\n', ''), UNPRINTABLE);
        assert.doesNotThrow(() => {
          JSON.parse(configJson(config));
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('a report that fills', () => {
  const snapshot = snapshotOf([
    reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: SENTINEL }),
  ]);
  const [main] = assessAll(snapshot);
  assert.ok(main !== undefined);
  const config = effectiveConfig([main], snapshot);
  const ended: ProbeResult = {
    id: 'tls',
    label: 'TLS handshake',
    outcome: 'problem',
    ms: 30,
    startedAt: 2,
    detail: 'expired',
    findings: [finding('tls-untrusted', 'CERT_HAS_EXPIRED')],
  };
  const progress: Progress = {
    scope: 'full',
    startedAt: 0,
    results: [ended],
    running: [{ id: 'stream', label: 'Streaming' }],
    of: 30,
  };
  const old: LastCheck = {
    at: 0,
    target: requestKey(main.request),
    findings: [finding('rate-limited', 'HTTP 429')],
    probes: [],
    scope: 'quick',
    paidRequests: 1,
    ms: 1,
  };

  const built = (now: Progress, last: LastCheck, checking: boolean): Report =>
    buildReport(
      {
        health: healthOf(
          main.request,
          [],
          checking ? { ...last, findings: now.results.flatMap(({ findings = [] }) => findings) } : last,
          checking,
        ),
        assessments: [main],
        config,
        lastCheck: last,
        progress: now,
      },
      {},
    );

  it('says on top how far it is, and what it waits for', () => {
    const running = reportMarkdown(built(progress, old, true));
    assert.match(running, /^\*\*Still running: 1 of 30 · Streaming\*\*\n\n# .*certificate/);
    assert.match(running, /\n- ✗ TLS handshake — expired \(30 ms\)\n/);
    const slow: Progress = {
      ...progress,
      running: [...progress.running, { id: 'tcp', label: 'Connect', waitsFor: 'llm.example.com:443' }],
    };
    assert.match(
      reportMarkdown(built(slow, old, true)),
      /^\*\*Still running: 1 of 30 · waiting for llm\.example\.com:443\*\*\n/,
    );
    assert.match(
      reportMarkdown(built({ ...progress, results: [], running: [] }, old, true)),
      /^\*\*Still running: 0 of 30\*\*\n\n# Checking gw\.example…\n/,
    );
  });

  it('after it was stopped holds what was found until then, and not what was found earlier', () => {
    const report = built({ ...progress, running: [], stopped: true }, old, false);
    const text = reportMarkdown(report);
    assert.match(text, /^\*\*Stopped after 1 of 30 checks\. These results are incomplete\.\*\*\n\n# .*certificate/);
    assert.doesNotMatch(text, /rate-limited/);
    const json = JSON.parse(reportJson(report)) as Record<string, unknown>;
    assert.deepEqual([json['healthy'], json['incomplete']], [false, true]);
    assert.match(
      reportMarkdown(built({ ...progress, results: [], running: [], stopped: true }, old, false)),
      /\n# The check was stopped before it reached a verdict\.\n/,
    );
  });

  it('has titles for groups of probes when there are many', () => {
    const ids = ['dns', 'tcp', 'alive', 'model:a', 'messages', 'stream', 'size-8mb', 'new-probe'];
    const last = {
      ...old,
      findings: [],
      probes: ids.map((id) => ({ id: resultId(id), label: id, outcome: 'ok', ms: 1, detail: 'd' }) as const),
    };
    const lines = reportMarkdown(
      buildReport(
        { health: healthOf(main.request, [], last, false), assessments: [main], config, lastCheck: last },
        {},
      ),
    )
      .split('\n')
      .filter((line) => /^(?:### |- ✓)/.test(line));
    assert.deepEqual(
      lines.map((line) => line.replace(/ — .*/, '')),
      [
        '### Network path',
        '- ✓ dns',
        '- ✓ tcp',
        '### Gateway',
        '- ✓ alive',
        '- ✓ messages',
        '- ✓ new-probe',
        '### Models',
        '- ✓ model:a',
        '### Session requests',
        '- ✓ stream',
        '- ✓ size-8mb',
      ],
    );
  });
});

describe('words of others in a report', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      '](x)',
      '```',
      '~~~',
      '\n```\n# x',
      '![a](b)',
      ')\n\n# heading',
      '<svg onload=x>',
      ']]>',
      '</text></svg>',
      '&#0;',
      '"\'><',
      '\u001b]8;;https://evil\u0007',
      '\u202e\u2066',
      '\ud800',
      '\ufffe',
      'ä',
      '字'.repeat(200),
      'x'.repeat(20_000),
      '$$x$$',
      '\r\n- item',
      SENTINEL,
    ),
  );
  const readings = [
    reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: SENTINEL }),
  ];
  const snapshot = snapshotOf(readings);
  const assessments = assessAll(snapshot);
  const config = effectiveConfig(assessments, snapshot);

  /** Everything that is made of a check whose words are these. */
  function textsOf(
    label: string,
    detail: string,
    evidence: string,
  ): { markdown: string; text: string; json: string; pictures: readonly string[] } {
    const [main] = assessments;
    assert.ok(main !== undefined);
    const phases = { resolved: 3, connected: 5, secured: 9, answered: 30 };
    const arrivals = [
      { ms: 31, bytes: 10, events: 1 },
      { ms: 60, bytes: 10, events: 2 },
    ];
    const last: LastCheck = {
      at: 0,
      target: requestKey(main.request),
      scope: 'full',
      paidRequests: 1,
      ms: 99,
      findings: [finding('credential-rejected', evidence), finding('waf-blocked', evidence, { host: detail })],
      probes: [
        { id: 'messages', label, outcome: 'ok', detail, ms: 40, startedAt: 1, phases, paid: 1 },
        { id: 'stream', label, outcome: 'warning', detail, ms: 70, startedAt: 41, phases, arrivals },
      ],
    };
    const health = healthOf(main.request, main.findings, last, false);
    const markdown = reportMarkdown(buildReport({ health, assessments, config, lastCheck: last }, {}));
    return {
      markdown,
      text: checkText(health, last, [SENTINEL]),
      json: checkJson(health, last, [SENTINEL]),
      pictures: picturesIn(markdown),
    };
  }

  /** What a text consists of, apart from the words. */
  const shapeOf = (text: string): string[] =>
    text.split('\n').map((line) => /^(?:#+ |- |\| |```|!\[|\*\*)/.exec(line)?.[0] ?? (line === '' ? '' : 'text'));

  it('change nothing of what it consists of, and leave it printable', () => {
    const plain = textsOf('a', 'b', 'c');
    assert.equal(plain.pictures.length, 2);
    fc.assert(
      fc.property(hostile, hostile, hostile, (label, detail, evidence) => {
        const made = textsOf(label, detail, evidence);
        assert.deepEqual(shapeOf(made.markdown), shapeOf(plain.markdown));
        assert.equal(made.text.split('\n').length, plain.text.split('\n').length);
        assert.equal(made.pictures.length, 2);
        for (const all of [made.markdown, made.text, ...made.pictures])
          assert.doesNotMatch(all.replaceAll('\n', '').replaceAll('\t', ''), UNPRINTABLE);
        for (const all of [made.markdown, made.text, made.json, ...made.pictures])
          for (const form of FORMS) assert.ok(!all.includes(form), form);
        JSON.parse(made.json);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a check in a terminal', () => {
  const last: LastCheck = {
    at: 0,
    target: '',
    findings: [],
    scope: 'quick',
    paidRequests: 1,
    ms: 50,
    probes: [
      {
        id: 'messages',
        label: 'Ask the gateway',
        outcome: 'ok',
        ms: 41.6,
        detail: 'answered with a message',
        startedAt: 0,
        paid: 1,
        phases: { connected: 10, answered: 40 },
      },
      { id: 'clock', label: 'Other', outcome: 'skipped', ms: 0, detail: 'not needed' },
    ],
  };
  const found = finding('wrong-base-path', 'HTTP 404', { url: 'https://gw.example/v1/v1/messages' }, false);

  it('says the verdict first, then what to do, then what was asked and where the time went', () => {
    const text = checkText({ state: 'problem', word: 'wrong path', verdict: 'The verdict.', findings: [found] }, last);
    assert.match(
      text,
      /^The verdict\.\n\n✗ The base URL’s path .*\n {4}who can fix it: You\n {4}Correct the path.*\n {4}If it has neither.*\n {4}evidence: HTTP 404 \(most likely, not certain\)\n {4}https:\/\/.*\n\n✓ Ask the gateway: answered with a message \(42 ms, may have used tokens\)\n– Other: not needed\n\nTiming\n/,
    );
    assert.match(text, /\nAsk the gateway {16}\|c+█+\| 42 ms\n\n1 of the requests may have used tokens\.\n$/);
  });
});
