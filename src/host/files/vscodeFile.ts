import path from 'node:path';
import { isProblem, lineAt, parseSettings, valueAt, type SettingsText } from '../../core/files/settingsText';
import type { SourceReading } from '../../core/config/snapshot';
import { sourceRow, type Environment, type Machine, type SourceId } from '../../core/claude/sources';
import {
  objectLines,
  settingLines,
  TERMINAL_ENVIRONMENT,
  terminalVariables,
  withLines,
  wrongNames,
  type Lookup,
  ENVIRONMENT_SETTING,
} from '../../core/files/vscodeSettings';
import { unreadableOutcome } from './readSources';
import { readText } from './textFile';
import { readingOfSetting } from '../../core/files/environment';

/** A settings file of VS Code, read where there is no VS Code to ask. */
export interface VscodeFile {
  readonly readings: readonly SourceReading[];
  readonly get: Lookup;
}

/** What a settings file of VS Code holds for Claude Code and for terminals. `ignored`: why its list of variables has no effect. */
export async function readVscodeFile(
  id: SourceId,
  file: string,
  platform: Machine['platform'],
  env: Environment,
  ignored?: string,
): Promise<VscodeFile> {
  const base = { id, location: file, env: {} } as const;
  const { fromFolder } = sourceRow(id);
  // One of the workspace belongs to its folder.
  const settings = await parsedFile(file, fromFolder ? path.dirname(path.dirname(file)) : undefined);
  if ('outcome' in settings) return { readings: [{ ...base, outcome: settings.outcome }], get: () => undefined };
  const get: Lookup = (name) => valueAt(settings, [name]);
  const terminal = get(TERMINAL_ENVIRONMENT[platform]);
  const setting = readingOfSetting(get(ENVIRONMENT_SETTING));
  const lines = settingLines(settings);
  const wrong = wrongNames(Object.keys(valueAt(settings, []) ?? {})).map((oddity) => ({
    ...oddity,
    line: lineAt(settings, [oddity.name]),
  }));
  const oddities = [...wrong, ...withLines(setting.oddities, lines)];
  const why = setting.outcome.status === 'read' ? ignored : undefined;
  return {
    readings: [
      { ...base, ...setting, lines, oddities, ...(why === undefined ? {} : { ignored: why }) },
      ...(terminal === undefined
        ? []
        : [
            {
              id: 'terminal-env',
              location: file,
              ...(fromFolder ? { fromFolder } : {}),
              outcome: { status: 'read' },
              env: terminalVariables(terminal, env),
              lines: objectLines(settings, TERMINAL_ENVIRONMENT[platform]),
            } as const,
          ]),
    ],
    get,
  };
}

/** The text of a settings file, parsed, to find lines in it; undefined when there is none that parses. @param folder the one that the file belongs to, if any. */
export async function settingsTextOf(file: string | undefined, folder?: string): Promise<SettingsText | undefined> {
  const settings = file === undefined ? undefined : await parsedFile(file, folder);
  return settings === undefined || 'outcome' in settings ? undefined : settings;
}

async function parsedFile(
  file: string,
  folder: string | undefined,
): Promise<SettingsText | Pick<SourceReading, 'outcome'>> {
  try {
    const text = await readText(file, { folder });
    if (text === undefined) return { outcome: { status: 'absent' } };
    const settings = parseSettings(text, 'jsonc');
    return isProblem(settings) ? { outcome: { status: 'malformed', ...settings } } : settings;
  } catch (error) {
    return { outcome: unreadableOutcome(error) };
  }
}
