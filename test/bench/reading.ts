import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assessAll } from '../../src/core/checks/assessment';
import { effectiveConfig } from '../../src/core/views/effectiveConfig';
import { findClient } from '../../src/host/files/claudeCli';
import { detectMachine } from '../../src/host/files/machine';
import { problemsOfNamedFiles } from '../../src/host/files/namedFiles';
import { readSources } from '../../src/host/files/readSources';
import { readVscodeFile } from '../../src/host/files/vscodeFile';
import { sideBySide } from './median';
import { ENVIRONMENT_SETTING } from '../../src/core/files/vscodeSettings';

/** Reading every source there can be and resolving all of it, and the bare reading of the same files. */
export async function benchReading(rounds: number, scratch: string): ReturnType<typeof sideBySide> {
  const at = (...path: string[]): string => join(scratch, ...path);
  const env = {
    ANTHROPIC_BASE_URL: 'https://gateway.example',
    ANTHROPIC_AUTH_TOKEN: 'sk-made-up',
    ANTHROPIC_MODEL: 'some-model',
  };
  const vscode = at('vscode', 'settings.json');
  const claude = [
    at('home', '.claude', 'settings.json'),
    ...['settings.json', 'settings.local.json'].map((name) => at('folder', '.claude', name)),
    at('managed', 'managed-settings.json'),
    ...['10-a.json', '20-b.json'].map((name) => at('managed', 'managed-settings.d', name)),
  ];
  const put = (file: string, content: unknown): void => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(content, null, 2));
  };
  for (const file of claude) put(file, { env, permissions: { allow: ['Read', 'Edit'] } });
  put(vscode, {
    'editor.fontSize': 13,
    [ENVIRONMENT_SETTING]: Object.entries(env).map(([name, value]) => ({ name, value })),
  });
  const machine = detectMachine({}, { home: at('home'), folder: at('folder'), managedDir: at('managed') });
  const ours = async (): Promise<void> => {
    const sources = await readSources(machine, env);
    const [setting, client] = await Promise.all([
      readVscodeFile('vscode-user', vscode, 'linux', env),
      findClient(process.env),
    ]);
    const readings = [...sources.readings, ...setting.readings];
    const read = {
      ...sources,
      readings,
      trusted: true,
      claudeExtension: { version: '2.1.329', scope: 'window' },
      clientVersion: client?.version,
    };
    const snapshot = { ...read, fileProblems: await problemsOfNamedFiles(read, machine.folder) };
    effectiveConfig(assessAll(snapshot), snapshot);
  };
  const bare = (): Promise<unknown> =>
    Promise.all([...claude, vscode].map(async (file): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'))));
  return sideBySide(rounds, ours, bare);
}
