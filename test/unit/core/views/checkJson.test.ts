import assert from 'node:assert/strict';
import { checkJson, reportJson } from '../../../../src/core/views/checkJson';
import { effectiveConfig } from '../../../../src/core/views/effectiveConfig';
import { assessAll } from '../../../../src/core/checks/assessment';
import { finding, rowOf, type Finding } from '../../../../src/core/causes/findings';
import { healthOf } from '../../../../src/core/health/health';
import { buildReport } from '../../../../src/core/views/report';
import { reading, snapshotOf } from '../support';
import { requestKey, type LastCheck } from '../../../../src/core/probes/lastCheck';

const TOKEN = 'sk-made-up-0123456789';
const snapshot = snapshotOf([
  reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: TOKEN }),
]);
const assessments = assessAll(snapshot);
const [main] = assessments;
assert.ok(main !== undefined);
const { request } = main;

const BASE: LastCheck = {
  at: 0,
  target: requestKey(request),
  findings: [],
  scope: 'full',
  paidRequests: 1,
  ms: 80.6,
  probes: [
    {
      id: 'messages',
      label: 'One-token request',
      outcome: 'ok',
      detail: `said ${TOKEN}`,
      ms: 41.6,
      startedAt: 3.2,
      paid: 1,
      phases: { answered: 40.4 },
    },
    { id: 'alive', label: 'Empty request', outcome: 'warning', detail: 'x', ms: Number.NaN },
  ],
};

interface Answer {
  readonly healthy: boolean;
  readonly findings: readonly Record<string, unknown>[];
  readonly probes: readonly Record<string, unknown>[];
  readonly surfaces: readonly unknown[];
  readonly versions: Readonly<Record<string, string>>;
}

function answer(findings: readonly Finding[] = [], last: LastCheck = BASE): Answer {
  const checked = { ...last, findings };
  return JSON.parse(checkJson(healthOf(request, [], checked, false), checked, [TOKEN])) as Answer;
}

describe('the JSON of a check', () => {
  const late = finding('rate-limited', 'HTTP 429');
  const variants: readonly [string, readonly Finding[], boolean][] = [
    ['nothing found', [], true],
    ['a note', [{ ...late, severity: 'note' }], true],
    ['a warning', [{ ...late, severity: 'warning' }], false],
    ['an error', [{ ...late, severity: 'error' }], false],
  ];
  for (const [what, findings, healthy] of variants) {
    it(`is healthy or not: ${what}`, () => {
      assert.equal(answer(findings).healthy, healthy);
    });
  }

  it('is not healthy when the gateway could not be asked', () => {
    assert.equal(
      answer([], {
        ...BASE,
        probes: [{ id: 'messages', label: '', outcome: 'skipped', detail: 'no credential', ms: 0 }],
      }).healthy,
      false,
    );
  });

  it('keeps its own words where a hidden variable holds the same one, and hides it everywhere else', () => {
    const error = finding('credential-rejected', 'HTTP 401');
    const named = {
      id: 'model:messages',
      label: 'Ask messages',
      outcome: 'warning',
      detail: 'no messages',
      ms: 0,
    } as const;
    const last: LastCheck = { ...BASE, findings: [error], probes: [...BASE.probes, named] };
    const words = ['messages', 'warning', 'connected', 'credential-rejected', 'gateway-team', 'gateway'];
    const json = JSON.parse(checkJson(healthOf(request, [], last, false), last, words)) as Answer;
    assert.deepEqual(
      json.findings.map(({ cause, owner }) => [cause, owner]),
      [['credential-rejected', rowOf(error).owner]],
    );
    assert.deepEqual(
      json.probes.map(({ id, outcome }) => [id, outcome]),
      [
        ['messages', 'ok'],
        ['alive', 'warning'],
        ['model:‹hidden›', 'warning'],
      ],
    );
    assert.deepEqual([json.probes[2]?.['label'], json.probes[2]?.['detail']], ['Ask ‹hidden›', 'no ‹hidden›']);
    const healthy = JSON.parse(checkJson(healthOf(request, [], BASE, false), BASE, words)) as Answer;
    assert.equal(healthy.healthy, true);
  });

  it('has its keys in the documented order, and whole numbers', () => {
    const error = finding('credential-rejected', `HTTP 401 for ${TOKEN}`);
    const json = answer([{ ...late, severity: 'warning' }, error]);
    assert.deepEqual(Object.keys(json), [
      'healthy',
      'verdict',
      'findings',
      'probes',
      'paidRequests',
      'scope',
      'ms',
      'checkedAt',
    ]);
    assert.deepEqual(
      json.findings.map(({ cause, owner, severity }) => [cause, owner, severity]),
      [
        ['credential-rejected', rowOf(error).owner, 'error'],
        ['rate-limited', rowOf(late).owner, 'warning'],
      ],
    );
    assert.deepEqual(Object.keys(json.findings[0] ?? {}).slice(0, 5), [
      'cause',
      'owner',
      'severity',
      'certain',
      'evidence',
    ]);
    assert.deepEqual(
      json.probes.map((probe) => Object.entries(probe).slice(0, 4)),
      [
        [
          ['id', 'messages'],
          ['outcome', 'ok'],
          ['ms', 42],
          ['paid', 1],
        ],
        [
          ['id', 'alive'],
          ['outcome', 'warning'],
          ['ms', 0],
          ['paid', 0],
        ],
      ],
    );
    assert.deepEqual([json.probes[0]?.['startedAt'], json.probes[0]?.['phases']], [3, { answered: 40 }]);
    assert.ok(!JSON.stringify(json).includes(TOKEN));
  });

  it('stays small however many pieces a stream came in', () => {
    const arrivals = Array.from({ length: 10_000 }, (_, index) => ({ ms: index, bytes: 1, events: 1 }));
    const many = answer([], {
      ...BASE,
      probes: [{ id: 'stream', label: '', outcome: 'ok', detail: '', ms: 10_000, arrivals }],
    }).probes[0]?.['arrivals'] as typeof arrivals;
    assert.ok(many.length <= 200);
    assert.equal(
      many.reduce((sum, { events }) => sum + events, 0),
      10_000,
    );
  });

  it('of a report has what each surface sends and the versions besides', () => {
    const json = JSON.parse(
      reportJson(
        buildReport(
          {
            health: healthOf(request, [], BASE, false),
            assessments,
            config: effectiveConfig(assessments, snapshot),
            lastCheck: BASE,
          },
          { 'VS Code': '1.100.0' },
        ),
      ),
    ) as Answer;
    assert.deepEqual(Object.keys(json), [...Object.keys(answer()), 'surfaces', 'versions']);
    assert.deepEqual([json.surfaces.length, json.versions], [4, { 'VS Code': '1.100.0' }]);
    assert.ok(!JSON.stringify(json).includes(TOKEN));
  });
});
