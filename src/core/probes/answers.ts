import { t } from '@vscode/l10n';
import { findingOf } from '../answers/errorReading';
import { isHtmlText } from '../answers/errorText';
import { finding, inWordsOf, rowOf, type Finding } from '../causes/findings';
import { headerChoiceOf, secretsOf } from './probeRequest';
import { isSecretName } from '../words/namedSecrets';
import { readAnswer } from '../answers/readAnswer';
import { readFailure } from '../answers/readFailure';
import { redactLine } from '../words/redact';
import type { FailureReply, FailureStage, Reply, ResponseReply } from '../answers/reply';
import type { Judged } from './probe';
import type { Target } from './target';
import type { Facts } from '../causes/facts';
import { isFromProvider } from './replies';

/** What fills the placeholders of the table. Printable. */
export function factsOf(target: Target): Facts {
  return {
    host: target.host,
    url: redactLine(target.url.replace(/\?.*/, ''), secretsIn(target)),
    ...(target.proxy === undefined ? {} : { variable: target.proxy.variable }),
  };
}

/** A header of another name whose value is as long as a credential. */
const LIKE_A_SECRET = 16;

/** Everything that must not come back in evidence. */
export function secretsIn({ credentials, customHeaders }: Target): string[] {
  // Others hold plain words, such as the name of a provider, which answers are full of.
  const secret = Object.entries(customHeaders).filter(
    ([name, value]) => isSecretName(name) || value.length >= LIKE_A_SECRET,
  );
  return [...secretsOf(credentials), ...secret.map(([, value]) => value.reveal())];
}

/** Where a request failed, and which words of the row of `corporate-proxy` say it. */
const PROXY_VARIANTS: Readonly<Partial<Record<FailureStage, string | undefined>>> = {
  'proxy-resolve': 'name',
  'proxy-connect': 'unreachable',
  'proxy-tls': 'unreachable',
  'proxy-auth': 'credential',
  'proxy-refuse': undefined,
};

/** The finding for a request that got no answer. */
export function failureFinding(reply: FailureReply, target: Target): Finding {
  const facts = { ...factsOf(target), code: reply.code };
  const { stage } = reply;
  if (reply.code === 'CREDENTIAL_IN_CLEAR')
    return {
      ...finding(
        'base-url-plain-http',
        t('the credential would go through the proxy unencrypted, so nothing was sent'),
        facts,
      ),
      severity: 'error',
    };
  // A proxy that is silent may itself be waiting for the gateway.
  if (reply.atProxy) {
    // What it says of the way beyond it: the gateway is what it does not reach. 500: tinyproxy, 503: squid.
    if (reply.proxyStatus !== undefined && reply.proxyStatus >= 500)
      return finding(
        'gateway-unreachable',
        t('{proxy}: it can’t reach the gateway', { proxy: proxyEvidence(reply, target) }),
        facts,
        false,
      );
    const found = finding('corporate-proxy', proxyEvidence(reply, target), facts);
    const variant = stage === undefined ? undefined : PROXY_VARIANTS[stage];
    return variant === undefined ? found : { ...found, variant };
  }
  return inWordsOf(findingOf(readFailure(reply, factsOf(target))), [
    certificateVariant(reply.code),
    stage === 'answer' ? 'slow' : undefined,
  ]);
}

/** The finding with the words of a variant. */
export function withVariant(found: Finding, variant: string | undefined): Finding {
  return variant === undefined ? found : { ...found, variant };
}

/** Which words of the row of `tls-untrusted` an OpenSSL code calls for, without a look at the chain. */
export function certificateVariant(code: string): string | undefined {
  if (/EXPIRED|NOT_YET_VALID/.test(code)) return 'expired';
  return /ALTNAME|HOSTNAME/.test(code) ? 'wrong-name' : undefined;
}

function proxyEvidence({ stage, code, proxyStatus }: FailureReply, { proxy }: Target): string {
  const at = { proxy: `${proxy?.host ?? ''}:${String(proxy?.port ?? '')}`, code, status: String(proxyStatus ?? '') };
  if (stage === 'proxy-resolve') return t('the name of the proxy {proxy} doesn’t resolve ({code})', at);
  if (stage === 'proxy-auth') return t('the proxy {proxy} responded with {status}', at);
  if (stage === 'proxy-refuse')
    return proxyStatus === undefined
      ? t('the proxy {proxy} closed the connection ({code})', at)
      : t('the proxy {proxy} responded with {status}', at);
  return t('the proxy {proxy} doesn’t accept connections ({code})', at);
}

/** The finding that an answer is; undefined for a message of the Messages API. */
export function answerFinding(reply: ResponseReply, target: Target): Finding | undefined {
  const reading = readAnswer(reply, {
    facts: { ...factsOf(target), ...retryAfterOf(reply, target) },
    secrets: secretsIn(target),
    sent: headerChoiceOf(target.credentials),
  });
  if (reading === undefined) return undefined;
  const read = findingOf(reading);
  const { inAnswer } = rowOf(read);
  const found = redirectKind(
    inAnswer === undefined ? read : finding(inAnswer, read.evidence, read.facts),
    reply,
    target,
  );
  const page = isHtmlText(reply.body.slice(0, 2000)) || /text\/html/i.test(reply.headers['content-type'] ?? '');
  return inWordsOf(found, [
    found.variant,
    page ? 'page' : 'broken',
    target.provider,
    isFromProvider(reply) ? 'provider' : undefined,
  ]);
}

/** `retry-after` in seconds, however it is said; the checks that nobody asked for obey it. */
function retryAfterOf({ headers }: ResponseReply, { startedAt }: Target): Facts {
  const said = headers['retry-after']?.trim() ?? '';
  const seconds = /^\d{1,9}$/.test(said) ? Number(said) : (Date.parse(said) - startedAt) / 1000;
  return seconds > 0 ? { retryAfter: String(Math.ceil(seconds)) } : {};
}

/** The finding for a reply of any kind. */
export function replyFinding(reply: Reply, target: Target): Finding | undefined {
  return reply.kind === 'failure' ? failureFinding(reply, target) : answerFinding(reply, target);
}

/** Claude Code follows 307 and 308 on the same origin; 301 and 302 lose the body, another origin the credential (measured). */
function redirectKind(found: Finding, { status, headers }: ResponseReply, target: Target): Finding {
  const location = headers['location'];
  if (location === undefined || ![307, 308].includes(status)) return found;
  const to = URL.canParse(location, target.url) ? new URL(location, target.url) : undefined;
  const same = to !== undefined && URL.canParse(target.url) && to.origin === new URL(target.url).origin;
  const followed = inWordsOf(found, same ? ['followed'] : []);
  return followed === found ? found : { ...followed, severity: 'warning' };
}

/** A line for a finding: what went wrong, in the words of the evidence. */
export function problem(found: Finding): Judged {
  return {
    outcome: found.severity === 'error' ? 'problem' : found.severity === 'warning' ? 'warning' : 'ok',
    detail: found.evidence,
    findings: [found],
    ...(rowOf(found).askedTooOften === 'certainly' ? { stopsPaid: t('the gateway reports too many requests') } : {}),
  };
}
