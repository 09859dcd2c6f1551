import { t } from '@vscode/l10n';
import type { Assessment } from '../core/assessment';
import { CREDENTIAL_KINDS, HEADER_LABEL, HEADER_SHORT, type CredentialKind, type HeaderChoice } from '../core/credential';
import { explain, finding, type Finding } from '../core/findings';
import { targetOf, type CheckResult, type LastCheck } from '../core/health';
import { credentialsFor, headerChoiceOf, judgeMessages, messagesRequest, modelToAsk, otherHeader, otherHeaderWorks, PROBE_MODEL, worthTryingOtherHeader, type Credentials, type Judgement, type ProbeRequest } from '../core/messagesProbe';
import type { Reply } from '../core/reply';
import { effectiveEnvironment, effectiveValue } from '../core/resolve';
import type { Secret } from '../core/secret';
import { tableText } from '../core/tableText';
import { runHelper } from './apiKeyHelper';
import type { Environment } from './machine';
import { send } from './transport';

/** What every request of a check needs beside its target. `onStep` hears what is being waited for. */
export interface CheckContext {
  readonly env: Environment;
  /** Version of this extension, for the User-Agent. */
  readonly version: string;
  readonly signal?: AbortSignal;
  readonly onStep?: (what: string) => void;
}

/** What the user entered. `credential` is the command when the kind is a helper. */
export interface Entered {
  readonly baseUrl: string;
  readonly kind: CredentialKind;
  readonly credential: Secret;
  readonly model?: string | undefined;
}

/** What verification showed; `kind` is the one that works, also when the user did not know. */
export type Verification =
  | { readonly accepted: true; readonly kind: Exclude<CredentialKind, 'unknown'>; readonly note?: Finding; readonly checks: readonly CheckResult[] }
  | { readonly accepted: false; readonly finding: Finding; readonly checks: readonly CheckResult[] };

/** One exchange with its judgement. */
interface Exchange {
  readonly request: ProbeRequest;
  readonly reply: Reply;
  readonly judgement: Judgement;
  readonly check: CheckResult;
}

/**
 * Verifies what the user entered with the request that Claude Code’s first message would make. Of unknown kind:
 * bearer first, the other header on 401. One request, two at most. @throws the abort reason.
 */
export async function verifyEntered(entered: Entered, context: CheckContext): Promise<Verification> {
  const model = entered.model ?? PROBE_MODEL;
  if (entered.kind === 'helper') {
    const helper = await helperCheck(entered.credential, context);
    if (helper.secret === undefined) return { accepted: false, finding: helper.finding, checks: [helper.check] };
    const exchange = await ask(entered.baseUrl, credentialsFor('both', helper.secret), model, context);
    return conclude('helper', [helper.check, exchange.check], exchange.judgement);
  }
  const first: HeaderChoice = entered.kind === 'unknown' ? 'bearer' : CREDENTIAL_KINDS[entered.kind].header;
  const exchange = await ask(entered.baseUrl, credentialsFor(first, entered.credential), model, context);
  const kind = first === 'bearer' ? 'bearer' : 'api-key';
  if (entered.kind !== 'unknown' || !worthTryingOtherHeader(exchange.request, exchange.reply)) return conclude(kind, [exchange.check], exchange.judgement);
  const second = await ask(entered.baseUrl, credentialsFor('x-api-key', entered.credential), model, context);
  const checks = [exchange.check, second.check];
  if (second.judgement.accepted) return conclude('api-key', checks, second.judgement);
  return { accepted: false, finding: refusedInBoth(exchange, second), checks };
}

/**
 * Checks what is configured: the request that Claude Code sends from this surface, with what it costs at most one token.
 * After a 401 the same credential is tried in the other header, which tells a wrong variable from a wrong credential.
 * @param trusted false in Restricted Mode: no command is run then.
 * @throws the abort reason.
 */
export async function checkConfigured(assessment: Assessment, trusted: boolean, context: CheckContext): Promise<LastCheck> {
  const { request, config } = assessment;
  const target = targetOf(request);
  const done = (findings: Finding[], checks: CheckResult[]): LastCheck => ({ at: Date.now(), target, findings, checks });
  const addressed = request.provider === 'anthropic' && /^https?:/i.test(request.url) && URL.canParse(request.url);
  if (!request.willSend || !addressed) {
    const unaddressed = request.provider !== 'anthropic' ? t('the format of {provider} is not checked by this version', { provider: request.provider }) : t('the base URL is no address');
    const detail = request.willSend ? unaddressed : t('Claude Code would send nothing');
    return done([], [{ id: 'messages', label: t('Ask the gateway'), outcome: 'skipped', ms: 0, detail }]);
  }
  const env = { ...context.env, ...revealAll(effectiveEnvironment(config)) };
  const checks: CheckResult[] = [];
  const credentials: { authorization?: Secret; xApiKey?: Secret } = {};
  for (const [header, origin] of [['authorization', request.headers.authorization], ['xApiKey', request.headers.xApiKey]] as const) {
    const value = origin === null ? undefined : effectiveValue(config, origin.variable ?? '')?.value;
    if (origin?.kind === 'variable' && value !== undefined) credentials[header] = value;
  }
  const helper = [request.headers.authorization, request.headers.xApiKey].find((origin) => origin?.kind === 'helper');
  const command = effectiveValue(config, 'apiKeyHelper')?.value;
  if (helper !== undefined && helper !== null && command !== undefined) {
    if (!trusted) return done([finding('helper-not-run', t('Restricted Mode'))], [{ id: 'helper', label: t('Run the credential command'), outcome: 'skipped', ms: 0, detail: t('not in Restricted Mode') }]);
    const run = await helperCheck(command, { ...context, env });
    checks.push(run.check);
    if (run.secret === undefined) return done([run.finding], checks);
    if (request.headers.authorization?.kind === 'helper') credentials.authorization = run.secret;
    if (request.headers.xApiKey?.kind === 'helper') credentials.xApiKey = run.secret;
  }
  if (credentials.authorization === undefined && credentials.xApiKey === undefined) {
    return done([], [...checks, { id: 'messages', label: t('Ask the gateway'), outcome: 'skipped', ms: 0, detail: t('the saved login is never read by this extension') }]);
  }
  const findings = await askBothWays(request.baseUrl.value, credentials, modelToAsk(config), { ...context, env }, checks);
  return done(findings, checks);
}

