import { t } from '@vscode/l10n';
import { isAfter } from '../claude/clientVersions';
import { chosenProvider, type ProviderId } from '../claude/providers';
import { valueOf, type ResolvedConfig } from '../config/resolve';
import type { ModelInUse } from './target';

type Alias = 'opus' | 'sonnet' | 'haiku' | 'fable';

const ALIASES: readonly Alias[] = ['opus', 'sonnet', 'haiku', 'fable'];

/** Names that the client takes when nobody sets any; `main` where no model is chosen. */
type Names = { readonly main: string } & Readonly<Partial<Record<Alias, string>>>;

/** What the client asks for by itself, as measured with 2.1.329 and 2.1.197. What was not measured is not there. */
const DEFAULT_NAMES: Readonly<Record<ProviderId, Readonly<Record<'newer' | 'older', Names>>>> = {
  anthropic: {
    newer: {
      main: 'claude-opus-5-5',
      opus: 'claude-opus-5-5',
      sonnet: 'claude-sonnet-5-5',
      haiku: 'claude-haiku-5-5',
      fable: 'claude-fable-5-2',
    },
    older: {
      main: 'claude-opus-4-8',
      opus: 'claude-opus-4-8',
      sonnet: 'claude-sonnet-5',
      haiku: 'claude-haiku-4-5-20251001',
      fable: 'claude-fable-5',
    },
  },
  bedrock: {
    newer: {
      main: 'us.anthropic.claude-opus-5-5',
      opus: 'us.anthropic.claude-opus-5-5',
      sonnet: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      haiku: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    },
    older: {
      main: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      opus: 'us.anthropic.claude-opus-4-6-v1',
      sonnet: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      haiku: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    },
  },
  vertex: {
    newer: {
      main: 'claude-opus-5-5',
      opus: 'claude-opus-5-5',
      sonnet: 'claude-sonnet-4-5@20250929',
      haiku: 'claude-haiku-4-5@20251001',
    },
    older: {
      main: 'claude-sonnet-4-5@20250929',
      opus: 'claude-opus-4-6',
      sonnet: 'claude-sonnet-4-5@20250929',
      haiku: 'claude-haiku-4-5@20251001',
    },
  },
  foundry: {
    newer: {
      main: 'claude-sonnet-4-5',
      opus: 'claude-opus-4-6',
      sonnet: 'claude-sonnet-4-5',
      haiku: 'claude-haiku-4-5',
    },
    older: {
      main: 'claude-sonnet-4-5',
      opus: 'claude-opus-4-6',
      sonnet: 'claude-sonnet-4-5',
      haiku: 'claude-haiku-4-5',
    },
  },
  aws: {
    newer: {
      main: 'claude-opus-5-5',
      opus: 'claude-opus-5-5',
      sonnet: 'claude-sonnet-4-6',
      haiku: 'claude-haiku-4-5-20251001',
    },
    older: {
      main: 'claude-opus-4-7',
      opus: 'claude-opus-4-7',
      sonnet: 'claude-sonnet-4-6',
      haiku: 'claude-haiku-4-5-20251001',
    },
  },
  mantle: {
    newer: {
      main: 'anthropic.claude-opus-5-5',
      opus: 'anthropic.claude-opus-5-5',
      sonnet: 'anthropic.claude-haiku-4-5',
      haiku: 'anthropic.claude-haiku-4-5',
    },
    older: {
      main: 'anthropic.claude-opus-4-7',
      opus: 'anthropic.claude-opus-4-7',
      sonnet: 'anthropic.claude-haiku-4-5',
      haiku: 'anthropic.claude-haiku-4-5',
    },
  },
};

/** What differs from the older names while Opus 5 was the usual model; the main model was measured. */
const WITH_OPUS_5: Readonly<Partial<Record<ProviderId, Names>>> = {
  anthropic: { main: 'claude-opus-5', opus: 'claude-opus-5' },
  bedrock: { main: 'us.anthropic.claude-opus-5', opus: 'us.anthropic.claude-opus-5' },
};

/** How names on Bedrock begin, by the beginning of the region; elsewhere with `global` (measured). */
const REGION_PREFIXES: Readonly<Record<string, string>> = { 'us-': 'us', 'eu-': 'eu', 'ap-': 'apac' };

/**
 * Every model name that Claude Code may ask for in this configuration: the main one first, then the overrides, then the names
 * behind aliases that nobody overrides. Each once, with all its uses; `[1m]` at its end is not sent (measured).
 */
