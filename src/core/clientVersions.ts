/**
 * What changed in the client, and with which version. Where the changelog names none, the row says so: the change lies
 * between 2.1.197, measured without it, and 2.1.329, measured with it, and counts from the version after the first.
 */
export const CLIENT_CHANGES = {
  /** A managed file that does not parse keeps the client from starting; before, it was left out with a warning. Measured. */
  'broken-managed-stops': '2.1.198',
  /** `forceLoginMethod: gateway` accepts no other login either. Measured. */
  'gateway-login-exclusive': '2.1.198',
  /** A credential of nothing but spaces counts as none; before, an empty header was sent. Measured. */
  'blank-token-is-none': '2.1.198',
  /** Latin-1 letters in a credential are sent; before, the request failed. Measured. */
  'latin1-credential': '2.1.198',
  /** An empty `.claude.json` is started afresh; before, it counted as corrupted. Measured. */
  'empty-state-is-fresh': '2.1.198',
  /** CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST switches `apiKeyHelper` and custom headers of settings files off too. Measured. */
  'host-excludes-more': '2.1.198',
  /** CLAUDE_CODE_OAUTH_TOKEN and CLAUDE_CODE_SIMPLE count for nothing in a folder's settings. Measured. */
  'folder-cannot-sign-in': '2.1.198',
  /** A request waits for `apiKeyHelper` although a token is there; before, its x-api-key was sent or not by chance. Measured. */
  'waits-for-helper': '2.1.198',
  /** Foundry sends its own credential only, and needs none with CLAUDE_CODE_SKIP_FOUNDRY_AUTH. https://code.claude.com/docs/en/changelog 2.1.203 */
  'foundry-own-credential': '2.1.203',
  /** Bedrock sends ANTHROPIC_API_KEY only beside a token. Measured. */
  'bedrock-key-beside-token': '2.1.198',
  /** Claude Platform on AWS has a default region. Measured. */
  'aws-default-region': '2.1.198',
  /** The API key goes to the gateway alone; before, metrics, event logging and bootstrap took it to api.anthropic.com too. Measured. */
  'key-only-to-gateway': '2.1.198',
  /** It leaves out more of what a gateway refuses, and sends what models from 5 on take. Measured. */
  'repairs-more': '2.1.198',
  /** Model discovery sends what a request does, also what `apiKeyHelper` prints; before, one header, and nothing where only a helper gives a credential. Measured. */
  'discovery-sends-all': '2.1.198',
  /** settings.local.json is looked for at the root of the repository. Changelog 2.1.211. */
  'local-settings-at-root': '2.1.211',
  /** `env` of all managed sources is merged per variable. Changelog 2.1.223. */
  'managed-env-union': '2.1.223',
  /** Of a gateway's models those that contain `claude` or `anthropic` are listed; before, those that begin so. Changelog 2.1.223. */
  'discovery-contains': '2.1.223',
  /** ANTHROPIC_DEFAULT_MODEL. Changelog 2.1.236. */
  'default-model': '2.1.236',
} as const satisfies Record<string, string>;

/** A change of the client. */
export type ClientChange = keyof typeof CLIENT_CHANGES;

/** True when a client of this version behaves as after the change. Of an unknown version the newest is assumed. */
export function hasChange(version: string | undefined, change: ClientChange): boolean {
  return version === undefined || compareVersions(version, CLIENT_CHANGES[change]) >= 0;
}

/** Below 0 when `a` is the older version. Only the three numbers count; anything else reads as 0. */
export function compareVersions(a: string, b: string): number {
  const numbers = (version: string): number[] => version.split('.', 3).map((part) => Number.parseInt(part, 10) || 0);
  const [left, right] = [numbers(a), numbers(b)];
  return [0, 1, 2].map((index) => (left[index] ?? 0) - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
