import { hostOf, reviewBaseUrl } from './baseUrl';
import { reviewCredential } from './credential';
import { finding, type Finding } from './findings';
import { isConfigured, type PredictedRequest } from './predict';
import type { ResolvedConfig } from './resolve';
import type { Snapshot } from './snapshot';
import { sourceRow, type SourceId } from './sources';
import { PROVIDERS, VARIABLES } from './variables';
import { redactLine } from './redact';

/** What a static check looks at. */
export interface CheckInput {
  readonly snapshot: Snapshot;
  readonly config: ResolvedConfig;
  readonly request: PredictedRequest;
}

type StaticCheck = (input: CheckInput) => Finding[];

/** The label of a source for a sentence, with its file. Printable: folders come with any name. */
export function placeLabel(id: SourceId, location?: string): string {
  const { label } = sourceRow(id);
  const told = /[\w.]+\/[\w.]+$/.exec(label)?.[0];
  return location === undefined || (told !== undefined && location.replaceAll('\\', '/').endsWith(`/${told}`)) ? label : `${label} (${redactLine(location)})`;
}

/** The checks that need nothing but what was read. Further checks only need adding here. */
const STATIC_CHECKS: readonly StaticCheck[] = [
  function nothingIsSent({ request, snapshot }) {
    if (request.willSend || request.reason === undefined || (request.reason === 'credential-missing' && !isConfigured(request))) return [];
    const source = snapshot.readings.find(({ location }) => location === request.detail);
    const detail = source?.outcome.status === 'malformed' ? `Line ${source.outcome.line}, column ${source.outcome.column}: ${source.outcome.message}.` : (request.detail ?? '');
    return [finding(request.reason, redactLine(detail), { detail: redactLine(detail), source: redactLine(source?.location ?? 'the managed settings') })];
  },
  function brokenFiles({ snapshot }) {
    return snapshot.readings.flatMap((reading) => {
      const { outcome } = reading;
      if (outcome.status === 'absent' || outcome.status === 'read' || reading.id === 'login') return [];
      if (reading.id.startsWith('managed-') && outcome.status === 'malformed') return [];
      const detail = outcome.status === 'malformed' ? `Line ${outcome.line}, column ${outcome.column}: ${outcome.message}.` : outcome.message;
      return [finding('settings-file-broken', redactLine(`${reading.location ?? reading.id}: ${detail}`), { detail, source: placeLabel(reading.id, reading.location) })];
    });
  },
  function wrongShape({ snapshot, config }) {
    if (config.surface !== 'vscode-extension') return [];
    return snapshot.readings.flatMap((reading) => (reading.shapeProblem === undefined ? [] : [finding('setting-wrong-shape', `${placeLabel(reading.id)}: ${reading.shapeProblem}`, { detail: reading.shapeProblem })]));
  },
  function badBaseUrl({ config, request }) {
    if (request.provider !== 'anthropic' || request.baseUrl.source === 'default') return [];
    const found = config.variables.find(({ name }) => name === 'ANTHROPIC_BASE_URL')?.effective;
    const review = reviewBaseUrl(request.baseUrl.value);
    const [issue] = review.issues.filter(({ kind }) => kind !== 'confirm');
    const source = placeLabel(request.baseUrl.source, found?.location);
    if (issue?.kind === 'offer') return [{ ...finding('wrong-base-path', `ANTHROPIC_BASE_URL ends in ${issue.code === 'endpoint' ? '/v1/messages' : '/v1'}`, { url: redactLine(request.url ?? ''), source }, false), severity: 'warning' }];
    // As a typed address it may stand in quotes; Claude Code takes them as a part of it.
    const inQuotes = review.url !== undefined && !request.baseUrl.value.trim().startsWith(review.url);
    if (issue === undefined && !inQuotes) return [];
    const detail = redactLine(issue?.message ?? 'It stands in quotation marks, which are taken as a part of it.').replace(/[^.]$/, '$&.');
    return [finding('base-url-invalid', detail, { detail, source })];
  },
  function badCredential({ config }) {
    return config.variables.flatMap(({ name, effective }) => {
      if (VARIABLES[name]?.role !== 'credential' || effective.value.length === 0) return [];
      const issue = reviewCredential(effective.value.reveal().trim());
      // Claude Code trims the ends and accepts a “Bearer” prefix by luck; only what cannot be sent is wrong here.
      if (issue === undefined || !['line-break', 'beyond-latin1', 'control'].includes(issue.code)) return [];
      return [finding('credential-invalid', issue.message, { variable: name, detail: issue.message, source: placeLabel(effective.source, effective.location) })];
    });
  },
  function overridden({ config }) {
    return config.variables.flatMap(({ name, effective, sources }) => {
      if (!['ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY'].includes(name)) return [];
      const losers = sources.slice(1).filter(({ source, value }) => sourceRow(source).holds === 'vscode-setting' && value.reveal() !== effective.value.reveal());
      return losers.map(({ source, location }) => finding('setting-overridden', `${name} is set in ${sources.length} places with different values`, { variable: name, loser: placeLabel(source, location), winner: placeLabel(effective.source, effective.location) }));
    });
  },
  function providerFormat({ config, request }) {
    const provider = PROVIDERS.find(({ id }) => id === request.provider);
    const flag = config.variables.find(({ name }) => name === provider?.flag)?.effective;
    if (provider === undefined || flag === undefined || !config.variables.some(({ name }) => name === 'ANTHROPIC_BASE_URL')) return [];
    return [finding('provider-format', `${provider.flag} is set in ${placeLabel(flag.source, flag.location)}`, { variable: provider.flag, provider: provider.label, source: placeLabel(flag.source, flag.location) })];
  },
  function loginSent({ request, snapshot }) {
    if (request.headers.authorization?.kind !== 'login' || request.baseUrl.source === 'default') return [];
    const known = snapshot.readings.some(({ id, outcome }) => id === 'login' && outcome.status === 'read');
    const evidence = known ? 'only the base URL is set, and a saved login exists' : 'only the base URL is set; without a saved login Claude Code asks you to log in';
    return [finding('login-sent-to-gateway', evidence, { host: hostOf(redactLine(request.baseUrl.value)) }, known)];
  },
  function loginGate({ config, request, snapshot }) {
    if (config.surface !== 'vscode-extension' || snapshot.claudeExtension === undefined || !request.willSend || !isConfigured(request) || request.provider !== 'anthropic') return [];
    const credential = request.headers.authorization ?? request.headers.xApiKey;
    if (credential === null || credential.kind === 'login' || sourceRow(credential.source).holds !== 'claude-settings') return [];
    const seen = `the credential stands in ${placeLabel(credential.source)}, which the extension’s own login check does not read`;
    return [{ ...finding('login-prompt-despite-gateway', seen, {}, false), severity: 'note' }];
  },
  function extensionMissing({ snapshot, config }) {
    const missing = config.surface === 'vscode-extension' && snapshot.claudeExtension === undefined;
    return missing ? [finding('claude-code-missing', 'anthropic.claude-code is not among the enabled extensions')] : [];
  },
];

/** Everything that the configuration alone shows to be wrong, in the order of the table. */
export function runStaticChecks(input: CheckInput): Finding[] {
  return STATIC_CHECKS.flatMap((check) => check(input));
}
