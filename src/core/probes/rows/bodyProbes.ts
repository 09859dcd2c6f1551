import { t } from '@vscode/l10n';
import { finding, rowOf } from '../../causes/findings';
import type { ProbeRequest } from '../probeRequest';
import type { Reply } from '../../answers/reply';
import { answerFinding, factsOf, problem, withVariant } from '../answers';
import { FREE_MS, REFUSED_BODY, unaccepted } from './messagesProbes';
import { probe, type AnyProbe, type Done, type Judged, type Probe } from '../probe';
import type { ProbeId } from '../probeIds';
import { buildRequest } from '../providerRequest';
import type { Target } from '../target';
import { isEnvelope, kindOfAnswer, replyOf, shapeOf, statusOf } from '../replies';
import { anyOf } from '../../text/anyOf';

/** 8 MB take their time on a slow line; a line that is slower says nothing about the gateway. */
const UPLOAD_MS = 12_000;
const MB = 1024 * 1024;

const HARMLESS =
  'This is a plain sentence about nothing in particular. It stands here so that the other request has one to be compared with.';

/** What a session of Claude Code carries, each enough for a rule of the OWASP core rule set (measured with 3.3.4). */
const CODE = [
  'run: ls -la && cat README.md',
  '<invoke name="Bash"><parameter name="command">ls -la; cat /etc/passwd | grep root</parameter></invoke>',
  '<button onClick={() => alert("hi")}>Save</button><script>alert(document.cookie)</script>',
  'import config from "../../package.json"',
  'SELECT id, name FROM users WHERE id = 1 OR 1=1 --',
  'os.system("ls"); echo $(whoami); curl http://127.0.0.1:8080/x',
].join('\n');

/** More values than the 1,000 that ModSecurity takes by default; a session with a few tools has as many. */
const LEAVES = 2500;

function refused(target: Target, fields: Readonly<Record<string, unknown>>): ProbeRequest {
  return buildRequest(target, { model: target.models[0].name, body: { ...REFUSED_BODY, ...fields } });
}

function withText(target: Target, text: string): ProbeRequest {
  return refused(target, { system: [{ type: 'text', text }] });
}

/** White space between keys is part of the body and costs nothing. */
function padded(target: Target, bytes: number): ProbeRequest {
  const request = refused(target, {});
  return { ...request, body: `${(request.body ?? '{}').slice(0, -1)}${' '.repeat(bytes)}}` };
}

function manyLeaves(target: Target): ProbeRequest {
  const properties = Object.fromEntries(
    Array.from({ length: LEAVES }, (_, index) => [`field_${String(index)}`, 'text']),
  );
  return refused(target, {
    metadata: { user_id: JSON.stringify({ session_id: 'none' }) },
    tools: [{ name: 'none', input_schema: { type: 'object', properties } }],
  });
}

type Row = Pick<Probe<'http'>, 'id' | 'label' | 'labelFacts' | 'asks' | 'judge'> & {
  readonly request: (target: Target) => ProbeRequest;
  readonly after?: readonly ProbeId[];
  readonly timeoutMs?: number;
  readonly when?: (target: Target, done: Done) => boolean;
};

