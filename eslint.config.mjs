import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The layers of src/README.md: imports go only downwards, core ← host ← ui. */
const layer = (message, ...group) => ({
  'no-restricted-imports': ['error', { patterns: [{ regex: group.join('|'), message }] }],
});

/**
 * The floors of src/README.md: a folder uses those before it, and none after it. A folder that is in no list may use nothing of its
 * layer, so that a new one is put in its place.
 */
const CORE_FLOORS = [
  'text',
  'claude',
  'words',
  'causes',
  'config',
  'files',
  'answers',
  'checks',
  'writing',
  'explain',
  'probes',
  'health',
  'views',
];
const HOST_FLOORS = ['process', 'files', 'network', 'run'];
const UI_FLOORS = ['window', 'views', 'connect', 'commands'];

/** What a file of a floor must not import: the floors after its own. */
const above = (floors, index) => {
  const later = floors.slice(index + 1);
  return later.length === 0 ? [] : [`^(\\.\\./)+(${later.join('|')})/`];
};

/** What of VS Code draws no text that is read for links, icons or markdown; of anything else only the door may make use. */
const DRAWS_NOTHING = {
  namespaces: 'commands|env|extensions|l10n|languages|version|window|workspace',
  window:
    'activeTerminal|activeTextEditor|createOutputChannel|createTerminal|onDidChangeWindowState|showTextDocument|state|tabGroups',
  languages: 'registerCodeLensProvider|registerDocumentLinkProvider',
  classes: 'EventEmitter|Position|Range|RelativePattern|ThemeColor|ThemeIcon',
};

/** Other files reach the screen through `src/ui/window/screen.ts`, in which nothing that anybody wrote becomes a link. */
const onlyThroughDoor = () => {
  const message = 'VS Code reads links, icons or markdown in what this draws: go through ui/window/screen.ts';
  const selectors = [
    `MemberExpression[object.property.name="window"]:not([property.name=/^(${DRAWS_NOTHING.window})$/])`,
    `MemberExpression[object.property.name="languages"]:not([property.name=/^(${DRAWS_NOTHING.languages})$/])`,
    ':not(MemberExpression) > MemberExpression[object.name="vscode"][property.name=/^(window|languages)$/]',
    `MemberExpression[object.name="vscode"][property.name=/^[a-z]/]:not([property.name=/^(${DRAWS_NOTHING.namespaces})$/])`,
    'MemberExpression[object.name="vscode"][computed=true]',
    `NewExpression[callee.object.name="vscode"]:not([callee.property.name=/^(${DRAWS_NOTHING.classes})$/])`,
    'ClassDeclaration[superClass.object.name="vscode"]',
    'VariableDeclarator[init.name="vscode"]',
    'CallExpression > Identifier.arguments[name="vscode"]',
    'ImportDeclaration[source.value="vscode"] > ImportSpecifier',
    'ImportDeclaration[source.value="vscode"] > ImportNamespaceSpecifier:not([local.name="vscode"])',
    'ImportExpression[source.value="vscode"]',
    ':matches(ExportNamedDeclaration, ExportAllDeclaration)[source.value="vscode"]',
    'AssignmentExpression[left.property.name=/^(accessibilityInformation|description|detail|items|label|message|placeHolder|placeholder|prompt|text|title|tooltip|validationMessage)$/]',
  ];
  return { 'no-restricted-syntax': ['error', ...selectors.map((selector) => ({ selector, message }))] };
};

export default tseslint.config(
  { ignores: ['dist/', 'out/', '.vscode-test/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
      'no-console': 'error',
    },
  },
  {
    files: ['src/core/**/*.ts', 'src/host/**/*.ts'],
    rules: layer('this folder has no place among the floors: give it one in eslint.config.mjs', '.'),
  },
  ...CORE_FLOORS.map((floor, index) => ({
    files: [`src/core/${floor}/**/*.ts`],
    rules: layer(
      `core is pure (only core, jsonc-parser and @vscode/l10n), and ${floor}/ uses no floor that is built on it`,
      '^(?!\\.\\.?/|jsonc-parser$|@vscode/l10n$)',
      '/(host|ui|cli)/',
      '/(extension|cli)$',
      ...above(CORE_FLOORS, index),
    ),
  })),
  ...HOST_FLOORS.map((floor, index) => ({
    files: [`src/host/${floor}/**/*.ts`],
    rules: layer(
      `host uses core, Node, undici, jsonc-parser, ignore and @vscode/l10n, and ${floor}/ no floor that is built on it`,
      '^(?!\\.\\.?/|node:|undici$|jsonc-parser$|ignore$|@vscode/l10n$)',
      '/(ui|cli)/',
      '/(extension|cli)$',
      ...above(HOST_FLOORS, index),
    ),
  })),
  ...UI_FLOORS.map((floor, index) => ({
    files: [`src/ui/${floor}/**/*.ts`],
    rules: layer(
      `${floor}/ uses no floor that is built on it`,
      ...above(UI_FLOORS, index),
      '/cli/',
      '/(extension|start|cli)$',
      ...(floor === 'window' ? ['/(store|healthWatch|checkOptions)$'] : []),
    ),
  })),
  {
    files: ['src/ui/*.ts'],
    rules: layer('what all views share uses no view', '^\\./(commands|views|connect)/'),
  },
  {
    files: ['src/cli.ts', 'src/cli/**/*.ts'],
    rules: layer('the command line uses core and host', '^vscode$', '/ui/'),
  },
  {
    files: ['src/ui/**/*.ts', 'src/extension.ts', 'src/start.ts'],
    ignores: ['src/ui/window/screen.ts'],
    rules: onlyThroughDoor(),
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'no-console': 'off', '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }] },
  },
);
