import { t } from '@vscode/l10n';
import type { CauseId } from '../causes/causes';
import { HEADER_LABEL, VARIABLE_OF_HEADER, type HeaderChoice } from '../claude/credential';
import { CERTAIN, type Candidate, type ErrorReading } from './errorReading';
import { ANTHROPIC_RULES } from './rules/anthropic';
import { BETWEEN_RULES } from './rules/between';
import { CLIENT_RULES } from './rules/client';
import { CLOUD_RULES } from './rules/clouds';
import { confidenceOf, SURE, type ErrorRule } from './rules/errorRule';
import { GATEWAY_RULES } from './rules/gateways';
import { NETWORK_RULES } from './rules/network';
import { STATUS_RULES } from './rules/statuses';
import { isHtmlText, prepareText, type ErrorText } from './errorText';
import { isRecord, jsonIn, type JsonRecord } from '../text/json';
import { isSecretName } from '../words/namedSecrets';
import type { NextStepId } from '../causes/nextSteps';
import { PRODUCTS, type Product, type ProductId } from './products';
import { clipLine, redactLine } from '../words/redact';
import type { ResponseReply } from './reply';
import type { Facts } from '../causes/facts';
import { anyOf } from '../text/anyOf';

/** What is known beside the answer itself. */
export interface AnswerContext {
  readonly facts: Facts;
  /** Credentials that must not appear in the evidence. */
  readonly secrets: readonly string[];
  /** The header that carried the credential; undefined when nobody knows. */
  readonly sent?: HeaderChoice;
}

/** Every rule; of two that are equally sure, the earlier one comes first. */
export const ERROR_RULES: readonly ErrorRule[] = [
  ...CLIENT_RULES,
  ...ANTHROPIC_RULES,
  ...CLOUD_RULES,
  ...GATEWAY_RULES,
  ...BETWEEN_RULES,
  ...NETWORK_RULES,
];

/** Other programs whose errors look like those of a connection; what they say is then no certainty. */
const OTHER_PROGRAMS = anyOf(
  'i',
  /\bMCP\b/, // ⚠ MCP server “github” failed to connect
  /\bmcp[_-]/, // mcp__github__create_issue: connection closed
  /\b(psql|mysql|mongo|kafka|ssh):/, // psql: error: connection to server failed: Connection refused
  /\bnpm (ERR|error|warn)/, // npm error code EACCES
  /\bgit (clone|push|pull|fetch|commit)/, // git push failed: 403 Forbidden
  /\bfatal: /, // fatal: Could not read from remote repository
  /\bhooks?\b.{0,30}(failed|error|command)/, // Stop hook error: command not found
  /\bPreToolUse/, // PreToolUse:Bash hook error
  /\bdocker(\.sock| daemon)/, // Cannot connect to the Docker daemon at unix:///var/run/docker.sock
  /\bpip install/, // pip install requests: Read timed out
  /\bpostgres/, // postgres://localhost:5432: connection refused
  /\bredis\b/, // Error: connect ECONNREFUSED: is redis running?
  /\bWebFetch/, // The `WebFetch` tool fails with
  /web ?fetch/, // Web fetch failed: request timed out
  /\btelemetry/, // Failed to export telemetry: ECONNREFUSED
  /auto-?update/, // ✗ Auto-update failed: no write
  /\bplugin\b.{0,40}fail/, // Plugin installation failed: fetch failed
  /ENOTEMPTY/, // error code ENOTEMPTY
  /EACCES/, // error code EACCES
  /\bEISDIR/, // EISDIR: illegal operation on a directory, read
  /\bENOSPC/, // ENOSPC: no space left on device
  /Exit code \d/, // Exit code 137
  /Permission to use/, // Permission to use Bash has been denied
  /marketplace/, // Failed to load marketplace: fetch failed
  /npm error/, // npm error code EACCES
  /\bhomebrew/, // /opt/homebrew/bin/node: request failed
  /\bripgrep/, // ripgrep: command not found
  /api\.github/, // api.github.com: 403 Forbidden
  /GitHub API/, // GitHub API rate limit exceeded
  /\bgh (api|pr|auth)\b/, // gh pr create: HTTP 401
);

