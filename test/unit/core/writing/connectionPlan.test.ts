import assert from 'node:assert/strict';
import {
  needsApproval,
  onceApproved,
  sendsAsVerified,
  type Connection,
} from '../../../../src/core/writing/connectionPlan';
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
