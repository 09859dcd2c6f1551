import { t } from '@vscode/l10n';
import type { CauseId, Owner } from '../causes/causes';
import type { ErrorExplanation } from '../explain/explanation';
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
  if (owner === 'network-team') return t('For our network team: Claude Code does not get through to the LLM gateway');
  if (owner === 'administrator') return t('For our administrator: Claude Code and the LLM gateway');
  return t('For our gateway team: Claude Code and the LLM gateway');
}

/** What they should look at where the cause is certain: the remedies of the table are for the person who has the error. */
function checksFor(cause: CauseId): readonly string[] {
  const checks: Partial<Record<CauseId, readonly string[]>> = {
    'provider-credential-rejected': [
      t(
        'Your gateway answered, but its key at the provider was refused. My own key is not the problem: it was accepted.',
      ),
      t(
        'Please check the provider key that the gateway uses: whether it is valid, belongs to the right account, and is used for this model.',
      ),
      t('If the gateway passes my key on to the provider, it has to replace it with its own.'),
    ],
    'credential-rejected': [
      t('Your gateway refused my key. The provider was not asked.'),
      t(
        'Please check whether my key is known to the gateway, active and not expired. If your log shows no key at all, something in front of the gateway takes the header out.',
      ),
    ],
    'wrong-credential-header': [
      t(
        'Your gateway refused my key because it came in the other header. Please tell us which header it reads: Authorization: Bearer, or x-api-key.',
      ),
    ],
    'oauth-beta-stripped': [t('Please check that the gateway passes the header anthropic-beta on as it comes.')],
    'unrecognized-fields': [
      t(
        'Please check that the gateway passes anthropic-beta and the fields of the body on together, or drops both together.',
      ),
    ],
    'adaptive-thinking-rejected': [
      t(
        'Please check whether the model behind this name accepts adaptive thinking, and whether the gateway is up to date.',
      ),
    ],
    'model-not-routed': [
      t(
        'Please check whether the gateway has a route for the model name in the request, and tell us which names it serves.',
      ),
    ],
    'model-not-permitted': [t('Please check whether my key, its team and its plan may use this model.')],
    'api-format-mismatch': [
      t(
        'Please check that the gateway serves the Anthropic Messages API (POST /v1/messages), not only the OpenAI format, and tell us its base URL.',
      ),
    ],
    'waf-blocked': [
      t(
        'Something in front of the gateway blocked the request: it is probably not in the gateway’s own log. Please look in the log of the firewall or load balancer, and let such requests through: they are large, and hold code.',
      ),
    ],
    'budget-exceeded': [t('Please check the budget of my key and of its team.')],
    'rate-limited': [
      t('Please check which limit was reached: of my key, of its team, or of the gateway at the provider.'),
    ],
    'request-too-large': [
      t(
        'Please check the limit for request bodies in the gateway and in everything in front of it. Requests of Claude Code can be several megabytes large.',
      ),
    ],
    'response-buffered': [
      t('Please check that nothing on the way buffers the answer: it is a stream of server-sent events.'),
    ],
    'stream-interrupted': [
      t(
        'Please check the time limits of the gateway and of everything in front of it: an answer can take minutes, and comes as a stream.',
      ),
    ],
    'connect-timeout': [t('Please check whether a firewall drops connections from my machine to this host.')],
    'address-unreachable': [
      t('Please check why connections to this address of the host vanish, or take the address out of the name.'),
    ],
    'tls-untrusted': [
      t(
        'Please check the certificate of this host: its dates, its names, and whether the intermediate certificates are sent with it.',
      ),
    ],
    'open-gateway': [
      t('Please check whether the gateway looks at credentials at all: one that nobody has was accepted.'),
    ],
    'model-substituted': [
      t(
        'Please check what the gateway does with model names that it has no route for: one that cannot exist was answered. It should refuse them with 404.',
      ),
    ],
    'corporate-proxy': [t('Please check whether the proxy allows connections to this host.')],
  };
  return checks[cause] ?? [t('Please look in your log for what happened to this request.')];
}

/** The same where the cause only fits: nothing is said to have happened. Those of the others are requests as they are. */
function doubtfulChecksFor(cause: CauseId): readonly string[] {
  const checks: Partial<Record<CauseId, readonly string[]>> = {
    'provider-credential-rejected': [
      t(
        'If the gateway’s own key at the provider was refused: please check whether that key is valid, belongs to the right account, and is used for this model. If the gateway passes my key on to the provider, it has to replace it with its own.',
      ),
    ],
    'credential-rejected': [
      t(
        'If the gateway refused my key: please check whether it is known to the gateway, active and not expired. If your log shows no key at all, something in front of the gateway takes the header out.',
      ),
    ],
    'wrong-credential-header': [
      t(
        'If my key came in a header that the gateway does not read: please tell us which one it reads, Authorization: Bearer or x-api-key.',
      ),
    ],
    'waf-blocked': [
      t(
        'If the request is not in the gateway’s own log: please look in the log of the firewall or load balancer in front of it. Requests of Claude Code are large, and hold code.',
      ),
    ],
    'rate-limited': [
      t('If a limit was reached: please check which one, of my key, of its team, or of the gateway at the provider.'),
    ],
  };
  return checks[cause] ?? checksFor(cause);
}

function checkLines({ certain, cause, title, others }: ErrorExplanation): readonly string[] {
  if (certain) return checksFor(cause);
  const question =
    others.length === 0
      ? []
      : [t('Please look which of these it was: {0}', [title, ...others.map((other) => other.title)].join(' '))];
  return [...new Set([...question, ...[cause, ...others.map((other) => other.cause)].flatMap(doubtfulChecksFor)])];
}

function speakerLine({ certain, saidBy, speaker }: ErrorExplanation): string {
  return certain || speaker === 'unknown' ? t('Who said it: {0}', saidBy) : t('Who may have said it: {0}', saidBy);
}

/** The text to send: what happened, what to look for in their log, what to check. */
export function gatewayTeamText({ explanation, traces, at, sender, path, check }: TeamTextInput): string {
  const { title, certain, ownerId, cause, evidence, status, host, docs } = explanation;
  const happened = certain ? title : t('It is not certain what this is. It fits best: {0}', title);
  const session =
    sender !== 'claude-code'
      ? [`user-agent: ${sender.userAgent}`]
      : [
          traces.session === undefined
            ? t(
                'header {0}: Claude Code sends it with every request; the error does not tell its value',
                SESSION_HEADER,
              )
            : `${SESSION_HEADER}: ${traces.session}`,
        ];
  const time = traces.time === undefined ? (sender === 'claude-code' ? t('shortly before {0}', at) : at) : traces.time;
  const log = [
    t('time: {0}', time),
    ...(check === undefined ? [] : [t('found by this check: {check}', { check: clipLine(check, 100) })]),
    t('request: {0}', `POST ${path}`),
    ...(host === undefined ? [] : [t('host: {0}', host)]),
    ...(status === undefined ? [] : [t('answered with status: {0}', status)]),
    ...session,
    ...traces.ids.map(({ name, value }) => `${name}: ${value}`),
  ];
  const lines = [
    titleFor(ownerId),
    '',
    t('What happened: {0}', happened),
    t('Seen: {0}', evidence),
    speakerLine(explanation),
    '',
    t('What to look for in your log:'),
    ...log.map((line) => `- ${line}`),
    '',
    t('What to check:'),
    ...checkLines(explanation).map((line) => `- ${line}`),
    '',
    `${docs} (${cause})`,
    t('No credential is part of this text.'),
    '',
  ];
  return redact(lines.join('\n'));
}
