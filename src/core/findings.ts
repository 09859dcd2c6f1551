import { OWNER_LABEL, type CauseId, type Severity } from './causes';
import type { Fix } from './fixes';
import { TROUBLESHOOTING, type Row } from './troubleshooting';

/** Values for the `{placeholders}` of a row's texts. Never a secret: they are printed as they stand. */
export type Facts = Readonly<Record<string, string>>;

/** A cause that was found, with what decided it. */
export interface Finding {
  readonly cause: CauseId;
  readonly severity: Severity;
  /** False when the evidence fits this cause best but does not exclude others. */
  readonly certain: boolean;
  /** What was seen, one line, printable and free of secrets. */
  readonly evidence: string;
  readonly facts: Facts;
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

/** The texts of a finding. Without a fact a placeholder reads as “the gateway”, and one in parentheses goes with them. */
export function explain(found: Finding): Explanation {
  const row: Row = TROUBLESHOOTING[found.cause];
  const fill = (text: string): string => {
    const known = text.replace(/ \(\{(\w+)\}\)/g, (aside, name: string) => (found.facts[name] === undefined ? '' : aside));
    const filled = known.replace(/\{(\w+)\}/g, (_, name: string) => found.facts[name] ?? 'the gateway');
    return filled.replace(/^the gateway/, 'The gateway');
  };
  return {
    title: fill(row.title),
    cause: fill(row.cause),
    remedy: row.remedy.map(fill),
    owner: OWNER_LABEL[row.owner],
    docs: row.docs,
  };
}

/**
 * The verdict: what is wrong, who acts, and the first thing to do.
 * @example "The gateway refused this credential. You: copy the credential again, whole."
 */
export function verdictOf(found: Finding): string {
  const { title, owner, remedy } = explain(found);
  const [first = ''] = remedy;
  const action = `${first.charAt(0).toLowerCase()}${first.slice(1)}`;
  const redundant = first.startsWith('Ask your') || first.startsWith('Run Gateway:');
  return redundant ? `${title} ${first}` : `${title} ${owner}: ${action}`;
}
