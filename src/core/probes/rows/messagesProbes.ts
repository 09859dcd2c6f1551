import { t } from '@vscode/l10n';
import { HEADER_LABEL } from '../../claude/credential';
import { finding, rowOf, type Finding } from '../../causes/findings';
import {
  credentialsFor,
  headerChoiceOf,
  otherHeader,
  otherHeaderWorks,
  type Credentials,
  type ProbeRequest,
} from '../probeRequest';
import { PATH_IDS, type ProbeId } from '../probeIds';
import type { Reply, ResponseReply } from '../../answers/reply';
import { Secret } from '../../words/secret';
import { answerFinding, factsOf, problem, replyFinding, withVariant } from '../answers';
import { probe, type AnyProbe, type Done, type Judged, type Skip } from '../probe';
import { buildRequest } from '../providerRequest';
import type { Target } from '../target';
import { isFromProvider, kindOfAnswer, obstacle, replyOf, shapeOf, statusOf } from '../replies';

/** Longer than any answer of one token takes; shorter than a person waits. */
export const ANSWER_MS = 10_000;
/** A request that no model sees. */
export const FREE_MS = 6000;

/** What a quick check costs at most, to say before it is sent. */
export const QUICK_COST = '1 request (a few more if it’s rejected), at most 1 output token';

/** One token of the main model: the request of https://code.claude.com/docs/en/llm-gateway-connect#verify-the-connection */
const SHORTEST = { max_tokens: 1, messages: [{ role: 'user', content: '.' }] } as const;

/** Refused by the Messages API before any model sees it: “messages: at least one message is required”. */
export const REFUSED_BODY = { max_tokens: 1, messages: [] } as const;

/** Nobody's credential. It begins as many gateways want theirs to. */
const MADE_UP = new Secret('sk-no-such-key-0000000000000000');

/** The request that `messages` sends. */
export function shortestRequest(
  target: Target,
  credentials: Credentials = target.credentials,
  model = target.models[0].name,
): ProbeRequest {
  return buildRequest(target, { model, body: SHORTEST, credentials });
}

/** Why a request that needs a credential cannot be sent; undefined when it can. */
export function cannotAsk(target: Target, done: Done): Skip | undefined {
  if (obstacle(done, PATH_IDS) !== undefined) return { skip: t('the gateway wasn’t reached') };
  if (done.get('helper')?.result.outcome === 'problem') return { skip: t('the command provided no usable credential') };
  return target.withoutCredential === undefined ? undefined : { skip: target.withoutCredential };
}

/** True when the address and the credential work: what comes after would only repeat a refusal. */
function isAccepted(done: Done): boolean {
  const { result } = done.get('messages') ?? {};
  // Where nothing may be paid for, what is free is asked all the same.
  return (
    result !== undefined &&
    (result.outcome === 'ok' ||
      result.outcome === 'skipped' ||
      result.findings?.some(provesCredential) === true ||
      isHeaderSettled(done))
  );
}

/** An answer that comes after authentication proves the address and the credential. */
function provesCredential(found: Finding): boolean {
  return rowOf(found).provesCredential === true;
}

/** A skip when nothing is answered to the shortest request. */
export function unaccepted(target: Target, done: Done): Skip | undefined {
  return cannotAsk(target, done) ?? (isAccepted(done) ? undefined : { skip: t('the one-token request was rejected') });
}

/** A skip when the main model did not answer the shortest request: what is longer would be refused for the same reason. */
export function unanswered(target: Target, done: Done): Skip | undefined {
  const answered =
    done.get('messages')?.result.outcome === 'ok' ||
    (isHeaderSettled(done) && done.get('other-header')?.result.findings?.some(provesCredential) !== true);
  return unaccepted(target, done) ?? (answered ? undefined : { skip: t('the main model doesn’t answer') });
}

/** The credential was refused in the header in which it was sent, and accepted in the other one. */
function isHeaderSettled(done: Done): boolean {
  const { result } = done.get('other-header') ?? {};
  return result?.supersedes !== undefined && result.outcome === 'ok';
}

