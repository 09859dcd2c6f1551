import { createHash } from 'node:crypto';
import { gatewayError, liteLlmError, type Answer } from './answer';

/** Which credential header a gateway looks at. */
export type Reads = 'bearer' | 'x-api-key' | 'both';

/** A made-up key that a practice gateway accepts unless told otherwise. */
export const PRACTICE_KEY = 'sk-practice-0123456789abcdef';

type Headers = Readonly<Record<string, string>>;

function bearer(headers: Headers): string | undefined {
  return /^bearer\s+(\S+)\s*$/i.exec(headers['authorization'] ?? '')?.[1];
}

function apiKey(headers: Headers): string | undefined {
  return headers['x-api-key']?.trim() === '' ? undefined : headers['x-api-key']?.trim();
}

function liteLlmRefusal(key: string): Answer {
  const hash = createHash('sha256').update(key).digest('hex');
  return liteLlmError(
    401,
    'token_not_found_in_db',
    `Authentication Error, Invalid proxy server token passed. Received API Key = sk-...${key.slice(-4)}, Key Hash (Token) =${hash}. Unable to find token in cache or \`LiteLLM_VerificationTokenTable\``,
  );
}

/** How each kind of gateway finds the credential, and the words of its refusals (LiteLLM stands for those that read both). */
const KINDS: Readonly<
  Record<
    Reads,
    { find: (headers: Headers) => string | undefined; missing: () => Answer; wrong: (key: string) => Answer }
  >
> = {
  bearer: {
    find: bearer,
    missing: () => gatewayError(401, 'authentication_error', 'invalid bearer token'),
    wrong: () => gatewayError(401, 'authentication_error', 'invalid bearer token'),
  },
  'x-api-key': {
    find: apiKey,
    missing: () => gatewayError(401, 'authentication_error', 'x-api-key header is required'),
    wrong: () => gatewayError(401, 'authentication_error', 'invalid x-api-key'),
  },
  both: {
    // LiteLLM prefers Authorization when both are there.
    find: (headers) => bearer(headers) ?? apiKey(headers),
    missing: () => liteLlmError(401, 'auth_error', 'Authentication Error, No api key passed in.'),
    wrong: liteLlmRefusal,
  },
};

/** The names `reads` can have. */
export const READS: readonly Reads[] = ['bearer', 'x-api-key', 'both'];

/** The refusal of a request whose credential is missing, in a header the gateway does not read, or unknown to it. */
export function refusal(headers: Headers, reads: Reads, keys: readonly string[]): Answer | undefined {
  const kind = KINDS[reads];
  const key = kind.find(headers);
  if (key === undefined) return kind.missing();
  return keys.includes(key) ? undefined : kind.wrong(key);
}
