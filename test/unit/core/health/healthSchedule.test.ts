import assert from 'node:assert/strict';
import type { CauseId } from '../../../../src/core/causes/causes';
import { finding } from '../../../../src/core/causes/findings';
import {
  dueAt,
  hasNetwork,
  isNetworkAway,
  paceAfter,
  type Interfaces,
  type Occasion,
  type Pace,
} from '../../../../src/core/health/healthSchedule';
import { replyFinding } from '../../../../src/core/probes/answers';
import type { ProbeResult } from '../../../../src/core/probes/probe';
import type { ProbeId } from '../../../../src/core/probes/probeIds';
import type { Target } from '../../../../src/core/probes/target';
import type { Facts } from '../../../../src/core/causes/facts';
import type { LastCheck } from '../../../../src/core/probes/lastCheck';

const MINUTE = 60_000;
/** The clock of these tests. */
const NOW = 1_800_000_000_000;
const ago = (minutes: number): number => NOW - minutes * MINUTE;
const inMinutes = (minutes: number): number => NOW + minutes * MINUTE;

const TARGET: Target = {
  provider: 'anthropic',
  baseUrl: 'https://gw.example',
  url: 'https://gw.example/v1/messages?beta=true',
  origin: { secure: true, host: 'gw.example', port: 443 },
  host: 'gw.example',
  credentials: {},
  kindKnown: true,
  customHeaders: {},
  models: [{ name: 'claude-sonnet-4-6', use: 'main' }],
  hasExtraCa: false,
  hasClientCertificate: false,
  clientVersion: undefined,
  reducedBetas: false,
  discovery: false,
  startedAt: NOW,
  version: '0.0.0',
};

function due(pace: Partial<Pace> | undefined, occasion: Partial<Occasion> = {}): number {
  return dueAt(pace === undefined ? undefined : { at: ago(1), misses: 0, ...pace }, {
    now: NOW,
    intervalMs: 15 * MINUTE,
    startedAt: ago(60),
    changedAt: undefined,
    focused: false,
    ...occasion,
  });
}

function checkWith(causes: readonly CauseId[], facts: Facts = {}, checks: readonly ProbeResult[] = []): LastCheck {
  return {
    at: NOW,
    target: 'here',
    findings: causes.map((cause) => finding(cause, 'seen', facts)),
    probes: checks,
    scope: 'free',
    paidRequests: 0,
    ms: 5,
  };
}

