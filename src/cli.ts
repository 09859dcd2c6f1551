import { config as useTexts, t } from '@vscode/l10n';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { configured, withBaseUrl } from './cli/gateway';
import { mostPaidOf, parse, surfaceOf, UsageError, type Options } from './cli/options';
import { takeSnapshot } from './cli/snapshot';
import { assess, assessAll } from './core/checks/assessment';
import { SURFACE_LABEL } from './core/claude/sources';
import { isSecretVariable } from './core/claude/variables';
import { secretsIn, secretsInEnv } from './core/config/knownSecrets';
import { healthOf } from './core/health/health';
import { isRecord, jsonIn } from './core/text/json';
import { checkJson } from './core/views/checkJson';
import { explainHttp, explainJson, explainLine, explainPasted, explainText } from './core/views/cliExplain';
import { checkText, configJson, configText } from './core/views/cliText';
import { effectiveConfig } from './core/views/effectiveConfig';
import { TERMINAL_TEXTS } from './core/views/terminalTexts';
import { readText } from './host/files/textFile';
import { prepareDiagnosis, runDiagnosis, type Diagnosis, type RunOptions } from './host/run/diagnose';
import { LONGEST_LINE_MB, readAll, readLines } from './host/run/terminal';

/** The text of --help. */
function help(): string {
  return t(
    `llm-gateway-connect: connect Claude Code to an LLM gateway, from the terminal

  config               show what Claude Code will send from here, and where each value is set
  check                check the configured gateway (at most 1 output token)
  check --full         find the cause: path, certificate, proxy, contract, models, streaming (some requests may use
                       tokens, never more than --max-paid; you see the number before anything is sent)
  explain [TEXT]       find the cause of an error (text or complete HTTP response) from the argument or standard input

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
  --kind KIND          check --base-url: bearer | api-key | unknown (default: depends on the credential’s variable)
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
LLM_GATEWAY_CREDENTIAL (kind unknown); otherwise, you’re prompted for it. Never pass it as an argument: other users
could see it.
Exit codes: 0 healthy, 1 a problem found, 2 couldn’t run.
`,
    { surfaces: Object.keys(SURFACE_LABEL).join(' | ') },
  );
}

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
      throw new UsageError(t('Use --http or --jsonl, not both: each line of --jsonl says which kind it is.'));
    if (options.jsonl === true) return explainLines();
    const text = rest.length > 0 ? rest.join(' ') : await readAll(process.stdin);
    if (text.trim() === '') throw new UsageError(t('Pass the error text as an argument or on standard input.'));
    const secrets = secretsInEnv(process.env);
    const explained = options.http === true ? explainHttp(text, secrets) : explainPasted(text, secrets);
    if (!explained.ok) throw new UsageError(explained.problem);
    print(options.json === true ? explainJson(explained.explanation) : explainText(explained.explanation));
    return explained.explanation === undefined ? 0 : 1;
  },
};

/** Runs one command line and returns its exit code. */
async function main(args: readonly string[]): Promise<number> {
  useTexts({ contents: TERMINAL_TEXTS });
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
        : t('Unknown command. Use config, check or explain. Never pass a credential as an argument; see --help.'),
    );
  if (rest.length > 0 && name !== 'explain')
    throw new UsageError(t('Too many arguments. Never pass a credential as an argument; see --help.'));
  return command(values, rest);
}

/** Explains line after line of standard input. A bad line is reported, and the next ones are explained all the same. */
async function explainLines(): Promise<number> {
  let bad = 0;
  const secrets = secretsInEnv(process.env);
  const answers = async function* (stdin: Readable): AsyncGenerator<string> {
    let number = 0;
    for await (const line of readLines(stdin)) {
      number += 1;
      const answer =
        line === undefined
          ? { ok: false as const, problem: t('too long, at most {limit} MB', { limit: LONGEST_LINE_MB }) }
          : explainLine(line, secrets);
      if (answer?.ok === true) yield `${answer.line}\n`;
      else if (answer !== undefined) {
        bad += 1;
        process.stderr.write(`${t('line {line}: {problem}', { line: number, problem: answer.problem })}\n`);
      }
    }
  };
  await pipeline(process.stdin, answers, process.stdout, { end: false });
  return bad === 0 ? 0 : 2;
}

/** Printed before anything is run or sent: what a full check may cost, and the command that prints the credential. */
function sayBefore({ options: { scope }, plan: { probes, paid, tokens, helper } }: Diagnosis): void {
  if (scope === 'full' && probes > 0)
    process.stderr.write(
      `${t('Checks: at most {probes}. Requests that may use tokens: at most {paid}. Output tokens: at most {tokens}.', { probes, paid, tokens })}\n`,
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

/** A line for whatever takes long, if the output is a terminal. */
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
    // The reader of the output has closed it.
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return;
    const message = error instanceof Error ? error.message : t('couldn’t run');
    process.stderr.write(`${message}\n`);
    process.exitCode = 2;
  },
);
