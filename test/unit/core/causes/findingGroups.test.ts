import assert from 'node:assert/strict';
import { groupFindings } from '../../../../src/core/causes/findingGroups';
import { finding } from '../../../../src/core/causes/findings';

describe('findings in groups', () => {
  it('are by who acts, then by cause, each where its first one stood', () => {
    const found = [
      finding('waf-blocked', '1'),
      finding('setting-overridden', '2'),
      finding('connect-timeout', '3'),
      finding('setting-overridden', '4'),
      finding('base-url-invalid', '5'),
      finding('rate-limited', '6'),
    ];
    assert.deepEqual(
      groupFindings(found).map(({ owner, causes }) => [
        owner,
        causes.map(({ cause, findings }) => [cause, findings.map(({ evidence }) => evidence).join('')]),
      ]),
      [
        [
          'gateway-team',
          [
            ['waf-blocked', '1'],
            ['rate-limited', '6'],
          ],
        ],
        [
          'you',
          [
            ['setting-overridden', '24'],
            ['base-url-invalid', '5'],
          ],
        ],
        ['network-team', [['connect-timeout', '3']]],
      ],
    );
    assert.deepEqual(groupFindings([]), []);
  });
});
