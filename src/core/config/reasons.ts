import { t } from '@vscode/l10n';
import type { CauseId } from '../causes/causes';
import type { PredictedRequest } from './predict';

/** Why nothing is sent, as it reads after “nothing is sent:”. */
const REASONS: Partial<Record<CauseId, (detail: string) => string>> = {
  'managed-settings-broken': (detail) => t('{file} cannot be read, and Claude Code does not start', { file: detail }),
  'claude-state-broken': (detail) => t('{file} is damaged, and Claude Code does not start', { file: detail }),
  'managed-first-party-login': (detail) => t('managed settings demand a login ({detail})', { detail }),
  'provider-credential-missing': (detail) => t('no credential for {provider} is found', { provider: detail }),
  'provider-variable-missing': (detail) => t('{variable} is missing', { variable: detail }),
  'provider-variable-conflict': (detail) => t('{variable} and a base URL exclude each other', { variable: detail }),
  'credential-invalid': (detail) => t('{variable} holds a character that no header can carry', { variable: detail }),
  'custom-headers-invalid': (detail) =>
    t('{variable} cannot be sent: {detail}', { variable: 'ANTHROPIC_CUSTOM_HEADERS', detail }),
  'base-url-invalid': () => t('the base URL is no address that a request can go to'),
};

/** Why nothing is sent, in words. */
export function reasonOf({ reason, detail = t('it cannot start') }: PredictedRequest): string {
  return (reason === undefined ? undefined : REASONS[reason]?.(detail)) ?? detail;
}
