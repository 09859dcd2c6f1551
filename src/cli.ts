import { t } from '@vscode/l10n';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { reviewBaseUrl } from './core/baseUrl';
import { assess, assessAll, type Assessment } from './core/assessment';
import { explainHttp, explainJson, explainLine, explainPasted, explainText, secretsInEnv } from './core/cliExplain';
import { configJson, configText, checkJson, checkText } from './core/cliText';
import { reviewCredential, type CredentialKind } from './core/credential';
import { effectiveConfig } from './core/effectiveConfig';
import { healthOf, targetOf, type LastCheck } from './core/health';
import { redactLine } from './core/redact';
import { isFromFolder } from './core/resolve';
import { Secret } from './core/secret';
import type { Snapshot } from './core/snapshot';
import { SURFACE_LABEL, type SurfaceId } from './core/sources';
import { vscodeSettings } from './core/vscodeSettings';
import { findClient } from './host/claudeCli';
import { defaultVscodeSettings, detectMachine } from './host/machine';
import { askSecret, LONGEST_LINE_MB, readAll, readLines } from './host/terminal';
import { problemsOfNamedFiles } from './host/namedFiles';
import { readPolicies } from './host/policies';
import { readSources } from './host/readSources';
import { checkConfigured, verifyEntered } from './host/verify';
import { readVscodeFile } from './host/vscodeFile';

/** What can be asked for. */
function help(): string {
  return t(`llm-gateway-connect: connect Claude Code to an LLM gateway, from the terminal

  config               what Claude Code will send from here, and where each value stands
  check                ask the configured gateway (1 request, at most 1 output token; after a refusal one more)
  explain [TEXT]       name the cause of an error (from the argument or standard input), as a text or a whole HTTP answer

  --json               a machine-readable answer
  --http               explain: standard input is one HTTP answer, {"status": 401, "headers": {}, "body": "…"}
  --jsonl              explain: one error a line, {"id": "1", "kind": "client-text", "text": "…"} or
                       {"id": "2", "kind": "http", "http": {"status": 401, "headers": {}, "body": "…"}};
                       one line of JSON each in return, the most likely cause first, 0.8 and more is certain
  --surface NAME       {surfaces}
                       (check: default terminal; config: default all)
  --base-url URL       check: this gateway instead of the configured one
  --kind KIND          check --base-url: bearer | api-key | unknown (default: unknown)
  --model NAME         check --base-url: the model to ask for
  --trust-folder       check: count the settings of this folder, which could send your credential elsewhere or run a command
  --allow-http         check --base-url: send the credential unencrypted
  --home DIR           read ~/.claude, ~/.claude.json and VS Code's settings in this home directory
  --cwd DIR            the folder that claude would be started in (default: this one)
  --managed-dir DIR    managed settings lie there
  --vscode-settings FILE  VS Code's user settings are this file
  --client-version V   what a Claude Code of this version does (default: the one on the PATH, else the newest known)

A credential is read from LLM_GATEWAY_CREDENTIAL, ANTHROPIC_AUTH_TOKEN or ANTHROPIC_API_KEY, or asked for;
it is never an argument, where other users of this machine could see it.
Exit codes: 0 healthy, 1 a problem found, 2 could not run.
`, { surfaces: Object.keys(SURFACE_LABEL).join(' | ') });
}

