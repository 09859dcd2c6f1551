import { t } from '@vscode/l10n';
import { Secret } from '../words/secret';
import { isRecord, type Json } from '../text/json';
import {
  isProblem,
  lineAt,
  parseSettings,
  placeAtPath,
  repeatedKeys,
  valueAt,
  type SettingsText,
} from './settingsText';
import type { Place } from './textLines';
import type { ForcedLogin, Oddity, ReadOutcome, SourceReading } from '../config/snapshot';

/** What a Claude Code settings text contributes to a reading. */
export type SettingsParts = Pick<
  SourceReading,
  'outcome' | 'env' | 'lines' | 'helper' | 'model' | 'forceLogin' | 'delivers' | 'oddities'
>;

type Kind = 'text' | 'object' | 'list' | 'boolean' | 'number' | 'text or list' | 'channel';

/**
 * The kind of value that each key must have. A user's, project's or local file in which one is wrong is ignored as a whole;
 * in a managed file only that key is (measured with 2.1.329 and 2.1.197, each key on its own).
 * https://code.claude.com/docs/en/settings-reference
 */
const KEY_KINDS: Readonly<Record<string, Kind>> = {
  $schema: 'text',
  env: 'object',
  apiKeyHelper: 'text',
  model: 'text',
  awsAuthRefresh: 'text',
  otelHeadersHelper: 'text',
  proxyAuthHelper: 'text',
  outputStyle: 'text',
  language: 'text',
  plansDirectory: 'text',
  permissions: 'object',
  modelOverrides: 'object',
  statusLine: 'object',
  sandbox: 'object',
  enabledPlugins: 'object',
  attribution: 'object',
  availableModels: 'list',
  companyAnnouncements: 'list',
  forceLoginOrgUUID: 'text or list',
  includeCoAuthoredBy: 'boolean',
  includeGitInstructions: 'boolean',
  enableAllProjectMcpServers: 'boolean',
  disableAllHooks: 'boolean',
  skipWebFetchPreflight: 'boolean',
  spinnerTipsEnabled: 'boolean',
  alwaysThinkingEnabled: 'boolean',
  cleanupPeriodDays: 'number',
  autoUpdatesChannel: 'channel',
};

const IS: Readonly<Record<Kind, (value: Json) => boolean>> = {
  text: (value) => typeof value === 'string',
  object: isRecord,
  list: (value) => Array.isArray(value),
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number' && value >= 0,
  'text or list': (value) => typeof value === 'string' || Array.isArray(value),
  channel: (value) => value === 'latest' || value === 'stable',
};

const KIND_WORDS: Readonly<Record<Kind, string>> = {
  text: 'a string in quotes',
  object: 'an object in { }',
  list: 'a list in [ ]',
  boolean: 'true or false',
  number: 'a number',
  'text or list': 'a string in quotes or a list in [ ]',
  channel: '“latest” or “stable”',
};

/** Reads a settings text as Claude Code does: strict JSON, an empty text is an empty file, and the last of two equal keys applies. */
export function readClaudeSettings(text: string, managed: boolean): SettingsParts {
  const settings = parseSettings(text, 'json');
  if (isProblem(settings)) return { outcome: { status: 'malformed', ...settings }, env: {} };
  const value = valueAt(settings, []);
  const root = isRecord(value) ? value : {};
  const wrong = Object.keys(root).flatMap((key) => {
    const kind = Object.hasOwn(KEY_KINDS, key) ? KEY_KINDS[key] : undefined;
    const value = root[key];
    return kind === undefined || value === undefined || IS[kind](value)
      ? []
      : [{ key, kind, ...placeAtPath(settings, [key]) }];
  });
  const [first] = wrong;
  if (first !== undefined && !managed) return { outcome: malformedKey(first), env: {} };
  const skipped = new Set(wrong.map(({ key }) => key));
  return partsOf(
    settings,
    root,
    Object.fromEntries(Object.entries(root).filter(([key]) => !skipped.has(key))),
    wrong.map(({ key, line }): Oddity => ({ kind: 'skipped-key', name: key, line })),
  );
}

function partsOf(
  settings: SettingsText,
  all: Readonly<Record<string, Json>>,
  root: Readonly<Record<string, Json>>,
  skipped: readonly Oddity[],
): SettingsParts {
  const { apiKeyHelper, model } = root;
  const block = isRecord(root['env']) ? root['env'] : {};
  const env = Object.fromEntries(Object.entries(block).map(([name, value]) => [name, new Secret(textOf(value))]));
  const lines = Object.fromEntries([
    ...Object.keys(block).map((name) => [name, lineAt(settings, ['env', name])]),
    ...['apiKeyHelper', 'model'].filter((key) => root[key] !== undefined).map((key) => [key, lineAt(settings, [key])]),
  ] as [string, number][]);
  const notText = Object.entries(block)
    .filter(([, value]) => typeof value === 'object')
    .map(([name]): Oddity => ({ kind: 'not-text', name, line: lines[name] ?? 1 }));
  const repeated = [...repeatedKeys(settings, []), ...repeatedKeys(settings, ['env'])].map(({ key, line }): Oddity => ({
    kind: 'duplicate',
    name: key,
    line,
  }));
  const oddities = [...skipped, ...notText, ...repeated];
  const forceLogin = forcedLogin(all);
  return {
    outcome: { status: 'read' },
    env,
    lines,
    delivers: Object.keys(all).some((key) => key !== 'wslInheritsWindowsSettings'),
    ...(typeof apiKeyHelper === 'string' ? { helper: new Secret(apiKeyHelper) } : {}),
    ...(typeof model === 'string' && model.trim() !== '' ? { model: new Secret(model) } : {}),
    ...(forceLogin === undefined ? {} : { forceLogin }),
    ...(oddities.length === 0 ? {} : { oddities }),
  };
}

/** Claude Code turns every value into text, whatever it is: null becomes the word `null` (measured). */
function textOf(value: Json): string {
  if (Array.isArray(value))
    return (value as readonly Json[]).map((item) => (item === null ? '' : textOf(item))).join(',');
  return typeof value === 'object' && value !== null ? '[object Object]' : String(value);
}

/** `forceLoginOrgUUID` counts with any value, also one of the wrong kind, `forceLoginMethod` only with one that Claude Code knows (measured). */
function forcedLogin({ forceLoginMethod, forceLoginOrgUUID }: Readonly<Record<string, Json>>): ForcedLogin | undefined {
  const method = LOGIN_METHODS.find((known) => known === forceLoginMethod);
  return method === undefined && forceLoginOrgUUID === undefined
    ? undefined
    : { method, organization: forceLoginOrgUUID !== undefined };
}

function malformedKey({ key, kind, line, column }: Place & { key: string; kind: Kind }): ReadOutcome {
  return {
    status: 'malformed',
    message: t('“{key}” must be {kind}, so Claude Code ignores the whole file', { key, kind: t(KIND_WORDS[kind]) }),
    line,
    column,
  };
}

/** Values of `forceLoginMethod` that Claude Code acts on; an unknown value is ignored (measured with 2.1.329). */
const LOGIN_METHODS = ['claudeai', 'console', 'gateway'] as const;
