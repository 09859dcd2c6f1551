import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { CAUSE_IDS } from '../../../../src/core/causes/causes';
import { REPOSITORY } from '../../../host/repository';

const IDS: ReadonlySet<string> = new Set(CAUSE_IDS);
const SOURCE = join(REPOSITORY, 'src');

/** The rooms of the table itself and of the patterns that recognize its causes; and the ids of probes, one of which is named after its cause. */
const ROOMS = ['core/causes/', 'core/answers/rules/', 'core/probes/probeIds.ts'];

/** Functions that make a finding or candidate of the cause in their first argument; the last two are local to their file. */
const MAKERS = ['finding', 'say', 'settled'];

/** Properties whose value says of which cause something is made: a finding or candidate, or a prediction that nothing is sent. */
const MADE = ['cause', 'reason'];

/** Here a prediction is made and its reason read back: which login screen follows is no property of the cause alone. */
const READS_REASONS = ['core/config/predict.ts', 'core/config/loginGate.ts'];

/** Some checks and probes have the name of the cause they look for. */
const OTHER_NAMES = ['name', 'id'];

/** Ids such as `offline` are ordinary words as well: they are ids where their surroundings say so. */
const isOrdinaryWord = (id: string): boolean => !id.includes('-');

function isId(node: ts.Node): node is ts.StringLiteralLike | ts.Identifier {
  return (ts.isStringLiteralLike(node) || ts.isIdentifier(node)) && IDS.has(node.text);
}

/** The expression that the literal is the value of: `a ? 'x' : 'y'` is the value of whatever takes it. */
function valueOf(node: ts.Node): ts.Node {
  const { parent } = node;
  const passesOn =
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition !== node);
  return passesOn ? valueOf(parent) : node;
}

function isCalledCause(node: ts.Node): boolean {
  return /(?:cause|reason)$/i.test(node.getText());
}

/** Whether an ordinary word is meant as an id: what it is compared with, or another member of its list, is one. */
function isMeantAsId(node: ts.Node): boolean {
  const { parent } = node;
  const isOther = (other: ts.Node | undefined): boolean =>
    other !== undefined && isId(other) && !isOrdinaryWord(other.text);
  if (ts.isBinaryExpression(parent)) return [parent.left, parent.right].some(isCalledCause);
  if (ts.isCaseClause(parent)) return isCalledCause(parent.parent.parent.expression);
  if (ts.isArrayLiteralExpression(parent)) return parent.elements.some(isOther);
  if (ts.isPropertyAssignment(parent) && parent.name === node)
    return parent.parent.properties.some(({ name }) => isOther(name));
  return false;
}

/** Whether something is made of this cause here: the one reason to name it outside its row. */
function isMade(node: ts.Node): boolean {
  const value = valueOf(node);
  const { parent } = value;
  if (ts.isCallExpression(parent)) return parent.arguments[0] === value && MAKERS.includes(parent.expression.getText());
  if (ts.isPropertyAssignment(parent) && parent.name !== value)
    return [...MADE, ...OTHER_NAMES].includes(parent.name.getText());
  if (ts.isVariableDeclaration(parent)) return parent.name.getText() === 'cause';
  // What a static check declares to look for.
  if (ts.isArrayLiteralExpression(parent))
    return ts.isPropertyAssignment(parent.parent) && parent.parent.name.getText() === 'causes';
  // The parameter of a maker.
  if (ts.isLiteralTypeNode(parent)) return ts.findAncestor(parent, ts.isParameter)?.name.getText() === 'cause';
  return false;
}

/** Parsing takes time, and most files name no cause. */
const NAMED = new RegExp(`(['"\`])(${CAUSE_IDS.join('|')})\\1|\\b(${CAUSE_IDS.filter(isOrdinaryWord).join('|')}):`);

/** The places of a file that compare with causes or list them. */
function faultsIn(name: string, source: string): string[] {
  if (!NAMED.test(source)) return [];
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    const isName = ts.isPropertyAssignment(node.parent) && node.parent.name === node;
    if (isId(node) && (ts.isStringLiteralLike(node) || isName)) {
      const readsReason =
        READS_REASONS.includes(name) &&
        ts.isBinaryExpression(node.parent) &&
        /\breason$/.test(node.parent.left.getText());
      if (!(isOrdinaryWord(node.text) && !isMeantAsId(node)) && !isMade(node) && !readsReason)
        faults.push(`${name}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${node.text}`);
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return faults;
}

describe('what is known of a cause is in its row', () => {
  it('and elsewhere its id is named only where a finding of it is made', () => {
    const files = readdirSync(SOURCE, { recursive: true })
      .map((name) => String(name).replaceAll('\\', '/'))
      .filter((name) => name.endsWith('.ts') && !ROOMS.some((room) => name.startsWith(room)));
    assert.ok(files.length > 100);
    assert.deepEqual(
      files.flatMap((name) => faultsIn(name, readFileSync(join(SOURCE, name), 'utf8'))),
      [],
    );
  });

  const TOLD: readonly string[] = [
    "const LIST = ['dns-failure', 'tls-untrusted'];",
    "const LIST = new Set<CauseId>(['offline', 'dns-failure']);",
    "const TABLE = { 'credential-rejected': 1, redirected: 2 };",
    "if (found.cause === 'offline') stop();",
    "if ('rate-limited' !== cause) stop();",
    "const known = cause !== 'unknown';",
    "if (request.reason === 'credential-missing') stop();",
    "switch (found.cause) { case 'overloaded': stop(); }",
    "const has = causes.includes('waf-blocked');",
    "type Few = 'waf-blocked' | 'dns-failure';",
  ];
  for (const source of TOLD)
    it(`is asked for where it is not: ${source}`, () => {
      assert.notDeepEqual(faultsIn('core/health/example.ts', source), []);
    });

  const LEFT: readonly string[] = [
    "problem(finding('dns-failure', evidence));",
    "finding(html ? 'non-api-response' : 'error-rewrapped', evidence);",
    "const check = { name: 'plain-http', causes: ['base-url-plain-http', 'wrong-base-path'] };",
    "const row = { cause: 'connect-timeout', match: /TIMEOUT/ };",
    "const speaker = kind === 'unknown' ? 'unknown' : 'gateway';",
    "const ICONS = { offline: 'debug-disconnect', problem: 'error' };",
  ];
  for (const source of LEFT)
    it(`may be named: ${source}`, () => {
      assert.deepEqual(faultsIn('core/health/example.ts', source), []);
    });

  it('is compared with the reason of a prediction only where predictions are made', () => {
    const source = "const missing = request.reason === 'credential-missing';";
    assert.deepEqual(faultsIn('core/config/loginGate.ts', source), []);
    assert.notDeepEqual(faultsIn('core/checks/request.ts', source), []);
  });
});
