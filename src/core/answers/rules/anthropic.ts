import type { ErrorRule } from './errorRule';

/** Anthropic's own words, which a gateway should pass on unchanged, and those of the two clouds about the same fields. */
export const ANTHROPIC_RULES: readonly ErrorRule[] = [
  {
    cause: 'oauth-beta-stripped',
    from: 'anthropic',
    sample: 'OAuth authentication is currently not supported.',
    match: /OAuth authentication is currently not (supported|allowed)|only authorized for use with Claude Code/,
  },
  {
    cause: 'provider-credential-rejected',
    from: 'anthropic',
    sample:
      '{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"},"request_id":"req_011CSHa1FurUZv2Lu8mxQdXf"}',
    match: /invalid x-api-key|invalid bearer token|x-api-key header is required/i,
    upstream: true,
    confidence: 0.85,
    or: { 'credential-rejected': 0.4 },
  },
  // The same words without Anthropic’s request id: a gateway that uses Anthropic’s envelope for its own keys.
  {
    cause: 'credential-rejected',
    from: 'gateway',
    sample: '{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}',
    match: /invalid x-api-key|invalid bearer token/i,
    upstream: false,
    whole: true,
    confidence: 0.75,
    or: { 'provider-credential-rejected': 0.5 },
    decides: ['gateway-log', 'show-configuration'],
  },
  {
    cause: 'provider-credential-rejected',
    from: 'anthropic',
    sample: '401 invalid x-api-key',
    match: /invalid x-api-key|invalid bearer token/i,
    confidence: 0.6,
    or: { 'credential-rejected': 0.55, 'wrong-credential-header': 0.3, redirected: 0.1 },
    decides: ['gateway-log', 'show-configuration'],
  },
  {
    cause: 'adaptive-thinking-rejected',
    from: 'anthropic',
    sample:
      'thinking: Input tag ‘adaptive’ found using ‘type’ does not match any of the expected tags: ‘disabled’, ‘enabled’',
    match:
      /Input tag ['"‘]adaptive['"’] found|adaptive thinking is not supported|['"]?thinking\.type\.?['"]?:? ?['"]?(enabled|adaptive)['"]? is not supported|thinking\.type\.(enabled|adaptive)|thinking\.adaptive|['"]adaptive['"] is not supported|['"]enabled['"] and ['"]disabled['"] are supported for thinking|(unsupported|invalid) thinking( type)?[: ]+['"]?adaptive|thinking.{0,40}adaptive.{0,40}not (supported|allowed|valid)|thinking: only type=enabled/i,
  },
  {
    cause: 'thinking-signature',
    from: 'anthropic',
    sample: 'messages.1.content.0: Invalid `signature` in `thinking` block',
    match:
      /[Ii]nvalid `?signature`? in `?thinking`?|thinking\.signature|['"`]?thinking['"`]? (or ['"`]?redacted_thinking['"`]? )?blocks in the latest assistant message|block is bound to a different conversation|[Ee]xpected `?(thinking|redacted_thinking)`?.{0,40}but found|thinking blocks? (must|cannot) be|must start with a thinking block/,
  },
  {
    cause: 'max-output-tokens',
    from: 'anthropic',
    sample: 'max_tokens: 128001 > 64000, which is the maximum allowed number of output tokens for claude-opus-4-5',
    match:
      /max_(completion_|output_)?tokens['"`]?:? ?.{0,80}(maximum allowed|> ?\d+|valid range|too large|at most \d+|exceeds? the (model|maximum))|maximum allowed number of output tokens|maximum tokens you requested exceeds? the model limit|max_tokens.{0,40}must be between/,
  },
  {
    cause: 'max-output-tokens',
    from: 'anthropic',
    sample: '`max_tokens` must be greater than `thinking.budget_tokens`',
    match: /max_tokens`? must be greater than `?thinking\.budget_tokens/,
    confidence: 0.7,
    decides: ['show-configuration'],
  },
  {
    cause: 'context-limit-rewritten',
    from: 'litellm',
    sample:
      'litellm.ContextWindowExceededError: litellm.BadRequestError: AnthropicError - prompt is too long: 201234 tokens > 200000 maximum',
    match:
      /ContextWindowExceeded|context_window_fallback|Context Window Error|input length and `?max_tokens`? exceed context limit/,
  },
  {
    cause: 'prompt-too-long',
    from: 'anthropic',
    sample: 'prompt is too long: 208310 tokens > 200000 maximum',
    match: /[Pp]rompt is too long/,
  },
  {
    cause: 'unrecognized-fields',
    from: 'anthropic',
    sample: 'context_management: Extra inputs are not permitted',
    match:
      /Extra inputs are not permitted|extra_forbidden|additional ?properties.{0,20}not allowed|Additional properties are not allowed/i,
  },
  {
    cause: 'unrecognized-fields',
    from: 'anthropic',
    sample:
      'Unexpected value(s) `context-1m-2025-08-07` for the `anthropic-beta` header. Please consult our documentation',
    match:
      /for the `?anthropic[-_]beta`? header|invalid beta flag|unsupported beta|[Uu]nknown beta|anthropic[-_]beta.{0,60}(not supported|invalid|unrecognized|unsupported)|beta header.{0,80}(not recogni[sz]ed|obsolete|unsupported|rejected)|(obsolete|unsupported|unrecogni[sz]ed|unknown|invalid) beta header|anthropic-beta.{0,120}not recogni|(long context beta|beta) is not (yet )?available for this/,
  },
  {
    cause: 'unrecognized-fields',
    from: 'anthropic',
    sample: 'messages.1.role: Input should be ‘user’ or ‘assistant’',
    match:
      /Unexpected role ['"]system['"]|messages\.\d+\.role: Input should be|This model does not support the effort parameter|tools\.\d+.{0,60}(Input tag|Input should be|does not match)|Input tag ['"][\w-]+['"] found using ['"]type['"] does not match/,
    confidence: 0.85,
  },
  {
    cause: 'unrecognized-fields',
    from: 'model-server',
    sample: '400 19 validation errors: {‘loc’: (‘body’, ‘messages’, 2), ‘msg’: ‘Input should be a valid string’}',
    match:
      /validation errors?.{0,300}(Input should be|Extra inputs|literal_error|union_tag_invalid)|Input should be a valid string/,
    confidence: 0.75,
    or: { 'api-format-mismatch': 0.5 },
    decides: ['gateway-log'],
  },
  {
    cause: 'budget-exceeded',
    from: 'anthropic',
    sample: '402 {"type":"error","error":{"type":"billing_error","message":"There is an issue with your billing"}}',
    match: /"billing_error"/,
  },
  {
    cause: 'request-too-large',
    from: 'anthropic',
    sample: '413 {"error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}',
    match: /request_too_large|Request exceeds the maximum (allowed )?(size|number of bytes)/,
  },
  {
    cause: 'overloaded',
    from: 'anthropic',
    sample: '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
    match: /overloaded_error|"message":\s?"[Oo]verloaded"|API Error.{0,30}\bOverloaded\b|^Overloaded$/,
  },
  {
    cause: 'rate-limited',
    from: 'anthropic',
    sample:
      '{"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed the rate limit for your organization"}}',
    match:
      /rate_limit_error|would exceed (the|your) .{0,30}rate limit|exceed(ed)? your (account|organization)['’]s rate limit|Number of request tokens has exceeded/,
    confidence: 0.86,
  },
  {
    cause: 'model-not-routed',
    from: 'anthropic',
    sample: '{"type":"error","error":{"type":"not_found_error","message":"model: claude-3-opus-latest"}}',
    match:
      /"(type":\s?"not_found_error","message|message)":\s?"model: |not_found_error.{0,60}\bmodel\b|^(API Error: )?404 model: /,
  },
  {
    cause: 'credential-rejected',
    from: 'anthropic',
    sample:
      '403 {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."}}',
    match: /does not have permission to use the specified resource/,
    confidence: 0.55,
    or: { 'model-not-permitted': 0.5, 'provider-credential-rejected': 0.4 },
    decides: ['gateway-log', 'check-connection'],
  },
  {
    cause: 'region-not-allowed',
    from: 'anthropic',
    sample: '403 {"error":{"type":"forbidden","message":"Request not allowed"}}',
    match:
      /"?message"?:\s?"Request not allowed"|403 Request not allowed|[Uu]nsupported (country|region)|unsupported_country_region|not available in your (country|region)|App unavailable in region/,
    confidence: 0.7,
    decides: ['show-configuration'],
  },
  {
    cause: 'server-error',
    from: 'anthropic',
    sample: 'API Error: 500 {"type":"error","error":{"type":"api_error","message":"Internal server error"}}',
    match: /"api_error","message":\s?"Internal server error"|API Error:? \(?500.{0,40}Internal server error/i,
  },
];
