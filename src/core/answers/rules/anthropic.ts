import type { ErrorRule } from './errorRule';
import { anyOf, inOrder } from '../../text/anyOf';

/** Anthropic's own words, which a gateway should pass on unchanged, and those of the two clouds about the same fields. */
export const ANTHROPIC_RULES: readonly ErrorRule[] = [
  {
    cause: 'oauth-beta-stripped',
    from: 'anthropic',
    // OAuth authentication is currently not supported.
    match: /OAuth authentication is currently not (supported|allowed)|only authorized for use with Claude Code/,
  },
  {
    cause: 'provider-credential-rejected',
    from: 'anthropic',
    // {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"},"request_id":"req_011CSHa1FurUZv2Lu8mxQdXf"}
    match: /invalid x-api-key|invalid bearer token|x-api-key header is required/i,
    upstream: true,
    confidence: 0.85,
    or: { 'credential-rejected': 0.4 },
  },
  // The same words without Anthropic’s request id: a gateway that uses Anthropic’s envelope for its own keys.
  {
    cause: 'credential-rejected',
    from: 'gateway',
    // {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}
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
    // 401 invalid x-api-key
    match: /invalid x-api-key|invalid bearer token/i,
    confidence: 0.6,
    or: { 'credential-rejected': 0.55, 'wrong-credential-header': 0.3, redirected: 0.1 },
    decides: ['gateway-log', 'show-configuration'],
  },
  {
    cause: 'adaptive-thinking-rejected',
    from: 'anthropic',
    // thinking: Input tag ‘adaptive’ found using ‘type’ does not match any of the expected tags: ‘disabled’, ‘enabled’
    match: anyOf(
      'i',
      /Input tag ['"‘]adaptive['"’] found/, // Input tag 'adaptive' found using 'type'
      /adaptive thinking is not supported/, // adaptive thinking is not supported on this model
      // "thinking.type.enabled" is not supported for this model.
      /['"]?thinking\.type\.?['"]?:? ?['"]?(enabled|adaptive)['"]? is not supported/,
      /thinking\.type\.(enabled|adaptive)/, // thinking.type.enabled
      /thinking\.adaptive/, // thinking.adaptive.display: Extra inputs
      /['"]adaptive['"] is not supported/, // for thinking; 'adaptive' is not supported
      // only 'enabled' and 'disabled' are supported for thinking
      /['"]enabled['"] and ['"]disabled['"] are supported for thinking/,
      /(unsupported|invalid) thinking( type)?[: ]+['"]?adaptive/, // 400 unsupported thinking type: adaptive
      // for thinking, 'adaptive' is not supported
      /thinking.{0,40}adaptive.{0,40}not (supported|allowed|valid)/,
      /thinking: only type=enabled/, // 400 invalid thinking: only type=enabled is allowed
    ),
  },
  {
    cause: 'thinking-signature',
    from: 'anthropic',
    // messages.1.content.0: Invalid `signature` in `thinking` block
    match: anyOf(
      '',
      /[Ii]nvalid `?signature`? in `?thinking`?/, // Invalid `signature` in `thinking` block
      /thinking\.signature/, // thinking.signature: Field required
      // 'thinking' blocks in the latest assistant message cannot be
      /['"`]?thinking['"`]? (or ['"`]?redacted_thinking['"`]? )?blocks in the latest assistant message/,
      /block is bound to a different conversation/, // The block is bound to a different conversation.
      // Expected `thinking` or `redacted_thinking`, but found `text`
      /[Ee]xpected `?(thinking|redacted_thinking)`?.{0,40}but found/,
      /thinking blocks? (must|cannot) be/, // thinking blocks cannot be modified
      /must start with a thinking block/, // message must start with a thinking block.
    ),
  },
  {
    cause: 'max-output-tokens',
    from: 'anthropic',
    // max_tokens: 128001 > 64000, which is the maximum allowed number of output tokens for claude-opus-4-5
    match: anyOf(
      '',
      // max_tokens must be at most 131072, got 943717
      inOrder(
        '',
        /max_(completion_|output_)?tokens['"`]?:? ?.{0,80}/,
        /(maximum allowed|> ?\d+|valid range|too large|at most \d+|exceeds? the (model|maximum))/,
      ),
      /maximum allowed number of output tokens/, // which is the maximum allowed number of output tokens
      // maximum tokens you requested exceeds the model limit of 4096
      /maximum tokens you requested exceeds? the model limit/,
      /max_tokens.{0,40}must be between/, // 400 {"error":"max_tokens must be between 1 and 16384"}
    ),
  },
  {
    cause: 'max-output-tokens',
    from: 'anthropic',
    // `max_tokens` must be greater than `thinking.budget_tokens`
    match: /max_tokens`? must be greater than `?thinking\.budget_tokens/,
    confidence: 0.7,
    decides: ['show-configuration'],
  },
  {
    cause: 'context-limit-rewritten',
    from: 'litellm',
    // litellm.ContextWindowExceededError: litellm.BadRequestError: AnthropicError - prompt is too long: 201234 tokens > 200000 maximum
    match: anyOf(
      '',
      /ContextWindowExceeded/, // litellm.ContextWindowExceededError
      /context_window_fallback/, // context_window_fallbacks=None.
      /Context Window Error/, // Context Window Error - {"message":"…"}
      // input length and `max_tokens` exceed context limit: 198981 + 21333
      /input length and `?max_tokens`? exceed context limit/,
    ),
  },
  {
    cause: 'prompt-too-long',
    from: 'anthropic',
    // prompt is too long: 208310 tokens > 200000 maximum
    match: /[Pp]rompt is too long/,
  },
  {
    cause: 'unrecognized-fields',
    from: 'anthropic',
    // context_management: Extra inputs are not permitted
    match: anyOf(
      'i',
      /Extra inputs are not permitted/, // context_management: Extra inputs are not permitted
      /extra_forbidden/, // extra_forbidden
      /additional ?properties.{0,20}not allowed/, // additionalProperties: 'output_config' not allowed
      // Additional properties are not allowed ('context_management' was unexpected)
      /Additional properties are not allowed/,
    ),
  },
  {
    cause: 'unrecognized-fields',
    from: 'anthropic',
    // Unexpected value(s) `context-1m-2025-08-07` for the `anthropic-beta` header. Please consult our documentation
    match: anyOf(
      '',
      /for the `?anthropic[-_]beta`? header/, // for the `anthropic-beta` header. Please consult
      /invalid beta flag/, // {"message":"invalid beta flag"}
      /unsupported beta/, // 400 unsupported beta: context-1m-2025-08-07
      /[Uu]nknown beta/, // Unknown beta: context-management-2025-06-27
      // anthropic-beta: interleaved-thinking-2025-05-14 is not supported
      /anthropic[-_]beta.{0,60}(not supported|invalid|unrecognized|unsupported)/,
      // The beta header fine-grained-tool-streaming-2025-05-14 was rejected
      /beta header.{0,80}(not recogni[sz]ed|obsolete|unsupported|rejected)/,
      /(obsolete|unsupported|unrecogni[sz]ed|unknown|invalid) beta header/, // is sending an obsolete beta header:
      // anthropic-beta` header containing `advisor-tool-2026-03-01`, which is not recognized
      /anthropic-beta.{0,120}not recogni/,
      // The long context beta is not yet available for this subscription.
      /(long context beta|beta) is not (yet )?available for this/,
    ),
  },
  {
    cause: 'unrecognized-fields',
    from: 'anthropic',
    // messages.1.role: Input should be ‘user’ or ‘assistant’
    match: anyOf(
      '',
      /Unexpected role ['"]system['"]/, // messages: Unexpected role "system".
      /messages\.\d+\.role: Input should be/, // messages.1.role: Input should be ‘user’ or ‘assistant’
      /This model does not support the effort parameter/, // This model does not support the effort parameter.
      // tools.0.custom.input_schema: Input should be a valid dictionary
      /tools\.\d+.{0,60}(Input tag|Input should be|does not match)/,
      // Input tag 'adaptive' found using 'type' does not match any tag
      /Input tag ['"][\w-]+['"] found using ['"]type['"] does not match/,
    ),
    confidence: 0.85,
  },
  {
    cause: 'unrecognized-fields',
    from: 'model-server',
    // 400 19 validation errors: {‘loc’: (‘body’, ‘messages’, 2), ‘msg’: ‘Input should be a valid string’}
    match: anyOf(
      '',
      // 400 19 validation errors: {‘loc’: (‘body’, ‘messages’, 2), ‘msg’: ‘Input should be a valid
      /validation errors?.{0,300}(Input should be|Extra inputs|literal_error|union_tag_invalid)/,
      /Input should be a valid string/, // 'msg': 'Input should be a valid string'
    ),
    confidence: 0.75,
    or: { 'api-format-mismatch': 0.5 },
    decides: ['gateway-log'],
  },
  {
    cause: 'budget-exceeded',
    from: 'anthropic',
    // 402 {"type":"error","error":{"type":"billing_error","message":"There is an issue with your billing"}}
    match: /"billing_error"/,
  },
  {
    cause: 'request-too-large',
    from: 'anthropic',
    // 413 {"error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}
    match: /request_too_large|Request exceeds the maximum (allowed )?(size|number of bytes)/,
  },
  {
    cause: 'overloaded',
    from: 'anthropic',
    // {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}
    match: /overloaded_error|"message":\s?"[Oo]verloaded"|API Error.{0,30}\bOverloaded\b|^Overloaded$/,
  },
  {
    cause: 'rate-limited',
    from: 'anthropic',
    // {"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed the rate limit for your organization"}}
    match: anyOf(
      '',
      /rate_limit_error/, // {"type": "rate_limit_error", "message": "…"}
      /would exceed (the|your) .{0,30}rate limit/, // request would exceed the rate limit for your
      /exceed(ed)? your (account|organization)['’]s rate limit/, // request would exceed your organization’s rate limit
      /Number of request tokens has exceeded/, // Number of request tokens has exceeded your per-minute rate limit
    ),
    confidence: 0.86,
  },
  {
    cause: 'model-not-routed',
    from: 'anthropic',
    // {"type":"error","error":{"type":"not_found_error","message":"model: claude-3-opus-latest"}}
    match: anyOf(
      '',
      /"(type":\s?"not_found_error","message|message)":\s?"model: /, // "type":"not_found_error","message":"model: opus"
      /not_found_error.{0,60}\bmodel\b/, // {'type': 'not_found_error', 'message': 'model: opus'}
      /^(API Error: )?404 model: /, // API Error: 404 model: claude-opus-9
    ),
  },
  {
    cause: 'credential-rejected',
    from: 'anthropic',
    // 403 {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."}}
    match: /does not have permission to use the specified resource/,
    confidence: 0.55,
    or: { 'model-not-permitted': 0.5, 'provider-credential-rejected': 0.4 },
    decides: ['gateway-log', 'check-connection'],
  },
  {
    cause: 'region-not-allowed',
    from: 'anthropic',
    // 403 {"error":{"type":"forbidden","message":"Request not allowed"}}
    match: anyOf(
      '',
      /"?message"?:\s?"Request not allowed"/, // "message":"Request not allowed"
      /403 Request not allowed/, // API Error: 403 Request not allowed
      /[Uu]nsupported (country|region)/, // 403 Unsupported country, region, or territory
      /unsupported_country_region/, // "code": "unsupported_country_region_territory"
      /not available in your (country|region)/, // Claude is not available in your country
      /App unavailable in region/, // App unavailable in region
    ),
    confidence: 0.7,
    decides: ['show-configuration'],
  },
  {
    cause: 'server-error',
    from: 'anthropic',
    // API Error: 500 {"type":"error","error":{"type":"api_error","message":"Internal server error"}}
    match: /"api_error","message":\s?"Internal server error"|API Error:? \(?500.{0,40}Internal server error/i,
  },
];
