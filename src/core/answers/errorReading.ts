import type { CauseId } from '../causes/causes';
import { finding, type Finding } from '../causes/findings';
import type { NextStepId } from '../causes/nextSteps';
import type { Facts } from '../causes/facts';
import type { HeaderChoice } from '../claude/credential';

/** A cause that fits, and how well: from 0 to 1. {@link CERTAIN} or more means that nothing else fits. */
export interface Candidate {
  readonly cause: CauseId;
  readonly confidence: number;
}

/** From here on a candidate counts as certain. */
export const CERTAIN = 0.8;

/**
 * Who worded the error: Claude Code itself, the gateway, the provider behind it, or something on the way that is neither
 * (a proxy, a firewall, a web server in front).
 */
export type Speaker = 'client' | 'gateway' | 'provider' | 'between' | 'unknown';

/** What an error text, an answer or a failed request says: candidates, most likely first, and what decided. Printable throughout. */
export interface ErrorReading {
  /** Never empty: what fits no cause is `unknown`. */
  readonly candidates: readonly [Candidate, ...Candidate[]];
  /** The words or codes that decided, one line, free of secrets. */
  readonly evidence: string;
  readonly speaker: Speaker;
  /** The product that words it like this, such as `LiteLLM`, where that can be told. */
  readonly product?: string;
  /** Fill the placeholders of the table's texts. */
  readonly facts: Facts;
  /** What would decide, when no candidate is certain; empty when one is. */
  readonly decides: readonly NextStepId[];
}

/** True when the first candidate is certain. */
export function isCertain({ candidates: [first] }: ErrorReading): boolean {
  return first.confidence >= CERTAIN;
}

/** The first candidate as a finding. */
export function findingOf(reading: ErrorReading): Finding {
  return finding(reading.candidates[0].cause, reading.evidence, reading.facts, isCertain(reading));
}

/** What is known beside the answer itself. */
export interface AnswerContext {
  readonly facts: Facts;
  /** Credentials that must not appear in the evidence. */
  readonly secrets: readonly string[];
  /** The header that carried the credential; undefined when nobody knows. */
  readonly sent?: HeaderChoice;
}