function judgeMessages(reply: Reply, target: Target): Judged {
  const found = replyFinding(reply, target);
  if (found === undefined) return { outcome: 'ok', detail: t('{model} answered', { model: target.models[0].name }) };
  return problem(found);
}

/** None was found although one was sent, or another kind is asked for: it may belong into a header that nobody tried. `No credentials found for given 'apikey'` */
function wantsAnother({ body, headers }: ResponseReply): boolean {
  return (
    /\bno (?:api[ -]?key|credentials?|token|authorization)\b|\bmissing\b|\brequired\b/i.test(body.slice(0, 2000)) ||
    /^basic\b/i.test(headers['www-authenticate'] ?? '')
  );
}

/** The address to which Claude Code goes by itself, with method, body and credential: on the same origin, after 307 or 308 (measured). */
function followedUrl(reply: Reply | undefined, target: Target): string | undefined {
  if (reply?.kind !== 'response' || ![307, 308].includes(reply.status) || reply.headers['location'] === undefined)
    return undefined;
  const { url } = shortestRequest(target);
  if (!URL.canParse(reply.headers['location'], url)) return undefined;
  const to = new URL(reply.headers['location'], url);
  return to.origin === new URL(url).origin && to.href !== url ? to.href : undefined;
}

/** The one paid request of a quick check, and what tells the causes of its refusal apart. `path`: what has to be there first. */
export function messagesProbes(path: readonly ProbeId[]): readonly AnyProbe[] {
  return [
    probe({
      id: 'messages',
      label: 'One-token request',
      asks: 'Does the main model answer a minimal request?',
      kind: 'http',
      after: [...path, 'helper'],
      paid: 1,
      tokens: 1,
      timeoutMs: ANSWER_MS,
      act: (target, done) => cannotAsk(target, done) ?? { request: shortestRequest(target) },
      judge: judgeMessages,
    }),
    probe({
      id: 'other-header',
      label: 'Other credential header',
      asks: 'Is the credential accepted in the other header?',
      kind: 'http',
      after: ['messages'],
      paid: 1,
      tokens: 1,
      timeoutMs: ANSWER_MS,
      act: (target, done) => {
        const sent = headerChoiceOf(target.credentials);
        const secret = target.credentials.authorization ?? target.credentials.xApiKey;
        if (statusOf(done, 'messages') !== 401 || sent === 'both' || secret === undefined)
          return { skip: t('the header isn’t in doubt'), hidden: true };
        return { request: shortestRequest(target, credentialsFor(otherHeader(sent), secret)) };
      },
      judge: judgeOtherHeader,
    }),
    ...(['bearer', 'x-api-key'] as const).map((alone) =>
      probe({
        id: `${alone}-alone`,
        label: alone === 'bearer' ? 'Token without the API key' : 'API key without the token',
        asks: 'Is one of the two credentials accepted without the other?',
        kind: 'http',
        after: alone === 'bearer' ? ['messages'] : ['messages', 'bearer-alone'],
        paid: 1,
        tokens: 1,
        timeoutMs: ANSWER_MS,
        act: (target, done) => {
          const { authorization, xApiKey } = target.credentials;
          const secret = alone === 'bearer' ? authorization : xApiKey;
          const two =
            authorization !== undefined && xApiKey !== undefined && authorization.reveal() !== xApiKey.reveal();
          return !two ||
            secret === undefined ||
            done.get('bearer-alone')?.result.findings !== undefined ||
            ![401, 403].includes(statusOf(done, 'messages') ?? 0)
            ? { skip: t('there aren’t two different credentials'), hidden: true }
            : { request: shortestRequest(target, credentialsFor(alone, secret)) };
        },
        judge: (reply, target) => {
          const found = replyFinding(reply, target);
          if (found !== undefined && !provesCredential(found))
            return { outcome: 'ok', detail: t('also rejected without the other one') };
          const [kept, other] =
            alone === 'bearer'
              ? ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY']
              : ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'];
          const evidence = t('{kept} alone is accepted, but it’s rejected when {other} is also sent', { kept, other });
          return {
            outcome: 'ok',
            detail: evidence,
            findings: [
              {
                ...withVariant(
                  finding('two-credentials-sent', evidence, { ...factsOf(target), variable: other, second: kept }),
                  'refused',
                ),
                severity: 'error',
              },
            ],
            supersedes: ['messages', 'wrong-credential'],
          };
        },
      }),
    ),
    probe({
      id: 'redirect-target',
      label: 'Redirect target',
      asks: 'Does the request work at the address that Claude Code is redirected to?',
      kind: 'http',
      after: ['messages'],
      paid: 1,
      tokens: 1,
      timeoutMs: ANSWER_MS,
      act: (target, done) => {
        const url = followedUrl(replyOf(done, 'messages'), target);
        return url === undefined
          ? { skip: t('nothing was redirected'), hidden: true }
          : { request: { ...shortestRequest(target), url } };
      },
      judge: (reply, target) => {
        const found = replyFinding(reply, target);
        return found === undefined ? { outcome: 'ok', detail: t('it works there') } : problem(found);
      },
    }),
    probe({
      id: 'wrong-credential',
      label: 'Invalid credential',
      asks: 'Does the gateway reject an invalid credential?',
      kind: 'http',
      after: ['messages', 'other-header', 'bearer-alone', 'x-api-key-alone', 'errors'],
      paid: 0,
      timeoutMs: FREE_MS,
      act: (target, done) => {
        const skip = cannotAsk(target, done);
        const sent = headerChoiceOf(target.credentials);
        if (skip !== undefined || replyOf(done, 'messages')?.kind !== 'response')
          return { skip: skip?.skip ?? t('the gateway wasn’t reached'), hidden: true };
        if ((statusOf(done, 'errors') ?? 400) < 300)
          return { skip: t('the gateway answers even an empty request, which may use tokens'), hidden: true };
        if (isHeaderSettled(done)) return { skip: t('the header was the problem'), hidden: true };
        // A credential among the custom headers would go along.
        if (target.credentials.authorization === undefined && target.credentials.xApiKey === undefined)
          return { skip: t('there’s no credential to replace'), hidden: true };
        const refused = [401, 403].includes(statusOf(done, 'messages') ?? 0);
        // The same request as the refused one, so that the two answers can be compared; else one that costs nothing.
        return {
          request: refused
            ? shortestRequest(target, credentialsFor(sent, MADE_UP))
            : buildRequest(target, {
                model: target.models[0].name,
                body: REFUSED_BODY,
                credentials: credentialsFor(sent, MADE_UP),
              }),
        };
      },
      judge: judgeMadeUp,
    }),
  ];
}

