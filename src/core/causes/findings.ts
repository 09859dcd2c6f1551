import { t } from '@vscode/l10n';
import { OWNER_LABEL, type CauseId, type Severity } from './causes';
import type { Fix } from './fixes';
import { fillIn } from './placeholders';
import { tableText } from '../text/tableText';
import { TROUBLESHOOTING } from './table';
import type { Facts } from './facts';
import type { Row } from './row';

/** A cause that was found, with what decided it. */
export interface Finding {
  readonly cause: CauseId;
  readonly severity: Severity;
  /** False when the evidence fits this cause best but does not exclude others. */
  readonly certain: boolean;
  /** What was seen, one line, printable and free of secrets. */
  readonly evidence: string;
  readonly facts: Facts;
  /** One of the row's variants. */
  readonly variant?: string;
  /** What would put it right, where a file of the user's can be changed for it. */
  readonly fix?: Fix;
}

/** A row of the table with the facts of one finding filled in. */
export interface Explanation {
  readonly title: string;
  readonly cause: string;
  readonly remedy: readonly string[];
  readonly owner: string;
  readonly docs: string;
}

/** A finding of this cause, with the severity of its row. */
export function finding(cause: CauseId, evidence: string, facts: Facts = {}, certain = true): Finding {
  return { cause, severity: TROUBLESHOOTING[cause].severity, certain, evidence, facts };
}

/** The row of a finding, with what its variant says instead. */
export function rowOf({ cause, variant }: Pick<Finding, 'cause' | 'variant'>): Row {
  const row: Row = TROUBLESHOOTING[cause];
  return variant === undefined ? row : { ...row, ...row.variants?.[variant] };
}

/** The finding with the first of these variants that its row has; as it is where its row has none of them. */
export function inWordsOf(found: Finding, variants: readonly (string | undefined)[]): Finding {
  const { variants: own = {} } = rowOf(found);
  const variant = variants.find((one) => one !== undefined && Object.hasOwn(own, one));
  return variant === undefined ? found : { ...found, variant };
}

/** The texts of a finding, translated and filled in. */
export function explain(found: Finding): Explanation {
  const row = rowOf(found);
  const fill = (text: string): string => fillIn(text, found.cause, found.facts);
  return {
    title: fill(row.title),
    cause: fill(row.cause),
    remedy: row.remedy.map(fill),
    owner: tableText(OWNER_LABEL[row.owner]),
    docs: row.docs,
  };
}

/**
 * The verdict: what is wrong, and the first thing to do.
 * @example "The gateway rejected the credential. You: copy the credential again, in full."
 */
export function verdictOf(found: Finding): string {
  const { title, remedy } = explain(found);
  return `${title} ${firstStep(rowOf(found), remedy[0])}`;
}

/** The first step of a row, addressed to whoever reads it: a third party is asked, never told. `filled`: with its facts. */
export function firstStep({ remedy: [step] }: Pick<Row, 'remedy'>, filled = tableText(step)): string {
  // These say themselves who acts.
  if (step.startsWith('Ask your') || step.startsWith('Run Gateway:')) return filled;
  // In other languages a word may need its capital letter.
  const action = tableText(step) === step ? `${filled.charAt(0).toLowerCase()}${filled.slice(1)}` : filled;
  return t('You: {action}', { action });
}
