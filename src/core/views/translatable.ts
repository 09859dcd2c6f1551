import { OWNER_LABEL } from '../causes/causes';
import { KNOWN_PROBLEMS } from '../checks/client';
import { CREDENTIAL_KINDS, HEADER_LABEL, HEADER_SHORT } from '../claude/credential';
import { UNKNOWABLE } from './effectiveConfig';
import { QUICK_COST } from '../probes/rows/messagesProbes';
import { NEXT_STEPS, STEP_BUTTONS } from '../causes/nextSteps';
import { PLACEHOLDER_WORDS } from '../causes/placeholders';
import { PROBLEM_WORDS } from '../files/settingsText';
import { REPAIRS } from '../probes/rows/clientRepairs';
import { probeTexts } from './probeTexts';
import { FAILURE_CODES } from '../answers/readFailure';
import { SOURCES, SURFACE_LABEL } from '../claude/sources';
import { TOGETHER } from './surfaceWords';
import { TROUBLESHOOTING } from '../causes/table';
import { FIX_WORDS, SEVERITY_WORDS } from './troubleshootingPage';
import { LOOKS } from '../checks/variableValues';
import type { Row, Variant } from '../causes/row';

/**
 * The texts of the tables that are shown through `tableText`. They’re in the source of the translations beside the
 * texts of every `t('…')`. A new table only needs adding here; `npm run l10n` takes its texts over.
 */
export const TABLE_TEXTS: readonly string[] = [
  ...Object.values(TROUBLESHOOTING)
    .flatMap((row: Row) => [row, ...Object.values(row.variants ?? {})])
    .flatMap(({ title, short, cause, remedy }: Variant) =>
      [title, short, cause, ...(remedy ?? [])].flatMap((text) => text ?? []),
    ),
  ...Object.values(TROUBLESHOOTING).flatMap(({ gatewayTeam, gatewayTeamInDoubt, nothingSent, usualFacts }) => [
    ...(gatewayTeam ?? []),
    ...(gatewayTeamInDoubt ?? []),
    ...(nothingSent?.words === undefined ? [] : [nothingSent.words]),
    // The others are names of variables, settings and files.
    ...Object.values(usualFacts ?? {}).filter((text) => text.includes(' ')),
  ]),
  ...Object.values(PLACEHOLDER_WORDS),
  ...Object.values(SEVERITY_WORDS),
  ...Object.values(FIX_WORDS),
  ...Object.values(STEP_BUTTONS),
  ...Object.values(NEXT_STEPS).map(({ words }) => words),
  ...Object.values(OWNER_LABEL),
  ...Object.values(SURFACE_LABEL),
  ...TOGETHER.map(([, label]) => label),
  ...SOURCES.flatMap(({ label, why }) => [label, why]),
  ...Object.values(CREDENTIAL_KINDS).flatMap(({ label, hint }) => [label, hint]),
  // The other labels are names of headers.
  HEADER_LABEL.both,
  HEADER_SHORT.both,
  ...Object.values(PROBLEM_WORDS),
  ...LOOKS.map(({ detail }) => detail),
  ...FAILURE_CODES.map(({ words }) => words),
  ...KNOWN_PROBLEMS.map(({ detail }) => detail),
  ...REPAIRS.map(({ notice }) => notice),
  ...probeTexts(),
  UNKNOWABLE,
  QUICK_COST,
];
