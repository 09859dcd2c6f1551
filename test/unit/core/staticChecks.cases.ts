import { unreadableState } from '../../../src/core/claudeState';
import type { Fix } from '../../../src/core/fixes';
import { keyTail } from '../../../src/core/predict';
import { Secret } from '../../../src/core/secret';
import type { ClaudeState, Snapshot, SourceReading, VscodeSettings } from '../../../src/core/snapshot';
import type { SurfaceId } from '../../../src/core/sources';
import { BROKEN, reading } from './support';

/** A machine, the check that it is for, and everything that is found there. */
export interface Case {
  readonly check: string;
  /** The check sees something; false for a near miss. */
  readonly hits: boolean;
  readonly what: string;
  readonly readings: readonly SourceReading[];
  /** `cause: words of the verdict or the evidence`, in order; with `+` an error, `!` a warning and `?` a note against the row. */
  readonly raises: readonly string[];
  readonly surface?: SurfaceId;
  readonly more?: Partial<Snapshot>;
  /** The first fix that is offered. */
  readonly fix?: Fix;
}

export const TOKEN = 'sk-sentinel-0123456789';
export const GOOD = { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: TOKEN };

/** The environment of a good set-up, with these changes. */
export const shell = (env: Record<string, string> = {}): SourceReading => reading('shell', { ...GOOD, ...env });

const KEY = 'sk-sentinel-abcdefghijklmnop';
const USER_FILE = '/home/me/.claude/settings.json';
const UNREAD = { outcome: { status: 'unreadable', message: 'ELOOP', onlyHere: true }, location: '/code/.claude/settings.json' } as const;
const URL_ONLY = reading('shell', { ANTHROPIC_BASE_URL: 'https://gw.example' });
const KEYED = reading('shell', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_API_KEY: KEY });
const helper = { helper: new Secret('get-key.sh --sentinel') };
const user = (env: Record<string, string>, more: Partial<SourceReading> = {}): SourceReading => reading('user-settings', { ...GOOD, ...env }, { location: USER_FILE, ...more });
const removeFromUser = (variable: string): Fix => ({ kind: 'remove-variable', variable, source: 'user-settings', location: USER_FILE });
const odd = (kind: 'not-text' | 'duplicate' | 'skipped-key' | 'wrong-setting-name', name: string): Partial<SourceReading> => ({ oddities: [{ kind, name, line: 4 }] });
const VERTEX = { CLAUDE_CODE_USE_VERTEX: '1', ANTHROPIC_VERTEX_BASE_URL: 'https://gw.example/v1', ANTHROPIC_VERTEX_PROJECT_ID: 'p' };
const VERTEX_SKIP = { ...VERTEX, CLAUDE_CODE_SKIP_VERTEX_AUTH: '1' };
const LOGGED_IN = { cloud: { aws: true, google: true, azure: true } };
const client = (version: string): Partial<Snapshot> => ({ claudeExtension: { version, scope: 'machine' }, clientVersion: version });
const vscode = (more: Partial<VscodeSettings>): Partial<Snapshot> => ({ vscode: { disableLoginPrompt: false, useTerminal: false, processWrapper: undefined, http: {}, ...more } });

function state(more: Partial<ClaudeState>): Partial<Snapshot> {
  return { state: { location: '/home/me/.claude.json', outcome: { status: 'read' }, approvedKeys: [], declinedKeys: [], folderTrusted: undefined, onboarded: true, account: false, consoleKey: false, ...more } };
}

const approved = state({ approvedKeys: [new Secret(keyTail(KEY))] });
const declined = state({ declinedKeys: [new Secret(keyTail(KEY))] });

