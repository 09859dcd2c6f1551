import { t } from '@vscode/l10n';
import { sourceRow, type SourceId } from '../claude/sources';
import type { ResolvedConfig } from './resolve';
import type { ForcedLogin } from './snapshot';

/** A demand for a login that counts on this surface. */
export interface CountingLogin extends ForcedLogin {
  /** For sentences: `forceLoginMethod is console`. */
  readonly label: string;
  readonly source: SourceId;
}

/** The demands for a login that count: of managed settings only (measured). The merged value of each key, so at most one each. */
export function forcedLogins(config: ResolvedConfig): CountingLogin[] {
  const managed = config.readings.filter(({ id }) => sourceRow(id).managed);
  const method = managed.find(({ forceLogin }) => forceLogin?.method !== undefined);
  const organization = managed.find(({ forceLogin }) => forceLogin?.organization === true);
  return [
    ...(method?.forceLogin?.method === undefined
      ? []
      : [
          {
            method: method.forceLogin.method,
            organization: false,
            label: t('{key} is {value}', { key: 'forceLoginMethod', value: method.forceLogin.method }),
            source: method.id,
          },
        ]),
    ...(organization === undefined
      ? []
      : [
          {
            method: undefined,
            organization: true,
            label: t('{key} is set', { key: 'forceLoginOrgUUID' }),
            source: organization.id,
          },
        ]),
  ];
}
