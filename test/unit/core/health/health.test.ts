import assert from 'node:assert/strict';
import { finding } from '../../../../src/core/causes/findings';
import { healthOf, type Health } from '../../../../src/core/health/health';
import type { ProbeResult } from '../../../../src/core/probes/probe';
import { Secret } from '../../../../src/core/words/secret';
import type { SourceReading } from '../../../../src/core/config/snapshot';
import { assessed, reading, stateWith } from '../support';
import { sortBySeverity } from '../../../../src/core/causes/silence';
import { requestKey, type LastCheck } from '../../../../src/core/probes/lastCheck';

const gateway = (env: Record<string, string> = {}): SourceReading =>
  reading('vscode-user', {
    ANTHROPIC_BASE_URL: 'https://gw.example',
    ANTHROPIC_AUTH_TOKEN: 'sk-sentinel-0123',
    ...env,
  });
const passed: ProbeResult = {
  id: 'messages',
  label: 'Ask the gateway',
  outcome: 'ok',
  ms: 20,
  detail: 'answered with a message',
};
const refused = finding('credential-rejected', 'HTTP 401');

function healthFor(
  readings: readonly SourceReading[],
  last?: Partial<LastCheck>,
  checking = false,
  offline = false,
): Health {
  const { request, findings } = assessed(readings);
  return healthOf(
    request,
    findings,
    last === undefined
      ? undefined
      : {
          at: 0,
          target: requestKey(request),
          findings: [],
          probes: [passed],
          scope: 'quick',
          paidRequests: 1,
          ms: 20,
          ...last,
        },
    checking,
    offline,
  );
}

