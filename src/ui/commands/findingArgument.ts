import { CAUSE_IDS, type CauseId } from '../../core/causes/causes';
import type { Finding } from '../../core/causes/findings';

/** The finding of a row of the diagnostics view, which VS Code hands to the row's commands. */
export function findingIn(argument: unknown): Finding | undefined {
  if (typeof argument !== 'object' || argument === null || !('finding' in argument)) return undefined;
  const { finding } = argument as { readonly finding: Finding | undefined };
  return finding;
}

/** The cause that a command is called with: by its id, or by the row of a finding. */
export function causeIn(argument: unknown): CauseId | undefined {
  return typeof argument === 'string' ? CAUSE_IDS.find((id) => id === argument) : findingIn(argument)?.cause;
}
