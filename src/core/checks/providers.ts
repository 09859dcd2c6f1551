import { t } from '@vscode/l10n';
import { isAfter, type ClientChange } from '../claude/clientVersions';
import { PROVIDERS } from '../claude/providers';
import { effectiveValue, isOn } from '../config/resolve';
import { removal, type Sighting, type StaticCheck } from './check';
import { lineOf, placeOf, isSetIn } from '../config/places';

/** What turns model discovery off, and until which change. Measured: any value turns nonessential traffic off. */
const AGAINST_DISCOVERY: readonly {
  readonly variable: string;
  readonly byAnyValue?: true;
  readonly until?: ClientChange;
}[] = [
  ...PROVIDERS.map(({ flag }) => ({ variable: flag })),
  {
    variable: 'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC',
    byAnyValue: true,
    until: 'discovery-though-quiet',
  },
];

/** Cloud providers' formats that keep a gateway from being used. */
export const PROVIDER_CHECKS: readonly StaticCheck[] = [
  {
    name: 'provider-instead-of-gateway',
    causes: ['provider-format'],
    find: ({ config, request }) => {
      const provider = PROVIDERS.find(({ id }) => id === request.provider);
      const flag = config.variables.find(({ name }) => name === provider?.flag)?.effective;
      if (
        provider === undefined ||
        flag === undefined ||
        !config.variables.some(({ name }) => name === 'ANTHROPIC_BASE_URL')
      )
        return [];
      return [
        {
          evidence: t('{variable} is set in {place}', { variable: provider.flag, place: placeOf(flag) }),
          facts: { variable: provider.flag, provider: provider.label, source: placeOf(flag) },
          fix: removal(provider.flag, flag),
        },
      ];
    },
  },
  {
    name: 'two-providers',
    causes: ['variable-ineffective'],
    find: ({ config, request }) => {
      const chosen = PROVIDERS.find(({ id }) => id === request.provider);
      return PROVIDERS.flatMap(({ id, flag }): Sighting[] => {
        const found = effectiveValue(config, flag);
        if (chosen === undefined || id === chosen.id || found === undefined || !isOn(config, flag)) return [];
        return [
          {
            severity: 'warning',
            evidence: t('{variable} in {place}; {other} is also set', {
              variable: flag,
              place: lineOf(found),
              other: chosen.flag,
            }),
            facts: {
              variable: flag,
              detail: t('{variable} is also set and takes precedence.', { variable: chosen.flag }),
              source: placeOf(found),
            },
            fix: removal(flag, found),
          },
        ];
      });
    },
  },
  {
    name: 'discovery-off',
    causes: ['discovery-off'],
    find: ({ config }) => {
      if (!isOn(config, 'CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY')) return [];
      return AGAINST_DISCOVERY.filter(
        ({ until }) => until === undefined || !isAfter(config.clientVersion, until),
      ).flatMap(({ variable, byAnyValue }): Sighting[] => {
        const found = effectiveValue(config, variable);
        return found === undefined || (byAnyValue !== true && !isOn(config, variable))
          ? []
          : [
              {
                evidence: isSetIn(variable, found),
                facts: { variable, source: placeOf(found) },
                fix: removal(variable, found),
              },
            ];
      });
    },
  },
];
