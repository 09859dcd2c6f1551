import { cleanEnvironment } from './environment';
import { runOwnProcess } from './ownProcess';

/** Packs the extension in this folder, as it is there, into this VSIX file. */
export async function packExtension(folder: string, vsix: string): Promise<void> {
  const flags = ['--no-dependencies', '--allow-missing-repository', '--skip-license'];
  const args = [require.resolve('@vscode/vsce/vsce'), 'package', ...flags, '--out', vsix];
  // The program rather than its API, which prints warnings that concern nobody here.
  const { exitCode, output } = await runOwnProcess(process.execPath, args, { cwd: folder, env: cleanEnvironment() });
  if (exitCode !== 0) throw new Error(`could not pack the extension in ${folder}:\n${output}`);
}
