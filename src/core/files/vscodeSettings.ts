import { redactLine } from '../words/redact';
import { Secret } from '../words/secret';
import { isRecord, type Json } from '../text/json';
import { lineAt, valueAt, type SettingsText } from './settingsText';
import type { Oddity, VscodeSettings } from '../config/snapshot';
import type { Machine } from '../claude/sources';

/** The value of a setting by its full name, as it is in force. */
export type Lookup = (name: string) => Json | undefined;

/** The setting that VS Code adds to the environment of each terminal. https://code.visualstudio.com/docs/terminal/profiles */
export const TERMINAL_ENVIRONMENT = {
  darwin: 'terminal.integrated.env.osx',
  linux: 'terminal.integrated.env.linux',
  win32: 'terminal.integrated.env.windows',
} as const satisfies Record<Machine['platform'], string>;

const HTTP_SETTINGS = [
  'http.proxy',
  'http.noProxy',
  'http.proxyStrictSSL',
  'http.systemCertificates',
  'http.proxySupport',
] as const;

/** Settings that some version of the Claude Code extension contributes. https://code.claude.com/docs/en/vs-code */
const KNOWN_NAMES: readonly string[] = [
  'environmentVariables',
  'disableLoginPrompt',
  'claudeProcessWrapper',
  'useTerminal',
  'initialPermissionMode',
  'allowDangerouslySkipPermissions',
  'preferredLocation',
  'autosave',
  'useCtrlEnterToSend',
  'enableNewConversationShortcut',
  'enableReopenClosedSessionShortcut',
  'hideOnboarding',
  'focusView',
  'respectGitIgnore',
  'usePythonEnvironment',
  'selectedModel',
  'lockEditorGroups',
  'attachOpenFile',
  'continueAfterReload',
  'scrollToBottomOnSend',
  'archiveInactiveSessions',
].map((name) => `claudeCode.${name}`);

/** The settings that bear on the connection, from the values in force. */
export function vscodeSettings(get: Lookup): VscodeSettings {
  const wrapper = get('claudeCode.claudeProcessWrapper');
  return {
    disableLoginPrompt: get('claudeCode.disableLoginPrompt') === true,
    useTerminal: get('claudeCode.useTerminal') === true,
    processWrapper: typeof wrapper === 'string' && wrapper.trim() !== '' ? redactLine(wrapper) : undefined,
    http: Object.fromEntries(
      HTTP_SETTINGS.flatMap((name) => {
        const shown = [get(name)]
          .flat()
          .flatMap((value) => (value === undefined || typeof value === 'object' || value === '' ? [] : [String(value)]))
          .join(', ');
        return shown === '' ? [] : [[name, redactLine(shown)]];
      }),
    ),
  };
}

/** Oddities of variables, with the lines on which those stand. */
export function withLines(oddities: readonly Oddity[], lines: Readonly<Record<string, number>>): Oddity[] {
  return oddities.map((oddity) => {
    const line = Object.hasOwn(lines, oddity.name) ? lines[oddity.name] : undefined;
    return line === undefined ? oddity : { ...oddity, line };
  });
}

/** The variables of one scope of `terminal.integrated.env.*`; `null` takes a variable out, and `${env:NAME}` is filled in as VS Code does. */
export function terminalVariables(
  value: Json | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, Secret> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, text]) => {
      if (text === null) return [[name, new Secret('')]];
      return typeof text === 'string'
        ? [[name, new Secret(text.replace(/\$\{env:([^}]+)\}/g, (_, other: string) => env[other] ?? ''))]]
        : [];
    }),
  );
}

/** Nobody misspells more by accident, and VS Code is asked about each. */
const MOST_NAMES = 200;

/** The first names among these that look like a setting of Claude Code and are none. `isDeclared`: of those that an extension declares. */
export function wrongNames(names: readonly string[], isDeclared: (name: string) => boolean = () => false): Oddity[] {
  return names
    .filter((name) => /^claude-?code\./i.test(name) && !KNOWN_NAMES.includes(name))
    .slice(0, MOST_NAMES)
    .filter((name) => !isDeclared(name))
    .map((name) => ({ kind: 'wrong-setting-name', name }));
}

/** The names in VS Code's tree of all settings, where each dot begins a level, that are filed under Claude Code or nearly so. */
export function namesInTree(tree: object): string[] {
  return Object.entries(tree).flatMap(([section, settings]: [string, unknown]) =>
    /^claude-?code$/i.test(section) && typeof settings === 'object' && settings !== null
      ? Object.keys(settings).map((name) => `${section}.${name}`)
      : [],
  );
}

/** The line of each variable in `claudeCode.environmentVariables`, in the list of objects that it has to be. */
export function settingLines(settings: SettingsText): Record<string, number> {
  const list = valueAt(settings, [ENVIRONMENT_SETTING]);
  if (!Array.isArray(list)) return {};
  return Object.fromEntries(
    (list as readonly Json[]).flatMap((entry, index) => {
      const name = isRecord(entry) ? entry['name'] : undefined;
      return typeof name === 'string' ? [[name, lineAt(settings, [ENVIRONMENT_SETTING, index])]] : [];
    }),
  );
}

/** The line of each variable in a setting that is an object, such as {@link TERMINAL_ENVIRONMENT}. */
export function objectLines(settings: SettingsText, name: string): Record<string, number> {
  const value = valueAt(settings, [name]);
  return isRecord(value)
    ? Object.fromEntries(Object.keys(value).map((key) => [key, lineAt(settings, [name, key])]))
    : {};
}

/** The setting of the Claude Code extension. */
export const ENVIRONMENT_SETTING = 'claudeCode.environmentVariables';

/** The setting that keeps others out of Settings Sync. */
export const SYNC_SETTING = 'settingsSync.ignoredSettings';
