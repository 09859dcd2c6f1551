import { t } from '@vscode/l10n';
import { CLIENT_CHANGES, isAfter, isProven, type ClientChange } from '../claude/clientVersions';
import { keyAnswer } from '../config/keyApproval';
import { isConfigured } from '../config/predict';
import { PROVIDERS } from '../claude/providers';
import { effectiveValue, isFromFolder, valueOf, type SourcedValue } from '../config/resolve';
import type { Snapshot, SourceReading } from '../config/snapshot';
import { sourceRow, type SourceId } from '../claude/sources';
import { holdsCredential } from '../claude/variables';
import { setting, versionOf, type CheckInput, type Sighting, type StaticCheck } from './check';
import { placeIn, placeLabel, placeOf, isSetIn } from '../config/places';
import { ENVIRONMENT_SETTING } from '../files/vscodeSettings';

/** The variables of a reading that hold a credential. */
function credentialsIn({ env }: SourceReading): readonly string[] {
  return Object.keys(env).filter((name) => holdsCredential(name) && (env[name]?.reveal().trim() ?? '') !== '');
}

/** A finding per reading, not per variable: one change fixes the file. */
function exposed(reading: SourceReading, detail: string): Sighting[] {
  const [variable] = credentialsIn(reading);
  if (variable === undefined) return [];
  const place = placeIn(reading, variable);
  return [
    {
      evidence: isSetIn(variable, place),
      facts: { variable, source: placeOf(place), detail },
      fix: { kind: 'connect' },
    },
  ];
}

/** VS Code keeps settings of machine scope to the machine, and what the user lists. A minus in front lets one out again. */
function isSynced({ claudeExtension, vscode }: Snapshot): boolean {
  const ignored = vscode?.syncIgnored;
  if (ignored === undefined || claudeExtension === 'not-asked') return false;
  if (ignored.includes(`-${ENVIRONMENT_SETTING}`)) return true;
  // VS Code doesn't know the scope of a setting whose extension isn't installed, and syncs it.
  return (
    !ignored.includes(ENVIRONMENT_SETTING) &&
    !['machine', 'machine-overridable'].includes(claudeExtension?.scope ?? 'window')
  );
}

/** Which of the client's own requests to api.anthropic.com carried the credential. Measured with the versions around each change. */
function askedAtAnthropic(version: string | undefined, byManaged: boolean, quiet: boolean): string {
  if (quiet) return t('for managed settings');
  if (byManaged) return t('at startup, and for feature flags, fast mode and managed settings');
  return isAfter(version, 'key-not-in-metrics')
    ? t('at startup, and for feature flags and fast mode')
    : t('at startup, and for feature flags, fast mode and usage metrics');
}

/** What such requests carried: the key, or else what the command prints, even where a custom header replaces it at the gateway. Never a token, never a custom header. */
function takenAlong({
  config,
  request,
  snapshot,
}: CheckInput): (SourcedValue & { readonly variable: string }) | undefined {
  const { authorization, xApiKey } = request.headers;
  const key = effectiveValue(config, 'ANTHROPIC_API_KEY');
  const skipped = xApiKey?.kind === 'custom-header' && !['approved', 'not-asked'].includes(keyAnswer(config, snapshot));
  if (key !== undefined && !skipped && (xApiKey?.variable === 'ANTHROPIC_API_KEY' || xApiKey?.kind === 'custom-header'))
    return { ...key, variable: 'ANTHROPIC_API_KEY' };
  const helper = effectiveValue(config, 'apiKeyHelper');
  return helper !== undefined && [authorization, xApiKey].some((origin) => origin?.kind === 'helper')
    ? { ...helper, variable: 'apiKeyHelper' }
    : undefined;
}

/** A leak of older clients, measured with those from 2.1.197 to 2.1.332 around each change. */
function keySentToAnthropic(input: CheckInput): Sighting[] {
  const { config, request } = input;
  const taken = takenAlong(input);
  if (taken === undefined || !request.willSend || request.provider !== 'anthropic' || !isConfigured(request)) return [];
  if (/(?:^|\.)anthropic\.com(?::\d+)?$/i.test(request.host)) return [];
  const version = versionOf(input);
  const { variable } = taken;
  const ended: ClientChange = variable === 'apiKeyHelper' ? 'helper-only-to-gateway' : 'key-only-to-gateway';
  // Nothing shows that a client of an unknown version is an old one: clients update themselves.
  if (version === undefined || isAfter(version, ended)) return [];
  const { source } = request.baseUrl;
  const isManaged = (id: SourceId): boolean => sourceRow(id).managed;
  // When managed settings are asked for, neither a command nor a key of managed settings is at hand.
  const byManaged =
    variable !== 'apiKeyHelper' && source !== 'default' && isManaged(source) && !isManaged(taken.source);
  const quiet = valueOf(config, 'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC') !== undefined;
  // Managed settings are asked for all the same.
  if (quiet && !byManaged) return [];
  const facts = {
    version,
    variable,
    fixed: CLIENT_CHANGES[ended].firstWith,
    detail: askedAtAnthropic(version, byManaged, quiet),
  };
  const evidence = t('{variable} in {place}, Claude Code {version}', {
    variable,
    place: placeLabel(taken.source),
    version,
  });
  if (byManaged) return [{ evidence, facts, certain: isProven(version, ended), variant: 'managed' }];
  return [
    {
      evidence,
      facts,
      certain: isProven(version, ended),
      fix: setting('CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC', '1', taken),
    },
  ];
}

