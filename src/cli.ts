import { t } from '@vscode/l10n';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { reviewBaseUrl } from './core/claude/baseUrl';
import { assess, assessAll } from './core/checks/assessment';
import { explainHttp, explainJson, explainLine, explainPasted, explainText } from './core/views/cliExplain';
import { checkJson } from './core/views/checkJson';
import { valuesOfFolder } from './core/config/decidedByFolder';
import { configJson, configText, checkText } from './core/views/cliText';
import { reviewCredential, type CredentialKind } from './core/claude/credential';
import { effectiveConfig } from './core/views/effectiveConfig';
import { healthOf } from './core/health/health';
import { chosenProvider } from './core/claude/providers';
import { isRecord, jsonIn } from './core/text/json';
import { redactLine } from './core/words/redact';
import { isFromFolder } from './core/config/resolve';
import { Secret } from './core/words/secret';
import type { Snapshot } from './core/config/snapshot';
import { SURFACE_LABEL, type SurfaceId } from './core/claude/sources';
import { isSecretVariable } from './core/claude/variables';
import { vscodeSettings } from './core/files/vscodeSettings';
import { findClient } from './host/files/claudeCli';
import { withPlace } from './host/files/insideFolder';
import { defaultVscodeSettings, detectMachine } from './host/files/machine';
import { askSecret, LONGEST_LINE_MB, readAll, readLines } from './host/run/terminal';
import { problemsOfNamedFiles } from './host/files/namedFiles';
import { readPolicies } from './host/files/policies';
import { readSources } from './host/files/readSources';
import { assessWithBaseUrl } from './core/checks/enteredAssessment';
import {
  prepareDiagnosis,
  runDiagnosis,
  type DiagnosisOptions,
  type Diagnosis,
  type RunOptions,
} from './host/run/diagnose';
import { readText } from './host/files/textFile';
import { readVscodeFile } from './host/files/vscodeFile';
import { secretsIn, secretsInEnv } from './core/config/knownSecrets';

/** What can be asked for. */
function help(): string {
  return t(
    `llm-gateway-connect: connect Claude Code to an LLM gateway, from the terminal

  config               show what Claude Code will send from here, and where each value is set
  check                check the configured gateway (at most 1 output token)
  check --full         find the cause: path, certificate, proxy, contract, models, streaming (some requests may use
                       tokens, never more than --max-paid; you see the number before anything is sent)
  explain [TEXT]       name the cause of an error, from the argument or standard input: a text or a whole HTTP response

  --json               print JSON
  --http               explain: standard input is one HTTP response, {"status": 401, "headers": {}, "body": "…"}
  --jsonl              explain: one error per line, {"id": "1", "kind": "client-text", "text": "…"} or
                       {"id": "2", "kind": "http", "http": {"status": 401, "headers": {}, "body": "…"}};
                       prints one line of JSON for each, most likely cause first; 0.8 or more is certain
  --full               check: run all checks instead of one request
  --max-paid N         check --full: maximum number of requests that may use tokens
  --surface NAME       {surfaces}
                       (check: default terminal; config: default all)
  --base-url URL       check: this gateway, with what the environment sets, instead of the configured one
  --kind KIND          check --base-url: bearer | api-key | unknown (default: set by the credential’s variable)
  --model NAME         check --base-url: the model to use
  --trust-folder       check: use this folder’s settings, which could send your credential elsewhere or run a command;
                       config: also read the certificate files that they name
  --allow-http         check --base-url: send the credential unencrypted
  --home DIR           read ~/.claude, ~/.claude.json and VS Code's settings from this home directory
  --cwd DIR            the folder that claude would be started in (default: this one)
  --managed-dir DIR    read managed settings from this directory
  --vscode-settings FILE  read VS Code's user settings from this file
  --client-version V   assume this version of Claude Code (default: the one on the PATH, otherwise the newest known)

With --base-url, the credential comes from ANTHROPIC_AUTH_TOKEN (a bearer token), ANTHROPIC_API_KEY (x-api-key) or
LLM_GATEWAY_CREDENTIAL (kind unknown), or you are asked for it. It is never an argument, where other users could see it.
Exit codes: 0 healthy, 1 a problem found, 2 could not run.
`,
    { surfaces: Object.keys(SURFACE_LABEL).join(' | ') },
  );
}