/** What requests of all sizes and kinds meet on their way, with bodies that are refused before a model sees them. Free. */
export function bodyProbes(): readonly AnyProbe[] {
  const free = ({ request, after = ['errors'], timeoutMs = FREE_MS, when, ...row }: Row): AnyProbe =>
    probe({
      ...row,
      kind: 'http',
      after: ['messages', 'other-header', ...after],
      paid: 0,
      timeoutMs,
      act: (now, done) => {
        const skip = unaccepted(now, done);
        if (skip !== undefined) return skip;
        if (after.length > 0 && (statusOf(done, 'errors') ?? 400) < 300)
          return { skip: t('the gateway answers even an empty request, which may use tokens') };
        return when?.(now, done) === false
          ? { skip: t('there’s nothing to compare it with'), hidden: true }
          : { request: request(now) };
      },
    });
  return [
    free({
      id: 'errors',
      label: 'Provider errors',
      asks: 'Do the provider’s errors arrive unchanged?',
      after: [],
      request: (now) => refused(now, {}),
      judge: judgeErrors,
    }),
    free({
      id: 'firewall',
      label: 'Text that looks like code',
      asks: 'Does a firewall block the content of a session?',
      request: (now) => withText(now, CODE),
      after: ['errors', 'harmless'],
      judge: (reply, now, done) => judgePair(reply, replyOf(done, 'harmless'), now, 'text'),
    }),
    free({
      id: 'harmless',
      label: 'Plain text',
      asks: 'How does the gateway answer plain text, for comparison?',
      request: (now) => withText(now, HARMLESS),
      judge: (reply) => ({ outcome: 'ok', detail: t('answered with {status}', { status: kindOfAnswer(reply) }) }),
    }),
    free({
      id: 'leaves',
      label: 'Many JSON values',
      asks: 'Are requests with thousands of values rejected?',
      request: manyLeaves,
      judge: (reply, now, done) => judgePair(reply, replyOf(done, 'errors'), now, 'shape'),
    }),
    ...(
      [
        ['size-1.5mb', 1.5, 'error'],
        ['size-8mb', 8, 'warning'],
      ] as const
    ).map(([id, size, severity]) =>
      free({
        id,
        label: 'Request of {size} MB',
        labelFacts: { size: String(size) },
        asks: 'Does a request of this size get through?',
        timeoutMs: UPLOAD_MS,
        request: (now) => padded(now, size * MB),
        judge: (reply, now, done) => judgeSize(reply, replyOf(done, 'errors'), now, { size, severity }),
      }),
    ),
    free({
      id: 'beta-header',
      label: 'Beta header',
      asks: 'Does the anthropic-beta header reach the model provider?',
      when: ({ provider }) => provider !== 'bedrock',
      request: (now) =>
        buildRequest(now, { model: now.models[0].name, body: REFUSED_BODY, betas: ['no-such-beta-2020-01-01'] }),
      judge: judgeBeta,
    }),
    free({
      id: 'count-tokens',
      label: 'Token counting',
      asks: 'Does the gateway count tokens?',
      when: ({ provider }) => provider !== 'bedrock',
      request: (now) =>
        buildRequest(now, {
          model: now.models[0].name,
          body: { messages: [{ role: 'user', content: '.' }] },
          path: 'count_tokens',
        }),
      judge: (reply) => {
        if (reply.kind === 'response' && reply.status === 200 && /"input_tokens":\s*\d/.test(reply.body))
          return { outcome: 'ok', detail: t('counted') };
        return {
          outcome: 'ok',
          detail: t('not supported ({status}), which is fine: Claude Code estimates instead', {
            status: kindOfAnswer(reply),
          }),
        };
      },
    }),
    free({
      id: 'custom-headers',
      label: 'Request without custom headers',
      asks: 'Does the gateway need the custom headers?',
      when: ({ customHeaders }) => Object.keys(customHeaders).length > 0,
      request: (now) =>
        buildRequest(now, { model: now.models[0].name, body: REFUSED_BODY, withoutCustomHeaders: true }),
      judge: (reply, _, done) => ({
        outcome: 'ok',
        detail:
          shapeOf(reply) === shapeOf(replyOf(done, 'errors') ?? reply)
            ? t('same answer without them')
            : t('different answer without them ({status}), so the gateway uses them', { status: kindOfAnswer(reply) }),
      }),
    }),
  ];
}

/** The provider's envelope, with its request id, is what Claude Code reads to repair a request by itself. */
function judgeErrors(reply: Reply, target: Target): Judged {
  if (reply.kind === 'failure') return problem(answerOrFailure(reply, target));
  const { status, headers, body } = reply;
  if (status >= 200 && status < 300)
    return { outcome: 'ok', detail: t('accepted an empty request ({status})', { status }) };
  if (status === 429) return problem(answerOrFailure(reply, target));
  const html = /text\/html/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(body);
  if (!html && (isEnvelope(reply) || target.provider === 'bedrock' || target.provider === 'vertex'))
    return { outcome: 'ok', detail: t('answered with {status} in the provider’s format', { status }) };
  const found = answerFinding(reply, target);
  // The gateway did not get as far as the provider.
  if (found !== undefined && rowOf(found).provesCredential === true)
    return {
      outcome: 'ok',
      detail: t('the answer came from the gateway, not the provider: {evidence}', { evidence: found.evidence }),
    };
  const evidence = html
    ? t('a provider error arrives as a web page ({status})', { status })
    : t('a provider error arrives in a different format: {evidence}', {
        evidence: found?.evidence ?? String(status),
      });
  return problem({ ...finding('error-rewrapped', evidence, factsOf(target), html), severity: 'warning' });
}

function answerOrFailure(reply: Reply, target: Target): ReturnType<typeof finding> {
  const found = reply.kind === 'failure' ? undefined : answerFinding(reply, target);
  return (
    found ?? {
      ...finding(
        'stream-interrupted',
        t('no answer to an empty request ({code})', { code: kindOfAnswer(reply) }),
        factsOf(target),
        false,
      ),
      severity: 'warning',
    }
  );
}

