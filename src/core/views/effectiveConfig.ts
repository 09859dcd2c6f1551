import { t } from '@vscode/l10n';
import { type Assessment } from '../checks/assessment';
import type { CauseId } from '../causes/causes';
import { explain, verdictOf } from '../causes/findings';
import { loginGate } from '../config/loginGate';
import type { HeaderOrigin } from '../config/predict';
import { reasonOf } from '../config/reasons';
import { printableUrl, printableValue, redactLine } from '../words/redact';
import { waitsForTrust, type ResolvedConfig, type SourcedValue } from '../config/resolve';
import { withoutConsequences, sortBySeverity } from '../causes/silence';
import type { Snapshot, SourceReading, VscodeSettings } from '../config/snapshot';
import { dropinName, sourceRow, type SourceId } from '../claude/sources';
import { sendingVerdict, surfacesLabel } from './surfaceWords';
import { tableText } from '../text/tableText';
import { isSecretVariable } from '../claude/variables';
import { secretsIn } from '../config/knownSecrets';
import type { Place, ConfigRow, SurfaceConfig, SurfaceGroup } from './surfaceConfig';

/** Something that is wrong, and where. */
export interface ConfigProblem {
  readonly cause: CauseId;
  readonly severity: 'error' | 'warning';
  readonly text: string;
  /** Undefined: everywhere. */
  readonly surfaces: string | undefined;
}

/** A place that was read and decides nothing, and why. */
export interface LookedAt {
  readonly place: Place;
  readonly absent: boolean;
  readonly why: string;
}

/** The effective configuration as plain data, printable throughout. Document, tree, text and JSON are made of it. */
export interface EffectiveConfig {
  readonly verdict: string;
  readonly surfaces: readonly SurfaceConfig[];
  /** By what they send. */
  readonly sending: readonly SurfaceGroup[];
  /** By the values they have. */
  readonly tables: readonly SurfaceGroup[];
  /** By both. */
  readonly identical: readonly SurfaceGroup[];
  readonly problems: readonly ConfigProblem[];
  /** Settings of VS Code that bear on it, as far as they are not at their default. */
  readonly settings: readonly ConfigSetting[];
  readonly alsoLookedAt: readonly LookedAt[];
}

/** A setting of VS Code, and what follows from it. */
export interface ConfigSetting {
  readonly name: string;
  readonly value: string;
  readonly effect: string;
}

/** What only the person who starts claude can know. */
export const UNKNOWABLE =
  'Settings passed with claude --settings can’t be seen from here; they override everything except managed settings.';

/** Builds it. This is where values become printable. */
export function effectiveConfig(assessments: readonly Assessment[], snapshot: Snapshot): EffectiveConfig {
  const secrets = secretsIn(assessments, isSecretVariable);
  const clean = cleaner(secrets);
  const surfaces = assessments.map((assessment) => surfaceConfig(assessment, snapshot, clean));
  const sent = ({ request, url }: SurfaceConfig): unknown => [
    request.willSend,
    request.reason,
    request.detail,
    url,
    request.headers,
  ];
  const values = ({ rows }: SurfaceConfig): unknown =>
    rows.map((row) => [row.name, row.value, row.place, row.overrides]);
  const sending = groupBy(surfaces, sent);
  return {
    verdict: sendingVerdict(sending),
    surfaces,
    sending,
    tables: groupBy(surfaces, values),
    identical: groupBy(surfaces, (surface) => [sent(surface), values(surface)]),
    problems: problems(assessments, clean),
    settings: settingsInForce(snapshot.vscode, clean),
    alsoLookedAt: alsoLookedAt(snapshot, assessments, clean),
  };
}

type Clean = (text: string, limit?: number) => string;

/** Surfaces have most texts in common, and searching each for every form of every secret takes its time. */
function cleaner(secrets: readonly string[]): Clean {
  const known = new Map<string, string>();
  return (text, limit = 300) => {
    const key = `${limit} ${text}`;
    const found = known.get(key) ?? redactLine(text, secrets, limit);
    known.set(key, found);
    return found;
  };
}

/** The longest value in a table; a longer one is cut. */
const LONGEST_VALUE = 60;
const LONGEST_FULL_VALUE = 2000;

function shownValue(name: string, { value }: SourcedValue, clean: Clean, limit: number): string {
  return name === 'apiKeyHelper'
    ? t('a command, {length}', { length: value.toString() })
    : clean(printableValue(name, value.reveal()), limit);
}

function surfaceConfig({ surface, request, config }: Assessment, snapshot: Snapshot, clean: Clean): SurfaceConfig {
  const gate = loginGate({ snapshot, config, request });
  const headers = [
    ['Authorization', request.headers.authorization],
    ['x-api-key', request.headers.xApiKey],
  ] as const;
  return {
    surface,
    request,
    reason: request.willSend ? undefined : clean(reasonOf(request)),
    url: clean(request.printableUrl),
    baseUrl: clean(printableUrl(request.baseUrl.value)),
    host: clean(request.host),
    headers: headers.flatMap(([name, origin]) =>
      origin === null ? [] : [{ name, origin, place: placeOfOrigin(origin, config, clean) }],
    ),
    loginGate: { ...gate, because: clean(gate.because) },
    rows: config.variables.map(({ name, effective, sources, why }): ConfigRow => ({
      name: clean(name),
      value: shownValue(name, effective, clean, LONGEST_VALUE),
      fullValue: shownValue(name, effective, clean, LONGEST_FULL_VALUE),
      place: placeOf(effective, config, clean),
      why,
      overrides: sources.slice(1).map((other) => ({
        place: placeOf(other, config, clean),
        same: other.value.reveal() === effective.value.reveal(),
      })),
    })),
  };
}