const OPTIONS = {
  json: { type: 'boolean' },
  http: { type: 'boolean' },
  jsonl: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  surface: { type: 'string' },
  full: { type: 'boolean' },
  'max-paid': { type: 'string' },
  'base-url': { type: 'string' },
  kind: { type: 'string' },
  model: { type: 'string' },
  'trust-folder': { type: 'boolean' },
  'allow-http': { type: 'boolean' },
  home: { type: 'string' },
  cwd: { type: 'string' },
  'managed-dir': { type: 'string' },
  'vscode-settings': { type: 'string' },
  'client-version': { type: 'string' },
} as const;

type Options = ReturnType<typeof parse>['values'];

/** A wrong call: exit code 2 with one line that says what to do. */
class UsageError extends Error {}

const parse = (args: readonly string[]) => parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });

const COMMANDS: Readonly<Record<string, (options: Options, rest: readonly string[]) => Promise<number>>> = {
  async config(options) {
    const snapshot = await takeSnapshot(options);
    const assessments = options.surface === undefined ? assessAll(snapshot) : [assess(snapshot, surfaceOf(options))];
    const config = effectiveConfig(assessments, snapshot);
    print(options.json === true ? configJson(config) : configText(config));
    return assessments.some(({ findings }) => findings.some(({ severity }) => severity === 'error')) ? 1 : 0;
  },
  async check(options) {
    const started =
      options['base-url'] === undefined ? await configured(options) : await withBaseUrl(options['base-url'], options);
    const diagnosis = prepareDiagnosis({
      ...started,
      trusted: true,
      env: process.env,
      version: await version(),
      scope: options.full === true ? 'full' : 'quick',
      mostPaid: mostPaidOf(options),
    });
    sayBefore(diagnosis);
    const { assessment } = started;
    const last = await runDiagnosis(diagnosis, { signal: interrupted(), onEvent: progress(options) });
    const health = healthOf(assessment.request, assessment.findings, last, false);
    const secrets = [...secretsIn([assessment], isSecretVariable), ...secretsInEnv(process.env)];
    print(options.json === true ? checkJson(health, last, secrets) : checkText(health, last, secrets));
    return health.state === 'connected' ? 0 : 1;
  },
  async explain(options, rest) {
    if (options.jsonl === true && options.http === true)
      throw new UsageError(t('Use --http or --jsonl, not both: a line of --jsonl says itself what it is.'));
    if (options.jsonl === true) return explainLines();
    const text = rest.length > 0 ? rest.join(' ') : await readAll(process.stdin);
    if (text.trim() === '') throw new UsageError(t('Give the error text as an argument or on standard input.'));
    const secrets = secretsInEnv(process.env);
    const explained = options.http === true ? explainHttp(text, secrets) : explainPasted(text, secrets);
    if (!explained.ok) throw new UsageError(explained.problem);
    print(options.json === true ? explainJson(explained.explanation) : explainText(explained.explanation));
    return explained.explanation === undefined ? 0 : 1;
  },
};

/** Runs one command line and returns its exit code. */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const [name, ...rest] = positionals;
  if (values.version === true) print(`${await version()}\n`);
  else if (values.help === true) print(help());
  if (values.version === true || values.help === true) return 0;
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined)
    throw new UsageError(
      name === undefined
        ? help()
        : t('There is no such command. Try: config, check, explain. A credential is never an argument; see --help.'),
    );
  if (rest.length > 0 && name !== 'explain')
    throw new UsageError(t('Too many arguments. A credential is never an argument; see --help.'));
  return command(values, rest);
}

/** Explains line after line of standard input. What is wrong with a line is told, and the next ones are explained all the same. */
async function explainLines(): Promise<number> {
  let bad = 0;
  const secrets = secretsInEnv(process.env);
  const answers = async function* (stdin: Readable): AsyncGenerator<string> {
    let number = 0;
    for await (const line of readLines(stdin)) {
      number += 1;
      const answer =
        line === undefined
          ? { ok: false as const, problem: t('too long, {0} MB at most', LONGEST_LINE_MB) }
          : explainLine(line, secrets);
      if (answer?.ok === true) yield `${answer.line}\n`;
      else if (answer !== undefined) {
        bad += 1;
        process.stderr.write(`${t('line {0}: {1}', number, answer.problem)}\n`);
      }
    }
  };
  await pipeline(process.stdin, answers, process.stdout, { end: false });
  return bad === 0 ? 0 : 2;
}

