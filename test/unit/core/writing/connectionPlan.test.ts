import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import {
  needsApproval,
  onceApproved,
  planConnection,
  sendsAsVerified,
  receivesCredential,
  type Connection,
  type FilePlan,
} from '../../../../src/core/writing/connectionPlan';
import { writesCredential } from '../../../../src/core/writing/credentialSteps';
import { planFix } from '../../../../src/core/writing/fixSteps';
import { applySteps } from '../../../../src/core/files/edits';
import { ENVIRONMENT_SETTING } from '../../../../src/core/files/vscodeSettings';
import { assess } from '../../../../src/core/checks/assessment';
import { readClaudeState } from '../../../../src/core/files/claudeState';
import { Secret } from '../../../../src/core/words/secret';
import type { Snapshot } from '../../../../src/core/config/snapshot';
import { reading, snapshotOf } from '../support';

const KEY = new Secret('made.up.sentinel.0123456789');
const CONNECTION: Connection = { baseUrl: 'https://gw.example', kind: 'api-key', credential: KEY };

function written(approved: readonly string[]): Snapshot {
  const state = readClaudeState(
    '/home/u/.claude.json',
    JSON.stringify({ customApiKeyResponses: { approved } }),
    undefined,
  );
  return snapshotOf(
    [reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_API_KEY: KEY.reveal() })],
    { state },
  );
}

describe('an API key that Claude Code has not been told to use', () => {
  it('is known by its last 20 characters', () => {
    assert.equal(needsApproval('api-key', KEY, written([]).state), true);
    assert.equal(needsApproval('api-key', KEY, undefined), true);
    assert.equal(needsApproval('api-key', KEY, written([KEY.reveal().slice(-20)]).state), false);
    assert.equal(needsApproval('bearer', KEY, undefined), false);
  });

  it('is sent as verified once it is approved, and not before', () => {
    const snapshot = written([]);
    assert.equal(assess(snapshot, 'vscode-extension').request.reason, 'api-key-not-approved');
    assert.equal(sendsAsVerified(assess(snapshot, 'vscode-extension').request, CONNECTION), false);
    assert.equal(
      sendsAsVerified(assess(onceApproved(CONNECTION, snapshot), 'vscode-extension').request, CONNECTION),
      true,
    );
    assert.equal(onceApproved({ ...CONNECTION, kind: 'bearer' }, snapshot), snapshot);
  });
});

describe('a plan of changes', () => {
  const files = { vscode: '/v', vscodeKind: 'user', userSettings: '/u', claude: '/c' } as const;
  const seen = (value: unknown): string =>
    `${JSON.stringify(value)}${inspect(value, { depth: null, showHidden: true })}`;
  const writtenBy = (plans: readonly FilePlan[]): string =>
    plans.map(({ dialect, steps }) => JSON.stringify(applySteps('{}', dialect, steps))).join('\n');

  for (const kind of ['bearer', 'api-key', 'helper'] as const) {
    it(`of Connect doesn't show the credential until it is written: ${kind}`, () => {
      const plans = planConnection({ ...CONNECTION, kind }, files, { vscode: true, terminal: true });
      assert.doesNotMatch(seen(plans), /sentinel/);
      assert.match(writtenBy(plans), /sentinel/);
      assert.equal(plans.some(writesCredential), kind !== 'helper');
      assert.equal(plans.some(receivesCredential), kind !== 'helper');
    });
  }

  for (const [source, text] of [
    ['user-settings', JSON.stringify({ env: { ANTHROPIC_TOKEN: KEY.reveal() } })],
    ['vscode-user', JSON.stringify({ [ENVIRONMENT_SETTING]: [{ name: 'ANTHROPIC_TOKEN', value: KEY.reveal() }] })],
  ] as const) {
    it(`of a fix doesn't show the credential that it moves to another name: ${source}`, () => {
      const fix = {
        kind: 'rename-variable',
        variable: 'ANTHROPIC_TOKEN',
        to: 'ANTHROPIC_AUTH_TOKEN',
        source,
        location: '/f',
      } as const;
      const planned = planFix(fix, text);
      assert.ok(planned.kind === 'plan');
      assert.doesNotMatch(seen(planned), /sentinel/);
      const { plan } = planned;
      const result = applySteps(text, plan.dialect, plan.steps);
      assert.ok('text' in result);
      assert.match(result.text, /ANTHROPIC_AUTH_TOKEN.*sentinel/);
      assert.ok(writesCredential(plan));
    });
  }
});
