import { t } from '@vscode/l10n';
import { isAfter } from '../../claude/clientVersions';
import { finding } from '../../causes/findings';
import { isRecord, jsonIn } from '../../text/json';
import type { Credentials, ProbeRequest } from '../probeRequest';
import { redactLine } from '../../words/redact';
import type { Reply } from '../../answers/reply';
import { factsOf, secretsIn, withVariant } from '../answers';
import { cannotAsk } from './messagesProbes';
import { probe, type Judged } from '../probe';
import { customHeadersSent, trimBase, withoutThose } from '../providerRequest';
import type { Target } from '../target';
import { replyOf, statusOf } from '../replies';

/** What Claude Code waits for the list. https://code.claude.com/docs/en/llm-gateway-protocol#request-and-response */
const DISCOVERY_MS = 3000;
/** Names of each kind that a line shows. */
const MOST_SHOWN = 5;
const LONGEST_NAME = 60;

/** The list that fills the model picker, asked for exactly as Claude Code does. Free. */
export const discoveryProbe = probe({
  id: 'models',
  label: 'Model list',
  asks: 'Which of the gateway’s models can you choose in /model?',
  kind: 'http',
  after: ['messages', 'helper'],
  paid: 0,
  timeoutMs: DISCOVERY_MS,
  act: (target, done) => {
    const skip = cannotAsk(target, done);
    if (skip !== undefined) return skip;
    if (replyOf(done, 'messages')?.kind === 'failure') return { skip: t('the gateway didn’t answer') };
    if ([401, 403].includes(statusOf(done, 'messages') ?? 0)) return { skip: t('the one-token request was rejected') };
    const credentials = credentialsOf(target);
    return credentials === undefined
      ? { skip: t('this version of Claude Code doesn’t request the list with a credential from a command') }
      : { request: discoveryRequest(target, credentials) };
  },
  judge: judgeList,
  isUnsure: isUnsureList,
});

/**
 * What a request sends, except that a token keeps the value of a command from being sent beside it. Older clients send one
 * header: of a command x-api-key, and still older ones do not ask where only a command gives a credential (measured).
 */
function credentialsOf({ credentials, helper, clientVersion }: Target): Credentials | undefined {
  const { authorization, xApiKey } = credentials;
  if (authorization !== undefined && helper?.fills === 'x-api-key') return { authorization };
  if (isAfter(clientVersion, 'discovery-sends-all')) return credentials;
  if (helper !== undefined && !isAfter(clientVersion, 'discovery-runs-helper')) return undefined;
  if (helper?.fills === 'both') return xApiKey === undefined ? {} : { xApiKey };
  return authorization !== undefined ? { authorization } : xApiKey === undefined ? {} : { xApiKey };
}

function discoveryRequest(target: Target, credentials: Credentials): ProbeRequest {
  const custom = customHeadersSent(target.customHeaders, credentials);
  return {
    method: 'GET',
    url: `${trimBase(target.baseUrl)}/v1/models?limit=1000`,
    headers: withoutThose(
      {
        accept: 'application/json',
        'anthropic-version': '2023-06-01',
        'user-agent': `llm-gateway-connect/${target.version}`,
      },
      custom,
    ),
    credentials,
    ...(Object.keys(custom).length === 0 ? {} : { secretHeaders: custom }),
  };
}

/** It came, but this machine was too busy to tell whether it came in the time that Claude Code waits. */
export function isUnsureList(reply: Reply): boolean {
  return reply.kind === 'response' && reply.ms <= DISCOVERY_MS && reply.ms + (reply.eventLoopLag ?? 0) > DISCOVERY_MS;
}

function judgeList(reply: Reply, target: Target): Judged {
  const judged = judgeKnownList(reply, target);
  return judged.outcome === 'ok' && isUnsureList(reply)
    ? {
        ...judged,
        detail: t('{detail} (this machine was too busy to measure whether the list arrived within {seconds} seconds)', {
          detail: judged.detail,
          seconds: DISCOVERY_MS / 1000,
        }),
      }
    : judged;
}

