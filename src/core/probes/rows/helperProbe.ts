import { t } from '@vscode/l10n';
import { finding, type Finding } from '../../causes/findings';
import { credentialsFor } from '../probeRequest';
import { factsOf, withVariant } from '../answers';
import { probe, type Judged, type Probe } from '../probe';
import type { HelperObservation } from '../observations';
import type { Target } from '../target';

/** A command that takes longer waits for somebody, such as a sign-in in a browser. */
const TIMEOUT_MS = 30_000;
/** From here on Claude Code shows a notice that it waits for the command. */
const NOTICE_MS = 10_000;
/**
 * Beside ANTHROPIC_AUTH_TOKEN Claude Code sends its request without waiting for the command. Measured: one that answers at once is
 * in time, of 0.3 seconds it is now and then, of a second never.
 */
const IN_TIME_MS = 300;
/** How long Claude Code keeps what the command printed, unless CLAUDE_CODE_API_KEY_HELPER_TTL_MS says otherwise. */
const KEPT_S = 300;

/** Runs the command that prints the credential, once, and judges it as Claude Code does. What comes after it uses the credential. */
export const helperProbe: Probe<'helper'> = probe({
  id: 'helper',
  label: 'Credential command',
  asks: 'Does the command print a usable credential, and in time?',
  kind: 'helper',
  after: [],
  paid: 0,
  timeoutMs: TIMEOUT_MS,
  act: ({ helper }) => {
    if (helper === undefined) return { skip: t('no command is set up'), hidden: true };
    return helper.mayRun ? { command: helper.command } : { skip: helper.refused ?? t('not run in Restricted Mode') };
  },
  judge,
});

/** What there is to say when the command may not be run; a probe that is skipped says nothing. */
export function helperNotRun({ helper }: Target): Finding[] {
  if (helper === undefined || helper.mayRun) return [];
  const { refused } = helper;
  if (refused === undefined) return [finding('helper-not-run', t('Restricted Mode'))];
  return [
    withVariant(
      {
        ...finding('helper-not-run', refused, { detail: `${refused.charAt(0).toUpperCase()}${refused.slice(1)}.` }),
        severity: 'warning',
      },
      'disguised',
    ),
  ];
}

function judge(seen: HelperObservation, target: Target): Judged {
  const { secret, ms, expires } = seen;
  if (secret === undefined) {
    const evidence = seen.problem ?? t('the command printed nothing');
    return {
      outcome: 'problem',
      detail: evidence,
      findings: [
        finding('helper-failed', evidence, {
          ...factsOf(target),
          detail: `${evidence.charAt(0).toUpperCase()}${evidence.slice(1)}.`,
        }),
      ],
    };
  }
  const learned: Partial<Target> =
    target.helper === undefined
      ? {}
      : { credentials: { ...target.credentials, ...credentialsFor(target.helper.fills, secret) } };
  if (target.helper?.fills === 'x-api-key' && ms >= IN_TIME_MS) {
    return {
      outcome: 'ok',
      detail: t(
        'printed a credential after {seconds} seconds, usually too late: when {variable} is set, Claude Code doesn’t wait for the command',
        { seconds: (ms / 1000).toFixed(1), variable: 'ANTHROPIC_AUTH_TOKEN' },
      ),
    };
  }
  const left = expires === undefined ? undefined : expires - target.startedAt / 1000;
  if (expires !== undefined && left !== undefined && left <= 0) {
    const evidence = t('the command printed a credential that expired on {date}', { date: dateOf(expires) });
    // A warning: the gateway is asked all the same, and when it refuses the credential, this is why and as grave.
    const found = withVariant(
      {
        ...finding('helper-failed', evidence, {
          ...factsOf(target),
          detail: t('It expired on {date}.', { date: dateOf(expires) }),
        }),
        severity: 'warning',
      },
      'expired',
    );
    return { outcome: 'warning', detail: evidence, findings: [found], learned };
  }
  if (ms > NOTICE_MS) {
    const took = { seconds: Math.round(ms / 1000), limit: NOTICE_MS / 1000 };
    const evidence = t('printed a credential after {seconds} seconds; Claude Code shows a notice after {limit}', took);
    const found = withVariant(
      {
        ...finding('helper-failed', evidence, { ...factsOf(target), detail: t('It took {seconds} seconds.', took) }),
        severity: 'warning',
      },
      'slow',
    );
    return { outcome: 'warning', detail: evidence, findings: [found], learned };
  }
  if (expires === undefined || left === undefined) return { outcome: 'ok', detail: t('printed a credential'), learned };
  if (left < KEPT_S)
    return {
      outcome: 'ok',
      detail: t(
        left <= 1
          ? 'printed a credential that expires in {seconds} second; Claude Code keeps it for {kept}'
          : 'printed a credential that expires in {seconds} seconds; Claude Code keeps it for {kept}',
        {
          seconds: Math.ceil(left),
          kept: KEPT_S,
        },
      ),
      learned,
    };
  return {
    outcome: 'ok',
    detail: t('printed a credential that expires on {date}', { date: dateOf(expires) }),
    learned,
  };
}

/** In UTC, to the minute. @example "2026-11-21 18:52 UTC" */
function dateOf(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
