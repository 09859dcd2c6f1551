import { t } from '@vscode/l10n';
import { isKnown } from '../causes/causes';
import { placeIn } from '../files/textLines';
import type { ErrorReading } from '../answers/errorReading';
import { explainReading, nothingWrong, type ErrorExplanation } from '../explain/explanation';
import { answerInJson } from '../explain/httpAnswer';
import { isRecord, MOST_LEVELS, parseJson, type ParsedJson } from '../text/json';
import { readPasted } from '../explain/pastedError';
import { readAnswer, readErrorText } from '../answers/readAnswer';
import { hideSecrets, redactLine } from '../words/redact';

/** An explanation for people; of a good answer, that it is one. */
export function explainText(explanation: ErrorExplanation | undefined): string {
  if (explanation === undefined) return `${nothingWrong()}\n`;
  const { verdict, certain, cause, title, why, owner, remedy, evidence, saidBy, others, decides, docs } = explanation;
  const known = isKnown(cause);
  const lines = [
    verdict,
    '',
    ...(known
      ? [
          ...(certain ? [] : [`  ${title}`]),
          `  ${why}`,
          `  ${t('who can fix it: {owner}', { owner })}`,
          ...remedy.map((step, index) => `  ${index + 1}. ${step}`),
        ]
      : []),
    ...(decides.length === 0 ? [] : [`  ${t('to find out:')}`, ...decides.map(({ words }) => `    ${words}`)]),
    ...(others.length === 0
      ? []
      : [`  ${t('other possible causes:')}`, ...others.map((other) => `    ${other.title} (${other.cause})`)]),
    `  ${t('evidence: {evidence}', { evidence })}`,
    `  ${t('source: {source}', { source: saidBy })}`,
    `  ${docs}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The same for machines: the explanation as it is. Keys are added, none is renamed. */
export function explainJson(explanation: ErrorExplanation | undefined): string {
  return `${JSON.stringify(explanation ?? { cause: null, verdict: nothingWrong() }, undefined, 2)}\n`;
}

/** The explanation of a text, or of one HTTP answer as `{status, headers, body}`. */
export type Explained =
  | { readonly ok: true; readonly explanation: ErrorExplanation | undefined }
  | { readonly ok: false; readonly problem: string };

/** Explains an error text. */
export function explainPasted(text: string, secrets: readonly string[] = []): Explained {
  return { ok: true, explanation: explained(readPasted(text, secrets).reading, secrets) };
}

/** Explains one HTTP answer, given as JSON. */
export function explainHttp(text: string, secrets: readonly string[] = []): Explained {
  const parsed = parseJson(text);
  const answer = parsed.ok ? answerInJson(parsed.value) : undefined;
  if (answer === undefined)
    return {
      ok: false,
      problem:
        tooDeepIn(text, parsed) ??
        t('Standard input must be one JSON object, such as {example}.', {
          example: '{"status": 401, "headers": {}, "body": "…"}',
        }),
    };
  return { ok: true, explanation: explained(readAnswer(answer, { facts: {}, secrets }), secrets) };
}

/** The answer to one line of `--jsonl`, without its line break; or what is wrong with the line. */
export type LineAnswer =
  { readonly ok: true; readonly line: string } | { readonly ok: false; readonly problem: string };

/** Explains one line such as `{"id": "c1", "kind": "client-text", "text": "…"}`. Undefined for an empty line, which is skipped. */
export function explainLine(line: string, secrets: readonly string[] = []): LineAnswer | undefined {
  if (line.trim() === '') return undefined;
  try {
    return answerTo(line, secrets);
  } catch (error) {
    // One line never keeps the next ones from being explained.
    return { ok: false, problem: t('can’t be explained: {error}', { error: redactLine(String(error), secrets) }) };
  }
}

function answerTo(line: string, secrets: readonly string[]): LineAnswer {
  const parsed = parseJson(line);
  if (!parsed.ok || !isRecord(parsed.value))
    return { ok: false, problem: tooDeepIn(line, parsed) ?? t('not a JSON object') };
  const { value } = parsed;
  const { id, kind, text, http } = value;
  if (typeof id !== 'string' && typeof id !== 'number') return { ok: false, problem: t('the id is missing') };
  if (kind === 'client-text' && typeof text === 'string')
    return { ok: true, line: answerLine(id, readErrorText(hideSecrets(text, secrets), secrets)) };
  const answer = kind === 'http' ? answerInJson(http) : undefined;
  if (answer !== undefined) return { ok: true, line: answerLine(id, readAnswer(answer, { facts: {}, secrets })) };
  return { ok: false, problem: t('use kind client-text with a text, or kind http with a status') };
}

/** That a text is JSON of too many levels, and where; undefined for any other. */
function tooDeepIn(text: string, parsed: ParsedJson): string | undefined {
  if (parsed.ok || parsed.problem !== 'too-deep') return undefined;
  return t('The JSON is nested more than {count} levels deep (line {line}, column {column}).', {
    count: MOST_LEVELS,
    ...placeIn(text, parsed.offset),
  });
}

/** Most likely first. A good answer has no cause. */
function answerLine(id: string | number, reading: ErrorReading | undefined): string {
  const causes = (reading?.candidates ?? [{ cause: 'unknown', confidence: 0 }]).map(({ cause, confidence }) => ({
    id: cause,
    confidence,
  }));
  return JSON.stringify({ id, causes, evidence: reading?.evidence ?? nothingWrong() });
}

function explained(reading: ErrorReading | undefined, secrets: readonly string[]): ErrorExplanation | undefined {
  return reading === undefined ? undefined : explainReading(reading, secrets);
}