/** One list per check would hide what else is found, so each case tells all of it. */
export const CASES: readonly Case[] = [
  { check: 'nothing-is-sent', hits: false, what: 'a gateway with a token', readings: [shell()], raises: [] },
  { check: 'nothing-is-sent', hits: false, what: 'nothing at all', readings: [], raises: [] },
  { check: 'nothing-is-sent', hits: false, what: 'Anthropic itself with a key that was not approved', readings: [reading('shell', { ANTHROPIC_API_KEY: KEY })], raises: [] },
  { check: 'nothing-is-sent', hits: true, what: 'no credential', readings: [URL_ONLY], raises: ['credential-missing: You: |Run Gateway: Connect'], fix: { kind: 'connect' } },
  { check: 'nothing-is-sent', hits: true, what: 'managed settings that do not parse', readings: [shell(), reading('managed-file', {}, { ...BROKEN, location: '/etc/m.json' })], raises: ['managed-settings-broken: administrator to correct /etc/m.json.*Line 3, column 5: a comma is missing\\.'] },
  { check: 'nothing-is-sent', hits: true, what: 'a drop-in that does not parse', readings: [shell(), reading('managed-dropin:1.json', {}, { ...BROKEN, location: '/etc/d/1.json' })], raises: ['managed-settings-broken: /etc/d/1.json'] },
  { check: 'nothing-is-sent', hits: false, what: 'absent managed settings', readings: [shell(), reading('managed-file', {}, { outcome: { status: 'absent' } })], raises: [] },
  { check: 'nothing-is-sent', hits: true, what: 'a damaged state file', readings: [shell()], raises: ['claude-state-broken: restore /home/me/.claude.json.*Line 1, column 1: it is not valid JSON\\.'], more: state({ outcome: { status: 'malformed', message: 'it is not valid JSON', line: 1, column: 1 } }) },
  { check: 'nothing-is-sent', hits: true, what: 'a demanded login', readings: [shell(), reading('managed-file', {}, { forceLogin: { method: 'console', organization: false } })], raises: ['managed-first-party-login: forceLoginMethod is console'] },
  { check: 'nothing-is-sent', hits: false, what: 'a login demanded by the user’s file', readings: [shell(), reading('user-settings', {}, { forceLogin: { method: 'console', organization: false } })], raises: [] },
  { check: 'nothing-is-sent', hits: true, what: 'a declined key', readings: [KEYED], raises: ['api-key-ignored: turn on'], more: declined },
  { check: 'nothing-is-sent', hits: true, what: 'a key that nobody approved', readings: [KEYED], raises: ['api-key-not-approved: run claude in a terminal'], more: state({}) },
  { check: 'nothing-is-sent', hits: false, what: 'an approved key', readings: [KEYED], raises: [], more: approved },
  { check: 'nothing-is-sent', hits: true, what: 'a provider without a credential', readings: [reading('shell', VERTEX)], raises: ['provider-credential-missing: no credential for Google Vertex AI.*set CLAUDE_CODE_SKIP_VERTEX_AUTH=1'] },
  { check: 'nothing-is-sent', hits: true, what: 'a provider without its partner', readings: [reading('shell', { ...VERTEX_SKIP, ANTHROPIC_VERTEX_PROJECT_ID: '' })], raises: ['provider-variable-missing: ANTHROPIC_VERTEX_PROJECT_ID is missing'] },
  { check: 'nothing-is-sent', hits: true, what: 'two addresses for Foundry', readings: [reading('shell', { CLAUDE_CODE_USE_FOUNDRY: '1', ANTHROPIC_FOUNDRY_API_KEY: KEY, ANTHROPIC_FOUNDRY_BASE_URL: 'https://gw.example', ANTHROPIC_FOUNDRY_RESOURCE: 'mine' })], raises: ['provider-variable-conflict: ANTHROPIC_FOUNDRY_RESOURCE and a base URL'] },
  { check: 'nothing-is-sent', hits: true, what: 'a header without a name', readings: [shell({ ANTHROPIC_CUSTOM_HEADERS: 'X Team: sentinel' })], raises: ['custom-headers-invalid: cannot be sent: header 1 of 1 has a name that no header can have\\. You: correct ANTHROPIC_CUSTOM_HEADERS in environment'] },

  { check: 'base-url', hits: true, what: 'an address without scheme', readings: [shell({ ANTHROPIC_BASE_URL: 'gw.example' })], raises: ['base-url-invalid: Start with https://.*\\. You: correct ANTHROPIC_BASE_URL in environment'] },
  { check: 'base-url', hits: true, what: 'an address with a password', readings: [shell({ ANTHROPIC_BASE_URL: 'me:sentinel@gw.example' })], raises: ['base-url-invalid'] },
  { check: 'base-url', hits: true, what: 'an address with user and password', readings: [shell({ ANTHROPIC_BASE_URL: 'https://me:sentinel@gw.example' })], raises: ['base-url-invalid: user name and password'] },
  { check: 'base-url', hits: true, what: 'an address in quotes', readings: [shell({ ANTHROPIC_BASE_URL: '"https://gw.example"' })], raises: ['base-url-invalid: quotation marks'] },
  { check: 'base-url', hits: true, what: 'an address with a quote behind it', readings: [shell({ ANTHROPIC_BASE_URL: 'https://gw.example"' })], raises: ['base-url-invalid: quotation marks'] },
  { check: 'base-url', hits: true, what: 'an address with a query', readings: [shell({ ANTHROPIC_BASE_URL: 'https://gw.example?x' })], raises: ['base-url-invalid'] },
  { check: 'base-url', hits: true, what: 'a provider’s address with a query', readings: [reading('shell', { ...VERTEX_SKIP, ANTHROPIC_VERTEX_BASE_URL: 'https://gw.example/v1?x' })], raises: ['base-url-invalid: correct ANTHROPIC_VERTEX_BASE_URL in environment'] },
  { check: 'base-url', hits: true, what: 'an extra /v1', readings: [user({ ANTHROPIC_BASE_URL: 'https://gw.example/v1' })], surface: 'terminal', raises: ['wrong-base-path!: gw.example/v1/v1/messages'], fix: { kind: 'set-variable', variable: 'ANTHROPIC_BASE_URL', value: 'https://gw.example', source: 'user-settings', location: USER_FILE } },
  { check: 'base-url', hits: true, what: 'the whole endpoint', readings: [shell({ ANTHROPIC_BASE_URL: 'https://gw.example/v1/messages' })], raises: ['wrong-base-path!'] },
  { check: 'base-url', hits: false, what: 'spaces around it (Claude Code trims them)', readings: [shell({ ANTHROPIC_BASE_URL: ' https://gw.example ' })], raises: [] },
  { check: 'base-url', hits: false, what: 'another path', readings: [shell({ ANTHROPIC_BASE_URL: 'https://gw.example/v1beta/' })], raises: [] },
  { check: 'base-url', hits: false, what: 'a provider’s path that is /v1', readings: [reading('shell', VERTEX_SKIP)], raises: [] },

  { check: 'plain-http', hits: true, what: 'http to another machine', readings: [shell({ ANTHROPIC_BASE_URL: 'http://gw.example/' })], raises: ['base-url-plain-http: travels to gw.example unencrypted'] },
  { check: 'plain-http', hits: false, what: 'http to this machine', readings: [shell({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:8787' })], raises: [] },

  { check: 'credential', hits: true, what: 'a token with a line break inside', readings: [shell({ ANTHROPIC_AUTH_TOKEN: 'sk-sentinel\n0123456789' })], raises: ['credential-invalid: ANTHROPIC_AUTH_TOKEN cannot be sent.*position 12'] },
  { check: 'credential', hits: true, what: 'a key in typographic quotes', readings: [reading('shell', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_API_KEY: '“sk-sentinel”' })], raises: ['credential-invalid: position 1'], surface: 'print' },
  { check: 'credential', hits: true, what: 'an umlaut, for an older version', readings: [shell({ ANTHROPIC_AUTH_TOKEN: 'sk-sentinel-ä' })], raises: ['credential-invalid: ASCII', 'client-known-problem?'], more: client('2.1.197') },
  { check: 'credential', hits: false, what: 'an umlaut, for a newer version', readings: [shell({ ANTHROPIC_AUTH_TOKEN: 'sk-sentinel-ä' })], raises: [] },
  { check: 'credential', hits: false, what: 'a line break behind a token (Claude Code trims it)', readings: [shell({ ANTHROPIC_AUTH_TOKEN: `${TOKEN}\n` })], raises: [] },
  { check: 'credential', hits: false, what: 'the word Bearer (which works)', readings: [shell({ ANTHROPIC_AUTH_TOKEN: 'Bearer sk-sentinel-0123' })], raises: [] },
  { check: 'credential', hits: false, what: 'a broken credential of a provider that is not chosen', readings: [shell({ AWS_BEARER_TOKEN_BEDROCK: 'sentinel\nsentinel' })], raises: [] },

  { check: 'key-skipped', hits: true, what: 'a declined key beside a login', readings: [KEYED, reading('login')], raises: ['api-key-ignored!: ANTHROPIC_API_KEY in environment is left out', 'login-sent-to-gateway'], more: declined },
  { check: 'key-skipped', hits: false, what: 'a declined key beside a token', readings: [shell({ ANTHROPIC_API_KEY: KEY })], raises: [], more: declined },

  { check: 'login-sent', hits: true, what: 'a saved login and only an address', readings: [URL_ONLY, reading('login')], raises: ['login-sent-to-gateway: gw.example'] },
  { check: 'login-sent', hits: false, what: 'a saved login beside a token', readings: [shell(), reading('login')], raises: [] },
  { check: 'login-sent', hits: false, what: 'a saved login without a gateway', readings: [reading('login')], raises: [] },

  { check: 'login-gate', hits: true, what: 'a helper in Claude Code’s file', readings: [URL_ONLY, reading('user-settings', {}, helper)], raises: ['login-prompt-despite-gateway?'] },
  { check: 'login-gate', hits: false, what: 'the same in a terminal', readings: [URL_ONLY, reading('user-settings', {}, helper)], raises: [], surface: 'terminal' },

  { check: 'broken-file', hits: true, what: 'a user file that does not parse', readings: [shell(), reading('user-settings', {}, { ...BROKEN, location: USER_FILE })], raises: ['settings-file-broken: correct ~/.claude/settings.json'] },
  { check: 'broken-file', hits: true, what: 'an unreadable file', readings: [shell(), reading('managed-file', {}, { outcome: { status: 'unreadable', message: 'EACCES' }, location: '/etc/m.json' })], raises: ['settings-file-broken: /etc/m.json'] },
  { check: 'broken-file', hits: true, what: 'managed settings that an older version leaves out', readings: [shell(), reading('managed-file', {}, { ...BROKEN, location: '/etc/m.json' })], raises: ['settings-file-broken: /etc/m.json', 'client-known-problem?'], more: client('2.1.197') },
  { check: 'broken-file', hits: false, what: 'a broken file that is not read', readings: [shell(), reading('managed-legacy', {}, { ...BROKEN, ignored: 'not read' })], raises: [] },

  { check: 'unread-file', hits: true, what: 'a folder’s file that is a link out of it', readings: [shell(), reading('project-settings', {}, UNREAD)], raises: ['settings-file-unread: aren’t known here'] },
  { check: 'unread-file', hits: true, what: 'one that may hold the missing credential', readings: [URL_ONLY, reading('project-settings', {}, UNREAD)], raises: ['credential-missing', 'settings-file-unread: aren’t known here'] },
  { check: 'unread-file', hits: true, what: 'a state that is too large, whatever the key', readings: [KEYED], raises: ['settings-file-unread?: .claude.json wasn’t read'], more: { state: unreadableState('/home/me/.claude.json', 'EFBIG') } },
  { check: 'unread-file', hits: false, what: 'the same before the folder is trusted', readings: [shell(), reading('project-settings', {}, UNREAD)], raises: [], more: { trusted: false } },
  { check: 'unread-file', hits: false, what: 'a file that Claude Code cannot read either', readings: [shell(), reading('user-settings', {}, { outcome: { status: 'unreadable', message: 'EACCES' }, location: USER_FILE })], raises: ['settings-file-broken'] },

  { check: 'wrong-shape', hits: true, what: 'an object for a list', readings: [shell(), reading('vscode-user', {}, { shapeProblem: 'It is an object in { }.' })], raises: ['setting-wrong-shape: VS Code user settings: It is an object'], fix: { kind: 'connect' } },
  { check: 'wrong-shape', hits: false, what: 'the same for a terminal', readings: [shell(), reading('vscode-user', {}, { shapeProblem: 'It is an object in { }.' })], raises: [], surface: 'terminal' },

  { check: 'wrong-setting-name', hits: true, what: 'claudeCode.env', readings: [shell(), reading('vscode-user', {}, { outcome: { status: 'absent' }, ...odd('wrong-setting-name', 'claudeCode.env') })], raises: ['setting-wrong-name: no setting “claudeCode.env”.*line 4'] },
  { check: 'wrong-setting-name', hits: true, what: 'an old name beside the right one', readings: [reading('vscode-user', GOOD, odd('wrong-setting-name', 'claude-code.environmentVariables'))], raises: ['setting-wrong-name?'] },
  { check: 'wrong-setting-name', hits: true, what: 'an old setting that is about something else', readings: [shell(), reading('vscode-user', {}, { outcome: { status: 'absent' }, ...odd('wrong-setting-name', 'claude-code.theme') })], raises: ['setting-wrong-name?'] },
  { check: 'wrong-setting-name', hits: false, what: 'the right name', readings: [reading('vscode-user', GOOD)], raises: [] },

  { check: 'skipped-key', hits: true, what: 'a managed key of the wrong kind', readings: [shell(), reading('managed-file', {}, odd('skipped-key', 'model'))], raises: ['settings-key-skipped: “model” in managed settings'] },
  { check: 'skipped-key', hits: false, what: 'managed settings that are right', readings: [shell(), reading('managed-file', {})], raises: [] },

  { check: 'not-text', hits: true, what: 'an object for a value', readings: [user({}, odd('not-text', 'ANTHROPIC_MODEL'))], surface: 'terminal', raises: ['variable-value: ANTHROPIC_MODEL does not do what it seems to: it is no text'], fix: removeFromUser('ANTHROPIC_MODEL') },
  { check: 'not-text', hits: false, what: 'another oddity', readings: [user({}, odd('duplicate', 'ANTHROPIC_MODEL'))], surface: 'terminal', raises: ['duplicate-name'] },

  { check: 'duplicate-name', hits: true, what: 'a name given twice', readings: [reading('vscode-user', GOOD, odd('duplicate', 'ANTHROPIC_AUTH_TOKEN'))], raises: ['duplicate-name: ANTHROPIC_AUTH_TOKEN stands more than once in VS Code user settings.*line 4'] },
  { check: 'duplicate-name', hits: false, what: 'a name given twice where this surface does not look', readings: [shell(), reading('vscode-user', {}, odd('duplicate', 'ANTHROPIC_AUTH_TOKEN'))], raises: [], surface: 'terminal' },

  { check: 'wrong-scope', hits: true, what: 'a workspace value of a machine-scoped setting', readings: [reading('vscode-workspace', GOOD, { ignored: 'VS Code ignores this setting in workspace settings' })], raises: ['setting-wrong-scope: claudeCode.environmentVariables in VS Code workspace settings does not count'] },
  { check: 'wrong-scope', hits: true, what: 'one that says what counts anyhow', readings: [reading('vscode-user', GOOD), reading('vscode-workspace', GOOD, { ignored: 'VS Code ignores this setting in workspace settings' })], raises: ['setting-wrong-scope?'] },
  { check: 'wrong-scope', hits: true, what: 'one of a folder that nobody trusts yet', readings: [shell(), reading('vscode-workspace', { ANTHROPIC_BASE_URL: 'https://evil.example' }, { ignored: 'VS Code ignores this setting in workspace settings' })], raises: ['setting-wrong-scope?'], more: { trusted: false } },
  { check: 'wrong-scope', hits: false, what: 'a workspace value that counts', readings: [reading('vscode-workspace', GOOD)], raises: [] },

  { check: 'file-ignored', hits: true, what: 'managed settings in their old folder', readings: [shell(), reading('managed-legacy', GOOD, { ignored: 'Claude Code no longer reads this folder' })], raises: ['settings-file-ignored: administrator'] },
  { check: 'file-ignored', hits: false, what: 'managed settings in the new one', readings: [reading('managed-file', GOOD)], raises: ['login-prompt-despite-gateway?'] },

  { check: 'overridden', hits: true, what: 'VS Code’s setting beaten by a file', readings: [reading('vscode-user', GOOD), reading('user-settings', { ANTHROPIC_BASE_URL: 'https://old.example' }, { location: USER_FILE })], raises: ['setting-overridden: ANTHROPIC_BASE_URL in VS Code user settings has no effect'], fix: removeFromUser('ANTHROPIC_BASE_URL') },
  { check: 'overridden', hits: true, what: 'an export of the shell beaten by a file', readings: [shell(), reading('user-settings', { ANTHROPIC_BASE_URL: 'https://old.example' }, { location: USER_FILE })], surface: 'terminal', raises: ['setting-overridden: ANTHROPIC_BASE_URL in environment has no effect'], fix: removeFromUser('ANTHROPIC_BASE_URL') },
  { check: 'folder-redirects', hits: true, what: 'a terminal that a folder sends elsewhere', readings: [reading('terminal-env', { ANTHROPIC_BASE_URL: 'https://evil.example' }, { fromFolder: true, location: '/code/.vscode/settings.json' }), shell()], surface: 'integrated-terminal', raises: ['folder-redirects-credential: evil.example'] },
  { check: 'folder-redirects', hits: false, what: 'a terminal that the user sends elsewhere', readings: [reading('terminal-env', { ANTHROPIC_BASE_URL: 'https://other.example' }), shell()], surface: 'integrated-terminal', raises: [] },
  { check: 'overridden', hits: false, what: 'the same value in both', readings: [reading('vscode-user', GOOD), reading('user-settings', { ANTHROPIC_BASE_URL: 'https://gw.example' })], raises: [] },
  { check: 'overridden', hits: false, what: 'the shell beaten by VS Code’s setting', readings: [reading('vscode-user', GOOD), shell({ ANTHROPIC_BASE_URL: 'https://old.example' })], raises: [] },
  { check: 'overridden', hits: false, what: 'a model beaten by a file', readings: [reading('vscode-user', { ...GOOD, ANTHROPIC_MODEL: 'a' }), reading('user-settings', { ANTHROPIC_MODEL: 'b' })], raises: [] },

  { check: 'emptied', hits: true, what: 'an address of the shell that a file empties', readings: [shell(), user({ ANTHROPIC_BASE_URL: '' })], surface: 'terminal', raises: ['setting-overridden?: ANTHROPIC_BASE_URL in environment has no effect'], fix: removeFromUser('ANTHROPIC_BASE_URL') },
  { check: 'emptied', hits: false, what: 'an empty value over nothing', readings: [user({ ANTHROPIC_API_KEY: '' })], surface: 'terminal', raises: [] },

  { check: 'routing-by-host', hits: true, what: 'files that a host switches off', readings: [reading('shell', { CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '1' }), user({})], surface: 'terminal', raises: ['routing-by-host: ~/.claude/settings.json do not count'] },
  { check: 'routing-by-host', hits: false, what: 'a host that leaves them', readings: [reading('shell', { CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '0' }), user({})], surface: 'terminal', raises: [] },

  { check: 'extension-missing', hits: true, what: 'no Claude Code in VS Code', readings: [shell()], raises: ['claude-code-missing'], more: { claudeExtension: undefined } },
  { check: 'extension-missing', hits: false, what: 'the same for a terminal', readings: [shell()], raises: [], surface: 'terminal', more: { claudeExtension: undefined } },
  { check: 'extension-missing', hits: false, what: 'no VS Code to ask', readings: [shell()], raises: [], more: { claudeExtension: 'not-asked' } },

  { check: 'provider-instead-of-gateway', hits: true, what: 'a provider’s flag beside a gateway', readings: [user({ CLAUDE_CODE_USE_VERTEX: '1', ANTHROPIC_VERTEX_PROJECT_ID: 'p' })], surface: 'terminal', raises: ['provider-format: CLAUDE_CODE_USE_VERTEX makes Claude Code use Google Vertex AI'], more: LOGGED_IN, fix: removeFromUser('CLAUDE_CODE_USE_VERTEX') },
  { check: 'provider-instead-of-gateway', hits: false, what: 'a flag that is off', readings: [shell({ CLAUDE_CODE_USE_VERTEX: '0' })], raises: [] },
  { check: 'provider-instead-of-gateway', hits: false, what: 'a provider behind its own address', readings: [reading('shell', VERTEX_SKIP)], raises: [] },

  { check: 'two-providers', hits: true, what: 'two flags', readings: [reading('shell', { ...VERTEX_SKIP, CLAUDE_CODE_USE_BEDROCK: '1' })], raises: ['variable-ineffective!: CLAUDE_CODE_USE_VERTEX has no effect: CLAUDE_CODE_USE_BEDROCK is set as well'], more: LOGGED_IN },
  { check: 'two-providers', hits: false, what: 'two flags, one of them off', readings: [reading('shell', { ...VERTEX_SKIP, CLAUDE_CODE_USE_BEDROCK: 'off' })], raises: [] },

  { check: 'discovery-off', hits: true, what: 'discovery without nonessential traffic', readings: [user({ CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' })], surface: 'terminal', raises: ['discovery-off: CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC keeps it', 'client-known-problem?'], more: client('2.1.252'), fix: removeFromUser('CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC') },
  { check: 'discovery-off', hits: false, what: 'the same in a version that asks all the same', readings: [user({ CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' })], surface: 'terminal', raises: ['client-known-problem?'], more: client('2.1.257') },
  { check: 'discovery-off', hits: true, what: 'discovery with a provider', readings: [reading('shell', { ...VERTEX_SKIP, CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: '1' })], raises: ['discovery-off: CLAUDE_CODE_USE_VERTEX'] },
  { check: 'discovery-off', hits: false, what: 'discovery that is off itself', readings: [shell({ CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: '0', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' })], raises: [] },
  { check: 'discovery-off', hits: false, what: 'discovery alone', readings: [shell({ CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: '1' })], raises: [] },

  { check: 'folder-redirects', hits: true, what: 'a repository’s address and the user’s token', readings: [shell(), reading('project-settings', { ANTHROPIC_BASE_URL: 'https://evil.example/x' })], surface: 'terminal', raises: ['folder-redirects-credential: credential at evil.example.*ANTHROPIC_AUTH_TOKEN from elsewhere'] },
  { check: 'folder-redirects', hits: true, what: 'the same before the folder is trusted', readings: [shell(), reading('project-settings', { ANTHROPIC_BASE_URL: 'https://evil.example' })], surface: 'terminal', raises: ['folder-redirects-credential?'], more: { trusted: false } },
  { check: 'folder-redirects', hits: true, what: 'the same for claude -p, which trusts every folder', readings: [shell(), reading('project-settings', { ANTHROPIC_BASE_URL: 'https://evil.example' })], surface: 'print', raises: ['folder-redirects-credential'], more: { trusted: false } },
  { check: 'folder-redirects', hits: true, what: 'a repository’s address and the user’s login', readings: [reading('login'), reading('project-settings', { ANTHROPIC_BASE_URL: 'https://evil.example' })], surface: 'terminal', raises: ['login-sent-to-gateway', 'folder-redirects-credential: your login from elsewhere'] },
  { check: 'folder-redirects', hits: true, what: 'the user’s own local file', readings: [shell(), reading('local-settings', { ANTHROPIC_BASE_URL: 'https://other.example' })], surface: 'terminal', raises: ['folder-redirects-credential?'] },
  { check: 'folder-redirects', hits: true, what: 'a local file that came with the repository', readings: [shell(), reading('local-settings', { ANTHROPIC_BASE_URL: 'https://other.example' }, { committed: true })], surface: 'terminal', raises: ['folder-redirects-credential'] },
  { check: 'folder-redirects', hits: true, what: 'the folder’s file that CLAUDE_CONFIG_DIR makes the user’s, before trust', readings: [reading('shell', { ANTHROPIC_AUTH_TOKEN: TOKEN }), reading('user-settings', { ANTHROPIC_BASE_URL: 'https://evil.example' }, { fromFolder: true, location: '/code/settings.json' })], surface: 'terminal', raises: ['folder-redirects-credential'], more: { trusted: false } },
  { check: 'folder-redirects', hits: false, what: 'a repository with a credential of its own', readings: [reading('project-settings', GOOD)], surface: 'terminal', raises: ['credential-exposed?'] },
  { check: 'folder-redirects', hits: false, what: 'a repository that names the usual gateway', readings: [shell(), reading('project-settings', { ANTHROPIC_BASE_URL: 'https://gw.example/team' })], surface: 'terminal', raises: [] },

  { check: 'folder-helper', hits: true, what: 'a repository’s command', readings: [shell(), reading('project-settings', {}, helper)], surface: 'terminal', raises: ['folder-runs-helper', 'two-credentials-sent: ANTHROPIC_AUTH_TOKEN and apiKeyHelper'] },
  { check: 'folder-helper', hits: true, what: 'the same before the folder is trusted', readings: [shell(), reading('project-settings', {}, helper)], surface: 'terminal', raises: ['folder-runs-helper?'], more: { trusted: false } },
  { check: 'folder-helper', hits: false, what: 'the user’s own command', readings: [URL_ONLY, reading('user-settings', {}, helper)], surface: 'terminal', raises: [] },

  { check: 'folder-network', hits: true, what: 'a repository that switches certificates off', readings: [shell(), reading('project-settings', { NODE_TLS_REJECT_UNAUTHORIZED: '0' })], surface: 'terminal', raises: ['folder-changes-network: with NODE_TLS_REJECT_UNAUTHORIZED', 'tls-check-off'] },
  { check: 'folder-network', hits: true, what: 'a repository’s proxy, before it is trusted', readings: [shell(), reading('project-settings', { HTTPS_PROXY: 'http://evil.example' })], surface: 'terminal', raises: ['folder-changes-network?: HTTPS_PROXY'], more: { trusted: false } },
  { check: 'folder-network', hits: false, what: 'a repository’s model', readings: [shell(), reading('project-settings', { ANTHROPIC_MODEL: 'm' })], surface: 'terminal', raises: [] },

  { check: 'proxy-unusable', hits: true, what: 'a SOCKS proxy', readings: [user({ HTTPS_PROXY: 'socks5://proxy:1080' })], surface: 'terminal', raises: ['proxy-invalid: HTTPS_PROXY cannot be used: it is a SOCKS proxy'], fix: removeFromUser('HTTPS_PROXY') },
  { check: 'proxy-unusable', hits: false, what: 'a proxy without scheme', readings: [shell({ HTTPS_PROXY: 'me:sentinel@proxy:3128' })], raises: ['proxy-in-the-way'] },
  { check: 'proxy-unusable', hits: false, what: 'a SOCKS proxy behind another one', readings: [shell({ HTTPS_PROXY: 'http://proxy:3128', ALL_PROXY: 'socks5://proxy:1080' })], raises: ['proxy-in-the-way'] },

  { check: 'proxy-in-the-way', hits: true, what: 'a proxy for this machine', readings: [shell({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:8787', HTTP_PROXY: 'http://proxy:3128' })], raises: ['proxy-in-the-way!: Requests to 127.0.0.1 go through the proxy in HTTP_PROXY'] },
  { check: 'proxy-in-the-way', hits: true, what: 'a proxy for a gateway', readings: [shell({ https_proxy: 'http://proxy:3128', NO_PROXY: '10.0.0.0/8,other.example' })], raises: ['proxy-in-the-way: NO_PROXY does not name gw.example'] },
  { check: 'proxy-in-the-way', hits: false, what: 'a gateway that NO_PROXY names', readings: [shell({ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'localhost .example' })], raises: [] },
  { check: 'proxy-in-the-way', hits: false, what: 'no gateway', readings: [reading('shell', { HTTPS_PROXY: 'http://proxy:3128' })], raises: [] },

  { check: 'no-proxy-entry', hits: true, what: 'an address in NO_PROXY', readings: [shell({ NO_PROXY: 'https://gw.example' })], raises: ['variable-value?: NO_PROXY.*names of hosts'] },
  { check: 'no-proxy-entry', hits: false, what: 'a host in NO_PROXY', readings: [shell({ NO_PROXY: 'gw.example' })], raises: [] },

  { check: 'vscode-proxy', hits: true, what: 'http.proxy alone', readings: [shell()], raises: ['vscode-proxy-unused: http.proxy is http://proxy:3128'], more: vscode({ http: { 'http.proxy': 'http://proxy:3128' } }) },
  { check: 'vscode-proxy', hits: false, what: 'both proxies', readings: [shell({ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: '*' })], raises: [], more: vscode({ http: { 'http.proxy': 'http://proxy:3128' } }) },
  { check: 'vscode-proxy', hits: false, what: 'a gateway on this machine', readings: [shell({ ANTHROPIC_BASE_URL: 'http://localhost:1' })], raises: [], more: vscode({ http: { 'http.proxy': 'http://proxy:3128' } }) },

  { check: 'certificate-file', hits: true, what: 'a CA file that is not there', readings: [user({ NODE_EXTRA_CA_CERTS: '/no/ca.pem' })], surface: 'terminal', raises: ['ca-file-unreadable: NODE_EXTRA_CA_CERTS cannot be used: it is not there\\. You: correct NODE_EXTRA_CA_CERTS in ~/.claude/settings.json'], more: { fileProblems: { '/no/ca.pem': 'it is not there' } }, fix: removeFromUser('NODE_EXTRA_CA_CERTS') },
  { check: 'certificate-file', hits: false, what: 'a CA file that is', readings: [user({ NODE_EXTRA_CA_CERTS: '/etc/ca.pem' })], surface: 'terminal', raises: [], more: { fileProblems: { '/no/ca.pem': 'it is not there' } } },

  { check: 'certificate-file-elsewhere', hits: true, what: 'a CA file for the panel only', readings: [shell(), reading('vscode-user', { NODE_EXTRA_CA_CERTS: '/etc/ca.pem' })], surface: 'terminal', raises: ['ca-file-elsewhere: set in VS Code user settings'] },
  { check: 'certificate-file-elsewhere', hits: true, what: 'a CA file of the login shell', readings: [shell(), reading('shell', { NODE_EXTRA_CA_CERTS: '/etc/ca.pem' }, { surfaces: ['terminal'], label: 'login shell' })], raises: ['ca-file-elsewhere: set in the login shell'] },
  { check: 'certificate-file-elsewhere', hits: false, what: 'a CA file for both', readings: [user({ NODE_EXTRA_CA_CERTS: '/etc/ca.pem' }), reading('vscode-user', { NODE_EXTRA_CA_CERTS: '/etc/ca.pem' })], surface: 'terminal', raises: [] },
  { check: 'certificate-file-elsewhere', hits: false, what: 'a gateway without TLS', readings: [shell({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:1' }), reading('vscode-user', { NODE_EXTRA_CA_CERTS: '/etc/ca.pem' })], surface: 'terminal', raises: [] },

  { check: 'certificates-unchecked', hits: true, what: 'NODE_TLS_REJECT_UNAUTHORIZED=0', readings: [shell({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })], raises: ['tls-check-off: remove NODE_TLS_REJECT_UNAUTHORIZED from environment'] },
  { check: 'certificates-unchecked', hits: false, what: 'NODE_TLS_REJECT_UNAUTHORIZED=1', readings: [shell({ NODE_TLS_REJECT_UNAUTHORIZED: '1' })], raises: [] },

  { check: 'two-credentials', hits: true, what: 'a token and another key', readings: [shell({ ANTHROPIC_API_KEY: KEY })], raises: ['two-credentials-sent: remove ANTHROPIC_AUTH_TOKEN from environment, or ANTHROPIC_API_KEY from environment'], more: approved },
  { check: 'two-credentials', hits: true, what: 'the same in both headers', readings: [shell({ ANTHROPIC_API_KEY: TOKEN })], raises: ['two-credentials-sent?'], surface: 'print' },
  { check: 'two-credentials', hits: false, what: 'a helper for both headers', readings: [URL_ONLY, reading('user-settings', {}, helper)], raises: [], surface: 'terminal' },

  { check: 'token-for-provider', hits: true, what: 'a token for Foundry beside its key', readings: [reading('shell', { CLAUDE_CODE_USE_FOUNDRY: '1', ANTHROPIC_FOUNDRY_BASE_URL: 'https://gw.example', ANTHROPIC_FOUNDRY_API_KEY: KEY, ANTHROPIC_AUTH_TOKEN: TOKEN })], raises: ['credential-not-used: Microsoft Foundry does not use it. You: set ANTHROPIC_FOUNDRY_AUTH_TOKEN'] },
  { check: 'token-for-provider', hits: true, what: 'a token for Vertex that is not used', readings: [reading('user-settings', { ...VERTEX, ANTHROPIC_AUTH_TOKEN: TOKEN }, { location: USER_FILE })], raises: ['credential-not-used: set CLAUDE_CODE_SKIP_VERTEX_AUTH=1'], more: LOGGED_IN, fix: { kind: 'set-variable', variable: 'CLAUDE_CODE_SKIP_VERTEX_AUTH', value: '1', source: 'user-settings', location: USER_FILE } },
  { check: 'token-for-provider', hits: false, what: 'a token for Vertex that is used', readings: [reading('shell', { ...VERTEX_SKIP, ANTHROPIC_AUTH_TOKEN: TOKEN })], raises: [] },

  { check: 'committed-credential', hits: true, what: 'a token under version control', readings: [reading('project-settings', GOOD, { committed: true })], surface: 'terminal', raises: ['credential-exposed: Others may read ANTHROPIC_AUTH_TOKEN in this folder’s .claude/settings.json: the file is under version control'] },
  { check: 'committed-credential', hits: true, what: 'a token in a project’s file', readings: [reading('project-settings', GOOD)], surface: 'terminal', raises: ['credential-exposed?'] },
  { check: 'committed-credential', hits: false, what: 'an address under version control', readings: [shell(), reading('project-settings', { ANTHROPIC_BASE_URL: 'https://gw.example' }, { committed: true })], surface: 'terminal', raises: [] },
  { check: 'committed-credential', hits: false, what: 'a token in a local file', readings: [reading('local-settings', GOOD)], surface: 'terminal', raises: [] },

  { check: 'synced-credential', hits: true, what: 'a setting that an older version lets into Settings Sync', readings: [reading('vscode-user', GOOD)], raises: ['credential-exposed: Settings Sync', 'client-known-problem?'], more: { claudeExtension: { version: '2.1.190', scope: 'window' }, ...vscode({ syncIgnored: [] }) } },
  { check: 'synced-credential', hits: true, what: 'a setting that the user let into it', readings: [reading('vscode-user', GOOD)], raises: ['credential-exposed: Settings Sync'], more: vscode({ syncIgnored: ['-claudeCode.environmentVariables'] }) },
  { check: 'synced-credential', hits: false, what: 'a setting of machine scope', readings: [reading('vscode-user', GOOD)], raises: [], more: vscode({ syncIgnored: [] }) },
  { check: 'synced-credential', hits: false, what: 'a setting that the user kept out', readings: [reading('vscode-user', GOOD)], raises: ['client-known-problem?'], more: { claudeExtension: { version: '2.1.190', scope: 'window' }, ...vscode({ syncIgnored: ['claudeCode.environmentVariables'] }) } },

  { check: 'open-file', hits: true, what: 'a token that every user of the machine can read', readings: [user({}, { openToOthers: true })], surface: 'terminal', raises: ['credential-exposed?: its mode lets all users'] },
  { check: 'open-file', hits: false, what: 'a file for everybody without a credential', readings: [shell(), reading('user-settings', { ANTHROPIC_MODEL: 'm' }, { openToOthers: true })], surface: 'terminal', raises: [] },
  { check: 'open-file', hits: false, what: 'managed settings, which all have to read', readings: [reading('managed-file', GOOD, { openToOthers: true })], surface: 'terminal', raises: [] },

  { check: 'key-sent-to-anthropic', hits: true, what: 'a key with 2.1.296', readings: [reading('user-settings', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_API_KEY: KEY }, { location: USER_FILE })], surface: 'print', raises: ['key-sent-to-anthropic: Claude Code 2.1.296 also sends your gateway’s API key to Anthropic\\. You: update Claude Code to 2.1.299 or later', 'client-known-problem?'], more: client('2.1.296'), fix: { kind: 'set-variable', variable: 'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC', value: '1', source: 'user-settings', location: USER_FILE } },
  { check: 'key-sent-to-anthropic', hits: true, what: 'a key with a version that nobody could try', readings: [KEYED], surface: 'print', raises: ['key-sent-to-anthropic: Claude Code 2.1.298', 'client-known-problem?'], more: client('2.1.298') },
  { check: 'key-sent-to-anthropic', hits: true, what: 'a key with an address of managed settings, quiet or not', readings: [reading('managed-file', { ANTHROPIC_BASE_URL: 'https://gw.example' }), reading('shell', { ANTHROPIC_API_KEY: KEY, CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' })], surface: 'print', raises: ['key-sent-to-anthropic: when managed settings set the address', 'client-known-problem?'], more: client('2.1.296') },
  { check: 'key-sent-to-anthropic', hits: true, what: 'a helper with 2.1.247', readings: [URL_ONLY, reading('user-settings', {}, helper)], surface: 'terminal', raises: ['key-sent-to-anthropic: update Claude Code to 2.1.248 or later.*apiKeyHelper', 'client-known-problem?'], more: client('2.1.247') },
  { check: 'key-sent-to-anthropic', hits: false, what: 'a helper with 2.1.248', readings: [URL_ONLY, reading('user-settings', {}, helper)], surface: 'terminal', raises: ['client-known-problem?'], more: client('2.1.248') },
  { check: 'key-sent-to-anthropic', hits: false, what: 'a key with 2.1.299', readings: [KEYED], surface: 'print', raises: ['client-known-problem?'], more: client('2.1.299') },
  { check: 'key-sent-to-anthropic', hits: false, what: 'a key with a version that nobody knows', readings: [KEYED], surface: 'print', raises: [], more: { claudeExtension: 'not-asked' } },
  { check: 'key-sent-to-anthropic', hits: false, what: 'a key without nonessential traffic', readings: [reading('shell', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_API_KEY: KEY, CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' })], surface: 'print', raises: ['client-known-problem?'], more: client('2.1.240') },
  { check: 'key-sent-to-anthropic', hits: false, what: 'a token with 2.1.240', readings: [shell()], surface: 'print', raises: ['client-known-problem?'], more: client('2.1.240') },

  { check: 'folder-signs-in', hits: true, what: 'a repository’s token', readings: [URL_ONLY, reading('project-settings', { CLAUDE_CODE_OAUTH_TOKEN: TOKEN }, { location: '/w/.claude/settings.json' })], surface: 'print', raises: ['folder-signs-in: Claude Code 2.1.311 sends a token from this folder’s settings to gw.example\\. You: update Claude Code to 2.1.312 or later', 'credential-exposed?'], more: client('2.1.311'), fix: { kind: 'remove-variable', variable: 'CLAUDE_CODE_OAUTH_TOKEN', source: 'project-settings', location: '/w/.claude/settings.json' } },
  { check: 'folder-signs-in', hits: false, what: 'a repository’s token in a version that ignores it', readings: [URL_ONLY, reading('project-settings', { CLAUDE_CODE_OAUTH_TOKEN: TOKEN })], surface: 'print', raises: ['credential-missing', 'credential-exposed?'], more: client('2.1.312') },
  { check: 'folder-signs-in', hits: false, what: 'a repository’s token beside a credential of your own', readings: [shell(), reading('project-settings', { CLAUDE_CODE_OAUTH_TOKEN: TOKEN })], surface: 'print', raises: ['credential-exposed?'], more: client('2.1.311') },

  { check: 'unknown-variable', hits: true, what: 'two letters in the wrong order', readings: [user({ ANTHROPIC_MODLE: 'm' })], surface: 'terminal', raises: ['variable-unknown: ANTHROPIC_MODLE is no variable of Claude Code, and looks like ANTHROPIC_MODEL'], fix: { kind: 'rename-variable', variable: 'ANTHROPIC_MODLE', to: 'ANTHROPIC_MODEL', source: 'user-settings', location: USER_FILE } },
  { check: 'unknown-variable', hits: true, what: 'a name of another tool, beside the right one', readings: [shell({ ANTHROPIC_API_BASE: 'https://gw.example' })], raises: ['variable-unknown?: looks like ANTHROPIC_BASE_URL'] },
  { check: 'unknown-variable', hits: false, what: 'variables of others', readings: [user({ FTP_PROXY: 'x', AWS_PROFILE: 'x', MY_TOKEN: 'x', ANTHROPIC_SOMETHING_ELSE: 'x', CLAUDECODE: '1' })], surface: 'terminal', raises: [] },
  { check: 'unknown-variable', hits: false, what: 'a near name of another program in the environment', readings: [shell({ NODE_EXTRA_CA_CERT: 'x' })], raises: [] },

  { check: 'value', hits: true, what: 'a zero that switches on', readings: [user({ CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '0' })], surface: 'terminal', raises: ['variable-value: any value switches it on.*CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC in ~/.claude/settings.json: 0'], fix: removeFromUser('CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC') },
  { check: 'value', hits: true, what: '500k', readings: [shell({ CLAUDE_CODE_AUTO_COMPACT_WINDOW: '500k' })], raises: ['variable-value: digits'] },
  { check: 'value', hits: true, what: 'a time-out that ends everything at once', readings: [shell({ API_TIMEOUT_MS: '9999999999' })], raises: ['variable-value+: above 2147483647'] },
  { check: 'value', hits: true, what: 'a token in quotes', readings: [shell({ ANTHROPIC_AUTH_TOKEN: `"${TOKEN}"` })], raises: ['variable-value: quotation marks.*hidden, 24 characters'] },
  { check: 'value', hits: false, what: 'a one that switches on', readings: [shell({ CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', CLAUDE_CODE_AUTO_COMPACT_WINDOW: '500000', API_TIMEOUT_MS: '2147483647' })], raises: [] },

  { check: 'header-lines', hits: true, what: 'a line without a colon', readings: [shell({ ANTHROPIC_CUSTOM_HEADERS: 'X-Team: a\nsentinel' })], raises: ['variable-value: line 2 of 2'] },
  { check: 'header-lines', hits: false, what: 'lines with colons', readings: [shell({ ANTHROPIC_CUSTOM_HEADERS: 'X-Team: a:b\r\n\nX-Other:' })], raises: [] },

  { check: 'obsolete', hits: true, what: 'an old name for the small model', readings: [user({ ANTHROPIC_SMALL_FAST_MODEL: 'm' })], surface: 'terminal', raises: ['variable-obsolete: use ANTHROPIC_DEFAULT_HAIKU_MODEL instead'], fix: { kind: 'rename-variable', variable: 'ANTHROPIC_SMALL_FAST_MODEL', to: 'ANTHROPIC_DEFAULT_HAIKU_MODEL', source: 'user-settings', location: USER_FILE } },
  { check: 'obsolete', hits: false, what: 'the new one', readings: [shell({ ANTHROPIC_DEFAULT_HAIKU_MODEL: 'm' })], raises: [] },

  { check: 'ineffective', hits: true, what: 'a provider’s address without its flag', readings: [user({ ANTHROPIC_BEDROCK_BASE_URL: 'https://gw.example' })], surface: 'terminal', raises: ['variable-ineffective: together with CLAUDE_CODE_USE_BEDROCK'], fix: removeFromUser('ANTHROPIC_BEDROCK_BASE_URL') },
  { check: 'ineffective', hits: true, what: 'capabilities behind a gateway', readings: [shell({ ANTHROPIC_DEFAULT_OPUS_MODEL_SUPPORTED_CAPABILITIES: 'effort,thinking' })], raises: ['variable-ineffective: behind a base URL'] },
  { check: 'ineffective', hits: true, what: 'a variable that is gone', readings: [shell({ CLAUDE_CODE_CONNECT_TIMEOUT_MS: '1000' })], raises: ['variable-ineffective: no longer reads it, from 2.1.186 on'] },
  { check: 'ineffective', hits: true, what: 'a variable that no file may set', readings: [user({ CLAUDE_CODE_DISABLE_ADMIN_ENV_UNION: '1' })], surface: 'terminal', raises: ['variable-ineffective: in the environment'] },
  { check: 'ineffective', hits: true, what: 'a variable that no folder may set', readings: [shell(), reading('project-settings', { CLAUDE_CODE_PROCESS_WRAPPER: '/x' })], surface: 'terminal', raises: ['variable-ineffective: files of a folder'] },
  { check: 'ineffective', hits: true, what: 'how long a helper’s answer is kept, without a helper', readings: [shell({ CLAUDE_CODE_API_KEY_HELPER_TTL_MS: '1000' })], raises: ['variable-ineffective: together with apiKeyHelper'] },
  { check: 'ineffective', hits: false, what: 'the same with a helper', readings: [reading('shell', { ANTHROPIC_BASE_URL: 'https://gw.example', CLAUDE_CODE_API_KEY_HELPER_TTL_MS: '1000' }), reading('user-settings', {}, helper)], surface: 'terminal', raises: [] },
  { check: 'ineffective', hits: false, what: 'a variable that is not gone yet', readings: [shell({ CLAUDE_CODE_CONNECT_TIMEOUT_MS: '1000' })], raises: ['client-known-problem?'], more: client('2.1.180') },
  { check: 'ineffective', hits: false, what: 'the variables of a provider that is chosen', readings: [reading('shell', { ...VERTEX_SKIP, ANTHROPIC_DEFAULT_OPUS_MODEL_SUPPORTED_CAPABILITIES: 'effort' })], raises: [] },
  { check: 'ineffective', hits: false, what: 'a file-only rule in the environment', readings: [shell({ CLAUDE_CODE_DISABLE_ADMIN_ENV_UNION: '1', CLAUDE_CODE_PROCESS_WRAPPER: '/x' })], raises: [] },

  { check: 'too-new', hits: true, what: 'a variable that this version does not know yet', readings: [shell({ ANTHROPIC_DEFAULT_MODEL: 'm' })], raises: ['variable-ineffective!: from 2.1.236 on, and 2.1.230 is installed', 'client-known-problem?'], more: client('2.1.230') },
  { check: 'too-new', hits: false, what: 'a version that just knows it', readings: [shell({ ANTHROPIC_DEFAULT_MODEL: 'm' })], raises: ['client-known-problem?'], more: client('2.1.236') },

  { check: 'known-problem', hits: true, what: 'a panel of 2.1.25', readings: [user({})], raises: ['login-prompt-despite-gateway?', 'client-known-problem: does not see variables of ~/.claude', 'client-known-problem?'], more: client('2.1.25') },
  { check: 'known-problem', hits: true, what: 'beta fields that stay', readings: [shell({ CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1' })], raises: ['client-known-problem: update Claude Code to 2.1.81', 'client-known-problem?'], more: client('2.1.80') },
  { check: 'known-problem', hits: true, what: 'tool search that does nothing', readings: [shell({ ENABLE_TOOL_SEARCH: 'true' })], raises: ['client-known-problem: ENABLE_TOOL_SEARCH.*update Claude Code to 2.1.72', 'client-known-problem?'], more: client('2.1.71') },
  { check: 'known-problem', hits: true, what: 'a time-out that does nothing', readings: [shell({ API_TIMEOUT_MS: '900000' })], raises: ['client-known-problem: API_TIMEOUT_MS', 'client-known-problem?'], more: client('2.1.100') },
  { check: 'known-problem', hits: true, what: 'names of models that do nothing', readings: [shell({ ANTHROPIC_DEFAULT_OPUS_MODEL: 'm', ANTHROPIC_DEFAULT_OPUS_MODEL_NAME: 'M' })], raises: ['client-known-problem: names for models', 'client-known-problem?'], more: client('2.1.117') },
  { check: 'known-problem', hits: true, what: 'discovery that nobody asked for', readings: [shell()], raises: ['client-known-problem?: asks the gateway for its models', 'client-known-problem?: gives up.*2.1.304'], more: client('2.1.127') },
  { check: 'known-problem', hits: true, what: 'a login in the place of the token', readings: [shell(), reading('login')], raises: ['client-known-problem: may send the saved login', 'client-known-problem?'], more: client('2.1.152') },
  { check: 'known-problem', hits: false, what: 'the same without a gateway', readings: [reading('login')], raises: [], more: client('2.1.152') },
  { check: 'known-problem', hits: false, what: 'what is no version', readings: [shell()], raises: [], more: client('dev') },
  { check: 'known-problem', hits: false, what: 'a version just after', readings: [shell({ CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1' })], raises: [], more: client('2.1.304') },
  { check: 'known-problem', hits: false, what: 'a version that nobody knows', readings: [shell()], raises: [], more: { claudeExtension: 'not-asked' } },
];
