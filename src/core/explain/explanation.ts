import { t } from '@vscode/l10n';
import { isKnown, type CauseId, type Owner, type Severity } from '../causes/causes';
import { CERTAIN, findingOf, isCertain, type ErrorReading, type Speaker } from '../answers/errorReading';
import { explain, finding, rowOf, verdictOf, type Finding } from '../causes/findings';
import { NEXT_STEPS, type NextStepId, type StepCommand } from '../causes/nextSteps';
import { redact } from '../words/redact';
import { tableText } from '../text/tableText';
import { TROUBLESHOOTING } from '../causes/table';
import { printableFact } from '../words/facts';
import type { Row } from '../causes/row';

/** What an error means, as one plain object, printable throughout. The document, the command line's text and its JSON are made of it. */
export interface ErrorExplanation {
  /** What is wrong and who acts, in one line. */
  readonly verdict: string;
  readonly cause: CauseId;
  /** From 0 to 1. */
  readonly confidence: number;
  readonly certain: boolean;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  /** Who has to act, in words and as an id. */
  readonly owner: string;
  readonly ownerId: Owner;
  readonly remedy: readonly string[];
  readonly docs: string;
  /** The words or codes that decided. */
  readonly evidence: string;
  readonly speaker: Speaker;
  /** The speaker in words, with the product where that is known. */
  readonly saidBy: string;
  readonly product?: string;
  /** The HTTP status, where one was seen. */
  readonly status?: string;
  /** The host of the gateway, where it is known. */
  readonly host?: string;
  /** Other causes that fit, most likely first. */
  readonly others: readonly OtherCause[];
  /** What would decide between them; empty where one is certain. */
  readonly decides: readonly Deciding[];
  /** What confirms the cause, or rules it out. */
  readonly confirm: Deciding;
}

/** A cause that fits as well. */
export interface OtherCause {
  readonly cause: CauseId;
  readonly confidence: number;
  readonly title: string;
  readonly owner: string;
}

/** Something that would decide. */
export interface Deciding {
  readonly id: NextStepId;
  readonly words: string;
  readonly command?: StepCommand;
}

/** What is said of an answer in which nothing is wrong. */
export function nothingWrong(): string {
  return t('Nothing is wrong with this response: it’s a regular Messages API message. No action needed.');
}

/** The meaning of what was read. No `secret` of this machine is in it. */
export function explainReading(given: ErrorReading, secrets: readonly string[] = []): ErrorExplanation {
  const reading = printableReading(given, secrets);
  const { candidates, speaker, product, facts } = reading;
  const [first, ...rest] = candidates;
  // Where one is certain, the rest only fits the words.
  const others = (isCertain(reading) ? [] : rest).map(({ cause, confidence }): OtherCause => {
    const { title, owner } = explain(finding(cause, '', facts));
    return { cause, confidence, title, owner };
  });
  return build(findingOf(reading), {
    confidence: first.confidence,
    speaker,
    product,
    others,
    decides: decidingSteps(reading),
  });
}

/** The meaning of a finding that a check has made. */
export function explainFinding(found: Finding, secrets: readonly string[] = []): ErrorExplanation {
  return build(printable(found, secrets), {
    confidence: found.certain ? 1 : CERTAIN / 2,
    speaker: 'unknown',
    product: undefined,
    others: [],
    decides: found.certain ? [] : [stepOf(confirming(found.cause))],
  });
}

function printableReading(reading: ErrorReading, secrets: readonly string[]): ErrorReading {
  const { product } = reading;
  return {
    ...printable(reading, secrets),
    ...(product === undefined ? {} : { product: printableLine(product, secrets) }),
  };
}

/** What comes from outside, made fit to be shown. The texts of the table are. */
function printable<T extends Pick<Finding, 'evidence' | 'facts'>>(given: T, secrets: readonly string[]): T {
  const facts = Object.fromEntries(
    Object.entries(given.facts).map(([name, value]) => [name, printableLine(value, secrets)]),
  );
  return { ...given, evidence: printableLine(given.evidence, secrets), facts };
}

function printableLine(text: string, secrets: readonly string[]): string {
  return redact(text, secrets).replace(/\s+/g, ' ').trim();
}

interface TextContext {
  readonly confidence: number;
  readonly speaker: Speaker;
  readonly product: string | undefined;
  readonly others: readonly OtherCause[];
  readonly decides: readonly Deciding[];
}

function build(found: Finding, { confidence, speaker, product, others, decides }: TextContext): ErrorExplanation {
  const { title, cause: why, owner, remedy, docs } = explain(found);
  const { status, host } = found.facts;
  return {
    verdict: found.certain ? verdictOf(found) : doubtfulVerdict(found, others, decides),
    cause: found.cause,
    confidence,
    certain: found.certain,
    severity: found.severity,
    title,
    why,
    owner,
    ownerId: rowOf(found).owner,
    remedy,
    docs,
    evidence: found.evidence,
    speaker,
    saidBy: speakerWords(speaker, product),
    ...(product === undefined ? {} : { product }),
    ...(status === undefined ? {} : { status: printableFact('status', status) }),
    ...(host === undefined ? {} : { host: printableFact('host', host) }),
    others,
    decides,
    confirm: stepOf(confirming(found.cause)),
  };
}

/** Who acts is then the user: whoever has the error can find out more. */
function doubtfulVerdict(found: Finding, others: readonly OtherCause[], [first]: readonly Deciding[]): string {
  const { title } = explain(found);
  if (!isKnown(found.cause)) return verdictOf(found);
  const fits =
    others.length === 0
      ? t('Not certain, but most likely: {title}', { title })
      : t('There are {count} possible causes. Most likely: {title}', { count: others.length + 1, title });
  return first === undefined ? verdictOf(found) : `${fits} ${t('You: confirm the cause.')}`;
}

function decidingSteps(reading: ErrorReading): Deciding[] {
  if (isCertain(reading)) return [];
  const [{ cause }] = reading.candidates;
  const ids = reading.decides.length > 0 ? reading.decides : [confirming(cause)];
  return [...new Set(ids)].map(stepOf);
}

function confirming(cause: CauseId): NextStepId {
  const row: Row = TROUBLESHOOTING[cause];
  return row.confirmedBy;
}

function stepOf(id: NextStepId): Deciding {
  const step: Omit<Deciding, 'id'> = NEXT_STEPS[id];
  return { id, words: tableText(step.words), ...(step.command === undefined ? {} : { command: step.command }) };
}

/** Who worded the error, in words. */
function speakerWords(speaker: Speaker, product: string | undefined): string {
  const name = { product: product ?? '' };
  const [unnamed, named] = (
    {
      client: [t('Claude Code itself'), t('Claude Code itself')],
      gateway: [t('the gateway'), t('the gateway ({product})', name)],
      provider: [t('the provider behind the gateway'), t('the provider behind the gateway ({product})', name)],
      between: [
        t('something in between (a proxy, firewall or web server)'),
        t('something in front of the gateway ({product})', name),
      ],
      unknown: [t('unknown'), t('possibly {product}', name)],
    } as const satisfies Record<Speaker, readonly [string, string]>
  )[speaker];
  return product === undefined ? unnamed : named;
}
