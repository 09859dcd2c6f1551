import { abandonedBy, lockFileOf, removeAbandoned } from './lock';
import { targetOf } from './replaceFile';

/** What an interrupted write has left beside a settings file, or the file that it links to: folders, perhaps with a credential. Never throws. */
export async function leftoversOf(file: string): Promise<readonly string[]> {
  return abandonedBy(lockFileOf(await targetOf(file)));
}

/** Removes what {@link leftoversOf} finds. What a living process holds stays, and so does what was not made here. Never throws. */
export async function sweepLeftovers(file: string): Promise<void> {
  await removeAbandoned(lockFileOf(await targetOf(file)));
}