type Started = Pick<DiagnosisOptions, 'assessment' | 'kindUnknown' | 'folder'>;

/** What is configured here; without the folder's settings, unless they are trusted. */
async function configured(options: Options): Promise<Started> {
  const snapshot = await takeSnapshot(options);
  const trusted = options['trust-folder'] === true;
  const assessment = assess(
    { ...snapshot, readings: snapshot.readings.filter((reading) => trusted || !isFromFolder(reading)), trusted },
    surfaceOf(options),
  );
  if (
    !trusted &&
    (valuesOfFolder(assessment.config).size > 0 ||
      snapshot.readings.some((reading) => isFromFolder(reading) && reading.outcome.status === 'read'))
  )
    process.stderr.write(
      `${t('The settings of this folder were left out: they could send your credential elsewhere. --trust-folder counts them.')}\n`,
    );
  return { assessment, folder: trusted ? folderOf(options) : undefined };
}

/** What the environment of this process sets, with another address. */
async function withBaseUrl(typed: string, options: Options): Promise<Started> {
  const review = reviewBaseUrl(typed);
  if (review.url === undefined && review.issues.every(({ kind }) => kind !== 'offer'))
    throw new UsageError(review.issues[0]?.message ?? t('The base URL cannot be used.'));
  if (options['allow-http'] !== true && review.issues.some(({ kind }) => kind === 'confirm'))
    throw new UsageError(t('http:// would send the credential unencrypted. Use https://, or add --allow-http.'));
  const kind = kindOf(options);
  const general = process.env['LLM_GATEWAY_CREDENTIAL'];
  const provider = chosenProvider((name) => process.env[name]);
  // A provider’s format may need no credential: the gateway adds its own.
  const named =
    process.env['ANTHROPIC_AUTH_TOKEN'] ??
    process.env['ANTHROPIC_API_KEY'] ??
    (provider === undefined ? undefined : '');
  const given =
    general ??
    (kind === undefined ? undefined : named) ??
    (named === undefined ? await askSecret(t('Credential (not shown): ')) : undefined);
  if (given === undefined && named === undefined)
    throw new UsageError(
      t('Set LLM_GATEWAY_CREDENTIAL to the credential, or run this in a terminal to be asked for it.'),
    );
  const issue = given === undefined ? undefined : reviewCredential(given);
  if (issue !== undefined) throw new UsageError(issue.message);
  const entered =
    given === undefined
      ? undefined
      : { kind: kind === 'api-key' ? ('api-key' as const) : ('bearer' as const), credential: new Secret(given) };
  // An address that ends in /v1 is asked as it stands: what comes of it is the finding.
  const baseUrl = review.url ?? typed.trim();
  return {
    assessment: assessWithBaseUrl(baseUrl, process.env, {
      entered,
      model: options.model,
      clientVersion: wantedVersion(options),
    }),
    kindUnknown: kind === 'unknown' || (kind === undefined && given !== undefined),
    folder: folderOf(options),
  };
}

function mostPaidOf({ 'max-paid': text }: Options): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,3}$/.test(text)) throw new UsageError(t('--max-paid takes a number, such as 6.'));
  return Number(text);
}

/** Said before anything is run or sent: what a full check may cost, and the command that will print the credential. */
function sayBefore({ options: { scope }, plan: { probes, paid, tokens, helper } }: Diagnosis): void {
  if (scope === 'full' && probes > 0)
    process.stderr.write(
      `${t('Checks: at most {probes}. Requests that may cost tokens: at most {paid}. Output tokens: at most {tokens}.', { probes, paid, tokens })}\n`,
    );
  if (helper === undefined) return;
  const {
    shown: { text: command },
    refused,
  } = helper;
  const words =
    refused === undefined
      ? t('This command will be run to get the credential: {command}', { command })
      : t('The command that prints the credential won’t be run: {problem}. The command: {command}', {
          problem: refused,
          command,
        });
  process.stderr.write(`${words}\n`);
}

