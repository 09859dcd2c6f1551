import assert from 'node:assert/strict';
import { isSentUnasked } from '../../../src/core/credentialHeaders';
import { Secret } from '../../../src/core/secret';
import type { Snapshot, SourceReading } from '../../../src/core/snapshot';
import { isConfiguredAnew, mayAskUnasked } from '../../../src/core/unasked';
import { assessed, reading } from './support';

const gateway = (env: Record<string, string> = {}): SourceReading => reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: 'made-up-0123', ...env });
const folder = (env: Record<string, string>, more: Partial<SourceReading> = {}): SourceReading => reading('project-settings', env, { location: '/w/.claude/settings.json', ...more });

function mayAsk(readings: readonly SourceReading[], more: Partial<Snapshot> = {}): boolean {
  return mayAskUnasked(assessed(readings, 'vscode-extension', more), more.trusted ?? true);
}

describe('asking the gateway unasked', () => {
  const table: readonly [string, boolean, boolean][] = [
    ['a gateway and a credential of the user', mayAsk([gateway()]), true],
    ['in Restricted Mode', mayAsk([gateway()], { trusted: false }), false],
    ['nothing set up', mayAsk([]), false],
    ['Anthropic itself', mayAsk([reading('shell', { ANTHROPIC_API_KEY: 'k' })]), false],
    ['nothing that would be sent', mayAsk([gateway({ ANTHROPIC_AUTH_TOKEN: '' })]), false],
    ['no address', mayAsk([gateway({ ANTHROPIC_BASE_URL: 'file:///etc/passwd' })]), false],
    ['an address of the folder', mayAsk([gateway(), folder({ ANTHROPIC_BASE_URL: 'https://other.example' })]), false],
    ['address and credential of the folder', mayAsk([folder({ ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: 'made-up-0123' })]), false],
    ['an address of VS Code’s workspace settings', mayAsk([gateway(), reading('vscode-workspace', { ANTHROPIC_BASE_URL: 'https://other.example', ANTHROPIC_AUTH_TOKEN: 'k' }, { location: '/w/.vscode/settings.json' })]), false],
    ['a credential of the folder', mayAsk([gateway(), folder({ ANTHROPIC_AUTH_TOKEN: 'of-the-folder' })]), false],
    ['a proxy of the folder', mayAsk([gateway(), folder({ HTTPS_PROXY: 'http://other.example:8080' })]), false],
    ['certificates of the folder', mayAsk([gateway(), folder({ NODE_EXTRA_CA_CERTS: '/w/ca.pem' })]), false],
    ['headers of the folder', mayAsk([gateway(), folder({ ANTHROPIC_CUSTOM_HEADERS: 'x-a: b' })]), false],
    ['another provider by the folder', mayAsk([gateway(), folder({ CLAUDE_CODE_USE_BEDROCK: '1' })]), false],
    ['a command of the folder', mayAsk([gateway(), folder({}, { helper: new Secret('print-key') })]), false],
    ['a model of the folder', mayAsk([gateway(), folder({ ANTHROPIC_MODEL: 'claude-haiku-4-5' })]), true],
    ['anything else of the folder', mayAsk([gateway(), folder({ MAX_THINKING_TOKENS: '1', SOME_APP: 'x' })]), true],
    ['an address of the folder that another one overrides', mayAsk([reading('managed-file', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: 'made-up-0123' }), folder({ ANTHROPIC_BASE_URL: 'https://other.example' })]), true],
    ['a command of the user', mayAsk([reading('user-settings', { ANTHROPIC_BASE_URL: 'https://gw.example' }, { helper: new Secret('print-key') })]), true],
  ];
  for (const [what, actual, expected] of table) it(`${expected ? 'is allowed' : 'is not'}: ${what}`, () => { assert.equal(actual, expected); });

  it('proves the credential, unless a command or a login would have to tell it', () => {
    const sent = (...readings: SourceReading[]): boolean => isSentUnasked(assessed(readings).request.headers);
    assert.equal(sent(gateway()), true);
    assert.equal(sent(reading('user-settings', { ANTHROPIC_BASE_URL: 'https://gw.example' }, { helper: new Secret('print-key') })), false);
    assert.equal(sent(gateway(), reading('user-settings', {}, { helper: new Secret('print-key') })), false);
    assert.equal(sent(reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example' }), reading('login')), false);
  });

  it('notices another address, another credential and another proxy, and nothing else', () => {
    const anew = (...readings: SourceReading[]): boolean => isConfiguredAnew(assessed([gateway()]), assessed(readings));
    assert.equal(anew(gateway()), false);
    assert.equal(anew(gateway({ ANTHROPIC_BASE_URL: 'https://other.example' })), true);
    assert.equal(anew(gateway({ ANTHROPIC_AUTH_TOKEN: 'made-up-9999' })), true);
    assert.equal(anew(gateway({ HTTPS_PROXY: 'http://proxy.example' })), true);
    assert.equal(anew(reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example' })), true);
  });
});
