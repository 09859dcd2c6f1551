import { t } from '@vscode/l10n';
import { answerFinding, problem, replyFinding } from '../answers';
import { rowOf } from '../../causes/findings';
import { FREE_MS, REFUSED_BODY } from './messagesProbes';
import { helloRequest } from './pathProbes';
import { probe, type AnyProbe, type Judged } from '../probe';
import { buildRequest } from '../providerRequest';
import type { Reply } from '../../answers/reply';
import type { Target } from '../target';
import { isFromProvider, kindOfAnswer } from '../replies';

/**
 * Whether the gateway answers and takes the credential, without a token: a request without a message, which no model sees.
 * Without a credential that may be used here, whether anything answers.
 */
export function aliveProbe({ withoutCredential }: Target): AnyProbe {
  return probe({
    id: 'alive',
    label: withoutCredential === undefined ? 'Empty request' : 'Reachability',
    asks:
      withoutCredential === undefined
        ? 'Does the gateway respond, and does it accept the credential?'
        : 'Does the gateway respond?',
    kind: 'http',
    after: [],
    paid: 0,
    timeoutMs: FREE_MS,
    act: (target) => ({
      request:
        target.withoutCredential === undefined
          ? buildRequest(target, { model: target.models[0].name, body: REFUSED_BODY })
          : helloRequest(target),
    }),
    judge,
  });
}

/** Statuses with which gateways take offence at a request without a message, each in words of its own. */
const AT_THE_BODY = new Set([400, 422, 500]);

function judge(reply: Reply, target: Target): Judged {
  if (reply.kind === 'failure') {
    const found = replyFinding(reply, target);
    return found === undefined ? { outcome: 'ok', detail: reply.code } : problem(found);
  }
  const facts = { status: kindOfAnswer(reply) };
  if (target.withoutCredential !== undefined) return { outcome: 'ok', detail: t('it responds ({status})', facts) };
  if (isFromProvider(reply) && AT_THE_BODY.has(reply.status))
    return {
      outcome: 'ok',
      detail: t('it responds and accepts the credential ({status})', facts),
      provesCredential: true,
    };
  const found = answerFinding(reply, target);
  if (found === undefined)
    return {
      outcome: 'ok',
      detail: t('it answers even an empty request, which may use tokens'),
      provesCredential: true,
    };
  const { where, askedTooOften } = rowOf(found);
  const tells =
    where === 'at-the-door' &&
    (found.certain || !AT_THE_BODY.has(reply.status)) &&
    !(reply.status === 500 && askedTooOften === 'possibly');
  return tells
    ? problem(found)
    : {
        outcome: 'ok',
        detail: t('it responds ({status}), but that doesn’t show whether it accepts the credential', facts),
      };
}
