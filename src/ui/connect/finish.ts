import { t } from '@vscode/l10n';
import { assess, type Assessment } from '../../core/checks/assessment';
import { hostOf } from '../../core/claude/baseUrl';
import { awaitsApproval } from '../../core/config/predict';
import { effectiveValue } from '../../core/config/resolve';
import { requestKey, type LastCheck } from '../../core/probes/lastCheck';
import { onceApproved, sendsAsVerified, type Connection, type Places } from '../../core/writing/connectionPlan';
import { COMMANDS } from '../ids';
import type { Store } from '../store';
import { tell } from '../window/messages';
import { withProgressInStatusBar } from '../window/screen';
import { approvalMessage, openApprovalTerminal } from './approval';

/** Milliseconds in which VS Code reads a changed settings file; on a busy machine it takes seconds (measured). */
const READING_TAKES_AT_MOST = 15_000;

/** Waits until VS Code has read the new settings, keeps the verification as the last check, and says what is next. */
export async function finish(
  connection: Connection,
  targets: Places,
  verified: LastCheck | undefined,
  store: Store,
): Promise<void> {
  const host = hostOf(connection.baseUrl);
  const report = { label: t('Show Report'), value: COMMANDS.showReport };
  const reload = { label: t('Reload Window'), value: 'workbench.action.reloadWindow' };
  const outcome = await withProgressInStatusBar(t('Waiting for VS Code to read the new settings'), () =>
    outcomeOf(connection, store, targets.vscode ? READING_TAKES_AT_MOST : 0),
  );
  // The verification was sent without them.
  const further =
    outcome !== undefined && effectiveValue(outcome.assessment.config, 'ANTHROPIC_CUSTOM_HEADERS') !== undefined;
  if (outcome !== undefined && !further) await store.agreements.add(outcome.assessment);
  if (outcome !== undefined)
    await store.keep(
      verified === undefined
        ? undefined
        : { ...verified, at: Date.now(), target: requestKey(outcome.assessment.request), findings: [] },
    );
  if (outcome?.approved === true)
    tell(
      'info',
      t('Connected to {host}. New Claude Code conversations use it. To use it in open ones too, reload the window.', {
        host,
      }),
      [reload, report],
    );
  else if (outcome !== undefined)
    tell('warning', approvalMessage(host, targets.terminal), [
      { label: t('Open Terminal'), value: openApprovalTerminal },
      report,
    ]);
  else if (targets.vscode)
    tell(
      'warning',
      t(
        'The settings were written, but Claude Code in this window doesn’t use them yet. Reload the window. If that doesn’t help, the report shows what overrides them.',
      ),
      [reload, report],
    );
  else
    tell('info', t('Written for claude in the terminal, which uses {host} the next time it starts.', { host }), [
      report,
    ]);
}

/** The outcome: what is in force from now on, or once the key is approved. */
interface Outcome {
  readonly assessment: Assessment;
  readonly approved: boolean;
}

/** The outcome as soon as this window sends what was verified; undefined when that doesn’t happen in time. */
async function outcomeOf(connection: Connection, store: Store, timeoutMs: number): Promise<Outcome | undefined> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const { main, snapshot } = await store.fresh();
    if (sendsAsVerified(main.request, connection)) return { assessment: main, approved: true };
    const later = assess(onceApproved(connection, snapshot), main.surface);
    if (awaitsApproval(main.request) && sendsAsVerified(later.request, connection))
      return { assessment: later, approved: false };
    if (Date.now() >= end) return undefined;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
}