/** Credentials that conflict, are sent where they shouldn't be, or are stored where others can read them. */
export const CREDENTIAL_CHECKS: readonly StaticCheck[] = [
  {
    name: 'two-credentials',
    causes: ['two-credentials-sent'],
    find: ({ config, request }) => {
      const { authorization, xApiKey } = request.headers;
      if (
        !isConfigured(request) ||
        request.provider !== 'anthropic' ||
        authorization?.variable !== 'ANTHROPIC_AUTH_TOKEN'
      )
        return [];
      if (xApiKey?.kind !== 'helper' && xApiKey?.variable !== 'ANTHROPIC_API_KEY') return [];
      const [first, second] = ['ANTHROPIC_AUTH_TOKEN', xApiKey.variable].map((name) =>
        effectiveValue(config, name ?? ''),
      );
      if (first === undefined || second === undefined) return [];
      // The same in both headers is a way to serve a gateway that reads either.
      const same = first.value.reveal().trim() === second.value.reveal().trim();
      const facts = {
        variable: 'ANTHROPIC_AUTH_TOKEN',
        second: xApiKey.variable ?? '',
        source: placeOf(first),
        place: placeOf(second),
      };
      return [
        {
          evidence: `${isSetIn('ANTHROPIC_AUTH_TOKEN', first)}, ${isSetIn(facts.second, second)}`,
          facts,
          ...(same ? { severity: 'note' } : {}),
          ...(xApiKey.ifQuick === true ? { variant: 'raced' } : {}),
        },
      ];
    },
  },
  {
    name: 'token-for-provider',
    causes: ['credential-not-used'],
    find: ({ config, request }) => {
      const provider = PROVIDERS.find(({ id }) => id === request.provider);
      const token = effectiveValue(config, 'ANTHROPIC_AUTH_TOKEN');
      const { authorization, xApiKey } = request.headers;
      // With the provider's own address, the token has nothing to do with this request.
      if (
        provider === undefined ||
        token === undefined ||
        !isConfigured(request) ||
        [authorization, xApiKey].some((origin) => origin?.variable === 'ANTHROPIC_AUTH_TOKEN')
      )
        return [];
      const [instead, detail] =
        provider.id === 'foundry'
          ? [
              t('{one} or {other}', { one: 'ANTHROPIC_FOUNDRY_AUTH_TOKEN', other: 'ANTHROPIC_FOUNDRY_API_KEY' }),
              t('Microsoft Foundry has its own credential variables.'),
            ]
          : [
              `${provider.skipAuth}=1`,
              t('Without {setting}, Claude Code uses the provider’s own sign-in.', {
                setting: `${provider.skipAuth}=1`,
              }),
            ];
      return [
        {
          evidence: isSetIn('ANTHROPIC_AUTH_TOKEN', token),
          facts: { variable: 'ANTHROPIC_AUTH_TOKEN', provider: provider.label, instead, detail },
          fix: provider.id === 'foundry' ? undefined : setting(provider.skipAuth, '1', token),
        },
      ];
    },
  },
  {
    name: 'committed-credential',
    causes: ['credential-exposed'],
    find: ({ snapshot }) =>
      snapshot.readings
        .filter((reading) => isFromFolder(reading) && reading.outcome.status === 'read')
        .flatMap((reading) => {
          if (reading.committed === true) return exposed(reading, t('the file is under version control.'));
          // A project's file is there to be shared; without version control that is only likely.
          return sourceRow(reading.id).folderFile === 'shared'
            ? exposed(reading, t('the file is meant to be shared with the project.')).map((seen): Sighting => ({
                ...seen,
                severity: 'note',
              }))
            : [];
        }),
  },
  {
    name: 'synced-credential',
    causes: ['credential-exposed'],
    surfaces: ['vscode-extension'],
    find: ({ snapshot }) =>
      isSynced(snapshot)
        ? snapshot.readings
            .filter(({ id, outcome }) => sourceRow(id).inProfile && outcome.status === 'read')
            .flatMap((reading) => exposed(reading, t('Settings Sync copies this setting to the cloud.')))
        : [],
  },
  {
    name: 'open-file',
    causes: ['credential-exposed'],
    find: ({ snapshot }) =>
      // Only a note: Claude Code and most editors make files that everybody may read (mode 644), and a home folder is mostly
      // closed. A warning would turn nearly every machine yellow. A managed file has to be readable for all.
      snapshot.readings
        .filter(
          ({ id, outcome, openToOthers }) =>
            openToOthers === true && outcome.status === 'read' && !sourceRow(id).managed,
        )
        .flatMap((reading) =>
          exposed(reading, t('its permissions let every user on this machine read it.')).map((seen): Sighting => ({
            ...seen,
            severity: 'note',
            fix: undefined,
          })),
        ),
  },
  {
    name: 'key-sent-to-anthropic',
    causes: ['key-sent-to-anthropic'],
    find: keySentToAnthropic,
  },
];
