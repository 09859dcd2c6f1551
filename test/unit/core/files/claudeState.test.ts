import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readClaudeState, unreadableState } from '../../../../src/core/files/claudeState';

const read = (text: string | undefined, folder?: string): ReturnType<typeof readClaudeState> =>
  readClaudeState('/home/me/.claude.json', text, folder);

const EMPTY_STATE = 'the file is empty';

describe('.claude.json', () => {
  it('tells which keys were approved and declined, without showing them', () => {
    const state = read(
      '{"customApiKeyResponses":{"approved":["sentinel-approved",5,null],"rejected":["sentinel-declined"]},"oauthAccount":{"emailAddress":"sentinel"},"primaryApiKey":"sentinel","hasCompletedOnboarding":true}',
    );
    assert.deepEqual(
      [state.approvedKeys, state.declinedKeys].map((keys) => keys.map((key) => key.reveal())),
      [['sentinel-approved'], ['sentinel-declined']],
    );
    assert.deepEqual(
      [state.account, state.consoleKey, state.onboarded, state.outcome.status],
      [true, true, true, 'read'],
    );
    assert.doesNotMatch(JSON.stringify(state), /sentinel/);
  });

  it('tells whether a folder is trusted, or one above it', () => {
    const text =
      '{"projects":{"/code/a":{"hasTrustDialogAccepted":true},"/code/b":{"hasTrustDialogAccepted":false},"C:/work":{"hasTrustDialogAccepted":true}}}';
    const table: readonly [string | undefined, boolean | undefined][] = [
      ['/code/a', true],
      ['/code/a/deep/er', true],
      ['/code/ab', false],
      ['/code/b', false],
      ['/code', false],
      [undefined, undefined],
      ['C:\\work\\x', true],
    ];
    for (const [folder, trusted] of table) assert.equal(read(text, folder).folderTrusted, trusted, folder);
  });

  it('may be absent, empty, damaged or of another shape', () => {
    const table: readonly [string | undefined, string, string?][] = [
      [undefined, 'absent'],
      ['', 'malformed', EMPTY_STATE],
      [' \n', 'malformed', EMPTY_STATE],
      ['\ufeff{}', 'read'],
      ['{', 'malformed'],
      ['{//x\n}', 'malformed'],
      ['[]', 'read'],
      ['null', 'read'],
      ['{"customApiKeyResponses":5,"projects":[],"oauthAccount":"x","primaryApiKey":5}', 'read'],
    ];
    for (const [text, status, message] of table) {
      const { outcome, account, consoleKey, approvedKeys, empty = false } = read(text, '/code');
      assert.equal(outcome.status, status, text);
      assert.equal(empty, message !== undefined);
      if (message !== undefined) assert.ok('message' in outcome && outcome.message === message);
      assert.deepEqual([account, consoleKey, approvedKeys], [false, false, []]);
    }
    assert.equal(unreadableState('/x', 'EACCES').outcome.status, 'unreadable');
  });

  it('says where it is damaged, on whichever line', () => {
    const lines = JSON.stringify({ a: { b: [1, 2], c: 'x' }, d: null, projects: {} }, null, 2).split('\n');
    for (const index of lines.keys()) {
      const text = lines.map((line, at) => (at === index ? `  @${line}` : line)).join('\r\n');
      const { outcome } = read(`\ufeff${text}`);
      assert.ok(outcome.status === 'malformed');
      assert.deepEqual([outcome.line, outcome.column], [index + 1, 3], text);
    }
    const { outcome } = read('{\n  "a": 1');
    assert.ok(outcome.status === 'malformed');
    assert.deepEqual([outcome.line, outcome.message], [2, 'a closing } is missing']);
  });

  it('is read whatever it holds', () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), (text, folder) => {
        assert.equal(read(text, folder).outcome.status, 'read');
      }),
    );
  });
});