/** A line for whatever takes long, where somebody watches. */
function progress({ json: machine }: Options): RunOptions['onEvent'] {
  if (machine === true || !process.stderr.isTTY) return undefined;
  return (event) => {
    if (event.kind === 'waiting')
      process.stderr.write(`${t('{what}: waiting for {host}', { what: event.label, host: event.what })}\n`);
  };
}

/** Ctrl+C ends the checks, and what they started. */
function interrupted(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    controller.abort(new UsageError(t('Stopped.')));
  });
  return controller.signal;
}

/** The folder that claude would be started in. */
function folderOf({ cwd }: Options): string {
  return path.resolve(cwd ?? process.cwd());
}

async function takeSnapshot(options: Options): Promise<Snapshot> {
  const home = options.home ?? homedir();
  const machine = detectMachine(process.env, { home, folder: folderOf(options), managedDir: options['managed-dir'] });
  const vscode = options['vscode-settings'] ?? defaultVscodeSettings(process.platform, home, process.env);
  warnOfMissing({
    home: options.home,
    cwd: options.cwd,
    'managed-dir': options['managed-dir'],
    'vscode-settings': options['vscode-settings'],
  });
  const workspace = path.join(machine.folder ?? '', '.vscode', 'settings.json');
  const [sources, user, folder, client] = await Promise.all([
    readPolicies(machine, process.env).then((policies) => readSources(machine, process.env, policies)),
    readVscodeFile('vscode-user', vscode, machine.platform, process.env),
    readVscodeFile(
      'vscode-workspace',
      workspace,
      machine.platform,
      process.env,
      t('VS Code ignores this setting in workspace settings'),
    ),
    findClient(process.env),
  ]);
  const readings = [...sources.readings, ...folder.readings, ...(await withPlace(user.readings, vscode, machine))];
  const snapshot: Snapshot = {
    ...sources,
    readings,
    trusted: true,
    claudeExtension: 'not-asked',
    clientVersion: wantedVersion(options) ?? client?.version,
    // Claude Code's settings are of machine scope, which no folder can set.
    vscode: vscodeSettings((name) =>
      name.startsWith('claudeCode.') ? user.get(name) : (folder.get(name) ?? user.get(name)),
    ),
  };
  // A file that the folder names is looked at only when somebody says that the folder is trusted.
  return {
    ...snapshot,
    fileProblems: await problemsOfNamedFiles(
      { ...snapshot, trusted: options['trust-folder'] === true },
      machine.folder,
    ),
  };
}

/** A place that was named and is not there counts as empty, which is seldom meant. */
function warnOfMissing(places: Readonly<Record<string, string | undefined>>): void {
  for (const [option, place] of Object.entries(places)) {
    if (place !== undefined && !existsSync(place))
      process.stderr.write(
        `${t('--{option}: there is nothing at {place}; it counts as empty.', { option, place: redactLine(path.resolve(place)) })}\n`,
      );
  }
}

function wantedVersion({ 'client-version': version }: Options): string | undefined {
  if (version !== undefined && !/^\d+\.\d+\.\d+$/.test(version))
    throw new UsageError(t('--client-version takes three numbers, such as 2.1.329.'));
  return version;
}

function surfaceOf({ surface = 'terminal' }: Options): SurfaceId {
  const found = (Object.keys(SURFACE_LABEL) as SurfaceId[]).find((id) => id === surface);
  if (found !== undefined) return found;
  throw new UsageError(t('There is no such surface. Try: {0}.', Object.keys(SURFACE_LABEL).join(', ')));
}

function kindOf({ kind }: Options): Exclude<CredentialKind, 'helper'> | undefined {
  if (kind === undefined || kind === 'bearer' || kind === 'api-key' || kind === 'unknown') return kind;
  throw new UsageError(t('There is no such kind. Try: bearer, api-key, unknown.'));
}

async function version(): Promise<string> {
  const manifest = jsonIn((await readText(path.join(__dirname, '..', 'package.json'))) ?? '');
  return isRecord(manifest) && typeof manifest['version'] === 'string' ? manifest['version'] : '0';
}

function print(text: string): void {
  process.stdout.write(text);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // Whoever read the output has seen enough.
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return;
    const message = error instanceof Error ? error.message : t('it could not run');
    process.stderr.write(`${message}\n`);
    process.exitCode = 2;
  },
);
