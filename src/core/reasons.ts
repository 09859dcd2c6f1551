import type { CauseId } from './causes';
import type { PredictedRequest } from './predict';

/** Why nothing is sent, as it reads after “nothing is sent:”. */
const REASONS: Partial<Record<CauseId, (detail: string) => string>> = {
  'managed-settings-broken': (detail) => `${detail} cannot be read, and Claude Code does not start`,
  'claude-state-broken': (detail) => `${detail} is damaged, and Claude Code does not start`,
  'managed-first-party-login': (detail) => `managed settings demand a login (${detail})`,
  'provider-credential-missing': (detail) => `no credential for ${detail} is found`,
  'provider-variable-missing': (detail) => `${detail} is missing`,
  'provider-variable-conflict': (detail) => `${detail} and a base URL exclude each other`,
  'credential-invalid': (detail) => `${detail} holds a character that no header can carry`,
  'custom-headers-invalid': (detail) => `ANTHROPIC_CUSTOM_HEADERS cannot be sent: ${detail}`,
  'base-url-invalid': () => 'the base URL is no address that a request can go to',
};

/** Why nothing is sent, in words. */
export function reasonOf({ reason, detail = 'it cannot start' }: PredictedRequest): string {
  return (reason === undefined ? undefined : REASONS[reason]?.(detail)) ?? detail;
}
