import { t } from '@vscode/l10n';
import type { LastCheck } from '../probes/lastCheck';

/** When the gateway was last checked, and whether that used tokens. @example "Checked 3 minutes ago (no tokens used)" */
export function lastCheckText(last: LastCheck | undefined, now: number): string {
  if (last === undefined) return t('Not checked yet');
  const at = Math.max(last.at, last.recheckedAt ?? 0);
  const free = last.scope === 'free' || at > last.at;
  const minutes = Math.max(0, Math.floor((now - at) / 60_000));
  if (minutes < 1) return free ? t('Checked just now (no tokens used)') : t('Checked just now');
  if (minutes === 1) return free ? t('Checked a minute ago (no tokens used)') : t('Checked a minute ago');
  if (minutes < 60)
    return free
      ? t('Checked {count} minutes ago (no tokens used)', { count: minutes })
      : t('Checked {count} minutes ago', { count: minutes });
  const when = new Date(at).toLocaleString();
  return free ? t('Checked on {when} (no tokens used)', { when }) : t('Checked on {when}', { when });
}
