import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorReading } from '../../../../src/core/answers/errorReading';
import { readAnswer, readErrorText } from '../../../../src/core/answers/readAnswer';

/** An error that somebody really met, and what causes it. */
export interface LabelledError {
  readonly id: string;
  readonly kind: 'client-text' | 'http';
  readonly text?: string;
  readonly http?: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  /** A cause id, or `other` for none of them. */
  readonly label: string;
  /** Labels that are right too. */
  readonly also?: readonly string[];
  /** Where it was seen. */
  readonly source: string;
}

/** The labelled errors of a fixture. `errors`: those the rules were made with; `moreErrors`: collected later, to see whether the rules hold elsewhere. */
export function labelledErrors(name: 'errors' | 'moreErrors'): LabelledError[] {
  const text = readFileSync(join(__dirname, '..', '..', '..', 'fixtures', `${name}.jsonl`), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as LabelledError);
}

/** What is read from it; undefined for an answer that is none. */
export function readingOf({ text, http }: Pick<LabelledError, 'text' | 'http'>): ErrorReading | undefined {
  if (http === undefined) return readErrorText(text ?? '');
  const headers = Object.fromEntries(Object.entries(http.headers).map(([name, value]) => [name.toLowerCase(), value]));
  return readAnswer(
    { kind: 'response', status: http.status, headers, body: http.body, ms: 1 },
    { facts: {}, secrets: [] },
  );
}

/** True when a cause id is a right answer for it. */
export function isRight({ label, also = [] }: LabelledError, cause: string): boolean {
  return [label, ...also].some(
    (right) => right === cause || ((right === 'other' || right === 'unknown') && cause === 'unknown'),
  );
}

/** True when it belongs to none of the causes. */
export function belongsToNone({ label }: LabelledError): boolean {
  return label === 'other' || label === 'unknown';
}
