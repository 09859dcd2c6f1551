import { t } from '@vscode/l10n';
import { finding, rowOf } from '../../causes/findings';
import { redactLine } from '../../words/redact';
import type { Reply } from '../../answers/reply';
import { factsOf, problem, withVariant } from '../answers';
import { FREE_MS, REFUSED_BODY } from './messagesProbes';
import { probe, type AnyProbe, type Done, type Probe } from '../probe';
import type { ProbeId } from '../probeIds';
import { buildRequest, trimBase } from '../providerRequest';
import type { Target } from '../target';
import { kindOfAnswer, replyOf, shapeOf, statusOf } from '../replies';

/** Prefixes under which gateways serve the Messages API. */
const PREFIXES = ['/anthropic', '/api', '/api/anthropic', '/llm', '/claude'] as const;

/** Nothing was there for the shortest request. */
function isNotFound(done: Done): boolean {
  const { result } = done.get('messages') ?? {};
  const status = statusOf(done, 'messages');
  // The model’s name was read, so the path is right.
  if (result?.findings?.some((found) => found.certain && rowOf(found).provesCredential === true) === true) return false;
  return (
    status === 404 ||
    status === 405 ||
    (status !== undefined && result?.findings?.some((found) => rowOf(found).refuses === 'path') === true)
  );
}

/** An answer of something that knows the path: an error about the body, in other words than those for what is not there. */
function knowsPath(reply: Reply, done: Done): boolean {
  const before = replyOf(done, 'messages');
  if (
    reply.kind !== 'response' ||
    [401, 403, 404, 405, 501].includes(reply.status) ||
    reply.status < 400 ||
    reply.status >= 500
  )
    return false;
  return !kindOfAnswer(reply).endsWith(' html') && (before === undefined || shapeOf(reply) !== shapeOf(before));
}

/** The Messages API in its own words. `messages: at least one message is required` */
function isMessagesApi(reply: Reply): boolean {
  return (
    reply.kind === 'response' && [400, 422].includes(reply.status) && /"type":\s?"error"|\bmessages\b/.test(reply.body)
  );
}

/** Something that wants another credential; whether it is the Messages API nobody knows. */
function asksForCredential(reply: Reply): boolean {
  return reply.kind === 'response' && [401, 403].includes(reply.status) && /"type":\s?"error"/.test(reply.body);
}

/** The words without the path that was asked for. */
function withoutPath(reply: Reply): string {
  return shapeOf(reply)
    .replace(/\/v0\/(messages|no-such-path)(\?beta=true)?/g, '/…')
    .replace(/v0 ?[/.] ?(messages|no-such-path)/g, '…');
}

/** Other bases on the same origin, likelier ones first: without the extra /v1, without the path, with a usual prefix. */
export function otherBases(baseUrl: string): readonly string[] {
  const base = trimBase(baseUrl);
  if (!URL.canParse(base)) return [];
  const { origin } = new URL(base);
  const without = base.replace(/\/v1(\/messages)?$/, '');
  const all = [without, ...PREFIXES.map((prefix) => `${without}${prefix}`), origin];
  return [...new Set(all)].filter((other) => other !== base && new URL(other).origin === origin);
}

