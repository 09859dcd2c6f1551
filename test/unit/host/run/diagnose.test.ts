import assert from 'node:assert/strict';
import { prepareDiagnosis, runDiagnosis, withoutPaid } from '../../../../src/host/run/diagnose';
import { PRACTICE_KEY } from '../../../gateway/credentials';
import { assessed, reading } from '../../core/support';
import { gatewayForTests } from '../../gateway/support';

describe('a prepared diagnosis', () => {
  const gateway = gatewayForTests({ reads: 'bearer' });
  const prepared = (address: string, mostPaid?: number): ReturnType<typeof prepareDiagnosis> =>
    prepareDiagnosis({
      assessment: assessed(
        [reading('shell', { ANTHROPIC_BASE_URL: address, ANTHROPIC_AUTH_TOKEN: PRACTICE_KEY })],
        'terminal',
      ),
      trusted: true,
      env: { PATH: process.env['PATH'] },
      version: '1.2.3',
      scope: 'quick',
      mostPaid,
    });

  it('says what it will do and sends nothing until it is run', async () => {
    const diagnosis = prepared(gateway().url);
    const { probes, paid } = diagnosis.plan;
    assert.ok(probes > 1 && paid === 1);
    assert.equal(gateway().requests.length, 0);
    const began = Date.now();
    const { probes: checks, paidRequests, at } = await runDiagnosis(diagnosis, {});
    assert.deepEqual([checks.map(({ id, outcome }) => `${id} ${outcome}`), paidRequests], [['messages ok'], 1]);
    assert.ok(at >= began && gateway().requests.length === 1);
  });

  it('sends nothing that may cost tokens when only free checks were agreed to', async () => {
    for (const diagnosis of [withoutPaid(prepared(gateway().url)), prepared(gateway().url, 0)]) {
      assert.deepEqual([diagnosis.plan.paid, diagnosis.plan.tokens], [0, 0]);
      const { paidRequests } = await runDiagnosis(diagnosis, {});
      assert.deepEqual([paidRequests, gateway().requests.length], [0, 0]);
    }
  });

  it('has nothing to do where no gateway is set up', async () => {
    const diagnosis = prepared('');
    assert.deepEqual(diagnosis.plan, { probes: 0, paid: 0, tokens: 0 });
    const { probes: checks } = await runDiagnosis(diagnosis, {});
    assert.deepEqual(
      checks.map(({ outcome, detail }) => [outcome, detail]),
      [['skipped', 'no gateway is set up']],
    );
  });
});
