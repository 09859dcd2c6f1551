import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { TABLE_TEXTS } from '../../src/core/views/translatable';
import { REPOSITORY } from '../host/repository';

/** Where the translations lie. */
export const L10N_FOLDER = join(REPOSITORY, 'media', 'l10n');

/** The English texts, from which a translation is made. */
export const BUNDLE = join(L10N_FOLDER, 'bundle.l10n.json');

/** This file passes on the texts of tables, which are no literals. */
const TABLES = 'core/text/tableText.ts';

/** The names in the list of tables. */
const LISTED: readonly string[] =
  readFileSync(join(REPOSITORY, 'src', 'core', 'views', 'translatable.ts'), 'utf8').match(/\b[A-Z][A-Z_]+\b/g) ?? [];

/** What was found in source files: texts to translate, and calls that cannot be translated, each with its place. */
export interface Found {
  readonly texts: readonly string[];
  readonly faults: readonly string[];
}

/** The texts of all calls of `t` in one file. */
export function textsIn(name: string, source: string): Found {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  const tables = constantsOf(file);
  const texts: string[] = [];
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    const [text, ...values] = ts.isCallExpression(node) ? node.arguments : [];
    const kind = ts.isCallExpression(node) ? translationOf(node.expression) : undefined;
    if (kind !== undefined && text !== undefined) {
      const fault = (what: string): void => {
        faults.push(
          `${name}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${what}: ${node.getText().slice(0, 120)}`,
        );
      };
      const found = literalsOf(text, tables);
      const table = tableOf(text);
      if (ts.findAncestor(node, ts.isFunctionLike) === undefined)
        fault('translated while the file is loaded, before the language is known');
      if (kind === 'literal' && found === undefined) fault('no text that can be known beforehand');
      if (kind === 'table' && found === undefined && table !== undefined && !LISTED.includes(table))
        fault(`${table} is not in src/core/views/translatable.ts`);
      texts.push(...(found ?? []));
      for (const problem of (found ?? []).flatMap((each) => misfit(each, values) ?? [])) fault(problem);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { texts, faults };
}

/** The source of the translations: all texts of `src/`, without repetition, in an order that no edit of the source changes. */
export function sourceTexts(): Found {
  const folder = join(REPOSITORY, 'src');
  const files = readdirSync(folder, { recursive: true })
    .map((file) => String(file).replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && file !== TABLES)
    .sort();
  const found = files.map((file) => textsIn(`src/${file}`, readFileSync(join(folder, file), 'utf8')));
  const texts = new Set([...found.flatMap((each) => each.texts), ...TABLE_TEXTS]);
  return { texts: [...texts].sort(), faults: found.flatMap(({ faults }) => faults) };
}

/** The content of {@link BUNDLE}. */
export function bundleOf(texts: readonly string[]): string {
  return `${JSON.stringify(Object.fromEntries(texts.map((text) => [text, text])), undefined, 2)}\n`;
}

/** The names in a text that values are put in place of. */
export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();
}

/** `t(…)` and `vscode.l10n.t(…)` take literals, `tableText(…)` a text of a table. */
function translationOf(callee: ts.Expression): 'literal' | 'table' | undefined {
  if (ts.isPropertyAccessExpression(callee)) return callee.getText().endsWith('l10n.t') ? 'literal' : undefined;
  if (!ts.isIdentifier(callee)) return undefined;
  return callee.text === 't' ? 'literal' : callee.text === 'tableText' ? 'table' : undefined;
}

/** All that an expression can be, when those are literals: also a choice of two, and a table of this file. */
function literalsOf(node: ts.Expression, tables: ReadonlyMap<string, ts.Expression>): string[] | undefined {
  const plain = unwrapped(node);
  if (ts.isStringLiteralLike(plain)) return [plain.text];
  if (ts.isConditionalExpression(plain))
    return all([plain.whenTrue, plain.whenFalse].map((branch) => literalsOf(branch, tables)));
  if (
    (ts.isElementAccessExpression(plain) || ts.isPropertyAccessExpression(plain)) &&
    ts.isIdentifier(plain.expression)
  ) {
    const table = tables.get(plain.expression.text);
    if (table === undefined || !ts.isObjectLiteralExpression(table)) return undefined;
    return all(
      table.properties.map((property) =>
        ts.isPropertyAssignment(property) ? literalsOf(property.initializer, tables) : undefined,
      ),
    );
  }
  return undefined;
}

function all(parts: readonly (readonly string[] | undefined)[]): string[] | undefined {
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

/** Without `as const`, `satisfies` and parentheses. */
function unwrapped(node: ts.Expression): ts.Expression {
  return ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)
    ? unwrapped(node.expression)
    : node;
}

/** The table that an expression takes a text from: `TABLE` in `TABLE[row].text` and in `text ?? TABLE.other`. */
function tableOf(node: ts.Expression): string | undefined {
  const plain = unwrapped(node);
  if (ts.isBinaryExpression(plain)) return tableOf(plain.left) ?? tableOf(plain.right);
  if (ts.isElementAccessExpression(plain) || ts.isPropertyAccessExpression(plain)) return tableOf(plain.expression);
  return ts.isIdentifier(plain) && /^[A-Z][A-Z_]+$/.test(plain.text) ? plain.text : undefined;
}

/** The constants at the top of a file, by name. */
function constantsOf(file: ts.SourceFile): ReadonlyMap<string, ts.Expression> {
  return new Map(
    file.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) =>
        declarationList.declarations.flatMap(({ name, initializer }): [string, ts.Expression][] =>
          initializer === undefined ? [] : [[name.getText(), unwrapped(initializer)]],
        ),
      ),
  );
}

/** What is wrong between a text and the values for it, as far as those can be seen. */
function misfit(text: string, values: readonly ts.Expression[]): string | undefined {
  const wanted = placeholdersIn(text);
  const [first] = values;
  // Without values the placeholders stay, for who fills them in by itself.
  if (first === undefined) return undefined;
  const given = ts.isObjectLiteralExpression(first)
    ? namesOf(first)
    : wanted.every((name) => /^\d+$/.test(name))
      ? values.map((_, index) => String(index))
      : undefined;
  if (given === undefined) return undefined;
  const [missing, unused] = [
    wanted.filter((name) => !given.includes(name)),
    given.filter((name) => !wanted.includes(name)),
  ];
  if (missing.length > 0) return `no value for {${missing.join('}, {')}}`;
  return unused.length > 0 ? `no place for ${unused.join(', ')}` : undefined;
}

/** The names of an object literal; undefined when not all can be seen. */
function namesOf(values: ts.ObjectLiteralExpression): string[] | undefined {
  const names = values.properties.map(({ name }) =>
    name === undefined || ts.isComputedPropertyName(name) ? undefined : name.text,
  );
  return names.every((name) => name !== undefined) ? names : undefined;
}
