import type { CauseId } from './causes';
import { HEADER_LABEL, VARIABLE_OF_HEADER, type HeaderChoice } from './credential';
import { finding, type Facts, type Finding } from './findings';
import { redact, redactLine, stripControls } from './redact';
import type { FailureReply, ResponseReply } from './reply';
import { ANSWER_RULES, CLIENT_TEXTS, STATUS_DEFAULTS, type AnswerRule } from './classifyTables';

/** What is known beside the answer itself. */
export interface AnswerContext {
  readonly facts: Facts;
  /** Credentials that must not appear in the evidence. */
  readonly secrets: readonly string[];
  /** The header that carried the credential; undefined for pasted text. */
  readonly sent?: HeaderChoice;
}

/** Error codes by cause: Node, OpenSSL and undici 7. */
const FAILURE_CODES: readonly [CauseId, RegExp, string][] = [
  ['dns-failure', /^(ENOTFOUND|EAI_\w+|ENODATA)$/, 'the name does not resolve'],
  ['connect-timeout', /^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|TIMEOUT)$/, 'no answer in time'],
  ['tls-untrusted', /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY|DECRYPT)|HOSTNAME_MISMATCH/, 'the certificate was not accepted'],
  ['gateway-unreachable', /^(EPROTO|ERR_SSL_\w+)$/, 'no TLS is spoken there: perhaps the address should start with http://'],
  ['non-api-response', /^(HPE_\w+|UND_ERR_(HEADERS_OVERFLOW|RES_\w+)|BODY_TOO_LARGE)$/, 'the answer is not proper HTTP, or has no end'],
  ['stream-interrupted', /^BODY_CUT$/, 'the answer broke off in the middle'],
  ['gateway-unreachable', /^(ECONN\w+|EHOST\w+|ENET\w+|EPIPE|EADDR\w+|UND_ERR_SOCKET)$/, 'the connection failed'],
];

/** The cause of a request that got no answer. Decided by the error code alone. */
export function classifyFailure(reply: FailureReply, facts: Facts): Finding {
  if (reply.atProxy) return finding('corporate-proxy', `the proxy did not open the way (${reply.code})`, facts);
  const row = FAILURE_CODES.find(([, pattern]) => pattern.test(reply.code));
  const [cause, , words] = row ?? (['unknown', /^/, 'the request failed'] as const);
  return finding(cause, `${words} (${reply.code}, after ${Math.round(reply.ms)} ms)`, { ...facts, code: reply.code }, row !== undefined);
}

