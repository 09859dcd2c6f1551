import { t } from '@vscode/l10n';
import { isAfter } from '../claude/clientVersions';
import { isTruthy } from '../claude/providers';
import { isUnread, resolve, unreadOn } from '../config/resolve';
import type { Oddity, SourceReading } from '../config/snapshot';
import { sourceRow, type SourceId } from '../claude/sources';
import { removal, sentence, type CheckInput, type Sighting, type StaticCheck } from './check';
import { outcomeText } from './request';
import { lineOf, placeIn, placeLabel, placeOf, isSetIn } from '../config/places';

const DECIDES = ['ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY'] as const;

/** The oddities of one kind, in the readings that belong to this surface. */
function odditiesOf(
  { snapshot, config }: CheckInput,
  kind: Oddity['kind'],
  see: (oddity: Oddity, reading: SourceReading) => Sighting,
): readonly Sighting[] {
  const here = snapshot.readings.filter(
    (reading) =>
      (reading.surfaces ?? sourceRow(reading.id).surfaces).includes(config.surface) && reading.ignored === undefined,
  );
  return here.flatMap((reading) =>
    (reading.oddities ?? []).filter((oddity) => oddity.kind === kind).map((oddity) => see(oddity, reading)),
  );
}

/** Names of settings that were meant to set up a gateway. Any other wrong name is only worth a note. */
const MEANT_FOR_GATEWAY = /env|key|token|auth|url|gateway|provider/i;

const evidenceOf = ({ name, line }: Oddity, { id, location }: SourceReading): string =>
  isSetIn(name, { source: id, location, ...(line === undefined ? {} : { line }) });

