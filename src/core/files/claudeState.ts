import { t } from '@vscode/l10n';
import { placeIn } from './textLines';
import { isRecord, parseJson } from '../text/json';
import { Secret } from '../words/secret';
import { isProblem, parseSettings, tooDeepText } from './settingsText';
import type { ClaudeState, ReadOutcome } from '../config/snapshot';

/** What is asked of `.claude.json`: https://code.claude.com/docs/en/claude-directory. Its other content is not kept. */
export function readClaudeState(location: string, text: string | undefined, folder: string | undefined): ClaudeState {
  if (text === undefined) return stateOf(location, { status: 'absent' }, {}, folder);
  const body = text.replace(/^\ufeff/, '');
  if (body.trim() === '')
    return {
      ...stateOf(location, { status: 'malformed', message: t('the file is empty'), line: 1, column: 1 }, {}, folder),
      empty: true,
    };
  const parsed = parseJson(body);
  if (parsed.ok) return stateOf(location, { status: 'read' }, isRecord(parsed.value) ? parsed.value : {}, folder);
  // Claude Code reads it all the same: this one only cannot be followed down here.
  if (parsed.problem === 'too-deep')
    return unreadableState(
      location,
      t('{problem} (line {line}, column {column})', { problem: tooDeepText(), ...placeIn(body, parsed.offset) }),
    );
  const settings = parseSettings(text, 'json');
  const problem = isProblem(settings) ? settings : { message: t('it isn’t valid JSON'), line: 1, column: 1 };
  return stateOf(location, { status: 'malformed', ...problem }, {}, folder);
}

/** A state that could not be read: nothing is known of it, not even what it does not hold. */
export function unreadableState(location: string, message: string): ClaudeState {
  return stateOf(location, { status: 'unreadable', message, onlyHere: true }, {}, undefined);
}

function stateOf(
  location: string,
  outcome: ReadOutcome,
  state: Readonly<Record<string, unknown>>,
  folder: string | undefined,
): ClaudeState {
  const responses = recordAt(state, 'customApiKeyResponses');
  const tails = (name: string): Secret[] =>
    [responses[name]]
      .flat()
      .filter((item) => typeof item === 'string')
      .map((item) => new Secret(item));
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
