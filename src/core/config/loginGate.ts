import { t } from '@vscode/l10n';
import { TROUBLESHOOTING } from '../causes/table';
import { keyAnswer } from './keyApproval';
import { awaitsApproval, type PredictedRequest } from './predict';
import { PROVIDERS } from '../claude/providers';
import { unreadOn, type ResolvedConfig } from './resolve';
import { loginStatus, type Snapshot } from './snapshot';
import { sourceRow, type SourceId } from '../claude/sources';
import { tableText } from '../text/tableText';

/** Whether Claude Code will ask for a login before it works on a surface. */
export interface LoginGate {
  readonly shows: boolean;
  /** False where versions differ, or where the answer of the user decides. */
  readonly certain: boolean;
  /** Why, as a sentence without its full stop. */
  readonly because: string;
}

/** What decides it. */
export interface LoginFacts {
  readonly snapshot: Snapshot;
  readonly config: ResolvedConfig;
  readonly request: PredictedRequest;
}

type Rule = (facts: LoginFacts) => LoginGate | undefined;

/** Will a login screen show on this surface, and because of what? Pure. */
export function loginGate(facts: LoginFacts): LoginGate {
  const { surface } = facts.config;
  const rules =
    surface === 'print'
      ? PRINT
      : surface === 'vscode-extension' && facts.snapshot.vscode?.useTerminal !== true
        ? EXTENSION
        : TERMINAL;
  const gate = rules.map((rule) => rule(facts)).find((found) => found !== undefined) ?? stays(t('a credential is set'));
  return unreadOn(facts.snapshot, surface).length === 0 ? gate : { ...gate, certain: false };
}

const shows = (because: string, certain = true): LoginGate => ({ shows: true, certain, because });
const stays = (because: string, certain = true): LoginGate => ({ shows: false, certain, because });

const doesNotStart: Rule = ({ request: { reason } }) =>
  reason !== undefined && TROUBLESHOOTING[reason].nothingSent?.noStart === true
    ? stays(t('Claude Code doesn’t start'))
    : undefined;

const demanded: Rule = ({ request }) =>
  request.reason === 'managed-first-party-login'
    ? shows(t('managed settings require a login: {detail}', { detail: request.detail ?? '' }), false)
    : undefined;

const noCredential: Rule = ({ request, snapshot }) => {
  if (request.reason === 'api-key-ignored')
    return shows(t('{variable} was declined, and there’s no other credential', { variable: 'ANTHROPIC_API_KEY' }));
  if (request.reason !== 'credential-missing') return undefined;
  return loginStatus(snapshot) === 'unreadable'
    ? shows(t('there’s no credential, and it isn’t known whether a login is saved'), false)
    : shows(t('there’s no credential and no saved login'));
};

const unknownAnswer: Rule = ({ snapshot, config }) =>
  keyAnswer(config, snapshot) === 'unknown'
    ? stays(
        t('{file} couldn’t be read, so it’s not known whether you approved {variable}', {
          file: snapshot.state?.location ?? '',
          variable: 'ANTHROPIC_API_KEY',
        }),
        false,
      )
    : undefined;

const PRINT: readonly Rule[] = [
  () => stays(t('claude -p never asks for a login; without a credential, it exits with an error')),
];

/**
 * The extension asks `claude auth status` before it starts a session, with the environment of VS Code and its own setting.
 * https://code.claude.com/docs/en/llm-gateway-connect, and measured with 2.1.329.
 */
const EXTENSION: readonly Rule[] = [
  ({ snapshot }) =>
    snapshot.claudeExtension === undefined ? stays(t('Claude Code isn’t enabled in this window')) : undefined,
  doesNotStart,
  demanded,
  ({ request }) =>
    awaitsApproval(request)
      ? stays(
          t(
            'its login check accepts {variable}, but the session ignores a key that you haven’t approved and shows “Not logged in · Please run /login”',
            { variable: 'ANTHROPIC_API_KEY' },
          ),
          false,
        )
      : undefined,
  unknownAnswer,
  (facts) => {
    if (facts.snapshot.vscode?.disableLoginPrompt !== true) return undefined;
    const missing = noCredential(facts)?.shows === true;
    const setting = 'claudeCode.disableLoginPrompt';
    return missing
      ? stays(t('{setting} is on, but there’s no credential, so some versions still ask', { setting }), false)
      : stays(t('{setting} is on', { setting }));
  },
  noCredential,
  ({ snapshot, request, config }) => {
    const source = credentialSource(request, config);
    if (source === undefined || sourceRow(source).holds !== 'claude-settings') return undefined;
    return hasLogin(snapshot)
      ? stays(t('a saved login exists'))
      : shows(
          t('the credential is set in {place}, which the login check of some versions doesn’t read', {
            place: tableText(sourceRow(source).label),
          }),
          false,
        );
  },
  ({ request }) => (request.headers.authorization?.kind === 'login' ? stays(t('a saved login exists')) : undefined),
];

/** Claude Code in a terminal asks on its first start, for an unanswered key, and without a credential. */
const TERMINAL: readonly Rule[] = [
  doesNotStart,
  demanded,
  noCredential,
  unknownAnswer,
  ({ snapshot, config }) =>
    keyAnswer(config, snapshot) === 'unanswered'
      ? stays(
          t('it first asks whether to use {variable}; the default answer, No, leads to a login', {
            variable: 'ANTHROPIC_API_KEY',
          }),
          false,
        )
      : undefined,
  ({ snapshot: { state } }) =>
    state !== undefined && state.outcome.status !== 'unreadable' && !state.onboarded
      ? stays(t('the first start opens a setup wizard, which doesn’t ask for a login if a credential is set'), false)
      : undefined,
  ({ request }) => (request.headers.authorization?.kind === 'login' ? stays(t('a saved login exists')) : undefined),
];

/** Where the credential that counts stands; of a cloud provider's format, where that is chosen. */
function credentialSource(request: PredictedRequest, config: ResolvedConfig): SourceId | undefined {
  const flag = PROVIDERS.find(({ id }) => id === request.provider)?.flag;
  if (flag !== undefined) return config.variables.find(({ name }) => name === flag)?.effective.source;
  const origin = request.headers.authorization ?? request.headers.xApiKey;
  return origin === null || origin.kind === 'login' ? undefined : origin.source;
}

function hasLogin(snapshot: Snapshot): boolean {
  const { state } = snapshot;
  return state?.account === true || state?.consoleKey === true || loginStatus(snapshot) === 'read';
}
