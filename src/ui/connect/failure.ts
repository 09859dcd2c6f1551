import { t } from '@vscode/l10n';
import { explain, rowOf, verdictOf, type Finding } from '../../core/causes/findings';
import type { ConnectFix } from '../../core/causes/row';
import { ask, type Choice } from '../window/messages';

const LABEL = {
  url: 'Change the Address',
  kind: 'Change Kind of Credential',
  credential: 'Enter the Credential Again',
  'other-header': 'Try the Other Header',
  again: 'Try Again',
} as const satisfies Record<ConnectFix, string>;

/** Shows why verification failed, who acts, and the way back. @returns undefined when the user stops. */
export function showFailure(found: Finding, mayTryOtherHeader: boolean): Promise<ConnectFix | undefined> {
  const { remedy } = explain(found);
  const { fixedInConnect = ['again', 'url'] } = rowOf(found);
  const steps = fixedInConnect.filter((step) => step !== 'other-header' || mayTryOtherHeader);
  const detail = [
    t('Evidence: {evidence}.', { evidence: found.evidence }),
    ...remedy.slice(1),
    t('Nothing was written.'),
  ].join('\n');
  return ask(
    'error',
    verdictOf(found),
    detail,
    steps.map((step): Choice<ConnectFix> => ({ label: t(LABEL[step]), value: step })),
  );
}
