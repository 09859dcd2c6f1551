import path from 'node:path';
import { t } from '@vscode/l10n';
import { writesCredential } from '../../core/writing/credentialSteps';
import type { FilePlan } from '../../core/writing/connectionPlan';
import { gitExposure, type GitExposure } from '../../host/files/gitExposure';
import { ask } from '../window/messages';

/** What the user does about a credential that Git would pass on. */
export type AboutGit = 'write' | 'again' | 'elsewhere' | 'stop';

/** Refuses to write a credential to a file that Git would pass on, names file and repository, and says what to do. */
export async function keepOutOfGit(plans: readonly FilePlan[]): Promise<AboutGit> {
  const found = await Promise.all(plans.filter(writesCredential).map((plan) => gitExposure(plan.path, process.env)));
  const exposed = found.find((one) => one !== undefined);
  if (exposed === undefined) return 'write';
  const answer = await ask('error', messageOf(exposed), wayOut(exposed), [
    { label: t('Choose Another Location'), value: 'elsewhere' as const },
    { label: t('Try Again'), value: 'again' as const },
  ]);
  return answer ?? 'stop';
}

function messageOf({ file, root, tracked }: GitExposure): string {
  if (tracked === 'unknown')
    return t(
      'Your credential wasn’t written to {file} because it’s in the Git repository {root}, and whether Git tracks it can’t be read.',
      { file, root },
    );
  return tracked === 'tracked'
    ? t('Your credential wasn’t written to {file} because it’s tracked in the Git repository {root}.', { file, root })
    : t('Your credential wasn’t written to {file} because the Git repository {root} doesn’t ignore it.', {
        file,
        root,
      });
}

function wayOut({ file, root, tracked }: GitExposure): string {
  const names = {
    name: path.relative(root, file).split(path.sep).join('/'),
    ignoreFile: path.join(root, '.gitignore'),
  };
  if (tracked === 'unknown')
    return t(
      'If Git tracks {name}, anyone with a copy of the repository could read it. Choose another location. Nothing was written.',
      names,
    );
  return tracked === 'tracked'
    ? t(
        'Anyone with a copy of the repository could read it. Run “git rm --cached {name}”, add {name} to {ignoreFile}, and try again, or choose another location. Nothing was written.',
        names,
      )
    : t(
        'Anyone with a copy of the repository could read it. Add {name} to {ignoreFile} and try again, or choose another location. Nothing was written.',
        names,
      );
}
