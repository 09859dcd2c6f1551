import { t } from '@vscode/l10n';
import { folderNetworkText } from '../../core/views/folderNetwork';
import type { ResolvedConfig } from '../../core/config/resolve';
import { ask } from '../window/messages';

/**
 * Says, before a credential is sent, that the opened folder decides on proxy or certificates, and asks whether to send it
 * anyway. @param agreed what was shown and agreed to before, which isn’t asked again. @returns what was agreed to, '' when
 * there was nothing to ask; undefined when nothing may be sent.
 */
export async function agreeToFolderNetwork(
  config: ResolvedConfig,
  host: string,
  agreed: string,
): Promise<string | undefined> {
  const text = folderNetworkText(config) ?? '';
  if (text === '' || text === agreed) return text;
  const detail = [
    text,
    t(
      'Whoever wrote these settings can choose a proxy or trust a certificate that lets them read your credential. Nothing has been sent yet.',
    ),
  ].join('\n\n');
  const sure = await ask(
    'warning',
    t('Send your credential to {host} with this folder’s network settings?', { host }),
    detail,
    [{ label: t('Send Anyway'), value: true }],
  );
  return sure === true ? text : undefined;
}
