import { t } from '@vscode/l10n';
import { finding } from '../findings';
import { redactLine } from '../redact';
import type { Reply } from '../reply';
import { factsOf, problem, statusOf, withVariant } from './answers';
import { FREE_MS, PROVES_CREDENTIAL, REFUSED_BODY } from './messagesProbes';
import { probe, type AnyProbe, type Done, type Probe } from './probe';
import { buildRequest } from './providerRequest';
import type { Target } from './target';

/** Prefixes under which gateways serve the Messages API. */
const PREFIXES = ['/anthropic', '/api', '/api/anthropic', '/llm', '/claude'] as const;

/** Nothing was there for the shortest request. */
function isNotFound(done: Done): boolean {
  const { result } = done.get('messages') ?? {};
  const status = statusOf(done, 'messages');
  // The model’s name was read, so the path is right.
  if (result?.findings?.some(({ cause, certain }) => certain && PROVES_CREDENTIAL.has(cause)) === true) return false;
  return status === 404 || status === 405 || (status !== undefined && result?.findings?.some(({ cause }) => cause === 'wrong-base-path') === true);
}

/** An answer that something gave that knows the path: an error about the body, or a refusal of the credential. */
function knowsPath(reply: Reply): boolean {
  return reply.kind === 'response' && ![404, 405, 501].includes(reply.status) && reply.status >= 400 && reply.status < 500 && !/text\/html/i.test(reply.headers['content-type'] ?? '');
}

/** Other bases on the same origin, likelier ones first: without the extra /v1, without the path, with a usual prefix. */
export function otherBases(baseUrl: string): readonly string[] {
  const base = baseUrl.trim().replace(/\/+$/, '');
  if (!URL.canParse(base)) return [];
  const { origin } = new URL(base);
  const without = base.replace(/\/v1(\/messages)?$/, '');
  const all = [without, ...PREFIXES.map((prefix) => `${without}${prefix}`), origin];
  return [...new Set(all)].filter((other) => other !== base && new URL(other).origin === origin);
}

/** What a request that was not found could have meant: the query, the path, another format, or the model after all. Free. */
export function addressProbes(target: Target): readonly AnyProbe[] {
  const bases = otherBases(target.baseUrl).map((base) => ({ base, id: `path:${redactLine(new URL(base).pathname, [], 60)}` }));
  const only = (row: Omit<Probe<'http'>, 'kind' | 'after' | 'paid' | 'timeoutMs'>, after: readonly string[] = []): AnyProbe => probe({
    ...row, kind: 'http', after: ['messages', ...after], paid: 0, timeoutMs: FREE_MS,
    act: (now, done) => (isNotFound(done) ? row.act(now, done) : { skip: t('the address is right'), hidden: true }),
  });
  const refused = (now: Target, more: Partial<Parameters<typeof buildRequest>[1]>): { request: ReturnType<typeof buildRequest> } => ({ request: buildRequest(now, { model: now.models[0].name, body: REFUSED_BODY, ...more }) });
  if (target.provider === 'bedrock' || target.provider === 'vertex') return [];
  return [
    only({
      id: 'same-path', label: 'Ask for nothing at the same path', asks: 'Is the path known, and only the model not?',
      act: (now) => refused(now, {}),
      judge: (reply, now, done) => {
        const before = done.get('messages')?.result.findings?.[0];
        if (!knowsPath(reply)) return { outcome: 'ok', detail: t('the path is not known') };
        if (before?.cause === 'model-not-permitted') return { outcome: 'ok', detail: t('the path is known') };
        return { outcome: 'ok', detail: t('the path is known, so it is the model that is not'), findings: [finding('model-not-routed', before?.evidence ?? t('{model} is not known', { model: now.models[0].name }), factsOf(now))], supersedes: ['messages'] };
      },
    }),
    only({
      id: 'without-query', label: 'Ask without ?beta=true', asks: 'Is the path known without the query?',
      act: (now) => refused(now, { query: false }),
      judge: (reply, now, done) => {
        if (!knowsPath(reply) || knowsPathAlready(done)) return { outcome: 'ok', detail: t('no difference') };
        return { ...problem(withVariant(finding('wrong-base-path', t('without ?beta=true it is answered with {status}', { status: reply.kind === 'response' ? reply.status : '' }), factsOf(now)), 'query')), supersedes: ['messages'] };
      },
    }, ['same-path']),
    ...bases.map(({ base, id }) => {
      const path = id.slice('path:'.length);
      return only({
        id, label: 'Look at {path}', labelFacts: { path }, asks: 'Is the Messages API at another path of this host?',
        act: (now) => refused(now, { baseUrl: base }),
        judge: (reply, now, done) => {
          if (!knowsPath(reply) || knowsPathAlready(done)) return { outcome: 'ok', detail: t('nothing there') };
          return { outcome: 'ok', detail: t('the Messages API is there'), findings: [finding('wrong-base-path', t('the Messages API answers at {url}', { url: redactLine(base) }), factsOf(now))], supersedes: ['messages'] };
        },
      }, ['same-path']);
    }),
    ...['/v1/chat/completions', '/chat/completions'].map((path) => only({
      id: `openai:${path}`, label: 'Look for an OpenAI-style API at {path}', labelFacts: { path }, asks: 'Is another API at this address?',
      act: (now) => ({ request: { ...buildRequest(now, { model: now.models[0].name, body: REFUSED_BODY }), url: `${now.baseUrl.trim().replace(/\/+$/, '')}${path}` } }),
      judge: (reply, now, done) => {
        if (!knowsPath(reply) || knowsPathAlready(done) || foundElsewhere(done)) return { outcome: 'ok', detail: t('nothing there') };
        return { outcome: 'ok', detail: t('an OpenAI-style API is there'), findings: [finding('api-format-mismatch', t('there is nothing at /v1/messages, and an OpenAI-style API at {path}', { path }), factsOf(now))], supersedes: ['messages'] };
      },
    }, ['same-path', ...bases.map(({ id }) => id)])),
  ];
}

function knowsPathAlready(done: Done): boolean {
  return done.get('same-path')?.result.findings !== undefined;
}

function foundElsewhere(done: Done): boolean {
  return [...done.keys()].some((id) => id.startsWith('path:') && done.get(id)?.result.findings !== undefined);
}
