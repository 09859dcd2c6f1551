import assert from 'node:assert/strict';
import type { ProbeResult } from '../../../../src/core/probes/probe';
import { resultId } from '../../../../src/core/probes/probeIds';
import { progressAfter, type Progress } from '../../../../src/core/probes/progress';
import { checksNode, progressText } from '../../../../src/ui/views/checkNodes';
import type { TreeNode } from '../../../../src/ui/views/treeNode';
import type { LastCheck } from '../../../../src/core/probes/lastCheck';

const result = (id: string, outcome: ProbeResult['outcome'] = 'ok'): ProbeResult => ({
  id: resultId(id),
  label: `Label of ${id}`,
  outcome,
  detail: `detail of ${id}`,
  ms: 12.4,
});
const check = (checks: readonly ProbeResult[]): LastCheck => ({
  at: 0,
  target: '',
  findings: [],
  probes: checks,
  scope: 'full',
  paidRequests: 0,
  ms: 0,
});
const running = (more: Partial<Progress> = {}): Progress => ({
  scope: 'full',
  startedAt: 0,
  results: [],
  running: [],
  of: 20,
  ...more,
});
const MANY = [
  'route',
  'dns',
  'tcp',
  'tls',
  'hello',
  'path:/v1',
  'errors',
  'stream',
  'firewall',
  'count-tokens',
  'model:haiku',
  'model:opus',
  'unknown-model',
];

describe('the rows of checks', () => {
  it('are one a probe, with time and outcome in words, and the detail for pointer and screen reader', () => {
    const { description, children = [] } = checksNode(
      check([result('dns'), result('tls', 'warning'), result('errors', 'problem'), result('stream', 'skipped')]),
      undefined,
    );
    assert.notEqual(description, 'not checked yet');
    assert.deepEqual(
      children.map(({ label, description: told, icon }) => [label, told, icon]),
      [
        ['Label of dns', '12 ms · passed', 'pass'],
        ['Label of tls', '12 ms · warning', 'warning'],
        ['Label of errors', '12 ms · failed', 'error'],
        ['Label of stream', 'skipped', 'circle-slash'],
      ],
    );
    assert.deepEqual([children[0]?.spoken, children[0]?.tooltip], ['detail of dns', 'Label of dns: detail of dns']);
    const none = checksNode(undefined, undefined);
    assert.equal(none.description, 'not checked yet');
    assert.notEqual(
      none.id,
      checksNode(check([result('dns')]), undefined).id,
      'it is unfolded when it gets its first row',
    );
  });

  it('are folded into groups when they are many; one with a problem is unfolded, and the problem on top', () => {
    const results = MANY.map((id) => result(id, id === 'firewall' ? 'problem' : id === 'stream' ? 'warning' : 'ok'));
    const { children: groups = [] } = checksNode(check(results), undefined);
    assert.deepEqual(
      groups.map(({ label, description, icon, expanded, children }) => [
        label,
        description,
        icon,
        expanded,
        children?.length,
      ]),
      [
        ['Network path', '5 passed', 'pass', false, 5],
        ['Gateway', '1 passed', 'pass', false, 1],
        ['Models', '3 passed', 'pass', false, 3],
        ['Session requests', '1 failed · 1 with a warning · 2 passed', 'error', true, 4],
      ],
    );
    assert.deepEqual(groups[3]?.children?.map(({ label }) => label).slice(0, 2), [
      'Label of firewall',
      'Label of stream',
    ]);
    // VS Code would keep a group folded that it knows under its id.
    assert.notEqual(groups[3].id, checksNode(check(MANY.map((id) => result(id))), undefined).children?.[3]?.id);
  });

  it('say of a check that goes on what is being done, and whom it waits for', () => {
    const progress = running({
      results: [result('dns')],
      running: [
        { id: 'tcp', label: 'Connect' },
        { id: 'tls', label: 'TLS handshake', waitsFor: 'llm.example.com:443' },
      ],
    });
    const { description, children = [] } = checksNode(check([result('old')]), progress);
    assert.equal(description, '1 of 20');
    assert.deepEqual(
      children.map((row) => [row.label, row.description, row.icon]),
      [
        ['Connect', 'running', 'sync~spin'],
        ['TLS handshake', 'waiting for llm.example.com:443', 'sync~spin'],
        ['Label of dns', '12 ms · passed', 'pass'],
      ],
    );
    assert.equal(progressText(progress), '1 of 20, waiting for llm.example.com:443 (TLS handshake)');
    assert.equal(
      progressText(progressAfter(running(), { kind: 'left-out', id: 'plain' })),
      '0 of 19',
      'what is not needed is not waited for',
    );
    assert.equal(
      progressText(running({ scope: 'quick', running: [{ id: 'messages', label: 'One-token request' }] })),
      'One-token request',
    );
    assert.equal(progressText(running({ of: 1, results: [result('dns'), result('tcp')] })), '2 of 2');
  });

  it('say of a check that was stopped that it is incomplete, and keep what it found', () => {
    const { description, children = [] } = checksNode(
      check([result('old')]),
      running({ results: [result('dns')], stopped: true }),
    );
    assert.equal(description, 'incomplete');
    assert.deepEqual(
      children.map(({ label }) => label),
      ['Incomplete: stopped after 1 of 20', 'Label of dns'],
    );
  });

  it('have ids that are all different', () => {
    const ids: string[] = [];
    const visit = ({ id, children = [] }: TreeNode): void => {
      ids.push(id);
      children.forEach(visit);
    };
    visit(
      checksNode(
        undefined,
        running({ results: MANY.map((id) => result(id)), running: [{ id: 'tcp', label: 'Connect' }] }),
      ),
    );
    assert.equal(ids.length, MANY.length + 6);
    assert.equal(new Set(ids).size, ids.length);
  });
});
