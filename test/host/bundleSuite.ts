import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { REPOSITORY } from './repository';

/** Loads the tests only when asked to, for mocha must be there before them. */
function entry(testFolder: string): string {
  const tests = readdirSync(testFolder)
    .filter((name) => name.endsWith('.test.ts'))
    .sort();
  if (tests.length === 0) throw new Error(`no *.test.ts in ${testFolder}`);
  const suite = JSON.stringify(join(__dirname, 'suite'));
  const requires = tests.map((name) => `require(${JSON.stringify(join(testFolder, name))});`);
  return `import { runSuite } from ${suite};\nexport const run = () => runSuite(() => {\n${requires.join('\n')}\n});\n`;
}

/**
 * Bundles the tests that run inside VS Code's extension host into one file, and gives its path.
 * Mocha stays outside (it is found from there in the repository's node_modules), and so does VS Code's API.
 */
export async function bundleSuite(testFolder: string, outfile: string): Promise<string> {
  await build({
    stdin: {
      contents: entry(testFolder),
      resolveDir: REPOSITORY,
      sourcefile: relative(REPOSITORY, join(testFolder, 'index.ts')),
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // As in the product: jsonc-parser's other form loads its parts by names that no bundler sees.
    mainFields: ['module', 'main'],
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return outfile;
}
