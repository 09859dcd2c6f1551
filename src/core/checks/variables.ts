import { t } from '@vscode/l10n';
import { compareVersions } from '../claude/clientVersions';
import { fixPlace } from '../causes/fixes';
import { nearestName } from './nearestName';
import { isConfigured } from '../config/predict';
import { printableValue } from '../words/redact';
import { isOn, valueOf, type SourcedValue } from '../config/resolve';
import { sourceRow } from '../claude/sources';
import { variableRow, type Ineffective, type VariableRow } from '../claude/variables';
import { judgeHeaders, judgeValue, type Judgement } from './variableValues';
import { removal, versionOf, type CheckInput, type Sighting, type StaticCheck } from './check';
import { lineOf, placeIn, placeLabel, placeOf, isSetIn } from '../config/places';

/** A variable with its row and the value that applies. */
interface Known {
  readonly name: string;
  readonly row: VariableRow;
  readonly effective: SourcedValue;
}

/** Looking for the nearest name takes time, and nobody's settings file has this many. */
const MOST_NAMES = 200;

/** The variables of the table that are set on this surface and aren't empty. */
function knownVariables({ config }: CheckInput): readonly Known[] {
  return config.variables.flatMap(({ name, effective }) => {
    const row = variableRow(name);
    return row === undefined || effective.value.length === 0 ? [] : [{ name, row, effective }];
  });
}

/** Why a variable does nothing here, or undefined. */
const IDLE: {
  readonly [When in Ineffective['when']]: (
    rule: Extract<Ineffective, { when: When }>,
    input: CheckInput,
    effective: SourcedValue,
  ) => string | undefined;
} = {
  without: ({ variable }, { config }) => {
    const there =
      variableRow(variable)?.kind === 'flag' ? isOn(config, variable) : valueOf(config, variable) !== undefined;
    return there ? undefined : t('it takes effect only if {variable} is set too.', { variable });
  },
  'behind-gateway': (_, { request }) =>
    request.provider === 'anthropic' && isConfigured(request)
      ? t('Claude Code ignores it when a base URL is set.')
      : undefined,
  'in-files': (_, __, { source }) =>
    sourceRow(source).holds === 'claude-settings'
      ? t('it takes effect only in the environment that Claude Code is started with.')
      : undefined,
  'in-folder': (_, __, { source }) =>
    sourceRow(source).fromFolder ? t('a folder’s settings files can’t set it.') : undefined,
  'from-version': ({ version }, input) =>
    compareVersions(versionOf(input) ?? version, version) >= 0
      ? t('Claude Code {version} and later don’t read it.', { version })
      : undefined,
};

function seenValue({ name, effective }: Known, { detail, severity, remove }: Judgement): Sighting {
  const facts = { variable: name, source: placeOf(effective), detail };
  return {
    evidence: `${isSetIn(name, effective)}: ${printableValue(name, effective.value.reveal())}`,
    facts,
    severity,
    fix: remove ? removal(name, effective) : undefined,
  };
}

/** Names that nothing reads, and values that are read differently than they look. */
export const VARIABLE_CHECKS: readonly StaticCheck[] = [
  {
    name: 'unknown-variable',
    causes: ['variable-unknown'],
    find: ({ config }) =>
      config.readings.flatMap((reading) => {
        const names = Object.keys(reading.env);
        // An environment is full of other programs' variables.
        const candidates =
          sourceRow(reading.id).holds === 'environment'
            ? names.filter((name) => /^(?:ANTHROPIC|CLAUDE_CODE)_/.test(name))
            : names;
        return candidates.slice(0, MOST_NAMES).flatMap((name): Sighting[] => {
          const nearest = nearestName(name);
          if (nearest === undefined) return [];
          const place = placeIn(reading, name);
          const at = fixPlace(name, place);
          // Where the right one is set too, nothing is missing.
          const missing = valueOf(config, nearest) === undefined;
          return [
            {
              evidence: isSetIn(name, place),
              facts: { variable: name, nearest, source: placeLabel(reading.id, reading.location) },
              certain: false,
              severity: missing ? 'warning' : 'note',
              fix: at === undefined ? undefined : { kind: 'rename-variable', ...at, to: nearest },
            },
          ];
        });
      }),
  },
  {
    name: 'value',
    causes: ['variable-value'],
    find: (input) =>
      knownVariables(input).flatMap((known) => {
        const judgement = judgeValue(known.name, known.row, known.effective.value.reveal(), versionOf(input));
        return judgement === undefined ? [] : [seenValue(known, judgement)];
      }),
  },
  {
    name: 'header-lines',
    causes: ['variable-value'],
    find: (input) =>
      knownVariables(input)
        .filter(({ row }) => row.role === 'headers')
        .flatMap((known) => {
          const judgement = judgeHeaders(known.effective.value.reveal());
          return judgement === undefined ? [] : [seenValue(known, judgement)];
        }),
  },
  {
    name: 'obsolete',
    causes: ['variable-obsolete'],
    find: (input) =>
      knownVariables(input).flatMap(({ name, row: { obsolete }, effective }): Sighting[] => {
        if (obsolete === undefined) return [];
        const at = fixPlace(name, effective);
        return [
          {
            evidence: isSetIn(name, effective),
            facts: { variable: name, instead: obsolete, source: placeOf(effective) },
            fix: at === undefined ? undefined : { kind: 'rename-variable', ...at, to: obsolete },
          },
        ];
      }),
  },
  {
    name: 'ineffective',
    causes: ['variable-ineffective'],
    find: (input) =>
      knownVariables(input).flatMap(({ name, row: { ineffective: rule }, effective }): Sighting[] => {
        const detail = rule === undefined ? undefined : IDLE[rule.when](rule as never, input, effective);
        return detail === undefined
          ? []
          : [
              {
                evidence: isSetIn(name, effective),
                facts: { variable: name, detail, source: placeOf(effective) },
                fix: removal(name, effective),
              },
            ];
      }),
  },
  {
    name: 'too-new',
    causes: ['variable-ineffective'],
    find: (input) =>
      knownVariables(input).flatMap(({ name, row: { since }, effective }): Sighting[] => {
        const version = versionOf(input);
        if (since === undefined || version === undefined || compareVersions(version, since) >= 0) return [];
        return [
          {
            severity: 'warning',
            evidence: t('{variable} in {place}, Claude Code {version}', {
              variable: name,
              place: lineOf(effective),
              version,
            }),
            facts: {
              variable: name,
              detail: t('it requires Claude Code {since} or later, and {version} is installed.', { since, version }),
              source: placeOf(effective),
            },
          },
        ];
      }),
  },
];