describe('the schedule of checks without tokens', () => {
  const table: readonly [string, number, number][] = [
    ['every interval', due({ at: ago(4) }), inMinutes(11)],
    ['at once when it is overdue', due({ at: ago(40) }), ago(25)],
    ['never when switched off', due({ at: ago(40) }, { intervalMs: 0 }), Infinity],
    [
      'never when switched off, on a change neither',
      due(undefined, { intervalMs: 0, changedAt: NOW, focused: true }),
      Infinity,
    ],
    ['first shortly after the start', due(undefined, { startedAt: NOW }), NOW + 2000],
    ['shortly after the last change', due({ at: ago(1) }, { changedAt: NOW }), NOW + 2000],
    [
      'not again for a change that another window has checked',
      due({ at: ago(1) }, { changedAt: ago(2) }),
      inMinutes(14),
    ],
    ['of another target shortly after the change', due(undefined, { changedAt: NOW }), NOW + 2000],
    [
      'another host half a minute after the last change',
      due(undefined, { changedAt: NOW, movedAt: ago(0.1) }),
      NOW + 30_000,
    ],
    [
      'another host that was asked before half a minute after the change',
      due({ at: ago(1) }, { changedAt: NOW, movedAt: NOW }),
      NOW + 30_000,
    ],
    [
      'another host that was asked since as any other',
      due({ at: ago(1) }, { changedAt: NOW, movedAt: ago(2) }),
      NOW + 2000,
    ],
    [
      'another host half a minute after the change, when the clock was set back',
      due({ at: inMinutes(600) }, { changedAt: NOW, movedAt: NOW }),
      NOW + 30_000,
    ],
    ['on focus after five minutes', due({ at: ago(5) }, { focused: true }), NOW],
    ['on focus not before', due({ at: ago(4) }, { focused: true }), inMinutes(1)],
    ['on focus no later than without', due({ at: ago(1) }, { intervalMs: MINUTE, focused: true }), NOW],
    ['after one problem of others in twice the time', due({ at: NOW, misses: 1 }), inMinutes(30)],
    ['after three in eight times the time', due({ at: NOW, misses: 3 }), inMinutes(120)],
    ['after many at least every two hours', due({ at: NOW, misses: 50 }), inMinutes(120)],
    [
      'no more often than the interval, however long that is',
      due({ at: NOW, misses: 2 }, { intervalMs: 300 * MINUTE }),
      inMinutes(300),
    ],
    ['on focus with the same back-off', due({ at: NOW, misses: 1 }, { focused: true }), inMinutes(10)],
    ['after a change without back-off', due({ at: ago(1), misses: 9 }, { changedAt: NOW }), NOW + 2000],
    ['not before the gateway allows it', due({ at: ago(40), notBefore: inMinutes(7) }), inMinutes(7)],
    [
      'not before the gateway allows it, after a change neither',
      due({ at: ago(1), notBefore: inMinutes(7) }, { changedAt: NOW }),
      inMinutes(7),
    ],
    ['when the clock was set back', due({ at: inMinutes(600) }, { startedAt: ago(1) }), ago(1) + 2000],
  ];
  for (const [what, actual, expected] of table)
    it(`asks ${what}`, () => {
      assert.equal(actual, expected);
    });

  const paces: readonly [string, Pace, Pace][] = [
    ['success', paceAfter({ at: 1, misses: 4 }, checkWith([]), NOW), { at: NOW, misses: 0 }],
    [
      'the first problem of others',
      paceAfter(undefined, checkWith(['gateway-unreachable']), NOW),
      { at: NOW, misses: 1 },
    ],
    ['one more of them', paceAfter({ at: 1, misses: 4 }, checkWith(['server-error']), NOW), { at: NOW, misses: 5 }],
    [
      'a problem that the user can solve',
      paceAfter({ at: 1, misses: 4 }, checkWith(['credential-rejected']), NOW),
      { at: NOW, misses: 0 },
    ],
    ['a limit', paceAfter(undefined, checkWith(['rate-limited']), NOW), { at: NOW, misses: 1 }],
    [
      'a limit that says until when',
      paceAfter(undefined, checkWith(['rate-limited'], { retryAfter: '90' }), NOW),
      { at: NOW, misses: 1, notBefore: NOW + 90_000 },
    ],
    [
      'a limit that says for ever',
      paceAfter(undefined, checkWith(['rate-limited'], { retryAfter: '1e300' }), NOW),
      { at: NOW, misses: 1, notBefore: NOW + 24 * 60 * MINUTE },
    ],
    [
      'a limit that says nonsense',
      paceAfter(undefined, checkWith(['rate-limited'], { retryAfter: 'soon' }), NOW),
      { at: NOW, misses: 1 },
    ],
  ];
  for (const [said, seconds] of [
    ['30', 30],
    [new Date(NOW + 45_000).toUTCString(), 45],
    ['soon', 0],
    ['0', 0],
  ] as const) {
    it(`obeys a gateway that says retry-after: ${said}`, () => {
      const found = replyFinding(
        {
          kind: 'response',
          status: 429,
          headers: { 'retry-after': said, 'content-type': 'application/json' },
          body: '{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}',
          ms: 1,
        },
        TARGET,
      );
      assert.equal(found?.cause, 'rate-limited');
      assert.equal(
        paceAfter(undefined, { ...checkWith([]), findings: [found] }, NOW).notBefore,
        seconds === 0 ? undefined : NOW + seconds * 1000,
      );
    });
  }

  for (const [what, actual, expected] of paces)
    it(`goes on after ${what}`, () => {
      assert.deepEqual(actual, expected);
    });
});

