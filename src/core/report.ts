import { t } from '@vscode/l10n';
import type { Assessment } from './assessment';
import { secretsIn } from './assessment';
import { OWNER_LABEL, type CauseId } from './causes';
import { groupFindings, type CauseGroup } from './findingGroups';
import { explain, type Finding } from './findings';
import type { CheckResult, Health, LastCheck } from './health';
import type { HeaderOrigin } from './predict';
import { printableUrl, printableValue, redact, redactLine } from './redact';
import { placeLabel } from './staticChecks';
import { SURFACE_LABEL } from './sources';
import { tableText } from './tableText';
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
  readonly cause: CauseId;
  readonly severity: Finding['severity'];
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
  if (!request.willSend) return t('nothing: {0}', redactLine(request.detail ?? t('it cannot start')));
  const parts = [
    ['Authorization', request.headers.authorization],
    ['x-api-key', request.headers.xApiKey],
  ] as const;
  const headers = parts.flatMap(([name, origin]) => (origin === null ? [] : [t('{0} from {1}', name, describeOrigin(origin))]));
  const to = printableUrl(request.url);
  const location = config.variables.find(({ name }) => name === request.baseUrl.variable)?.effective.location;
  const from = request.baseUrl.source === 'default' ? t('default address') : t('{variable} in {place}', { variable: request.baseUrl.variable ?? '', place: placeLabel(request.baseUrl.source, location) });
  return t('POST {to} ({from}) with {headers}', { to, from, headers: headers.length === 0 ? t('no credential') : headers.join(t(' and ')) });
}

/** The report as a markdown document: verdict first, then what each person has to act on. */
export function reportMarkdown(report: Report): string {
  const groups = groupFindings(report.findings);
  const level = groups.length > 1 ? '###' : '##';
  const lines = [`# ${escape(report.verdict)}`, ''];
  for (const { owner, causes } of groups) {
    if (groups.length > 1) lines.push(`## ${escape(tableText(OWNER_LABEL[owner]))}`, '');
    lines.push(...causes.flatMap((group) => causeLines(group, level)));
  }
  lines.push(`## ${t('Checks')}`, '');
  if (report.checks.length === 0) lines.push(t('Not checked yet. Run **Gateway: Check Connection**.'), '');
  else lines.push(tableRow(['', t('Check'), t('Result'), t('Time')]), '| --- | --- | --- | ---: |', ...report.checks.map((check) => tableRow([checkWord(check), check.label, check.detail, t('{0} ms', Math.round(check.ms))])), '', t('Checked at {0}.', report.checkedAt ?? '–'), '');
  for (const surface of report.surfaces) {
    lines.push(`## ${escape(surface.label)}`, '', t('Sends {0}.', escape(surface.sends)), '');
    if (surface.variables.length > 0) {
      lines.push(tableRow([t('Variable'), t('Value'), t('Set in'), t('Why it counts'), t('Overrides')]), '| --- | --- | --- | --- | --- |');
      lines.push(...surface.variables.map((variable) => tableRow([variable.name, variable.value, variable.source, variable.why, variable.overrides.join('; ')])), '');
    }
  }
  lines.push(`## ${t('Versions')}`, '', ...Object.entries(report.environment).map(([name, value]) => `- ${escape(name)}: ${escape(value)}`), '', t('Credentials are never part of this report.'), '');
  return lines.join('\n');
}

/** One cause, with every place in which it was found. */
function causeLines({ cause, findings }: CauseGroup<ReportFinding>, level: string): string[] {
  const [first, ...others] = findings;
  const seen = ({ evidence, certain }: ReportFinding): string => `${escape(evidence)}${certain ? '' : ` (${t('fits best, not certain')})`}`;
  return [
    `${level} ${severityWord(first)}: ${escape(first.title)}`,
    '',
    `- **${t('Who acts:')}** ${escape(first.owner)}`,
    ...new Set(findings.flatMap(({ remedy }) => remedy.map((step) => `- ${escape(step)}`))),
    `- **${t('Seen:')}** ${seen(first)}`,
    ...others.map((other) => `- **${t('Also:')}** ${escape(other.title)} **${t('Seen:')}** ${seen(other)}`),
    `- [${t('Documentation')}](${first.docs}) · ${t('cause id')} \`${cause}\``,
    '',
  ];
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map(escape).join(' | ')} |`;
}

function severityWord({ severity }: ReportFinding): string {
  return { error: t('Problem'), warning: t('Warning'), note: t('Note') }[severity];
}

function checkWord({ outcome }: CheckResult): string {
  return { ok: t('✓ passed'), problem: t('✗ failed'), skipped: t('– skipped') }[outcome];
}

function reportFinding(found: Finding): ReportFinding {
  const { title, owner, remedy, docs } = explain(found);
  return { cause: found.cause, severity: found.severity, certain: found.certain, title, owner, remedy, evidence: found.evidence, docs };
}

function reportSurface(assessment: Assessment): ReportSurface {
  const variables = assessment.config.variables.map(({ name, effective, sources, why }): ReportVariable => ({
    name,
    value: name === 'apiKeyHelper' ? t('a command, {0}', effective.value.toString()) : printableValue(name, effective.value.reveal()),
    source: placeLabel(effective.source, effective.location),
    why,
    overrides: sources.slice(1).map(({ source, location, value }) => `${placeLabel(source, location)}${value.reveal() === effective.value.reveal() ? ` (${t('same value')})` : ''}`),
  }));
  return { label: tableText(SURFACE_LABEL[assessment.surface]), sends: describeRequest(assessment), variables };
}

function describeOrigin(origin: HeaderOrigin): string {
  const what = { variable: origin.variable ?? '', helper: 'apiKeyHelper', login: t('the saved login'), 'custom-header': 'ANTHROPIC_CUSTOM_HEADERS', empty: t('{0} (empty)', origin.variable ?? '') }[origin.kind];
  return origin.kind === 'login' ? what : t('{0} in {1}', what, placeLabel(origin.source));
}

/** Markdown and HTML in other people's words stay words. */
function escape(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replace(/[\\`*_{}[\]<>#|~!]/g, '\\$&').replace(/&/g, '&amp;');
}
