import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import type { ErrorRule } from '../../../../src/core/answers/rules/errorRule';
import { REPOSITORY } from '../../../host/repository';

const RULES = path.join(REPOSITORY, 'src', 'core', 'answers', 'rules');

/** The comments before `match` of the rules in a source, in order; '' where there is none. */
function samplesIn(source: string): string[] {
  const file = ts.createSourceFile('', source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'match') {
      const comment = ts.getLeadingCommentRanges(source, node.getFullStart())?.at(-1);
      const text = comment === undefined ? '' : source.slice(comment.pos, comment.end).replace(/^\/\/ ?/, '');
      found.push(text.replaceAll('\\n', '\n'));
    }
    ts.forEachChild(node, walk);
  };
  walk(file);
  return found;
}

/** Each rule with its sample. They aren't part of the product, so they are read from its source. */
export function samplesOf(rules: readonly ErrorRule[]): readonly (readonly [ErrorRule, string])[] {
  const byFile = new Map(
    readdirSync(RULES).map((name) => [
      name.replace('.ts', ''),
      samplesIn(readFileSync(path.join(RULES, name), 'utf8')),
    ]),
  );
  // In the order in which all rules are put together.
  const order = [...readFileSync(path.join(RULES, 'allRules.ts'), 'utf8').matchAll(/\.\.\.(\w+)_RULES/g)];
  const files = order.map(([, name = '']) => ({ CLOUD: 'clouds', GATEWAY: 'gateways' })[name] ?? name.toLowerCase());
  const samples = files.flatMap((name) => byFile.get(name) ?? []);
  assert.equal(samples.length, rules.length);
  return rules.map((rule, index) => [rule, samples[index] ?? '']);
}
