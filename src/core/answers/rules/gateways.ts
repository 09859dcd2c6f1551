import type { ErrorRule } from './errorRule';

const REFUSED = [400, 401, 403];

/** The words of LLM gateways and API gateways about keys, models, budgets and limits. */
export const GATEWAY_RULES: readonly ErrorRule[] = [
  // Which header is read.
  {
    cause: 'wrong-credential-header',
    from: 'gateway',
    sample: '401 {"error":{"message":"x-api-key header is required"}}',
    match:
      /x-api-key header (is )?(required|missing)|(missing|provide an?|requires? an?|use the) x-api-key( header)?\b(?! or)/i,
    status: REFUSED,
    onlyWithStatus: true,
    asksFor: 'x-api-key',
    confidence: 0.9,
    or: { 'credential-rejected': 0.3 },
  },
  {
    cause: 'wrong-credential-header',
    from: 'kong',
    sample: '401 {"message":"No API key found in request","request_id":"2a0c1e6fd3b4572c"}',
    match: /No API key found in request/i,
    asksFor: 'x-api-key',
    confidence: 0.9,
    or: { 'credential-rejected': 0.4 },
  },
  {
    cause: 'wrong-credential-header',
    from: 'azure-apim',
    sample:
      '401 {"statusCode":401,"message":"Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API."}',
    match: /missing subscription key/i,
    confidence: 0.9,
    or: { 'credential-rejected': 0.4 },
  },
  {
    cause: 'wrong-credential-header',
    from: 'cloudflare-ai-gateway',
    sample: '401 {"name":"AiGatewayError","internalCode":2009}',
    match: /AiGatewayError.{0,60}2009|"code":\s?2009/,
    confidence: 0.8,
    or: { 'credential-rejected': 0.5 },
  },
  {
    cause: 'wrong-credential-header',
    from: 'gateway',
    sample: '401 Authorization header is required',
    match:
      /authorization header (is |was )?(required|missing|not (found|provided|present))|(missing|no|expected an?|requires? an?) (['"]?authorization['"]? header|bearer (token )?header)|missing bearer token|no bearer token|bearer token (is )?(required|missing)|Jwt is missing/i,
    status: [400, 401, 403],
    asksFor: 'bearer',
    confidence: 0.85,
    or: { 'credential-rejected': 0.4 },
  },
  {
    cause: 'provider-credential-rejected',
    from: 'gateway',
    sample: 'Header of type authorization was missing',
    match: /Header of type ['"`]?authorization['"`]? was missing/,
    confidence: 0.7,
    or: { 'wrong-credential-header': 0.6 },
    decides: ['gateway-log', 'other-header'],
  },
  {
    cause: 'wrong-credential-header',
    from: 'bifrost',
    sample: 'virtual key is required. Provide a virtual key via the x-bf-vk header.',
    match:
      /(via|in|using|set|pass|provide|include|missing|through) (it in )?(the |an? )?['"`]?(x-[\w-]*(key|vk|token|auth)[\w-]*|authorization|[\w-]*api-key[\w-]*)['"`]? header/i,
    status: [400, 401, 403],
    confidence: 0.7,
    or: { 'credential-rejected': 0.6 },
    decides: ['other-header'],
  },
  {
    cause: 'wrong-credential-header',
    from: 'person',
    sample: 'Claude Code does not include x-api-key header when using ANTHROPIC_BASE_URL',
    match:
      /(does ?n[o’']t|does not|never|not|without|fails to) (include|send|sending|pass|passing|set|forward|use|sent|sends)( the| an?)? ?(x-api-key|authorization)/i,
    confidence: 0.75,
    or: { 'credential-rejected': 0.4 },
    decides: ['other-header'],
  },
  {
    cause: 'auth-conflict',
    from: 'langfuse',
    sample: '401 Conflicting gateway credentials in the Authorization and x-api-key headers',
    match:
      /Conflicting gateway credentials|Duplicate API key found|(both|multiple) (an? )?(authorization|x-api-key).{0,40}(headers?|credentials)/i,
    confidence: 0.9,
  },

  // The gateway's own key at the provider.
  {
    cause: 'provider-credential-rejected',
    from: 'litellm',
    sample:
      'litellm.AuthenticationError: AnthropicException - {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}',
    match:
      /litellm\.AuthenticationError|litellm\.PermissionDeniedError|(Anthropic|Bedrock|Vertex\w*|Azure\w*|OpenAI|Gemini|Openrouter|Databricks)(AI)?(Exception|Error)\b.{0,200}(invalid x-api-key|authentication_error|AuthenticationError|Incorrect API key|invalid api key|Unable to locate credentials|NoCredentials|security token|UNAUTHENTICATED|default credentials|subscription key|PERMISSION_DENIED|Access denied|could not resolve authentication)/i,
    confidence: 0.9,
  },
  {
    cause: 'provider-credential-rejected',
    from: 'portkey',
    sample:
      '401 {"error":{"message":"anthropic error: invalid x-api-key","type":"authentication_error"},"provider":"anthropic"}',
    match:
      /(anthropic|bedrock|vertex-ai|azure-openai|openai) error: .{0,120}(invalid x-api-key|Incorrect API key|authentication|credential|security token|unauthori[sz]ed)/i,
    confidence: 0.9,
  },
  {
    cause: 'provider-credential-rejected',
    from: 'litellm',
    sample:
      'Missing Anthropic API Key - A call is being made to anthropic but no key is set either in the environment variables or via params',
    match:
      /A call is being made to \w+ but no key is set|api_key client option must be set|no key is set either|managed credential unavailable|requires proxy-supplied auth|auth_unavailable|no auth available/,
    confidence: 0.85,
  },
  {
    cause: 'provider-credential-rejected',
    from: 'gateway',
    sample:
      'API Error (401 {"error":{"message":"Error from provider: {"error":{"message":"Provider returned error","code":401,"raw":"authentication_error"}}"}})',
    match:
      /(Error from provider|Provider returned error|[Uu]pstream (provider|error|API)).{0,300}(authentication_error|invalid x-?api-?key|[Ii]nvalid API [Kk]ey|[Uu]nauthori[sz]ed|permission_error)/,
    confidence: 0.84,
  },
  {
    cause: 'provider-credential-rejected',
    from: 'claude-code-router',
    sample: 'Error from provider(up,claude: 401): {"type":"error","error":{"type":"authentication_error"}}',
    match: /Error from provider ?\(.{1,80}: ?(401|403)\)/,
    confidence: 0.85,
  },
  {
    cause: 'provider-credential-rejected',
    from: 'gateway',
    sample: 'Upstream provider returned HTTP 401',
    match:
      /[Uu]pstream( provider)?.{0,60}(returned|responded with|status|error:?) (HTTP |status )?(401|403)\b|provider.{0,40}(rejected|refused) (the )?(api )?(key|credential)|upstream (authentication|credential).{0,40}(failed|rejected|invalid|error)|(no|missing|invalid) (upstream|provider) (api )?(key|credential)/i,
    confidence: 0.85,
  },
  {
    cause: 'provider-credential-rejected',
    from: 'openai',
    sample:
      '401 Incorrect API key provided: sk-…. You can find your API key at https://platform.openai.com/account/api-keys.',
    match: /Incorrect API key provided/,
    confidence: 0.6,
    or: { 'credential-rejected': 0.55 },
    decides: ['gateway-log'],
  },

  // Keys of the gateway.
  {
    cause: 'credential-rejected',
    from: 'litellm',
    sample:
      '401 Authentication Error, Invalid proxy server token passed. Received API Key = sk-...8aSP, Key Hash (Token) =41c2. Unable to find token in cache or `LiteLLM_VerificationTokenTable`',
    match:
      /Invalid proxy server token passed|LiteLLM Virtual Key expected|Malformed API Key passed in|LiteLLM_VerificationToken|token_not_found_in_db|not found in db|Expired Key\b|expired_key|[Kk]ey is blocked|Authentication Error, (Invalid|Key)/,
  },
  {
    cause: 'credential-rejected',
    from: 'litellm',
    sample: '401 Authentication Error, No api key passed in.',
    match: /No api key passed in/,
    confidence: 0.75,
    or: { 'wrong-credential-header': 0.6, redirected: 0.2 },
    decides: ['check-connection', 'other-header'],
  },
  // LiteLLM without a database knows no virtual keys: any key but the master key ends here.
  {
    cause: 'credential-rejected',
    from: 'litellm',
    sample: '400 {"error":{"message":"No connected db.","type":"no_db_connection"}}',
    match: /No connected db|no_db_connection/,
    confidence: 0.75,
    or: { 'server-error': 0.6 },
    decides: ['gateway-log'],
  },
  {
    cause: 'credential-rejected',
    from: 'vercel',
    sample: 'Error [GatewayAuthenticationError]: Unauthenticated request to AI Gateway.',
    match: /Unauthenticated request|GatewayAuthenticationError|request is not authenticated|not authenticated\b/i,
    confidence: 0.7,
    or: { 'wrong-credential-header': 0.5 },
    decides: ['other-header', 'gateway-log'],
  },
  {
    cause: 'credential-rejected',
    from: 'portkey',
    sample: '401 Portkey Error: Invalid API Key. Error Code: 03',
    match: /Portkey Error: Invalid API Key|Invalid API Key\. Error Code: 0\d/,
  },
  {
    cause: 'credential-rejected',
    from: 'azure-apim',
    sample:
      '401 Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.',
    match: /invalid subscription key/i,
    confidence: 0.9,
  },
  {
    cause: 'credential-rejected',
    from: 'langfuse',
    sample: '401 Invalid gateway credential',
    match: /[Ii]nvalid gateway (credential|key|token)/,
  },
  {
    cause: 'credential-rejected',
    from: 'langfuse',
    sample: '403 Gateway access forbidden',
    match: /Gateway access forbidden/,
    confidence: 0.75,
    or: { 'model-not-permitted': 0.3 },
    decides: ['gateway-log'],
  },
  {
    cause: 'credential-rejected',
    from: 'one-api',
    sample: '401 {"error":{"message":"该令牌已过期","type":"new_api_error"}}',
    match:
      /令牌(已过期|状态不可用|验证失败|已被禁用)|用户已被封禁|无效的 ?API ?Key|invalid token \(request id|This token (has expired|status is not available)|token (is )?(expired|exhausted)/i,
    confidence: 0.88,
  },
  // new-api says the same when no key arrived in the header that it reads.
  {
    cause: 'credential-rejected',
    from: 'one-api',
    sample: '401 {"error":{"message":"无效的令牌 (request id: 20250720182654457470344)","type":"api_error"}}',
    match: /无效的令牌|未提供令牌/,
    confidence: 0.78,
    or: { 'wrong-credential-header': 0.6 },
    decides: ['other-header'],
  },
  {
    cause: 'credential-rejected',
    from: 'openrouter',
    sample: '401 {"error":{"message":"No auth credentials found","code":401}}',
    match: /No auth credentials found|No cookie auth credentials found|"message":\s?"User not found\./,
    confidence: 0.8,
    or: { 'wrong-credential-header': 0.5 },
  },
  {
    cause: 'credential-rejected',
    from: 'envoy',
    sample: '401 Jwt is expired',
    match:
      /Jwt (is expired|verification fails|issuer is not configured|is not in the form|header|not valid)|Audiences in Jwt are not allowed|Jwks/,
  },
  {
    cause: 'credential-rejected',
    from: 'apigee',
    sample: '401 {"fault":{"faultstring":"Invalid ApiKey","detail":{"errorcode":"oauth.v2.InvalidApiKey"}}}',
    match: /oauth\.v2\.\w+|Invalid ApiKey|steps\.oauth\.v2|Failed to resolve API Key variable/,
  },
  {
    cause: 'credential-rejected',
    from: 'claude-code-router',
    sample: '401 APIKEY is missing',
    match:
      /APIKEY is missing|\bAPI key is (missing|required)|[Mm]issing API[- ]?[Kk]ey\b(?! ·)|API key (not provided|was not provided|required)|no api key (was )?(provided|supplied|given)|No credentials (were )?provided|Missing (auth(entication|orization)?|credentials?)\b|missing_api_key|No API key provided/,
    status: REFUSED,
    confidence: 0.6,
    or: { 'wrong-credential-header': 0.55 },
    decides: ['other-header', 'show-configuration'],
  },
  {
    cause: 'credential-rejected',
    from: 'gateway',
    sample: '401 {"error":{"message":"Invalid API key."}}',
    match:
      /(?!incorrect API key provided|invalid key=value)(invalid|incorrect|unknown|unrecogni[sz]ed|expired|revoked|disabled|inactive|malformed|bad) (or (missing|expired|revoked|inactive) )?(virtual |gateway |master |access |auth |user |api |proxy |personal ){0,3}(api[- ]?key|key|token|credentials?)\b(?!.{0,30}(·|thinking))|(api[- ]?key|virtual key|access token|auth token|token|credential)( provided)? (is |was |has |has been |you provided is ){0,4}(invalid|expired|revoked|disabled|inactive|not (valid|found|recogni[sz]ed|active)|deactivated|incorrect)|invalid_api_key|invalid_token|InvalidApiKey/i,
    status: REFUSED,
    onlyWithStatus: true,
    confidence: 0.78,
    or: { 'wrong-credential-header': 0.45, 'provider-credential-rejected': 0.3 },
    decides: ['check-connection', 'other-header'],
  },
  {
    cause: 'credential-rejected',
    from: 'gateway',
    sample: 'Please run /login · API Error: 401 Invalid authentication credentials',
    match:
      /Invalid authentication credentials|Authentication Error\b|[Aa]uthentication (failed|error|required)|authentication_error|could not be authenticated|"Unauthorized"/,
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
    sample:
      '401 team not allowed to access model. This team can only access models=[‘claude-3-5-haiku’]. Tried to access claude-opus-4',
    match:
      /not allowed to access (the )?model|can only access models|key_model_access_denied|team_model_access_denied|not allowed to (use|call|access) (this |the )?model/i,
  },
  {
    cause: 'model-not-permitted',
    from: 'gateway',
    sample: '403 model_not_allowed',
    match:
      /model_not_allowed|model[- ](access[- ])?(is )?(denied|forbidden|blocked|disabled)\b|(model|Model) .{1,80}(is |are )?not (allowed|permitted|enabled|authorized|available) (for|by|in|to) (this |your |the )?(profile|key|api key|virtual key|team|user|organi[sz]ation|project|plan|account|workspace|token|operator)|not in the operator['’]s model allowlist|(do(es)? not|don['’]t|no) (have )?(permission|access) (to|for) (use |the |this |access ){0,4}model|无权(使用|访问)(该)?模型|不允许使用该模型|模型访问权限|(model|Model) .{1,60}(not|isn['’]t) (in|on) (the |your )?(allow(ed)?[- ]?list|allowed models)/,
  },
  {
    cause: 'model-not-permitted',
    from: 'gateway',
    sample: 'Model "claude-sonnet-4.5" is not available. It may be disabled by your organization’s policy.',
    match: /[Mm]odel .{1,80}is not available\.? .{0,30}(disabled|restricted|blocked) by/,
    confidence: 0.79,
    or: { 'organization-policy': 0.6 },
    decides: ['check-connection'],
  },
  {
    cause: 'model-not-permitted',
    from: 'kong',
    sample: '400 {"error":{"message":"cannot use own model - must be: claude-sonnet-4-5"}}',
    match: /cannot use own model/,
    confidence: 0.85,
  },
  {
    cause: 'model-not-permitted',
    from: 'openrouter',
    sample: '404 {"error":{"message":"No endpoints found matching your data policy (Paid model training)."}}',
    match: /No endpoints found matching your data policy|No allowed providers are available/,
    confidence: 0.85,
    or: { 'model-not-routed': 0.4 },
  },
  {
    cause: 'model-not-routed',
    from: 'litellm',
    sample:
      '400 /v1/messages: Invalid model name passed in model=claude-opus-5-5. Call `/v1/models` to view available models for your key.',
    match:
      /[Ii]nvalid model name|couldn['’]t serve .{1,80}model may not be configured|LLM Provider NOT provided|no healthy deployments? for this model|There are no healthy deployments|模型不存在|model_not_exist/,
  },
  {
    cause: 'model-not-routed',
    from: 'litellm',
    sample: '429 No deployments available for selected model',
    match: /No deployments available for selected model(?!.{0,20}[Tt]ry again)/,
    confidence: 0.65,
    or: { overloaded: 0.55, 'rate-limited': 0.4 },
    decides: ['wait-and-retry', 'check-connection'],
  },
  {
    cause: 'overloaded',
    from: 'litellm',
    sample: '429 No deployments available for selected model, Try again in 60 seconds. Passed model=claude-sonnet-4-5.',
    match: /No deployments available for selected model.{0,20}[Tt]ry again/,
    confidence: 0.7,
    or: { 'rate-limited': 0.6, 'model-not-routed': 0.5 },
    decides: ['wait-and-retry'],
  },
  {
    cause: 'model-not-routed',
    from: 'envoy-ai-gateway',
    sample:
      '404 No matching route found. It is likely because the model specified in your request is not configured in the Gateway.',
    match: /No matching route found\. It is likely because the model/,
  },
  {
    cause: 'model-not-routed',
    from: 'one-api',
    sample: '503 {"error":{"message":"当前分组 default 下对于模型 claude-sonnet-4 无可用渠道","type":"new_api_error"}}',
    match:
      /无可用(渠道|账号|通道)|No available channels? for model|get_channel_failed|no available (\w+ )?accounts? support(ing)? (the requested )?model/i,
    confidence: 0.9,
    or: { overloaded: 0.4, 'model-not-permitted': 0.3 },
  },
  {
    cause: 'model-not-routed',
    from: 'openrouter',
    sample: '404 {"error":{"message":"No endpoints found that support tool use."}}',
    match: /No endpoints found that support/i,
    confidence: 0.75,
    or: { 'unrecognized-fields': 0.65 },
    decides: ['gateway-log'],
  },
  {
    cause: 'model-not-permitted',
    from: 'gateway',
    sample: '403 This model isn’t available right now. You can switch to another model to continue',
    match: /This model isn['’]t available right now/,
    confidence: 0.65,
    or: { 'model-not-routed': 0.5 },
    decides: ['check-connection'],
  },
  {
    cause: 'model-not-routed',
    from: 'openrouter',
    sample: '404 {"error":{"message":"No endpoints found for anthropic/claude-9."}}',
    match: /No endpoints found for|is not a valid model( ID)?\b|no endpoints available/i,
  },
  {
    cause: 'model-not-routed',
    from: 'claude-code-router',
    sample: '400 {"error":{"message":"unknown provider for model claude-haiku-4-5","code":"model_not_found"}}',
    match:
      /unknown provider for model|could not auto resolve a provider|Provider ['"].{1,60}['"] not found|[Mm]odel .{1,80} not found in (any|the) (provider|config)|no (provider|route|backend|upstream|target)s? (is |was |were )?(found |configured |available )?for (the )?model/i,
  },
  {
    cause: 'model-not-routed',
    from: 'kong',
    sample: '400 {"error":{"message":"model parameter not found in request, nor in gateway configuration"}}',
    match: /model parameter not found|[Mm]issing model in request|model (is )?required|model field is required/,
    status: [400, 404, 422],
    confidence: 0.85,
  },
  {
    cause: 'model-not-routed',
    from: 'gateway',
    sample: '404 {"error":{"message":"model ‘claude-haiku-4-5-20251001’ not found"}}',
    match:
      /model_not_found|ModelNotFound|DeploymentNotFound|deployment for this resource does not exist|\b[Mm]odel:? ?(?!parameter)(group |id |name |identifier |alias )?['"‘`[(]?[\w.:@/+-]{2,80}['"’`\])]?:? (was |is |are |could |does |has ){0,4}(not (found|exist|supported|available(?! on your|\. It)|configured|recogni[sz]ed|deployed|registered|be found|been found|in the|served|a supported)|unknown|unavailable|invalid)|\b([Uu]nknown|[Uu]nsupported|[Uu]nrecogni[sz]ed|[Nn]o such|[Nn]onexistent|[Ii]nvalid) ([Mm]odel|deployment)\b(?! server)|model identifier is invalid|[Mm]odel not (found|supported|available|exist)|[Tt]he (requested |specified )?model (\S{1,80} )?(does not exist|could not be found|is not (available(?! on your)|supported|found))|on-demand throughput isn['’]?t supported|is not servable in region|try pulling it first|No models? (is |are )?loaded|model .{1,80} is not (a )?(valid|supported)/,
  },

  // Money.
  {
    cause: 'budget-exceeded',
    from: 'litellm',
    sample: '400 ExceededBudget: User=486535c5 over budget. Spend=10.63354472, Budget=10.0',
    match:
      /[Bb]udget has been exceeded|budget_exceeded|Exceeded(Token)?Budget|over budget|[Bb]udget (limit )?(exceeded|reached|exhausted)|exceeded .{0,30}\bbudget|max[_ ]budget/,
  },
  {
    cause: 'budget-exceeded',
    from: 'claude-apps-gateway',
    sample: '429 spend limit reached (daily; resets 2026-08-09 00:00 UTC)',
    match: /[Ss]pend(ing)?[ _-](limit|cap) (reached|exceeded|unavailable|hit)/,
  },
  {
    cause: 'budget-exceeded',
    from: 'openrouter',
    sample: '402 {"error":{"message":"Insufficient credits. This account never purchased credits.","code":402}}',
    match:
      /[Ii]nsufficient (\w+ )?(credits?|funds|balance|quota)|预扣费额度失败|剩余额度|欠费|requires more credits|insufficient_(quota|funds|user_quota|credits|balance)|[Kk]ey limit exceeded|exceeded your current quota|out of credits|no credits (left|remaining)|quota[_ ](exceeded|exhausted|is not enough)|not enough (credits?|balance|quota)|pre_consume_token_quota|额度(不足|已用尽|已耗尽)|余额不足|[Pp]ayment [Rr]equired|Arrearage|usage cap/,
    confidence: 0.88,
    or: { 'rate-limited': 0.3 },
  },
  {
    cause: 'budget-exceeded',
    from: 'azure-apim',
    sample: '403 Out of call volume quota. Quota will be replenished in 07:12:33.',
    match: /Out of (call volume|bandwidth) quota|Limit Exceeded/,
    confidence: 0.7,
    or: { 'rate-limited': 0.6 },
    decides: ['gateway-log'],
  },

  // Limits.
  {
    cause: 'context-limit-rewritten',
    from: 'model-server',
    sample: 'This model’s maximum context length is 196608 tokens. However, your messages resulted in 199906 tokens.',
    match:
      /maximum context length|context[_ ]length[_ ]exceeded|prompt token count of|[Ii]nput is too long for requested model|exceeds? (the )?(available |model['’]s |maximum |max ){0,4}(context (size|length|window|limit)|input (token )?(length|limit))|longer than the model['’]s (maximum )?context|input (length|tokens?) .{0,40}exceeds? |[Tt]oo many (input )?tokens in (the )?(request|prompt)|context (size|window) (has been )?exceeded|exceeded (the )?model token limit|tokens? (\(\d+\) |\d+ )?exceeds? (the )?(model )?(maximum|limit)|token limit (was )?exceeded|Range of input length should be|greater than the context length|`?inputs`? (must have less than|tokens \+ `?max_new_tokens)|reduce the length of the (messages|prompt|input)/,
  },
  {
    cause: 'request-too-large',
    from: 'gateway',
    sample: '413 Maximum request body size exceeded',
    match:
      /413 Request Entity Too Large|Request Entity Too Large|[Pp]ayload [Tt]oo [Ll]arge|PayloadTooLarge|request entity too large|[Rr]equest (body |size |entity ){0,4}(is )?(too large|exceeds? (the )?(limit|maximum|size))|[Rr]equest size (limit )?exceed(s|ed)|Maximum request (body )?size exceeded|body (size )?(limit )?(exceeded|too large)|Request Too Long|content length .{0,40}(exceeds?|too large)|entity\.too\.large|Body exceeded|FST_ERR_CTP_BODY_TOO_LARGE|buffer limit exceeded|[Cc]ontent[- ][Ll]ength exceeds/,
  },
  {
    cause: 'rate-limited',
    from: 'litellm',
    sample: '429 Crossed TPM / RPM / Max Parallel Request Limit',
    match:
      /Crossed (TPM|RPM)|Max parallel request limit|LiteLLM Rate Limit|litellm\.RateLimitError|Rate limit exceeded for (api_key|team|user)/i,
  },
  {
    cause: 'rate-limited',
    from: 'kong',
    sample: '429 {"message":"API rate limit exceeded"}',
    match:
      /rate[- _]?limit(s|ed|ing|er)?( has been| was)? (exceeded|reached|hit|error)|rate_limit_exceeded|local_rate_limited|exceeded .{0,40}rate limit|Rate limit is exceeded|[Tt]oo [Mm]any [Rr]equests|Too many (requests|tokens), please wait|ThrottlingException|throttl(ed|ing)|RESOURCE_EXHAUSTED|Resource (has been )?exhausted|Quota exceeded for|requests per (minute|day|second)|tokens per (minute|day)|temporarily rate-limited|QuotaViolation|You are being rate limited|请求(过于|太)频繁|TooManyRequests|concurren(t|cy) (request )?limit|usage limit exceeded|max (RPM|TPM|concurrency)\b|reached .{0,40}(RPM|TPM|rate) limit|max RPM: \d+, please try again/i,
    confidence: 0.88,
    or: { 'budget-exceeded': 0.2 },
  },
  {
    cause: 'rate-limited',
    from: 'claude-code',
    sample: 'API Error: Request rejected (429) · this may be a temporary capacity issue.',
    match: /Request rejected \(429\)/,
    confidence: 0.82,
    or: { 'budget-exceeded': 0.3, overloaded: 0.3 },
  },
  {
    cause: 'response-buffered',
    from: 'person',
    sample:
      'When I make calls through the LiteLLM proxy, the response is buffered: lines are just sent in one large batch.',
    match:
      /(response|stream(ing|ed)?|tokens?|SSE|chunks?|output|events)\b.{0,120}(\bbuffered|buffers the|in one (large |single )?(batch|piece|chunk|go)|all at once|until (the )?(whole |entire |full )?(generation|response|stream|message) is (done|complete|finished))|hangs.{0,40}until the entire|\bTTFT\b.{0,80}(equal|same)|proxy_buffering|(streaming )?(response|stream) never reaches the client|(delivered|arrives?|sent|comes?|emitted|appears?) (all )?at once|nothing reached .{0,40}until|流式.{0,20}一下子|没有.{0,6}流式/i,
    confidence: 0.79,
    or: { 'stream-interrupted': 0.3 },
    decides: ['check-connection'],
  },
  {
    cause: 'response-buffered',
    from: 'kong',
    sample: '400 {"error":{"message":"response streaming is not enabled for this LLM"}}',
    match: /streaming is not (enabled|supported|allowed)/,
    confidence: 0.82,
    or: { 'api-format-mismatch': 0.3 },
  },

  // Fields and formats.
  {
    cause: 'unrecognized-fields',
    from: 'litellm',
    sample: 'litellm.UnsupportedParamsError: bedrock does not support parameters: [‘context_management’]',
    match:
      /UnsupportedParamsError|does not support parameters|[Uu]nsupported (parameter|param|field|argument)|[Uu]nrecogni[sz]ed (request argument|field|key|parameter|property|beta)|[Uu]nknown (parameter|field|property|name "|argument)|unknown_parameter|unexpected keyword argument|got an unexpected|Invalid JSON payload received\. Unknown name|Unrecognized chat message|is not a permitted (field|property)|context_management.{0,60}not (supported|allowed)|(anthropic_beta|cache_control|output_config|defer_loading|context_management).{0,40}(unknown|unrecogni[sz]ed|unsupported|not supported|not permitted|invalid)/,
    confidence: 0.88,
  },
  {
    cause: 'api-format-mismatch',
    from: 'openai',
    sample: '404 {"error":{"message":"Invalid URL (POST /v1/messages)","type":"invalid_request_error"}}',
    match: /Invalid URL \((POST|GET|HEAD) |unknown_url|Unknown request URL|Unexpected endpoint or method/,
  },
  {
    cause: 'api-format-mismatch',
    from: 'gateway',
    sample: '400 this endpoint only supports the OpenAI chat completions format',
    match:
      /only supports? (the )?(openai|chat[ /]completions|llm\/v1)|[Nn]o [`'"]?(POST )?\/v1\/messages[`'"]? (route|endpoint)|Requested API is currently not supported|not accessible via the \/\S{1,40} endpoint|unsupported_api_for_model|API is not supported for this (model|deployment)|(not|isn['’]t) (an? )?(anthropic|messages)[- ](compatible|api)|chat\.completion|does not support (the )?anthropic[- ]messages|does not support (the )?(anthropic )?(messages api|\/v1\/messages)|request body doesn['’]t contain valid prompts|expected .{0,30}chat[ /]completions/i,
    confidence: 0.85,
  },
  {
    cause: 'wrong-base-path',
    from: 'gateway',
    sample: '404 {"detail":"Not Found"}',
    match: /^\{?"detail":\s?"Not Found"\}?|404 \{"detail":\s?"Not Found"\}/,
    status: [404],
    confidence: 0.66,
    or: { 'api-format-mismatch': 0.55 },
    decides: ['check-connection'],
  },
  {
    cause: 'wrong-base-path',
    from: 'gateway',
    sample: '"POST /api/v1/v1/messages?beta=true HTTP/1.1" 404 Not Found',
    match: /\/v1\/v1\/messages|\/v1\/messages\/v1\/messages|\/messages\/v1\/messages/,
    confidence: 0.9,
  },
  {
    cause: 'wrong-base-path',
    from: 'kong',
    sample: '404 {"message":"no Route matched with those values"}',
    match:
      /no Route matched with those values|Unable to match incoming request to an operation|"message":\s?"Resource not found"|404 page not found|Route (GET|POST|HEAD):.{1,120}not found|Cannot (POST|GET|HEAD) \/|no static resource|RouteNotFound|No route (found )?for (POST|path)|path .{1,80}not found|No handler found for|APICallError\]?: Not Found/i,
    confidence: 0.85,
    or: { 'api-format-mismatch': 0.4 },
  },
  {
    cause: 'wrong-base-path',
    from: 'aws-api-gateway',
    sample: '403 {"message":"Missing Authentication Token"}',
    match: /Missing Authentication Token/,
    status: [403],
    confidence: 0.82,
    or: { 'wrong-credential-header': 0.4 },
  },
  {
    cause: 'wrong-base-path',
    from: 'aws-api-gateway',
    sample: '403 {"message":"Invalid key=value pair (missing equal-sign) in Authorization header"}',
    match: /Invalid key=value pair|Authorization header requires ['"]?Credential/,
    confidence: 0.75,
    or: { 'wrong-credential-header': 0.7, 'credential-rejected': 0.3 },
    decides: ['check-connection', 'gateway-log'],
  },
  {
    cause: 'custom-header-missing',
    from: 'portkey',
    sample: '400 Either x-portkey-config or x-portkey-provider header is required',
    match: /x-portkey-(config|provider).{0,60}required|Invalid (provider|custom host) passed/,
    confidence: 0.7,
    or: { 'wrong-credential-header': 0.3 },
    decides: ['show-configuration'],
  },
  {
    cause: 'custom-header-missing',
    from: 'gateway',
    sample: '400 Missing required header: x-tenant-id',
    match:
      /\b(?:missing|required?)(?: required| mandatory)?(?: request)? headers?[: `'"]{1,3}(?!x-api-key)x-[\w-]{2,60}|\bheader [`'"]?(?!x-api-key)x-[\w-]{2,60}[`'"]? (?:is )?(?:required|missing|not (?:found|set|present))/i,
    confidence: 0.82,
    or: { 'wrong-credential-header': 0.2 },
  },

  // Content rules: named as likely.
  {
    cause: 'waf-blocked',
    from: 'cloudflare-ai-gateway',
    sample: '{"success":false,"error":[{"code":2016,"message":"Prompt blocked due to security configurations"}]}',
    match: /(Prompt|Response) blocked due to security/,
    confidence: 0.75,
    or: { 'content-refused': 0.7 },
    decides: ['gateway-log'],
  },
  {
    cause: 'content-refused',
    from: 'gateway',
    sample: '400 Violated guardrail policy',
    match:
      /guardrail|content[_ ](filter|policy|moderation)|ResponsibleAIPolicyViolation|violat(es|ed|ion).{0,40}(policy|guideline)|prompt (injection|blocked|was blocked)|usage polic(y|ies)|flagged/i,
    confidence: 0.7,
    decides: ['gateway-log'],
  },

  // The provider, the gateway, or the way to it is down.
  {
    cause: 'overloaded',
    from: 'kong',
    sample: '503 {"message":"name resolution failed"}',
    match:
      /name resolution failed|failure to get a peer|An invalid response was received from the upstream|upstream server is timing out|no live upstreams/,
  },
  {
    cause: 'overloaded',
    from: 'envoy',
    sample: '503 upstream connect error or disconnect/reset before headers. reset reason: connection failure',
    match:
      /upstream connect error|no healthy (upstream|backend)|upstream request timeout|upstream_reset|upstream (unavailable|timed? ?out)|No server is available to handle|default backend|backend (unavailable|timeout)/i,
  },
  {
    cause: 'overloaded',
    from: 'gateway',
    sample:
      '503 {"error":{"message":"No capacity available for model claude-opus-4-5-thinking on the server","status":"UNAVAILABLE"}}',
    match:
      /No capacity available|[Oo]verloaded|at capacity|[Ss]ervice (is )?(currently |temporarily ){0,4}[Uu]navailable|ServiceUnavailable|ModelNotReady|ModelTimeout|temporarily unavailable|high demand|负载(已饱和|较高)|model is (currently )?loading|Loading model|Bad [Gg]ateway|Gateway [Tt]ime-?out|Endpoint request timed out|Web server is (down|returning)|A timeout occurred|Origin is unreachable|\b52[0-4]: [A-Z]/,
    confidence: 0.84,
    or: { 'server-error': 0.3 },
  },
  // Claude Code says so of an empty body; a forward proxy answers like this too (measured).
  {
    cause: 'overloaded',
    from: 'claude-code',
    sample: 'API Error: 503 status code (no body). This is a server-side issue, usually temporary',
    match: /50[234] status code \(no body\)/,
    confidence: 0.78,
    or: { 'corporate-proxy': 0.35, 'server-error': 0.3 },
    decides: ['check-connection', 'gateway-log'],
  },
  {
    cause: 'overloaded',
    from: 'gateway',
    sample: '503 {"error":{"message":"No available accounts","type":"api_error"}}',
    match: /[Nn]o available (\w+ )?accounts?/,
    confidence: 0.78,
    or: { 'model-not-routed': 0.4, 'model-not-permitted': 0.3 },
    decides: ['gateway-log', 'wait-and-retry'],
  },
  {
    cause: 'overloaded',
    from: 'cloudflare-ai-gateway',
    sample: '400 {"success":false,"error":[{"code":2005,"message":"Failed to get response from provider"}]}',
    match: /Failed to get response from provider/,
    confidence: 0.75,
    or: { 'error-rewrapped': 0.6, 'server-error': 0.4 },
    decides: ['gateway-log'],
  },
  {
    cause: 'overloaded',
    from: 'claude-apps-gateway',
    sample: '502 all upstreams failed (1 attempted)',
    match: /all upstreams failed \(/,
    confidence: 0.8,
    or: { 'error-rewrapped': 0.6 },
  },
  {
    cause: 'error-rewrapped',
    from: 'gateway',
    sample: '400 {"error":{"message":"All target providers failed.","attempts":[]}}',
    match:
      /[Aa]ll (target )?(providers|targets|models|channels|backends|fallbacks|attempts) (have )?failed|all_providers_failed|[Pp]rovider returned error|upstream rejected the request|bad_response_status_code|upstream_error|Error from provider ?\(|Upstream provider .{1,60}returned HTTP|do_request_failed|upstream error/i,
    confidence: 0.65,
    or: { overloaded: 0.4, 'server-error': 0.3 },
    decides: ['gateway-log'],
  },
  {
    cause: 'server-error',
    from: 'portkey',
    sample: '500 {"status":"failure","message":"Something went wrong"}',
    match:
      /"status":\s?"failure","message":\s?"Something went wrong"|litellm\.InternalServerError|[Ii]nternal [Ss]erver [Ee]rror|InternalServerException|internal_server_error|"INTERNAL"/,
    confidence: 0.84,
    or: { overloaded: 0.3, 'error-rewrapped': 0.3 },
  },
];