/** Files and settings that don't do what their author meant. */
export const SETTINGS_CHECKS: readonly StaticCheck[] = [
  {
    name: 'broken-file',
    causes: ['settings-file-broken'],
    find: ({ snapshot, config }) =>
      snapshot.readings.flatMap(({ id, location, outcome, ignored }) => {
        if (
          outcome.status === 'absent' ||
          outcome.status === 'read' ||
          sourceRow(id).holds === 'presence' ||
          ignored !== undefined ||
          isUnread(outcome)
        )
          return [];
        // A broken managed file keeps Claude Code from starting, which another check reports; older versions continue without it.
        if (
          outcome.status === 'malformed' &&
          sourceRow(id).managed &&
          isAfter(config.clientVersion, 'broken-managed-stops')
        )
          return [];
        return [
          {
            evidence: `${location ?? id}: ${outcomeText(outcome)}`,
            facts: { detail: outcomeText(outcome), source: placeLabel(id, location) },
          },
        ];
      }),
  },
  {
    name: 'unread-file',
    causes: ['settings-file-unread'],
    find: ({ snapshot, config: { surface } }) => {
      const files = unreadOn(snapshot, surface).map(({ id, location, outcome }) => ({
        source: placeLabel(id, location),
        outcome,
        location,
        severity: undefined,
      }));
      // Claude Code's own state decides little, and gets this large for anyone who uses it a lot.
      const state =
        snapshot.state !== undefined && isUnread(snapshot.state.outcome)
          ? [
              {
                source: snapshot.state.location,
                outcome: snapshot.state.outcome,
                location: snapshot.state.location,
                severity: 'note' as const,
              },
            ]
          : [];
      return [...files, ...state].map(({ source, outcome, location, severity }) => ({
        evidence: `${location ?? source}: ${outcomeText(outcome)}`,
        facts: { detail: outcomeText(outcome), source },
        ...(severity === undefined ? {} : { severity }),
      }));
    },
  },
  {
    name: 'wrong-shape',
    causes: ['setting-wrong-shape'],
    surfaces: ['vscode-extension'],
    find: ({ snapshot }) =>
      snapshot.readings.flatMap(({ id, shapeProblem }) =>
        shapeProblem === undefined
          ? []
          : [
              {
                evidence: `${placeLabel(id)}: ${shapeProblem}`,
                facts: { detail: shapeProblem },
                fix: { kind: 'connect' },
              },
            ],
      ),
  },
  {
    name: 'wrong-setting-name',
    causes: ['setting-wrong-name'],
    surfaces: ['vscode-extension'],
    find: (input) => {
      // Next to the right setting, it's only a leftover.
      const right = input.config.readings.some(({ id }) => sourceRow(id).holds === 'vscode-setting');
      return odditiesOf(input, 'wrong-setting-name', (oddity, reading) => ({
        evidence: evidenceOf(oddity, reading),
        facts: { setting: oddity.name, source: placeLabel(reading.id, reading.location) },
        ...(right || !MEANT_FOR_GATEWAY.test(oddity.name) ? { severity: 'note' } : {}),
        fix: { kind: 'connect' },
      }));
    },
  },
  {
    name: 'skipped-key',
    causes: ['settings-key-skipped'],
    find: (input) =>
      odditiesOf(input, 'skipped-key', (oddity, reading) => ({
        evidence: evidenceOf(oddity, reading),
        facts: { variable: oddity.name, source: placeLabel(reading.id, reading.location) },
      })),
  },
  {
    name: 'not-text',
    causes: ['variable-value'],
    find: (input) =>
      odditiesOf(input, 'not-text', (oddity, reading) => ({
        evidence: evidenceOf(oddity, reading),
        facts: {
          variable: oddity.name,
          source: placeLabel(reading.id, reading.location),
          detail: t('the value must be a string in quotes; Claude Code turns it into a meaningless one.'),
        },
        fix: removal(oddity.name, placeIn(reading, oddity.name)),
      })),
  },
  {
    name: 'duplicate-name',
    causes: ['duplicate-name'],
    find: (input) =>
      odditiesOf(input, 'duplicate', (oddity, reading) => ({
        evidence: evidenceOf(oddity, reading),
        facts: { variable: oddity.name, source: placeLabel(reading.id, reading.location) },
      })),
  },
  {
    name: 'wrong-scope',
    causes: ['setting-wrong-scope'],
    surfaces: ['vscode-extension'],
    find: ({ snapshot, config }) =>
      snapshot.readings.flatMap(({ id, location, ignored, env, outcome }) => {
        const { holds, fromFolder } = sourceRow(id);
        if (holds !== 'vscode-setting' || ignored === undefined || outcome.status !== 'read') return [];
        const counts = (name: string): boolean =>
          config.variables.find((variable) => variable.name === name)?.effective.value.reveal() === env[name]?.reveal();
        const lost = Object.keys(env).filter((name) => !counts(name));
        // The user's own settings do not count in a remote window by design: they are for windows on this machine.
        const quiet = lost.length === 0 || !fromFolder || !snapshot.trusted;
        const place = placeLabel(id, location);
        return [
          {
            evidence: `${place}: ${ignored}`,
            facts: { source: place, detail: sentence(ignored) },
            ...(quiet ? { severity: 'note' } : {}),
            fix: { kind: 'connect' },
          },
        ];
      }),
  },
  {
    name: 'file-ignored',
    causes: ['settings-file-ignored'],
    find: ({ snapshot }) =>
      snapshot.readings.flatMap(({ id, location, ignored, outcome, delivers }) => {
        if (!sourceRow(id).managed || ignored === undefined || outcome.status !== 'read' || delivers === false)
          return [];
        return [
          {
            evidence: `${placeLabel(id, location)}: ${ignored}`,
            facts: { source: placeLabel(id, location), detail: sentence(ignored) },
          },
        ];
      }),
  },
  {
    name: 'overridden',
    causes: ['setting-overridden'],
    find: ({ config }) =>
      config.variables
        .filter(({ name, effective }) => DECIDES.some((decides) => decides === name) && effective.value.length > 0)
        .flatMap(({ name, effective, sources }) => {
          // What a folder or an administrator sets is told by checks of its own, or meant.
          const { holds: kind, managed, fromFolder } = sourceRow(effective.source);
          const fromFile = kind === 'claude-settings' && !managed && !fromFolder;
          const losers = sources.slice(1).filter(({ source, value }) => {
            const { holds } = sourceRow(source);
            return (
              (holds === 'vscode-setting' || (holds === 'environment' && fromFile)) &&
              value.length > 0 &&
              value.reveal() !== effective.value.reveal()
            );
          });
          const fix = removal(name, effective);
          // A variable exported in a terminal was meant for that terminal; VS Code has it only by chance.
          const byChance = (source: SourceId): boolean =>
            config.surface === 'vscode-extension' && sourceRow(source).holds === 'environment';
          return losers.map((loser): Sighting => ({
            evidence: t('{variable} is set in {count} places with different values', {
              variable: name,
              count: sources.length,
            }),
            facts: { variable: name, loser: placeOf(loser), winner: placeOf(effective) },
            fix,
            ...(byChance(loser.source) ? { severity: 'note' } : {}),
          }));
        }),
  },
  {
    name: 'emptied',
    causes: ['setting-overridden'],
    find: ({ config }) =>
      config.variables
        .filter(({ name, effective }) => DECIDES.some((decides) => decides === name) && effective.value.length === 0)
        .flatMap(({ name, effective, sources }) => {
          const loser = sources.find(
            ({ source, value }) => value.length > 0 && sourceRow(source).holds !== 'vscode-setting',
          );
          // It may be intended: writing "" is how to turn a variable of the shell off.
          return loser === undefined
            ? []
            : [
                {
                  severity: 'note',
                  evidence: t('{variable} is set to an empty value in {place}', {
                    variable: name,
                    place: lineOf(effective),
                  }),
                  facts: { variable: name, loser: placeOf(loser), winner: placeOf(effective) },
                  fix: removal(name, effective),
                },
              ];
        }),
  },
  {
    name: 'routing-by-host',
    causes: ['routing-by-host'],
    find: ({ snapshot, config }) => {
      const hosted = config.variables.find(({ name }) => name === 'CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST');
      const setter = hosted?.sources.find(({ source }) => sourceRow(source).holds !== 'claude-settings');
      if (setter === undefined || !isTruthy(setter.value.reveal())) return [];
      const { variables } = resolve(
        { ...snapshot, readings: snapshot.readings.filter(({ id }) => sourceRow(id).holds === 'claude-settings') },
        config.surface,
      );
      const left = variables.find(({ name }) => DECIDES.some((decides) => decides === name));
      return left === undefined
        ? []
        : [
            {
              evidence: t('{variable} is set in {place}, and {other} in {otherPlace}', {
                variable: hosted?.name ?? '',
                place: lineOf(setter),
                other: left.name,
                otherPlace: lineOf(left.effective),
              }),
              facts: { source: placeOf(left.effective), variable: left.name },
            },
          ];
    },
  },
  {
    name: 'extension-missing',
    causes: ['claude-code-missing'],
    surfaces: ['vscode-extension'],
    find: ({ snapshot }) =>
      snapshot.claudeExtension === undefined
        ? [{ evidence: t('{extension} isn’t among the enabled extensions', { extension: 'anthropic.claude-code' }) }]
        : [],
  },
];
