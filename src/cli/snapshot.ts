import { t } from '@vscode/l10n';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Snapshot } from '../core/config/snapshot';
import { vscodeSettings } from '../core/files/vscodeSettings';
import { redactLine } from '../core/words/redact';
import { findClient } from '../host/files/claudeCli';
import { withPlace } from '../host/files/insideFolder';
import { defaultVscodeSettings, detectMachine } from '../host/files/machine';
import { problemsOfNamedFiles } from '../host/files/namedFiles';
import { readPolicies } from '../host/files/policies';
import { readSources } from '../host/files/readSources';
import { readVscodeFile } from '../host/files/vscodeFile';
import { folderOf, wantedVersion, type Options } from './options';

/** Reads what is configured on this machine, as the options name it. */
export async function takeSnapshot(options: Options): Promise<Snapshot> {
  const home = options.home ?? homedir();
  const machine = detectMachine(process.env, { home, folder: folderOf(options), managedDir: options['managed-dir'] });
  const vscode = options['vscode-settings'] ?? defaultVscodeSettings(process.platform, home, process.env);
  warnOfMissing({
    home: options.home,
    cwd: options.cwd,
    'managed-dir': options['managed-dir'],
    'vscode-settings': options['vscode-settings'],
  });
  const workspace = path.join(machine.folder ?? '', '.vscode', 'settings.json');
  const [sources, user, folder, client] = await Promise.all([
    readPolicies(machine, process.env).then((policies) => readSources(machine, process.env, policies)),
    readVscodeFile('vscode-user', vscode, machine.platform, process.env),
    readVscodeFile(
      'vscode-workspace',
      workspace,
      machine.platform,
      process.env,
      t('VS Code ignores this setting in workspace settings'),
    ),
    findClient(process.env),
  ]);
  const readings = [...sources.readings, ...folder.readings, ...(await withPlace(user.readings, vscode, machine))];
  const snapshot: Snapshot = {
    ...sources,
    readings,
    trusted: true,
    claudeExtension: 'not-asked',
    clientVersion: wantedVersion(options) ?? client?.version,
    // Claude Code's settings are of machine scope, which no folder can set.
    vscode: vscodeSettings((name) =>
      name.startsWith('claudeCode.') ? user.get(name) : (folder.get(name) ?? user.get(name)),
    ),
  };
  // A file that the folder names is looked at only when somebody says that the folder is trusted.
  return {
    ...snapshot,
    fileProblems: await problemsOfNamedFiles(
      { ...snapshot, trusted: options['trust-folder'] === true },
      machine.folder,
    ),
  };
}

/** A place that was named but doesn't exist is treated as empty, which is rarely intended. */
function warnOfMissing(places: Readonly<Record<string, string | undefined>>): void {
  for (const [option, place] of Object.entries(places)) {
    if (place !== undefined && !existsSync(place))
      process.stderr.write(
        `${t('--{option}: nothing exists at {place}, so it’s treated as empty.', { option, place: redactLine(path.resolve(place)) })}\n`,
      );
  }
}
