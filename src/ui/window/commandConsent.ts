import { t } from '@vscode/l10n';
import { commandLines } from '../../core/text/commandText';
import type { PlannedCommand } from '../../host/run/diagnose';

/** A question, and what it means to say yes. */
export interface Consent {
  readonly message: string;
  readonly detail: string;
}

/** Credential commands that somebody has seen and agreed to. Kept only in memory: another window, or the next start, asks again. */
export class AgreedCommands {
  readonly #texts = new Set<string>();

  /** True for exactly the command that was agreed to, in the same surroundings. */
  has(planned: Pick<PlannedCommand, 'command' | 'surroundings'>): boolean {
    return this.#texts.has(keyOf(planned));
  }

  /** Remembers a command. */
  add(planned: Pick<PlannedCommand, 'command' | 'surroundings'>): void {
    this.#texts.add(keyOf(planned));
  }
}

function keyOf({ command, surroundings }: Pick<PlannedCommand, 'command' | 'surroundings'>): string {
  return JSON.stringify([command.reveal(), surroundings]);
}

/** How much of a command fits in a dialog on any screen: dialogs don’t scroll, so nobody would see what is below the edge. */
const LONGEST_IN_DIALOG = 600;

/** True for a command that must be shown in an editor, where its end can be reached. */
export function isLong({ shown }: Pick<PlannedCommand, 'shown'>): boolean {
  return shown.text.length > LONGEST_IN_DIALOG;
}

/** Shows a command before it is run for the first time. */
export function consentForCommand(helper: PlannedCommand): Consent {
  return {
    message: t('Run the command that prints the credential?'),
    detail: [commandText(helper), t('You’re asked once per command until this window closes.')].join('\n\n'),
  };
}

/** Says why a command is not run, with the beginning of a long one: there is nothing to agree to. */
export function refusalOf({ shown: { text }, refused = '' }: PlannedCommand): Consent {
  const beginning = text.slice(0, LONGEST_IN_DIALOG);
  const rest = text.length - beginning.length;
  return {
    message: t('The command that prints the credential won’t be run: {problem}.', { problem: refused }),
    detail: [
      rest === 0
        ? beginning
        : t(rest === 1 ? '{command} … and {count} more character' : '{command} … and {count} more characters', {
            command: beginning,
            count: rest,
          }),
      t('Claude Code runs it anyway. If you didn’t write it, remove it and find out who did.'),
    ].join('\n\n'),
  };
}

/** Says which command is run, and whether all of it is shown. */
export function commandText({ shown: { text, masked } }: PlannedCommand): string {
  const words = t('This command will be run to get the credential: {command}', { command: text });
  return masked
    ? `${words}\n\n${t('It contains a credential that’s configured on this machine, which is hidden here. Open the file to see the full command.')}`
    : words;
}

/** A long command as a document: all of it, in lines short enough for most editors. */
export function commandDocument({ shown: { text, masked } }: PlannedCommand): string {
  const hidden = masked ? [t('It contains a credential that’s configured on this machine, which is hidden here.')] : [];
  return [
    t('This command will be run to get the credential. It’s a single line, wrapped here at 80 characters.'),
    ...hidden,
    '',
    ...commandLines(text),
    '',
    t('End of the command ({count} characters in total).', { count: text.length }),
    '',
  ].join('\n');
}
