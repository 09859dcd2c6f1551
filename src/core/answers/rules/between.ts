import type { ErrorRule } from './errorRule';
import { anyOf, inOrder } from '../../text/anyOf';

/** Firewalls and their rules, by name. */
const FIREWALLS = anyOf(
  'i',
  /mod[_ -]?security/, // blocked by Mod Security
  /Imperva/, // Powered by Imperva
  /Wallarm/, // Request blocked by Wallarm
  /coraza/, // coraza: access denied (phase 2)
  /web application firewall/, // blocked by the web application firewall
  /\bWAF\b/, // Blocked by the WAF
  /AWSManagedRules/, // AWSManagedRulesCommonRuleSet
  /SizeRestrictions_BODY/, // the rule SizeRestrictions_BODY matched
  /CrossSiteScripting_BODY/, // the WAF rule CrossSiteScripting_BODY matched
  /Local File Inclusion/, // Generic Local File Inclusion detection
  /OWASP/, // the OWASP core rule set
);

/** Pages and lines of what stands between: firewalls, reverse proxies, load balancers, forward proxies. */
export const BETWEEN_RULES: readonly ErrorRule[] = [
  {
    cause: 'corporate-proxy',
    from: 'squid',
    // 403 ERROR: The requested URL could not be retrieved
    match:
      /requested URL could not be retrieved|ERR_ACCESS_DENIED|Cache Access Denied|ERR_CANNOT_FORWARD|ERR_DNS_FAIL\b/,
  },
  {
    cause: 'corporate-proxy',
    from: 'person',
    // I am using a proxy, unset the http_proxy works for me.
    match: anyOf(
      'i',
      /unset(ting)? .{0,20}\bhttps?_proxy/, // unset the http_proxy works for me
      // behind a corporate proxy the request fails
      inOrder(
        'i',
        /(behind|using|through) (a|my|the|our) (corporate |company |http )?proxy/,
        /.{0,80}(fails|does(n['’]t| not) work|refused|blocked)/,
      ),
    ),
    confidence: 0.78,
    or: { 'gateway-unreachable': 0.4 },
    decides: ['show-configuration', 'check-connection'],
  },
  {
    cause: 'corporate-proxy',
    from: 'tinyproxy',
    // 403 <h1>Access violation</h1> <p>The CONNECT method not allowed with the port you tried to use.</p> tinyproxy
    match: /CONNECT method not allowed|[Tt]inyproxy|mitmproxy|Charles Proxy/,
    confidence: 0.88,
  },
  {
    cause: 'corporate-proxy',
    from: 'firewall',
    where: 'headers',
    // HTTP/1.1 403 Forbidden\nvia: 1.1 zscaler-node\n\n<html>blocked</html>
    match: inOrder(
      'im',
      /^(server|via|proxy-agent|x-squid-error|proxy-connection|x-bluecoat-via): ?.{0,80}/,
      /(squid|tinyproxy|zscaler|blue ?coat|mcafee|forcepoint|netskope|ERR_)/,
    ),
    html: true,
    status: [400, 403, 407, 502, 503],
    confidence: 0.86,
    or: { 'waf-blocked': 0.3 },
  },
  {
    cause: 'corporate-proxy',
    from: 'firewall',
    // 403 Zscaler: your organization has selected to block this site
    match: anyOf(
      'i',
      /zscaler/, // <meta content="Zscaler makes the internet safe">
      /netskope/, // Netskope: access denied
      /blue ?coat/, // Blue Coat: access denied by policy
      /ProxySG/, // via: 1.1 ProxySG-02
      /fortiguard/, // FortiGuard Intrusion Prevention: Access Blocked
      /Web ?Page Blocked/, // <title>Web Page Blocked</title>
      /websense/, // Websense: this site is blocked
      /forcepoint/, // Forcepoint: content blocked by your organization
      /McAfee Web Gateway/, // Notification from McAfee Web Gateway
      /Umbrella.{0,30}block/, // Cisco Umbrella: this site is blocked
      // blocked in accordance with company policy
      inOrder(
        'i',
        /blocked (by|in accordance with|due to) .{0,30}/,
        /(company|corporate|organi[sz]ation|network|security|it) (security )?polic/,
      ),
      /host_not_allowed/, // host_not_allowed
      /host is not allowed by (the )?(proxy|policy)/, // 403 host is not allowed by policy
    ),
    confidence: 0.78,
    or: { 'waf-blocked': 0.5 },
    decides: ['gateway-log'],
  },
  {
    cause: 'waf-blocked',
    from: 'cloudflare',
    // Just a moment... Enable JavaScript and cookies to continue
    match: anyOf(
      '',
      /Just a moment\.\.\./, // Just a moment...
      /[Yy]ou have been blocked/, // Sorry, you have been blocked
      /Attention Required! \|/, // Error: 403 Attention Required! | Cloudflare
      /Enable JavaScript and cookies to continue/, // Enable JavaScript and cookies to continue
      /cf-mitigated/, // cf-mitigated: challenge
      /error code: 10(06|07|08|09|10|20)/, // error code: 1020
      /[Ee]rror 10(06|07|08|09|10|20)\b/, // HTTP 403 error 1010
      /used Cloudflare to restrict access/, // The site owner used Cloudflare to restrict access
      /cf-error-details/, // <div id="cf-error-details">
      /Why have I been blocked/, // <h2>Why have I been blocked?</h2>
      /Cloudflare.{0,20}challenge/, // 403 with a Cloudflare JS challenge
      /bot protection/, // Cloudflare's bot protection is elevated
      /CloudflareCode10/, // CloudflareCode1020
      /Code 1020/, // this request (Code 1020 Detected)
      /banned your access based on/, // has banned your access based on your browser's signature
      /Cloudflare Ray ID.{0,80}(blocked|denied)/, // Cloudflare Ray ID: 8f2a91: access denied
    ),
  },
  {
    cause: 'waf-blocked',
    from: 'firewall',
    where: 'headers',
    // HTTP/1.1 403 Forbidden\nx-iinfo: 12-345-0 0NNN RT\n\n
    match: anyOf(
      'im',
      /^(cf-mitigated|x-amzn-waf-action|x-sucuri-block|x-waf-[\w-]+|x-iinfo):/, // x-iinfo: 12-345-0 0NNN RT
      /^server: ?(sucuri|imperva|akamaighost|bigip)/, // server: AkamaiGHost
    ),
    status: [202, 400, 403, 405, 406, 429, 503],
    confidence: 0.86,
  },
  {
    cause: 'rate-limited',
    from: 'cloudflare',
    // error code: 1015
    match: /error code: 1015|Error 1015/,
  },
  {
    cause: 'waf-blocked',
    from: 'aws-edge',
    // 403 ERROR The request could not be satisfied. Request blocked. We can’t connect to the server for this app or website at this time.
    match: anyOf(
      'i',
      /Request blocked\./, // 403 ERROR: Request blocked.
      /request could not be satisfied/, // <TITLE>ERROR: The request could not be satisfied</TITLE>
      /Incapsula incident/, // Request unsuccessful. Incapsula incident ID: 443
      /Your support ID is/, // Your support ID is: 123
      /requested URL was rejected/, // The requested URL was rejected.
      /Request forbidden by administrative rules/, // Request forbidden by administrative rules.
      /The request is blocked\./, // 403 The request is blocked.
      /Not Acceptable!/, // <head><title>Not Acceptable!
      /Reference #\d{1,3}\.[0-9a-f]/, // Reference #18.2f580317
      /Sucuri WebSite Firewall/, // Sucuri WebSite Firewall - Access Denied
      /Barracuda.{0,30}blocked/, // Barracuda: the request was blocked
      /This website is using a security service/, // This website is using a security service to protect itself
      /triggered the security solution/, // The action you just performed triggered the security solution.
      /HTML from .?awselb/, // HTML from `awselb/2.0`
      /blocked by a gateway or proxy/, // request was blocked by a gateway or proxy. Status: 403
      /blocked by (the |a |our |your )?(waf|firewall|security (rule|policy|service))/, // blocked by security policy
    ),
    confidence: 0.9,
  },
  // Their names alone say little without a refusal.
  {
    cause: 'waf-blocked',
    from: 'modsecurity',
    // Error 406 - Not Acceptable: a request has been blocked by Mod Security
    match: FIREWALLS,
    status: [400, 403, 406, 413, 503],
    onlyWithStatus: true,
    confidence: 0.85,
  },
  {
    cause: 'waf-blocked',
    from: 'modsecurity',
    // the WAF rule CrossSiteScripting_BODY matched
    match: FIREWALLS,
    confidence: 0.6,
    decides: ['gateway-log'],
  },
  {
    cause: 'waf-blocked',
    from: 'nginx',
    // Failed to authenticate. API Error: 403 <html> <head><title>403 Forbidden</title></head> <body> <center><h1>403 Forbidden</h1></center> </body> </html>
    match: /<(title|h1|center)>[^<]{0,40}(403|406|[Ff]orbidden|[Aa]ccess [Dd]enied|Not Acceptable)/,
    status: [403, 406],
    confidence: 0.82,
    or: { 'credential-rejected': 0.3, 'corporate-proxy': 0.2 },
  },
  // Measured: the client shows only the title of a page, and the same for AWS API Gateway’s {"message":"Forbidden"}.
  {
    cause: 'waf-blocked',
    from: 'claude-code',
    // Failed to authenticate. API Error: 403 Forbidden
    match: /API Error: 403 Forbidden/,
    confidence: 0.6,
    or: { 'credential-rejected': 0.5, 'corporate-proxy': 0.3, 'model-not-permitted': 0.25 },
    decides: ['gateway-log', 'check-connection'],
  },
  {
    cause: 'waf-blocked',
    from: 'person',
    // <meta> tag in CLAUDE.md causes 403 when using LiteLLM.
    match: anyOf(
      'i',
      // returns HTTP 403 when the body has a script tag
      inOrder(
        'i',
        /(causes?|triggers?|results? in|returns?|gets?) (an? )?(HTTP )?403\b/,
        /.{0,60}(tag|body|prompt|content|html|script|CLAUDE\.md)/,
      ),
      // <meta> tag in CLAUDE.md causes 403 when using
      inOrder(
        'i',
        /(tag|script|html|CLAUDE\.md|curl command).{0,60}/,
        /(causes?|triggers?|results? in|returns?|gets?) (an? )?(HTTP )?403\b/,
      ),
    ),
    confidence: 0.79,
    or: { 'credential-rejected': 0.3 },
    decides: ['gateway-log'],
  },
  {
    cause: 'non-api-response',
    from: 'nginx',
    // 400 The plain HTTP request was sent to HTTPS port
    match: anyOf(
      '',
      /plain HTTP request was sent to HTTPS port/, // 400 The plain HTTP request was sent to HTTPS port
      /Client sent an HTTP request to an HTTPS server/, // Client sent an HTTP request to an HTTPS server.
      /speaking plain HTTP to an SSL-enabled/, // Reason: You're speaking plain HTTP to an SSL-enabled server port.
    ),
    confidence: 0.78,
    or: { 'base-url-invalid': 0.7, 'gateway-unreachable': 0.4 },
    decides: ['show-configuration'],
  },
  {
    cause: 'tls-untrusted',
    from: 'nginx',
    // 400 No required SSL certificate was sent
    match: /No required SSL certificate was sent|SSL certificate error<|client certificate (is )?required/i,
    status: [400, 403, 495, 496],
    confidence: 0.7,
    decides: ['gateway-log'],
  },
  {
    cause: 'credential-rejected',
    from: 'nginx',
    // 401 Authorization Required
    match: /401 Authorization Required/,
    confidence: 0.65,
    or: { 'wrong-credential-header': 0.5 },
    decides: ['gateway-log', 'other-header'],
  },
  {
    cause: 'credential-rejected',
    from: 'envoy',
    // 403 RBAC: access denied
    match: /RBAC: access denied|explicit deny in an identity-based|User is not authorized to access this resource/,
    confidence: 0.6,
    or: { 'model-not-permitted': 0.45, 'waf-blocked': 0.3 },
    decides: ['gateway-log'],
  },
  {
    cause: 'non-api-response',
    from: 'gateway',
    // SyntaxError: Unexpected token ‘<’, "<!DOCTYPE "... is not valid JSON
    match: anyOf(
      '',
      /Unexpected token ['"‘]?</, // SyntaxError: Unexpected token ‘<’, "<!DOCTYPE "...
      /(?<!body )is not valid JSON at (response|output)/, // Unexpected token is not valid JSON at response
      /Unexpected end of JSON input/, // API Error: Unexpected end of JSON input
      /invalid character '<' looking for/, // invalid character '<' looking for beginning of value
      /Expecting value: line 1 column 1/, // Expecting value: line 1 column 1 (char 0)
      /JSON Parse error/, // JSON Parse error: Unterminated string
      /did not return valid JSON/, // The server did not return valid JSON
      /Unable to parse (the )?response/, // Unable to parse response
      // undefined is not an object (evaluating '_.usage.input_tokens')
      /undefined is not an object \(evaluating .{1,60}(input_tokens|content|usage)/,
      // TypeError: Cannot read properties of undefined (reading 'input_tokens')
      /Cannot read propert(y|ies) of undefined \(reading '(input_tokens|output_tokens|content|usage)'\)/,
    ),
    confidence: 0.84,
    or: { 'api-format-mismatch': 0.3 },
  },
  {
    cause: 'api-format-mismatch',
    from: 'openai',
    // Failed to parse SSE data: [DONE] SyntaxError: Unexpected token ‘D’, "[DONE]" is not valid JSON
    match: /\[DONE\].{0,60}is not valid JSON/,
    confidence: 0.84,
    or: { 'non-api-response': 0.4 },
  },
  {
    cause: 'non-api-response',
    from: 'claude-code',
    // Stream completed without receiving message_start event
    match:
      /without receiving message_start|Unexpected event order, got \w+ before|request ended without sending any chunks/,
    confidence: 0.84,
    or: { 'stream-interrupted': 0.5, 'api-format-mismatch': 0.4 },
  },
  {
    cause: 'gateway-unreachable',
    from: 'gateway',
    // 404 ERR_NGROK_3200: The endpoint is offline
    match: anyOf(
      '',
      /ERR_NGROK_(3200|8012|727)/, // 404 ERR_NGROK_3200
      /[Tt]unnel .{1,80} not found/, // 404 Tunnel abc-3000.devtunnels.ms not found
      /error code: 1033/, // 530 error code: 1033
      /Error 1033/, // Error 1033: Cloudflare Tunnel error
      /\bendpoint \S{1,80} is offline/, // The endpoint abc.ngrok-free.app is offline.
    ),
    confidence: 0.82,
    or: { overloaded: 0.5 },
  },
  {
    cause: 'overloaded',
    from: 'gateway',
    // 502 Application failed to respond
    match: anyOf(
      '',
      /Application (failed to respond|error)\b/, // 502 Application failed to respond
      /no-such-app/, // 404 no-such-app
      /dyno/, // 503 no dyno is running
      /502 Server Error/, // <title>502 Server Error</title>
      /upstream server .{0,30}(unreachable|unavailable)/, // 503 the upstream server is unreachable
    ),
    confidence: 0.8,
    or: { 'server-error': 0.4 },
  },
  {
    cause: 'request-too-large',
    from: 'gateway',
    // HTTP Error 404.13 - The request filtering module is configured to deny a request that exceeds the request content length.
    match: /404\.13\b|exceeds the request content length/,
    confidence: 0.9,
  },
  {
    cause: 'redirected',
    from: 'person',
    // The proxy should return 307, in fact it returns 301 and the method becomes GET
    match: anyOf(
      'i',
      // it should return 307 and the client sends it again
      /\b(returns?|returned|got|gets|responds? with|status) (an? )?(HTTP )?30[1278]\b/,
      /\b30[1278] redirect/, // a 302 redirect to the login page
      // the POST to http://gateway.example is forwarded as GET
      /POST .{1,80}(forwarded|redirected|becomes?|changed?).{0,30}\bGET\b/,
    ),
    confidence: 0.79,
    or: { 'wrong-base-path': 0.3 },
    decides: ['check-connection'],
  },
  {
    cause: 'redirected',
    from: 'gateway',
    // 302 Found: Location https://login.example.com/saml
    match: anyOf(
      '',
      // <title>301 Moved Permanently</title>
      /\b(301 Moved Permanently|302 (Found|Moved)|307 Temporary Redirect|308 Permanent Redirect)\b/,
      /Redirecting to (https?:|\/)/, // Found. Redirecting to https://gateway.example/login
      /cdn-cgi\/access\/login/, // cdn-cgi/access/login
    ),
    confidence: 0.84,
    or: { 'non-api-response': 0.4 },
  },
];
