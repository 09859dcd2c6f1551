import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The layers of src/README.md: imports go only downwards, core ← host ← ui. */
const layer = (message, ...group) => ({
  'no-restricted-imports': ['error', { patterns: [{ regex: group.join('|'), message }] }],
});

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
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } }],
      'no-console': 'error',
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: layer('core is pure: it imports only core, jsonc-parser and @vscode/l10n', '^(?!\\.\\.?/|jsonc-parser$|@vscode/l10n$)', '/(host|ui)/', '/(extension|cli)$'),
  },
  {
    files: ['src/host/**/*.ts'],
    rules: layer('host imports core, Node, undici and @vscode/l10n', '^(?!\\.\\.?/|node:|undici$|jsonc-parser$|@vscode/l10n$)', '/ui/', '/(extension|cli)$'),
  },
  {
    files: ['src/cli.ts'],
    rules: layer('the command line uses core and host', '^vscode$', '/ui/'),
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'no-console': 'off', '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }] },
  },
);
