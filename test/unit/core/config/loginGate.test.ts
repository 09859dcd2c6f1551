import assert from 'node:assert/strict';
import { unreadableState } from '../../../../src/core/files/claudeState';
import { loginGate, type LoginGate } from '../../../../src/core/config/loginGate';
import { Secret } from '../../../../src/core/words/secret';
import type { ClaudeState, Snapshot, SourceReading } from '../../../../src/core/config/snapshot';
import type { SurfaceId } from '../../../../src/core/claude/sources';
import { assessed, reading, snapshotOf } from '../support';

const URL = { ANTHROPIC_BASE_URL: 'https://gw.example' };
const TOKEN = { ...URL, ANTHROPIC_AUTH_TOKEN: 'made.up.sentinel.0123' };
const KEY = { ...URL, ANTHROPIC_API_KEY: 'made.up.sentinel.0123' };
const STATE: ClaudeState = {
  location: '/home/u/.claude.json',
  outcome: { status: 'read' },
  approvedKeys: [],
  declinedKeys: [],
  folderTrusted: true,
  onboarded: true,
  account: false,
  consoleKey: false,
};
const TAIL = new Secret('ade.up.sentinel.0123');
const SETTINGS = { disableLoginPrompt: false, useTerminal: false, processWrapper: undefined, http: {} };

function gateOn(surface: SurfaceId, readings: readonly SourceReading[], more: Partial<Snapshot> = {}): LoginGate {
  const snapshot = { state: STATE, ...more };
  const { config, request } = assessed(readings, surface, snapshot);
  return loginGate({ snapshot: snapshotOf(readings, snapshot), config, request });
}

interface Row {
  readonly what: string;
  readonly surface: SurfaceId;
  readonly readings: readonly SourceReading[];
  readonly more?: Partial<Snapshot>;
  readonly shows: boolean;
  readonly certain: boolean;
  readonly because: RegExp;
}