/** The cause of an answer, or undefined when it is a message of the Messages API. */
export function classifyResponse(reply: ResponseReply, context: AnswerContext): Finding | undefined {
  const json = parseObject(reply.body);
  if (isSuccess(reply.status)) return judgeSuccess(reply, json, context);
  const words = wordsOf(reply.body, json);
  const location = reply.headers['location'];
  if (reply.status >= 300 && reply.status < 400) {
    const target = location === undefined ? 'another address' : redactLine(location.replace(/[?#].*/, ''), context.secrets, 120);
    return finding('redirected', `HTTP ${reply.status} to ${target}`, { ...context.facts, location: target, status: String(reply.status) });
  }
  const html = isHtml(reply);
  const upstream = reply.headers['request-id']?.startsWith('req_') === true || /"request_id"\s*:\s*"req_/.test(reply.body);
  const rule = findRule({ status: reply.status, words, html, json: json !== undefined, upstream, sent: context.sent });
  const evidence = `HTTP ${reply.status}${describeBody(words, html, context.secrets)}`;
  const facts = { ...context.facts, status: String(reply.status), ...headerFacts(rule) };
  return finding(rule.cause, evidence, facts, rule.certain ?? true);
}

/**
 * The cause that an error text names: what Claude Code printed, or an answer that was pasted.
 * Unknown text is `unknown`, never a guess.
 */
export function classifyText(text: string): Finding {
  const flat = stripControls(text).replace(/\s+/g, ' ').trim();
  const evidence = redactLine(flat, [], 200);
  const client = CLIENT_TEXTS.find(({ match }) => match.test(flat));
  if (client !== undefined) return finding(client.cause, evidence, client.facts, client.certain ?? true);
  const status = statusIn(flat);
  const json = parseObject(flat.slice(Math.max(flat.indexOf('{'), 0)));
  const answer = { status, words: json === undefined ? flat : wordsOf(flat, json), html: /<html|<!doctype html/i.test(flat), json: json !== undefined || flat.includes('{'), upstream: /"request_id"\s*:\s*"req_/.test(flat), sent: undefined };
  const rule = status === undefined ? ANSWER_RULES.find((candidate) => candidate.match !== undefined && candidate.needsStatus !== true && candidate.match.test(flat)) : findRule({ ...answer, status });
  if (rule === undefined) return finding('unknown', evidence, {}, false);
  return finding(rule.cause, evidence, { ...headerFacts(rule), ...(status === undefined ? {} : { status: String(status) }) }, rule.certain ?? true);
}

/** An answer as the rules see it. */
interface Answer {
  readonly status: number;
  readonly words: string;
  readonly html: boolean;
  readonly json: boolean;
  readonly upstream: boolean;
  readonly sent: HeaderChoice | undefined;
}

function findRule(answer: Answer): AnswerRule {
  const fits = (rule: AnswerRule): boolean =>
    (rule.status === undefined || rule.status.includes(answer.status)) &&
    (rule.match === undefined || rule.match.test(answer.words)) &&
    (rule.html === undefined || rule.html === answer.html) &&
    (rule.json === undefined || rule.json === answer.json) &&
    (rule.upstream === undefined || rule.upstream === answer.upstream) &&
    (rule.unlessSent === undefined || answer.sent === undefined || (answer.sent !== rule.unlessSent && answer.sent !== 'both'));
  return ANSWER_RULES.find(fits) ?? STATUS_DEFAULTS.find(fits) ?? { cause: 'unknown', certain: false };
}

/** A finding about the header says which one was sent and which one is read. */
function headerFacts(rule: AnswerRule): Facts {
  if (rule.unlessSent === undefined) return {};
  const sent = rule.unlessSent === 'bearer' ? 'x-api-key' : 'bearer';
  return { expectedHeader: HEADER_LABEL[rule.unlessSent], sentHeader: HEADER_LABEL[sent], expectedVariable: VARIABLE_OF_HEADER[rule.unlessSent] };
}

function judgeSuccess(reply: ResponseReply, json: Record<string, unknown> | undefined, context: AnswerContext): Finding | undefined {
  if (json !== undefined && Array.isArray(json['content']) && (json['type'] === 'message' || String(json['id']).startsWith('msg_'))) return undefined;
  if (json !== undefined && ('choices' in json || json['object'] === 'chat.completion')) {
    return finding('api-format-mismatch', `HTTP ${reply.status} with an OpenAI-style answer`, context.facts);
  }
  const what = reply.body === '' ? 'an empty body' : isHtml(reply) ? `a web page${titleOf(reply.body, context.secrets)}` : json === undefined ? 'a body that is not JSON' : 'JSON that is not a message';
  return finding('non-api-response', `HTTP ${reply.status} with ${what}`, context.facts);
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function isHtml(reply: ResponseReply): boolean {
  return /text\/html/i.test(reply.headers['content-type'] ?? '') || /^\s*(<!doctype html|<html|<head)/i.test(reply.body);
}

function titleOf(body: string, secrets: readonly string[]): string {
  const title = /<title[^>]{0,200}>([^<]{1,200})/i.exec(redact(body, secrets))?.[1];
  return title === undefined ? '' : ` titled “${redactLine(title, [], 80)}”`;
}

function describeBody(words: string, html: boolean, secrets: readonly string[]): string {
  if (html) return ` with a web page${titleOf(words, secrets)}`;
  const line = redactLine(words, secrets, 200);
  return line === '' ? ' with an empty body' : `: ${line}`;
}

/** The message in the envelopes of Anthropic, OpenAI, LiteLLM, Kong, FastAPI, APIM and Apigee; else the whole text. */
function wordsOf(body: string, json: Record<string, unknown> | undefined): string {
  if (json === undefined) return body;
  const texts: string[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null && depth < 4) Object.values(value).forEach((inner) => { visit(inner, depth + 1); });
  };
  visit(json['error'] ?? json['errors'] ?? json['detail'] ?? json['message'] ?? json['fault'] ?? json, 0);
  if (typeof json['message'] === 'string') texts.push(json['message']);
  return [...new Set(texts)].join(' · ');
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** `API Error: 401 …`, `API Error (503 …)`, `HTTP 404`, `status code 400`, `Request rejected (429)`, or a number in front. */
function statusIn(text: string): number | undefined {
  const match = /(?:API Error:? ?\(?|HTTP(?:\/[\d.]+)? ?|status(?: code)?[ :=]+|Error code: |rejected \(|^)([1-5]\d\d)\b/i.exec(text);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}
