import { gatewayAt, SENTINEL, type Fault, type Setting } from '../row';
import type { Site } from '../site';

/** A command that prints the credential, in the user's settings. */
export async function withHelper(site: Site, script: string, keys?: readonly string[]): Promise<Setting> {
  const { url } = await gatewayAt(site, keys === undefined ? {} : { keys });
  // The credential stands in a file: the command itself is shown.
  const apiKeyHelper = `/bin/sh ${site.file('credential.sh', `${script.replaceAll('CREDENTIAL', `cat ${site.file('credential', SENTINEL)}`)}\n`)}`;
  return {
    baseUrl: url,
    credential: 'none',
    configured: true,
    settings: { apiKeyHelper, env: { ANTHROPIC_BASE_URL: url } },
  };
}

/** The command of apiKeyHelper. */
export const HELPER_FAULTS: readonly Fault[] = [
  {
    id: 'helper-fails',
    made: 'the command ends with an error',
    cause: 'helper-failed',
    owner: 'you',
    make: (site) => withHelper(site, 'echo "vault: sealed" >&2; exit 3'),
  },
  {
    id: 'helper-silent',
    made: 'the command prints nothing',
    cause: 'helper-failed',
    owner: 'you',
    make: (site) => withHelper(site, 'true'),
  },
  {
    id: 'helper-two-words',
    made: 'the command prints two words',
    cause: 'helper-failed',
    owner: 'you',
    make: (site) => withHelper(site, 'echo token: $(CREDENTIAL)'),
  },
  {
    id: 'helper-stale',
    made: 'the command prints a credential that the gateway does not know',
    cause: 'credential-rejected',
    owner: 'you',
    make: (site) => withHelper(site, 'CREDENTIAL', ['sk-newer-one-0000000000']),
  },
  {
    id: 'helper-slow',
    made: 'the command takes 60 s',
    cause: 'helper-failed',
    owner: 'you',
    slow: true,
    make: (site) => withHelper(site, 'sleep 60; CREDENTIAL'),
  },
];
