import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { probesOf, type Scope } from '../../../../src/core/probes/plan';
import { isWholeId, PATH_IDS, PROBES, probeRow } from '../../../../src/core/probes/probeIds';
import { target } from './support';

const SCOPES: readonly Scope[] = ['quick', 'full', 'free'];
const TARGETS = [
  target({
    discovery: true,
    models: [
      { name: 'main', use: '' },
      { name: 'other', use: '' },
    ],
  }),
  target({ provider: 'bedrock' }),
];

describe('the table of probes', () => {
  const planned = TARGETS.flatMap((now) => SCOPES.flatMap((scope) => probesOf(scope, now).map(({ id }) => id)));

  it('has a row for each probe of a plan, and each row is of a probe in a plan', () => {
    assert.ok(planned.length > 50);
    assert.deepEqual(
      planned.filter((id) => probeRow(id) === undefined),
      [],
    );
    const used = new Set(planned.map(probeRow));
    assert.deepEqual(
      Object.entries(PROBES).flatMap(([id, row]) => (used.has(row) ? [] : [id])),
      [],
      'add the probe to core/probes/plan.ts, or take its row out of PROBES',
    );
  });

  it('has a case for each probe', () => {
    const cases = readdirSync(__dirname, { recursive: true })
      .map(String)
      .filter((file) => file.endsWith('.test.ts') && !file.startsWith('probeIds'))
      .map((file) => readFileSync(path.join(__dirname, file), 'utf8'))
      .join('\n');
    assert.deepEqual(
      Object.keys(PROBES).filter((id) => !cases.includes(`'${id}${id.endsWith(':') ? '' : "'"}`)),
      [],
      'say in test/unit/core/probes/contract.test.ts what it makes of an answer',
    );
  });

  it('knows the members of a family by what stands before the colon', () => {
    assert.deepEqual(probeRow('model:claude-opus-5-5'), PROBES['model:']);
    assert.deepEqual(probeRow('model:vendor:name'), PROBES['model:']);
    assert.equal(isWholeId('model:claude-opus-5-5'), false);
    assert.equal(isWholeId('messages'), true);
  });

  for (const id of ['new-probe', 'messages:', 'messages:x', 'constructor', '__proto__', 'toString:', ':', ''])
    it(`has no row for ${JSON.stringify(id)}`, () => {
      assert.equal(probeRow(id), undefined);
    });

  it('takes for the way there what a request needs to get to the gateway', () => {
    assert.deepEqual([...PATH_IDS].sort(), ['dns', 'encrypted', 'hello', 'plain', 'tcp', 'tls']);
    for (const { isAwaited, isPath } of Object.values(PROBES)) assert.ok(!isAwaited || isPath);
  });
});
