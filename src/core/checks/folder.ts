import { t } from '@vscode/l10n';
import { CLIENT_CHANGES, isProven } from '../claude/clientVersions';
import { isConfigured, predict } from '../config/predict';
import { effectiveValue, isFromFolder, resolve, waitsForTrust } from '../config/resolve';
import type { Snapshot, SourceReading } from '../config/snapshot';
import { sourceRow, type SourceId, type SurfaceId } from '../claude/sources';
import { variableRow } from '../claude/variables';
import { removal, versionOf, type CheckInput, type Sighting, type StaticCheck } from './check';
import { lineOf, placeIn, placeOf, isSetIn } from '../config/places';

/** The readings of the opened folder that apply, or would once it's trusted. */
function folderReadings({ snapshot, config }: CheckInput): readonly SourceReading[] {
  return resolve({ ...snapshot, trusted: true }, config.surface).readings.filter(isFromFolder);
}

/** `claude -p` trusts every folder without asking (measured); what it treats as the user's own settings needs no trust. */
function counts({ trusted }: Snapshot, surface: SurfaceId, reading: SourceReading | undefined): boolean {
  return trusted || surface === 'print' || (reading !== undefined && !waitsForTrust(reading));
}

function trustText(snapshot: Snapshot, surface: SurfaceId, reading: SourceReading): string {
  if (!snapshot.trusted && !waitsForTrust(reading))
    return t(
      'It applies even before you trust this folder, because Claude Code treats it as your own settings. This extension doesn’t use it for requests until you trust the folder.',
    );
  if (!counts(snapshot, surface, reading)) return t('It doesn’t apply until you trust this folder.');
  // In a terminal, Claude Code itself asks about each folder.
  if (surface.endsWith('terminal') && snapshot.state?.folderTrusted === false)
    return t('It applies once you answer Yes when Claude Code asks whether you trust this folder.');
  return snapshot.trusted
    ? t('You trust this folder, so it applies.')
    : t('It applies because claude -p doesn’t ask for workspace trust.');
}

/** Only a note before the folder is trusted, while everything works as the user set it up, and for settings.local.json unless it came with the repository. */
function weight(
  snapshot: Snapshot,
  surface: SurfaceId,
  reading: SourceReading | undefined,
): Pick<Sighting, 'severity'> {
  const own = reading !== undefined && sourceRow(reading.id).folderFile === 'personal' && reading.committed !== true;
  return own || !counts(snapshot, surface, reading) ? { severity: 'note' } : {};
}

function originOf(address: string): string {
  const text = address.trim();
  return URL.canParse(text) ? new URL(text).origin : text;
}

/** What a repository can do with its own settings. Shown before the folder is trusted, and never obeyed. */
export const FOLDER_CHECKS: readonly StaticCheck[] = [
  {
    name: 'folder-redirects',
    causes: ['folder-redirects-credential'],
    find: ({ snapshot, config: { surface } }) => {
      const trusted = { ...snapshot, trusted: true };
      const [config, outside] = [
        trusted,
        { ...trusted, readings: trusted.readings.filter((reading) => !isFromFolder(reading)) },
      ].map((which) => resolve(which, surface));
      if (config === undefined || outside === undefined) return [];
      const { baseUrl, host, headers } = predict(config, trusted);
      const found = effectiveValue(config, baseUrl.variable ?? '');
      const reading = config.readings.find(({ id, location }) => id === found?.source && location === found.location);
      if (baseUrl.variable === null || found === undefined || reading === undefined || !isFromFolder(reading))
        return [];
      const isOwn = (source: SourceId): boolean =>
        !config.readings.some(
          (other) => other.id === source && isFromFolder(other) && other.location === reading.location,
        ) && !sourceRow(source).fromFolder;
      const credential = [headers.authorization, headers.xApiKey].find(
        (origin) => origin !== null && isOwn(origin.source),
      );
      const usual = predict(outside, trusted);
      if (
        credential === undefined ||
        credential === null ||
        (isConfigured(usual) && originOf(usual.baseUrl.value) === originOf(baseUrl.value))
      )
        return [];
      const what = credential.kind === 'login' ? t('your login') : (credential.variable ?? '');
      return [
        {
          evidence: t('{variable} in {place}, and {what} from elsewhere', {
            variable: baseUrl.variable,
            place: lineOf(found),
            what,
          }),
          facts: {
            host,
            variable: baseUrl.variable,
            source: placeOf(found),
            detail: trustText(snapshot, surface, reading),
          },
          ...weight(snapshot, surface, reading),
          fix: removal(baseUrl.variable, found),
        },
      ];
    },
  },
  {
    name: 'folder-signs-in',
    causes: ['folder-signs-in'],
    find: (input) => {
      const version = versionOf(input);
      const trusted = { ...input.snapshot, trusted: true };
      const config = resolve(trusted, input.config.surface);
      const request = predict(config, trusted);
      const variable = 'CLAUDE_CODE_OAUTH_TOKEN';
      const found = effectiveValue(config, variable);
      const reading = config.readings.find(({ id, location }) => id === found?.source && location === found.location);
      if (
        version === undefined ||
        found === undefined ||
        reading === undefined ||
        !sourceRow(found.source).fromFolder ||
        !request.willSend ||
        !isConfigured(request) ||
        request.headers.authorization?.variable !== variable
      )
        return [];
      const change = 'folder-cannot-sign-in';
      const facts = {
        version,
        variable,
        host: request.host,
        source: placeOf(found),
        fixed: CLIENT_CHANGES[change].firstWith,
        detail: trustText(input.snapshot, config.surface, reading),
      };
      return [
        {
          evidence: isSetIn(variable, found),
          facts,
          certain: isProven(version, change),
          ...weight(input.snapshot, config.surface, reading),
          fix: removal(variable, found),
        },
      ];
    },
  },
  {
    name: 'folder-helper',
    causes: ['folder-runs-helper'],
    find: (input) =>
      folderReadings(input)
        .filter(({ helper }) => (helper?.reveal().trim() ?? '') !== '')
        .map((reading) => {
          const place = placeIn(reading, 'apiKeyHelper');
          return {
            evidence: isSetIn('apiKeyHelper', place),
            facts: { source: placeOf(place), detail: trustText(input.snapshot, input.config.surface, reading) },
            ...weight(input.snapshot, input.config.surface, reading),
          };
        }),
  },
  {
    name: 'folder-network',
    causes: ['folder-changes-network'],
    find: (input) =>
      folderReadings(input).flatMap((reading): Sighting[] => {
        const variable = Object.keys(reading.env).find(
          (name) =>
            ['proxy', 'tls'].includes(variableRow(name)?.role ?? 'other') && (reading.env[name]?.length ?? 0) > 0,
        );
        if (variable === undefined) return [];
        const place = placeIn(reading, variable);
        return [
          {
            evidence: isSetIn(variable, place),
            facts: {
              variable,
              source: placeOf(place),
              detail: trustText(input.snapshot, input.config.surface, reading),
            },
            ...weight(input.snapshot, input.config.surface, reading),
            fix: removal(variable, place),
          },
        ];
      }),
  },
];
