import { valueOf, type ResolvedConfig } from './resolve';
import type { Secret } from '../words/secret';
import type { Snapshot } from './snapshot';

/** The last 20 characters, by which Claude Code remembers whether an API key was approved or declined. */
export function keyTail(key: string): string {
  return key.trim().slice(-20);
}

/**
 * Whether the user has told Claude Code to use ANTHROPIC_API_KEY. It asks in a terminal only; the extension skips a key
 * that was not approved there, and `claude -p` uses any (measured with 2.1.329 and 2.1.197). `unknown`: its state was not read.
 */
export function keyAnswer(
  config: ResolvedConfig,
  { state }: Snapshot,
): 'approved' | 'declined' | 'unanswered' | 'not-asked' | 'unknown' {
  const key = valueOf(config, 'ANTHROPIC_API_KEY');
  if (key === undefined || config.surface === 'print') return 'not-asked';
  if (state?.outcome.status === 'unreadable') return 'unknown';
  const isIn = (tails: readonly Secret[] | undefined): boolean =>
    tails?.some((tail) => tail.reveal() === keyTail(key)) ?? false;
  return isIn(state?.approvedKeys) ? 'approved' : isIn(state?.declinedKeys) ? 'declined' : 'unanswered';
}
