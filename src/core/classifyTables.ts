import type { CauseId } from './causes';
import type { Facts } from './findings';

/** Words that only Claude Code prints. Each row's comment or pattern shows the real text; versions as measured. */
export interface ClientText {
  readonly cause: CauseId;
  readonly match: RegExp;
  /** False when the client prints the same words for several causes. */
  readonly certain?: boolean;
  readonly facts?: Facts;
}

/** How an answer is recognised. All parts that are given must fit; the first rule that fits decides. */
export interface AnswerRule {
  readonly cause: CauseId;
  readonly status?: readonly number[];
  readonly match?: RegExp;
  readonly html?: boolean;
  readonly json?: boolean;
  /** The answer carries the marks of Anthropic itself (`request-id: req_…`). */
  readonly upstream?: boolean;
  /** For `wrong-credential-header`: the header that the words ask for; the rule is silent when that one was sent. */
  readonly unlessSent?: 'bearer' | 'x-api-key';
  /** The words are too common to mean anything without a status. */
  readonly needsStatus?: boolean;
  readonly certain?: boolean;
}

export const CLIENT_TEXTS: readonly ClientText[] = [
  // ⚠ Both claude.ai and ANTHROPIC_API_KEY set · auth may not work as expected
  { cause: 'auth-conflict', match: /auth may not work as expected|Auth conflict:|Conflicting gateway credentials/ },
  { cause: 'managed-first-party-login', match: /managed settings require a first-party login|Administrator policy requires a Cloud gateway sign-in/ },
  // apiKeyHelper failed: exited 127: /bin/sh: 1: /opt/nosuch/helper: not found
  { cause: 'helper-failed', match: /apiKeyHelper (failed|did not return)|apiKeyHelper script is failing|getting API key from apiKeyHelper|cannot be used as an API key/ },
  // Not logged in is also what the client prints for “x-api-key header is required” (measured with 2.1.329).
  { cause: 'login-prompt-despite-gateway', match: /Not logged in · Please run \/login|Missing API key · Run \/login|Invalid API key · Please run \/login/, certain: false },
  { cause: 'credential-rejected', match: /Invalid API key · Fix external API key|Invalid auth token · Fix external auth token/ },
  { cause: 'corporate-proxy', match: /Couldn't connect through your proxy|ERR_PROXY_TUNNEL|CONNECT tunnel failed|proxy refused the connection/ },
  { cause: 'tls-untrusted', match: /SSL certificate (error|verification failed|hostname mismatch|has expired)|[Ss]elf[- ]signed certificate|UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_HAS_EXPIRED|ERR_TLS_CERT_ALTNAME/ },
  { cause: 'dns-failure', match: /ENOTFOUND|EAI_AGAIN|Can't reach the API server|FailedToOpenSocket/ },
  { cause: 'stream-interrupted', match: /(Connection (lost|closed)|Server error) mid-response|Connection lost before a response|Connection to the API was lost|Socket is closed|socket connection was closed unexpectedly/ },
  { cause: 'response-buffered', match: /response stopped arriving|[Rr]esponse stalled|Waiting for API response/ },
  { cause: 'connect-timeout', match: /Request timed out|\(ETIMEDOUT\)|ConnectTimeout/ },
  { cause: 'gateway-unreachable', match: /ECONNREFUSED|ConnectionRefused|Connection refused|ECONNRESET|\(EPROTO\)|EHOSTUNREACH|No internet route|Gateway was unreachable/ },
  { cause: 'non-api-response', match: /API returned an empty or malformed response|Unexpected end of JSON input/ },
  // The client prints this for every 404: an unknown model, but also a base URL that ends in /v1 (measured).
  { cause: 'model-not-routed', match: /There's an issue with the selected model/, certain: false },
  { cause: 'request-too-large', match: /Request too large \(max 32MB\)|413 Request Entity Too Large/ },
  { cause: 'prompt-too-long', match: /[Pp]rompt is too long(?! ·)|Context limit reached|capability_rejected: prompt_too_long|Conversation too long/ },
  { cause: 'overloaded', match: /Repeated 529 Overloaded/ },
  { cause: 'base-url-invalid', match: /API Error: Invalid URL$|cannot be parsed as a URL/, facts: { variable: 'ANTHROPIC_BASE_URL', detail: 'it is no complete address (no https://, or in quotation marks).', source: 'the place where it is set' } },
  // Printed for the 403 page of a firewall or reverse proxy, but also for AWS API Gateway’s {"message":"Forbidden"} (measured).
  { cause: 'waf-blocked', match: /API Error: 403 Forbidden$/, certain: false },
  { cause: 'api-format-mismatch', match: /Bedrock streaming response has content-type|Truncated event message received/ },
];

export const ANSWER_RULES: readonly AnswerRule[] = [
  // 401 {"error":{"message":"x-api-key header is required"}} · Kong: No API key found in request
  { cause: 'wrong-credential-header', status: [400, 401, 403], match: /x-api-key header is required|(missing|no|provide an?|use) x-api-key|No API key found in request/i, unlessSent: 'x-api-key', needsStatus: true },
  { cause: 'wrong-credential-header', status: [400, 401, 403], match: /authorization header (is )?(required|missing)|(missing|no|expected an?) (authorization header|bearer token)|Ensure Key has 'Bearer ' prefix/i, unlessSent: 'bearer', needsStatus: true },
  { cause: 'oauth-beta-stripped', match: /OAuth authentication is currently not supported|only authorized for use with Claude Code/ },
  // The provider's words with the provider's request id: the gateway's own key was refused, or yours was passed on.
  { cause: 'provider-credential-rejected', status: [401], match: /invalid x-api-key|invalid bearer token/i, upstream: true },
  // Portkey: anthropic error: invalid x-api-key
  { cause: 'provider-credential-rejected', match: /[Aa]nthropic ?[Ee]rror.{0,200}invalid x-api-key|security token included in the request|AWS authentication failed/ },
  { cause: 'adaptive-thinking-rejected', match: /Input tag 'adaptive' found|adaptive thinking is not supported|thinking\.type\.(enabled|adaptive)/ },
  { cause: 'thinking-signature', match: /[Ii]nvalid `?signature`? in `?thinking`?|thinking\.signature|'thinking' blocks in the latest assistant message/ },
  { cause: 'max-output-tokens', match: /max_tokens[^.]{0,200}(maximum allowed|> \d+|valid range)/ },
  { cause: 'context-limit-rewritten', match: /ContextWindowExceeded|maximum context length|prompt token count of|Input is too long for requested model/ },
  { cause: 'prompt-too-long', match: /[Pp]rompt is too long/ },
  { cause: 'unrecognized-fields', match: /Extra inputs are not permitted|extra_forbidden|invalid beta flag|for the `anthropic-beta` header/ },
  { cause: 'budget-exceeded', match: /[Bb]udget has been exceeded|budget_exceeded|ExceededBudget|spend limit reached|[Cc]redit balance is too low|Insufficient credits/ },
  // LiteLLM: Invalid model name passed in model=… · Anthropic: model: … · Envoy: No matching route found.
  { cause: 'model-not-permitted', match: /not allowed to access model|model_not_allowed|don't have access to the model|not allowed for this (profile|key)/i },
  { cause: 'model-not-routed', status: [400, 404, 422, 429, 503], match: /[Ii]nvalid model name|model_not_found|\bmodel:? ['"`]?[\w.:@/-]+['"`]?( was)?( is)? (not found|not in the|does not exist|not supported|is not available)|^(not_found_error · )?model: |unknown (provider for )?model|[Uu]nsupported model|not a valid model|model identifier is invalid|[Mm]odel ['"`]?[\w.:@/-]+['"`]? is not configured|DeploymentNotFound|No matching route found\. It is likely because the model/ },
  // LiteLLM knows the model, but every deployment of it is resting after errors.
  { cause: 'overloaded', match: /No deployments available for selected model/ },
  { cause: 'api-format-mismatch', status: [404], match: /Invalid URL \(POST \/v1\/messages\)/ },
  // AWS API Gateway answers an unknown path with 403 Missing Authentication Token.
  { cause: 'wrong-base-path', status: [403], match: /^Missing Authentication Token/ },
  { cause: 'gateway-unreachable', status: [400], match: /plain HTTP request was sent to HTTPS port/ },
  { cause: 'rate-limited', match: /Request rejected \(429\)|rate limit exceeded|rate_limit_error|Server is temporarily limiting/i },
  // squid: ERROR: The requested URL could not be retrieved
  { cause: 'corporate-proxy', match: /The requested URL could not be retrieved/ },
  // Cloudflare's challenge and block pages
  { cause: 'waf-blocked', status: [403, 406, 503], match: /Just a moment\.\.\.|you have been blocked|Request blocked|Request forbidden by administrative rules/ },
  // <html><head><title>403 Forbidden</title></head>…<hr><center>nginx</center>
  { cause: 'waf-blocked', status: [403, 406], html: true },
];

/** What a status means when no words decide. */
export const STATUS_DEFAULTS: readonly AnswerRule[] = [
  { cause: 'credential-rejected', status: [401] },
  { cause: 'budget-exceeded', status: [402] },
  { cause: 'credential-rejected', status: [403], certain: false },
  { cause: 'wrong-base-path', status: [404, 405] },
  { cause: 'corporate-proxy', status: [407] },
  { cause: 'request-too-large', status: [413, 417] },
  { cause: 'rate-limited', status: [429] },
  { cause: 'server-error', status: [500] },
  { cause: 'overloaded', status: [408, 502, 503, 504, 529] },
];
