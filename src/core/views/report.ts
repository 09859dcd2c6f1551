import { t } from '@vscode/l10n';
import type { Assessment } from '../checks/assessment';
import { checkedOf, printable, type Checked } from './checked';
import type { EffectiveConfig } from './effectiveConfig';
import type { Health } from '../health/health';
import type { Progress } from '../probes/progress';
import { SURFACE_LABEL } from '../claude/sources';
import { fullPlaceText, type SurfaceConfig } from './surfaceConfig';
import { sendsText } from './surfaceWords';
import { tableText } from '../text/tableText';
import { isSecretVariable } from '../claude/variables';
import { secretsIn } from '../config/knownSecrets';
import type { LastCheck } from '../probes/lastCheck';

/** What is known of this machine and its gateway. */
export interface ReportInput {
  readonly health: Health;
  /** The values that must not be in the report, should somebody have echoed them, come from these. */
  readonly assessments: readonly Assessment[];
  readonly config: EffectiveConfig;
  readonly lastCheck: LastCheck | undefined;
  /** Of a check that goes on or was stopped: the report then holds what it has found until now. */
  readonly progress?: Progress | undefined;
}

/** A report as plain data, printable throughout. Markdown and JSON are made of it. */
export interface Report extends Checked {
  readonly surfaces: readonly ReportSurface[];
  /** Name and version of what took part, for support. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A surface of the effective configuration, in words. */
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

/** Builds the report. */
export function buildReport(
  { health, assessments, config, lastCheck, progress }: ReportInput,
  environment: Readonly<Record<string, string>>,
): Report {
  return printable<Report>(
    { ...checkedOf(health, lastCheck, progress), surfaces: config.surfaces.map(reportSurface), environment },
    secretsIn(assessments, isSecretVariable),
  );
}

function reportSurface(config: SurfaceConfig): ReportSurface {
  return {
    label: tableText(SURFACE_LABEL[config.surface]),
    sends: sendsText(config),
    variables: config.rows.map(({ name, fullValue, place, why, overrides }) => ({
      name,
      value: fullValue,
      source: fullPlaceText(place),
      why,
      overrides: overrides.map((other) => {
        const text = fullPlaceText(other.place);
        return other.same ? t('{place} (same value)', { place: text }) : text;
      }),
    })),
  };
}
