/**
 * A change in the client between two of its versions: the first behaves as before, the second as after. Usually
 * they're consecutive; versions between them, such as one that npm doesn't have, weren't tested.
 */
export interface ClientChangeRow {
  /** The newest version without it. */
  readonly lastWithout: string;
  /** The oldest version with it. */
  readonly firstWith: string;
  /**
   * How a version between the two is treated. The cautious choice: a leak or a refusal is assumed until it's proven gone, and
   * from where it may have begun; a capability only once it's proven.
   */
  readonly between: 'before' | 'after';
}

/**
 * What changed in the client, and in which version. Measured with the real clients: each row has its experiment in
 * `test/client/changes.ts`, which also says why if a row has none.
 */
export const CLIENT_CHANGES = {
  /** A managed file that doesn't parse keeps the client from starting; before, it was ignored with a warning. */
  'broken-managed-stops': { lastWithout: '2.1.258', firstWith: '2.1.259', between: 'after' },
  /** `forceLoginMethod: gateway` accepts no other login either. */
  'gateway-login-exclusive': { lastWithout: '2.1.260', firstWith: '2.1.261', between: 'after' },
  /** A credential that's only spaces is treated as none; before, an empty header was sent. */
  'blank-token-is-none': { lastWithout: '2.1.220', firstWith: '2.1.221', between: 'after' },
  /** Latin-1 letters in a credential are sent; before, the request failed. */
  'latin1-credential': { lastWithout: '2.1.252', firstWith: '2.1.257', between: 'before' },
  /** An empty `.claude.json` is treated as new; before, as corrupted. Changelog 2.1.318 too. */
  'empty-state-is-fresh': { lastWithout: '2.1.317', firstWith: '2.1.318', between: 'before' },
  /** CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST turns off `apiKeyHelper` and custom headers in settings files too. */
  'host-excludes-more': { lastWithout: '2.1.197', firstWith: '2.1.198', between: 'before' },
  /** CLAUDE_CODE_OAUTH_TOKEN is ignored in a folder's settings; before, a repository's token was sent wherever requests go. */
  'folder-cannot-sign-in': { lastWithout: '2.1.311', firstWith: '2.1.312', between: 'before' },
  /** CLAUDE_CODE_SIMPLE is ignored in a folder's settings. */
  'folder-cannot-simplify': { lastWithout: '2.1.245', firstWith: '2.1.246', between: 'before' },
  /** Foundry has its own token, and needs no credential with CLAUDE_CODE_SKIP_FOUNDRY_AUTH. Changelog 2.1.203 too. */
  'foundry-own-credential': { lastWithout: '2.1.202', firstWith: '2.1.203', between: 'before' },
  /** Foundry's own key is sent alone; before, ANTHROPIC_AUTH_TOKEN went with it. */
  'foundry-key-alone': { lastWithout: '2.1.252', firstWith: '2.1.257', between: 'before' },
  /** Bedrock sends ANTHROPIC_API_KEY only beside a token. */
  'bedrock-key-beside-token': { lastWithout: '2.1.227', firstWith: '2.1.228', between: 'before' },
  /** Claude Platform on AWS has a default region, and does not borrow ANTHROPIC_BASE_URL. */
  'aws-default-region': { lastWithout: '2.1.231', firstWith: '2.1.232', between: 'before' },
  /** ANTHROPIC_API_KEY goes only to the gateway; before, requests to api.anthropic.com carried it too. Changelog 2.1.299 too; npm has no 2.1.297 and 2.1.298. */
  'key-only-to-gateway': { lastWithout: '2.1.296', firstWith: '2.1.299', between: 'before' },
  /** Usage metrics and event logging no longer send ANTHROPIC_API_KEY to api.anthropic.com; other requests still did. */
  'key-not-in-metrics': { lastWithout: '2.1.245', firstWith: '2.1.246', between: 'before' },
  /** What `apiKeyHelper` prints goes only to the gateway; before, requests to api.anthropic.com carried it too. */
  'helper-only-to-gateway': { lastWithout: '2.1.247', firstWith: '2.1.248', between: 'before' },
  /** It retries without the effort parameter if a gateway rejects it. */
  'repairs-effort': { lastWithout: '2.1.211', firstWith: '2.1.212', between: 'before' },
  /** It retries without context management and without deferred tools if a gateway rejects them; it defers tools since then. */
  'repairs-more': { lastWithout: '2.1.303', firstWith: '2.1.304', between: 'before' },
  /** It retries without the effort of a turn, the role of a message in between and the display of thinking. When each was added wasn't tested. */
  'repairs-details': { lastWithout: '2.1.197', firstWith: '2.1.329', between: 'before' },
  /** A session starts as in 2.1.329: it defers tools since 2.1.304, and later drops the beta for the scope of prompt caching. */
  'session-of-newest': { lastWithout: '2.1.303', firstWith: '2.1.319', between: 'after' },
  /** Opus 5 is the default model. */
  'opus-5-is-usual': { lastWithout: '2.1.215', firstWith: '2.1.219', between: 'before' },
  /** Opus 5.5 is the default model; Sonnet and Haiku 5.5 were added between 2.1.280 and 2.1.299. */
  'models-of-newest': { lastWithout: '2.1.265', firstWith: '2.1.280', between: 'before' },
  /** Model discovery runs even if only `apiKeyHelper` provides a credential. */
  'discovery-runs-helper': { lastWithout: '2.1.222', firstWith: '2.1.223', between: 'before' },
  /** Model discovery sends the same headers as a request; before, only one. */
  'discovery-sends-all': { lastWithout: '2.1.247', firstWith: '2.1.248', between: 'before' },
  /** Model discovery runs even if CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC is set. */
  'discovery-though-quiet': { lastWithout: '2.1.252', firstWith: '2.1.257', between: 'before' },
  /** settings.local.json is looked for at the root of the repository. Changelog 2.1.211 too. */
  'local-settings-at-root': { lastWithout: '2.1.210', firstWith: '2.1.211', between: 'before' },
  /** `env` of all managed sources is merged per variable. Changelog 2.1.223. */
  'managed-env-union': { lastWithout: '2.1.222', firstWith: '2.1.223', between: 'before' },
  /** A gateway's models are listed if they contain `claude` or `anthropic`; before, only if they start with it. Changelog 2.1.223 too. */
  'discovery-contains': { lastWithout: '2.1.222', firstWith: '2.1.223', between: 'before' },
  /** ANTHROPIC_DEFAULT_MODEL. Changelog 2.1.236 too. */
  'default-model': { lastWithout: '2.1.235', firstWith: '2.1.236', between: 'before' },
} as const satisfies Record<string, ClientChangeRow>;

