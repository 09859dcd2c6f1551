import { classifyText } from './classify';
import type { ErrorReading } from './errorReading';

/** What an error text says: what Claude Code printed, a log, or an answer that was pasted. Never fails; linear time on any text. */
export function readErrorText(text: string): ErrorReading {
  const found = classifyText(text);
  return { candidates: [{ cause: found.cause, confidence: found.certain ? 0.9 : 0.5 }], evidence: found.evidence, speaker: 'unknown', facts: found.facts, decides: found.certain ? [] : ['check-connection', 'show-configuration'] };
}