/** What a request that was not found could have meant: the query, the path, another format, or the model after all. Free. */
export function addressProbes(target: Target): readonly AnyProbe[] {
  const bases = otherBases(target.baseUrl).map((base) => {
    const path = redactLine(new URL(base).pathname, [], 60);
    return { base, path, id: `path:${path}` as const };
  });
  const foundElsewhere = (done: Done): boolean => bases.some(({ id }) => done.get(id)?.result.findings !== undefined);
  const only = (
    row: Omit<Probe<'http'>, 'kind' | 'after' | 'paid' | 'timeoutMs'>,
    after: readonly ProbeId[] = [],
  ): AnyProbe =>
    probe({
      ...row,
      kind: 'http',
      after: ['messages', ...after],
      paid: 0,
      timeoutMs: FREE_MS,
      act: (now, done) =>
        isNotFound(done) && !knowsPathAlready(done)
          ? row.act(now, done)
          : { skip: t('the address is correct'), hidden: true },
    });
  const refused = (
    now: Target,
    more: Partial<Parameters<typeof buildRequest>[1]>,
  ): { request: ReturnType<typeof buildRequest> } => ({
    request: buildRequest(now, { model: now.models[0].name, body: REFUSED_BODY, ...more }),
  });
  if (target.provider === 'bedrock' || target.provider === 'vertex') return [];
  return [
    only({
      id: 'same-path',
      label: 'Empty request to the same path',
      asks: 'Does the path exist, so that only the model is unknown?',
      act: (now) => refused(now, {}),
      judge: (reply, now, done) => {
        const before = done.get('messages')?.result.findings?.[0];
        if (!knowsPath(reply, done)) return { outcome: 'ok', detail: t('the gateway doesn’t know the path') };
        if (before !== undefined && rowOf(before).refuses === 'permission')
          return { outcome: 'ok', detail: t('the path exists') };
        return {
          outcome: 'ok',
          detail: t('the path exists, so it’s the model that is unknown'),
          findings: [
            finding(
              'model-not-routed',
              before?.evidence ?? t('{model} is unknown', { model: now.models[0].name }),
              factsOf(now),
            ),
          ],
          supersedes: ['messages'],
        };
      },
    }),
    only(
      {
        id: 'no-such-path',
        label: 'Unknown path',
        asks: 'Does every unknown path get the same answer?',
        act: (now) => ({
          request: { ...refused(now, {}).request, url: `${trimBase(now.baseUrl)}/v1/no-such-path?beta=true` },
        }),
        judge: (reply, now, done) => {
          const before = replyOf(done, 'messages');
          if (
            before?.kind !== 'response' ||
            reply.kind !== 'response' ||
            kindOfAnswer(before).endsWith(' html') ||
            withoutPath(before) === withoutPath(reply)
          )
            return { outcome: 'ok', detail: t('same answer') };
          const evidence = done.get('messages')?.result.findings?.[0]?.evidence ?? kindOfAnswer(before);
          return {
            outcome: 'ok',
            detail: t('the answer differs, so the path exists and the model is unknown'),
            findings: [finding('model-not-routed', evidence, factsOf(now), false)],
            supersedes: ['messages'],
          };
        },
      },
      ['same-path'],
    ),
    only(
      {
        id: 'without-query',
        label: 'Path without ?beta=true',
        asks: 'Does the path exist without the query?',
        act: (now) => refused(now, { query: false }),
        judge: (reply, now, done) => {
          if (!knowsPath(reply, done)) return { outcome: 'ok', detail: t('no difference') };
          return {
            ...problem(
              withVariant(
                finding(
                  'wrong-base-path',
                  t('without ?beta=true, the answer is {status}', {
                    status: reply.kind === 'response' ? reply.status : '',
                  }),
                  factsOf(now),
                ),
                'query',
              ),
            ),
            supersedes: ['messages'],
          };
        },
      },
      ['same-path', 'no-such-path'],
    ),
    ...bases.map(({ base, path, id }) =>
      only(
        {
          id,
          label: 'Base path {path}',
          labelFacts: { path },
          asks: 'Is the Messages API at another path on this host?',
          act: (now) => refused(now, { baseUrl: base }),
          judge: (reply, now, done) => {
            const url = redactLine(base);
            if (isMessagesApi(reply) && knowsPath(reply, done))
              return {
                outcome: 'ok',
                detail: t('found the Messages API'),
                findings: [finding('wrong-base-path', t('the Messages API responds at {url}', { url }), factsOf(now))],
                supersedes: ['messages'],
              };
            return {
              outcome: 'ok',
              detail: asksForCredential(reply) ? t('something at this path asks for a credential') : t('nothing found'),
            };
          },
        },
        ['same-path', 'no-such-path'],
      ),
    ),
    ...['/v1/chat/completions', '/chat/completions'].map((path) =>
      only(
        {
          id: `openai:${path}`,
          label: 'OpenAI-style API at {path}',
          labelFacts: { path },
          asks: 'Is there a different API at this address?',
          act: (now) => ({
            request: {
              ...buildRequest(now, { model: now.models[0].name, body: REFUSED_BODY }),
              url: `${trimBase(now.baseUrl)}${path}`,
            },
          }),
          judge: (reply, now, done) => {
            if (!knowsPath(reply, done) || foundElsewhere(done)) return { outcome: 'ok', detail: t('nothing found') };
            return {
              outcome: 'ok',
              detail: t('found an OpenAI-style API'),
              findings: [
                finding(
                  'api-format-mismatch',
                  t('there’s no Messages API at /v1/messages, but an OpenAI-style API at {path}', { path }),
                  factsOf(now),
                ),
              ],
              supersedes: ['messages'],
            };
          },
        },
        ['same-path', 'no-such-path', ...bases.map(({ id }) => id)],
      ),
    ),
  ];
}

function knowsPathAlready(done: Done): boolean {
  return (['same-path', 'no-such-path', 'without-query'] as const).some(
    (id) => done.get(id)?.result.findings !== undefined,
  );
}
