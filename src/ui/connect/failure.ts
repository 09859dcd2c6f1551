import { t } from '@vscode/l10n';
import type { CauseId } from '../../core/causes/causes';
import { explain, verdictOf, type Finding } from '../../core/causes/findings';
import { ask, type Choice } from '../window/messages';

/** Where the user goes from a failed verification. */
export type Mend = 'url' | 'kind' | 'credential' | 'other-header' | 'again';

const LABEL = {
  url: 'Change the Address',
  kind: 'Change the Kind',
  credential: 'Enter the Credential Again',
  'other-header': 'Try the Other Header',
  again: 'Try Again',
} as const satisfies Record<Mend, string>;

/** The steps that can mend a cause, the likeliest first. What is not listed can only be tried again, or started over. */
const MENDS: Readonly<Partial<Record<CauseId, readonly Mend[]>>> = {
  'credential-rejected': ['credential', 'other-header', 'url'],
  'wrong-credential-header': ['other-header', 'kind'],
  'provider-credential-rejected': ['credential', 'again'],
  'model-not-permitted': ['credential', 'again'],
  'budget-exceeded': ['credential', 'again'],
  'gateway-unreachable': ['url', 'again'],
  'dns-failure': ['url', 'again'],
  'connect-timeout': ['again', 'url'],
  'corporate-proxy': ['again', 'url'],
  'tls-untrusted': ['url', 'again'],
  'non-api-response': ['url', 'again'],
  redirected: ['url', 'again'],
  'wrong-base-path': ['url', 'again'],
  'api-format-mismatch': ['url', 'again'],
  'waf-blocked': ['again', 'url'],
  'helper-failed': ['credential', 'again'],
};

/** Shows why verification failed, who acts, and the way back. @returns undefined when the user stops. */
export function showFailure(found: Finding, mayTryOtherHeader: boolean): Promise<Mend | undefined> {
  const { remedy } = explain(found);
  const mends = (MENDS[found.cause] ?? ['again', 'url']).filter((mend) => mend !== 'other-header' || mayTryOtherHeader);
  const detail = [
    t('Seen: {evidence}.', { evidence: found.evidence }),
    ...remedy.slice(1),
    t('Nothing was written.'),
  ].join('\n');
  return ask(
    'error',
    verdictOf(found),
    detail,
    mends.map((mend): Choice<Mend> => ({ label: t(LABEL[mend]), value: mend })),
  );
}
