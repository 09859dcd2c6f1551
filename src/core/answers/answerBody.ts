import { t } from '@vscode/l10n';
import type { CauseId } from '../causes/causes';
import { isRecord, jsonIn, type JsonRecord } from '../text/json';
import { isSecretName } from '../words/namedSecrets';
import { redactLine } from '../words/redact';
import { CERTAIN, type AnswerContext, type ErrorReading } from './errorReading';
import { isHtmlText } from './errorText';
import type { ResponseReply } from './reply';
import { SURE } from './rules/errorRule';

/** What a successful answer is. Undefined: a message. `read`: a stream or body that holds an error, which has to be read. */
export function judgeSuccess(
  reply: ResponseReply,
  { facts, secrets }: AnswerContext,
): ErrorReading | undefined | 'read' {
  const { body, status, headers } = reply;
  const say = (cause: CauseId, words: string, confidence = SURE): ErrorReading => ({
    candidates: [{ cause, confidence }],
    evidence: t('HTTP {status} with {what}', { status, what: words }),
    speaker: 'gateway',
    facts: { ...facts, status: String(status) },
    decides: confidence >= CERTAIN ? [] : ['check-connection'],
  });
  const json = parseObject(body);
  if (
    json !== undefined &&
    Array.isArray(json['content']) &&
    (json['type'] === 'message' || String(json['id']).startsWith('msg_'))
  )
    return undefined;
  if (json === undefined && /^(event:|data:|:)/m.test(body.slice(0, 2000))) {
    if (/^event: ?error|"type":\s?"error"|^data: ?\{"error"/m.test(body)) return 'read';
    if (/^event: ?message_start/m.test(body))
      return /^event: ?message_stop/m.test(body)
        ? undefined
        : say('stream-interrupted', t('a stream that ends before message_stop'));
    if (/"chat\.completion\.chunk"|"choices":/.test(body))
      return say('api-format-mismatch', t('an OpenAI-style stream'));
  }
  if (json !== undefined && ('choices' in json || json['object'] === 'chat.completion'))
    return say('api-format-mismatch', t('an OpenAI-style response'));
  if (json !== undefined && ('error' in json || json['type'] === 'error')) return 'read';
  // GET /v1/models and count_tokens answer like this, and rightly.
  if (json !== undefined && (Array.isArray(json['data']) || typeof json['input_tokens'] === 'number'))
    return say('non-api-response', t('JSON that isn’t a message'), 0.6);
  const html = isPage(headers, isHtmlText(body.slice(0, 2000)));
  const what =
    body.trim() === ''
      ? t('an empty body')
      : html
        ? pageOf(body, secrets)
        : json === undefined
          ? t('a body that isn’t JSON')
          : t('JSON that isn’t a message');
  return say('non-api-response', what);
}

/** An answer in one line: its status and its own words, or what its body is. */
export function describeAnswer(
  { status, body, headers }: ResponseReply,
  html: boolean,
  reading: ErrorReading,
  secrets: readonly string[],
): string {
  if (html) return t('HTTP {status} with {what}', { status, what: pageOf(body, secrets) });
  const json = parseObject(body);
  const line = redactLine(json === undefined ? reading.evidence : wordsOf(json), secrets, 200);
  const reason = headers['x-deny-reason'];
  if (line !== '') return `HTTP ${status}: ${line}`;
  const what = t('an empty body');
  return reason === undefined
    ? t('HTTP {status} with {what}', { status, what })
    : `${t('HTTP {status} with {what}', { status, what })}, x-deny-reason: ${redactLine(reason, secrets, 80)}`;
}

/** A web page, by what the answer says of itself or by its body. */
export function isPage(headers: ResponseReply['headers'], looksLikeOne: boolean): boolean {
  return looksLikeOne || /text\/html/i.test(headers['content-type'] ?? '');
}

function pageOf(body: string, secrets: readonly string[]): string {
  const title = /<title[^>]{0,200}>([^<]{1,200})/i.exec(body.slice(0, 20_000))?.[1];
  return title === undefined
    ? t('a web page')
    : t('a web page titled “{title}”', { title: redactLine(title, secrets, 80) });
}

/** The messages in any envelope, each once. */
function wordsOf(json: JsonRecord): string {
  const texts: string[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (texts.length > 20) return;
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null && depth < 4)
      Object.entries(value).forEach(([name, inner]) => {
        if (!isSecretName(name)) visit(inner, depth + 1);
      });
  };
  visit(json['error'] ?? json['errors'] ?? json['detail'] ?? json['message'] ?? json['fault'] ?? json, 0);
  if (typeof json['message'] === 'string') texts.push(json['message']);
  return [...new Set(texts)].join(' · ');
}

function parseObject(text: string): JsonRecord | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  const value = jsonIn(text);
  return isRecord(value) ? value : undefined;
}