describe('a network that is away', () => {
  const on = (address: string, internal = false): { address: string; internal: boolean } => ({ address, internal });
  const loopback: Interfaces = { lo: [on('127.0.0.1', true), on('::1', true)] };
  const wired: Interfaces = { ...loopback, eth0: [on('10.0.0.7')] };

  const networks: readonly [string, Interfaces, boolean][] = [
    ['a cable', wired, true],
    ['IPv6 alone', { ...loopback, en0: [on('2001:db8::7')] }, true],
    ['a tunnel alone', { ...loopback, utun3: [on('100.64.0.2')] }, true],
    ['nothing', {}, false],
    ['loopback alone', loopback, false],
    ['addresses that the machine gave itself', { ...loopback, en0: [on('169.254.7.7'), on('fe80::1%en0')] }, false],
    ['an interface without addresses', { ...loopback, en0: [], en1: undefined }, false],
    ['containers', { ...loopback, docker0: [on('172.17.0.1')], 'br-0a1b2c3d4e5f': [on('172.18.0.1')] }, false],
    [
      'virtual machines',
      { ...loopback, vmnet8: [on('192.168.7.1')], 'vEthernet (Default Switch)': [on('172.20.0.1')] },
      false,
    ],
    ['a switch for virtual machines with the cable in it', { 'vEthernet (Office)': [on('10.0.0.7')] }, true],
  ];
  for (const [what, interfaces, expected] of networks)
    it(`is told from the interfaces: ${what}`, () => {
      assert.equal(hasNetwork(interfaces), expected);
    });

  const line = (id: ProbeId, outcome: ProbeResult['outcome'], resolved?: number): ProbeResult => ({
    id,
    label: id,
    outcome,
    detail: '',
    ms: 1,
    ...(resolved === undefined ? {} : { phases: { resolved } }),
  });
  const unreachable = (checks: readonly ProbeResult[] = [], code = 'ENETUNREACH'): LastCheck =>
    checkWith(['gateway-unreachable'], { code }, checks);
  const cases: readonly [string, boolean, boolean][] = [
    ['no interface', isNetworkAway(loopback, 'gw.example'), true],
    ['a gateway on this machine', isNetworkAway(loopback, '127.0.0.1'), false],
    ['a gateway on this machine, by name', isNetworkAway({}, 'localhost'), false],
    ['a gateway on this machine, IPv6', isNetworkAway({}, '[::1]'), false],
    ['an interface', isNetworkAway(wired, 'gw.example'), false],
    ['no way to any network', isNetworkAway(wired, 'gw.example', unreachable()), true],
    [
      'no way to any network, by number',
      isNetworkAway(wired, '192.0.2.7', unreachable([line('alive', 'problem', 1)])),
      true,
    ],
    ['a network that is down', isNetworkAway(wired, 'gw.example', unreachable([], 'ENETDOWN')), true],
    [
      'a gateway that alone cannot be reached',
      isNetworkAway(wired, 'gw.example', unreachable([], 'ECONNREFUSED')),
      false,
    ],
    [
      'a name server that does not answer, with an interface',
      isNetworkAway(wired, 'gw.example', unreachable([], 'EAI_AGAIN')),
      false,
    ],
    [
      'no way to an address that was looked up',
      isNetworkAway(wired, 'gw.example', unreachable([line('alive', 'problem', 1)])),
      false,
    ],
    [
      'no way to an address that was looked up afterwards',
      isNetworkAway(wired, 'gw.example', unreachable([line('dns', 'ok')])),
      false,
    ],
    ['no IPv6', isNetworkAway(wired, '[2001:db8::7]', unreachable()), false],
    ['a check that went well', isNetworkAway(wired, 'gw.example', checkWith([])), false],
  ];
  for (const [what, actual, expected] of cases)
    it(`${expected ? 'is' : 'is not'}: ${what}`, () => {
      assert.equal(actual, expected);
    });
});
