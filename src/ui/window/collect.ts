import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Json } from '../../core/text/json';
import { lineAt } from '../../core/files/settingsText';
import type { Oddity, Snapshot, SourceReading } from '../../core/config/snapshot';
import { sourceRow, type Machine, type SourceId } from '../../core/claude/sources';
import { VARIABLES } from '../../core/claude/variables';
import {
  objectLines,
  settingLines,
  TERMINAL_ENVIRONMENT,
  terminalVariables,
  vscodeSettings,
  withLines,
  namesInTree,
  wrongNames,
  ENVIRONMENT_SETTING,
  SYNC_SETTING,
} from '../../core/files/vscodeSettings';
import { findClient } from '../../host/files/claudeCli';
import { withPlace } from '../../host/files/insideFolder';
import { detectMachine } from '../../host/files/machine';
import { problemsOfNamedFiles } from '../../host/files/namedFiles';
import type { Policies } from '../../host/files/policies';
import { readSources } from '../../host/files/readSources';
import type { ShellEnvironment } from '../../host/files/shellEnvironment';
import { settingsTextOf } from '../../host/files/vscodeFile';
import { claudeExtension, isMachineScoped, windowFiles, type WindowFiles } from './windowSettings';
import { readingOfSetting, wrapEnvironment } from '../../core/files/environment';

/** Where Claude Code's files are for this window. */
export function windowMachine(): Machine {
  return detectMachine(process.env, { folder: windowFolder()?.uri.fsPath });
}

/** What other programs told, as far as they were asked. */
export interface ProgramAnswers {
  readonly shell: ShellEnvironment | undefined;
  readonly savedLogin: boolean | undefined;
  readonly policies: Policies;
}

/** Reads every source that this window can see. */
export async function collect(
  globalStorage: vscode.Uri,
  { shell, savedLogin, policies }: ProgramAnswers,
): Promise<Snapshot> {
  const extension = claudeExtension();
  const machine = windowMachine();
  const scopes = windowScopes(windowFiles(globalStorage, extension?.scope), isMachineScoped(extension?.scope));
  const [sources, settings, client] = await Promise.all([
    readSources(machine, process.env, policies),
    readScopes(scopes, machine),
    findClient(process.env),
  ]);
  const readings = [
    ...sources.readings
      .map((reading) => withLogin(reading, savedLogin))
      .flatMap((reading) => perTerminal(reading, shell)),
    ...settings,
  ];
  const snapshot: Snapshot = {
    ...sources,
    readings,
    trusted: vscode.workspace.isTrusted,
    claudeExtension: extension,
    clientVersion: client?.version,
    vscode: {
      ...vscodeSettings((name) => (isSet(name) ? vscode.workspace.getConfiguration().get<Json>(name) : undefined)),
      syncIgnored: syncIgnored(),
    },
  };
  return { ...snapshot, fileProblems: await problemsOfNamedFiles(snapshot, machine.folder) };
}

function withLogin(reading: SourceReading, savedLogin: boolean | undefined): SourceReading {
  if (sourceRow(reading.id).holds !== 'presence' || reading.outcome.status !== 'unreadable' || savedLogin === undefined)
    return reading;
  return { ...reading, outcome: { status: savedLogin ? 'read' : 'absent' } };
}

/** VS Code's environment is that of its own terminals; a terminal elsewhere starts with that of the login shell. */
function perTerminal(reading: SourceReading, shell: ShellEnvironment | undefined): SourceReading[] {
  if (!sourceRow(reading.id).inherited || shell === undefined) return [reading];
  const elsewhere = ['terminal', 'print'] as const;
  if (!shell.ok)
    return [
      reading,
      {
        id: 'shell',
        label: t('the login shell'),
        location: undefined,
        surfaces: elsewhere,
        outcome: { status: 'absent' },
        env: {},
        ignored: t('{problem}; VS Code’s environment is used instead', { problem: shell.problem }),
      },
    ];
  // Where both say the same, one reading is enough.
  if (Object.keys(VARIABLES).every((name) => shell.env[name] === reading.env[name]?.reveal())) return [reading];
  return [
    { ...reading, label: t('VS Code’s environment'), surfaces: ['vscode-extension', 'integrated-terminal'] },
    { ...reading, label: t('the login shell'), surfaces: elsewhere, env: wrapEnvironment(shell.env) },
  ];
}

/** One scope of VS Code's settings. */
interface Scope {
  readonly id: SourceId;
  readonly location: string | undefined;
  /** The value that a setting has in this scope. */
  readonly valueIn: (inspected: Inspection) => Json | undefined;
  /** Why a setting of scope `machine` doesn’t take effect here. */
  readonly ignored: string | undefined;
}

