/**
 * Runs the integration tests in one version of VS Code, with the VSIX installed beside a stand-in for the Claude Code
 * extension: once for each scope that its setting has had. Arguments: newest or oldest, and the file for the result.
 */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildClaudeCodeFixture, type ClaudeCodeScope } from '../fixtures/claudeCode';
import { startPracticeGateway } from '../gateway/practice-gateway';
import { bundleSuite } from '../host/bundleSuite';
import type { HostVersion } from '../host/install';
import { REPOSITORY } from '../host/repository';
import { runIntegration, type IntegrationResult } from '../host/runIntegration';
import { temporaryFolder } from '../host/temporary';
import { PACKAGED_VSCODE_RUNS } from '../runner/platform';
import type { TestResult } from '../runner/testResult';
import { VSIX } from '../runner/vsix';
import { gatewayVariables, GATEWAY_URL_VARIABLE, REQUESTS_FILE_VARIABLE, SENTINEL, SHELL_MODEL } from './environment';

/** VS Code wants an extension to develop where tests run; the one under test is installed instead, as users have it. */
function emptyExtension(folder: string): string {
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'empty', publisher: 'tests', version: '0.0.1', engines: { vscode: '^1.100.0' } }),
  );
  return folder;
}

async function runWith(
  scope: ClaudeCodeScope,
  version: HostVersion,
  extensionTestsPath: string,
): Promise<IntegrationResult> {
  const scratch = temporaryFolder('integration');
  const requests = join(scratch.path, 'requests.jsonl');
  writeFileSync(requests, '');
  const gateway = await startPracticeGateway({
    keys: [SENTINEL],
    models: [SHELL_MODEL],
    onRequest: (request) => {
      appendFileSync(requests, `${JSON.stringify(request)}\n`);
    },
  });
  try {
    const [folder, home] = [join(scratch.path, 'folder'), join(scratch.path, 'home')];
    // There from the beginning: a file that appears together with its folder may escape VS Code's watchers.
    for (const path of [join(folder, '.claude'), join(folder, '.vscode'), join(home, '.claude')])
      mkdirSync(path, { recursive: true });
    // Written as settings files before VS Code starts: this is what it has to be right about from the first moment on.
    const settings = { 'claudeCode.environmentVariables': gatewayVariables(gateway.url) };
    return await runIntegration({
      version,
      extensionDevelopmentPath: emptyExtension(join(scratch.path, 'empty')),
      extensionTestsPath,
      installedExtensions: [VSIX, await buildClaudeCodeFixture(scope, scratch.path)],
      userSettings: settings,
      machineSettings: scope === 'machine' ? settings : {},
      folder,
      env: {
        HOME: home,
        [GATEWAY_URL_VARIABLE]: gateway.url,
        [REQUESTS_FILE_VARIABLE]: requests,
        ANTHROPIC_MODEL: SHELL_MODEL,
      },
      resultFile: join(scratch.path, 'result.json'),
    });
  } finally {
    await gateway.stop();
    scratch.remove();
  }
}

async function main(): Promise<void> {
  const [version, resultFile] = process.argv.slice(2);
  if ((version !== 'newest' && version !== 'oldest') || resultFile === undefined)
    throw new Error('Arguments: newest or oldest, and the file for the result.');
  // The one that is pinned, so that the same tests mean the same everywhere; VSCODE_HOST=desktop asks for the other.
  if (PACKAGED_VSCODE_RUNS) process.env['VSCODE_HOST'] ??= 'packaged';
  const suite = await bundleSuite(
    join(REPOSITORY, 'test', 'integration'),
    join(REPOSITORY, 'out', 'integration', version, 'index.js'),
  );
  const results: (IntegrationResult & { readonly scope: ClaudeCodeScope })[] = [];
  for (const scope of ['machine', 'window'] as const)
    results.push({ ...(await runWith(scope, version, suite)), scope });
  const sum = (key: 'passed' | 'failed' | 'skipped'): number =>
    results.reduce((total, result) => total + result[key], 0);
  const total: TestResult = {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    failures: results.flatMap(({ scope, failures }) =>
      failures.map(({ title, error }) => ({ title: `${title} (setting of scope ${scope})`, error })),
    ),
    lines: results.map(
      ({ scope, vscodeVersion, host, passed }) =>
        `VS Code ${vscodeVersion} (${host}), setting of scope ${scope}: ${passed} passed`,
    ),
  };
  mkdirSync(dirname(resultFile), { recursive: true });
  writeFileSync(resultFile, JSON.stringify(total));
  process.exit(total.failed > 0 ? 1 : 0);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