/** Two requests that differ in one thing: what is refused with a page or a 403 although the other one is not. */
function judgePair(reply: Reply, other: Reply | undefined, target: Target, variant: 'text' | 'shape'): Judged {
  const [here, there] = [kindOfAnswer(reply), other === undefined ? '' : kindOfAnswer(other)];
  if (other === undefined || here === there)
    return { outcome: 'ok', detail: t('same answer as without it ({status})', { status: here }) };
  const silent = reply.kind === 'failure' ? reply.code === 'TIMEOUT' : reply.status >= 500 && !here.endsWith(' html');
  if (silent && other.kind === 'response' && other.status < 500)
    return problem({
      ...withVariant(
        finding(
          'waf-blocked',
          t('{status}; without this content, the answer is {other}', { status: here, other: there }),
          factsOf(target),
          false,
        ),
        variant,
      ),
      severity: 'warning',
    });
  // Some firewalls answer with a page and 200: “Request Rejected … Your support ID is”.
  const page = reply.kind === 'response' && here.endsWith(' html') && !there.endsWith(' html');
  const blocked =
    reply.kind === 'failure'
      ? /^(ECONN|UND_ERR_SOCKET|EPIPE|BODY_CUT)/.test(reply.code)
      : [403, 406, 418, 493, 501, 999].includes(reply.status) || page;
  if (!blocked)
    return {
      outcome: 'ok',
      detail: t('answered with {status}; without it, {other}', { status: here, other: there }),
    };
  const seen =
    reply.kind === 'response'
      ? (answerFinding(reply, target)?.evidence ?? here)
      : t('the connection was closed ({code})', { code: reply.code });
  return problem(
    withVariant(
      finding(
        'waf-blocked',
        t('{evidence}; without this content, the answer is {other}', { evidence: seen, other: there }),
        factsOf(target),
        reply.kind === 'response',
      ),
      variant,
    ),
  );
}

const TOO_LARGE = anyOf(
  'i',
  /(?:body|payload|request|entity|content)[^.]{0,40}too (?:large|big|long)/, // Payload Too Large
  /exceed\w*[^.]{0,40}(?:size|length|bytes|limit)/, // exceeds the maximum size
);

function judgeSize(
  reply: Reply,
  other: Reply | undefined,
  target: Target,
  { size, severity }: { readonly size: number; readonly severity: 'error' | 'warning' },
): Judged {
  const here = kindOfAnswer(reply);
  const saysSo =
    reply.kind === 'response' &&
    reply.status >= 400 &&
    TOO_LARGE.test(reply.body.slice(0, 2000)) &&
    !(other?.kind === 'response' && TOO_LARGE.test(other.body.slice(0, 2000)));
  if (other !== undefined && !saysSo && here === kindOfAnswer(other))
    return { outcome: 'ok', detail: t('same answer as to a small request ({status})', { status: here }) };
  if (reply.kind === 'failure' && /TIMEOUT/.test(reply.code))
    return { outcome: 'ok', detail: t('inconclusive: too slow ({code})', { code: reply.code }) };
  const tooLarge =
    reply.kind === 'failure'
      ? /^(ECONN|UND_ERR_SOCKET|EPIPE|BODY_CUT)/.test(reply.code)
      : saysSo ||
        [413, 414, 431].includes(reply.status) ||
        ([400, 403].includes(reply.status) && here.endsWith(' html'));
  const broken = reply.kind === 'response' && reply.status >= 500 && other?.kind === 'response' && other.status < 500;
  if (!tooLarge && !broken) return { outcome: 'ok', detail: t('answered with {status}', { status: here }) };
  const evidence = t('{size} MB: {status}; a small request gets {other}', {
    size,
    status: here,
    other: other === undefined ? '–' : kindOfAnswer(other),
  });
  return problem(
    tooLarge
      ? { ...finding('request-too-large', evidence, factsOf(target)), severity }
      : { ...finding('request-too-large', evidence, factsOf(target), false), severity: 'warning' },
  );
}

function judgeBeta(reply: Reply): Judged {
  if (reply.kind === 'response' && reply.body.includes('no-such-beta'))
    return { outcome: 'ok', detail: t('it gets through: the provider’s answer mentions it') };
  return {
    outcome: 'ok',
    detail: t('inconclusive: the answer doesn’t mention it ({status})', { status: kindOfAnswer(reply) }),
  };
}
