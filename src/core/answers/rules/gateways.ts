import type { ErrorRule } from './errorRule';
import { anyOf, inOrder } from '../../text/anyOf';

const REFUSED = [400, 401, 403];

/** The words of LLM gateways and API gateways about keys, models, budgets and limits. */
export const GATEWAY_RULES: readonly ErrorRule[] = [
  // Which header is read.
  {
    cause: 'wrong-credential-header',
    from: 'gateway',
    // 401 {"error":{"message":"x-api-key header is required"}}
    match: anyOf(
      'i',
      /x-api-key header (is )?(required|missing)/, // 401 x-api-key header is required
      /(missing|provide an?|requires? an?|use the) x-api-key( header)?\b(?! or)/, // 401 missing x-api-key header
    ),
    status: REFUSED,
    onlyWithStatus: true,
    asksFor: 'x-api-key',
    confidence: 0.9,
    or: { 'credential-rejected': 0.3 },
  },
  {
    cause: 'wrong-credential-header',
    from: 'kong',
    // 401 {"message":"No API key found in request","request_id":"2a0c1e6fd3b4572c"}
    match: /No API key found in request/i,
    asksFor: 'x-api-key',
    confidence: 0.9,
    or: { 'credential-rejected': 0.4 },
  },
  {
    cause: 'wrong-credential-header',
    from: 'azure-apim',
    // 401 {"statusCode":401,"message":"Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API."}
    match: /missing subscription key/i,
    confidence: 0.9,
    or: { 'credential-rejected': 0.4 },
  },
  {
    cause: 'wrong-credential-header',
    from: 'cloudflare-ai-gateway',
    // 401 {"name":"AiGatewayError","internalCode":2009}
    match: /AiGatewayError.{0,60}2009|"code":\s?2009/,
    confidence: 0.8,
    or: { 'credential-rejected': 0.5 },
  },
  {
    cause: 'wrong-credential-header',
    from: 'gateway',
    // 401 Authorization header is required
    match: anyOf(
      'i',
      // 401 Authorization header is required
      /authorization header (is |was )?(required|missing|not (found|provided|present))/,
      // 401 No Authorization header
      /(missing|no|expected an?|requires? an?) (['"]?authorization['"]? header|bearer (token )?header)/,
      /missing bearer token/, // 401 missing bearer token
      /no bearer token/, // 401 no bearer token
      /bearer token (is )?(required|missing)/, // 401 Bearer token is required
      /Jwt is missing/, // {"message":"Jwt is missing","code":401}
    ),
    status: [400, 401, 403],
    asksFor: 'bearer',
    confidence: 0.85,
    or: { 'credential-rejected': 0.4 },
  },
  {
    cause: 'provider-credential-rejected',
    from: 'gateway',
    // Header of type authorization was missing
    match: /Header of type ['"`]?authorization['"`]? was missing/,
    confidence: 0.7,
    or: { 'wrong-credential-header': 0.6 },
    decides: ['gateway-log', 'other-header'],
  },
  {
    cause: 'wrong-credential-header',
    from: 'bifrost',
    // virtual key is required. Provide a virtual key via the x-bf-vk header.
    match: anyOf(
      'i',
      // key required in x-api-key header
      /(via|in|using|set|pass|provide) (it in )?(the |an? )?['"`]?x-[\w-]*(key|vk|token|auth)[\w-]*['"`]? header/,
      // Claude Code does not include x-api-key header
      /(include|missing|through) (it in )?(the |an? )?['"`]?x-[\w-]*(key|vk|token|auth)[\w-]*['"`]? header/,
      // a key is required in Authorization header (Bearer scheme)
      /(via|in|using|set|pass|provide|include|missing|through) (it in )?(the |an? )?['"`]?authorization['"`]? header/,
      // Provide it in the api-key header.
      /(via|in|using|set|pass|provide|include) (it in )?(the |an? )?['"`]?[\w-]*api-key[\w-]*['"`]? header/,
      /(missing|through) (it in )?(the |an? )?['"`]?[\w-]*api-key[\w-]*['"`]? header/, // missing api-key header
    ),
    status: [400, 401, 403],
    confidence: 0.7,
    or: { 'credential-rejected': 0.6 },
    decides: ['other-header'],
  },
  {
    cause: 'wrong-credential-header',
    from: 'person',
    // Claude Code does not include x-api-key header when using ANTHROPIC_BASE_URL
    match: inOrder(
      'i',
      /(does ?n[o’']t|does not|never|not|without|fails to) /,
      /(include|send|sending|pass|passing|set|forward|use|sent|sends)/,
      /( the| an?)? ?(x-api-key|authorization)/,
    ),
    confidence: 0.75,
    or: { 'credential-rejected': 0.4 },
    decides: ['other-header'],
  },
  {
    cause: 'auth-conflict',
    from: 'langfuse',
    // 401 Conflicting gateway credentials in the Authorization and x-api-key headers
    match: anyOf(
      'i',
      /Conflicting gateway credentials/, // 401 Conflicting gateway credentials
      /Duplicate API key found/, // 400 Duplicate API key found
      // 400 both authorization and x-api-key headers are set
      /(both|multiple) (an? )?(authorization|x-api-key).{0,40}(headers?|credentials)/,
    ),
    confidence: 0.9,
  },

  // The gateway's own key at the provider.
  {
    cause: 'provider-credential-rejected',
    from: 'litellm',
    // litellm.AuthenticationError: AnthropicException - {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}
    match: anyOf(
      'i',
      /litellm\.AuthenticationError/, // litellm.AuthenticationError: AnthropicException
      /litellm\.PermissionDeniedError/, // litellm.PermissionDeniedError: BedrockException
      // AnthropicException - {"error":{"message":"invalid x-api-key"}}
      inOrder(
        'i',
        /(Anthropic|Bedrock|Vertex\w*|Azure\w*|OpenAI|Gemini|Openrouter|Databricks)/,
        /(AI)?(Exception|Error)\b.{0,200}/,
        anyOf(
          'i',
          /invalid x-api-key/, // invalid x-api-key
          /authentication_error/, // authentication_error
          /AuthenticationError/, // AuthenticationError
          /Incorrect API key/, // Incorrect API key provided
          /invalid api key/, // invalid api key
          /Unable to locate credentials/, // Unable to locate credentials
          /NoCredentials/, // NoCredentialsError
          /security token/, // The security token included in the request is invalid
          /UNAUTHENTICATED/, // "status": "UNAUTHENTICATED"
          /default credentials/, // Could not load the default credentials
          /subscription key/, // Access denied due to invalid subscription key
          /PERMISSION_DENIED/, // "status": "PERMISSION_DENIED"
          /Access denied/, // Access denied due to missing subscription key
          /could not resolve authentication/, // Could not resolve authentication method
        ),
      ),
    ),
    confidence: 0.9,
  },
  {
    cause: 'provider-credential-rejected',
    from: 'portkey',
    // 401 {"error":{"message":"anthropic error: invalid x-api-key","type":"authentication_error"},"provider":"anthropic"}
    match: inOrder(
      'i',
      /(anthropic|bedrock|vertex-ai|azure-openai|openai) error: /,
      /.{0,120}(invalid x-api-key|Incorrect API key|authentication|credential|security token|unauthori[sz]ed)/,
    ),
    confidence: 0.9,
  },
  {
    cause: 'provider-credential-rejected',
    from: 'litellm',
    // Missing Anthropic API Key - A call is being made to anthropic but no key is set either in the environment variables or via params
    match: anyOf(
      '',
      // A call is being made to anthropic but no key is set
      /A call is being made to \w+ but no key is set/,
      /api_key client option must be set/, // The api_key client option must be set
      /no key is set either/, // no key is set either in the environment variables
      /managed credential unavailable/, // managed credential unavailable for route
      /requires proxy-supplied auth/, // request requires proxy-supplied auth
      /auth_unavailable/, // "message": "auth_unavailable"
      /no auth available/, // no auth available
    ),
    confidence: 0.85,
  },
  {
    cause: 'provider-credential-rejected',
    from: 'gateway',
    // API Error (401 {"error":{"message":"Error from provider: {"error":{"message":"Provider returned error","code":401,"raw":"authentication_error"}}"}})
    match: inOrder(
      '',
      /(Error from provider|Provider returned error|[Uu]pstream (provider|error|API)).{0,300}/,
      anyOf(
        '',
        /authentication_error/, // "type":"authentication_error"
        /invalid x-?api-?key/, // invalid x-api-key
        /[Ii]nvalid API [Kk]ey/, // Invalid API Key
        /[Uu]nauthori[sz]ed/, // 401 Unauthorized
        /permission_error/, // "type":"permission_error"
      ),
    ),
    confidence: 0.84,
  },
  {
    cause: 'provider-credential-rejected',
    from: 'claude-code-router',
    // Error from provider(up,claude: 401): {"type":"error","error":{"type":"authentication_error"}}
    match: /Error from provider ?\(.{1,80}: ?(401|403)\)/,
    confidence: 0.85,
  },
  {
    cause: 'provider-credential-rejected',
    from: 'gateway',
    // Upstream provider returned HTTP 401
    match: anyOf(
      'i',
      // Upstream provider returned HTTP 401
      /[Uu]pstream( provider)?.{0,60}(returned|responded with|status|error:?) (HTTP |status )?(401|403)\b/,
      /provider.{0,40}(rejected|refused) (the )?(api )?(key|credential)/, // The provider rejected the API key
      /upstream (authentication|credential).{0,40}(failed|rejected|invalid|error)/, // upstream authentication failed
      /(no|missing|invalid) (upstream|provider) (api )?(key|credential)/, // 503 no upstream api key
    ),
    confidence: 0.85,
  },
  {
    cause: 'provider-credential-rejected',
    from: 'openai',
    // 401 Incorrect API key provided: sk-…. You can find your API key at https://platform.openai.com/account/api-keys.
    match: /Incorrect API key provided/,
    confidence: 0.6,
    or: { 'credential-rejected': 0.55 },
    decides: ['gateway-log'],
  },

  // Keys of the gateway.
  {
    cause: 'credential-rejected',
    from: 'litellm',
    // 401 Authentication Error, Invalid proxy server token passed. Received API Key = sk-...8aSP, Key Hash (Token) =41c2. Unable to find token in cache or `LiteLLM_VerificationTokenTable`
    match: anyOf(
      '',
      /Invalid proxy server token passed/, // Authentication Error, Invalid proxy server token passed
      /LiteLLM Virtual Key expected/, // Error: 401 LiteLLM Virtual Key expected.
      /Malformed API Key passed in/, // Malformed API Key passed in.
      /LiteLLM_VerificationToken/, // token in cache or `LiteLLM_VerificationTokenTable`
      /token_not_found_in_db/, // "type":"token_not_found_in_db"
      /not found in db/, // Key not found in db
      /Expired Key\b/, // Authentication Error - Expired Key.
      /expired_key/, // expired_key
      /[Kk]ey is blocked/, // Authentication Error, Key is blocked.
      /Authentication Error, (Invalid|Key)/, // Error: 401 Authentication Error, Key is blocked.
    ),
  },
  {
    cause: 'credential-rejected',
    from: 'litellm',
    // 401 Authentication Error, No api key passed in.
    match: /No api key passed in/,
    confidence: 0.75,
    or: { 'wrong-credential-header': 0.6, redirected: 0.2 },
    decides: ['check-connection', 'other-header'],
  },
  // LiteLLM without a database knows no virtual keys: any key but the master key ends here.
  {
    cause: 'credential-rejected',
    from: 'litellm',
    // 400 {"error":{"message":"No connected db.","type":"no_db_connection"}}
    match: /No connected db|no_db_connection/,
    confidence: 0.75,
    or: { 'server-error': 0.6 },
    decides: ['gateway-log'],
  },
  {
    cause: 'credential-rejected',
    from: 'vercel',
    // Error [GatewayAuthenticationError]: Unauthenticated request to AI Gateway.
    match: /Unauthenticated request|GatewayAuthenticationError|request is not authenticated|not authenticated\b/i,
    confidence: 0.7,
    or: { 'wrong-credential-header': 0.5 },
    decides: ['other-header', 'gateway-log'],
  },
  {
    cause: 'credential-rejected',
    from: 'portkey',
    // 401 Portkey Error: Invalid API Key. Error Code: 03
    match: /Portkey Error: Invalid API Key|Invalid API Key\. Error Code: 0\d/,
  },
  {
    cause: 'credential-rejected',
    from: 'azure-apim',
    // 401 Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.
    match: /invalid subscription key/i,
    confidence: 0.9,
  },
  {
    cause: 'credential-rejected',
    from: 'langfuse',
    // 401 Invalid gateway credential
    match: /[Ii]nvalid gateway (credential|key|token)/,
  },
  {
    cause: 'credential-rejected',
    from: 'langfuse',
    // 403 Gateway access forbidden
    match: /Gateway access forbidden/,
    confidence: 0.75,
    or: { 'model-not-permitted': 0.3 },
    decides: ['gateway-log'],
  },
  {
    cause: 'credential-rejected',
    from: 'one-api',
    // 401 {"error":{"message":"该令牌已过期","type":"new_api_error"}}
    match: anyOf(
      'i',
      /令牌(已过期|状态不可用|验证失败|已被禁用)/, // 令牌已过期
      /用户已被封禁/, // 用户已被封禁
      /无效的 ?API ?Key/, // 无效的 API Key
      /invalid token \(request id/, // 401 invalid token (request id: 2025120100)
      /This token (has expired|status is not available)/, // This token has expired
      /token (is )?(expired|exhausted)/, // Error: 401 token expired or incorrect
    ),
    confidence: 0.88,
  },
  // new-api says the same when no key arrived in the header that it reads.
  {
    cause: 'credential-rejected',
    from: 'one-api',
    // 401 {"error":{"message":"无效的令牌 (request id: 20250720182654457470344)","type":"api_error"}}
    match: /无效的令牌|未提供令牌/,
    confidence: 0.78,
    or: { 'wrong-credential-header': 0.6 },
    decides: ['other-header'],
  },
  {
    cause: 'credential-rejected',
    from: 'openrouter',
    // 401 {"error":{"message":"No auth credentials found","code":401}}
    match: /No auth credentials found|No cookie auth credentials found|"message":\s?"User not found\./,
    confidence: 0.8,
    or: { 'wrong-credential-header': 0.5 },
  },
  {
    cause: 'credential-rejected',
    from: 'envoy',
    // 401 Jwt is expired
    match: anyOf(
      '',
      // 401 Jwt is not in the form of Header.Payload.Signature
      /Jwt (is expired|verification fails|issuer is not configured|is not in the form|header|not valid)/,
      /Audiences in Jwt are not allowed/, // 403 Audiences in Jwt are not allowed
      /Jwks/, // Jwks doesn't have key
    ),
  },
  {
    cause: 'credential-rejected',
    from: 'apigee',
    // 401 {"fault":{"faultstring":"Invalid ApiKey","detail":{"errorcode":"oauth.v2.InvalidApiKey"}}}
    match: /oauth\.v2\.\w+|Invalid ApiKey|steps\.oauth\.v2|Failed to resolve API Key variable/,
  },
  {
    cause: 'credential-rejected',
    from: 'claude-code-router',
    // 401 APIKEY is missing
    match: anyOf(
      '',
      /APIKEY is missing/, // 401 APIKEY is missing
      /\bAPI key is (missing|required)/, // "message": "API key is required"
      /[Mm]issing API[- ]?[Kk]ey\b(?! ·)/, // Invalid or missing API Key
      /API key (not provided|was not provided|required)/, // API key required in x-api-key header
      /no api key (was )?(provided|supplied|given)/, // 401 no api key supplied
      /No credentials (were )?provided/, // 401 No credentials were provided
      /Missing (auth(entication|orization)?|credentials?)\b/, // 401 Missing authentication
      /missing_api_key/, // "code": "missing_api_key"
      /No API key provided/, // No API key provided.
    ),
    status: REFUSED,
    confidence: 0.6,
    or: { 'wrong-credential-header': 0.55 },
    decides: ['other-header', 'show-configuration'],
  },
  {
    cause: 'credential-rejected',
    from: 'gateway',
    // 401 {"error":{"message":"Invalid API key."}}
    match: anyOf(
      'i',
      // 401 Invalid or expired virtual key
      inOrder(
        'i',
        /(?!incorrect API key provided|invalid key=value)/,
        /(invalid|incorrect|unknown|unrecogni[sz]ed|expired|revoked|disabled|inactive|malformed|bad) /,
        /(or (missing|expired|revoked|inactive) )?/,
        /(virtual |gateway |master |access |auth |user |api |proxy |personal ){0,3}/,
        /(api[- ]?key|key|token|credentials?)\b(?!.{0,30}(·|thinking))/,
      ),
      // 401 The API key you provided is invalid
      inOrder(
        'i',
        /(api[- ]?key|virtual key|access token|auth token|token|credential)( provided)? /,
        /(is |was |has |has been |you provided is ){0,4}/,
        /(invalid|expired|revoked|disabled|inactive|not (valid|found|recogni[sz]ed|active)|deactivated|incorrect)/,
      ),
      /invalid_api_key/, // "code": "invalid_api_key"
      /invalid_token/, // www-authenticate: Bearer error="invalid_token"
      /InvalidApiKey/, // InvalidApiKey
    ),
    status: REFUSED,
    onlyWithStatus: true,
    confidence: 0.78,
    or: { 'wrong-credential-header': 0.45, 'provider-credential-rejected': 0.3 },
    decides: ['check-connection', 'other-header'],
  },
  {
    cause: 'credential-rejected',
    from: 'gateway',
    // Please run /login · API Error: 401 Invalid authentication credentials
    match: anyOf(
      '',
      /Invalid authentication credentials/, // Error: 401 Invalid authentication credentials
      /Authentication Error\b/, // Error: 401 Authentication Error, Key is blocked.
      /[Aa]uthentication (failed|error|required)/, // Upstream authentication failed
      /authentication_error/, // "type":"authentication_error"
      /could not be authenticated/, // 401 The request could not be authenticated
      /"Unauthorized"/, // {"message":"Unauthorized"}
    ),
    status: [401],
    onlyWithStatus: true,
    confidence: 0.65,
    or: { 'provider-credential-rejected': 0.45, 'wrong-credential-header': 0.4 },
    decides: ['check-connection', 'gateway-log'],
  },

  // Models.
  {
    cause: 'model-not-permitted',
    from: 'litellm',
    // 401 team not allowed to access model. This team can only access models=[‘claude-3-5-haiku’]. Tried to access claude-opus-4
    match: anyOf(
      'i',
      /not allowed to access (the )?model/, // 403 key not allowed to access model.
      /can only access models/, // This key can only access models=['a']
      /key_model_access_denied/, // key_model_access_denied
      /team_model_access_denied/, // "type":"team_model_access_denied"
      /not allowed to (use|call|access) (this |the )?model/, // 403 key not allowed to access model.
    ),
  },
  {
    cause: 'model-not-permitted',
    from: 'gateway',
    // 403 model_not_allowed
    match: anyOf(
      '',
      /model_not_allowed/, // "type":"model_not_allowed"
      /model[- ](access[- ])?(is )?(denied|forbidden|blocked|disabled)\b/, // 403 model access denied
      // 403 The model claude-opus-5 is not allowed for this key
      inOrder(
        '',
        /(model|Model) .{1,80}(is |are )?not (allowed|permitted|enabled|authorized|available) (for|by|in|to) /,
        /(this |your |the )?/,
        /(profile|key|api key|virtual key|team|user|organi[sz]ation|project|plan|account|workspace|token|operator)/,
      ),
      /not in the operator['’]s model allowlist/, // claude-x is not in the operator's model allowlist
      // 403 You don't have access to the model
      /(do(es)? not|don['’]t|no) (have )?(permission|access) (to|for) (use |the |this |access ){0,4}model/,
      /无权(使用|访问)(该)?模型/, // 无权使用模型：claude-opus-4-8
      /不允许使用该模型/, // "API Key 不允许使用该模型"
      /模型访问权限/, // 暂无该模型访问权限
      // Model claude-opus-5 is not in the allowed models
      /(model|Model) .{1,60}(not|isn['’]t) (in|on) (the |your )?(allow(ed)?[- ]?list|allowed models)/,
    ),
  },
  {
    cause: 'model-not-permitted',
    from: 'gateway',
    // Model "claude-sonnet-4.5" is not available. It may be disabled by your organization’s policy.
    match: /[Mm]odel .{1,80}is not available\.? .{0,30}(disabled|restricted|blocked) by/,
    confidence: 0.79,
    or: { 'organization-policy': 0.6 },
    decides: ['check-connection'],
  },
  {
    cause: 'model-not-permitted',
    from: 'kong',
    // 400 {"error":{"message":"cannot use own model - must be: claude-sonnet-4-5"}}
    match: /cannot use own model/,
    confidence: 0.85,
  },
  {
    cause: 'model-not-permitted',
    from: 'openrouter',
    // 404 {"error":{"message":"No endpoints found matching your data policy (Paid model training)."}}
    match: /No endpoints found matching your data policy|No allowed providers are available/,
    confidence: 0.85,
    or: { 'model-not-routed': 0.4 },
  },
  {
    cause: 'model-not-routed',
    from: 'litellm',
    // 400 /v1/messages: Invalid model name passed in model=claude-opus-5-5. Call `/v1/models` to view available models for your key.
    match: anyOf(
      '',
      /[Ii]nvalid model name/, // /v1/messages: Invalid model name passed in model=opus
      // gateway couldn't serve anthropic/claude-3-haiku. This model may not be configured on your
      /couldn['’]t serve .{1,80}model may not be configured/,
      /LLM Provider NOT provided/, // LLM Provider NOT provided. Pass in the LLM provider
      /no healthy deployments? for this model/, // There are no healthy deployments for this model
      /There are no healthy deployments/, // There are no healthy deployments for this model
      /模型不存在/, // 模型不存在，请检查模型代码。
      /model_not_exist/, // "code": "model_not_exist"
    ),
  },
  {
    cause: 'model-not-routed',
    from: 'litellm',
    // 429 No deployments available for selected model
    match: /No deployments available for selected model(?!.{0,20}[Tt]ry again)/,
    confidence: 0.65,
    or: { overloaded: 0.55, 'rate-limited': 0.4 },
    decides: ['wait-and-retry', 'check-connection'],
  },
  {
    cause: 'overloaded',
    from: 'litellm',
    // 429 No deployments available for selected model, Try again in 60 seconds. Passed model=claude-sonnet-4-5.
    match: /No deployments available for selected model.{0,20}[Tt]ry again/,
    confidence: 0.7,
    or: { 'rate-limited': 0.6, 'model-not-routed': 0.5 },
    decides: ['wait-and-retry'],
  },
  {
    cause: 'model-not-routed',
    from: 'envoy-ai-gateway',
    // 404 No matching route found. It is likely because the model specified in your request is not configured in the Gateway.
    match: /No matching route found\. It is likely because the model/,
  },
  {
    cause: 'model-not-routed',
    from: 'one-api',
    // 503 {"error":{"message":"当前分组 default 下对于模型 claude-sonnet-4 无可用渠道","type":"new_api_error"}}
    match: anyOf(
      'i',
      /无可用(渠道|账号|通道)/, // 无可用渠道
      /No available channels? for model/, // Error: 503 No available channel for model claude-opus-5
      /get_channel_failed/, // get_channel_failed
      // no available accounts supporting model: opus
      /no available (\w+ )?accounts? support(ing)? (the requested )?model/,
    ),
    confidence: 0.9,
    or: { overloaded: 0.4, 'model-not-permitted': 0.3 },
  },
  {
    cause: 'model-not-routed',
    from: 'openrouter',
    // 404 {"error":{"message":"No endpoints found that support tool use."}}
    match: /No endpoints found that support/i,
    confidence: 0.75,
    or: { 'unrecognized-fields': 0.65 },
    decides: ['gateway-log'],
  },
  {
    cause: 'model-not-permitted',
    from: 'gateway',
    // 403 This model isn’t available right now. You can switch to another model to continue
    match: /This model isn['’]t available right now/,
    confidence: 0.65,
    or: { 'model-not-routed': 0.5 },
    decides: ['check-connection'],
  },
  {
    cause: 'model-not-routed',
    from: 'openrouter',
    // 404 {"error":{"message":"No endpoints found for anthropic/claude-9."}}
    match: /No endpoints found for|is not a valid model( ID)?\b|no endpoints available/i,
  },
  {
    cause: 'model-not-routed',
    from: 'claude-code-router',
    // 400 {"error":{"message":"unknown provider for model claude-haiku-4-5","code":"model_not_found"}}
    match: anyOf(
      'i',
      /unknown provider for model/, // 400 unknown provider for model opus
      /could not auto resolve a provider/, // could not auto resolve a provider for the request
      /Provider ['"].{1,60}['"] not found/, // Provider 'openai' not found
      /[Mm]odel .{1,80} not found in (any|the) (provider|config)/, // Model claude-opus-9 not found in any provider
      // no route found for model "claude-opus-5"
      inOrder(
        'i',
        /no (provider|route|backend|upstream|target)s? /,
        /(is |was |were )?(found |configured |available )?for (the )?model/,
      ),
    ),
  },
  {
    cause: 'model-not-routed',
    from: 'kong',
    // 400 {"error":{"message":"model parameter not found in request, nor in gateway configuration"}}
    match: /model parameter not found|[Mm]issing model in request|model (is )?required|model field is required/,
    status: [400, 404, 422],
    confidence: 0.85,
  },
  {
    cause: 'model-not-routed',
    from: 'gateway',
    // 404 {"error":{"message":"model ‘claude-haiku-4-5-20251001’ not found"}}
    match: anyOf(
      '',
      /model_not_found/, // "code":"model_not_found"
      /ModelNotFound/, // Type: ProxyModelNotFoundError
      /DeploymentNotFound/, // {'code': 'DeploymentNotFound'}
      // The API deployment for this resource does not exist.
      /deployment for this resource does not exist/,
      // The model claude-opus-9 was not found
      inOrder(
        '',
        /\b[Mm]odel:? ?(?!parameter)(group |id |name |identifier |alias )?/,
        /['"‘`[(]?[\w.:@/+-]{2,80}['"’`\])]?:? (was |is |are |could |does |has ){0,4}/,
        anyOf(
          '',
          // not available
          /not (found|exist|supported|available(?! on your|\. It)|configured|recogni[sz]ed|deployed|registered)/,
          /not (be found|been found|in the|served|a supported)/, // not in the list of models
          /unknown/, // unknown
          /unavailable/, // unavailable
          /invalid/, // invalid
        ),
      ),
      // 400 Unknown model claude-opus-9
      inOrder(
        '',
        /\b([Uu]nknown|[Uu]nsupported|[Uu]nrecogni[sz]ed|[Nn]o such|[Nn]onexistent|[Ii]nvalid)/,
        / ([Mm]odel|deployment)\b(?! server)/,
      ),
      /model identifier is invalid/, // The provided model identifier is invalid.
      /[Mm]odel not (found|supported|available|exist)/, // model not found: opus
      // The requested model does not exist
      inOrder(
        '',
        /[Tt]he (requested |specified )?model (\S{1,80} )?/,
        /(does not exist|could not be found|is not (available(?! on your)|supported|found))/,
      ),
      /on-demand throughput isn['’]?t supported/, // on-demand throughput isn’t supported
      /is not servable in region/, // 404 Model claude-opus-5 is not servable in region us-east5
      /try pulling it first/, // model "opus" not found, try pulling it first
      /No models? (is |are )?loaded/, // 400 No models loaded. Please load a model
      // The model returned the following errors: adaptive thinking is not supported on this model
      /model .{1,80} is not (a )?(valid|supported)/,
    ),
  },

  // Money.
  {
    cause: 'budget-exceeded',
    from: 'litellm',
    // 400 ExceededBudget: User=486535c5 over budget. Spend=10.63354472, Budget=10.0
    match: anyOf(
      '',
      /[Bb]udget has been exceeded/, // Budget has been exceeded! Current cost: 10.2
      /budget_exceeded/, // budget_exceeded
      /Exceeded(Token)?Budget/, // 400 ExceededBudget: User=486535c5
      /over budget/, // User=486535c5 over budget.
      /[Bb]udget (limit )?(exceeded|reached|exhausted)/, // Budget limit reached
      /exceeded .{0,30}\bbudget/, // engineer-1, exceeded budget
      /max[_ ]budget/, // 400 max_budget: 10.0
    ),
  },
  {
    cause: 'budget-exceeded',
    from: 'claude-apps-gateway',
    // 429 spend limit reached (daily; resets 2026-08-09 00:00 UTC)
    match: /[Ss]pend(ing)?[ _-](limit|cap) (reached|exceeded|unavailable|hit)/,
  },
  {
    cause: 'budget-exceeded',
    from: 'openrouter',
    // 402 {"error":{"message":"Insufficient credits. This account never purchased credits.","code":402}}
    match: anyOf(
      '',
      /[Ii]nsufficient (\w+ )?(credits?|funds|balance|quota)/, // insufficient balance (1008)
      /预扣费额度失败/, // 预扣费额度失败
      /剩余额度/, // 用户剩余额度: ＄2.533620
      /欠费/, // 账户已欠费
      /requires more credits/, // request requires more credits, or fewer
      /insufficient_(quota|funds|user_quota|credits|balance)/, // "type": "insufficient_quota"
      /[Kk]ey limit exceeded/, // 403 Key limit exceeded (monthly limit)
      /exceeded your current quota/, // You exceeded your current quota
      /out of credits/, // 402 You are out of credits
      /no credits (left|remaining)/, // You have no credits left
      /quota[_ ](exceeded|exhausted|is not enough)/, // quota is not enough
      /not enough (credits?|balance|quota)/, // 402 not enough credits
      /pre_consume_token_quota/, // "code": "pre_consume_token_quota_failed"
      /额度(不足|已用尽|已耗尽)/, // 额度已用尽
      /余额不足/, // 账户余额不足
      /[Pp]ayment [Rr]equired/, // 402 Payment Required
      /Arrearage/, // "code": "Arrearage"
      /usage cap/, // You reached the usage cap of this key
    ),
    confidence: 0.88,
    or: { 'rate-limited': 0.3 },
  },
  {
    cause: 'budget-exceeded',
    from: 'azure-apim',
    // 403 Out of call volume quota. Quota will be replenished in 07:12:33.
    match: /Out of (call volume|bandwidth) quota|Limit Exceeded/,
    confidence: 0.7,
    or: { 'rate-limited': 0.6 },
    decides: ['gateway-log'],
  },

  // Limits.
  {
    cause: 'context-limit-rewritten',
    from: 'model-server',
    // This model’s maximum context length is 196608 tokens. However, your messages resulted in 199906 tokens.
    match: anyOf(
      '',
      /maximum context length/, // model's maximum context length is 102400 tokens.
      /context[_ ]length[_ ]exceeded/, // context length exceeded from messages
      /prompt token count of/, // prompt token count of 93854 exceeds the limit
      /[Ii]nput is too long for requested model/, // Input is too long for requested model.
      // 400 exceeds the available context size
      inOrder(
        '',
        /exceeds? (the )?(available |model['’]s |maximum |max ){0,4}/,
        /(context (size|length|window|limit)|input (token )?(length|limit))/,
      ),
      /longer than the model['’]s (maximum )?context/, // is longer than the model's context length (8192 tokens)
      /input (length|tokens?) .{0,40}exceeds? /, // input length and `max_tokens` exceed context limit: 200000
      /[Tt]oo many (input )?tokens in (the )?(request|prompt)/, // Too many tokens in the request
      /context (size|window) (has been )?exceeded/, // 400 context size exceeded
      /exceeded (the )?model token limit/, // Your request exceeded model token limit: 262144
      // tokens (400007) exceed model maximum (278528)
      /tokens? (\(\d+\) |\d+ )?exceeds? (the )?(model )?(maximum|limit)/,
      /token limit (was )?exceeded/, // token limit exceeded
      /Range of input length should be/, // Range of input length should be [1, 129024]
      /greater than the context length/, // prompt is greater than the context length
      // error: `inputs` must have less than 32768 tokens.
      /`?inputs`? (must have less than|tokens \+ `?max_new_tokens)/,
      /reduce the length of the (messages|prompt|input)/, // Please reduce the length of the messages
    ),
  },
  {
    cause: 'request-too-large',
    from: 'gateway',
    // 413 Maximum request body size exceeded
    match: anyOf(
      '',
      /413 Request Entity Too Large/, // <title>413 Request Entity Too Large</title>
      /Request Entity Too Large/, // <h1>Request Entity Too Large</h1>
      /[Pp]ayload [Tt]oo [Ll]arge/, // "error": "Payload too large"
      /PayloadTooLarge/, // 413 PayloadTooLargeError
      /request entity too large/, // request entity too large
      // Request body size exceeds limit
      /[Rr]equest (body |size |entity ){0,4}(is )?(too large|exceeds? (the )?(limit|maximum|size))/,
      /[Rr]equest size (limit )?exceed(s|ed)/, // Request size exceeds limit of 10485760 bytes
      /Maximum request (body )?size exceeded/, // 413 Maximum request body size exceeded
      /body (size )?(limit )?(exceeded|too large)/, // request body size exceeded
      /Request Too Long/, // <title>413 Request Too Long</title>
      /content length .{0,40}(exceeds?|too large)/, // content length 12 MB exceeds 10 MB
      /entity\.too\.large/, // "type": "entity.too.large"
      /Body exceeded/, // Body exceeded 10mb limit
      /FST_ERR_CTP_BODY_TOO_LARGE/, // FST_ERR_CTP_BODY_TOO_LARGE
      /buffer limit exceeded/, // 413 buffer limit exceeded
      /[Cc]ontent[- ][Ll]ength exceeds/, // Content-Length exceeds the limit
    ),
  },
  {
    cause: 'rate-limited',
    from: 'litellm',
    // 429 Crossed TPM / RPM / Max Parallel Request Limit
    match: anyOf(
      'i',
      /Crossed (TPM|RPM)/, // Crossed TPM / RPM / Max Parallel Request Limit
      /Max parallel request limit/, // Max Parallel Request Limit. current rpm: 1
      /LiteLLM Rate Limit/, // LiteLLM Rate Limit Handler
      /litellm\.RateLimitError/, // litellm.RateLimitError: RateLimitError
      /Rate limit exceeded for (api_key|team|user)/, // Rate limit exceeded for api_key
    ),
  },
  {
    cause: 'rate-limited',
    from: 'kong',
    // 429 {"message":"API rate limit exceeded"}
    match: anyOf(
      'i',
      // "error": "Rate limit exceeded"
      /rate[- _]?limit(s|ed|ing|er)?( has been| was)? (exceeded|reached|hit|error)/,
      /rate_limit_exceeded/, // 'code': 'rate_limit_exceeded'
      /local_rate_limited/, // 429 local_rate_limited
      /exceeded .{0,40}rate limit/, // exceeded the tokens rate limit
      /Rate limit is exceeded/, // Rate limit is exceeded. Try again in 60 seconds
      /[Tt]oo [Mm]any [Rr]equests/, // Too many requests. Please wait
      /Too many (requests|tokens), please wait/, // Too many requests, please wait before trying
      /ThrottlingException/, // name: ThrottlingException
      /throttl(ed|ing)/, // Request was throttled or rate limited.
      /RESOURCE_EXHAUSTED/, // "status": "RESOURCE_EXHAUSTED"
      /Resource (has been )?exhausted/, // Resource has been exhausted (e.g. check quota)
      /Quota exceeded for/, // Quota exceeded for base_model: claude
      /requests per (minute|day|second)/, // limit of 60 requests per minute
      /tokens per (minute|day)/, // 30,000 input tokens per minute
      /temporarily rate-limited/, // model is temporarily rate-limited upstream
      /QuotaViolation/, // "@type": "google.rpc.QuotaFailure.QuotaViolation"
      /You are being rate limited/, // You are being rate limited.
      /请求(过于|太)频繁/, // 请求过于频繁，请稍后再试
      /TooManyRequests/, // "code": "TooManyRequests"
      /concurren(t|cy) (request )?limit/, // reached their concurrency limit. Please try again
      /usage limit exceeded/, // HTTP 429: usage limit exceeded, 5-hour usage
      /max (RPM|TPM|concurrency)\b/, // organization max RPM: 3
      /reached .{0,40}(RPM|TPM|rate) limit/, // You reached the organization's TPM limit
      /max RPM: \d+, please try again/, // organization max RPM: 3, please try again after 1 seconds
    ),
    confidence: 0.88,
    or: { 'budget-exceeded': 0.2 },
  },
  {
    cause: 'rate-limited',
    from: 'claude-code',
    // API Error: Request rejected (429) · this may be a temporary capacity issue.
    match: /Request rejected \(429\)/,
    confidence: 0.82,
    or: { 'budget-exceeded': 0.3, overloaded: 0.3 },
  },
  {
    cause: 'response-buffered',
    from: 'person',
    // When I make calls through the LiteLLM proxy, the response is buffered: lines are just sent in one large batch.
    match: anyOf(
      'i',
      // The response arrives all at once
      inOrder(
        'i',
        /(response|stream(ing|ed)?|tokens?|SSE|chunks?|output|events)\b.{0,120}/,
        anyOf(
          'i',
          /\bbuffered/, // is buffered by the proxy
          /buffers the/, // the proxy buffers the stream
          /in one (large |single )?(batch|piece|chunk|go)/, // in one large chunk
          /all at once/, // all at once
          // until the whole response is complete
          /until (the )?(whole |entire |full )?(generation|response|stream|message) is (done|complete|finished)/,
        ),
      ),
      /hangs.{0,40}until the entire/, // it hangs until the entire generation is there
      /\bTTFT\b.{0,80}(equal|same)/, // TTFT is effectively equal to the full response
      /proxy_buffering/, // proxy_buffering off;
      // the streaming response never reaches the client
      /(streaming )?(response|stream) never reaches the client/,
      /(delivered|arrives?|sent|comes?|emitted|appears?) (all )?at once/, // the full answer appears at once
      /nothing reached .{0,40}until/, // nothing reached Claude until the model was done
      /流式.{0,20}一下子/, // 流式，而是一下子蹦出来所有回答
      /没有.{0,6}流式/, // 结果没有呈现流式
    ),
    confidence: 0.79,
    or: { 'stream-interrupted': 0.3 },
    decides: ['check-connection'],
  },
  {
    cause: 'response-buffered',
    from: 'kong',
    // 400 {"error":{"message":"response streaming is not enabled for this LLM"}}
    match: /streaming is not (enabled|supported|allowed)/,
    confidence: 0.82,
    or: { 'api-format-mismatch': 0.3 },
  },

  // Fields and formats.
  {
    cause: 'unrecognized-fields',
    from: 'litellm',
    // litellm.UnsupportedParamsError: bedrock does not support parameters: [‘context_management’]
    match: anyOf(
      '',
      /UnsupportedParamsError/, // litellm.UnsupportedParamsError
      /does not support parameters/, // anthropic does not support parameters: ['seed']
      /[Uu]nsupported (parameter|param|field|argument)/, // 400 unsupported field
      /[Uu]nrecogni[sz]ed (request argument|field|key|parameter|property|beta)/, // Unrecognized key(s) in object
      /[Uu]nknown (parameter|field|property|name "|argument)/, // json: unknown field "thinking"
      /unknown_parameter/, // "code": "unknown_parameter"
      /unexpected keyword argument/, // TypeError: unexpected keyword argument 'thinking'
      /got an unexpected/, // create() got an unexpected keyword argument 'betas'
      /Invalid JSON payload received\. Unknown name/, // Invalid JSON payload received. Unknown name "thinking"
      /Unrecognized chat message/, // 400 Unrecognized chat message.
      /is not a permitted (field|property)/, // context_management is not a permitted field
      /context_management.{0,60}not (supported|allowed)/, // context_management is not supported
      // context_management: unknown field
      inOrder(
        '',
        /(anthropic_beta|cache_control|output_config|defer_loading|context_management)/,
        /.{0,40}(unknown|unrecogni[sz]ed|unsupported|not supported|not permitted|invalid)/,
      ),
    ),
    confidence: 0.88,
  },
  {
    cause: 'api-format-mismatch',
    from: 'openai',
    // 404 {"error":{"message":"Invalid URL (POST /v1/messages)","type":"invalid_request_error"}}
    match: /Invalid URL \((POST|GET|HEAD) |unknown_url|Unknown request URL|Unexpected endpoint or method/,
  },
  {
    cause: 'api-format-mismatch',
    from: 'gateway',
    // 400 this endpoint only supports the OpenAI chat completions format
    match: anyOf(
      'i',
      // this endpoint only supports the OpenAI chat completions
      /only supports? (the )?(openai|chat[ /]completions|llm\/v1)/,
      // There is no `POST /v1/messages` route
      /[Nn]o [`'"]?(POST )?\/v1\/messages[`'"]? (route|endpoint)/,
      /Requested API is currently not supported/, // Requested API is currently not supported
      /not accessible via the \/\S{1,40} endpoint/, // is not accessible via the /chat/completions endpoint
      /unsupported_api_for_model/, // "code":"unsupported_api_for_model"
      /API is not supported for this (model|deployment)/, // This API is not supported for this deployment
      /(not|isn['’]t) (an? )?(anthropic|messages)[- ](compatible|api)/, // The upstream is not Anthropic-compatible
      /chat\.completion/, // "object":"chat.completion.chunk"
      /does not support (the )?anthropic[- ]messages/, // does not support anthropic-messages protocol
      // The model does not support the Messages API
      /does not support (the )?(anthropic )?(messages api|\/v1\/messages)/,
      /request body doesn['’]t contain valid prompts/, // request body doesn't contain valid prompts
      /expected .{0,30}chat[ /]completions/, // expected a body of chat completions
    ),
    confidence: 0.85,
  },
  {
    cause: 'wrong-base-path',
    from: 'gateway',
    // 404 {"detail":"Not Found"}
    match: /^\{?"detail":\s?"Not Found"\}?|404 \{"detail":\s?"Not Found"\}/,
    status: [404],
    confidence: 0.66,
    or: { 'api-format-mismatch': 0.55 },
    decides: ['check-connection'],
  },
  {
    cause: 'wrong-base-path',
    from: 'gateway',
    // "POST /api/v1/v1/messages?beta=true HTTP/1.1" 404 Not Found
    match: /\/v1\/v1\/messages|\/v1\/messages\/v1\/messages|\/messages\/v1\/messages/,
    confidence: 0.9,
  },
  {
    cause: 'wrong-base-path',
    from: 'kong',
    // 404 {"message":"no Route matched with those values"}
    match: anyOf(
      'i',
      /no Route matched with those values/, // {"message":"no Route matched with those values"}
      // Unable to match incoming request to an operation.
      /Unable to match incoming request to an operation/,
      /"message":\s?"Resource not found"/, // {"error":{"code":"404","message":"Resource not found"}}
      /404 page not found/, // 404 page not found
      /Route (GET|POST|HEAD):.{1,120}not found/, // Route POST:/v1/messages not found
      /Cannot (POST|GET|HEAD) \//, // Cannot POST /v1/no-such-path
      /no static resource/, // 404 no static resource v1/messages
      /RouteNotFound/, // RouteNotFound
      /No route (found )?for (POST|path)/, // 404 No route found for POST
      /path .{1,80}not found/, // path /v1/messages not found
      /No handler found for/, // No handler found for POST /v1/messages
      /APICallError\]?: Not Found/, // Error [AI_APICallError]: Not Found
    ),
    confidence: 0.85,
    or: { 'api-format-mismatch': 0.4 },
  },
  {
    cause: 'wrong-base-path',
    from: 'aws-api-gateway',
    // 403 {"message":"Missing Authentication Token"}
    match: /Missing Authentication Token/,
    status: [403],
    confidence: 0.82,
    or: { 'wrong-credential-header': 0.4 },
  },
  {
    cause: 'wrong-base-path',
    from: 'aws-api-gateway',
    // 403 {"message":"Invalid key=value pair (missing equal-sign) in Authorization header"}
    match: /Invalid key=value pair|Authorization header requires ['"]?Credential/,
    confidence: 0.75,
    or: { 'wrong-credential-header': 0.7, 'credential-rejected': 0.3 },
    decides: ['check-connection', 'gateway-log'],
  },
  {
    cause: 'custom-header-missing',
    from: 'portkey',
    // 400 Either x-portkey-config or x-portkey-provider header is required
    match: /x-portkey-(config|provider).{0,60}required|Invalid (provider|custom host) passed/,
    confidence: 0.7,
    or: { 'wrong-credential-header': 0.3 },
    decides: ['show-configuration'],
  },
  {
    cause: 'custom-header-missing',
    from: 'gateway',
    // 400 Missing required header: x-tenant-id
    match: anyOf(
      'i',
      // 400 Missing required header: x-tenant-id
      inOrder(
        'i',
        /\b(?:missing|required?)(?: required| mandatory)?(?: request)? headers?/,
        /[: `'"]{1,3}(?!x-api-key)x-[\w-]{2,60}/,
      ),
      // 400 header x-tenant-id is required
      inOrder(
        'i',
        /\bheader [`'"]?(?!x-api-key)x-[\w-]{2,60}[`'"]? (?:is )?/,
        /(?:required|missing|not (?:found|set|present))/,
      ),
    ),
    confidence: 0.82,
    or: { 'wrong-credential-header': 0.2 },
  },

  // Content rules: named as likely.
  {
    cause: 'waf-blocked',
    from: 'cloudflare-ai-gateway',
    // {"success":false,"error":[{"code":2016,"message":"Prompt blocked due to security configurations"}]}
    match: /(Prompt|Response) blocked due to security/,
    confidence: 0.75,
    or: { 'content-refused': 0.7 },
    decides: ['gateway-log'],
  },
  {
    cause: 'content-refused',
    from: 'gateway',
    // 400 Violated guardrail policy
    match: anyOf(
      'i',
      /guardrail/, // matching your guardrail restrictions
      /content[_ ](filter|policy|moderation)/, // rejected by the content policy
      /ResponsibleAIPolicyViolation/, // "code": "ResponsibleAIPolicyViolation"
      /violat(es|ed|ion).{0,40}(policy|guideline)/, // "error": "Violated guardrail policy"
      /prompt (injection|blocked|was blocked)/, // Prompt blocked due to security policy
      /usage polic(y|ies)/, // violate our Usage Policy
      /flagged/, // 400 Your request was flagged
    ),
    confidence: 0.7,
    decides: ['gateway-log'],
  },

  // The provider, the gateway, or the way to it is down.
  {
    cause: 'overloaded',
    from: 'kong',
    // 503 {"message":"name resolution failed"}
    match: anyOf(
      '',
      /name resolution failed/, // { "message":"name resolution failed" }
      /failure to get a peer/, // failure to get a peer from the ring-balancer
      // An invalid response was received from the upstream server
      /An invalid response was received from the upstream/,
      /upstream server is timing out/, // The upstream server is timing out
      /no live upstreams/, // 502 no live upstreams
    ),
  },
  {
    cause: 'overloaded',
    from: 'envoy',
    // 503 upstream connect error or disconnect/reset before headers. reset reason: connection failure
    match: anyOf(
      'i',
      /upstream connect error/, // 503 upstream connect error
      /no healthy (upstream|backend)/, // 503 no healthy upstream
      /upstream request timeout/, // 504 upstream request timeout
      /upstream_reset/, // "code": "upstream_reset_before_response_started"
      /upstream (unavailable|timed? ?out)/, // 504 upstream timed out
      /No server is available to handle/, // No server is available to handle this request.
      /default backend/, // default backend - 404
      /backend (unavailable|timeout)/, // 502 backend unavailable
    ),
  },
  {
    cause: 'overloaded',
    from: 'gateway',
    // 503 {"error":{"message":"No capacity available for model claude-opus-4-5-thinking on the server","status":"UNAVAILABLE"}}
    match: anyOf(
      '',
      /No capacity available/, // No capacity available for model
      /[Oo]verloaded/, // temporarily overloaded, please try again
      /at capacity/, // The API is at capacity
      /[Ss]ervice (is )?(currently |temporarily ){0,4}[Uu]navailable/, // Service temporarily unavailable
      /ServiceUnavailable/, // ServiceUnavailableException
      /ModelNotReady/, // ModelNotReadyException
      /ModelTimeout/, // ModelTimeoutException: Model has timed out
      /temporarily unavailable/, // all accounts are temporarily unavailable
      /high demand/, // 503 This model is experiencing high demand
      /负载(已饱和|较高)/, // 当前分组上游负载已饱和，请稍后再试
      /model is (currently )?loading/, // 503 The model is currently loading
      /Loading model/, // 503 Loading model
      /Bad [Gg]ateway/, // 502 Bad Gateway
      /Gateway [Tt]ime-?out/, // 504: Gateway time-out
      /Endpoint request timed out/, // { "message": "Endpoint request timed out" }
      /Web server is (down|returning)/, // 520: Web server is returning an unknown error
      /A timeout occurred/, // 524: A timeout occurred
      /Origin is unreachable/, // 523: Origin is unreachable
      /\b52[0-4]: [A-Z]/, // 522: Connection timed out
    ),
    confidence: 0.84,
    or: { 'server-error': 0.3 },
  },
  // Claude Code says so of an empty body; a forward proxy answers like this too (measured).
  {
    cause: 'overloaded',
    from: 'claude-code',
    // API Error: 503 status code (no body). This is a server-side issue, usually temporary
    match: /50[234] status code \(no body\)/,
    confidence: 0.78,
    or: { 'corporate-proxy': 0.35, 'server-error': 0.3 },
    decides: ['check-connection', 'gateway-log'],
  },
  {
    cause: 'overloaded',
    from: 'gateway',
    // 503 {"error":{"message":"No available accounts","type":"api_error"}}
    match: /[Nn]o available (\w+ )?accounts?/,
    confidence: 0.78,
    or: { 'model-not-routed': 0.4, 'model-not-permitted': 0.3 },
    decides: ['gateway-log', 'wait-and-retry'],
  },
  {
    cause: 'overloaded',
    from: 'cloudflare-ai-gateway',
    // 400 {"success":false,"error":[{"code":2005,"message":"Failed to get response from provider"}]}
    match: /Failed to get response from provider/,
    confidence: 0.75,
    or: { 'error-rewrapped': 0.6, 'server-error': 0.4 },
    decides: ['gateway-log'],
  },
  {
    cause: 'overloaded',
    from: 'claude-apps-gateway',
    // 502 all upstreams failed (1 attempted)
    match: /all upstreams failed \(/,
    confidence: 0.8,
    or: { 'error-rewrapped': 0.6 },
  },
  {
    cause: 'error-rewrapped',
    from: 'gateway',
    // 400 {"error":{"message":"All target providers failed.","attempts":[]}}
    match: anyOf(
      'i',
      // All target providers failed.
      /[Aa]ll (target )?(providers|targets|models|channels|backends|fallbacks|attempts) (have )?failed/,
      /all_providers_failed/, // all_providers_failed (502)
      /[Pp]rovider returned error/, // Provider returned error
      /upstream rejected the request/, // 400 upstream rejected the request
      /bad_response_status_code/, // "code":"bad_response_status_code"
      /upstream_error/, // 'type': 'upstream_error'
      /Error from provider ?\(/, // 400 Error from provider (Anthropic)
      /Upstream provider .{1,60}returned HTTP/, // Upstream provider KIMI returned HTTP 429.
      /do_request_failed/, // do_request_failed
      /upstream error/, // 500 upstream error: do request failed
    ),
    confidence: 0.65,
    or: { overloaded: 0.4, 'server-error': 0.3 },
    decides: ['gateway-log'],
  },
  {
    cause: 'server-error',
    from: 'portkey',
    // 500 {"status":"failure","message":"Something went wrong"}
    match: anyOf(
      '',
      // {"status":"failure","message":"Something went wrong"}
      /"status":\s?"failure","message":\s?"Something went wrong"/,
      /litellm\.InternalServerError/, // litellm.InternalServerError: AnthropicError
      /[Ii]nternal [Ss]erver [Ee]rror/, // 500 Internal server error
      /InternalServerException/, // InternalServerException
      /internal_server_error/, // Category: internal_server_error
      /"INTERNAL"/, // "status": "INTERNAL"
    ),
    confidence: 0.84,
    or: { overloaded: 0.3, 'error-rewrapped': 0.3 },
  },
];
