import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { anyOf, inOrder } from '../../../../src/core/text/anyOf';
import { REPOSITORY } from '../../../host/repository';

const SRC = path.join(REPOSITORY, 'src');
const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const WIDEST = 120;

interface Alternative {
  readonly line: number;
  readonly pattern: RegExp;
  /** What its comment says; undefined without one. */
  readonly sample: string | undefined;
}

const parse = (text: string): ts.SourceFile => ts.createSourceFile('', text, ts.ScriptTarget.Latest, true);

const lineOf = (file: ts.SourceFile, at: number): number => file.getLineAndCharacterOfPosition(at).line + 1;

const isCallOf = (node: ts.Node, ...names: readonly string[]): node is ts.CallExpression =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) && names.includes(node.expression.text);

/** The pattern that a literal, or a call of `anyOf` or `inOrder`, makes. */
function patternOf(node: ts.Expression, flags: string): RegExp {
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/');
    return new RegExp(node.text.slice(1, end), flags);
  }
  assert.ok(isCallOf(node, 'anyOf', 'inOrder'), `not a pattern: ${node.getText()}`);
  const parts = node.arguments.slice(1).map((part) => patternOf(part, flags));
  return isCallOf(node, 'anyOf') ? anyOf(flags, ...parts) : inOrder(flags, ...parts);
}

/** The comment behind an argument, on its line, or the one above it. */
function commentOf(file: ts.SourceFile, node: ts.Expression): string | undefined {
  const { text } = file;
  const behind = text.startsWith(',', node.getEnd()) ? node.getEnd() + 1 : node.getEnd();
  const [comment] =
    ts.getTrailingCommentRanges(text, behind) ?? ts.getLeadingCommentRanges(text, node.getFullStart())?.slice(-1) ?? [];
  return comment === undefined ? undefined : text.slice(comment.pos, comment.end).replace(/^\/\/ ?/, '');
}

/** The alternatives of every `anyOf` in a source, each with its sample. */
function alternativesIn(source: string): Alternative[] {
  const file = parse(source);
  const found: Alternative[] = [];
  const walk = (node: ts.Node): void => {
    if (isCallOf(node, 'anyOf')) {
      const [first, ...alternatives] = node.arguments;
      assert.ok(first !== undefined && ts.isStringLiteral(first), `the flags aren't a string: ${node.getText()}`);
      for (const one of alternatives)
        found.push({
          line: lineOf(file, one.getStart()),
          pattern: patternOf(one, first.text),
          sample: commentOf(file, one),
        });
    }
    ts.forEachChild(node, walk);
  };
  walk(file);
  return found;
}

/** Lines on which a pattern goes past the last column. */
function wideIn(source: string): number[] {
  const file = parse(source);
  const found: number[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const { line, character } = file.getLineAndCharacterOfPosition(node.getEnd());
      if (character > WIDEST) found.push(line + 1);
    }
    ts.forEachChild(node, walk);
  };
  walk(file);
  return found;
}

const isRead = ({ pattern, sample }: Alternative): boolean => sample !== undefined && pattern.test(sample);

describe('a pattern of alternatives', () => {
  const sources = FILES.map((file) => [file, readFileSync(path.join(SRC, file), 'utf8')] as const);

  it('matches what any of them matches, and a pattern of parts what they match in order', () => {
    assert.match('a B', anyOf('i', /x/, /b/));
    assert.match('1cd', inOrder('', /\d/, anyOf('', /a|b/, /c/), /d/));
    assert.doesNotMatch('1d', inOrder('', /\d/, /a|c/, /d/));
  });

  it('has a comment beside each of them with a text that it matches', () => {
    const all = sources
      .filter(([, text]) => / from '[^']*\/anyOf'/.test(text))
      .flatMap(([file, text]) => alternativesIn(text).map((one) => ({ file, ...one })));
    assert.ok(all.length > 700, String(all.length));
    assert.deepEqual(
      all.filter((one) => !isRead(one)).map(({ file, line, pattern }) => `${file}:${line} ${pattern.source}`),
      [],
    );
  });

  it('is reported when that comment is missing or does not match', () => {
    const rows = ['/a/, // a', '/b/, // other', '/c/,', '// d1\n  inOrder("", /d/, /\\d/),', '/E/i, // e', '/f/ // f'];
    assert.deepEqual(alternativesIn(`anyOf('',\n  ${rows.join('\n  ')}\n);`).map(isRead), [
      true,
      false,
      false,
      true,
      false,
      true,
    ]);
  });

  it('fits into a line, as every other pattern does', () => {
    assert.deepEqual(wideIn(`const a = /${'a'.repeat(WIDEST)}/;`), [1]);
    assert.deepEqual(
      sources.flatMap(([file, text]) => wideIn(text).map((line) => `${file}:${line}`)),
      [],
    );
  });
});
