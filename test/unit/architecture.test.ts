import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const ROOT = path.join(__dirname, '..', '..');
const FILES = readdirSync(path.join(ROOT, 'src'), { recursive: true })
  .map((file) => String(file).replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));
/** Tables may grow: a row more makes nothing harder to see. */
const TABLES = [
  /^core\/claude\/(variables|sources)\.ts$/,
  /^core\/(answers\/rules|causes\/rows|checks)\//,
  /^core\/probes\/rows\//,
];

const linesOf = (file: string): string[] => readFileSync(path.join(ROOT, 'src', file), 'utf8').split('\n');

describe('the architecture', () => {
  // The type-aware rules are not needed here, and are what takes time.
  const eslint = new ESLint({ cwd: ROOT, overrideConfig: [tseslint.configs.disableTypeChecked] });

  async function violations(file: string, code: string, rule = 'no-restricted-imports'): Promise<number> {
    const [result] = await eslint.lintText(code, { filePath: path.join(ROOT, 'src', file) });
    assert.ok(
      result !== undefined && result.messages.every(({ fatal }) => fatal !== true),
      JSON.stringify(result?.messages),
    );
    return result.messages.filter(({ ruleId }) => ruleId === rule).length;
  }

  const table: readonly [string, readonly string[], readonly string[]][] = [
    [
      'core/config/new.ts',
      ['jsonc-parser', './resolve', '../words/secret'],
      [
        'node:fs',
        'fs',
        'node:path',
        'vscode',
        'undici',
        '../../host/files/textFile',
        '../../ui/store',
        '../../cli',
        '../../cli/options',
        '../../extension',
        '../../../src/host/files/textFile',
      ],
    ],
    [
      'core/probes/rows/new.ts',
      ['../../words/secret'],
      ['node:fs', '../../../host/files/textFile', '../../views/report'],
    ],
    [
      'host/files/new.ts',
      ['node:fs', 'undici', 'jsonc-parser', 'ignore', '../../core/words/secret', './textFile'],
      ['vscode', '../../ui/store', '../../cli', '../../cli/options', '../../extension', 'fs', 'left-pad'],
    ],
    ['core/new.ts', [], ['./words/secret']],
    ['core/novel/new.ts', [], ['../words/secret', './other']],
    ['cli.ts', ['node:util', './core/secret', './host/textFile'], ['vscode', './ui/store']],
    ['cli/new.ts', ['node:util', '../core/words/secret', './options'], ['vscode', '../ui/store']],
  ];
  for (const [file, allowed, forbidden] of table) {
    it(`lets ${file} import downwards only`, async () => {
      const importing = (from: string): Promise<number>[] =>
        [
          `import '${from}';\n`,
          `import type { A } from '${from}';\nexport type B = A;\n`,
          `export { a } from '${from}';\n`,
        ].map((code) => violations(file, code));
      for (const from of allowed) assert.deepEqual(await Promise.all(importing(from)), [0, 0, 0], from);
      for (const from of forbidden) assert.deepEqual(await Promise.all(importing(from)), [1, 1, 1], from);
    });
  }

  it('lets texts reach the screen through one door, and no other file past it', async () => {
    const past = [
      'vscode.window.showErrorMessage(a);',
      'vscode.window.withProgress(a, b);',
      'vscode.window.createQuickPick();',
      'vscode.window.createStatusBarItem();',
      'vscode.window.setStatusBarMessage(a);',
      'vscode.window.createWebviewPanel(a);',
      "vscode.window['showInputBox'](a);",
      'vscode.window.anythingNew(a);',
      "vscode['window'].showQuickPick(a);",
      'const { window } = vscode;',
      'const screen = vscode.window;',
      'const { showInputBox } = vscode.window;',
      'use(vscode);',
      'new vscode.MarkdownString(a);',
      'new vscode.TreeItem(a);',
      'new vscode.CodeLens(a);',
      'new vscode.Hover(a);',
      'class Row extends vscode.TreeItem {}',
      'vscode.languages.registerHoverProvider(a, b);',
      'vscode.comments.createCommentController(a);',
      'box.validationMessage = a;',
      'item.tooltip = a;',
    ];
    for (const code of past)
      assert.ok(
        (await violations('ui/new.ts', `import * as vscode from 'vscode';\n${code}\n`, 'no-restricted-syntax')) > 0,
        code,
      );
    for (const code of [
      "import { window } from 'vscode';\nwindow.showErrorMessage(a);\n",
      "import * as code from 'vscode';\n",
      "export { window } from 'vscode';\n",
      "const code = await import('vscode');\n",
    ])
      assert.ok((await violations('ui/new.ts', code, 'no-restricted-syntax')) > 0, code);
    const apart = [
      'vscode.window.showTextDocument(a);',
      'vscode.window.tabGroups.close(a);',
      'new vscode.Range(1, 2, 3, 4);',
      'vscode.workspace.getConfiguration();',
      'vscode.commands.executeCommand(a);',
      'const state = vscode.window.state;',
    ];
    for (const code of apart)
      assert.equal(
        await violations('ui/new.ts', `import * as vscode from 'vscode';\n${code}\n`, 'no-restricted-syntax'),
        0,
        code,
      );
    assert.equal(
      await violations(
        'ui/window/screen.ts',
        "import * as vscode from 'vscode';\nvscode.window.showErrorMessage(a);\n",
        'no-restricted-syntax',
      ),
      0,
    );
  });

  it('keeps the core pure: no loading at run time, no process, no Node globals', () => {
    for (const file of FILES.filter((name) => name.startsWith('core/'))) {
      for (const line of linesOf(file))
        assert.doesNotMatch(
          line,
          /\bimport\(|\brequire\(|\bprocess\.|\bBuffer\b|\bDate\.now\b|\bMath\.random\b|\b__dirname\b/,
          `${file}: ${line}`,
        );
    }
  });

  /** What of Node's file functions reads a file, or starts to; `open` may write as well. */
  const READS = [
    'readFile',
    'readFileSync',
    'createReadStream',
    'ReadStream',
    'openSync',
    'readSync',
    'readvSync',
    'openAsBlob',
    'promises',
  ];

  /** Where they may be used: the one reader, and what asks the kernel for its processes, whose files are nobody's and end by themselves. */
  const READERS = ['host/files/foreignFile.ts', 'host/process/processTree.ts'];

  it('reads files in one place only, which believes no size and waits for no pipe', () => {
    for (const file of FILES.filter((name) => !READERS.includes(name))) {
      const text = linesOf(file).join('\n');
      const imports = [...text.matchAll(/(?:import|export) ([^;]*?) from '(?:node:)?fs(?:\/promises)?'/g)].map(
        ([, names = '']) => names,
      );
      for (const names of imports) assert.match(names, /^(?:type )?\{[^}]*\}$/, `${file}: by name only`);
      assert.deepEqual(
        imports
          .join(' ')
          .match(/\w+/g)
          ?.filter((name) => READS.includes(name)) ?? [],
        [],
        file,
      );
      assert.doesNotMatch(text, /workspace\.fs\.readFile|\b(?:require|import)\(['"](?:node:)?fs/, file);
      // Whoever opens a file opens it to write a new one.
      if (/\bopen\b/.test(imports.join(' ')))
        for (const [call] of text.matchAll(/\bopen\([^)]*\)/g))
          assert.match(call, /, '(?:w|a)x?\+?'/, `${file}: ${call}`);
    }
  });

  it('lets the window write settings in one place only, which says that it waits', () => {
    const writing = FILES.filter(
      (file) => file.startsWith('ui/') && linesOf(file).some((line) => /\bcommitFiles\(/.test(line)),
    );
    assert.deepEqual(writing, ['ui/window/writeSettings.ts']);
  });

  it('keeps files short, tables excepted', () => {
    assert.ok(FILES.length > 30 && TABLES.every((pattern) => FILES.some((file) => pattern.test(file))));
    for (const file of FILES.filter((name) => !TABLES.some((pattern) => pattern.test(name)))) {
      assert.ok(linesOf(file).length <= 301, `${file} has ${linesOf(file).length} lines`);
    }
  });

  it('has no default exports and no barrels', () => {
    for (const file of FILES) {
      assert.doesNotMatch(path.basename(file), /^index\.ts$/);
      for (const line of linesOf(file)) assert.doesNotMatch(line, /^export (default|\*)/, `${file}: ${line}`);
    }
  });
});
