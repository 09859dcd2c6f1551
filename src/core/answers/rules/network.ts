import type { ErrorRule } from './errorRule';

/** Codes and words of the network layer: Node, undici, OpenSSL, Bun, curl, Python, Go, and what is printed around them. */
export const NETWORK_RULES: readonly ErrorRule[] = [
  {
    cause: 'corporate-proxy',
    from: 'network',
    sample: 'curl: (56) CONNECT tunnel failed, response 407',
    match:
      /CONNECT tunnel failed|CONNECT thru proxy|Proxy Authentication Required|ProxyConnectionError|proxy (authentication|tunnel(ing)?) (is )?(required|failed)|tunneling socket could not be established|Proxy response .{0,30}HTTP Tunnel|Unable to connect to proxy|ProxyError|Received HTTP code \d{3} from proxy|ERR_TUNNEL_CONNECTION_FAILED/i,
  },
  {
    cause: 'tls-untrusted',
    from: 'network',
    sample: 'Error (self signed certificate in certificate chain) (SELF_SIGNED_CERT_IN_CHAIN)',
    match:
      /self[- ]signed certificate|certificate is not valid for|certificate.{0,40}(does not match|doesn['’]t match|mismatch)|SELF_SIGNED_CERT|DEPTH_ZERO_SELF|UNABLE_TO_(GET_ISSUER|VERIFY)|unable to (get (local )?issuer certificate|verify the first certificate)|CERT_(HAS_EXPIRED|NOT_YET_VALID|UNTRUSTED|REVOKED|AUTHORITY_INVALID)|certificate has expired|certificate is not yet valid|ERR_TLS_CERT_ALTNAME|altnames|certificate verify failed|CERTIFICATE_VERIFY_FAILED|x509: certificate|certificate signed by unknown authority|ERR_CERT_\w+|SSL certificate problem/i,
  },
  {
    cause: 'dns-failure',
    from: 'network',
    sample: 'getaddrinfo ENOTFOUND gateway.example.com',
    match:
      /ENOTFOUND|EREFUSED|getaddrinfo E\w+|EAI_(AGAIN|NONAME|FAIL|NODATA)|Could not resolve (host|proxy)|name or service not known|nodename nor servname|Temporary failure in name resolution|NameResolutionError|Failed to resolve '|getaddrinfo failed|no such host|remote name could not be resolved|ERR_NAME_NOT_RESOLVED|\bDNS (lookup|resolution) failed/i,
  },
  {
    cause: 'connect-timeout',
    from: 'network',
    sample: 'connect ETIMEDOUT 10.0.0.5:443',
    match:
      /\bETIMEDOUT\b|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ConnectTimeout|Connect Timeout Error|connection timed out|Operation timed out|i\/o timeout|ESOCKETTIMEDOUT|Read timed out/i,
    confidence: 0.88,
    or: { 'corporate-proxy': 0.2 },
  },
  {
    cause: 'gateway-unreachable',
    from: 'network',
    sample: 'connect ECONNREFUSED 127.0.0.1:4000',
    match:
      /ECONNREFUSED|[Cc]onnection refused|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|No route to host|Network is unreachable|ERR_CONNECTION_REFUSED|actively refused|Failed to connect to .{1,80} port \d+/,
  },
  {
    cause: 'gateway-unreachable',
    from: 'network',
    sample: 'API Error: Unable to connect to API (ECONNRESET)',
    match:
      /ECONNRESET|ERR_SOCKET_CLOSED|ECONNABORTED|\bEPIPE\b|socket hang up|[Cc]onnection reset by peer|UND_ERR_SOCKET|other side closed|Connection aborted|RemoteDisconnected|ERR_CONNECTION_(RESET|CLOSED)/,
    confidence: 0.7,
    or: { 'stream-interrupted': 0.45, 'corporate-proxy': 0.3 },
    decides: ['check-connection'],
  },
  {
    cause: 'gateway-unreachable',
    from: 'network',
    sample: 'write EPROTO 00AA:error:0A00010B:SSL routines:ssl3_get_record:wrong version number',
    match: /\bEPROTO\b|wrong version number|ERR_SSL_\w+|packet length too long|SSL_ERROR_SYSCALL/,
    confidence: 0.7,
    or: { 'tls-untrusted': 0.4, 'base-url-invalid': 0.3 },
    decides: ['check-connection'],
  },
  {
    cause: 'stream-interrupted',
    from: 'network',
    sample: 'TypeError: terminated',
    match:
      /TypeError:? \(?terminated|stream disconnected before completion|ERR_STREAM_PREMATURE_CLOSE|Premature close|premature(ly)? close|unexpected EOF|incomplete chunked read|peer closed connection without|ERR_INCOMPLETE_CHUNKED|Response ended prematurely|BODY_CUT|upstream prematurely closed|Error in chunk_processor: Connection closed/i,
    confidence: 0.85,
    or: { 'gateway-unreachable': 0.3 },
  },
  {
    cause: 'gateway-unreachable',
    from: 'network',
    sample: 'API Error (Connection error.) · Retrying in 1 seconds… (attempt 1/10) ⎿ TypeError (fetch failed)',
    match:
      /fetch failed|API Error \(?:? ?\(?Connection error|Failed to fetch\b(?! version)|Unable to connect to API\b|Unable to connect to Anthropic services/,
    confidence: 0.55,
    or: { 'tls-untrusted': 0.35, 'corporate-proxy': 0.35, 'dns-failure': 0.3 },
    decides: ['check-connection'],
  },
  {
    cause: 'gateway-unreachable',
    from: 'network',
    sample: 'Connection error.',
    match: /^(API Error: )?Connection error\.?$/,
    confidence: 0.5,
    or: { 'tls-untrusted': 0.35, 'corporate-proxy': 0.35, 'dns-failure': 0.3 },
    decides: ['check-connection'],
  },
];
