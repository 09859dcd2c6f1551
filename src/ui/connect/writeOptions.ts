import { t } from '@vscode/l10n';
import type { CredentialKind } from '../../core/claude/credential';
import type { Places } from '../../core/writing/connectionPlan';
import type { PreparedFile } from '../../host/files/preparedFiles';
import type { WindowFiles } from '../window/windowSettings';
import type { Option } from './quickSteps';

/** The settings files of this window that a connection can be written to. */
export interface TargetFiles {
  readonly vscode: string;
  readonly vscodeKind: WindowFiles['fileKind'];
  readonly claude: string;
}

/** Where a connection can be written. */
export function targetOptions(
  kind: Exclude<CredentialKind, 'unknown'>,
  claudeInstalled: boolean,
  files: TargetFiles,
): Option<Places>[] {
  const helper = kind === 'helper';
  const place = files.vscodeKind === 'user' ? t('VS Code’s user settings') : t('VS Code’s remote settings');
  const [vscodeFile, claudeFile] = [shortPath(files.vscode), shortPath(files.claude)];
  const vscodeOnly = {
    label: claudeInstalled ? place : t('{place} anyway', { place }),
    description: 'claudeCode.environmentVariables',
    detail: claudeInstalled
      ? files.vscode
      : t('{file}: takes effect once Claude Code is installed', { file: vscodeFile }),
    value: { vscode: true, terminal: false },
  };
  const both = {
    label: claudeInstalled
      ? t('{place}, and claude in the terminal', { place })
      : t('{place} anyway, and claude in the terminal', { place }),
    description: helper ? t('apiKeyHelper is Claude Code’s own setting') : t('the same two variables'),
    detail: t('{file} and {other}', { file: vscodeFile, other: claudeFile }),
    value: { vscode: true, terminal: true },
  };
  const terminalOnly = {
    label: t('Only claude in the terminal'),
    description: t('env in Claude Code’s own settings'),
    detail: files.claude,
    value: { vscode: false, terminal: true },
  };
  const stop = { label: t('Stop'), detail: t('Nothing will be written.'), value: { vscode: false, terminal: false } };
  return [...(helper ? [] : [vscodeOnly]), both, ...(claudeInstalled ? [] : [terminalOnly, stop])];
}

/** Whether files that receive a credential are closed to other accounts of the machine, or left as they are. */
type Access = 'closed' | 'as-it-is';

/** How the changes can be written. */
export function reviewOptions(files: readonly PreparedFile[]): Option<Access>[] {
  const changed = files.filter(({ before, after: text }) => before !== text);
  const count = changed.length === 1 ? t('1 file') : t('{count} files', { count: changed.length });
  const names = changed.map(({ path, before }) =>
    before === undefined ? t('{file} (new)', { file: shortPath(path) }) : shortPath(path),
  );
  const detail = names.join(', ');
  const open = changed
    .filter(({ openMode }) => openMode !== undefined)
    .map(({ path }) => shortPath(path))
    .join(', ');
  const write = { icon: 'check', label: t('Write these changes'), detail };
  if (open === '') return [{ ...write, description: count, value: 'as-it-is' }];
  return [
    { ...write, description: t('{files}, readable only by you', { files: count }), value: 'closed' },
    {
      label: t('Write these changes and keep file permissions'),
      detail: t('Other accounts on this machine can read the credential in {files}.', { files: open }),
      value: 'as-it-is',
    },
  ];
}

/** Enough of a path to tell the files apart in one line. */
function shortPath(file: string): string {
  return file.split(/[\\/]/).slice(-2).join('/');
}