describe('health', () => {
  const overridden = [gateway(), reading('user-settings', { ANTHROPIC_BASE_URL: 'https://old.example' })];
  const table: readonly [string, Health, string][] = [
    [
      'nothing set up',
      healthFor([]),
      'not-set-up: not set up · No gateway is set up here. Run Gateway: Connect to Gateway.',
    ],
    [
      'Anthropic itself',
      healthFor([reading('shell', { ANTHROPIC_API_KEY: 'k' })]),
      'not-set-up: not set up · No gateway is set up here. Run Gateway: Connect to Gateway.',
    ],
    [
      'not checked',
      healthFor([gateway()]),
      'not-checked: not checked · Set up for gw.example, not checked yet. Run Gateway: Check Connection.',
    ],
    ['being checked', healthFor([gateway()], {}, true), 'checking: checking… · Checking gw.example…'],
    [
      'checked and fine',
      healthFor([gateway()], {}),
      'connected: connected · Connected to gw.example. No action needed.',
    ],
    [
      'checked with a note',
      healthFor([gateway()], { findings: [{ ...finding('model-not-routed', 'HTTP 404'), severity: 'note' }] }),
      'connected: connected · Connected to gw.example. No action needed.',
    ],
    [
      'refused',
      healthFor([gateway()], { findings: [refused] }),
      'problem: credential rejected · The gateway rejected the credential. You: copy the credential again, in full.',
    ],
    [
      'a warning, not checked',
      healthFor(overridden),
      'warning: setting overridden · ANTHROPIC_BASE_URL in VS Code user settings has no effect because ~/.claude/settings.json overrides it. You: remove ANTHROPIC_BASE_URL from ~/.claude/settings.json, or set the right value there.',
    ],
    [
      'an error outranks a warning',
      healthFor(overridden, { findings: [refused] }),
      'problem: credential rejected · The gateway rejected the credential. You: copy the credential again, in full.',
    ],
    [
      'an error without a gateway',
      healthFor([
        reading('managed-file', {}, { forceLogin: { method: 'console', organization: false } }),
        reading('shell', { ANTHROPIC_API_KEY: 'k' }),
      ]),
      'problem: login required · Your organization’s managed settings require a login, which rules out a gateway credential. Ask your administrator to remove forceLoginMethod and forceLoginOrgUUID.',
    ],
    [
      'a cause and what follows from it',
      healthFor([
        reading('shell', { ANTHROPIC_BASE_URL: 'https://gw.example' }),
        reading('vscode-user', {}, { shapeProblem: 'The value is an object in { }.' }),
      ]),
      'problem: wrong format · claudeCode.environmentVariables has the wrong format. Run Gateway: Connect to Gateway, which offers to repair it.',
    ],
    [
      'a check of another target',
      healthFor([gateway()], { target: 'other', findings: [refused] }),
      'not-checked: not checked · Set up for gw.example, not checked yet. Run Gateway: Check Connection.',
    ],
    [
      'a check that asked nothing',
      healthFor([gateway()], { probes: [{ ...passed, outcome: 'skipped', detail: 'not run in Restricted Mode' }] }),
      'not-checked: not checked · Set up for gw.example, but not checked: not run in Restricted Mode.',
    ],
    [
      'asked no model, and fine in all else',
      healthFor([gateway()], {
        scope: 'full',
        probes: [
          { ...passed, outcome: 'skipped', detail: 'the limit is reached' },
          { ...passed, id: 'errors' },
        ],
      }),
      'not-checked: reachable · gw.example responds and all free checks passed. No model was called: the limit is reached.',
    ],
    [
      'asked, and something else left out',
      healthFor([gateway()], {
        scope: 'full',
        probes: [passed, { ...passed, id: 'model:haiku', outcome: 'skipped', detail: 'the limit is reached' }],
      }),
      'connected: connected · Connected to gw.example. No action needed.',
    ],
    [
      'reached without tokens, and the credential taken',
      healthFor([gateway()], { scope: 'free', probes: [{ ...passed, id: 'alive', provesCredential: true }] }),
      'connected: connected · Connected to gw.example. No action needed.',
    ],
    [
      'reached without tokens, and nobody knows whether the credential is taken',
      healthFor([gateway()], { scope: 'free', probes: [{ ...passed, id: 'alive' }] }),
      'not-checked: reachable · gw.example responds. To check whether it accepts the credential, run Gateway: Check Connection.',
    ],
    [
      'a proxy that leads there after all',
      healthFor(
        [
          reading('shell', {
            ANTHROPIC_BASE_URL: 'https://127.0.0.1:8443',
            ANTHROPIC_AUTH_TOKEN: 'sk-sentinel-0123',
            HTTPS_PROXY: 'http://proxy.example:3128',
          }),
        ],
        {},
      ),
      'connected: connected · Connected to 127.0.0.1:8443. No action needed.',
    ],
    [
      'reached without tokens and without the command',
      healthFor(
        [
          reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example' }),
          reading('user-settings', {}, { helper: new Secret('print-key') }),
        ],
        { scope: 'free' },
      ),
      'not-checked: reachable · gw.example responds. To check whether it accepts the credential, run Gateway: Check Connection.',
    ],
    [
      'no network, whatever was found before',
      healthFor([gateway()], { findings: [finding('dns-failure', 'ENOTFOUND')] }, false, true),
      'offline: offline · This machine isn’t connected to a network. You: connect to the network, then check again.',
    ],
    [
      'no network and no gateway',
      healthFor([], undefined, false, true),
      'not-set-up: not set up · No gateway is set up here. Run Gateway: Connect to Gateway.',
    ],
    [
      'a password in the address',
      healthFor([gateway({ ANTHROPIC_BASE_URL: 'https://me:sentinel@gw.example' })]),
      'problem: invalid base URL · The base URL can’t be used: Remove the user name and password from the address; you enter the credential separately. You: correct ANTHROPIC_BASE_URL in VS Code user settings.',
    ],
  ];
  for (const [what, { state, word, verdict }, expected] of table) {
    it(what, () => {
      assert.equal(`${state}: ${word} · ${verdict}`, expected);
    });
  }

  it('shows each problem once, errors first, else as found', () => {
    const [a, b, c] = [
      finding('setting-overridden', '', { variable: 'A' }),
      finding('login-sent-to-gateway', ''),
      finding('claude-code-missing', ''),
    ];
    const twice = finding('setting-overridden', 'elsewhere', { variable: 'A' });
    const other = finding('setting-overridden', '', { variable: 'B' });
    assert.deepEqual(sortBySeverity([c, a, b, refused, twice, other]), [refused, a, b, other, c]);
  });

  it('belongs to an address and the origin of the credential, never to its value', () => {
    const target = (env: Record<string, string>): string =>
      requestKey(assessed([gateway(env)], 'vscode-extension', { state: stateWith({ approved: ['k'] }) }).request);
    assert.equal(target({}), target({ ANTHROPIC_AUTH_TOKEN: 'other' }));
    assert.notEqual(target({}), target({ ANTHROPIC_BASE_URL: 'https://other.example' }));
    assert.notEqual(target({}), target({ ANTHROPIC_API_KEY: 'k' }));
    assert.doesNotMatch(target({}), /sentinel/);
  });
});