async function askBothWays(baseUrl: string, credentials: Credentials, model: string, context: CheckContext, checks: CheckResult[]): Promise<Finding[]> {
  const exchange = await ask(baseUrl, credentials, model, context);
  checks.push(exchange.check);
  if (exchange.judgement.accepted) return exchange.judgement.note === undefined ? [] : [exchange.judgement.note];
  const sent = headerChoiceOf(credentials);
  const secret = credentials.authorization ?? credentials.xApiKey;
  if (!worthTryingOtherHeader(exchange.request, exchange.reply) || sent === 'both' || secret === undefined) return [exchange.judgement.finding];
  const other = await ask(baseUrl, credentialsFor(otherHeader(sent), secret), model, context);
  checks.push(other.check);
  return [other.judgement.accepted ? otherHeaderWorks(sent, t('refused as {header}, accepted as {other}', { header: HEADER_LABEL[sent], other: HEADER_LABEL[otherHeader(sent)] })) : refusedInBoth(exchange, other)];
}

/** Words that ask for a header only say which one is read: when that one was refused as well, the credential is wrong. */
function refusedInBoth(first: Exchange, second: Exchange): Finding {
  const findings = [first, second].flatMap(({ judgement }) => (judgement.accepted ? [] : [judgement.finding]));
  const told = findings.find(({ cause }) => cause !== 'wrong-credential-header') ?? findings[0] ?? finding('credential-rejected', t('refused'));
  const refused = [first, second].every(({ reply }) => reply.kind === 'response' && (reply.status === 401 || reply.status === 403));
  if (!refused) return told;
  const evidence = t('refused in both headers; {evidence}', { evidence: told.evidence });
  return told.cause === 'wrong-credential-header' ? finding('credential-rejected', evidence, told.facts) : { ...told, evidence };
}

async function ask(baseUrl: string, credentials: Credentials, model: string, context: CheckContext): Promise<Exchange> {
  const request = messagesRequest(baseUrl, credentials, model, context.version);
  const label = t('Ask with {header}', { header: tableText(HEADER_SHORT[headerChoiceOf(credentials)]) });
  context.onStep?.(t('with {header}', { header: tableText(HEADER_LABEL[headerChoiceOf(credentials)]) }));
  const reply = await send(request, { env: context.env, ...(context.signal === undefined ? {} : { signal: context.signal }) });
  const judgement = judgeMessages(request, reply);
  const detail = judgement.accepted ? (judgement.note === undefined ? t('answered with a message') : t('credential accepted; {evidence}', { evidence: judgement.note.evidence })) : judgement.finding.evidence;
  return { request, reply, judgement, check: { id: `messages-${headerChoiceOf(credentials)}`, label, outcome: judgement.accepted ? 'ok' : 'problem', ms: reply.ms, detail } };
}

type HelperCheck = { readonly secret: Secret; readonly check: CheckResult } | { readonly secret?: undefined; readonly finding: Finding; readonly check: CheckResult };

async function helperCheck(command: Secret, context: CheckContext): Promise<HelperCheck> {
  const label = t('Run the credential command');
  context.onStep?.(t('running the command first'));
  const result = await runHelper(command.reveal(), context.env, context.signal);
  if (result.ok) return { secret: result.secret, check: { id: 'helper', label, outcome: 'ok', ms: result.ms, detail: t('printed a credential') } };
  const found = finding('helper-failed', result.problem, { detail: `${result.problem.charAt(0).toUpperCase()}${result.problem.slice(1)}.` });
  return { finding: found, check: { id: 'helper', label, outcome: 'problem', ms: result.ms, detail: explain(found).cause } };
}

function conclude(kind: Exclude<CredentialKind, 'unknown'>, checks: readonly CheckResult[], judgement: Judgement): Verification {
  if (!judgement.accepted) return { accepted: false, finding: judgement.finding, checks };
  return { accepted: true, kind, checks, ...(judgement.note === undefined ? {} : { note: judgement.note }) };
}

function revealAll(env: Readonly<Record<string, Secret>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.reveal()]));
}
