import { t } from '@vscode/l10n';
import { CLIENT_CHANGES, compareVersions } from '../claude/clientVersions';
import { isConfigured } from '../config/predict';
import { isOn, valueOf } from '../config/resolve';
import { loginStatus } from '../config/snapshot';
import { sourceRow } from '../claude/sources';
import { tableText } from '../text/tableText';
import { versionOf, type CheckInput, type Sighting, type StaticCheck } from './check';

/** A problem of some versions, for those who are affected by it. */
interface KnownProblem {
  readonly from: string;
  /** The first version that is not known to have it. */
  readonly below: string;
  /** The first version that is known to be without it, where that is a later one. */
  readonly fixed?: string;
  /** What goes wrong, as a sentence. */
  readonly detail: string;
  readonly severity?: 'note';
  readonly affects: (input: CheckInput) => boolean;
}

const sets =
  (name: string) =>
  ({ config }: CheckInput): boolean =>
    valueOf(config, name) !== undefined;
const switchesOn =
  (name: string) =>
  ({ config }: CheckInput): boolean =>
    isOn(config, name);
const behindGateway = ({ request }: CheckInput): boolean => isConfigured(request) && request.provider === 'anthropic';
const NAMED_MODELS = ['OPUS', 'SONNET', 'HAIKU', 'FABLE'].map((family) => `ANTHROPIC_DEFAULT_${family}_MODEL_NAME`);

/** Follows https://code.claude.com/docs/en/changelog and the issues named; only what says in which versions it happens. */
export const KNOWN_PROBLEMS: readonly KnownProblem[] = [
  // anthropics/claude-code#21926
  {
    from: '2.1.25',
    below: '2.1.26',
    detail: 'the panel ignores variables in ~/.claude/settings.json.',
    affects: (input) =>
      input.config.surface === 'vscode-extension' &&
      behindGateway(input) &&
      [input.request.headers.authorization, input.request.headers.xApiKey].some(
        (origin) => origin?.kind === 'variable' && sourceRow(origin.source).holds === 'claude-settings',
      ),
  },
  {
    from: '0.0.0',
    below: '2.1.72',
    detail: 'ENABLE_TOOL_SEARCH has no effect behind a gateway.',
    affects: (input) => behindGateway(input) && sets('ENABLE_TOOL_SEARCH')(input),
  },
  {
    from: '0.0.0',
    below: '2.1.81',
    detail: 'CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS doesn’t remove all beta fields.',
    affects: switchesOn('CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS'),
  },
  {
    from: '0.0.0',
    below: '2.1.101',
    detail: 'API_TIMEOUT_MS doesn’t help with a slow gateway.',
    affects: (input) => behindGateway(input) && sets('API_TIMEOUT_MS')(input),
  },
  {
    from: '0.0.0',
    below: '2.1.118',
    detail: 'custom model names in the picker have no effect behind a gateway.',
    affects: (input) => behindGateway(input) && NAMED_MODELS.some((name) => sets(name)(input)),
  },
  {
    from: '2.1.126',
    below: '2.1.129',
    detail: 'it requests the gateway’s list of models, even though model discovery isn’t turned on.',
    severity: 'note',
    affects: (input) => behindGateway(input) && !sets('CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY')(input),
  },
  {
    from: '0.0.0',
    below: '2.1.153',
    detail: 'it may send your saved login to the gateway instead of the token.',
    affects: (input) =>
      behindGateway(input) &&
      input.request.headers.authorization?.variable === 'ANTHROPIC_AUTH_TOKEN' &&
      loginStatus(input.snapshot) === 'read',
  },
  // Measured with the versions around the change.
  {
    from: '0.0.0',
    below: CLIENT_CHANGES['repairs-more'].firstWith,
    detail: 'it gives up when a gateway rejects a field; newer versions retry without it.',
    severity: 'note',
    affects: behindGateway,
  },
];

/** Known problems of the installed version. */
export const CLIENT_CHECKS: readonly StaticCheck[] = [
  {
    name: 'known-problem',
    causes: ['client-known-problem'],
    find: (input) => {
      const version = versionOf(input);
      if (version === undefined) return [];
      const found = KNOWN_PROBLEMS.filter(
        ({ from, below, affects }) =>
          compareVersions(version, from) >= 0 && compareVersions(version, below) < 0 && affects(input),
      );
      return found.map(({ detail, below, fixed = below, severity }): Sighting => ({
        evidence: t('Claude Code {version}', { version }),
        facts: { version, fixed, detail: tableText(detail) },
        ...(severity === undefined ? {} : { severity }),
      }));
    },
  },
];