/** A change of the client. */
export type ClientChange = keyof typeof CLIENT_CHANGES;

/**
 * True if a client of this version is treated as having the change; between the two versions of its row, as the row says.
 * An unknown version is assumed to be the newest: clients update themselves. Where that isn't enough, use {@link isProven} too.
 */
export function isAfter(version: string | undefined, change: ClientChange): boolean {
  if (version === undefined) return true;
  const { lastWithout, firstWith, between }: ClientChangeRow = CLIENT_CHANGES[change];
  if (compareVersions(version, firstWith) >= 0) return true;
  return between === 'after' && compareVersions(version, lastWithout) > 0;
}

/** True if the version is outside the row's gap, so that {@link isAfter} is measured; false for an unknown version. */
export function isProven(version: string | undefined, change: ClientChange): boolean {
  if (version === undefined) return false;
  const { lastWithout, firstWith } = CLIENT_CHANGES[change];
  return compareVersions(version, lastWithout) <= 0 || compareVersions(version, firstWith) >= 0;
}

/** Below 0 if `a` is the older version. Only the three numbers are compared; anything else is read as 0. */
export function compareVersions(a: string, b: string): number {
  const numbers = (version: string): number[] => version.split('.', 3).map((part) => Number.parseInt(part, 10) || 0);
  const [left, right] = [numbers(a), numbers(b)];
  return [0, 1, 2].map((index) => (left[index] ?? 0) - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
