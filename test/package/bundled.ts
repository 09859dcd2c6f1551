import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';

/** Software of others that is a part of the package. */
export interface Bundled {
  readonly name: string;
  /** None is told of what comes inside of something else. */
  readonly version: string | undefined;
  /** As in SPDX: https://spdx.org/licenses */
  readonly licence: string;
  /** What its licence asks to pass on. */
  readonly text: string;
  /** What it comes inside of. */
  readonly within?: string;
}

/** What esbuild says of what it has put together, below the repository. */
const METAFILES = ['parts', 'entry', 'undici'].map((name) => join('out', 'bundle', `${name}.meta.json`));

/** Texts of licences that their packages leave out. */
const TEXTS: Readonly<Record<string, string>> = { '@vscode/l10n': 'vscode-l10n.txt', llhttp: 'llhttp.txt' };

/** What packages bring along without saying so in a package.json of its own. */
const INSIDE: readonly {
  readonly package: string;
  readonly files: RegExp;
  readonly name: string;
  readonly licence: string;
}[] = [
  // The parser, compiled to WebAssembly: https://github.com/nodejs/undici/blob/v7.x/CONTRIBUTING.md
  { package: 'undici', files: /\/llhttp\/[\w-]+wasm\.js$/, name: 'llhttp', licence: 'MIT' },
];

/** The folder of the package that a file belongs to; undefined for the product's own. */
function packageFolder(file: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file.replaceAll('\\', '/'))?.[0];
}

/** The files that something of is in the package. */
function bundledFiles(root: string): string[] {
  return METAFILES.flatMap((metafile) => {
    const { outputs } = JSON.parse(readFileSync(join(root, metafile), 'utf8')) as Metafile;
    const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
    return inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([input]) => resolve(root, input));
  });
}

function licenceText(name: string, folder: string | undefined): string {
  const own =
    folder === undefined
      ? undefined
      : readdirSync(folder).find((file) => /^(?:licen[cs]e|copying)(?:[.-]|$)/i.test(file));
  if (folder !== undefined && own !== undefined) return readFileSync(join(folder, own), 'utf8');
  const kept = TEXTS[name];
  const file = kept === undefined ? undefined : join(__dirname, 'licences', kept);
  if (file === undefined || !existsSync(file))
    throw new Error(`${name} comes without the text of its licence. Put it into test/package/licences.`);
  return readFileSync(file, 'utf8');
}

/** Everything of others that is in the package which was built last, by name. */
export function bundledPackages(root: string): readonly Bundled[] {
  const files = bundledFiles(root);
  const folders = [...new Set(files.flatMap((file) => packageFolder(file) ?? []))];
  const packages = folders.map((folder): Bundled => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
      license: string;
    };
    return { name, version, licence: license, text: licenceText(name, folder) };
  });
  const inside = INSIDE.filter((row) =>
    files.some(
      (file) =>
        packageFolder(file)?.endsWith(`/node_modules/${row.package}`) === true &&
        row.files.test(file.replaceAll('\\', '/')),
    ),
  );
  const all = [
    ...packages,
    ...inside.map(({ name, licence, package: within }): Bundled => ({
      name,
      version: undefined,
      licence,
      text: licenceText(name, undefined),
      within,
    })),
  ];
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}