function judgeOtherHeader(reply: Reply, target: Target, done: Done): Judged {
  const sent = headerChoiceOf(target.credentials) === 'bearer' ? 'bearer' : 'x-api-key';
  const other = otherHeader(sent);
  const secret = target.credentials.authorization ?? target.credentials.xApiKey;
  const found = replyFinding(reply, target);
  const accepted = found === undefined || provesCredential(found);
  const names = { header: HEADER_LABEL[sent], other: HEADER_LABEL[other] };
  if (accepted && secret !== undefined) {
    const learned = { credentials: credentialsFor(other, secret) };
    if (!target.kindKnown)
      return {
        outcome: 'ok',
        detail: t('accepted as {other}: put it in {variable}', {
          ...names,
          variable: other === 'bearer' ? 'ANTHROPIC_AUTH_TOKEN' : 'ANTHROPIC_API_KEY',
        }),
        learned,
        supersedes: ['messages'],
        ...(found === undefined ? {} : { findings: [found] }),
      };
    return {
      ...problem(otherHeaderWorks(sent, t('rejected as {header}, accepted as {other}', names))),
      outcome: 'ok',
      learned,
      supersedes: ['messages'],
    };
  }
  if (statusOf(done, 'messages') === 401 && reply.kind === 'response' && [401, 403].includes(reply.status)) {
    // Words that ask for a header only say which one is read: when that one was refused as well, the credential is wrong.
    const named = [done.get('messages')?.result.findings?.[0], found].find(
      (one) => one !== undefined && rowOf(one).refuses !== 'header',
    );
    const evidence = t('rejected in both headers; {evidence}', { evidence: (named ?? found)?.evidence ?? '' });
    const settled: Finding =
      named === undefined ? finding('credential-rejected', evidence, factsOf(target)) : { ...named, evidence };
    return {
      outcome: 'problem',
      detail: t('also rejected as {other}', names),
      findings: [settled],
      supersedes: ['messages'],
    };
  }
  return { outcome: 'ok', detail: t('not accepted as {other} either', names) };
}

