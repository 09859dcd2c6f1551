import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript';
import tseslint from 'typescript-eslint';

const ROOT = path.join(__dirname, '..', '..');
const SRC = path.join(ROOT, 'src');
const FILES = readdirSync(SRC, { recursive: true })
  .map((file) => String(file).replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));
const LAYERS = ['core', 'host', 'ui'];

/** The files of ours that each file loads, for its types too, at once or later. */
const IMPORTS: ReadonlyMap<string, readonly string[]> = new Map(FILES.map((file) => [file, importsOf(file)]));

function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path.join(SRC, file), 'utf8'), true, true);
  return importedFiles.flatMap(({ fileName }) => {
    const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), `${fileName}.ts`));
    return fileName.startsWith('.') && existsSync(path.join(SRC, target)) ? [target] : [];
  });
}

/** The floors of a layer, lowest first, as `src/README.md` lists them. */
function floorsOf(layer: string): string[] {
  const text = readFileSync(path.join(SRC, 'README.md'), 'utf8');
  const table = text.split(`\n### \`${layer}/\`\n`)[1]?.split('\n#')[0] ?? '';
  return [...table.matchAll(/^\| `(\w+)\/` \|/gm)].map(([, floor = '']) => floor);
}

/** The way round, when there is one: `a → b → a`. */
function circle<T extends string>(arrows: ReadonlyMap<T, readonly T[]>): string | undefined {
  const done = new Set<T>();
  const walk = (node: T, trail: readonly T[]): string | undefined => {
    if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node].join(' → ');
    if (done.has(node)) return undefined;
    for (const next of arrows.get(node) ?? []) {
      const found = walk(next, [...trail, node]);
      if (found !== undefined) return found;
    }
    done.add(node);
    return undefined;
  };
  return [...arrows.keys()].map((node) => walk(node, [])).find((found) => found !== undefined);
}

describe('the floors', () => {
  it('know every import', () => {
    const arrows = [...IMPORTS.values()].reduce((sum, { length }) => sum + length, 0);
    assert.ok(arrows > 3 * FILES.length, `${arrows} imports in ${FILES.length} files`);
    assert.equal(
      circle(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
      'b → c → b',
    );
  });

  it('hold no circle of files', () => {
    assert.equal(circle(IMPORTS), undefined);
  });

  it('let no layer use one that is built on it', () => {
    for (const [file, targets] of IMPORTS) {
      const own = LAYERS.indexOf(file.split('/')[0] ?? '');
      for (const target of targets) {
        assert.ok(own === -1 || LAYERS.indexOf(target.split('/')[0] ?? '') <= own, `${file} → ${target}`);
        assert.ok(own === -1 || target.includes('/'), `${file} → ${target}`);
      }
    }
  });

  for (const layer of LAYERS) {
    const floors = floorsOf(layer);
    const floorOf = (file: string): string => (file.split('/').length > 2 ? (file.split('/')[1] ?? '') : '');

    it(`of ${layer} are those of the README, each with files`, () => {
      const folders = new Set(FILES.filter((file) => file.startsWith(`${layer}/`)).map(floorOf));
      if (layer === 'ui') folders.delete('');
      assert.deepEqual([...folders].sort(), [...floors].sort());
    });

    it(`of ${layer} use what is below them`, () => {
      for (const [file, targets] of IMPORTS) {
        if (!file.startsWith(`${layer}/`) || floorOf(file) === '') continue;
        for (const target of targets.filter((name) => name.startsWith(`${layer}/`) && floorOf(name) !== '')) {
          assert.ok(floors.indexOf(floorOf(target)) <= floors.indexOf(floorOf(file)), `${file} → ${target}`);
        }
      }
    });

    it(`of ${layer} are held in this order by lint`, async () => {
      const eslint = new ESLint({ cwd: ROOT, overrideConfig: [tseslint.configs.disableTypeChecked] });
      for (const [index, floor] of floors.entries()) {
        const code = floors.map((other) => `import '../${other}/new';\n`).join('');
        const results = await Promise.all(
          [`${layer}/${floor}/new.ts`, `${layer}/${floor}/rows/new.ts`].map((file) =>
            eslint.lintText(file.includes('/rows/') ? code.replaceAll("'../", "'../../") : code, {
              filePath: path.join(SRC, file),
            }),
          ),
        );
        for (const [result] of results) {
          const refused = result?.messages.filter(({ ruleId }) => ruleId === 'no-restricted-imports');
          assert.deepEqual(
            refused?.map(({ line }) => floors[line - 1]),
            floors.slice(index + 1),
            floor,
          );
        }
      }
    });
  }

  it('are mirrored by the unit tests', () => {
    const tests = readdirSync(path.join(ROOT, 'test', 'unit'), { recursive: true })
      .map((file) => String(file).replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.test.ts') && LAYERS.includes(file.split('/')[0] ?? ''));
    for (const file of tests) {
      const name = path.posix.basename(file, '.test.ts');
      const subjects = FILES.filter((source) => path.posix.basename(source, '.ts') === name);
      if (subjects.length > 0)
        assert.ok(subjects.includes(file.replace(/\.test\.ts$/, '.ts')), `${file}: ${subjects.join(' or ')}`);
    }
  });
});
