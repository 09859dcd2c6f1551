import { t } from '@vscode/l10n';
import type { Assessment } from '../checks/assessment';
import { checkedOf, printable, type Checked } from './checked';
import type { Health } from '../health/health';
import type { HeaderOrigin } from '../config/predict';
import type { Progress } from '../probes/progress';
import { printableValue, redactLine } from '../words/redact';
import { placeLabel } from '../config/places';
import { SURFACE_LABEL } from '../claude/sources';
import { tableText } from '../text/tableText';
import { isSecretVariable } from '../claude/variables';
import { secretsIn } from '../config/knownSecrets';
import type { LastCheck } from '../probes/lastCheck';

/** A report as plain data, printable throughout. Markdown and JSON are made of it. */
export interface Report extends Checked {
  readonly surfaces: readonly ReportSurface[];
  /** Name and version of what took part, for support. */
  readonly environment: Readonly<Record<string, string>>;
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

/**
 * Builds the report. This is where values become printable.
 * @param progress of a check that goes on or was stopped: the report then holds what it has found until now
 */
export function buildReport(
  health: Health,
  assessments: readonly Assessment[],
  lastCheck: LastCheck | undefined,
  environment: Readonly<Record<string, string>>,
  progress?: Progress,
): Report {
  return printable<Report>(
    { ...checkedOf(health, lastCheck, progress), surfaces: assessments.map(reportSurface), environment },
    secretsIn(assessments, isSecretVariable),
  );
}

/** What a surface will send, in one line without secrets. */
export function describeRequest({ request, config }: Assessment): string {
  if (!request.willSend) return t('nothing: {0}', redactLine(request.detail ?? t('it cannot start')));
  const parts = [
    ['Authorization', request.headers.authorization],
    ['x-api-key', request.headers.xApiKey],
  ] as const;
  const headers = parts.flatMap(([name, origin]) =>
    origin === null ? [] : [t('{0} from {1}', name, describeOrigin(origin))],
  );
  const to = request.printableUrl;
  const location = config.variables.find(({ name }) => name === request.baseUrl.variable)?.effective.location;
  const from =
    request.baseUrl.source === 'default'
      ? t('default address')
      : t('{variable} in {place}', {
          variable: request.baseUrl.variable ?? '',
          place: placeLabel(request.baseUrl.source, location),
        });
  return t('POST {to} ({from}) with {headers}', {
    to,
    from,
    headers: headers.length === 0 ? t('no credential') : headers.join(t(' and ')),
  });
}

function reportSurface(assessment: Assessment): ReportSurface {
  const variables = assessment.config.variables.map(({ name, effective, sources, why }): ReportVariable => ({
    name,
    value:
      name === 'apiKeyHelper'
        ? t('a command, {0}', effective.value.toString())
        : printableValue(name, effective.value.reveal()),
    source: placeLabel(effective.source, effective.location),
    why,
    overrides: sources
      .slice(1)
      .map(
        ({ source, location, value }) =>
          `${placeLabel(source, location)}${value.reveal() === effective.value.reveal() ? ` (${t('same value')})` : ''}`,
      ),
  }));
  return { label: tableText(SURFACE_LABEL[assessment.surface]), sends: describeRequest(assessment), variables };
}

function describeOrigin(origin: HeaderOrigin): string {
  if (origin.ifQuick === true)
    return t('{variable} in {place}, if the command is fast enough', {
      variable: 'apiKeyHelper',
      place: placeLabel(origin.source),
    });
  const what = {
    variable: origin.variable ?? '',
    helper: 'apiKeyHelper',
    login: t('the saved login'),
    'custom-header': 'ANTHROPIC_CUSTOM_HEADERS',
    empty: t('{0} (empty)', origin.variable ?? ''),
  }[origin.kind];
  return origin.kind === 'login' ? what : t('{0} in {1}', what, placeLabel(origin.source));
}
