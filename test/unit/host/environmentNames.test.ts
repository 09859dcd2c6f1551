import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { variableRow } from '../../../src/core/claude/variables';
import { REPOSITORY } from '../../host/repository';

const HOST = path.join(REPOSITORY, 'src', 'host');

/** Names that are read from the environment of this process, before or beside what any settings file says, and why no folder reaches them. */
const OF_THE_PROCESS: Readonly<Record<string, string>> = {
  APPDATA: 'where VS Code keeps its settings on Windows',
  ComSpec: 'the shell of Windows, which runs a credential command that the user has agreed to',
  HOME: 'where Git keeps the user’s own list of files to ignore',
  PATH: 'where claude is looked for',
  Path: 'the same on Windows',
  SHELL: 'the login shell, started only when the user asks',
  SystemRoot: 'where taskkill lies on Windows',
  USER: 'whose managed preferences are read on macOS',
  WSL_DISTRO_NAME: 'whether this is WSL',
  XDG_CONFIG_HOME: 'where VS Code keeps its settings on Linux, and Git its own',
};

/** Rows that decide nothing of a request, although code that touches the machine reads them from the environment of this process. */
const ROWS_OF_THE_PROCESS: Readonly<Record<string, string>> = {
  CLAUDE_CONFIG_DIR: 'where the user’s own settings lie: read before them',
};

/** Where a name is no constant, by file and expression: the table it comes from. */
const FROM_A_TABLE: Readonly<Record<string, string>> = {
  'files/readSources.ts env[name]': 'CLOUD_VARIABLES: only whether a cloud provider’s own sign-in is there',
  'files/registryText.ts Object.entries(env)': 'what %NAME% in a policy of Windows stands for',
  'files/osPolicy.ts Object.entries(env)': 'where reg.exe lies, of the process alone',
  'run/apiKeyHelper.ts Object.entries(env)': 'which values to hide in what the command says',
  'files/claudeCli.ts Object.entries(env)': 'handed on to claude, which the user has asked about',
  'files/shellEnvironment.ts Object.entries(env)': 'handed on to the login shell, of the process alone',
};

interface Read {
  readonly file: string;
  readonly expression: string;
  /** Undefined where no constant says which. */
  readonly names: readonly string[] | undefined;
}

/** Everything that the files read from an environment, by the types: `env['X']`, `env.X`, `const { X } = env`, also with a name from a constant list. */
function environmentReads(folder: string): readonly Read[] {
  const files = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(folder, file));
  const { config } = ts.readConfigFile(path.join(REPOSITORY, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, REPOSITORY);
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  // `Environment` by what it stands for: the compiler forgets the name.
  const isEnvironment = (node: ts.Expression): boolean =>
    /^(Environment|(Readonly<)?(Record<string, string \| undefined>|ProcessEnv)>?)$/.test(
      checker.typeToString(checker.getTypeAtLocation(node)).replace('NodeJS.', ''),
    );
  const constantsOf = (node: ts.Expression): readonly string[] | undefined => {
    const type = checker.getTypeAtLocation(node);
    const parts = type.isUnion() ? type.types : [type];
    return parts.every((part) => part.isStringLiteral()) ? parts.map((part) => part.value) : undefined;
  };
  const found: Read[] = [];
  for (const source of files.map((file) => program.getSourceFile(file))) {
    const visit = (node: ts.Node): void => {
      const add = (names: readonly string[] | undefined): void => {
        found.push({ file: path.relative(folder, source?.fileName ?? ''), expression: node.getText(), names });
      };
      if (ts.isElementAccessExpression(node) && isEnvironment(node.expression))
        add(constantsOf(node.argumentExpression));
      if (
        ts.isCallExpression(node) &&
        /^Object\.(entries|values)$/.test(node.expression.getText()) &&
        node.arguments.some(isEnvironment)
      )
        add(undefined);
      if (ts.isPropertyAccessExpression(node) && isEnvironment(node.expression)) add([node.name.text]);
      if (
        ts.isVariableDeclaration(node) &&
        ts.isObjectBindingPattern(node.name) &&
        node.initializer !== undefined &&
        isEnvironment(node.initializer)
      )
        add(
          node.name.elements
            .filter(({ dotDotDotToken }) => dotDotDotToken === undefined)
            .map(({ propertyName, name }) => (propertyName ?? name).getText()),
        );
      ts.forEachChild(node, visit);
    };
    if (source !== undefined) visit(source);
  }
  return found;
}

describe('every name that is read from an environment', function () {
  this.timeout(60_000);
  let reads: readonly Read[] = [];
  before(() => {
    reads = environmentReads(HOST);
  });
  const names = (): readonly string[] => [...new Set(reads.flatMap((read) => read.names ?? []))].sort();

  it('is found in the source', () => {
    assert.ok(reads.length > 20, JSON.stringify(reads));
    for (const name of [
      'HTTPS_PROXY',
      'all_proxy',
      'NO_PROXY',
      'no_proxy',
      'SSL_CERT_FILE',
      'NODE_EXTRA_CA_CERTS',
      'CLAUDE_CODE_CERT_STORE',
      'CLAUDE_CODE_CLIENT_CERT',
      'CLAUDE_CODE_CLIENT_KEY',
      'CLAUDE_CODE_CLIENT_KEY_PASSPHRASE',
      'PATH',
    ])
      assert.ok(names().includes(name), name);
  });

  it('has a row that says what it decides, or is of the process alone', () => {
    const rowless = names().filter((name) => variableRow(name) === undefined && !Object.hasOwn(OF_THE_PROCESS, name));
    assert.deepEqual(rowless, [], 'a folder may set them: they need a row in VARIABLES');
    const roleless = names().filter(
      (name) => variableRow(name)?.role === 'other' && !Object.hasOwn(ROWS_OF_THE_PROCESS, name),
    );
    assert.deepEqual(roleless, [], 'what is read here has a role, or a folder’s value of it counts as harmless');
  });

  it('is a constant, or comes from a table that is named here', () => {
    assert.deepEqual(
      reads
        .filter((read) => read.names === undefined)
        .map(({ file, expression }) => `${file} ${expression}`)
        .filter((one) => !Object.hasOwn(FROM_A_TABLE, one)),
      [],
    );
  });

  it('that is excepted here is really read', () => {
    const read = new Set([...names(), ...reads.map(({ file, expression }) => `${file} ${expression}`)]);
    assert.deepEqual(
      [OF_THE_PROCESS, ROWS_OF_THE_PROCESS, FROM_A_TABLE].flatMap(Object.keys).filter((one) => !read.has(one)),
      [],
    );
  });
});