function judgeMadeUp(reply: Reply, target: Target, done: Done): Judged {
  const right = replyOf(done, 'messages');
  const refused = reply.kind === 'response' && [401, 403].includes(reply.status);
  if (right?.kind === 'response' && [401, 403].includes(right.status)) {
    const before = [
      ...(done.get('other-header')?.result.findings ?? []),
      ...(done.get('messages')?.result.findings ?? []),
    ];
    const [first] = before;
    const aboutKey = first !== undefined && rowOf(first).refuses === 'credential' && !first.certain;
    if (!refused) return { outcome: 'ok', detail: t('answered with {status}', { status: kindOfAnswer(reply) }) };
    if (!aboutKey) return { outcome: 'ok', detail: t('also rejected') };
    const settled = (
      cause: 'credential-rejected' | 'provider-credential-rejected',
      evidence: string,
      certain = true,
    ): Judged => ({
      outcome: 'ok',
      detail: evidence,
      findings: [finding(cause, `${evidence}; ${first.evidence}`, first.facts, certain)],
      supersedes: ['messages', 'other-header'],
    });
    const same = shapeOf(reply) === shapeOf(right);
    // A 403 may be for everybody: an address that is not allowed, a rule of a firewall.
    if (same && right.status === 403)
      return { outcome: 'ok', detail: t('rejected with the same message as yours, so perhaps everyone is') };
    if (same)
      return settled(
        'credential-rejected',
        t('a made-up credential is rejected with the same message'),
        !wantsAnother(right),
      );
    // The gateway knows the one, and passes it on; the other it refuses itself.
    if (isFromProvider(right) && !isFromProvider(reply))
      return settled(
        'provider-credential-rejected',
        t('the gateway rejects a made-up credential; the provider behind it rejects yours'),
      );
    return { outcome: 'ok', detail: t('rejected with a different message than yours') };
  }
  if (refused)
    return { outcome: 'ok', detail: t('rejected with {status}, as it should be', { status: kindOfAnswer(reply) }) };
  const found = reply.kind === 'failure' ? undefined : answerFinding(reply, target);
  return {
    outcome: 'ok',
    detail:
      found === undefined
        ? t('answered with {status}', { status: kindOfAnswer(reply) })
        : t('not rejected outright: {evidence}', { evidence: found.evidence }),
  };
}

/** Whether a gateway that did not refuse the made-up credential at once would let it ask a model. Paid only where it is open. */
export const openGatewayProbe = probe({
  id: 'open-gateway',
  label: 'Model request with an invalid credential',
  asks: 'Does a model answer a request with an invalid credential?',
  kind: 'http',
  after: ['wrong-credential', 'messages'],
  paid: 1,
  tokens: 1,
  timeoutMs: ANSWER_MS,
  act: (target, done) => {
    const skip = unanswered(target, done);
    const status = statusOf(done, 'wrong-credential');
    if (skip !== undefined || status === undefined || status === 401 || status === 403)
      return { skip: t('it was rejected'), hidden: true };
    return { request: shortestRequest(target, credentialsFor(headerChoiceOf(target.credentials), MADE_UP)) };
  },
  judge: (reply, target) => {
    if (reply.kind === 'response' && reply.status < 300 && answerFinding(reply, target) === undefined)
      return problem(
        finding(
          'open-gateway',
          t('{model} answered a request with a made-up credential', { model: target.models[0].name }),
          factsOf(target),
        ),
      );
    return { outcome: 'ok', detail: t('rejected ({status})', { status: kindOfAnswer(reply) }) };
  },
});
