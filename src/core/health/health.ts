import { t } from '@vscode/l10n';
import { finding, rowOf, verdictOf, type Finding } from '../causes/findings';
import { isSentInBackground } from '../config/credentialHeaders';
import { isConfigured, type PredictedRequest } from '../config/predict';
import { findingsToShow, isOver } from '../causes/silence';
import { tableText } from '../text/tableText';
import { type LastCheck, requestKey } from '../probes/lastCheck';

/** How it stands, in one word for the status bar. */
export type HealthState = 'not-set-up' | 'checking' | 'not-checked' | 'connected' | 'warning' | 'problem' | 'offline';

/** The one verdict that every view shows. */
export interface Health {
  readonly state: HealthState;
  /** Status bar text after `Gateway: `. */
  readonly word: string;
  /** One sentence: what is the matter and who acts. */
  readonly verdict: string;
  readonly findings: readonly Finding[];
}

/**
 * The verdict over configuration and last check. @param offline no network is there: what is known of the gateway waits.
 * @param unchecked how to say why the gateway is not asked in the background, where there is a reason to name.
 */
export function healthOf(
  request: PredictedRequest,
  staticFindings: readonly Finding[],
  lastCheck: LastCheck | undefined,
  checking: boolean,
  offline = false,
  unchecked?: Pick<Health, 'word' | 'verdict'>,
): Health {
  const current = lastCheck?.target === requestKey(request) ? lastCheck : undefined;
  const findings = findingsToShow([
    ...(offline && isConfigured(request)
      ? [finding('offline', t('this machine has no active network interface'))]
      : []),
    ...(current?.findings ?? []),
    ...notOver(staticFindings, current),
  ]);
  const [first] = findings;
  const { host } = request;
  if (checking) return { state: 'checking', word: t('checking…'), verdict: t('Checking {host}…', { host }), findings };
  if (first?.severity === 'error')
    return {
      state: rowOf(first).healthState ?? 'problem',
      word: tableText(rowOf(first).short),
      verdict: verdictOf(first),
      findings,
    };
  // What was not read may set it up.
  const unread = first?.severity === 'warning' && rowOf(first).hidesSettings === true;
  if (!isConfigured(request) && !unread)
    return {
      state: 'not-set-up',
      word: t('not set up'),
      verdict: t('No gateway is set up here. Run Gateway: Connect to Gateway.'),
      findings,
    };
  if (first?.severity === 'warning')
    return { state: 'warning', word: tableText(rowOf(first).short), verdict: verdictOf(first), findings };
  if (current === undefined && unchecked !== undefined) return { state: 'not-checked', ...unchecked, findings };
  if (current === undefined)
    return {
      state: 'not-checked',
      word: t('not checked'),
      verdict: t('Set up for {host}, not checked yet. Run Gateway: Check Connection.', { host }),
      findings,
    };
  const skipped = current.probes.find(({ id, outcome }) => id === 'messages' && outcome === 'skipped');
  if (skipped !== undefined && current.probes.some(({ id, outcome }) => id === 'errors' && outcome === 'ok'))
    return {
      state: 'not-checked',
      word: t('reachable'),
      verdict: t('{host} responds and all free checks passed. No model was called: {detail}.', {
        host,
        detail: skipped.detail,
      }),
      findings,
    };
  if (skipped !== undefined)
    return {
      state: 'not-checked',
      word: t('not checked'),
      verdict: t('Set up for {host}, but not checked: {detail}.', { host, detail: skipped.detail }),
      findings,
    };
  // A command was not run for it, a saved login never read, or the gateway took offence at something else first.
  const tried =
    isSentInBackground(request.headers) && current.probes.some(({ provesCredential }) => provesCredential === true);
  if (current.scope === 'free' && !tried)
    return {
      state: 'not-checked',
      word: t('reachable'),
      verdict: t('{host} responds. To check whether it accepts the credential, run Gateway: Check Connection.', {
        host,
      }),
      findings,
    };
  return {
    state: 'connected',
    word: t('connected'),
    verdict: t('Connected to {host}. No action needed.', { host }),
    findings,
  };
}

/** What the configuration only lets suspect of the way there is over once something has come back on it. */
function notOver(staticFindings: readonly Finding[], current: LastCheck | undefined): readonly Finding[] {
  const answered = current?.probes.some(({ id, outcome }) => id === 'messages' && outcome === 'ok') === true;
  return answered ? staticFindings.filter((found) => !isOver(found, 'answered')) : staticFindings;
}
