import assert from 'node:assert/strict';
import { verdictOf } from '../../../src/core/findings';
import { Secret } from '../../../src/core/secret';
import type { Snapshot, SourceReading } from '../../../src/core/snapshot';
import type { SurfaceId } from '../../../src/core/sources';
import { placeLabel } from '../../../src/core/staticChecks';
import { assessed, BROKEN, reading, UNPRINTABLE } from './support';

const GOOD = { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: 'sk-sentinel-0123456789' };
const shell = (env: Record<string, string> = {}): SourceReading => reading('shell', { ...GOOD, ...env });
const URL_ONLY = reading('shell', { ANTHROPIC_BASE_URL: 'https://gw.example' });
const helper = { helper: new Secret('get-key.sh') };

interface Case {
  readonly what: string;
  readonly readings: readonly SourceReading[];
  /** `cause` or `cause: words of the verdict`, in order. None for a near miss. */
  readonly raises: readonly string[];
  readonly surface?: SurfaceId;
  readonly more?: Partial<Snapshot>;
}

const CASES: readonly Case[] = [
  { what: 'a gateway with a token', readings: [shell()], raises: [] },
  { what: 'nothing at all', readings: [], raises: [] },
  { what: 'Anthropic itself with a key', readings: [reading('shell', { ANTHROPIC_API_KEY: 'sk-0123456' })], raises: [] },

  { what: 'no credential', readings: [URL_ONLY], raises: ['credential-missing: You: |Run Gateway: Connect'] },
  { what: 'a helper for it', readings: [URL_ONLY, reading('user-settings', {}, helper)], raises: ['login-prompt-despite-gateway'] },
  { what: 'a helper for it, in a terminal', readings: [URL_ONLY, reading('user-settings', {}, helper)], raises: [], surface: 'terminal' },
  { what: 'managed settings that do not parse', readings: [shell(), reading('managed-file', {}, { ...BROKEN, location: '/etc/m.json' })], raises: ['managed-settings-broken: administrator to correct /etc/m.json'] },
  { what: 'a drop-in that does not parse', readings: [shell(), reading('managed-dropin:1.json', {}, { ...BROKEN, location: '/etc/d/1.json' })], raises: ['managed-settings-broken: /etc/d/1.json'] },
  { what: 'absent managed settings', readings: [shell(), reading('managed-file', {}, { outcome: { status: 'absent' } })], raises: [] },
  { what: 'a demanded login', readings: [shell(), reading('managed-file', {}, { forceLogin: 'forceLoginMethod is console' })], raises: ['managed-first-party-login'] },
  { what: 'a login demanded by the user’s file', readings: [shell(), reading('user-settings', {}, { forceLogin: 'forceLoginMethod is console' })], raises: [] },

  { what: 'a user file that does not parse', readings: [shell(), reading('user-settings', {}, { ...BROKEN, location: '/home/me/.claude/settings.json' })], raises: ['settings-file-broken: Correct|correct ~/.claude/settings.json'] },
  { what: 'an unreadable file', readings: [shell(), reading('managed-file', {}, { outcome: { status: 'unreadable', message: 'EACCES' }, location: '/etc/m.json' })], raises: ['settings-file-broken: /etc/m.json'] },

  { what: 'a setting of wrong shape', readings: [shell(), reading('vscode-user', {}, { shapeProblem: 'It is an object in { }.' })], raises: ['setting-wrong-shape'] },
  { what: 'a setting of wrong shape, in a terminal', readings: [shell(), reading('vscode-user', {}, { shapeProblem: 'It is an object in { }.' })], raises: [], surface: 'terminal' },

  { what: 'a base URL without scheme', readings: [shell({ ANTHROPIC_BASE_URL: 'gw.example' })], raises: ['base-url-invalid: Start with https://.*\\. You: correct ANTHROPIC_BASE_URL in environment'] },
  { what: 'a base URL with a password', readings: [shell({ ANTHROPIC_BASE_URL: 'me:sentinel@gw.example' })], raises: ['base-url-invalid'] },
  { what: 'a base URL in quotes', readings: [shell({ ANTHROPIC_BASE_URL: '"https://gw.example"' })], raises: ['base-url-invalid: quotation marks'] },
  { what: 'a base URL with a query', readings: [shell({ ANTHROPIC_BASE_URL: 'https://gw.example?x' })], raises: ['base-url-invalid'] },
  { what: 'a base URL with spaces around (Claude Code trims them)', readings: [shell({ ANTHROPIC_BASE_URL: ' https://gw.example ' })], raises: [] },
  { what: 'plain http', readings: [shell({ ANTHROPIC_BASE_URL: 'http://gw.example/' })], raises: [] },
  { what: 'an extra /v1', readings: [shell({ ANTHROPIC_BASE_URL: 'https://gw.example/v1' })], raises: ['wrong-base-path: gw.example/v1/v1/messages'] },
  { what: 'the whole endpoint', readings: [shell({ ANTHROPIC_BASE_URL: 'https://gw.example/v1/messages' })], raises: ['wrong-base-path'] },
  { what: 'another path', readings: [shell({ ANTHROPIC_BASE_URL: 'https://gw.example/v1beta' })], raises: [] },

  { what: 'a token with a line break inside', readings: [shell({ ANTHROPIC_AUTH_TOKEN: 'sk-sentinel\n0123456789' })], raises: ['credential-invalid: ANTHROPIC_AUTH_TOKEN cannot be sent.*position 12'] },
  { what: 'a key with typographic quotes', readings: [reading('shell', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_API_KEY: '“sk-sentinel”' })], raises: ['credential-invalid: position 1'] },
  { what: 'a token with a line break behind (Claude Code trims it)', readings: [shell({ ANTHROPIC_AUTH_TOKEN: 'sk-sentinel-0123456789\n' })], raises: [] },
  { what: 'a token with the word Bearer (which works)', readings: [shell({ ANTHROPIC_AUTH_TOKEN: 'Bearer sk-sentinel-0123' })], raises: [] },

  { what: 'VS Code’s setting beaten by a file', readings: [reading('vscode-user', GOOD), reading('user-settings', { ANTHROPIC_BASE_URL: 'https://old.example' })], raises: ['setting-overridden: ANTHROPIC_BASE_URL in VS Code user settings has no effect'] },
  { what: 'the same value in both', readings: [reading('vscode-user', GOOD), reading('user-settings', { ANTHROPIC_BASE_URL: 'https://gw.example' })], raises: [] },
  { what: 'the shell beaten by VS Code’s setting', readings: [reading('vscode-user', GOOD), shell({ ANTHROPIC_BASE_URL: 'https://old.example' })], raises: [] },
  { what: 'a model beaten by a file', readings: [reading('vscode-user', { ...GOOD, ANTHROPIC_MODEL: 'a' }), reading('user-settings', { ANTHROPIC_MODEL: 'b' })], raises: [] },

  { what: 'a provider flag beside a gateway', readings: [shell({ CLAUDE_CODE_USE_VERTEX: '1' })], raises: ['provider-format: CLAUDE_CODE_USE_VERTEX makes Claude Code use Google Vertex AI'] },
  { what: 'a provider flag that is off', readings: [shell({ CLAUDE_CODE_USE_VERTEX: '0' })], raises: [] },
  { what: 'a provider without a gateway address', readings: [reading('shell', { CLAUDE_CODE_USE_VERTEX: '1', ANTHROPIC_VERTEX_BASE_URL: 'https://gw.example/v1' })], raises: [] },

  { what: 'a saved login and only an address', readings: [URL_ONLY, reading('login')], raises: ['login-sent-to-gateway: gw.example'] },
  { what: 'a saved login beside a token', readings: [shell(), reading('login')], raises: [] },
  { what: 'a saved login without a gateway', readings: [reading('login')], raises: [] },

  { what: 'no Claude Code in VS Code', readings: [shell()], raises: ['claude-code-missing'], more: { claudeExtension: undefined } },
  { what: 'no Claude Code in VS Code, for a terminal', readings: [shell()], raises: [], surface: 'terminal', more: { claudeExtension: undefined } },
  { what: 'no VS Code to ask', readings: [shell()], raises: [], more: { claudeExtension: 'not-asked' } },
];

