import { CLIENT_CHANGES } from '../../claude/clientVersions';
import { OFFICIAL } from '../officialPages';
import type { Row } from '../row';

/** Credentials that an older Claude Code sends where they do not belong. */
export const LEAK_ROWS = {
  'key-sent-to-anthropic': {
    title: 'Claude Code {version} also sends your gateway’s API key to Anthropic.',
    short: 'key sent elsewhere',
    cause:
      'Claude Code’s own requests to api.anthropic.com ({detail}) carry the key from {variable} as x-api-key. Version {fixed} and later don’t send it there, and no version sends ANTHROPIC_AUTH_TOKEN there.',
    remedy: [
      'Update Claude Code to {fixed} or later.',
      'Until then, set CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1, or use ANTHROPIC_AUTH_TOKEN instead if your gateway reads Authorization.',
      'Ask your gateway team for a new key if this one must not leave your company.',
    ],
    owner: 'you',
    severity: 'warning',
    docs: OFFICIAL.startup,
    says: [],
    involves: ['ANTHROPIC_API_KEY', 'apiKeyHelper', 'ANTHROPIC_AUTH_TOKEN', 'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC'],
    fixes: ['set-variable'],
    confirmedBy: 'show-configuration',
    variants: {
      managed: {
        title:
          'Claude Code {version} also sends your gateway’s API key to Anthropic when managed settings set the address.',
        remedy: [
          'Update Claude Code to {fixed} or later.',
          'Until then, use ANTHROPIC_AUTH_TOKEN instead if your gateway reads Authorization. CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 alone isn’t enough, because Claude Code still requests managed settings from Anthropic.',
          'Ask your gateway team for a new key if this one must not leave your company.',
        ],
      },
    },
    dependsOn: [],
    where: 'on-this-machine',
    usualFacts: { variable: 'ANTHROPIC_API_KEY', fixed: CLIENT_CHANGES['key-only-to-gateway'].firstWith },
  },
  'folder-signs-in': {
    title: 'Claude Code {version} sends a token from this folder’s settings to {host}.',
    short: 'folder’s token sent',
    cause:
      'You have no credential of your own for the gateway, and {variable} is set in {source}. Claude Code {fixed} and later ignore it there. {detail}',
    remedy: [
      'Update Claude Code to {fixed} or later.',
      'Run Gateway: Connect to Gateway to set your own credential, which is sent instead.',
      'Remove {variable} from {source} unless you put it there.',
    ],
    owner: 'you',
    severity: 'warning',
    docs: OFFICIAL.settingsFile,
    says: [],
    involves: ['CLAUDE_CODE_OAUTH_TOKEN', '.claude/settings.json'],
    fixes: ['remove-variable'],
    confirmedBy: 'show-configuration',
    dependsOn: [],
    where: 'on-this-machine',
    usualFacts: {
      variable: 'CLAUDE_CODE_OAUTH_TOKEN',
      source: 'this folder’s settings',
      fixed: CLIENT_CHANGES['folder-cannot-sign-in'].firstWith,
    },
    terminalSteps: { 1: 'Set ANTHROPIC_AUTH_TOKEN or ANTHROPIC_API_KEY in ~/.claude/settings.json.' },
  },
} as const satisfies Readonly<Record<string, Row>>;
