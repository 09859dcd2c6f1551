import { t } from '@vscode/l10n';
import type { ResolvedConfig } from '../config/resolve';
import { sourceRow } from '../claude/sources';
import { tableText } from '../text/tableText';
import { folderNetwork } from '../health/backgroundChecks';

/**
 * Says that the opened folder decides on proxy or certificates, and with which variables in which files; undefined when it
 * does not. Printable: the names are those of the table of variables, and the files are named by what they are.
 * @example "This folder controls how the gateway is reached: SSL_CERT_FILE (this folder’s .claude/settings.json)."
 */
export function folderNetworkText(config: ResolvedConfig): string | undefined {
  const found = folderNetwork(config);
  if (found.length === 0) return undefined;
  const variables = found.map(({ variable, source }) =>
    t('{variable} ({file})', { variable, file: tableText(sourceRow(source).label) }),
  );
  return t('This folder controls how the gateway is reached: {variables}.', { variables: variables.join(', ') });
}
