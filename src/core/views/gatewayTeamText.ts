import { t } from '@vscode/l10n';
import type { CauseId, Owner } from '../causes/causes';
import { TROUBLESHOOTING } from '../causes/table';
import type { ErrorExplanation } from '../explain/explanation';
import { tableText } from '../text/tableText';
import { clipLine, redact } from '../words/redact';
import { SESSION_HEADER, type RequestTraces } from '../explain/requestTraces';

/** What is sent to whoever runs the gateway. Everything in it is printable and free of secrets. */
export interface TeamTextInput {
  readonly explanation: ErrorExplanation;
  readonly traces: RequestTraces;
  /** ISO 8601 with a zone: when the check ran, or when the error was explained. */
  readonly at: string;
  /** Who sent the request: Claude Code, or a check of this product, which has no session. */
  readonly sender: 'claude-code' | { readonly userAgent: string };
  /** Path and query of the request. */
  readonly path: string;
  /** What the check did that found it, in words. */
  readonly check?: string | undefined;
}

/** The path at which Claude Code asks, below the base URL. */
export const MESSAGES_PATH = '/v1/messages?beta=true';

/** Who is written to, as a title. */
function titleFor(owner: Owner): string {
  if (owner === 'network-team') return t('For our network team: Claude Code can’t connect to the LLM gateway');
  if (owner === 'administrator') return t('For our administrator: Claude Code and the LLM gateway');
  return t('For our gateway team: Claude Code and the LLM gateway');
}

/** What they should look at: the remedies of the table are for the person who has the error. */
function checksFor(cause: CauseId, certain: boolean): readonly string[] {
  const { gatewayTeam = [], gatewayTeamInDoubt = gatewayTeam } = TROUBLESHOOTING[cause];
  const checks = certain ? gatewayTeam : gatewayTeamInDoubt;
  return checks.length === 0
    ? [t('Please check your log to see what happened to this request.')]
    : checks.map(tableText);
}

function checkLines({ certain, cause, title, others }: ErrorExplanation): readonly string[] {
  if (certain) return checksFor(cause, true);
  const question =
    others.length === 0
      ? []
      : [
          t('Please check which of these it was: {causes}', {
            causes: [title, ...others.map((other) => other.title)].join(' '),
          }),
        ];
  return [
    ...new Set([
      ...question,
      ...[cause, ...others.map((other) => other.cause)].flatMap((one) => checksFor(one, false)),
    ]),
  ];
}

function speakerLine({ certain, saidBy, speaker }: ErrorExplanation): string {
  return certain || speaker === 'unknown'
    ? t('Source: {source}', { source: saidBy })
    : t('Possible source: {source}', { source: saidBy });
}

/** The text to send: what happened, what to look for in their log, what to check. */
export function gatewayTeamText({ explanation, traces, at, sender, path, check }: TeamTextInput): string {
  const { title, certain, ownerId, cause, evidence, status, host, docs } = explanation;
  const happened = certain ? title : t('Not certain. Most likely: {cause}', { cause: title });
  const session =
    sender !== 'claude-code'
      ? [`user-agent: ${sender.userAgent}`]
      : [
          traces.session === undefined
            ? t('header {header}: Claude Code sends it with every request; the error doesn’t include its value', {
                header: SESSION_HEADER,
              })
            : `${SESSION_HEADER}: ${traces.session}`,
        ];
  const time =
    traces.time === undefined
      ? sender === 'claude-code'
        ? t('shortly before {time}', { time: at })
        : at
      : traces.time;
  const log = [
    t('time: {time}', { time }),
    ...(check === undefined ? [] : [t('found by this check: {check}', { check: clipLine(check, 100) })]),
    t('request: {request}', { request: `POST ${path}` }),
    ...(host === undefined ? [] : [t('host: {host}', { host })]),
    ...(status === undefined ? [] : [t('response status: {status}', { status })]),
    ...session,
    ...traces.ids.map(({ name, value }) => `${name}: ${value}`),
  ];
  const lines = [
    titleFor(ownerId),
    '',
    t('Problem: {problem}', { problem: happened }),
    t('Evidence: {evidence}', { evidence }),
    speakerLine(explanation),
    '',
    t('To find the request in your log:'),
    ...log.map((line) => `- ${line}`),
    '',
    t('Next steps:'),
    ...checkLines(explanation).map((line) => `- ${line}`),
    '',
    `${docs} (${cause})`,
    t('This text contains no credentials.'),
    '',
  ];
  return redact(lines.join('\n'));
}