/** The scopes of this window, highest rank first. */
function windowScopes(files: WindowFiles, machineScoped: boolean): Scope[] {
  const remoteWindow = files.remoteSettings !== undefined;
  const inWorkspace = machineScoped ? t('VS Code ignores this setting in workspace settings') : undefined;
  const folder = windowFolder();
  const several = vscode.workspace.workspaceFile !== undefined;
  const own = folder === undefined ? undefined : vscode.Uri.joinPath(folder.uri, '.vscode', 'settings.json').fsPath;
  return [
    ...(several
      ? [
          {
            id: 'vscode-workspace',
            location: own,
            valueIn: ({ workspaceFolderValue }: Inspection) => workspaceFolderValue,
            ignored: inWorkspace,
          } as const,
        ]
      : []),
    // In a multi-root workspace they are in a block of another file, whose lines aren’t looked for.
    {
      id: 'vscode-workspace',
      location: several ? undefined : own,
      valueIn: ({ workspaceValue }) => workspaceValue,
      ignored: inWorkspace,
    },
    {
      id: 'vscode-remote',
      location: files.remoteSettings,
      valueIn: ({ globalRemoteValue }) => globalRemoteValue,
      ignored: undefined,
    },
    {
      id: 'vscode-user',
      location: files.userSettings,
      valueIn: ({ globalLocalValue, globalValue }) => (remoteWindow ? globalLocalValue : globalValue),
      ignored:
        remoteWindow && machineScoped
          ? t('in a remote window, VS Code reads this setting from the remote settings')
          : undefined,
    },
  ];
}

/** Claude Code's setting, names that only look like one, and the environment of terminals, in each scope as VS Code itself sees it. */
async function readScopes(scopes: readonly Scope[], machine: Machine): Promise<SourceReading[]> {
  const terminalSetting = TERMINAL_ENVIRONMENT[machine.platform];
  const [setting, terminal] = [inspect(ENVIRONMENT_SETTING), inspect(terminalSetting)];
  const names = namesInTree(vscode.workspace.getConfiguration(undefined, windowFolder()?.uri));
  // What an extension declares has a default value; the installed Claude Code may know settings that this one doesn't.
  const wrong = wrongNames(names, (name) => inspect(name).defaultValue !== undefined);
  const found = await Promise.all(
    scopes.map(async ({ id, location, valueIn, ignored }): Promise<SourceReading[]> => {
      const { fromFolder } = sourceRow(id);
      const [value, terminalValue] = [valueIn(setting), valueIn(terminal)];
      const wrongHere = wrong.filter(({ name }) => valueIn(inspect(name)) !== undefined);
      if (value === undefined && terminalValue === undefined && wrongHere.length === 0) return [];
      const text = await settingsTextOf(location, fromFolder ? machine.folder : undefined);
      const lines = text === undefined ? {} : settingLines(text);
      const parts = readingOfSetting(value);
      const misnamed = wrongHere.map((oddity): Oddity =>
        text === undefined ? oddity : { ...oddity, line: lineAt(text, [oddity.name]) },
      );
      const reading: SourceReading = {
        id,
        location,
        ...parts,
        lines,
        oddities: [...misnamed, ...withLines(parts.oddities, lines)],
        ...(ignored === undefined || value === undefined ? {} : { ignored }),
      };
      const readings: SourceReading[] = [
        ...(value === undefined && wrongHere.length === 0 ? [] : [reading]),
        ...(terminalValue === undefined
          ? []
          : [
              {
                id: 'terminal-env',
                location,
                ...(fromFolder ? { fromFolder } : {}),
                outcome: { status: 'read' },
                env: terminalVariables(terminalValue, process.env),
                ...(text === undefined ? {} : { lines: objectLines(text, terminalSetting) }),
              } as const,
            ]),
      ];
      return location === undefined || fromFolder ? readings : withPlace(readings, location, machine);
    }),
  );
  return found.flat();
}

/** What the user excludes from Settings Sync; undefined where this VS Code has no Settings Sync, and so no such setting. */
function syncIgnored(): string[] | undefined {
  const { defaultValue, globalValue } = inspect(SYNC_SETTING);
  if (defaultValue === undefined) return undefined;
  return Array.isArray(globalValue) ? (globalValue as readonly Json[]).filter((item) => typeof item === 'string') : [];
}

function inspect(name: string): Inspection {
  return vscode.workspace.getConfiguration(undefined, windowFolder()?.uri).inspect<Json>(name) ?? {};
}

/** True where somebody has set it: VS Code’s own defaults aren’t worth mentioning. */
function isSet(name: string): boolean {
  const { globalValue, workspaceValue, workspaceFolderValue } = inspect(name);
  return [globalValue, workspaceValue, workspaceFolderValue].some((value) => value !== undefined);
}

function windowFolder(): vscode.WorkspaceFolder | undefined {
  return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
}

/** What `inspect` returns at run time; the two parts of the global value are not in the typings. */
interface Inspection {
  readonly defaultValue?: Json;
  readonly globalValue?: Json;
  readonly globalLocalValue?: Json;
  readonly globalRemoteValue?: Json;
  readonly workspaceValue?: Json;
  readonly workspaceFolderValue?: Json;
}
