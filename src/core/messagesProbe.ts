import { hostOf, messagesUrl } from './baseUrl';
import { findingOf } from './errorReading';
import { HEADER_LABEL, VARIABLE_OF_HEADER, type HeaderChoice } from './credential';
import { finding, type Finding } from './findings';
import { redactLine } from './redact';
import type { Secret } from './secret';
import { readAnswer } from './readError';
import { readFailure } from './readFailure';
import type { Reply } from './reply';
import { effectiveValue, type ResolvedConfig } from './resolve';

/** The credential of a request, per header. */
export interface Credentials {
  readonly authorization?: Secret;
  readonly xApiKey?: Secret;
}

/** A request as data. Only the transport puts the credentials into it. */
export interface ProbeRequest {
  readonly method: 'POST' | 'GET' | 'HEAD';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Headers whose values may be credentials, such as those of ANTHROPIC_CUSTOM_HEADERS. */
  readonly secretHeaders?: Readonly<Record<string, Secret>>;
  /** Without it nothing is sent as a body. */
  readonly body?: string;
  readonly credentials: Credentials;
}

/** The model that is asked when the configuration names none; an answer that it is unknown proves as much as a reply. */
export const PROBE_MODEL = 'claude-sonnet-4-6';

/** The model that Claude Code asks for: an alias stands for another name, and `[1m]` at the end is not sent (measured). */
export function modelToAsk(config: ResolvedConfig): string {
  const name = (effectiveValue(config, 'ANTHROPIC_MODEL')?.value.reveal() ?? 'default').replace(/\[1m\]$/i, '');
  if (!/^(opus|sonnet|haiku|opusplan|best|default)$/i.test(name)) return name;
  return effectiveValue(config, `ANTHROPIC_DEFAULT_${name.toUpperCase()}_MODEL`)?.value.reveal() ?? PROBE_MODEL;
}

/** What the request costs at most, to say before it is sent. */
export const PROBE_COST = '1 request, 2 if it is refused, at most 1 output token';

/** A credential in the header, or headers, of a choice. */
export function credentialsFor(choice: HeaderChoice, secret: Secret): Credentials {
  return { ...(choice === 'x-api-key' ? {} : { authorization: secret }), ...(choice === 'bearer' ? {} : { xApiKey: secret }) };
}

/** Which headers are filled. */
export function headerChoiceOf(credentials: Credentials): HeaderChoice {
  if (credentials.authorization === undefined) return 'x-api-key';
  return credentials.xApiKey === undefined ? 'bearer' : 'both';
}

/**
 * The verification request of https://code.claude.com/docs/en/llm-gateway-connect#verify-the-connection,
 * at the address that Claude Code itself posts to (with `?beta=true`).
 */
export function messagesRequest(baseUrl: string, credentials: Credentials, model: string, version: string): ProbeRequest {
  return {
    method: 'POST',
    url: messagesUrl(baseUrl),
    headers: { 'content-type': 'application/json', accept: 'application/json', 'anthropic-version': '2023-06-01', 'user-agent': `llm-gateway-connect/${version}` },
    body: JSON.stringify({ model, max_tokens: 1, messages: [{ role: 'user', content: '.' }] }),
    credentials,
  };
}

/** What the answer proves. `accepted`: address and credential work, even when the model is unknown. */
export type Judgement = { readonly accepted: true; readonly note?: Finding } | { readonly accepted: false; readonly finding: Finding };

/** An answer that comes after authentication proves the address and the credential. */
const PROVES_CREDENTIAL = new Set(['model-not-routed', 'model-not-permitted']);

/** Judges the answer to {@link messagesRequest}. */
export function judgeMessages(request: ProbeRequest, reply: Reply): Judgement {
  const secrets = secretsOf(request.credentials);
  const facts = { host: hostOf(request.url), url: redactLine(request.url.replace(/\?.*/, ''), secrets) };
  if (reply.kind === 'failure') return { accepted: false, finding: findingOf(readFailure(reply, facts)) };
  const reading = readAnswer(reply, { facts, secrets, sent: headerChoiceOf(request.credentials) });
  if (reading === undefined) return { accepted: true };
  const found = isDoubled(request, reply.status) ? finding('wrong-base-path', reading.evidence, { ...reading.facts, ...facts }) : findingOf(reading);
  return PROVES_CREDENTIAL.has(found.cause) ? { accepted: true, note: { ...found, severity: 'note' } } : { accepted: false, finding: found };
}

/** Nothing is there, and the address says why: the base URL ends in /v1, to which the client adds its own. */
function isDoubled({ url }: ProbeRequest, status: number): boolean {
  return (status === 404 || status === 405) && /\/v1\/v1\/messages/.test(url);
}

/** The finding when the credential was refused in one header and accepted in the other. */
export function otherHeaderWorks(sent: 'bearer' | 'x-api-key', evidence: string): Finding {
  const expected = otherHeader(sent);
  return finding('wrong-credential-header', evidence, { sentHeader: HEADER_LABEL[sent], expectedHeader: HEADER_LABEL[expected], expectedVariable: VARIABLE_OF_HEADER[expected] });
}

/** The header that was not tried. */
export function otherHeader(sent: 'bearer' | 'x-api-key'): 'bearer' | 'x-api-key' {
  return sent === 'bearer' ? 'x-api-key' : 'bearer';
}

/** True when trying the other header can tell more: a refusal (401) of a single header. */
export function worthTryingOtherHeader(request: ProbeRequest, reply: Reply): boolean {
  return reply.kind === 'response' && reply.status === 401 && headerChoiceOf(request.credentials) !== 'both';
}

/** The credentials as text, for redaction. */
export function secretsOf(credentials: Credentials): string[] {
  return [credentials.authorization, credentials.xApiKey].flatMap((secret) => (secret === undefined ? [] : [secret.reveal()]));
}
