import { t } from '@vscode/l10n';
import { assess } from '../core/checks/assessment';
import { assessWithBaseUrl } from '../core/checks/enteredAssessment';
import { reviewBaseUrl } from '../core/claude/baseUrl';
import { reviewCredential } from '../core/claude/credential';
import { chosenProvider } from '../core/claude/providers';
import { valuesOfFolder } from '../core/config/decidedByFolder';
import { isFromFolder } from '../core/config/resolve';
import { Secret } from '../core/words/secret';
import type { DiagnosisOptions } from '../host/run/diagnose';
import { askSecret } from '../host/run/terminal';
import { folderOf, kindOf, surfaceOf, UsageError, wantedVersion, type Options } from './options';
import { takeSnapshot } from './snapshot';

/** What is checked, of the options of a diagnosis. */
export type Started = Pick<DiagnosisOptions, 'assessment' | 'kindUnknown' | 'folder'>;

/** What is configured here; without the folder's settings, unless they are trusted. */
export async function configured(options: Options): Promise<Started> {
  const snapshot = await takeSnapshot(options);
  const trusted = options['trust-folder'] === true;
  const assessment = assess(
    { ...snapshot, readings: snapshot.readings.filter((reading) => trusted || !isFromFolder(reading)), trusted },
    surfaceOf(options),
  );
  if (
    !trusted &&
    (valuesOfFolder(assessment.config).size > 0 ||
      snapshot.readings.some((reading) => isFromFolder(reading) && reading.outcome.status === 'read'))
  )
    process.stderr.write(
      `${t('This folder’s settings were ignored because they could send your credential elsewhere. To use them, add --trust-folder.')}\n`,
    );
  return { assessment, folder: trusted ? folderOf(options) : undefined };
}

/** What the environment of this process sets, with another address. */
export async function withBaseUrl(typed: string, options: Options): Promise<Started> {
  const review = reviewBaseUrl(typed);
  if (review.url === undefined && review.issues.every(({ kind }) => kind !== 'offer'))
    throw new UsageError(review.issues[0]?.message ?? t('This base URL can’t be used.'));
  if (options['allow-http'] !== true && review.issues.some(({ kind }) => kind === 'confirm'))
    throw new UsageError(t('http:// would send the credential unencrypted. Use https://, or add --allow-http.'));
  const kind = kindOf(options);
  const general = process.env['LLM_GATEWAY_CREDENTIAL'];
  const provider = chosenProvider((name) => process.env[name]);
  // A provider’s format may need no credential: the gateway adds its own.
  const named =
    process.env['ANTHROPIC_AUTH_TOKEN'] ??
    process.env['ANTHROPIC_API_KEY'] ??
    (provider === undefined ? undefined : '');
  const given =
    general ??
    (kind === undefined ? undefined : named) ??
    (named === undefined ? await askSecret(t('Credential (not shown): ')) : undefined);
  if (given === undefined && named === undefined)
    throw new UsageError(
      t('Set LLM_GATEWAY_CREDENTIAL to the credential, or run this in a terminal to be prompted for it.'),
    );
  const issue = given === undefined ? undefined : reviewCredential(given);
  if (issue !== undefined) throw new UsageError(issue.message);
  const entered =
    given === undefined
      ? undefined
      : { kind: kind === 'api-key' ? ('api-key' as const) : ('bearer' as const), credential: new Secret(given) };
  // An address that ends in /v1 is used unchanged: what comes of it is the finding.
  const baseUrl = review.url ?? typed.trim();
  return {
    assessment: assessWithBaseUrl(baseUrl, process.env, {
      entered,
      model: options.model,
      clientVersion: wantedVersion(options),
    }),
    kindUnknown: kind === 'unknown' || (kind === undefined && given !== undefined),
    folder: folderOf(options),
  };
}
