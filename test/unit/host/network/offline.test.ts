import assert from 'node:assert/strict';
import type { NetworkInterfaceInfo } from 'node:os';
import { finding, type Finding } from '../../../../src/core/causes/findings';
import { withoutConsequences, sortBySeverity } from '../../../../src/core/causes/silence';
import { withOffline } from '../../../../src/host/network/offline';

const address = (text: string, internal = false): NetworkInterfaceInfo => ({
  address: text,
  netmask: '255.0.0.0',
  family: 'IPv4',
  mac: '00:00:00:00:00:00',
  internal,
  cidr: `${text}/8`,
});
const LOOPBACK = { lo: [address('127.0.0.1', true)] };
const NOT_FOUND = [finding('dns-failure', 'the host name doesn’t resolve (ENOTFOUND)', { host: 'gw.example' })];

function causes(findings: readonly Finding[]): string[] {
  return sortBySeverity(withoutConsequences(findings)).map(({ cause }) => cause);
}

describe('a machine without a network', () => {
  it('raises offline when only the loopback interface is there', () => {
    const [found] = withOffline(NOT_FOUND, 'gw.example', LOOPBACK);
    assert.equal(
      `${found?.cause ?? ''} ${found?.evidence ?? ''}`,
      'offline no network interface on this machine has an address',
    );
    assert.deepEqual(causes(withOffline(NOT_FOUND, 'gw.example', LOOPBACK)), ['offline']);
  });

  it('is not the reason where there is a network, or none is needed', () => {
    assert.deepEqual(causes(withOffline(NOT_FOUND, 'gw.example', { ...LOOPBACK, eth0: [address('10.1.2.3')] })), [
      'dns-failure',
    ]);
    assert.deepEqual(causes(withOffline([finding('gateway-unreachable', 'refused')], '127.0.0.1', LOOPBACK)), [
      'gateway-unreachable',
    ]);
    assert.deepEqual(causes(withOffline([finding('credential-rejected', '401')], 'gw.example', LOOPBACK)), [
      'credential-rejected',
    ]);
  });
});
