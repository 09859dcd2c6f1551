import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostVersion } from '../host/install';
import { runIntegration } from '../host/runIntegration';
import { MEASURE_FILE_VARIABLE, SUBJECT_VARIABLE, type Activation } from './measure';

/** An extension to measure. */
export interface Subject {
  readonly id: string;
  readonly vsix: string;
}

/** The least that an extension can be and still get activated when this one is. */
export function writeEmptyExtension(folder: string): Subject {
  mkdirSync(folder);
  const manifest = {
    name: 'empty',
    publisher: 'bench',
    version: '0.0.1',
    engines: { vscode: '^1.100.0' },
    main: './extension.js',
    activationEvents: ['onStartupFinished'],
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'extension.js'), 'exports.activate = () => undefined;\n');
  return { id: 'bench.empty', vsix: folder };
}

/**
 * Starts VS Code with the extension, and takes the activation time from "Developer: Startup Performance": the numbers of
 * the extension host itself, which "Running Extensions" shows too (load code + call activate). The extension cannot
 * measure its own loading, and the host's log has no durations.
 */
export async function activationOf(
  { id, vsix }: Subject,
  version: HostVersion,
  suite: string,
  scratch: string,
): Promise<Activation> {
  const [developed, measure] = [join(scratch, 'developed'), join(scratch, 'measure.json')];
  mkdirSync(developed, { recursive: true });
  writeFileSync(
    join(developed, 'package.json'),
    JSON.stringify({ name: 'developed', publisher: 'bench', version: '0.0.1', engines: { vscode: '^1.100.0' } }),
  );
  const result = await runIntegration({
    version,
    extensionDevelopmentPath: developed,
    extensionTestsPath: suite,
    installedExtensions: [vsix],
    env: { [SUBJECT_VARIABLE]: id, [MEASURE_FILE_VARIABLE]: measure },
    resultFile: join(scratch, 'result.json'),
  });
  if (result.failed > 0) throw new Error(result.failures.map(({ error }) => error).join('\n'));
  return JSON.parse(readFileSync(measure, 'utf8')) as Activation;
}