/** What an error text says: what Claude Code printed, a log, or an answer that was pasted. Never fails; linear time on any text. */
export function readErrorText(text: string, secrets: readonly string[] = []): ErrorReading {
  if (/^\s*\{.{0,300}"type":\s?"message"/s.test(text.slice(0, 400)))
    return {
      candidates: [{ cause: 'unknown', confidence: 0.5 }],
      evidence: t('a message of the Messages API'),
      speaker: 'provider',
      facts: {},
      decides: ['whole-answer'],
    };
  return read({ ...prepareText(text, secrets), whole: false }, {}, undefined, OTHER_PROGRAMS);
}

/** What an answer says; undefined when it is a message of the Messages API. Never fails; linear time on any body. */
export function readAnswer(reply: ResponseReply, context: AnswerContext): ErrorReading | undefined {
  const { status } = reply;
  if (status >= 200 && status < 300) {
    const judged = judgeSuccess(reply, context);
    if (judged !== 'read') return judged;
  }
  const prepared = prepareText(reply.body, context.secrets);
  const location = reply.headers['location'];
  const headers = Object.entries(reply.headers)
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .join('\n');
  const html = isPage(reply.headers, prepared.html);
  const target = location === undefined ? undefined : redactLine(location.replace(/[?#].*/, ''), context.secrets, 120);
  const known = { ...context.facts, status: String(status), ...(target === undefined ? {} : { location: target }) };
  if (status >= 300 && status < 400) {
    const evidence = t('HTTP {status} to {location}', { status, location: target ?? t('another address') });
    return {
      candidates: [{ cause: 'redirected', confidence: SURE }],
      evidence,
      ...speakerOf(undefined, headers, prepared.flat, html),
      facts: known,
      decides: [],
    };
  }
  // Nobody has wrapped it.
  const text = { ...prepared, joined: undefined, headers, html, status, whole: true };
  const reading = read(text, known, context.sent);
  return { ...reading, evidence: describeAnswer(reply, html, reading, context.secrets) };
}

/** A text, and whether it is an answer that is known whole, with its headers. */
type Evidence = ErrorText & { readonly whole: boolean };

/** The names of hosts say nothing about an error: `https://waf.example` is the gateway. As long as the text, so that places stay. */
function withoutHosts(text: string): string {
  return text.includes('://')
    ? text.replace(/(:\/\/)([\w.-]{1,253})/g, (_, slashes: string, host: string) => slashes + 'x'.repeat(host.length))
    : text;
}

interface Match {
  readonly rule: ErrorRule;
  readonly at: number;
  readonly length: number;
}

function read(text: Evidence, facts: Facts, sent: HeaderChoice | undefined, others?: RegExp): ErrorReading {
  let matches = matchesIn(withoutHosts(text.flat), text, sent, (rule) => rule.match);
  let words = text.flat;
  if (text.joined !== undefined) {
    const inJoined = matchesIn(withoutHosts(text.joined), text, sent, lenient);
    if (strength(inJoined) > strength(matches)) [matches, words] = [inJoined, text.joined];
  }
  const weights = new Map<CauseId, number>();
  const decides: NextStepId[] = [];
  for (const { rule } of matches) {
    weigh(weights, rule.cause, Math.min(confidenceOf(rule), most(rule, text)));
    for (const [cause, confidence] of Object.entries(rule.or ?? {}) as [CauseId, number][])
      weigh(weights, cause, confidence);
    decides.push(...(rule.decides ?? []));
  }
  const byStatus =
    text.status === undefined
      ? undefined
      : STATUS_RULES.find(
          ({ status, html }) => status.includes(text.status ?? 0) && (html === undefined || html === text.html),
        );
  const decided = Math.max(0, ...weights.values()) >= CERTAIN;
  if (byStatus !== undefined && !decided) {
    // Words that say little leave the status its word, but come before it.
    const limit = matches.length > 0 ? 0.55 : text.whole || SAYS_STATUS.test(text.flat) ? 1 : DOUBTFUL;
    for (const [cause, confidence] of Object.entries(byStatus.causes) as [CauseId, number][])
      weigh(weights, cause, Math.min(confidence, limit));
    decides.push(...byStatus.decides);
  }
  if ((text.flat.match(/API Error/g)?.length ?? 0) > 1) preferLater(weights, matches);
  const doubt = others?.test(text.flat) === true && !/API Error/i.test(text.flat) ? 0.6 : 1;
  const candidates = ranked(weights, doubt);
  const first = strongest(matches);
  const [top] = candidates;
  const certain = top.confidence >= CERTAIN;
  const rule = matches.find((match) => match.rule.cause === top.cause)?.rule;
  return {
    candidates,
    evidence: evidenceIn(words, matches.find((match) => match.rule === rule) ?? first),
    ...speakerOf(first?.rule.from, text.headers, text.flat, text.html),
    facts: { ...facts, ...(text.status === undefined ? {} : { status: String(text.status) }), ...headerFacts(rule) },
    decides: certain
      ? []
      : [...new Set<NextStepId>(decides.length === 0 ? ['whole-answer', 'check-connection'] : decides)],
  };
}

/** Just below certain. */
const DOUBTFUL = CERTAIN - 0.01;

/** Words that stand around an error. Without any of them a text may be about anything. */
const ABOUT_ERROR = anyOf(
  'i',
  /error/, // finished with error: { code = -32603 }
  /exception/, // pydantic_ai.exceptions.ModelHTTPError
  /fail/, // <title>503 Backend fetch failed</title>
  /missing/, // denied due to missing subscription key
  /blocked/, // request was blocked by a gateway or
  /expired/, // OAuth session expired and could not be refreshed
  /terminated/, // Agent terminated early due to an API error
  /just a moment/, // <title>Just a moment...</title>
  /maximum/, // This model's maximum context length is 102400
  /\bE(?:CONN|NOT|AI_|TIME|HOST|NET|PIPE|PROTO)\w+/, // Connection to the API was lost (ECONNRESET)
  /refused/, // getaddrinfo EREFUSED gateway.example
  /denied/, // Access denied: 预扣费额度失败
  /reject/, // request is rejected
  /invalid/, // model name is invalid
  /not (found|allowed|supported|permitted)/, // OAuth authentication is currently not supported.
  /unable/, // UNABLE_TO_VERIFY_LEAF_SIGNATURE
  /unavailable/, // "status": "UNAVAILABLE"
  /exceeded/, // maximum size 1048576 exceeded
  /unauthori[sz]ed/, // { "message": "Unauthorized: LLMGateway API key required" }
  /forbidden/, // HTTP/1.1 403 Forbidden
  /"message"/, // 401 {"error":{"message":"team not allowed"}}
  /HTTP\//, // HTTP/1.1 502
  /[⎿·⚠]/, // Not logged in · Please run /login
  /[\u4e00-\u9fff]/, // 版本不支持
);
const SAYS_STATUS = /API Error|HTTP|[Ss]tatus ?[Cc]ode/;

/** How certain a rule may be here, whatever it says. */
function most(rule: ErrorRule, { flat, status, whole }: Evidence): number {
  // A status means that somebody answered: what failed to connect is behind the one who did.
  if (
    rule.from === 'network' &&
    status !== undefined &&
    status >= 400 &&
    !STATUS_RULES.some((row) => row.status.includes(status) && rule.cause in row.causes)
  )
    return 0.5;
  return whole ||
    rule.from === 'claude-code' ||
    rule.from === 'anthropic' ||
    status !== undefined ||
    ABOUT_ERROR.test(flat)
    ? 1
    : DOUBTFUL;
}

function weigh(weights: Map<CauseId, number>, cause: CauseId, confidence: number): void {
  weights.set(cause, Math.max(weights.get(cause) ?? 0, confidence));
}

/** Of several errors in one paste the last one is what it came to; of causes that are about as likely, its comes first. */
function preferLater(weights: Map<CauseId, number>, matches: readonly Match[]): void {
  const best = strongest(matches);
  if (best === undefined) return;
  const top = confidenceOf(best.rule);
  const last = matches
    .filter(({ rule }) => confidenceOf(rule) >= Math.min(top - 0.15, CERTAIN))
    .reduce((later, match) => (match.at > later.at ? match : later), best);
  if (last.rule.cause !== best.rule.cause) weights.set(last.rule.cause, Math.min(top + 0.01, 0.99));
}

/** Most likely first; of equal ones the one found first. What fits nothing is `unknown`. */
function ranked(weights: ReadonlyMap<CauseId, number>, doubt: number): [Candidate, ...Candidate[]] {
  const all = [...weights].map(([cause, confidence]): Candidate => ({
    cause,
    confidence: Math.round(confidence * doubt * 100) / 100,
  }));
  const [first, ...rest] = all.sort((a, b) => b.confidence - a.confidence);
  if (first === undefined) return [{ cause: 'unknown', confidence: 0.5 }];
  // Certain means that nothing else fits as well.
  const others = rest.slice(0, 7).map(({ cause, confidence }): Candidate => ({
    cause,
    confidence: first.confidence >= CERTAIN ? Math.min(confidence, 0.5) : confidence,
  }));
  return [first, ...others];
}

function strongest(matches: readonly Match[]): Match | undefined {
  return matches.reduce<Match | undefined>(
    (best, match) => (best === undefined || confidenceOf(match.rule) > confidenceOf(best.rule) ? match : best),
    undefined,
  );
}

/** Of two readings of a text, the one that decides more. */
function strength(matches: readonly Match[]): number {
  const confidences = matches.map(({ rule }) => confidenceOf(rule));
  return Math.max(0, ...confidences) * 100 + confidences.filter((confidence) => confidence >= CERTAIN).length;
}

function matchesIn(
  words: string,
  { status, html, headers, whole }: Evidence,
  sent: HeaderChoice | undefined,
  patternOf: (rule: ErrorRule) => RegExp,
): Match[] {
  const found: Match[] = [];
  for (const rule of ERROR_RULES) {
    if (
      rule.status !== undefined &&
      (status === undefined ? rule.onlyWithStatus === true : !rule.status.includes(status))
    )
      continue;
    if ((rule.html !== undefined && rule.html !== html) || (rule.whole === true && !whole)) continue;
    if (rule.asksFor !== undefined && sent !== undefined && (sent === rule.asksFor || sent === 'both')) continue;
    const match = rule.where === 'headers' ? rule.match.exec(headers) : patternOf(rule).exec(words);
    if (match === null) continue;
    if (rule.upstream !== undefined && rule.upstream !== (UPSTREAM.test(words) || UPSTREAM_HEADER.test(headers)))
      continue;
    found.push({ rule, at: match.index, length: match[0].length });
  }
  return found;
}

/** Anthropic’s request id, in its envelope or header. */
const UPSTREAM = /request[_-]id['"]?[:=(]? ?['"]?req_/i;
const UPSTREAM_HEADER = /^request-id: ?req_/m;

const LENIENT = new WeakMap<ErrorRule, RegExp>();

/** The rule for a text whose lines were joined without a space between them. */
function lenient(rule: ErrorRule): RegExp {
  const known = LENIENT.get(rule);
  if (known !== undefined) return known;
  const pattern = new RegExp(rule.match.source.replace(/ (?![?*+{])/g, ' ?'), rule.match.flags);
  LENIENT.set(rule, pattern);
  return pattern;
}

function speakerOf(
  from: ProductId | undefined,
  headers: string,
  body: string,
  page: boolean,
): Pick<ErrorReading, 'speaker' | 'product'> {
  if (from === 'person') return { speaker: 'unknown' };
  if (from !== undefined && from !== 'gateway' && from !== 'network')
    return { speaker: PRODUCTS[from].speaker, product: PRODUCTS[from].name };
  const marked: Product | undefined = PRODUCT_LIST.find(
    ({ marks }) => marks !== undefined && ((headers !== '' && marks.test(headers)) || marks.test(body)),
  );
  // What stands in between leaves its marks on every answer that it passes on; its own answers are pages.
  if (marked?.speaker === 'between' && !page && /^\s*[{[]/.test(body)) return { speaker: 'gateway' };
  if (marked !== undefined) return { speaker: marked.speaker, product: marked.name };
  return { speaker: from === undefined ? 'unknown' : PRODUCTS[from].speaker };
}

const PRODUCT_LIST: readonly Product[] = Object.values(PRODUCTS);

/** The words around what decided, as they stand in the text, which is redacted already. */
function evidenceIn(words: string, match: Match | undefined): string {
  if (match === undefined || match.rule.where === 'headers') return clipLine(words, 200);
  const start = match.at <= 80 ? 0 : words.indexOf(' ', match.at - 80) + 1 || match.at;
  const from = Math.min(start, match.at);
  return clipLine(`${from > 0 ? '…' : ''}${words.slice(from, from + 400)}`, 240);
}

/** A finding about the header says which one was sent and which one is read. */
function headerFacts(rule: ErrorRule | undefined): Facts {
  if (rule?.asksFor === undefined) return {};
  const sent = rule.asksFor === 'bearer' ? 'x-api-key' : 'bearer';
  return {
    expectedHeader: HEADER_LABEL[rule.asksFor],
    sentHeader: HEADER_LABEL[sent],
    expectedVariable: VARIABLE_OF_HEADER[rule.asksFor],
  };
}

/** Undefined: a message. `read`: a stream or body that holds an error, which has to be read. */
function judgeSuccess(reply: ResponseReply, { facts, secrets }: AnswerContext): ErrorReading | undefined | 'read' {
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
    return say('api-format-mismatch', t('an OpenAI-style answer'));
  if (json !== undefined && ('error' in json || json['type'] === 'error')) return 'read';
  // GET /v1/models and count_tokens answer like this, and rightly.
  if (json !== undefined && (Array.isArray(json['data']) || typeof json['input_tokens'] === 'number'))
    return say('non-api-response', t('JSON that is not a message'), 0.6);
  const html = isPage(headers, isHtmlText(body.slice(0, 2000)));
  const what =
    body.trim() === ''
      ? t('an empty body')
      : html
        ? pageOf(body, secrets)
        : json === undefined
          ? t('a body that is not JSON')
          : t('JSON that is not a message');
  return say('non-api-response', what);
}

function describeAnswer(
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
function isPage(headers: ResponseReply['headers'], looksLikeOne: boolean): boolean {
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
