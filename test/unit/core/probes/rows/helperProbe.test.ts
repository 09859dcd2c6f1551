import assert from 'node:assert/strict';
import { explain, finding, type Finding } from '../../../../../src/core/causes/findings';
import { helperNotRun, helperProbe } from '../../../../../src/core/probes/rows/helperProbe';
import type { Judged } from '../../../../../src/core/probes/probe';
import type { HelperObservation } from '../../../../../src/core/probes/observations';
import type { Target } from '../../../../../src/core/probes/target';
import { Secret } from '../../../../../src/core/words/secret';
import { withoutConsequences } from '../../../../../src/core/causes/silence';

const NOW = Date.UTC(2026, 10, 21, 12);
const KEY = new Secret('made.up.sentinel.0123');

const TARGET: Target = {
  provider: 'anthropic',
  baseUrl: 'https://gw.example',
  url: 'https://gw.example/v1/messages?beta=true',
  origin: { secure: true, host: 'gw.example', port: 443 },
  host: 'gw.example:443',
  credentials: {},
  kindKnown: true,
  helper: { command: new Secret('print-key'), fills: 'both', mayRun: true },
  customHeaders: {},
  models: [{ name: 'claude-sonnet-4-6', use: 'main' }],
  hasExtraCa: false,
  hasClientCertificate: false,
  clientVersion: undefined,
  reducedBetas: false,
  discovery: false,
  startedAt: NOW,
  version: '0.0.0',
};

function judged(seen: Partial<HelperObservation>, target = TARGET): Judged {
  const judgement = helperProbe.judge({ ok: seen.secret !== undefined, ms: 100, ...seen }, target, new Map());
  assert.doesNotMatch(JSON.stringify(judgement), /sentinel/);
  return judgement;
}

const at = (seconds: number): number => NOW / 1000 + seconds;

