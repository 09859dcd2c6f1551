import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { REPOSITORY } from '../host/repository';

/** Used by nothing in `src`, and needed all the same. */
const FOR_OTHERS: Readonly<Record<string, string>> = {
  'src/extension.ts activate': 'VS Code calls it',
  'src/core/views/translatable.ts TABLE_TEXTS': 'npm run l10n collects the texts of tables with it',
};

type Sources = ReadonlyMap<string, string>;

function sourcesBelow(folder: string): Sources {
  return new Map(
    readdirSync(path.join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.join(folder, file))
      .map((file) => [file.replaceAll('\\', '/'), readFileSync(path.join(REPOSITORY, file), 'utf8')]),
  );
}

interface Exported {
  readonly name: string;
  readonly type: boolean;
}

interface Import {
  readonly from: string;
  /** `*`: all of them, as with `import * as` and `import()`. */
  readonly name: string;
}

function namesOf(statement: ts.Statement): Exported[] {
  const exported = ts.canHaveModifiers(statement)
    ? ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    : false;
  if (exported !== true) return [];
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => ({ name: name.getText(), type: false }));
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    return [{ name: statement.name.text, type: true }];
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
    return [{ name: statement.name?.text ?? 'default', type: false }];
  return [];
}

function importsOf(file: ts.SourceFile, place: string): Import[] {
  const found: Import[] = [];
  const add = (from: ts.Node | undefined, ...names: readonly string[]): void => {
    if (from === undefined || !ts.isStringLiteral(from) || !from.text.startsWith('.')) return;
    const target = path.posix.join(path.posix.dirname(place), from.text);
    for (const name of names) found.push({ from: `${target}.ts`, name });
  };
  const walk = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings;
      if (bindings === undefined || ts.isNamespaceImport(bindings)) add(node.moduleSpecifier, '*');
      else add(node.moduleSpecifier, ...bindings.elements.map(({ propertyName, name }) => (propertyName ?? name).text));
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], '*');
    ts.forEachChild(node, walk);
  };
  walk(file);
  return found;
}

/**
 * The exports of `product` that are dead or needn't be one: imported by no other file of it and, unless they are the type of
 * something that is used, not even used where they are and tried by a test.
 */
function needless(product: Sources, tests: Sources): string[] {
  const parsed = (sources: Sources): [string, ts.SourceFile][] =>
    [...sources].map(([place, text]) => [place, ts.createSourceFile(place, text, ts.ScriptTarget.Latest, true)]);
  const importedBy = (sources: Sources): Set<string> =>
    new Set(
      parsed(sources).flatMap(([place, file]) => importsOf(file, place).map(({ from, name }) => `${from} ${name}`)),
    );
  const [inProduct, inTests] = [importedBy(product), importedBy(tests)];
  return parsed(product).flatMap(([place, file]) =>
    file.statements.flatMap(namesOf).flatMap(({ name, type }) => {
      const id = `${place} ${name}`;
      if (inProduct.has(id) || inProduct.has(`${place} *`)) return [];
      const usedHere = (file.text.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length > 1;
      return usedHere && (type || inTests.has(id)) ? [] : [id];
    }),
  );
}

describe('every export', () => {
  it('is imported by another file, or is tried by a test where it is used', () => {
    const product = sourcesBelow('src');
    assert.ok(product.size > 200);
    assert.deepEqual(needless(product, sourcesBelow('test')).sort(), Object.keys(FOR_OTHERS).sort());
  });

  it('that is dead, only tried by tests, or used in its own file alone is found', () => {
    const product: Sources = new Map([
      [
        'src/a.ts',
        [
          'export const used = 1;',
          'export const dead = 2;',
          'export const tried = 3;',
          'export const inside = 4;',
          'export const both = inside;',
          'export interface Shape { a: typeof both }',
          'export type Nothing = 1;',
          'export function f(): Shape {}',
        ].join('\n'),
      ],
      ['src/b.ts', "import { used, f } from './a';"],
    ]);
    const tests: Sources = new Map([['test/a.ts', "import { tried, both } from '../src/a';"]]);
    assert.deepEqual(needless(product, tests), [
      'src/a.ts dead',
      'src/a.ts tried',
      'src/a.ts inside',
      'src/a.ts Nothing',
    ]);
  });
});
