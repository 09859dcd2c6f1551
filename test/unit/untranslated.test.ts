import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { REPOSITORY } from '../host/repository';

/** Properties and functions that show a text to people, where one word is enough. */
const SHOWN_BY = [
  'title',
  'label',
  'description',
  'detail',
  'message',
  'tooltip',
  'prompt',
  'placeholder',
  'placeHolder',
  'name',
  'tell',
  'ask',
  'withCancellableProgress',
  'askOption',
  'showQuickPick',
  'showInformationMessage',
  'showWarningMessage',
  'showErrorMessage',
  'appendMarkdown',
  'appendText',
  'setStatusBarMessage',
];

/** Functions whose texts are translated there, or are for the log only. */
const TAKEN_CARE_OF = ['t', 'tableText', 'info', 'error', 'Error', 'SyntaxError'];

/** Texts that are the same in every language, and why. */
const EXCEPTIONS: Readonly<Record<string, RegExp>> = {
  'names of products': /^(?:LLM Gateway|Claude Code)$/,
  'a folder of the system': /Application Support|Program Files|Managed Preferences/,
  'the address of a document, by which it is found again': /^\/Gateway \w+\.(?:md|txt)$/,
};

/** Literals of a file that look like a text for people and are not translated. */
function untranslatedIn(name: string, source: string): string[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    // A table whose texts are translated where they are shown.
    if (ts.isVariableDeclaration(node) && new RegExp(`\\b(?:t|tableText)\\(${node.name.getText()}\\b`).test(source))
      return;
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && TAKEN_CARE_OF.includes(lastName(node.expression)))
      return;
    const text = textOf(node);
    if (text !== undefined && isForPeople(text, node))
      found.push(`${name}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${text}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The text of a literal, with what is filled in left out. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node)
    ? [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('…')
    : undefined;
}

/** Two words one after the other, or one word where it is shown. Icons, ids and links are none. */
function isForPeople(text: string, node: ts.Node): boolean {
  const words = text.replace(/\$\([\w~-]+\)|\]\([^)]*\)/g, '');
  if (Object.values(EXCEPTIONS).some((exception) => exception.test(text))) return false;
  if (/\p{L}{2,}[,.:;]? (?:… )?\p{L}{2,}/u.test(words)) return true;
  const { parent } = node;
  const shown = ts.isPropertyAssignment(parent)
    ? [parent.name.getText()]
    : ts.isCallExpression(parent)
      ? [lastName(parent.expression)]
      : [];
  return shown.some((by) => SHOWN_BY.includes(by)) && /(?:^|[^\w.-])\p{Lu}\p{Ll}+/u.test(words);
}

function lastName(node: ts.Expression): string {
  return ts.isPropertyAccessExpression(node) ? node.name.text : node.getText();
}

describe('what people see in VS Code', () => {
  // What the core says is looked at where it is shown, in translated.test.ts.
  const files = ['ui', 'host'].flatMap((layer) =>
    readdirSync(join(REPOSITORY, 'src', layer), { recursive: true })
      .map((file) => `src/${layer}/${String(file).replaceAll('\\', '/')}`)
      .filter((file) => file.endsWith('.ts')),
  );

  it('is translated', () => {
    assert.ok(files.length > 30);
    assert.deepEqual(
      files.flatMap((file) => untranslatedIn(file, readFileSync(join(REPOSITORY, file), 'utf8'))),
      [],
    );
  });

  it('is told from what they do not see', () => {
    const translated = [
      "import a from 'two words';",
      "log.error('it went wrong', e);",
      "tell('info', t('Done. All is well.'), []);",
      "const a = { label: tableText(LABELS[key]), icon: 'sync~spin', id: 'a.b' };",
      "throw new Error('not for people');",
      "type A = 'two words';",
      "ask('error', verdict, detail);",
    ];
    for (const source of translated) assert.deepEqual(untranslatedIn('a.ts', source), [], source);
    const missed = [
      "tell('info', 'Done. All is well.');",
      'const a = { label: `$(plug) Connect` };',
      "withCancellableProgress('Waiting', run);",
      'const a = `Asking ${host} again`;',
      "const TITLE = 'Connect to Gateway';",
      "item.text = done ? 'it is done' : '';",
    ];
    for (const source of missed) assert.equal(untranslatedIn('a.ts', source).length, 1, source);
  });
});
