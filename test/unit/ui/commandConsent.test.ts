import assert from 'node:assert/strict';
import { Secret } from '../../../src/core/secret';
import { AgreedCommands, consentForCommand } from '../../../src/ui/commandConsent';

const planWith = (command: string, helper = 'printable') => ({ probes: 3, paid: 1, tokens: 1, helper, helperCommand: new Secret(command) });

describe('the question before a command prints the credential', () => {
  it('shows the command, and says how often it is asked', () => {
    const { message, detail } = consentForCommand('get-key --for gateway');
    assert.equal(message, 'Run the command that prints the credential?');
    assert.match(detail, /^This command is run, .*: get-key --for gateway\n\nYou are asked once for each command,/);
  });

  it('is answered for this very command, not for one that only looks the same', () => {
    const agreed = new AgreedCommands();
    assert.equal(agreed.has(planWith('get-key')), false);
    agreed.add(planWith('get-key'));
    assert.equal(agreed.has(planWith('get-key', 'another text')), true);
    assert.equal(agreed.has(planWith('get-key ')), false);
    assert.equal(new AgreedCommands().has(planWith('get-key')), false);
  });

  it('is not answered by a plan without a command', () => {
    const agreed = new AgreedCommands();
    agreed.add({});
    assert.equal(agreed.has({}), false);
    assert.equal(agreed.has(planWith('')), false);
  });
});
