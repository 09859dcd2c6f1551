import { t } from '@vscode/l10n';
import { Secret } from './secret';
import type { ClaudeState, ReadOutcome } from './snapshot';

/** What is asked of `.claude.json`: https://code.claude.com/docs/en/claude-directory. Its other content is not kept. */
export function readClaudeState(location: string, text: string | undefined, folder: string | undefined): ClaudeState {
  if (text === undefined) return stateOf(location, { status: 'absent' }, {}, folder);
  const body = text.replace(/^\ufeff/, '');
  if (body.trim() === '') return { ...stateOf(location, { status: 'malformed', message: t('the file is empty'), line: 1, column: 1 }, {}, folder), empty: true };
  try {
    const value: unknown = JSON.parse(body);
    return stateOf(location, { status: 'read' }, isRecord(value) ? value : {}, folder);
  } catch {
    return stateOf(location, { status: 'malformed', message: t('it is not valid JSON'), line: 1, column: 1 }, {}, folder);
  }
}

/** A state that could not be read: nothing is known of it, not even what it does not hold. */
export function unreadableState(location: string, message: string): ClaudeState {
  return stateOf(location, { status: 'unreadable', message, onlyHere: true }, {}, undefined);
}

function stateOf(location: string, outcome: ReadOutcome, state: Readonly<Record<string, unknown>>, folder: string | undefined): ClaudeState {
  const responses = recordAt(state, 'customApiKeyResponses');
  const tails = (name: string): Secret[] => [responses[name]].flat().filter((item) => typeof item === 'string').map((item) => new Secret(item));
  const key = state['primaryApiKey'];
  return {
    location,
    outcome,
    approvedKeys: tails('approved'),
    declinedKeys: tails('rejected'),
    folderTrusted: folder === undefined ? undefined : isTrusted(recordAt(state, 'projects'), folder),
    onboarded: state['hasCompletedOnboarding'] === true,
    account: isRecord(state['oauthAccount']),
    consoleKey: typeof key === 'string' && key !== '',
  };
}

/** Trust in a folder holds for everything below it. */
function isTrusted(projects: Readonly<Record<string, unknown>>, folder: string): boolean {
  const parents = folder.split(/[\\/]/).map((_, index, parts) => parts.slice(0, index + 1).join('/') || '/');
  return parents.some((parent) => recordAt(projects, parent)['hasTrustDialogAccepted'] === true);
}

function recordAt(holder: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const value = Object.hasOwn(holder, key) ? holder[key] : undefined;
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
