import { ATTACK_TABLE } from '../attacks/attackTable';
import { PACKAGED_VSCODE_RUNS } from './platform';
import { runProgram, typescript, type Program } from './program';
import { failed, passed, type Outcome, type Section } from './section';
import { parseMocha, parseTestResult, resultFileOf, runSuite } from './testResult';
import { checkTraces } from './traces';
import { checkContents, checkPackage, checkSize } from './vsix';

const MINUTE = 60_000;
const VERSIONS = ['newest', 'oldest'] as const;

/** What is tried in the packaged VS Code only. */
const PACKAGED_ONLY = PACKAGED_VSCODE_RUNS ? {} : { skip: 'The packaged VS Code runs on Linux x64 only.' };

/** The real client is only run where it can be kept from reaching anything. */
const CLIENT_ONLY = process.platform === 'linux' ? {} : { skip: 'The real client is run on Linux only.' };

/** The real parts are Debian's, and some need a namespace of their own. */
const GATEWAYS_ONLY =
  process.platform === 'linux' ? {} : { skip: 'The real gateways and proxies are run on Linux only.' };

async function check(program: Program): Promise<Outcome> {
  const { ok, output } = await runProgram(program);
  return ok ? passed(output) : failed(output);
}

function mocha(
  section: string,
  files: string,
  options: {
    readonly args?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    readonly timeoutMs: number;
  },
): Promise<Outcome> {
  const { args = [], env = {}, timeoutMs } = options;
  const file = resultFileOf(section);
  const report = ['--reporter', 'json', '--reporter-option', `output=${file}`];
  return runSuite(file, parseMocha, () =>
    runProgram({
      command: 'mocha',
      args: ['--import=tsx', '--forbid-only', ...report, ...args, files],
      env,
      timeoutMs,
    }),
  );
}

/** Every section of `npm test`, in the order in which they run: what is quick and tells most comes first. */
export const SECTIONS: readonly Section[] = [
  { name: 'setup', run: () => check(typescript('runner/setup.ts', [], 30 * MINUTE)) },
  { name: 'lint', run: () => check({ command: 'npm', args: ['run', '--silent', 'lint'], timeoutMs: 15 * MINUTE }) },
  { name: 'types', run: () => check({ command: 'tsc', args: ['--noEmit'], timeoutMs: 5 * MINUTE }) },
  {
    name: 'unit',
    needs: ['setup'],
    run: () => mocha('unit', 'test/unit/**/*.test.ts', { args: ['--parallel', '--jobs', '4'], timeoutMs: 20 * MINUTE }),
  },
  { name: 'package', run: checkPackage },
  { name: 'contents', needs: ['package'], run: checkContents },
  { name: 'size', needs: ['package'], run: checkSize },
  {
    name: 'materials',
    needs: ['package'],
    run: () => mocha('materials', 'test/package/*.test.ts', { timeoutMs: 10 * MINUTE }),
  },
  { name: 'traces', run: checkTraces },
  {
    name: 'attacks',
    needs: ['setup', 'package'],
    shows: ATTACK_TABLE,
    run: () => mocha('attacks', 'test/attacks/*.test.ts', { args: ['--exit'], timeoutMs: 10 * MINUTE }),
  },
  {
    name: 'client',
    needs: ['setup'],
    ...CLIENT_ONLY,
    run: () => mocha('client', 'test/client/*.test.ts', { timeoutMs: 40 * MINUTE }),
  },
  {
    name: 'gateways',
    needs: ['setup', 'package'],
    ...GATEWAYS_ONLY,
    run: () => mocha('gateways', 'test/gateways/*.test.ts', { args: ['--exit'], timeoutMs: 20 * MINUTE }),
  },
  ...VERSIONS.map((version): Section => {
    const name = `integration:${version}`;
    const file = resultFileOf(name);
    return {
      name,
      needs: ['setup', 'package'],
      together: 'integration',
      run: () =>
        runSuite(file, parseTestResult, () =>
          runProgram(typescript('integration/main.ts', [version, file], 20 * MINUTE)),
        ),
    };
  }),
  ...VERSIONS.map((version): Section => {
    const name = `e2e:${version}`;
    // Once more: a browser on a busy machine may miss a moment. What is broken fails twice.
    const options = {
      args: ['--exit', '--retries', '1', '--timeout', String(5 * MINUTE)],
      env: { VSCODE_UNDER_TEST: version },
      timeoutMs: 40 * MINUTE,
    };
    return {
      name,
      needs: ['setup', 'package'],
      together: 'e2e',
      ...PACKAGED_ONLY,
      run: () => mocha(name, 'test/e2e/*.test.ts', options),
    };
  }),
  {
    name: 'start',
    needs: ['setup', 'package'],
    ...PACKAGED_ONLY,
    run: () => check(typescript('start.ts', ['--once'], 10 * MINUTE)),
  },
];
