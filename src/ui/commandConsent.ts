import { t } from '@vscode/l10n';
import type { DiagnosisPlan } from '../host/diagnose';

/** A question, and what it means to say yes. */
export interface Consent {
  readonly message: string;
  readonly detail: string;
}

/** Credential commands that somebody has seen and agreed to. Kept in memory alone: another window, or the next start, asks again. */
export class AgreedCommands {
  readonly #texts = new Set<string>();

  /** True for a plan whose very command was agreed to. */
  has({ helperCommand }: Pick<DiagnosisPlan, 'helperCommand'>): boolean {
    return helperCommand !== undefined && this.#texts.has(helperCommand.reveal());
  }

  /** Remembers the command of a plan, if it has one. */
  add({ helperCommand }: Pick<DiagnosisPlan, 'helperCommand'>): void {
    if (helperCommand !== undefined) this.#texts.add(helperCommand.reveal());
  }
}

/** Shows a command before it is run for the first time. @param helper printable */
export function consentForCommand(helper: string): Consent {
  return {
    message: t('Run the command that prints the credential?'),
    detail: [commandText(helper), t('You are asked once for each command, until this window closes.')].join('\n\n'),
  };
}

/** Says which command is run. @param helper printable */
export function commandText(helper: string): string {
  return t('This command is run, because it prints the credential: {command}', { command: helper });
}
