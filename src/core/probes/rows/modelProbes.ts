import { t } from '@vscode/l10n';
import { finding, rowOf } from '../../causes/findings';
import { redactLine } from '../../words/redact';
import { answerFinding, factsOf, problem, replyFinding, secretsIn, withVariant } from '../answers';
import { ANSWER_MS, shortestRequest, unaccepted } from './messagesProbes';
import { probe, type AnyProbe, type Done } from '../probe';
import type { ModelInUse, Target } from '../target';
import { isEnvelope, isFromProvider } from '../replies';

/** A name that nobody serves. */
const NO_SUCH_MODEL = 'claude-no-such-model-0';

/** Each further name that Claude Code uses here, and one that cannot exist. */
export function modelProbes(target: Target): readonly AnyProbe[] {
  const [, ...others] = target.models;
  return [
    probe({
      id: 'unknown-model',
      label: 'Unknown model',
      asks: 'Is a request for an unknown model rejected instead of answered by another model?',
      kind: 'http',
      after: ['messages', 'other-header', 'errors'],
      paid: 1,
      tokens: 1,
      timeoutMs: ANSWER_MS,
      act: (now, done) => unaccepted(now, done) ?? { request: shortestRequest(now, now.credentials, NO_SUCH_MODEL) },
      judge: (reply, now, done) => {
        if (reply.kind === 'response' && reply.status < 300 && answerFinding(reply, now) === undefined)
          return problem(finding('model-substituted', answeredWords(reply.body, secretsIn(now)), factsOf(now)));
        if (reply.kind === 'failure') return { outcome: 'ok', detail: t('no answer ({code})', { code: reply.code }) };
        // The provider’s own words: errors do arrive as it words them, whatever the gateway says of a request without a message.
        return {
          outcome: 'ok',
          detail: t('rejected with {status}', { status: reply.status }),
          ...(isEnvelope(reply) && isFromProvider(reply) && !areErrorsSure(done) ? { supersedes: ['errors'] } : {}),
        };
      },
    }),
    ...others.map(modelProbe),
  ];
}

/** A page where an error should be is the gateway’s doing, whatever else it passes on. */
function areErrorsSure(done: Done): boolean {
  return done.get('errors')?.result.findings?.some(({ certain }) => certain) === true;
}

function modelProbe({ name, use, isDefault }: ModelInUse): AnyProbe {
  const shown = redactLine(name, [], 80);
  return probe({
    id: `model:${shown}`,
    label: 'Model {model}',
    labelFacts: { model: shown },
    asks: 'Does this model answer?',
    kind: 'http',
    after: ['messages', 'other-header'],
    paid: 1,
    tokens: 1,
    timeoutMs: ANSWER_MS,
    act: (now, done) => unaccepted(now, done) ?? { request: shortestRequest(now, now.credentials, name) },
    judge: (reply, now) => {
      const found = replyFinding(reply, now);
      if (found === undefined) return { outcome: 'ok', detail: t('answered; {use}', { use }) };
      const detail = `${shown} (${use}).`;
      if (['model', 'path'].includes(rowOf(found).refuses ?? ''))
        return problem({
          ...withVariant(finding('model-not-routed', found.evidence, { ...factsOf(now), detail }), 'another'),
          severity: isDefault === true ? 'warning' : 'error',
        });
      return problem({
        ...found,
        evidence: t('{model}: {evidence}', { model: shown, evidence: found.evidence }),
        severity: isDefault === true && found.severity === 'error' ? 'warning' : found.severity,
      });
    },
  });
}

function answeredWords(body: string, secrets: readonly string[]): string {
  const by = /"model":\s?"([\w.:@/-]{1,80})"/.exec(body)?.[1];
  const facts = { model: NO_SUCH_MODEL, by: redactLine(by ?? '', secrets) };
  return by === undefined || by === NO_SUCH_MODEL
    ? t('a request for {model} was answered', facts)
    : t('a request for {model} was answered by {by}', facts);
}