export function modelsInUse(config: ResolvedConfig): readonly [ModelInUse, ...ModelInUse[]] {
  const main = mainModel(config);
  const names = defaultNames(config);
  const chosen = [...ALIASES.map(overrideOf), ...OTHERS].flatMap((variable): ModelInUse[] => {
    const name = modelIn(config, variable);
    return name === undefined ? [] : [{ name, use: variable }];
  });
  const defaults = ALIASES.flatMap((alias): ModelInUse[] => {
    const name = names[alias];
    // Few gateways serve the largest, and few people choose it.
    if (name === undefined || alias === 'fable' || modelIn(config, overrideOf(alias)) !== undefined) return [];
    const background = alias === 'haiku' && modelIn(config, 'ANTHROPIC_SMALL_FAST_MODEL') === undefined;
    return [{ name, use: background ? t('{alias}, background work', { alias }) : alias, isDefault: true }];
  });
  return [main, ...chosen, ...defaults].slice(1).reduce<[ModelInUse, ...ModelInUse[]]>(merged, [main]);
}

/** Variables that name a model beside those of the aliases. */
const OTHERS = ['ANTHROPIC_SMALL_FAST_MODEL', 'CLAUDE_CODE_SUBAGENT_MODEL', 'ANTHROPIC_CUSTOM_MODEL_OPTION'] as const;

function overrideOf(alias: Alias): string {
  return `ANTHROPIC_DEFAULT_${alias.toUpperCase()}_MODEL`;
}

function mainModel(config: ResolvedConfig): ModelInUse {
  const variables = [
    'ANTHROPIC_MODEL',
    'model',
    ...(isAfter(config.clientVersion, 'default-model') ? ['ANTHROPIC_DEFAULT_MODEL'] : []),
  ];
  const variable = variables.find((name) => modelIn(config, name) !== undefined);
  if (variable !== undefined) return { name: modelIn(config, variable) ?? '', use: variable };
  return { name: usualModel(config), use: t('the main model') };
}

/** The name in a variable, with an alias resolved; undefined when it is not set or asks for the usual. `default` is no alias (measured). */
function modelIn(config: ResolvedConfig, variable: string): string | undefined {
  const name =
    valueOf(config, variable)
      ?.trim()
      .replace(/\[1m\]$/i, '') ?? '';
  if (name === '' || (variable === 'CLAUDE_CODE_SUBAGENT_MODEL' && name.toLowerCase() === 'inherit')) return undefined;
  // What an alias stands for is sent as it is written (measured).
  const isAlias = !variable.startsWith('ANTHROPIC_DEFAULT_') || variable === 'ANTHROPIC_DEFAULT_MODEL';
  const alias = isAlias ? aliasOf(name.toLowerCase()) : undefined;
  return alias === undefined ? name : (behind(alias, config) ?? name);
}

/** `opusplan` is sonnet except while it plans; `best` is opus (measured). */
function aliasOf(name: string): Alias | undefined {
  if (name === 'opusplan') return 'sonnet';
  return name === 'best' ? 'opus' : ALIASES.find((alias) => alias === name);
}

function behind(alias: Alias, config: ResolvedConfig): string | undefined {
  return modelIn(config, overrideOf(alias)) ?? defaultNames(config)[alias];
}

/** The usual model is the one behind an alias, so that an override of the alias counts for it too (measured for opus). */
function usualModel(config: ResolvedConfig): string {
  const names = defaultNames(config);
  const alias = ALIASES.find((one) => names[one] === names.main);
  return (alias === undefined ? undefined : behind(alias, config)) ?? names.main;
}

function defaultNames(config: ResolvedConfig): Names {
  const provider = chosenProvider((name) => valueOf(config, name))?.id ?? 'anthropic';
  const { newer, older } = DEFAULT_NAMES[provider];
  const names: Names = isAfter(config.clientVersion, 'models-of-newest')
    ? newer
    : { ...older, ...(isAfter(config.clientVersion, 'opus-5-is-usual') ? WITH_OPUS_5[provider] : {}) };
  if (provider !== 'bedrock') return names;
  const region =
    ['AWS_REGION', 'AWS_DEFAULT_REGION']
      .map((name) => valueOf(config, name)?.trim() ?? '')
      .find((value) => value !== '') ?? 'us-east-1';
  const prefix =
    valueOf(config, 'ANTHROPIC_BEDROCK_REGION_PREFIX')?.trim() ?? REGION_PREFIXES[region.slice(0, 3)] ?? 'global';
  const { main, ...rest } = names;
  const inRegion = (name: string): string => name.replace(/^us\./, `${prefix}.`);
  return {
    main: inRegion(main),
    ...Object.fromEntries(Object.entries(rest).map(([alias, name]) => [alias, inRegion(name)])),
  };
}

function merged(list: [ModelInUse, ...ModelInUse[]], next: ModelInUse): [ModelInUse, ...ModelInUse[]] {
  const [main, ...others] = list.map((model) => {
    if (model.name !== next.name) return model;
    const use = t('{first}, {second}', { first: model.use, second: next.use });
    return model.isDefault === true && next.isDefault === true ? { ...model, use } : { name: model.name, use };
  });
  const known = list.some(({ name }) => name === next.name);
  return [main ?? list[0], ...others, ...(known ? [] : [next])];
}
