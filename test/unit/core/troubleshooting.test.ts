import assert from 'node:assert/strict';
import { CAUSE_IDS, OWNER_LABEL, type CauseId } from '../../../src/core/causes';
import { explain, finding, verdictOf } from '../../../src/core/findings';
import { TROUBLESHOOTING, type Row } from '../../../src/core/troubleshooting';
import { UNPRINTABLE } from './support';

const FACTS = { host: 'gw.example', url: 'https://gw.example/v1/messages', location: 'https://login.example/', status: '503', code: 'CERT_HAS_EXPIRED', detail: 'Character 3 is a space.', source: 'VS Code user settings', variable: 'ANTHROPIC_AUTH_TOKEN', loser: 'environment', winner: '~/.claude/settings.json', provider: 'Amazon Bedrock', expectedHeader: 'x-api-key', sentHeader: 'Authorization: Bearer', expectedVariable: 'ANTHROPIC_API_KEY', skipAuth: 'CLAUDE_CODE_SKIP_BEDROCK_AUTH', setting: 'claudeCode.env', nearest: 'ANTHROPIC_BASE_URL', instead: 'ANTHROPIC_DEFAULT_HAIKU_MODEL', version: '2.1.197', fixed: '2.1.198', second: 'ANTHROPIC_API_KEY', place: 'environment' };
/** Where the row adds the full stop itself. */
const PHRASES: Partial<Record<CauseId, Readonly<Record<string, string>>>> = { 'custom-headers-invalid': { detail: 'header 1 of 2 has no name' } };
/** Causes that only the configuration or a request of ours can show: their facts are always there. */
const ALWAYS_WITH_FACTS: readonly CauseId[] = ['wrong-credential-header', 'base-url-invalid', 'credential-invalid', 'managed-settings-broken', 'settings-file-broken', 'setting-overridden', 'setting-wrong-shape', 'provider-format', 'redirected', 'custom-headers-invalid', 'claude-state-broken', 'provider-credential-missing', 'provider-variable-missing', 'provider-variable-conflict', ...CAUSE_IDS.slice(CAUSE_IDS.indexOf('setting-wrong-name'))];

describe('the troubleshooting table', () => {
  it('has one row for each cause', () => {
    assert.deepEqual(Object.keys(TROUBLESHOOTING).sort(), [...CAUSE_IDS].sort());
    assert.equal(new Set(CAUSE_IDS).size, CAUSE_IDS.length);
  });

  for (const id of CAUSE_IDS) {
    it(`${id}: is complete, and its verdict names who acts`, () => {
      const row: Row = TROUBLESHOOTING[id];
      assert.match(row.title, /(\.|: \{detail\})$/);
      assert.ok(row.short.length > 0 && row.short.length <= 22 && row.short.split(' ').length <= 3, `“${row.short}” is ${row.short.length} long`);
      assert.match(row.short, /^(?!.*[.:])(Claude Code|[a-z])/);
      assert.match(row.cause, /^([A-Z“].*\.( \{detail\})?|\{detail\})$|^forceLoginMethod .*\.$/);
      assert.equal(new URL(row.docs).protocol, 'https:');
      for (const step of row.remedy) assert.match(step, /^[A-Z].*[.)]$/);
      assert.ok(!/\b(simply|just|please|obviously|e\.g\.)\b/i.test([row.title, row.cause, ...row.remedy].join(' ')));

      const full = finding(id, 'seen', { ...FACTS, ...PHRASES[id] });
      const verdict = verdictOf(full);
      assert.match(verdict, /\. (You|Your [a-z -]+team|Your administrator|The model provider): [^A-Z{]|\. (Ask your|Run Gateway:) /);
      const texts = [verdict, ...Object.values<string | readonly string[]>({ ...explain(full) }).flat()].join('\n');
      assert.doesNotMatch(texts, /\{|\}|undefined|\.\.|\(the gateway\)/);
      assert.doesNotMatch(texts.replaceAll('\n', ''), UNPRINTABLE);
      assert.equal(explain(full).owner, OWNER_LABEL[row.owner]);
    });
  }

  for (const id of CAUSE_IDS.filter((cause) => !ALWAYS_WITH_FACTS.includes(cause))) {
    it(`${id}: reads well for a pasted text, of which nothing more is known`, () => {
      const bare = finding(id, 'seen');
      assert.match(verdictOf(bare), /^[A-Z]/);
      assert.doesNotMatch([verdictOf(bare), explain(bare).title, ...explain(bare).remedy].join('\n'), /\{|\(the gateway\)|name the gateway|undefined/);
      assert.doesNotMatch(explain(bare).cause, /\{(?!detail)|\(the gateway\)/);
    });
  }

  it('is filled in with facts, literally', () => {
    const found = finding('redirected', 'seen', { host: '$&', location: '{host}' });
    assert.equal(explain(found).title, '$& redirects to {host}.');
  });
});
