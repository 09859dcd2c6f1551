import { t } from '@vscode/l10n';
import { TROUBLESHOOTING } from '../causes/table';
import { tableText } from '../text/tableText';
import type { PredictedRequest } from './predict';

/** Why nothing is sent, as it reads after “nothing is sent:”. */
export function reasonOf({ reason, detail = t('it can’t start') }: PredictedRequest): string {
  const words = reason === undefined ? undefined : TROUBLESHOOTING[reason].nothingSent?.words;
  return words === undefined ? detail : tableText(words).replace(/\{\w+\}/, () => detail);
}
