import type { ErrorRule } from './errorRule';
import { anyOf, inOrder } from '../../text/anyOf';

/** Words that only Claude Code prints, in its old and new versions. Measured with 2.1.329 and 2.1.197 where the official pages do not have them. */
export const CLIENT_RULES: readonly ErrorRule[] = [
  {
    cause: 'auth-conflict',
    from: 'claude-code',
    // ⚠ Both claude.ai and ANTHROPIC_API_KEY set · auth may not work as expected
    match: /auth may not work as expected/,
  },
  {
    cause: 'auth-conflict',
    from: 'person',
    // Claude Code in gateway mode sends both `Authorization: Bearer …` and `x-api-key: …` in the same request
    match: anyOf(
      'i',
      // gateway mode sends both `Authorization: Bearer …` and `x-api-key: …` in the same
      /(sends?|sending|set|sets) \**both\**.{0,60}(Authorization|AUTH_TOKEN).{0,80}(x-api-key|API_KEY)/,
      // ANTHROPIC_AUTH_TOKEN overrides the valid OAuth token
      inOrder(
        'i',
        /ANTHROPIC_(AUTH_TOKEN|API_KEY).{0,60}(overrides|takes precedence over|conflicts with)/,
        / .{0,40}(OAuth|login|session|token)/,
      ),
    ),
    confidence: 0.78,
    or: { 'wrong-credential-header': 0.4, 'credential-rejected': 0.4 },
    decides: ['show-configuration'],
  },
  {
    cause: 'auth-conflict',
    from: 'claude-code',
    // ⚠Auth conflict: Using ANTHROPIC_API_KEY instead of Anthropic Console key. Either unset ANTHROPIC_API_KEY, or run `claude /logout`
    match: /Auth conflict:/,
  },
  {
    cause: 'managed-first-party-login',
    from: 'claude-code',
    // This machine’s managed settings require a first-party login, but an Anthropic-issued credential is configured.
    match: /managed settings require a first-party login|cannot satisfy the org pin/i,
  },
  {
    cause: 'managed-first-party-login',
    from: 'claude-code',
    // Your authentication token belongs to organization 7c1e0f52, but this machine requires organization 0a9d2c44. Please log in with the correct organization: claude auth login
    match: /this machine requires organization|Token organization:|forceLogin(Method|OrgUUID)/,
    confidence: 0.85,
  },
  {
    cause: 'managed-first-party-login',
    from: 'claude-code',
    // Administrator policy requires a Cloud gateway sign-in on this machine, so this credential is not used.
    match: /Administrator policy requires a Cloud gateway sign-in/,
  },
  {
    cause: 'helper-failed',
    from: 'claude-code',
    // apiKeyHelper failed: exited 127: /bin/sh: 1: /opt/nosuch/helper: not found
    match: anyOf(
      '',
      /apiKeyHelper (failed|did not return)/, // apiKeyHelper failed: exited 3
      /apiKeyHelper script is failing/, // Your apiKeyHelper script is failing
      /getting API key from apiKeyHelper/, // Error getting API key from apiKeyHelper
      // apiKeyHelper returned output that cannot be used as an API key
      /returned output that cannot be used as an API key/,
      /apiKeyHelper.{0,60}(timed out|exited \d)/, // apiKeyHelper failed: exited 3
    ),
  },
  // The same words are printed when the gateway answers “x-api-key header is required” (measured).
  {
    cause: 'helper-failed',
    from: 'person',
    // claude code runs my `apiKeyHelper`, which returns a token that will expire in 10s
    match: /apiKeyHelper.{0,160}(\bexpir|\b40[13]\b|\bstale\b|is not (re)?run|never (re)?run|not refreshed)/,
    confidence: 0.78,
    or: { 'credential-rejected': 0.4 },
    decides: ['run-helper'],
  },
  {
    cause: 'login-prompt-despite-gateway',
    from: 'claude-code',
    // Not logged in · Please run /login
    match: /Not logged in · (Please )?[Rr]un \/login/,
    confidence: 0.6,
    or: {
      'wrong-credential-header': 0.3,
      'api-key-not-approved': 0.25,
      'credential-missing': 0.25,
      'provider-credential-rejected': 0.2,
      'managed-first-party-login': 0.2,
      'settings-file-broken': 0.2,
      'credential-invalid': 0.2,
    },
    decides: ['show-configuration', 'connect-again'],
  },
  {
    cause: 'login-prompt-despite-gateway',
    from: 'claude-code',
    // Missing API key · Run /login
    match: /Missing API key · (Please )?[Rr]un \/login/,
    confidence: 0.6,
    or: { 'credential-missing': 0.3, 'wrong-credential-header': 0.2 },
    decides: ['show-configuration'],
  },
  {
    cause: 'login-prompt-despite-gateway',
    from: 'claude-code',
    // Invalid API key · Please run /login
    match: /Invalid API key · (Please )?[Rr]un \/login/,
    confidence: 0.6,
    or: { 'credential-rejected': 0.5 },
    decides: ['show-configuration', 'check-connection'],
  },
  {
    cause: 'login-prompt-despite-gateway',
    from: 'person',
    // New VS Code Extension does not recognize ANTHROPIC_BASE_URL and shows login screen
    match: anyOf(
      'i',
      // The login screen appears although ANTHROPIC_BASE_URL is set
      inOrder(
        'i',
        /(login|sign[- ]?in|authentication|onboarding) (screen|page|prompt|dialog|wizard)/,
        /.{0,120}(ANTHROPIC_(BASE_URL|AUTH_TOKEN|API_KEY)|gateway)/,
      ),
      // With ANTHROPIC_AUTH_TOKEN set, Claude Code shows the login screen
      inOrder(
        'i',
        /(ANTHROPIC_(BASE_URL|AUTH_TOKEN|API_KEY)|gateway)/,
        /.{0,120}(log(in|s)?|sign[- ]?in|onboarding) (screen|page|prompt|dialog|wizard)/,
      ),
    ),
    confidence: 0.79,
    decides: ['show-configuration'],
  },
  {
    cause: 'login-prompt-despite-gateway',
    from: 'claude-code',
    // Unable to connect to Anthropic services. Failed to connect to api.anthropic.com: Request failed with status code 403. Please check your internet connection
    match: /Unable to connect to Anthropic services.{0,200}status code 403/,
    confidence: 0.55,
    or: { 'corporate-proxy': 0.4, 'region-not-allowed': 0.3 },
    decides: ['show-configuration', 'check-connection'],
  },
  {
    cause: 'corporate-proxy',
    from: 'claude-code',
    // Unable to connect to Anthropic services. Failed to connect to api.anthropic.com: Request failed with status code 400
    match: /Unable to connect to Anthropic services.{0,200}status code 4(00|07)/,
    confidence: 0.6,
    or: { 'login-prompt-despite-gateway': 0.3 },
    decides: ['check-connection'],
  },
  {
    cause: 'corporate-proxy',
    from: 'claude-code',
    // Unable to connect to Anthropic services. Connection to api.anthropic.com timed out after 10 seconds. A proxy is configured via HTTPS_PROXY. Check that it allows connections to the host above.
    match: /A proxy is configured via \w*PROXY\w*\. Check that it allows connections/i,
    confidence: 0.85,
    or: { 'connect-timeout': 0.4 },
  },
  // The check at the first start, which asks Anthropic even where a gateway is set.
  {
    cause: 'login-prompt-despite-gateway',
    from: 'claude-code',
    // Unable to connect to Anthropic services. Failed to connect to api.anthropic.com: ERR_BAD_REQUEST. Please check your internet connection
    match: inOrder(
      '',
      /Unable to connect to Anthropic services/,
      /(?!.{0,200}(ECONN|ENOTFOUND|timed out|status code|CERT|EREFUSED|EAI_|ERR_SOCKET))/,
    ),
    confidence: 0.6,
    or: { 'gateway-unreachable': 0.45, 'corporate-proxy': 0.45 },
    decides: ['show-configuration', 'check-connection'],
  },
  {
    cause: 'login-prompt-despite-gateway',
    from: 'person',
    // After setting the environment variables, claude continues to ask me to log in
    match: anyOf(
      'i',
      // claude continues to ask me to log in
      inOrder(
        'i',
        /(continues?|keeps?|still|always|it|Code|extension) (to )?/,
        /(ask|prompt|request|requir|forc)(s|es|ed|ing)? /,
        /.{0,60}(log ?in|sign ?in|\/login|authenticate)/,
      ),
      /wants? me to .{0,20}log ?in/, // it still wants me to log in
      /[Ss]elect(ing)? (an? )?login method/, // Select login method:
      /(要求|需要|提示)(重新)?登录/, // 依旧需要登录 Claude
      /ignores (the|my) configuration/, // Claude Code ignores the configuration
      // The login page appears even though the key is set
      inOrder(
        'i',
        /(login|sign-?in|onboarding) (screen|flow|page|prompt)/,
        /.{0,80}(still|again|appears|shown|shows|despite|although|even (though|with|when))/,
      ),
    ),
    confidence: 0.79,
    decides: ['show-configuration'],
  },
  {
    cause: 'credential-rejected',
    from: 'claude-code',
    // Invalid auth token · Fix external auth token · Invalid Authorization header value from ANTHROPIC_AUTH_TOKEN: it contains a line break at character 41
    match: /Invalid (Authorization|x-api-key) header value from \w+: it contains/i,
    confidence: 0.79,
    or: { 'credential-invalid': 0.78 },
    decides: ['show-configuration'],
  },
  {
    cause: 'credential-rejected',
    from: 'claude-code',
    // Invalid API key · Fix external API key
    match: /Fix external (API key|auth token)/,
    confidence: 0.79,
    or: {
      'provider-credential-rejected': 0.4,
      'helper-failed': 0.35,
      'wrong-credential-header': 0.3,
      'credential-invalid': 0.25,
    },
    decides: ['check-connection', 'run-helper'],
  },
  {
    cause: 'credential-invalid',
    from: 'claude-code',
    // API Error: Header ‘14’ has invalid value: ‘Bearer …’
    match: /Header ['‘"]?\w+['’"]? has (an )?invalid value/,
    confidence: 0.75,
    or: { 'credential-rejected': 0.6, 'custom-headers-invalid': 0.4 },
    decides: ['show-configuration'],
  },
  {
    cause: 'custom-headers-invalid',
    from: 'claude-code',
    // Invalid ANTHROPIC_CUSTOM_HEADERS · Fix the environment variable
    match: /Invalid ANTHROPIC_CUSTOM_HEADERS|Invalid request header from the environment|Invalid header name:/,
    confidence: 0.79,
    decides: ['show-configuration'],
  },
  {
    cause: 'corporate-proxy',
    from: 'claude-code',
    // API Error: Couldn’t connect through your proxy (ERR_PROXY_TUNNEL) — the proxy refused the tunnel: check its credentials and that it allows this host
    match: /Couldn['’]t connect through your proxy|ERR_PROXY_TUNNEL|proxy refused the (tunnel|connection)/,
  },
  {
    cause: 'proxy-invalid',
    from: 'claude-code',
    // API Error: Unable to connect to API (UnsupportedProxyProtocol)
    match: /UnsupportedProxyProtocol/,
    confidence: 0.85,
    or: { 'corporate-proxy': 0.4 },
  },
  {
    cause: 'redirected',
    from: 'claude-code',
    // API Error: Unable to connect to API (TooManyRedirects)
    match: /TooManyRedirects/,
    confidence: 0.9,
  },
  {
    cause: 'tls-untrusted',
    from: 'claude-code',
    // API Error: Unable to connect to API: SSL certificate verification failed. Check your proxy or corporate SSL certificates
    match: anyOf(
      '',
      // Unable to connect to API: SSL certificate has expired
      /SSL certificate (error|verification failed|hostname mismatch|has expired|is not yet valid)/,
      /Self-signed certificate detected/, // Unable to connect to API: Self-signed certificate detected
      /Check your proxy or corporate SSL certificates/, // Check your proxy or corporate SSL certificates
    ),
  },
  {
    cause: 'dns-failure',
    from: 'claude-code',
    // Can’t reach the API server — check your internet or DNS (ENOTFOUND)
    match: /Can['’]t reach the API server/,
    or: { 'corporate-proxy': 0.3 },
  },
  // 2.1.197 prints it also when there is no route (measured).
  {
    cause: 'dns-failure',
    from: 'claude-code',
    // API Error: Unable to connect to API (FailedToOpenSocket)
    match: /API \(FailedToOpenSocket\)/,
    confidence: 0.75,
    or: { 'gateway-unreachable': 0.5, 'corporate-proxy': 0.3 },
    decides: ['check-connection'],
  },
  {
    cause: 'gateway-unreachable',
    from: 'claude-code',
    // Connection refused — a firewall or proxy may be blocking it (ConnectionRefused)
    match: /Connection refused — a firewall|No internet route|Gateway was unreachable/,
    or: { 'corporate-proxy': 0.3 },
  },
  // 2.1.197: it may also be the proxy that refused (measured).
  {
    cause: 'gateway-unreachable',
    from: 'claude-code',
    // Unable to connect to API (ConnectionRefused) · Retrying in 11s · attempt 8/10
    match: /\(ConnectionRefused\)|code=ConnectionRefused|Unable to connect\. Is the computer able to access the url/,
    confidence: 0.78,
    or: { 'corporate-proxy': 0.4 },
    decides: ['check-connection', 'show-configuration'],
  },
  {
    cause: 'tls-untrusted',
    from: 'claude-code',
    // API Error: Unable to connect to API (UNKNOWN_CERTIFICATE_VERIFICATION_ERROR)
    match: /UNKNOWN_CERTIFICATE_VERIFICATION_ERROR|unknown certificate verification error/i,
    confidence: 0.75,
    or: { 'gateway-unreachable': 0.5, 'base-url-invalid': 0.3 },
    decides: ['check-connection'],
  },
  {
    cause: 'gateway-unreachable',
    from: 'claude-code',
    // API Error: Connection dropped (ECONNRESET). Check the gateway set in ANTHROPIC_BASE_URL, then try again.
    match: /Connection dropped \(ECONNRESET\)/,
    confidence: 0.75,
    or: { 'stream-interrupted': 0.3, 'tls-untrusted': 0.2, 'base-url-invalid': 0.2 },
    decides: ['check-connection'],
  },
  {
    cause: 'gateway-unreachable',
    from: 'claude-code',
    // API Error: Unable to connect to API (EPROTO)
    match: /Unable to connect to API \(EPROTO\)/,
    confidence: 0.7,
    or: { 'tls-untrusted': 0.4, 'base-url-invalid': 0.3 },
    decides: ['check-connection'],
  },
  {
    cause: 'response-buffered',
    from: 'claude-code',
    // API Error: The response stopped arriving. The response above may be incomplete.
    match: anyOf(
      '',
      /response stopped arriving/, // the response stopped arriving
      /[Ss]tream idle timeout/, // API Error: Stream idle timeout - no chunks
      /partial response received/, // partial response received
      /[Rr]esponse stalled/, // The response stalled before a response
      /stop emitting events mid-response/, // streams stop emitting events mid-response
      /no downstream bytes/, // no downstream bytes for minutes
    ),
    confidence: 0.85,
    or: { 'stream-interrupted': 0.4 },
  },
  {
    cause: 'response-buffered',
    from: 'claude-code',
    // Waiting for API response · will retry in 12s · check your network
    match: /Waiting for API response/,
    confidence: 0.7,
    or: { 'connect-timeout': 0.4 },
    decides: ['check-connection'],
  },
  {
    cause: 'stream-interrupted',
    from: 'claude-code',
    // API Error: Connection lost mid-response. The response above may be incomplete.
    match: anyOf(
      '',
      /(Connection (lost|closed)|Server error) mid-response/, // API Error: Server error mid-response
      /Connection lost before a response/, // Connection lost before a response was produced
      /Connection to the API was lost/, // API Error: Connection to the API was lost (ECONNRESET).
    ),
  },
  {
    cause: 'stream-interrupted',
    from: 'claude-code',
    // API Error: The socket connection was closed unexpectedly. For more information, pass `verbose: true` in the second argument to fetch()
    match: anyOf(
      '',
      /socket connection was closed unexpectedly/, // The socket connection was closed unexpectedly.
      /Socket is closed/, // write failed: Socket is closed
      /[Ss]tream (ended|closed|disconnected) (without|before)/, // Upstream stream ended without a terminal marker
      /Stream closed before/, // Stream closed before completion
      /ended without (a )?(message_stop|stop)/, // The stream ended without message_stop
    ),
    confidence: 0.85,
    or: { 'gateway-unreachable': 0.4, 'corporate-proxy': 0.3 },
  },
  {
    cause: 'connect-timeout',
    from: 'claude-code',
    // API Error (Request timed out.) · Retrying in 1 seconds… (attempt 1/10)
    match: /Request timed out|\(ETIMEDOUT\)|[Cc]onnection timed out after/,
    confidence: 0.85,
    or: { 'corporate-proxy': 0.3, 'response-buffered': 0.2 },
  },
  {
    cause: 'non-api-response',
    from: 'claude-code',
    // API Error: API returned an empty or malformed response (HTTP 200) — check for a proxy or gateway intercepting the request. Response: content-type html, body is an HTML page, 1270 bytes
    match: inOrder(
      '',
      /empty or malformed response(?=.{0,200}Response:)/,
      /(?!.{0,400}(StreamTruncated|body is JSON but|body is an event stream))/,
    ),
    or: { 'api-format-mismatch': 0.4, redirected: 0.3 },
  },
  // Before 2.1.234 nothing follows, and a stream that was cut reads the same (measured).
  {
    cause: 'non-api-response',
    from: 'claude-code',
    // API Error: API returned an empty or malformed response (HTTP 200) — check for a proxy or gateway intercepting the request
    match: /empty or malformed response(?!.{0,200}Response:)/,
    confidence: 0.78,
    or: { 'api-format-mismatch': 0.45, 'stream-interrupted': 0.35, redirected: 0.3 },
    decides: ['check-connection'],
  },
  {
    cause: 'stream-interrupted',
    from: 'claude-code',
    // API Error: API returned an empty or malformed response (HTTP 200) — check for a proxy or gateway intercepting the request. This was the non-streaming retry of streaming request, which failed with: stream_truncated, StreamTruncatedError
    match: /stream_truncated|StreamTruncated/,
    confidence: 0.85,
    or: { 'non-api-response': 0.4 },
  },
  {
    cause: 'non-api-response',
    from: 'claude-code',
    // API Error: API returned an empty or malformed response (HTTP 200) — check for a proxy or gateway intercepting the request. Response: content-type json, body is JSON but not a Message, 262 bytes
    match: /body is JSON but not a Message|body is an event stream \((?!.{0,300}StreamTruncated)/,
    confidence: 0.75,
    or: { 'api-format-mismatch': 0.7 },
    decides: ['check-connection'],
  },
  {
    cause: 'non-api-response',
    from: 'claude-code',
    // API Error: Unexpected end of JSON input
    match: inOrder(
      '',
      /API Error.{0,40}/,
      /(Unexpected end of JSON input|JSON Parse error|Unexpected token ['"]?<|is not valid JSON|Failed to parse JSON)/,
    ),
    confidence: 0.85,
  },
  // Printed for every 404: an unknown model, but also a base URL that ends in /v1, or a page of a web server (measured).
  {
    cause: 'model-not-routed',
    from: 'claude-code',
    // There’s an issue with the selected model (claude-opus-5-5). It may not exist or you may not have access to it. Run /model to pick a different model.
    match: /There['’]s an issue with the selected model/,
    confidence: 0.6,
    or: { 'wrong-base-path': 0.5, 'model-not-permitted': 0.4, redirected: 0.2, 'api-format-mismatch': 0.2 },
    decides: ['check-connection', 'show-configuration'],
  },
  {
    cause: 'request-too-large',
    from: 'claude-code',
    // Request too large (max 32MB). Accumulated images and attachments in the conversation pushed the request over the limit.
    match: /Request too large \(max 32 ?MB\)|[Rr]equest too large for this upstream/,
  },
  {
    cause: 'prompt-too-long',
    from: 'claude-code',
    // Context limit reached · /compact or /clear to continue
    match: anyOf(
      '',
      /Context limit reached/, // Context limit reached · /compact or
      /capability_rejected: prompt_too_long/, // capability_rejected: prompt_too_long
      /Conversation too long/, // Conversation too long. Press esc twice
      /Context exceeds the \S{1,12} limit/, // Context exceeds the 200k-token limit by 94k tokens
      /Context low.{0,40}0% remaining/, // Context low (0% remaining) · Run /compact
    ),
  },
  {
    cause: 'max-output-tokens',
    from: 'claude-code',
    // API Error: Claude’s response exceeded the 32000 output token maximum. To configure this behavior, set the CLAUDE_CODE_MAX_OUTPUT_TOKENS environment variable.
    match: /response exceeded the \d+ output token maximum/,
    confidence: 0.7,
    decides: ['show-configuration'],
  },
  {
    cause: 'overloaded',
    from: 'claude-code',
    // API Error: Repeated 529 Overloaded errors. The API is at capacity — this is usually temporary.
    match: /Repeated 529 Overloaded/,
  },
  {
    cause: 'rate-limited',
    from: 'claude-code',
    // API Error: Server is temporarily limiting requests (not your usage limit)
    match: /Server is temporarily limiting requests/,
  },
  {
    cause: 'budget-exceeded',
    from: 'claude-code',
    // Credit balance is too low
    match: /[Cc]redit balance (is )?too low/,
  },
  {
    cause: 'models-missing-from-picker',
    from: 'person',
    // The `/model` picker never shows gateway entries and users can’t tell why.
    match: anyOf(
      '',
      // the /model picker only lists the built-in models
      inOrder(
        '',
        /(model[`'"]? (picker|selector|list|menu)|(?<![\w.:/])\/model\b(?! to pick|\/))/,
        /.{0,80}(never shows|only (lists|shows)|does(n['’]t| not) (show|list)|missing|empty|not (listed|shown))/,
      ),
      /[Ff]ailed to (fetch|load|list) (available |gateway )?models/, // Failed to fetch available models
      /CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY/, // CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY=1
      /\[gatewayDiscovery\]/, // [gatewayDiscovery] 0 usable models
      // Model discovery — Gateway /v1/models returned HTTP 404.
      /[Mm]odel discovery.{0,60}(failed|HTTP [45]|error)/,
      /no usable models/, // the gateway returned no usable models
      /as (a )?picker rows?/, // they never render as picker rows
    ),
    confidence: 0.79,
    decides: ['show-configuration'],
  },
  {
    cause: 'models-missing-from-picker',
    from: 'person',
    // Without this env var, the picker only lists Anthropic’s built-in models
    match: /picker (only|never) (lists|shows)/,
    confidence: 0.79,
    decides: ['show-configuration'],
  },
  {
    cause: 'api-key-ignored',
    from: 'claude-code',
    // Detected a custom API key in your environment
    match: anyOf(
      '',
      /Detected a custom API key in your environment/, // Detected a custom API key in your environment
      /honor (the |existing )?(ANTHROPIC_API_KEY|keys)/, // honor existing keys
      // ANTHROPIC_API_KEY is set, and Claude tells me to log in
      /ANTHROPIC_API_KEY.{0,200}tell(s|ing)? (me|you) to log ?in/,
      /(API )?[Kk]ey.{0,20}没有生效/, // API key 似乎没有生效
    ),
    confidence: 0.78,
    or: { 'login-prompt-despite-gateway': 0.6 },
    decides: ['show-configuration'],
  },
  {
    cause: 'api-key-ignored',
    from: 'person',
    // Interactive mode ignores ANTHROPIC_API_KEY environment variable
    match: anyOf(
      'i',
      /ignor(es|ed|ing).{0,60}ANTHROPIC_API_KEY/, // ignored: ANTHROPIC_API_KEY in the environment
      // ANTHROPIC_API_KEY is ignored
      /ANTHROPIC_API_KEY.{0,60}(is |was |gets )?(ignored|not (being )?(used|picked up|respected))/,
      /(uses|using) my Anthropic API key even/, // it uses my Anthropic API key even after a login
    ),
    confidence: 0.79,
    decides: ['show-configuration'],
  },
  {
    cause: 'api-format-mismatch',
    from: 'claude-code',
    // Bedrock streaming response has content-type "text/event-stream"; expected "application/vnd.amazon.eventstream".
    match: /Bedrock streaming response has content-type|Truncated event message received/,
  },
  {
    cause: 'base-url-invalid',
    from: 'claude-code',
    // API Error: Invalid URL
    match: /API Error: Invalid URL$|cannot be parsed as a URL|Invalid URL: (?!\()|ERR_INVALID_URL/,
    confidence: 0.9,
  },

  // What follows is named as likely, never as certain: none of it is about a gateway.
  {
    cause: 'login-expired',
    from: 'claude-code',
    // Login expired · Please run /login
    match: anyOf(
      '',
      /Login expired ·/, // Login expired · Please run /login
      /OAuth (access )?token (has |was |is )?(been )?(revoked|expired)/, // OAuth token has expired.
      /OAuth session expired/, // OAuth session expired and could not be refreshed
      /Anthropic profile login expired/, // Anthropic profile login expired
      /[Ff]ailed to refresh (OAuth )?token/, // Failed to refresh OAuth token
      /OAuth authentication (has )?expired/, // OAuth authentication has expired
    ),
    confidence: 0.75,
    or: { 'login-sent-to-gateway': 0.3 },
    decides: ['show-configuration'],
  },
  {
    cause: 'plan-limit',
    from: 'claude-code',
    // You’ve hit your session limit · resets 3:45pm
    match: anyOf(
      'i',
      /You['’]ve (hit|reached) your .{0,30}limit/, // You've hit your session limit · resets 3:45pm
      // Claude AI usage limit reached|1750708800
      /(usage|session|5-hour|weekly|Opus) limit (reached|will reset)/,
      /Usage credits required/, // API Error: Usage credits required for 1M context
      /run \/usage-credits/, // run /usage-credits to turn them on
      /out of extra usage/, // You're out of extra usage
      /\/upgrade to increase your usage/, // /upgrade to increase your usage limit.
      /not available with the Claude \w+ plan/, // Opus is not available with the Claude Pro plan.
    ),
    confidence: 0.75,
    decides: ['show-configuration'],
  },
  {
    cause: 'organization-policy',
    from: 'claude-code',
    // Your organization has disabled API key authentication · Unset ANTHROPIC_API_KEY to use your claude.ai account instead
    match: anyOf(
      'i',
      /organization has (disabled|been disabled)/, // 400 "This organization has been disabled"
      /belongs to a disabled organization/, // belongs to a disabled organization
      /oauth_org_not_allowed/, // oauth_org_not_allowed
      /restricted by your organization['’]s settings/, // is restricted by your organization's settings
      /does not have access to Claude( Code)?\b/, // Your account does not have access to Claude Code.
      /disabled by your organization/, // It may be disabled by your organization
      /not allowed by (your )?organization/, // API keys are not allowed by your organization
    ),
    confidence: 0.75,
    decides: ['show-configuration'],
  },
  {
    cause: 'feature-unavailable',
    from: 'claude-code',
    // Fast mode unavailable due to network connectivity issues
    match: /Fast mode (is )?(unavailable|has been disabled)|Remote Control is only available when/,
    confidence: 0.75,
    decides: ['show-configuration'],
  },
  {
    cause: 'tool-results-mismatched',
    from: 'claude-code',
    // API Error: 400 due to tool use concurrency issues. Run /rewind to recover the conversation.
    match: anyOf(
      '',
      /due to tool use concurrency issues/, // 400 due to tool use concurrency issues
      /`?tool_use`? ids were found without `?tool_result/, // `tool_use` ids were found without `tool_result` blocks
      /unexpected `?tool_use_id/, // unexpected `tool_use_id` found in `tool_result` blocks
      /`?tool_use`? ids must be unique/, // 400 messages.3: `tool_use` ids must be unique
      /each `?tool_(use|result)`? (block )?must have/, // each `tool_use` must have a corresponding `tool_result`
    ),
    confidence: 0.75,
    decides: ['wait-and-retry'],
  },
  {
    cause: 'folder-not-trusted',
    from: 'claude-code',
    // this workspace has not been trusted
    match: /this (workspace|folder) has not been trusted/,
    confidence: 0.75,
    decides: ['show-configuration'],
  },
  {
    cause: 'model-unrecognized',
    from: 'claude-code',
    // [claude-code:unrecognized_model] {"model":"my-gateway-model"}
    match: /claude-code:unrecognized_model|Claude Code doesn['’]t recognize the model|is not a recognized model id/,
    confidence: 0.5,
    decides: ['show-configuration'],
  },
  {
    cause: 'claude-state-broken',
    from: 'claude-code',
    // Could not read Claude Code config
    match: /Could not read Claude Code config|Claude configuration file.{0,100}(corrupted|invalid JSON)/,
    confidence: 0.75,
    decides: ['show-configuration'],
  },
  {
    cause: 'settings-file-broken',
    from: 'claude-code',
    // These settings files did not load, so nothing in them is in effect: ~/.claude/settings.json: Invalid or malformed JSON
    match: /settings files? did not load|settings\.json: Invalid or malformed JSON/,
    confidence: 0.85,
  },
  {
    cause: 'managed-first-party-login',
    from: 'claude-code',
    // API Error: Not signed in to the Cloud gateway — run /login.
    match: /Not signed in to the Cloud gateway/,
    confidence: 0.75,
    or: { 'login-prompt-despite-gateway': 0.5 },
    decides: ['show-configuration'],
  },
  {
    cause: 'model-not-routed',
    from: 'claude-code',
    // The model claude-opus-5-5 is not available on your vertex deployment. Try --model to switch to claude-opus-5, or ask your admin to enable this model.
    match: /is not available on your \w+ deployment/,
    confidence: 0.7,
    or: { 'model-not-permitted': 0.5, 'wrong-base-path': 0.4 },
    decides: ['check-connection'],
  },
  {
    cause: 'settings-file-broken',
    from: 'claude-code',
    // Please open the user settings to correct errors/warnings in it and try again.
    match: /Please open the user settings to correct errors|Settings file exceeds the 2 ?MiB limit/,
    confidence: 0.75,
    decides: ['show-configuration'],
  },
  {
    cause: 'credential-missing',
    from: 'claude-code',
    // Could not resolve authentication method. Expected one of apiKey, authToken, credentials, config, or profile to be set.
    match: /Could not resolve authentication method/,
    confidence: 0.65,
    or: { 'login-prompt-despite-gateway': 0.4, 'setting-wrong-shape': 0.2 },
    decides: ['show-configuration'],
  },
  {
    cause: 'organization-policy',
    from: 'claude-code',
    // Unable to write User Settings because it is configured in system policy.
    match: /because it is configured in system policy/,
    confidence: 0.75,
    decides: ['show-configuration'],
  },
  {
    cause: 'settings-file-unsaved',
    from: 'claude-code',
    // Unable to write into user settings because the file has unsaved changes.
    match: /because the file has unsaved changes/,
    confidence: 0.75,
    decides: ['show-configuration'],
  },
  {
    cause: 'setting-wrong-scope',
    from: 'claude-code',
    // This setting can only be applied in user settings in local window or in remote settings in remote window.
    match: /This setting can only be applied in user settings/,
    confidence: 0.75,
    decides: ['show-configuration'],
  },
  {
    cause: 'claude-code-missing',
    from: 'claude-code',
    // claudeCode.environmentVariables is not a registered configuration.
    match: /claudeCode\.\w+.{0,20}is not a registered configuration/,
    confidence: 0.75,
    decides: ['show-configuration'],
  },
  {
    cause: 'client-process-failed',
    from: 'claude-code',
    // Claude Code process exited with code 1
    match: /Claude Code process (exited|terminated)|Could not locate the Claude CLI on PATH/,
    confidence: 0.5,
    decides: ['terminal'],
  },
  {
    cause: 'managed-settings-broken',
    from: 'claude-code',
    // Managed settings could not be parsed: Claude Code will not start
    match:
      /[Mm]anaged settings.{0,80}(could not be (parsed|read)|not valid JSON|failed to parse|invalid JSON|is invalid)/,
    confidence: 0.79,
    decides: ['show-configuration'],
  },
  {
    cause: 'provider-credential-missing',
    from: 'claude-code',
    // API Error: AWS default-chain credential resolve timed out
    match: anyOf(
      '',
      /default-chain credential resolve timed out/, // AWS default-chain credential resolve timed out
      /Could not load the default credentials/, // API Error: Could not load the default credentials.
      /Could not load credentials from any providers/, // Could not load credentials from any providers
      /AWS credentials expired or invalid/, // AWS credentials expired or invalid
      /azureADTokenProvider/, // Failed to get a token from azureADTokenProvider
      /ChainedTokenCredential/, // ChainedTokenCredential authentication
      /DefaultAzureCredential/, // DefaultAzureCredential failed to retrieve a token
    ),
    confidence: 0.7,
    or: { 'provider-credential-rejected': 0.5 },
    decides: ['show-configuration'],
  },
];