function placeOf({ source, location, line }: SourcedValue, { readings }: ResolvedConfig, clean: Clean): Place {
  const reading = readings.find((candidate) => candidate.id === source && candidate.location === location);
  return place(source, labelOf(source, reading, clean), location, line, clean);
}

function placeOfOrigin({ source, variable }: HeaderOrigin, config: ResolvedConfig, clean: Clean): Place {
  const found = config.variables.find(({ name }) => name === variable)?.effective;
  return found === undefined
    ? place(source, labelOf(source, undefined, clean), undefined, undefined, clean)
    : placeOf(found, config, clean);
}

function place(
  source: SourceId,
  label: string,
  location: string | undefined,
  line: number | undefined,
  clean: Clean,
): Place {
  return { source, label, file: location === undefined ? undefined : clean(location), location, line };
}

function labelOf(source: SourceId, reading: SourceReading | undefined, clean: Clean): string {
  const dropin = dropinName(source);
  return clean(`${reading?.label ?? tableText(sourceRow(source).label)}${dropin === '' ? '' : ` ${dropin}`}`);
}

function groupBy(surfaces: readonly SurfaceConfig[], keyOf: (surface: SurfaceConfig) => unknown): SurfaceGroup[] {
  const keys = [...new Set(surfaces.map((surface) => JSON.stringify(keyOf(surface))))];
  return keys.flatMap((key) => {
    const [first, ...rest] = surfaces.filter((surface) => JSON.stringify(keyOf(surface)) === key);
    return first === undefined
      ? []
      : [{ label: surfacesLabel([first, ...rest].map(({ surface }) => surface)), members: [first, ...rest] as const }];
  });
}

function problems(assessments: readonly Assessment[], clean: Clean): ConfigProblem[] {
  const shown = assessments.map(({ surface, findings }) => ({ surface, findings: withoutConsequences(findings) }));
  const all = sortBySeverity(shown.flatMap(({ findings }) => findings));
  return all.flatMap((found) => {
    if (found.severity === 'note') return [];
    const { title } = explain(found);
    const where = shown
      .filter(({ findings }) => findings.some((other) => other.cause === found.cause && explain(other).title === title))
      .map(({ surface }) => surface);
    return [
      {
        cause: found.cause,
        severity: found.severity,
        text: clean(verdictOf(found), 600),
        surfaces: where.length === shown.length ? undefined : surfacesLabel(where),
      },
    ];
  });
}

function settingsInForce(vscode: VscodeSettings | undefined, clean: Clean): ConfigSetting[] {
  if (vscode === undefined) return [];
  const { disableLoginPrompt, useTerminal, processWrapper, http } = vscode;
  return [
    ...(disableLoginPrompt
      ? [{ name: 'claudeCode.disableLoginPrompt', value: 'true', effect: t('the extension doesn’t ask for a login') }]
      : []),
    ...(useTerminal
      ? [
          {
            name: 'claudeCode.useTerminal',
            value: 'true',
            effect: t('the extension opens claude in a terminal instead of its panel'),
          },
        ]
      : []),
    ...(processWrapper === undefined
      ? []
      : [
          {
            name: 'claudeCode.claudeProcessWrapper',
            value: clean(processWrapper),
            effect: t('this program starts Claude Code and can change all of the above'),
          },
        ]),
    ...Object.entries(http).map(([name, value]) => ({
      name,
      value: clean(value),
      effect: t('used by VS Code and its extensions; Claude Code doesn’t read it'),
    })),
  ];
}

function alsoLookedAt({ readings, trusted }: Snapshot, assessments: readonly Assessment[], clean: Clean): LookedAt[] {
  return readings.flatMap((reading) => {
    const why = whyNot(reading, trusted) ?? whyLost(reading, assessments);
    if (why === undefined || (sourceRow(reading.id).holds === 'presence' && reading.outcome.status === 'read'))
      return [];
    const { id, location, outcome } = reading;
    const line = outcome.status === 'malformed' ? outcome.line : undefined;
    return [
      {
        place: place(id, labelOf(id, reading, clean), location, line, clean),
        absent: outcome.status === 'absent' && reading.ignored === undefined,
        why: clean(why),
      },
    ];
  });
}

/** Why a source that was read without problems doesn't apply: another one of its kind takes precedence. */
function whyLost(reading: SourceReading, assessments: readonly Assessment[]): string | undefined {
  const { group, holds } = sourceRow(reading.id);
  const counting = assessments.flatMap(({ config }) =>
    config.readings.filter(({ id, location }) => id === reading.id && location === reading.location),
  );
  if (holds === 'vscode-setting' && counting.length === 0)
    return t('replaced entirely by the same setting in a higher scope');
  if (group === undefined || reading.delivers !== true) return undefined;
  if (counting.length === 0) return t('ignored because other managed settings take precedence');
  const partly =
    (reading.helper !== undefined || reading.forceLogin !== undefined) &&
    counting.every(({ helper, forceLogin }) => helper === undefined && forceLogin === undefined);
  return partly ? t('only its variables apply because other managed settings take precedence') : undefined;
}

function whyNot(reading: SourceReading, trusted: boolean): string | undefined {
  const { outcome, ignored, shapeProblem } = reading;
  if (ignored !== undefined) return ignored;
  if (outcome.status === 'absent') return t('not found');
  if (outcome.status === 'malformed')
    return t('invalid: line {line}, column {column}: {problem}', {
      line: outcome.line,
      column: outcome.column,
      problem: outcome.message,
    });
  if (outcome.status === 'unreadable') return outcome.message;
  if (shapeProblem !== undefined) return shapeProblem;
  return waitsForTrust(reading) && !trusted ? t('ignored in Restricted Mode') : undefined;
}