function judgeKnownList(reply: Reply, target: Target): Judged {
  const failure = failureOf(reply, target);
  if (failure !== undefined) return unusable('failed', failure, target);
  const ids = reply.kind === 'response' ? idsIn(reply.body) : undefined;
  if (ids === undefined) return unusable('failed', t('the answer isn’t a list of models'), target);
  const kept = ids.filter((id) => isListed(id, target.clientVersion));
  const names = {
    count: kept.length,
    total: ids.length,
    names: someOf(kept, target),
    others: someOf(
      ids.filter((id) => !isListed(id, target.clientVersion)),
      target,
    ),
  };
  const contains = isAfter(target.clientVersion, 'discovery-contains');
  if (ids.length === 0) return unusable('failed', t('the list is empty'), target);
  if (kept.length === 0)
    return unusable(
      'names',
      contains
        ? t('no name contains “claude” or “anthropic”: {others}', names)
        : t('no name starts with “claude” or “anthropic”: {others}', names),
      target,
    );
  if (kept.length === ids.length)
    return { outcome: 'ok', detail: withSwitch(t('all can appear in /model: {names}', names), target) };
  const detail = contains
    ? t(
        '{count} of {total} can appear in /model: {names}. Ignored because they don’t contain “claude” or “anthropic”: {others}',
        names,
      )
    : t(
        '{count} of {total} can appear in /model: {names}. Ignored because they don’t start with “claude” or “anthropic”: {others}',
        names,
      );
  return { outcome: 'ok', detail: withSwitch(detail, target) };
}

/** Why there is no list, as a clause; Claude Code says nothing of it. */
function failureOf(reply: Reply, target: Target): string | undefined {
  if (reply.kind === 'failure')
    return reply.code === 'TIMEOUT'
      ? t('no answer within {seconds} seconds', { seconds: DISCOVERY_MS / 1000 })
      : t('no answer ({code})', { code: reply.code });
  const { status, headers } = reply;
  if (reply.ms > DISCOVERY_MS) return t('no answer within {seconds} seconds', { seconds: DISCOVERY_MS / 1000 });
  if (status >= 300 && status < 400)
    return t('redirected to {location}, which Claude Code treats as a failure', {
      location: redactLine(
        (headers['location'] ?? t('another address')).replace(/[?#].*/s, ''),
        secretsIn(target),
        120,
      ),
    });
  return status >= 200 && status < 300 ? undefined : t('answered with {status}', { status });
}

/** Where nobody has switched discovery on, nothing is missing. */
function unusable(variant: 'failed' | 'names', detail: string, target: Target): Judged {
  if (!target.discovery) return { outcome: 'ok', detail: withSwitch(detail, target) };
  return {
    outcome: 'warning',
    detail,
    findings: [withVariant(finding('models-missing-from-picker', detail, factsOf(target)), variant)],
  };
}

function withSwitch(detail: string, { discovery }: Target): string {
  return discovery
    ? detail
    : t('{detail} (model discovery is off, so Claude Code doesn’t request the list)', { detail });
}

/** Before 2.1.223 a name had to begin so. */
function isListed(id: string, clientVersion: string | undefined): boolean {
  return isAfter(clientVersion, 'discovery-contains') ? /claude|anthropic/i.test(id) : /^(?:claude|anthropic)/.test(id);
}

/** The ids in the list, whether in the form of the Anthropic API or of OpenAI's; undefined when it is none. */
function idsIn(body: string): readonly string[] | undefined {
  const parsed = jsonIn(body);
  const data = isRecord(parsed) ? parsed['data'] : undefined;
  if (!Array.isArray(data)) return undefined;
  return data.flatMap((entry: unknown) => (isRecord(entry) && typeof entry['id'] === 'string' ? [entry['id']] : []));
}

function someOf(ids: readonly string[], target: Target): string {
  const shown = ids.slice(0, MOST_SHOWN).map((id) => redactLine(id, secretsIn(target), LONGEST_NAME));
  return [...shown, ...(ids.length > MOST_SHOWN ? ['…'] : [])].join(', ');
}
