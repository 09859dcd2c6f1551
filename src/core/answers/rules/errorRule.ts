import type { CauseId } from '../../causes/causes';
import type { NextStepId } from '../../causes/nextSteps';
import type { ProductId } from '../products';

/**
 * How an error is recognised. Texts are matched on one line: colours gone, line breaks and indentation one space, quotes
 * unescaped, secrets hidden. All parts that are given must fit.
 */
export interface ErrorRule {
  readonly cause: CauseId;
  /** Whose words these are. */
  readonly from: ProductId;
  /** With a comment before it: a real text of that product, which a test reads back. `\n` in it is a line break. */
  readonly match: RegExp;
  /** `match` is tried on `name: value` lines of the answer’s headers instead. */
  readonly where?: 'headers';
  /** The status has to be one of these, when the text has one. */
  readonly status?: readonly number[];
  /** The words are too common to mean this without one of `status`. */
  readonly onlyWithStatus?: true;
  /** The answer is a web page. */
  readonly html?: boolean;
  /** Whether the answer carries Anthropic's own request id (`req_…`): then the provider speaks. */
  readonly upstream?: boolean;
  /** Only for an answer that is known whole, with its headers. */
  readonly whole?: true;
  /** The words ask for this header; the rule is silent when it was sent. */
  readonly asksFor?: 'bearer' | 'x-api-key';
  /** 0 to 1; {@link SURE} unless the product says the same about other causes too. */
  readonly confidence?: number;
  /** What else the words may mean. */
  readonly or?: Readonly<Partial<Record<CauseId, number>>>;
  /** What would decide; a default follows from the causes. */
  readonly decides?: readonly NextStepId[];
}

/** The confidence of a rule whose words mean one thing. */
export const SURE = 0.95;

/** How sure a rule is, from 0 to 1. */
export function confidenceOf({ confidence = SURE }: ErrorRule): number {
  return confidence;
}
