import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readClaudeState } from '../../../src/core/files/claudeState';
import { finding } from '../../../src/core/causes/findings';
import { healthOf } from '../../../src/core/health/health';
import { parseCheck } from '../../../src/core/health/storedCheck';
import { parseJournal } from '../../../src/core/writing/journal';
import { readPasted } from '../../../src/core/explain/pastedError';
import { isProblem, parseSettings } from '../../../src/core/files/settingsText';
import { HEALTH_FILE, readShared } from '../../../src/host/files/healthFile';
import { assessed, reading } from '../../unit/core/support';
import type { Attack } from '../attack';
import { requestKey, type LastCheck } from '../../../src/core/probes/lastCheck';

const { request } = assessed([
  reading('user-settings', {
    ANTHROPIC_BASE_URL: 'https://llm.example.com',
    ANTHROPIC_AUTH_TOKEN: 'sk-made-up-0123456789',
  }),
]);
const CHECK: LastCheck = {
  at: 1,
  target: requestKey(request),
  scope: 'free',
  findings: [finding('tls-untrusted', 'CERT_HAS_EXPIRED')],
  probes: [{ id: 'alive', label: 'Empty request', outcome: 'ok', detail: 'it answers', ms: 1, provesCredential: true }],
  paidRequests: 0,
  ms: 1,
};
const LATER = { ...CHECK, findings: [{ ...CHECK.findings[0], cause: 'from-the-future' }] };
const DEEP = `{"env":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;

/** State that was stored, by another version or by somebody else, and texts that no parser follows down. */
export const STORED_STATE: readonly Attack[] = [
  {
    id: 'state-later-cause',
    attacker: 'chance',
    promise: 'alive',
    tries: 'the last check holds a cause of a later version, as after a downgrade',
    meets: 'it counts as none: not checked',
    run: () => {
      const read = parseCheck(LATER);
      assert.equal(healthOf(request, [], read.ok ? read.value : undefined, false).state, 'not-checked');
    },
  },
  {
    id: 'state-later-cause-elsewhere',
    attacker: 'chance',
    promise: 'truth',
    tries: 'the file that all windows share holds an error of a later version beside lines that went well',
    meets: 'the whole check is ignored: without the error it would say connected',
    run: async (lab) => {
      const folder = lab.folder();
      writeFileSync(
        join(folder, HEALTH_FILE),
        JSON.stringify({ version: 1, checks: [{ at: 1, misses: 0, check: LATER }] }),
      );
      assert.equal(await readShared(folder, CHECK.target), undefined);
    },
  },
  {
    id: 'state-planted-fix',
    attacker: 'home',
    promise: 'runs',
    tries: 'a planted check offers a fix for a file of its choice',
    meets: 'no stored check brings a fix along',
    run: () => {
      const read = parseCheck({
        ...CHECK,
        findings: [
          {
            ...CHECK.findings[0],
            fix: {
              kind: 'set-variable',
              variable: 'PATH',
              value: '/tmp',
              source: 'user-settings',
              location: '/home/me/.profile',
            },
          },
        ],
      });
      assert.ok(read.ok && read.value.findings.every((found) => !('fix' in found)));
    },
  },
  {
    id: 'state-journal-unreadable',
    attacker: 'chance',
    promise: 'truth',
    tries: 'the record of what Connect wrote is of a later version',
    meets: 'it is not taken for none: Disconnect says that it cannot be undone automatically',
    run: () => {
      assert.deepEqual(parseJournal('[{"path":"/home/me/.claude/settings.json","format":"toml"}]'), {
        ok: false,
        at: '[0].dialect',
      });
    },
  },
  {
    id: 'deep-settings',
    attacker: 'repository',
    promise: 'alive',
    tries: 'a settings file holds 100,000 lists in lists',
    meets: 'a problem of that file, with line and column',
    run: () => {
      const problem = parseSettings(DEEP, 'json');
      assert.ok(isProblem(problem) && problem.column > 1);
    },
  },
  {
    id: 'deep-state',
    attacker: 'home',
    promise: 'truth',
    tries: '~/.claude.json holds 100,000 lists in lists',
    meets: 'it could not be read, which is no damage: Claude Code may read it',
    run: () => {
      assert.equal(readClaudeState('/home/me/.claude.json', DEEP, undefined).outcome.status, 'unreadable');
    },
  },
  {
    id: 'deep-answer',
    attacker: 'gateway',
    promise: 'alive',
    tries: 'an answer holds 100,000 objects in objects',
    meets: 'it is explained like any text',
    run: () => {
      assert.ok(readPasted(JSON.stringify({ status: 400, body: DEEP })).reading !== undefined);
    },
  },
];
