import { t } from '@vscode/l10n';
import { messagesUrl, reviewBaseUrl, type UrlReview } from '../../core/claude/baseUrl';
import {
  CREDENTIAL_KINDS,
  HEADER_LABEL,
  reviewCredential,
  reviewHelperCommand,
  type CredentialKind,
} from '../../core/claude/credential';
import { Secret } from '../../core/words/secret';
import { tableText } from '../../core/text/tableText';
import { askOption, askText, type Answer, type Remark, type StepFrame } from './quickSteps';

const TOTAL = 5;

/** The heading of a step. */
export function frame(step: number): StepFrame {
  return { title: t('Connect to Gateway'), step, total: TOTAL };
}

/** Step 1: the base URL, judged while it is typed; anything doubtful is asked about before it’s used. */
export async function askBaseUrl(current: string | undefined): Promise<Answer<string>> {
  let value = current;
  for (;;) {
    const answer = await askText(frame(1), {
      ...(value === undefined ? {} : { value }),
      prompt: t('The address of your organization’s LLM gateway'),
      placeholder: 'https://llm-gateway.example.com',
      review: (typed) => remarkOn(reviewBaseUrl(typed)),
    });
    if (answer.kind !== 'value') return answer;
    value = answer.value;
    const settled = await settleUrl(reviewBaseUrl(value));
    if (settled.kind !== 'back') return settled;
  }
}

/** Step 2: what the user was given. */
export function askKind(current: CredentialKind | undefined): Promise<Answer<CredentialKind>> {
  const known = (['bearer', 'api-key', 'helper'] as const).map((value) => {
    const { label, hint, variable } = CREDENTIAL_KINDS[value];
    return { label: tableText(label), description: variable, detail: tableText(hint), value };
  });
  const unknown = {
    label: t('I wasn’t told'),
    description: t('finds out which header your gateway reads'),
    detail: t('Tries Authorization: Bearer first, and x-api-key if the gateway rejects it.'),
    value: 'unknown' as const,
  };
  return askOption<CredentialKind>(frame(2), t('What did your gateway team give you?'), [...known, unknown], current);
}

/** Step 3: the credential in a password box, or the command that prints it. */
export async function askCredential(
  kind: CredentialKind,
  host: string,
  current: Secret | undefined,
): Promise<Answer<Secret>> {
  const command = kind === 'helper';
  const answer = await askText(frame(3), {
    ...(current === undefined ? {} : { value: current.reveal() }),
    prompt: command
      ? t('The command that prints the credential. It runs now, and Claude Code runs it from then on.')
      : t('The credential for {host}. It isn’t sent anywhere else.', { host }),
    placeholder: command ? '~/bin/get-gateway-key.sh' : t('Paste it here'),
    password: !command,
    review: (value) => errorRemark(command ? reviewHelperCommand(value) : reviewCredential(value)?.message),
  });
  return answer.kind === 'value' ? { kind: 'value', value: new Secret(answer.value) } : answer;
}

/** The sentence above the choice of where to write: what was verified, and what that means. Short, because VS Code cuts off long ones. */
export function verifiedSentence(
  asked: CredentialKind,
  found: Exclude<CredentialKind, 'unknown'>,
  claudeInstalled: boolean,
): string {
  const { variable, header } = CREDENTIAL_KINDS[found];
  if (!claudeInstalled) return t('Verified, but Claude Code isn’t enabled here, so VS Code doesn’t know its setting.');
  return asked === 'unknown'
    ? t('Verified: your gateway reads {header} ({variable}). Where should it be written?', {
        header: tableText(HEADER_LABEL[header]),
        variable,
      })
    : t('Verified: the gateway accepted the credential. Where should it be written?');
}

async function settleUrl({ url, issues }: UrlReview): Promise<Answer<string>> {
  const offer = issues.find(({ kind }) => kind === 'offer');
  if (offer?.suggestion !== undefined) {
    const better = {
      label: t('Use {url}', { url: offer.suggestion }),
      description: t('recommended'),
      detail: t('Requests will go to {url}', { url: messagesUrl(offer.suggestion) }),
      value: offer.suggestion,
    };
    const keep =
      url === undefined
        ? []
        : [
            {
              label: t('Keep {url}', { url }),
              detail: t('Requests will go to {url}', { url: messagesUrl(url) }),
              value: url,
            },
          ];
    const answer = await askOption(backFrame(), offer.question ?? offer.message, [better, ...keep]);
    return answer.kind === 'value' ? settleUrl(withoutOffers(reviewBaseUrl(answer.value), answer.value)) : answer;
  }
  if (issues.some(({ kind }) => kind === 'confirm') && url !== undefined) {
    const answer = await askOption(backFrame(), t('http:// sends your credential unencrypted over the network.'), [
      {
        label: t('Change the address'),
        detail: t('For example, {url}', { url: url.replace(/^http:/i, 'https:') }),
        value: false,
      },
      {
        label: t('Use {url} anyway', { url }),
        detail: t('Anyone on the network path can read your credential.'),
        value: true,
      },
    ]);
    return answer.kind !== 'value' ? answer : answer.value ? { kind: 'value', value: url } : { kind: 'back' };
  }
  return url === undefined ? { kind: 'back' } : { kind: 'value', value: url };
}

/** Once the user has chosen, the same offer is not made again. */
function withoutOffers(review: UrlReview, chosen: string): UrlReview {
  return { url: review.url ?? chosen, issues: review.issues.filter(({ kind }) => kind !== 'offer') };
}

/** A question within the first step; it has a Back button although the first step has none. */
function backFrame(): StepFrame {
  return { ...frame(1), back: true };
}

function remarkOn({ issues }: UrlReview): Remark | undefined {
  const [issue] = issues;
  if (issue === undefined) return undefined;
  return { message: issue.message, severity: issue.kind === 'refuse' ? 'error' : 'warning' };
}

function errorRemark(message: string | undefined): Remark | undefined {
  return message === undefined ? undefined : { message, severity: 'error' };
}
