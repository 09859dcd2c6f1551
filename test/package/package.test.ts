import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { REPOSITORY } from '../host/repository';
import { temporaryFolder } from '../host/temporary';
import { VSIX } from '../runner/vsix';
import { SBOM, type Sbom } from './sbom';

const NOT_COPIED = new Set(['.git', '.vscode-test', 'dist', 'node_modules', 'out']);

/** Names of packages, as they stand in what esbuild says it has put together. */
function namesInMetafiles(): string[] {
  const texts = ['parts', 'entry', 'undici'].map((name) =>
    readFileSync(join(REPOSITORY, 'out', 'bundle', `${name}.meta.json`), 'utf8'),
  );
  const outputs = texts.map((text) => JSON.stringify((JSON.parse(text) as { outputs: unknown }).outputs));
  return [
    ...new Set(
      outputs.flatMap((text) =>
        [...text.matchAll(/node_modules\/((?:@[^/"]+\/)?[^/"]+)\//g)].map(([, name = '']) => name),
      ),
    ),
  ].sort();
}

function packed(name: string): string {
  return Buffer.from(unzipSync(readFileSync(VSIX))[`extension/${name}`] ?? []).toString('utf8');
}

function sbom(): Sbom {
  return JSON.parse(readFileSync(join(REPOSITORY, SBOM), 'utf8')) as Sbom;
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

describe('what is shipped', () => {
  it('comes with the licence of everything in it', () => {
    const notices = packed('dist/THIRD_PARTY_NOTICES.txt');
    const names = namesInMetafiles();
    assert.ok(names.includes('undici') && names.includes('jsonc-parser'), names.join());
    // The parser inside of undici begins as every WebAssembly does.
    const inside = packed('dist/undici.js').includes('AGFzbQ') ? ['llhttp'] : [];
    // A line, the name, a line, the text, and so on.
    const parts = notices.split(`${'-'.repeat(72)}\n`).slice(1);
    const headings = parts
      .filter((_, index) => index % 2 === 0)
      .map((heading, index) => [/^[^\s,]+/.exec(heading)?.[0] ?? '', parts[2 * index + 1] ?? ''] as const);
    assert.deepEqual(headings.map(([name]) => name).sort(), [...names, ...inside].sort());
    for (const [name, text] of headings)
      assert.match(text, /Copyright[\s\S]*Permission is hereby granted[\s\S]*WITHOUT WARRANTY/, name);
  });

  it('is listed in a bill of materials, and nothing else is', () => {
    const { components, dependencies, metadata, bomFormat, specVersion } = sbom();
    assert.deepEqual([bomFormat, specVersion], ['CycloneDX', '1.5']);
    const own = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
      devDependencies: Readonly<Record<string, string>>;
    };
    assert.deepEqual([metadata.component.name, metadata.component.version], [own.name, own.version]);
    assert.deepEqual(components.map(({ name }) => name).sort(), namesInMetafiles());
    for (const { name, version, purl, hashes } of components) {
      assert.equal(version, own.devDependencies[name], name);
      assert.equal(purl, `pkg:npm/${name.replace('@', '%40')}@${version ?? ''}`);
      assert.match(hashes?.[0]?.content ?? '', /^[0-9a-f]{128}$/, name);
    }
    assert.deepEqual(
      components.flatMap((one) => one.components ?? []).map(({ name }) => name),
      ['llhttp'],
    );
    assert.deepEqual(dependencies, [
      { ref: metadata.component['bom-ref'], dependsOn: components.map((one) => one['bom-ref']) },
    ]);
    assert.doesNotMatch(
      JSON.stringify({ ...sbom(), $schema: '' }),
      /https?:/,
      'an address that something was downloaded from',
    );
  });

  it('is the same, byte by byte, when it is built in another folder, time zone and by somebody more careful', function () {
    this.timeout(300_000);
    const folder = temporaryFolder('second-build');
    try {
      const root = join(folder.path, 'elsewhere');
      for (const name of readdirSync(REPOSITORY))
        if (!NOT_COPIED.has(name))
          cpSync(join(REPOSITORY, name), join(root, name), { recursive: true, preserveTimestamps: false });
      symlinkSync(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'), 'junction');
      const umask = process.umask(0o077);
      try {
        execFileSync('npm', ['run', '--silent', 'package'], {
          cwd: root,
          env: { ...process.env, TZ: 'Pacific/Kiritimati', NODE_NO_WARNINGS: '1', npm_config_loglevel: 'error' },
          stdio: 'pipe',
          shell: process.platform === 'win32',
        });
      } finally {
        process.umask(umask);
      }
      const again = join(root, 'dist', 'llm-gateway-connect.vsix');
      const [first, second] = [unzipSync(readFileSync(VSIX)), unzipSync(readFileSync(again))];
      assert.deepEqual(Object.keys(second), Object.keys(first));
      for (const [name, content] of Object.entries(first))
        assert.ok(Buffer.from(content).equals(second[name] ?? new Uint8Array()), `${name} differs`);
      assert.equal(sha256(again), sha256(VSIX));
      assert.equal(readFileSync(join(root, SBOM), 'utf8'), readFileSync(join(REPOSITORY, SBOM), 'utf8'));
    } finally {
      folder.remove();
    }
  });
});
