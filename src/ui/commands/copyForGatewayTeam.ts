import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { explainFinding, type ErrorExplanation } from '../../core/explain/explanation';
import { rowOf, type Finding } from '../../core/causes/findings';
import { gatewayTeamText, MESSAGES_PATH, type TeamTextInput } from '../../core/views/gatewayTeamText';
import { isConfigured } from '../../core/config/predict';
import { timeWithZone } from '../../core/explain/requestTraces';
import { isSecretVariable } from '../../core/claude/variables';
import { findingIn } from './findingArgument';
import type { Documents } from '../views/documents';
import { COMMANDS } from '../ids';
import { tell } from '../window/messages';
import type { State, Store } from '../store';
import { secretsIn } from '../../core/config/knownSecrets';
import { probeBehind } from '../../core/probes/lastCheck';

/**
 * Copies the text for whoever runs the gateway: about a finding of the tree, about the error that is explained in the active
 * editor, or else about what was found here.
 */
export async function copyForGatewayTeam(
  store: Store,
  documents: Documents,
  version: string,
  argument: unknown,
): Promise<void> {
  const state = store.state ?? (await store.fresh());
  const found = findingIn(argument);
  const explained =
    found === undefined
      ? documents.explanationAt(
          argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri,
        )
      : undefined;
  if (explained !== undefined) {
    await copy({
      explanation: withHost(explained.explanation, state),
      traces: explained.traces,
      at: zoned(explained.at),
      sender: 'claude-code',
      path: pathOf(state),
    });
    return;
  }
  const own = found ?? findingOfOthers(state);
  if (own === undefined) {
    tell(
      'info',
      t('Nothing found here is for your gateway team to fix. If you have an error message, explain it first.'),
      [
        { label: t('Explain an Error…'), value: COMMANDS.explainError },
        { label: t('Check Connection'), value: COMMANDS.checkConnection },
      ],
    );
    return;
  }
  const explanation = withHost(explainFinding(own, secretsIn(state.assessments, isSecretVariable)), state);
  // A check that found it knows when, and is in their log under its own name.
  const checked =
    state.lastCheck?.findings.some(({ cause }) => cause === own.cause) === true ? state.lastCheck : undefined;
  const behind = checked === undefined ? undefined : probeBehind(own, checked);
  const sender = checked === undefined ? 'claude-code' : { userAgent: `llm-gateway-connect/${version}` };
  await copy({
    explanation,
    traces: { ids: [], session: undefined, time: undefined },
    at: zoned(behind?.at ?? checked?.at ?? Date.now()),
    sender,
    path: pathOf(state),
    check: behind?.label,
  });
}

async function copy(input: TeamTextInput): Promise<void> {
  await vscode.env.clipboard.writeText(gatewayTeamText(input));
  tell(
    'info',
    t('Copied. Paste it into a message to {recipient}. It contains no credentials.', {
      recipient: recipient(input.explanation),
    }),
  );
}

function recipient({ ownerId }: ErrorExplanation): string {
  if (ownerId === 'network-team') return t('your network team');
  return ownerId === 'administrator' ? t('your administrator') : t('your gateway team');
}

/** First what others need to act on, then what the gateway itself said. */
function findingOfOthers({ health, lastCheck }: State): Finding | undefined {
  return health.findings.find((found) => rowOf(found).owner !== 'you') ?? lastCheck?.findings[0];
}

function withHost(explanation: ErrorExplanation, { main: { request } }: State): ErrorExplanation {
  return explanation.host !== undefined || !isConfigured(request)
    ? explanation
    : { ...explanation, host: request.host };
}

/** The path that Claude Code sends its requests to here, as the gateway's log has it. */
function pathOf({ main: { request } }: State): string {
  const { printableUrl: shown } = request;
  if (!isConfigured(request) || !URL.canParse(shown)) return MESSAGES_PATH;
  const { pathname, search } = new URL(shown);
  return `${pathname}${search}`;
}

function zoned(ms: number): string {
  return timeWithZone(ms, -new Date(ms).getTimezoneOffset());
}
