import { t } from '@vscode/l10n';
import type { DiagnosisPlan } from '../../host/run/diagnose';
import { commandText, isLong, type Consent } from '../window/commandConsent';

/** What the one question before a full diagnosis says. */
export interface ConsentInput {
  readonly plan: DiagnosisPlan;
  /** Printable. */
  readonly host: string;
  /** A command prints the credential, and isn't run because the folder isn't trusted yet. */
  readonly helperLeftOut: boolean;
  /** A sentence saying that the opened folder sets the proxy or certificates. */
  readonly folderNetwork?: string | undefined;
}

/** The setting that caps what a full diagnosis may cost. */
export const MOST_PAID_SETTING = 'llmGateway.diagnosis.maxPaidRequests';
/** Its default, also for a setting that isn't a number. */
const MOST_PAID = 12;

/** The cap that applies; a settings file can contain anything. */
export function mostPaidOf(setting: unknown): number {
  return typeof setting === 'number' && Number.isFinite(setting) ? Math.max(0, Math.floor(setting)) : MOST_PAID;
}

/** Says before a full diagnosis what will be sent, what it may cost, and which command will be run. */
export function consentFor({
  plan: { probes, paid, tokens, helper },
  host,
  helperLeftOut,
  folderNetwork,
}: ConsentInput): Consent {
  const paragraphs = [
    t(
      'Up to {probes} checks run from here: the network path to the gateway, its certificate, what it accepts, and how it handles what Claude Code sends.',
      { probes },
    ),
    costOf(paid, tokens),
    ...(folderNetwork === undefined ? [] : [folderNetwork]),
    ...(helper === undefined || helper.refused !== undefined
      ? []
      : [
          isLong(helper) ? t('The command that you agreed to will be run to get the credential.') : commandText(helper),
        ]),
    ...(helper?.refused === undefined
      ? []
      : [
          t(
            'The command that prints the credential won’t be run: {problem}. Checks that need the credential are skipped.',
            { problem: helper.refused },
          ),
        ]),
    ...(helperLeftOut
      ? [
          t(
            'In Restricted Mode, the command that prints the credential isn’t run. Checks that need the credential are skipped.',
          ),
        ]
      : []),
  ];
  return { message: t('Run the full diagnosis of {host}?', { host }), detail: paragraphs.join('\n\n') };
}

function costOf(paid: number, tokens: number): string {
  if (paid === 0) return t('No request that may use tokens is sent.');
  const limits = { paid, tokens, setting: MOST_PAID_SETTING };
  if (paid === 1)
    return t(
      tokens === 1
        ? 'At most 1 of the requests may use tokens, with at most {tokens} output token. The setting {setting} limits it.'
        : 'At most 1 of the requests may use tokens, with at most {tokens} output tokens. The setting {setting} limits it.',
      limits,
    );
  return t(
    'At most {paid} of the requests may use tokens, with at most {tokens} output tokens in total. The setting {setting} limits them.',
    limits,
  );
}
