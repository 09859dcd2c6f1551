import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { REPOSITORY } from '../host/repository';

/** A regular expression of the product. */
export interface Pattern {
  readonly source: string;
  readonly flags: string;
  /** A literal's file and line, or the file that puts it together. */
  readonly place: string;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .sort();
}

function placeOf(file: string): string {
  return relative(REPOSITORY, file).split(sep).join('/');
}

/** Every literal below `src`. */
export function literalPatterns(): Pattern[] {
  return filesBelow(join(REPOSITORY, 'src')).flatMap((file) => {
    const parsed = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const found: Pattern[] = [];
    const walk = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/');
        found.push({
          source: node.text.slice(1, end),
          flags: node.text.slice(end + 1),
          place: `${placeOf(file)}:${String(parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1)}`,
        });
      }
      ts.forEachChild(node, walk);
    };
    walk(parsed);
    return found;
  });
}

/**
 * What is put together from parts, as it really comes out: all that is made while the modules of `core` and `host` are
 * loaded, and while `use` runs.
 */
export function builtPatterns(use: () => void): Pattern[] {
  const found = new Map<string, Pattern>();
  const Real = globalThis.RegExp;
  const Watched = new Proxy(Real, {
    construct: (target, parts: [string | RegExp, string?], self) => {
      const made = Reflect.construct(target, parts, self) as RegExp;
      // The file whose pattern it is, not the helper that joins it.
      const place = /[\\/]src[\\/](?:core|host)[\\/](?!text[\\/]anyOf)[^:)]*/
        .exec(new Error().stack ?? '')?.[0]
        .split(sep)
        .join('/')
        .slice(1);
      if (place !== undefined)
        found.set(`${made.source}/${made.flags}`, { source: made.source, flags: made.flags, place });
      return made;
    },
  });
  globalThis.RegExp = Watched;
  try {
    const load = createRequire(__filename);
    const files = ['core', 'host'].flatMap((folder) => filesBelow(join(REPOSITORY, 'src', folder)));
    const before = new Map(files.map((file) => [file, load.cache[file]]));
    for (const file of files) Reflect.deleteProperty(load.cache, file);
    for (const file of files) load(file);
    // Whoever has loaded them before keeps them: there must not be two of a class.
    for (const [file, module] of before) if (module !== undefined) load.cache[file] = module;
    use();
  } finally {
    globalThis.RegExp = Real;
  }
  return [...found.values()];
}
