import { assess, type Assessment } from './assessment';
import { CREDENTIAL_KINDS, type CredentialKind } from '../claude/credential';
import { chosenProvider } from '../claude/providers';
import { Secret } from '../words/secret';
import type { SourceReading } from '../config/snapshot';
import type { Environment } from '../claude/sources';
import { wrapEnvironment } from '../files/environment';

/** A credential that was typed in, and where it belongs. */
export interface EnteredCredential {
  readonly kind: Exclude<CredentialKind, 'unknown'>;
  readonly credential: Secret;
}

interface More {
  readonly entered: EnteredCredential | undefined;
  readonly model: string | undefined;
  readonly clientVersion?: string | undefined;
}

/**
 * What Claude Code would do with this environment and no settings files, at this address: of the provider whose format the
 * environment chooses. A credential that was entered takes the place of those in the environment.
 */
export function assessWithBaseUrl(
  baseUrl: string,
  env: Environment,
  { entered, model, clientVersion }: More,
): Assessment {
  const provider = chosenProvider((name) => env[name]);
  const { ANTHROPIC_AUTH_TOKEN: token, ANTHROPIC_API_KEY: key, ...rest } = wrapEnvironment(env);
  const own =
    entered === undefined
      ? {
          ...(token === undefined ? {} : { ANTHROPIC_AUTH_TOKEN: token }),
          ...(key === undefined ? {} : { ANTHROPIC_API_KEY: key }),
        }
      : {};
  const helper = entered?.kind === 'helper';
  const shell: SourceReading = {
    id: 'shell',
    location: undefined,
    outcome: { status: 'read' },
    env: {
      ...rest,
      ...own,
      [provider?.baseUrl ?? 'ANTHROPIC_BASE_URL']: new Secret(baseUrl),
      ...(entered === undefined || helper ? {} : { [CREDENTIAL_KINDS[entered.kind].variable]: entered.credential }),
      ...(model === undefined ? {} : { ANTHROPIC_MODEL: new Secret(model) }),
    },
    ...(helper ? { helper: entered.credential } : {}),
  };
  // `claude -p` uses an API key without having been told to.
  return assess({ readings: [shell], trusted: true, claudeExtension: 'not-asked', clientVersion }, 'print');
}