const ROWS: readonly Row[] = [
  {
    what: 'claude -p, with nothing',
    surface: 'print',
    readings: [],
    shows: false,
    certain: true,
    because: /never asks/,
  },
  {
    what: 'the extension with a token in its setting',
    surface: 'vscode-extension',
    readings: [reading('vscode-user', TOKEN)],
    shows: false,
    certain: true,
    because: /^a credential is set$/,
  },
  {
    what: 'the extension with a token in its environment',
    surface: 'vscode-extension',
    readings: [reading('shell', TOKEN)],
    shows: false,
    certain: true,
    because: /credential is set/,
  },
  {
    what: 'the extension without a credential',
    surface: 'vscode-extension',
    readings: [reading('vscode-user', URL)],
    shows: true,
    certain: true,
    because: /no credential and no saved login/,
  },
  {
    what: 'the extension where the Keychain may hold a login',
    surface: 'vscode-extension',
    readings: [
      reading('vscode-user', URL),
      reading('login', {}, { outcome: { status: 'unreadable', message: 'the Keychain isn’t read' } }),
    ],
    shows: true,
    certain: false,
    because: /isn’t known whether a login is saved/,
  },
  {
    what: 'the extension with a token in Claude Code’s file only',
    surface: 'vscode-extension',
    readings: [reading('user-settings', TOKEN)],
    shows: true,
    certain: false,
    because: /~\/\.claude\/settings\.json, which the login check of some versions doesn’t read/,
  },
  {
    what: 'the same beside a saved login',
    surface: 'vscode-extension',
    readings: [reading('user-settings', TOKEN), reading('login')],
    shows: false,
    certain: true,
    because: /saved login/,
  },
  {
    what: 'a cloud provider that is chosen in Claude Code’s file',
    surface: 'vscode-extension',
    readings: [reading('user-settings', { CLAUDE_CODE_USE_BEDROCK: '1', CLAUDE_CODE_SKIP_BEDROCK_AUTH: '1' })],
    shows: true,
    certain: false,
    because: /login check/,
  },
  {
    what: 'a cloud provider that is chosen in the setting',
    surface: 'vscode-extension',
    readings: [reading('vscode-user', { CLAUDE_CODE_USE_BEDROCK: '1', CLAUDE_CODE_SKIP_BEDROCK_AUTH: '1' })],
    shows: false,
    certain: true,
    because: /credential/,
  },
  {
    what: 'the login prompt switched off, with a token',
    surface: 'vscode-extension',
    readings: [reading('user-settings', TOKEN)],
    more: { vscode: { ...SETTINGS, disableLoginPrompt: true } },
    shows: false,
    certain: true,
    because: /disableLoginPrompt is on$/,
  },
  {
    what: 'the login prompt switched off, without a credential',
    surface: 'vscode-extension',
    readings: [reading('user-settings', URL)],
    more: { vscode: { ...SETTINGS, disableLoginPrompt: true } },
    shows: false,
    certain: false,
    because: /some versions still ask/,
  },
  {
    what: 'a key that nobody approved, in the extension',
    surface: 'vscode-extension',
    readings: [reading('vscode-user', KEY)],
    shows: false,
    certain: false,
    because: /Not logged in/,
  },
  {
    what: 'an approved key, in the extension',
    surface: 'vscode-extension',
    readings: [reading('vscode-user', KEY)],
    more: { state: { ...STATE, approvedKeys: [TAIL] } },
    shows: false,
    certain: true,
    because: /credential is set/,
  },
  {
    what: 'a declined key',
    surface: 'vscode-extension',
    readings: [reading('vscode-user', KEY)],
    more: { state: { ...STATE, declinedKeys: [TAIL] } },
    shows: true,
    certain: true,
    because: /declined/,
  },
  {
    what: 'a key, and a state that was not read, in the extension',
    surface: 'vscode-extension',
    readings: [reading('vscode-user', KEY)],
    more: { state: unreadableState('/home/u/.claude.json', 'too large') },
    shows: false,
    certain: false,
    because: /\.claude\.json couldn’t be read, so it’s not known whether you approved ANTHROPIC_API_KEY/,
  },
  {
    what: 'the same in a terminal',
    surface: 'terminal',
    readings: [reading('shell', KEY)],
    more: { state: unreadableState('/home/u/.claude.json', 'too large') },
    shows: false,
    certain: false,
    because: /it’s not known/,
  },
  {
    what: 'a folder’s file that was not read, and may hold the credential',
    surface: 'terminal',
    readings: [
      reading('shell', URL),
      reading('project-settings', {}, { outcome: { status: 'unreadable', message: 'a link', onlyHere: true } }),
    ],
    shows: true,
    certain: false,
    because: /no credential/,
  },
  {
    what: 'the extension as a terminal',
    surface: 'vscode-extension',
    readings: [reading('user-settings', TOKEN)],
    more: { vscode: { ...SETTINGS, useTerminal: true } },
    shows: false,
    certain: true,
    because: /credential is set/,
  },
  {
    what: 'no extension',
    surface: 'vscode-extension',
    readings: [],
    more: { claudeExtension: undefined },
    shows: false,
    certain: true,
    because: /isn’t enabled/,
  },
  {
    what: 'a login that the organization demands',
    surface: 'terminal',
    readings: [
      reading('managed-file', {}, { forceLogin: { method: 'console', organization: false } }),
      reading('shell', TOKEN),
    ],
    shows: true,
    certain: false,
    because: /managed settings require a login: forceLoginMethod is console/,
  },
  {
    what: 'a terminal with a token',
    surface: 'terminal',
    readings: [reading('shell', TOKEN)],
    shows: false,
    certain: true,
    because: /credential is set/,
  },
  {
    what: 'a terminal with a token in Claude Code’s file',
    surface: 'terminal',
    readings: [reading('user-settings', TOKEN)],
    shows: false,
    certain: true,
    because: /credential is set/,
  },
  {
    what: 'a terminal with nothing',
    surface: 'integrated-terminal',
    readings: [reading('shell', URL)],
    shows: true,
    certain: true,
    because: /no credential/,
  },
  {
    what: 'a terminal with a key that is not answered for',
    surface: 'terminal',
    readings: [reading('shell', KEY)],
    shows: false,
    certain: false,
    because: /first asks whether to use ANTHROPIC_API_KEY; the default answer, No, leads to a login/,
  },
  {
    what: 'a first start',
    surface: 'terminal',
    readings: [reading('shell', TOKEN)],
    more: { state: { ...STATE, onboarded: false } },
    shows: false,
    certain: false,
    because: /setup wizard/,
  },
  {
    what: 'a saved login',
    surface: 'terminal',
    readings: [reading('login')],
    shows: false,
    certain: true,
    because: /saved login/,
  },
  {
    what: 'a damaged state file',
    surface: 'terminal',
    readings: [reading('shell', TOKEN)],
    more: {
      state: { ...STATE, outcome: { status: 'malformed', message: 'it isn’t valid JSON', line: 1, column: 1 } },
    },
    shows: false,
    certain: true,
    because: /doesn’t start/,
  },
];

describe('the login screen', () => {
  for (const { what, surface, readings, more, shows, certain, because } of ROWS) {
    it(`${shows ? 'shows' : 'does not show'}${certain ? '' : ', as far as can be told'}: ${what}`, () => {
      const gate = gateOn(surface, readings, more);
      assert.deepEqual([gate.shows, gate.certain], [shows, certain], gate.because);
      assert.match(gate.because, because);
    });
  }
});
