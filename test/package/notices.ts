/** Writes what the licences of others ask to pass on, into the package. Run by the build, after the bundles are made. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages, type Bundled } from './bundled';

/** Where it is packed from, below the repository. */
export const NOTICES = join('dist', 'THIRD_PARTY_NOTICES.txt');

/** The text, package by package. */
export function noticesText(packages: readonly Bundled[]): string {
  const parts = packages.map(({ name, version, licence, text, within }) => {
    const heading = `${name}${version === undefined ? '' : ` ${version}`}${within === undefined ? '' : `, in ${within}`} (${licence})`;
    return `${'-'.repeat(72)}\n${heading}\n${'-'.repeat(72)}\n\n${text.replaceAll('\r\n', '\n').trim()}\n`;
  });
  return ['This extension contains software of others, under these licences.\n', ...parts].join('\n');
}

if (require.main === module) {
  const root = process.cwd();
  writeFileSync(join(root, NOTICES), noticesText(bundledPackages(root)));
}