const OPTIONS = {
  json: { type: 'boolean' },
  http: { type: 'boolean' },
  jsonl: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  surface: { type: 'string' },
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
    const started = options['base-url'] === undefined ? await checkConfiguration(options) : await checkEntered(options['base-url'], options);
    const health = healthOf(started.assessment.request, started.assessment.findings, started.last, false);
    print(options.json === true ? checkJson(health, started.last) : checkText(health, started.last));
    return health.state === 'connected' ? 0 : 1;
  },
  async explain(options, rest) {
    if (options.jsonl === true && options.http === true) throw new UsageError(t('Use --http or --jsonl, not both: a line of --jsonl says itself what it is.'));
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
  if (values.version === true) print(`${version()}\n`);
  else if (values.help === true) print(help());
  if (values.version === true || values.help === true) return 0;
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw new UsageError(name === undefined ? help() : t('There is no such command. Try: config, check, explain. A credential is never an argument; see --help.'));
  if (rest.length > 0 && name !== 'explain') throw new UsageError(t('Unexpected: {0} more argument(s). A credential is never an argument; see --help.', rest.length));
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
      const answer = line === undefined ? { ok: false as const, problem: t('too long, {0} MB at most', LONGEST_LINE_MB) } : explainLine(line, secrets);
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

async function checkConfiguration(options: Options): Promise<{ assessment: Assessment; last: LastCheck }> {
  const snapshot = await takeSnapshot(options);
  const trusted = options['trust-folder'] === true;
  if (!trusted && snapshot.readings.some((reading) => isFromFolder(reading) && reading.outcome.status === 'read')) {
    process.stderr.write(`${t('The settings of this folder were left out: they could send your credential elsewhere. --trust-folder counts them.')}\n`);
  }
  const readings = trusted ? snapshot.readings : snapshot.readings.filter((reading) => !isFromFolder(reading));
  const assessment = assess({ ...snapshot, readings, trusted }, surfaceOf(options));
  const last = await checkConfigured(assessment, true, { env: process.env, version: version() });
  return { assessment, last };
}

async function checkEntered(typed: string, options: Options): Promise<{ assessment: Assessment; last: LastCheck }> {
  const review = reviewBaseUrl(typed);
  if (review.url === undefined) throw new UsageError(review.issues[0]?.message ?? t('The base URL cannot be used.'));
  if (options['allow-http'] !== true && review.issues.some(({ kind }) => kind === 'confirm')) throw new UsageError(t('http:// would send the credential unencrypted. Use https://, or add --allow-http.'));
  const kind = kindOf(options);
  const fromEnv = process.env['LLM_GATEWAY_CREDENTIAL'] ?? process.env[kind === 'api-key' ? 'ANTHROPIC_API_KEY' : 'ANTHROPIC_AUTH_TOKEN'] ?? process.env['ANTHROPIC_API_KEY'];
  const credential = fromEnv ?? (await askSecret(t('Credential (not shown): ')));
  if (credential === undefined) throw new UsageError(t('Set LLM_GATEWAY_CREDENTIAL to the credential, or run this in a terminal to be asked for it.'));
  const issue = reviewCredential(credential);
  if (issue !== undefined) throw new UsageError(issue.message);
  const result = await verifyEntered({ baseUrl: review.url, kind, credential: new Secret(credential), model: options.model }, { env: process.env, version: version() });
  const used = result.accepted ? result.kind : kind === 'unknown' ? 'bearer' : kind;
  const variable = used === 'api-key' ? 'ANTHROPIC_API_KEY' : 'ANTHROPIC_AUTH_TOKEN';
  const shell = { id: 'shell', location: undefined, outcome: { status: 'read' }, env: { ANTHROPIC_BASE_URL: new Secret(review.url), [variable]: new Secret(credential) } } as const;
  const assessment = assess({ readings: [shell], trusted: true, claudeExtension: 'not-asked' }, 'terminal');
  const findings = result.accepted ? (result.note === undefined ? [] : [result.note]) : [result.finding];
  return { assessment, last: { at: Date.now(), target: targetOf(assessment.request), findings, checks: result.checks } };
}

async function takeSnapshot(options: Options): Promise<Snapshot> {
  const home = options.home ?? homedir();
  const machine = detectMachine(process.env, { home, folder: path.resolve(options.cwd ?? process.cwd()), managedDir: options['managed-dir'] });
  const vscode = options['vscode-settings'] ?? defaultVscodeSettings(process.platform, home, process.env);
  warnOfMissing({ home: options.home, cwd: options.cwd, 'managed-dir': options['managed-dir'], 'vscode-settings': options['vscode-settings'] });
  const workspace = path.join(machine.folder ?? '', '.vscode', 'settings.json');
  const [sources, user, folder, client] = await Promise.all([
    readPolicies(machine, process.env).then((policies) => readSources(machine, process.env, policies)),
    readVscodeFile('vscode-user', vscode, machine.platform, process.env),
    readVscodeFile('vscode-workspace', workspace, machine.platform, process.env, t('VS Code ignores this setting in workspace settings')),
    findClient(process.env),
  ]);
  const readings = [...sources.readings, ...folder.readings, ...user.readings];
  return {
    ...sources,
    readings,
    fileProblems: await problemsOfNamedFiles(readings, machine.folder),
    trusted: true,
    claudeExtension: 'not-asked',
    clientVersion: wantedVersion(options) ?? client?.version,
    // Claude Code's settings are of machine scope, which no folder can set.
    vscode: vscodeSettings((name) => (name.startsWith('claudeCode.') ? user.get(name) : (folder.get(name) ?? user.get(name)))),
  };
}

/** A place that was named and is not there counts as empty, which is seldom meant. */
function warnOfMissing(places: Readonly<Record<string, string | undefined>>): void {
  for (const [option, place] of Object.entries(places)) {
    if (place !== undefined && !existsSync(place)) process.stderr.write(`${t('--{option}: there is nothing at {place}; it counts as empty.', { option, place: redactLine(path.resolve(place)) })}\n`);
  }
}

function wantedVersion({ 'client-version': version }: Options): string | undefined {
  if (version !== undefined && !/^\d+\.\d+\.\d+$/.test(version)) throw new UsageError(t('--client-version takes three numbers, such as 2.1.329.'));
  return version;
}

function surfaceOf({ surface = 'terminal' }: Options): SurfaceId {
  const found = (Object.keys(SURFACE_LABEL) as SurfaceId[]).find((id) => id === surface);
  if (found !== undefined) return found;
  throw new UsageError(t('There is no such surface. Try: {0}.', Object.keys(SURFACE_LABEL).join(', ')));
}

function kindOf({ kind = 'unknown' }: Options): Exclude<CredentialKind, 'helper'> {
  if (kind === 'bearer' || kind === 'api-key' || kind === 'unknown') return kind;
  throw new UsageError(t('There is no such kind. Try: bearer, api-key, unknown.'));
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(__dirname, '..', 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0';
}

function print(text: string): void {
  process.stdout.write(text);
}

main(process.argv.slice(2)).then(
  (code) => { process.exitCode = code; },
  (error: unknown) => {
    // Whoever read the output has seen enough.
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return;
    const message = error instanceof Error ? error.message : t('it could not run');
    process.stderr.write(`${message}\n`);
    process.exitCode = 2;
  },
);