describe('the probe of the credential command', () => {
  it('runs the command that is set up, for half a minute at most and for free', () => {
    const action = helperProbe.act(TARGET, new Map());
    assert.ok('command' in action);
    assert.equal(action.command.reveal(), 'print-key');
    assert.deepEqual([helperProbe.timeoutMs, helperProbe.paid], [30_000, 0]);
  });

  it('is not worth a line without a command', () => {
    const without = Object.fromEntries(
      Object.entries(TARGET).filter(([name]) => name !== 'helper'),
    ) as unknown as Target;
    assert.equal((helperProbe.act(without, new Map()) as { hidden?: boolean }).hidden, true);
    assert.deepEqual(helperNotRun(without), []);
    assert.deepEqual(helperNotRun(TARGET), []);
  });

  it('runs nothing that it may not run, and says so', () => {
    const target: Target = { ...TARGET, helper: { command: new Secret('print-key'), fills: 'both', mayRun: false } };
    assert.deepEqual(helperProbe.act(target, new Map()), { skip: 'not run in Restricted Mode' });
    assert.deepEqual(
      helperNotRun(target).map(({ cause, severity }) => [cause, severity]),
      [['helper-not-run', 'note']],
    );
  });

  it('runs nothing that it was refused, and says why', () => {
    const target: Target = {
      ...TARGET,
      helper: { command: new Secret('a\u001bb'), fills: 'both', mayRun: false, refused: 'it is odd' },
    };
    assert.deepEqual(helperProbe.act(target, new Map()), { skip: 'it is odd' });
    const [found] = helperNotRun(target);
    assert.ok(found !== undefined);
    assert.deepEqual(
      [found.variant, found.severity, explain(found).cause],
      ['disguised', 'warning', 'It is odd. Claude Code runs it anyway.'],
    );
  });

  it('beside a token asks with what comes at once only, as Claude Code does', () => {
    const beside: Target = {
      ...TARGET,
      credentials: { authorization: new Secret('made-up-token') },
      helper: { command: new Secret('print-key'), fills: 'x-api-key', mayRun: true },
    };
    const asked = (ms: number): unknown => {
      const { credentials } = { ...beside, ...judged({ secret: KEY, ms }, beside).learned };
      return [credentials.authorization !== undefined, credentials.xApiKey !== undefined];
    };
    assert.deepEqual(
      [asked(20), asked(1000)],
      [
        [true, true],
        [true, false],
      ],
    );
    assert.match(
      judged({ secret: KEY, ms: 1000 }, beside).detail,
      /^printed a credential after 1\.0 seconds, usually too late: when ANTHROPIC_AUTH_TOKEN is set/,
    );
  });

  const good: readonly [string, Partial<HelperObservation>, Judged['outcome'], string][] = [
    ['a key', {}, 'ok', 'printed a credential'],
    [
      'a token that is good for hours',
      { expires: at(7200) },
      'ok',
      'printed a credential that expires on 2026-11-21 14:00 UTC',
    ],
    [
      'one that expires while Claude Code keeps it',
      { expires: at(61.2) },
      'ok',
      'printed a credential that expires in 62 seconds; Claude Code keeps it for 300',
    ],
    [
      'one issued in the future: a matter of the clock',
      { issued: at(86_400), expires: at(90_000) },
      'ok',
      'printed a credential that expires on 2026-11-22 13:00 UTC',
    ],
    ['one after ten seconds', { ms: 10_000 }, 'ok', 'printed a credential'],
    [
      'one after more than that',
      { ms: 12_600, expires: at(7200) },
      'warning',
      'printed a credential after 13 seconds; Claude Code shows a notice after 10',
    ],
    [
      'an expired one',
      { expires: at(-60) },
      'warning',
      'the command printed a credential that expired on 2026-11-21 11:59 UTC',
    ],
  ];
  for (const [what, seen, outcome, detail] of good) {
    it(`hands over what it printed: ${what}`, () => {
      const judgement = judged({ secret: KEY, ...seen });
      assert.deepEqual([judgement.outcome, judgement.detail], [outcome, detail]);
      assert.deepEqual(
        [judgement.learned?.credentials?.authorization, judgement.learned?.credentials?.xApiKey],
        [KEY, KEY],
      );
    });
  }

  it('fills the headers that the command fills', () => {
    const { learned } = judged(
      { secret: KEY },
      { ...TARGET, helper: { command: new Secret('print-key'), fills: 'x-api-key', mayRun: true } },
    );
    assert.deepEqual(Object.keys(learned?.credentials ?? {}), ['xApiKey']);
  });

  it('finds the failure, with exit code and words', () => {
    const {
      outcome,
      findings = [],
      learned,
    } = judged({ problem: 'the command ended with exit code 4: no session', exitCode: 4, words: 'no session' });
    assert.equal(outcome, 'problem');
    assert.deepEqual(
      findings.map(({ cause, certain, severity, evidence }) => [cause, certain, severity, evidence]),
      [['helper-failed', true, 'error', 'the command ended with exit code 4: no session']],
    );
    assert.match(explain(findings[0] as Finding).cause, / The command ended with exit code 4: no session\.$/);
    assert.equal(learned, undefined);
  });

  describe('an expired credential', () => {
    const [expired] = judged({ secret: KEY, expires: at(-60) }).findings ?? [];
    assert.ok(expired !== undefined);

    it('is a finding of its own words, and certain', () => {
      assert.deepEqual([expired.cause, expired.variant, expired.certain], ['helper-failed', 'expired', true]);
      assert.equal(explain(expired).title, 'The apiKeyHelper command returns an expired credential.');
      assert.match(explain(expired).cause, /It expired on 2026-11-21 11:59 UTC\.$/);
    });

    it('is a warning while it is accepted, and the reason when it is refused', () => {
      assert.deepEqual(
        withoutConsequences([expired]).map(({ severity }) => severity),
        ['warning'],
      );
      assert.deepEqual(
        withoutConsequences([expired, finding('credential-rejected', 'answered 401')]).map(({ cause, severity }) => [
          cause,
          severity,
        ]),
        [['helper-failed', 'error']],
      );
    });

    it('is nothing to speak of where the clock is wrong', () => {
      assert.deepEqual(
        withoutConsequences([expired, finding('clock-wrong', '3 days apart', { detail: 'it is late.' })]).map(
          ({ cause }) => cause,
        ),
        ['clock-wrong'],
      );
    });
  });
});
