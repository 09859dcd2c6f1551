import type { Assessment } from './assessment';
import { secretsIn } from './assessment';
import { explain, type Finding } from './findings';
import type { CheckResult, Health, LastCheck } from './health';
import type { HeaderOrigin } from './predict';
import { printableUrl, printableValue, redact, redactLine } from './redact';
import { placeLabel } from './staticChecks';
import { SURFACE_LABEL } from './sources';
import { isSecretVariable } from './variables';

/** A report as plain data, printable throughout. Markdown and JSON are made of it. */
export interface Report {
  readonly verdict: string;
  readonly state: Health['state'];
  readonly findings: readonly ReportFinding[];
  readonly surfaces: readonly ReportSurface[];
  readonly checks: readonly CheckResult[];
  /** ISO 8601, of the last check; undefined when there was none. */
  readonly checkedAt: string | undefined;
  /** Name and version of what took part, for support. */
  readonly environment: Readonly<Record<string, string>>;
}

interface ReportFinding {
  readonly cause: string;
  readonly severity: string;
  readonly certain: boolean;
  readonly title: string;
  readonly owner: string;
  readonly remedy: readonly string[];
  readonly evidence: string;
  readonly docs: string;
}

interface ReportSurface {
  readonly label: string;
  readonly sends: string;
  readonly variables: readonly ReportVariable[];
}

interface ReportVariable {
  readonly name: string;
  readonly value: string;
  readonly source: string;
  readonly why: string;
  readonly overrides: readonly string[];
}

/** Builds the report. This is where values become printable. */
export function buildReport(health: Health, assessments: readonly Assessment[], lastCheck: LastCheck | undefined, environment: Readonly<Record<string, string>>): Report {
  const secrets = secretsIn(assessments, isSecretVariable);
  const report: Report = {
    verdict: health.verdict,
    state: health.state,
    findings: health.findings.map(reportFinding),
    surfaces: assessments.map(reportSurface),
    checks: lastCheck?.checks ?? [],
    checkedAt: lastCheck === undefined ? undefined : new Date(lastCheck.at).toISOString(),
    environment,
  };
  return JSON.parse(JSON.stringify(report), (_, value: unknown) => (typeof value === 'string' ? redact(value, secrets) : value)) as Report;
}

/** What a surface will send, in one line without secrets. */
export function describeRequest({ request, config }: Assessment): string {
  if (!request.willSend) return `nothing: ${redactLine(request.detail ?? 'it cannot start')}`;
  const parts = [
    ['Authorization', request.headers.authorization],
    ['x-api-key', request.headers.xApiKey],
  ] as const;
  const headers = parts.flatMap(([name, origin]) => (origin === null ? [] : [`${name} from ${describeOrigin(origin)}`]));
  const to = printableUrl(request.url);
  const location = config.variables.find(({ name }) => name === request.baseUrl.variable)?.effective.location;
  const from = request.baseUrl.source === 'default' ? 'default address' : `${request.baseUrl.variable ?? ''} in ${placeLabel(request.baseUrl.source, location)}`;
  return `POST ${to} (${from}) with ${headers.length === 0 ? 'no credential' : headers.join(' and ')}`;
}

/** The report as a markdown document: verdict first. */
export function reportMarkdown(report: Report): string {
  const lines = [`# ${escape(report.verdict)}`, ''];
  for (const found of report.findings) {
    lines.push(`## ${SEVERITY_WORD[found.severity] ?? ''}${escape(found.title)}`, '', `- **Who acts:** ${escape(found.owner)}`, ...found.remedy.map((step) => `- ${escape(step)}`), `- **Seen:** ${escape(found.evidence)}${found.certain ? '' : ' (fits best, not certain)'}`, `- [Documentation](${found.docs}) · cause id \`${found.cause}\``, '');
  }
  lines.push('## Checks', '');
  if (report.checks.length === 0) lines.push('Not checked yet. Run **Gateway: Check Connection**.', '');
  else lines.push('| | Check | Result | Time |', '| --- | --- | --- | ---: |', ...report.checks.map((check) => `| ${CHECK_WORD[check.outcome]} | ${escape(check.label)} | ${escape(check.detail)} | ${Math.round(check.ms)} ms |`), '', `Checked at ${report.checkedAt ?? '–'}.`, '');
  for (const surface of report.surfaces) {
    lines.push(`## ${escape(surface.label)}`, '', `Sends ${escape(surface.sends)}.`, '');
    if (surface.variables.length > 0) {
      lines.push('| Variable | Value | Set in | Why it counts | Overrides |', '| --- | --- | --- | --- | --- |');
      lines.push(...surface.variables.map((variable) => `| ${[variable.name, variable.value, variable.source, variable.why, variable.overrides.join('; ')].map(escape).join(' | ')} |`), '');
    }
  }
  lines.push('## Versions', '', ...Object.entries(report.environment).map(([name, value]) => `- ${escape(name)}: ${escape(value)}`), '', 'Credentials are never part of this report.', '');
  return lines.join('\n');
}

const SEVERITY_WORD: Readonly<Record<string, string>> = { error: 'Problem: ', warning: 'Warning: ', note: 'Note: ' };
const CHECK_WORD = { ok: '✓ passed', problem: '✗ failed', skipped: '– skipped' } as const;

function reportFinding(found: Finding): ReportFinding {
  const { title, owner, remedy, docs } = explain(found);
  return { cause: found.cause, severity: found.severity, certain: found.certain, title, owner, remedy, evidence: found.evidence, docs };
}

function reportSurface(assessment: Assessment): ReportSurface {
  const variables = assessment.config.variables.map(({ name, effective, sources, why }): ReportVariable => ({
    name,
    value: name === 'apiKeyHelper' ? `a command, ${effective.value.toString()}` : printableValue(name, effective.value.reveal()),
    source: placeLabel(effective.source, effective.location),
    why,
    overrides: sources.slice(1).map(({ source, location, value }) => `${placeLabel(source, location)}${value.reveal() === effective.value.reveal() ? ' (same value)' : ''}`),
  }));
  return { label: SURFACE_LABEL[assessment.surface], sends: describeRequest(assessment), variables };
}

function describeOrigin(origin: HeaderOrigin): string {
  const what = { variable: origin.variable ?? '', helper: 'apiKeyHelper', login: 'the saved login', 'custom-header': 'ANTHROPIC_CUSTOM_HEADERS', empty: `${origin.variable ?? ''} (empty)` }[origin.kind];
  return origin.kind === 'login' ? what : `${what} in ${placeLabel(origin.source)}`;
}

/** Markdown and HTML in other people's words stay words. */
function escape(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replace(/[\\`*_{}[\]<>#|~!]/g, '\\$&').replace(/&/g, '&amp;');
}
