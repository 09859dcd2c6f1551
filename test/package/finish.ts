/** Makes of the VSIX that vsce has packed one that only its content decides, and writes the bill of materials beside it. Run by `npm run package`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { unzipSync } from 'fflate';
import { ZipFile } from 'yazl';
import { bundledPackages } from './bundled';
import { SBOM, sbomOf } from './sbom';

/** The earliest that the format knows. It has no time zone: this is midnight wherever it is packed. */
const ALWAYS = new Date(1980, 0, 1);
/** A file that its owner may write and all may read, whatever the rights of whoever packs it. */
const FOR_ALL_TO_READ = 0o100644;

/** The same files, in the order of their names, with one time and one mode. The same Node makes the same bytes of them. */
export function repacked(archive: Uint8Array): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(unzipSync(archive)).sort(([a], [b]) => (a < b ? -1 : 1))) {
    zip.addBuffer(Buffer.from(content), name, {
      mtime: ALWAYS,
      mode: FOR_ALL_TO_READ,
      forceDosTimestamp: true,
      compressionLevel: 9,
    });
  }
  zip.end();
  return buffer(zip.outputStream);
}

async function main([file = '']: readonly string[]): Promise<void> {
  const root = process.cwd();
  const vsix = join(root, file);
  writeFileSync(vsix, await repacked(readFileSync(vsix)));
  writeFileSync(join(root, SBOM), `${JSON.stringify(sbomOf(root, bundledPackages(root)), null, 2)}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