describe('the static checks', () => {
  for (const { what, readings, raises, surface, more } of CASES) {
    it(`${raises.length === 0 ? 'are silent' : (raises[0] ?? '').replace(/:.*/, '')}: ${what}`, () => {
      const { findings } = assessed(readings, surface, more);
      assert.deepEqual(findings.map(({ cause }) => cause), raises.map((raised) => raised.replace(/:.*/, '')));
      findings.forEach((found, index) => {
        const words = `${verdictOf(found)} ${found.evidence}`;
        assert.match(words, new RegExp((raises[index] ?? '').replace(/^[^:]*:? ?/, '')));
        assert.doesNotMatch(words + JSON.stringify(found.facts), /sentinel|\{\w+\}/);
        assert.doesNotMatch(words, UNPRINTABLE);
        assert.match(verdictOf(found), /[.)] \S.*\.$/);
      });
    });
  }

  it('are printable when a folder or file is named to attack a terminal', () => {
    const location = '/code/\u001b]52;c;eA==\u0007\u202e/settings.json';
    for (const more of [BROKEN, { outcome: { status: 'unreadable', message: 'EACCES' } } as const]) {
      for (const id of ['managed-file', 'managed-dropin:\u001b[2J.json', 'user-settings', 'project-settings'] as const) {
        for (const found of assessed([shell(), reading(id, {}, { ...more, location })]).findings) {
          assert.doesNotMatch(`${verdictOf(found)}${found.evidence}${Object.values(found.facts).join('')}`, UNPRINTABLE);
        }
      }
    }
    assert.equal(placeLabel('managed-file', '/etc/m.json'), 'managed settings (/etc/m.json)');
  });
});
