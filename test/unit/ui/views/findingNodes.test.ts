import assert from 'node:assert/strict';
import { finding, type Finding } from '../../../../src/core/causes/findings';
import { findingNodes } from '../../../../src/ui/views/findingNodes';

const place = { variable: 'A', source: 'user-settings', location: '/home/me/.claude/settings.json' } as const;
const fixable = (evidence: string, variable: string): Finding => ({
  ...finding('setting-overridden', evidence, { variable }),
  fix: { kind: 'remove-variable', ...place },
});

describe('the rows of findings', () => {
  it('are one a cause, with steps and what was seen below, and no groups where only one person has to act', () => {
    const rows = findingNodes([fixable('seen 1', 'A'), finding('base-url-invalid', 'seen 2', {}, false)]);
    assert.deepEqual(
      rows.map(({ description, contextValue }) => [description, contextValue]),
      [
        ['You', ';finding;cause;fix;'],
        ['You', ';finding;cause;'],
      ],
    );
    assert.deepEqual(
      rows.map(({ children }) => children?.at(-1)).map((seen) => [seen?.label, seen?.description]),
      [
        ['Evidence', 'seen 1'],
        ['Evidence, not certain', 'seen 2'],
      ],
    );
    assert.ok(rows.every(({ children = [] }) => children.length >= 2));
  });

  it('are grouped by who acts where that is more than one', () => {
    const rows = findingNodes([
      finding('waf-blocked', '1'),
      finding('rate-limited', '2'),
      finding('base-url-invalid', '3'),
    ]);
    assert.deepEqual(
      rows.map(({ label, description, expanded, children }) => [label, description, expanded, children?.length]),
      [
        ['Your gateway team', '2', true, 2],
        ['You', '1', true, 1],
      ],
    );
    assert.equal(rows[0]?.children?.[0]?.contextValue, ';finding;cause;');
  });

  it('name every place of a cause, each with its own fix', () => {
    const [row, ...others] = findingNodes([
      fixable('seen 1', 'A'),
      finding('setting-overridden', 'seen 2', { variable: 'B' }),
    ]);
    assert.deepEqual([others, row?.description, row?.contextValue], [[], 'You · 2 places', ';finding;cause;']);
    const places = (row?.children ?? []).filter(({ contextValue }) => contextValue !== undefined);
    assert.deepEqual(
      places.map(({ contextValue, finding: found }) => [contextValue, found?.evidence]),
      [
        [';finding;fix;', 'seen 1'],
        [';finding;', 'seen 2'],
      ],
    );
    assert.ok(places[0]?.label.includes('A') && places[1]?.label.includes('B'));
  });

  it('have ids that are all different', () => {
    const ids: string[] = [];
    const visit = (rows: ReturnType<typeof findingNodes>): void => {
      for (const { id, children = [] } of rows) {
        ids.push(id);
        visit([...children]);
      }
    };
    visit(
      findingNodes([
        fixable('1', 'A'),
        fixable('2', 'B'),
        finding('setting-overridden', '3', { variable: 'C' }),
        finding('waf-blocked', '4'),
        finding('base-url-invalid', '5'),
      ]),
    );
    assert.equal(new Set(ids).size, ids.length);
  });
});
