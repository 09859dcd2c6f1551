import assert from 'node:assert/strict';
import { agreementOf, isSameAgreement, wasAccepted } from '../../../../src/core/health/agreement';
import { finding } from '../../../../src/core/causes/findings';
import type { ProbeResult } from '../../../../src/core/probes/probe';
import type { ProbeId } from '../../../../src/core/probes/probeIds';
import { Secret } from '../../../../src/core/words/secret';
import type { SourceReading } from '../../../../src/core/config/snapshot';
import { assessed, reading } from '../support';

const line = (id: ProbeId, outcome: ProbeResult['outcome'], more: Partial<ProbeResult> = {}): ProbeResult => ({
  id,
  label: id,
  outcome,
  detail: '',
  ms: 1,
  ...more,
});
const WITH_TOKEN = [
  reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: 'made-up-0123' }),
];
const WITH_COMMAND = [
  reading('user-settings', { ANTHROPIC_BASE_URL: 'https://gw.example' }, { helper: new Secret('print-key') }),
];
const WITH_LOGIN = [reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example' }), reading('login')];

describe('a check that agrees to further ones', () => {
  const accepted = (
    readings: readonly SourceReading[],
    checks: readonly ProbeResult[],
    findings: ReturnType<typeof finding>[] = [],
  ): boolean => wasAccepted({ probes: checks, findings }, assessed(readings).request);
  const table: readonly [string, boolean, boolean][] = [
    ['a model answered', accepted(WITH_TOKEN, [line('messages', 'ok')]), true],
    [
      'a model answered, slowly',
      accepted(WITH_TOKEN, [line('messages', 'ok')], [{ ...finding('connect-timeout', 'slow'), severity: 'warning' }]),
      true,
    ],
    [
      'the model is not there, which only those learn who may ask',
      accepted(WITH_TOKEN, [line('messages', 'problem')], [finding('model-not-routed', 'no such model')]),
      true,
    ],
    [
      'perhaps the model is not there',
      accepted(WITH_TOKEN, [line('messages', 'problem')], [finding('model-not-routed', 'no such model', {}, false)]),
      false,
    ],
    [
      'a request without a message was taken',
      accepted(WITH_TOKEN, [line('alive', 'ok', { provesCredential: true })]),
      true,
    ],
    [
      'the credential was refused',
      accepted(WITH_TOKEN, [line('messages', 'problem')], [finding('credential-rejected', 'HTTP 401')]),
      false,
    ],
    [
      'the other header would work',
      accepted(
        WITH_TOKEN,
        [line('messages', 'problem'), line('other-header', 'ok')],
        [finding('wrong-credential-header', 'HTTP 401')],
      ),
      false,
    ],
    [
      'nothing answered',
      accepted(WITH_TOKEN, [line('messages', 'problem')], [finding('gateway-unreachable', 'ECONNREFUSED')]),
      false,
    ],
    ['nothing was asked', accepted(WITH_TOKEN, [line('messages', 'skipped')]), false],
    ['something answered', accepted(WITH_TOKEN, [line('dns', 'ok'), line('hello', 'ok'), line('errors', 'ok')]), false],
    ['a command was not run', accepted(WITH_COMMAND, [line('messages', 'skipped')]), false],
    ['what a command printed was taken', accepted(WITH_COMMAND, [line('messages', 'ok')]), true],
    ['a login that is never sent from here', accepted(WITH_LOGIN, [line('messages', 'skipped')]), true],
    [
      'a login that is never sent from here, and nobody answers',
      accepted(WITH_LOGIN, [line('dns', 'problem')], [finding('dns-failure', 'ENOTFOUND')]),
      false,
    ],
  ];
  for (const [what, actual, expected] of table)
    it(`${expected ? 'is' : 'is not'}: ${what}`, () => {
      assert.equal(actual, expected);
    });

  it('agrees to the place of the credential, whatever it is', () => {
    assert.deepEqual(
      [WITH_TOKEN, WITH_COMMAND, WITH_LOGIN].map((readings) => agreementOf(assessed(readings))?.credentials),
      [
        [{ variable: 'ANTHROPIC_AUTH_TOKEN', source: 'vscode-user', location: null }],
        [{ variable: 'apiKeyHelper', source: 'user-settings', location: null }],
        [{ variable: null, source: 'login', location: null }],
      ],
    );
    assert.equal(agreementOf(assessed([])), undefined);
  });

  it('is the same only where all three are', () => {
    const one = {
      origin: 'https://gw.example',
      credentials: [{ variable: 'ANTHROPIC_AUTH_TOKEN', source: 'shell', location: null }],
      network: ['HTTPS_PROXY=http://p.example'],
    } as const;
    assert.ok(isSameAgreement(one, structuredClone(one)));
    for (const other of [
      { ...one, origin: 'https://gw.example:8443' },
      { ...one, credentials: [] },
      { ...one, network: [] },
      { ...one, network: ['HTTPS_PROXY=http://p.example', ''] },
      { ...one, network: ['HTTPS_PROXY=http://p.example,NO_PROXY=a'] },
    ])
      assert.ok(!isSameAgreement(one, other), JSON.stringify(other));
    assert.ok(!isSameAgreement({ ...one, network: ['NO_PROXY=a,b'] }, { ...one, network: ['NO_PROXY=a', 'b'] }));
  });
});
