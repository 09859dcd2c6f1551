import type { CauseId } from './causes';
import { CLIENT_CHANGES } from '../claude/clientVersions';
import type { Facts } from './facts';

/** What a row's placeholders stand for most of the time: said where a finding does not know better, as on the page of all rows. */
export const USUAL_FACTS: Readonly<Partial<Record<CauseId, Facts>>> = {
  'base-url-invalid': { variable: 'ANTHROPIC_BASE_URL' },
  'ca-file-elsewhere': { variable: 'NODE_EXTRA_CA_CERTS', source: 'another place' },
  'ca-file-unreadable': { variable: 'NODE_EXTRA_CA_CERTS' },
  'claude-state-broken': { source: '~/.claude.json' },
  'credential-invalid': { variable: 'ANTHROPIC_AUTH_TOKEN' },
  'credential-exposed': { variable: 'the credential' },
  'credential-not-used': { variable: 'ANTHROPIC_AUTH_TOKEN' },
  'discovery-off': { variable: 'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC' },
  'folder-changes-network': { variable: 'HTTPS_PROXY', source: 'these settings' },
  'folder-redirects-credential': {
    variable: 'ANTHROPIC_BASE_URL',
    source: 'the folder’s settings',
    host: 'another host',
  },
  'folder-runs-helper': { source: 'the folder’s settings' },
  'folder-signs-in': {
    variable: 'CLAUDE_CODE_OAUTH_TOKEN',
    source: 'the folder’s settings',
    fixed: CLIENT_CHANGES['folder-cannot-sign-in'].firstWith,
  },
  'helper-not-run': { detail: 'it contains an invisible character.' },
  'key-sent-to-anthropic': { variable: 'ANTHROPIC_API_KEY', fixed: CLIENT_CHANGES['key-only-to-gateway'].firstWith },
  'managed-settings-broken': { source: 'the managed settings' },
  'provider-format': { variable: 'CLAUDE_CODE_USE_…' },
  'provider-variable-conflict': { variable: 'ANTHROPIC_FOUNDRY_RESOURCE' },
  'provider-variable-missing': { variable: 'a variable of the cloud provider' },
  'proxy-in-the-way': { variable: 'HTTPS_PROXY' },
  'proxy-invalid': { variable: 'HTTPS_PROXY' },
  'routing-by-host': { source: 'settings files' },
  'setting-overridden': { variable: 'ANTHROPIC_BASE_URL' },
  'setting-wrong-name': { setting: 'claudeCode.env' },
  'setting-wrong-scope': { source: 'the settings of a folder or workspace' },
  'settings-file-broken': { source: 'the file' },
  'settings-file-unread': { source: 'a settings file' },
  'settings-file-ignored': { source: 'a managed settings file' },
  'settings-key-skipped': { variable: 'availableModels', source: 'managed settings' },
  'two-credentials-sent': {
    variable: 'ANTHROPIC_AUTH_TOKEN',
    second: 'ANTHROPIC_API_KEY',
    source: 'where it is set',
    place: 'where that is set',
  },
  'variable-obsolete': { variable: 'ANTHROPIC_SMALL_FAST_MODEL', instead: 'ANTHROPIC_DEFAULT_HAIKU_MODEL' },
};
