import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundled } from './bundled';

/** Beside the VSIX, below the repository. */
export const SBOM = join('dist', 'llm-gateway-connect.cdx.json');

interface Component {
  readonly type: 'library' | 'application';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly licenses: readonly { readonly license: { readonly id: string } }[];
  readonly hashes?: readonly { readonly alg: 'SHA-512'; readonly content: string }[];
  readonly components?: readonly Component[];
}

/** A bill of materials in CycloneDX 1.5: https://cyclonedx.org/docs/1.5/json. No time and no number of its own, so that it is always the same. */
export interface Sbom {
  readonly $schema: string;
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.5';
  readonly version: 1;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** A package in the form of https://github.com/package-url/purl-spec; where it is downloaded from is not in it. */
function purl(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function licenceOf(id: string): Component['licenses'] {
  return [{ license: { id } }];
}

/** What is shipped: the extension, and of others what is bundled in it. */
export function sbomOf(root: string, packages: readonly Bundled[]): Sbom {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license: string;
  };
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, { readonly integrity?: string }>>;
  };
  const ref = `${own.name}@${own.version}`;
  const components = packages
    .filter(({ within }) => within === undefined)
    .map(({ name, version = '', licence }): Component => {
      const integrity = lock.packages[`node_modules/${name}`]?.integrity?.replace(/^sha512-/, '');
      const inside = packages
        .filter(({ within }) => within === name)
        .map((part): Component => ({
          type: 'library',
          'bom-ref': `${purl(name, version)}#${part.name}`,
          name: part.name,
          licenses: licenceOf(part.licence),
        }));
      return {
        type: 'library',
        'bom-ref': purl(name, version),
        name,
        version,
        purl: purl(name, version),
        licenses: licenceOf(licence),
        ...(integrity === undefined
          ? {}
          : { hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity, 'base64').toString('hex') }] }),
        ...(inside.length === 0 ? {} : { components: inside }),
      };
    });
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': ref,
        name: own.name,
        version: own.version,
        licenses: licenceOf(own.license),
      },
    },
    components,
    dependencies: [{ ref, dependsOn: components.map((component) => component['bom-ref']) }],
  };
}
