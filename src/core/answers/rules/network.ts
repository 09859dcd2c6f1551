import type { ErrorRule } from './errorRule';
import { anyOf } from '../../text/anyOf';

/** Codes and words of the network layer: Node, undici, OpenSSL, Bun, curl, Python, Go, and what is printed around them. */
export const NETWORK_RULES: readonly ErrorRule[] = [
  {
    cause: 'corporate-proxy',
    from: 'network',
    // curl: (56) CONNECT tunnel failed, response 407
    match: anyOf(
      'i',
      /CONNECT tunnel failed/, // curl: (56) CONNECT tunnel failed, response 403.
      /CONNECT thru proxy/, // error while CONNECT thru proxy: 500
      /Proxy Authentication Required/, // HTTP/1.1 407 Proxy Authentication Required
      /ProxyConnectionError/, // aiohttp_socks.ProxyConnectionError
      /proxy (authentication|tunnel(ing)?) (is )?(required|failed)/, // HTTP/1.1 407 Proxy Authentication Required
      /tunneling socket could not be established/, // tunneling socket could not be established, statusCode=407
      /Proxy response .{0,30}HTTP Tunnel/, // Proxy response (407) !== 200 when HTTP Tunneling
      /Unable to connect to proxy/, // Unable to connect to proxy
      /ProxyError/, // requests.exceptions.ProxyError
      /Received HTTP code \d{3} from proxy/, // Received HTTP code 407 from proxy after CONNECT
      /ERR_TUNNEL_CONNECTION_FAILED/, // net::ERR_TUNNEL_CONNECTION_FAILED
    ),
  },
  {
    cause: 'tls-untrusted',
    from: 'network',
    // Error (self signed certificate in certificate chain) (SELF_SIGNED_CERT_IN_CHAIN)
    match: anyOf(
      'i',
      /self[- ]signed certificate/, // Unable to connect to API: Self-signed certificate detected
      /certificate is not valid for/, // certificate is not valid for gateway.example
      /certificate.{0,40}(does not match|doesn['’]t match|mismatch)/, // SSL certificate hostname mismatch
      /SELF_SIGNED_CERT/, // SELF_SIGNED_CERT_IN_CHAIN
      /DEPTH_ZERO_SELF/, // DEPTH_ZERO_SELF_SIGNED_CERT
      /UNABLE_TO_(GET_ISSUER|VERIFY)/, // UNABLE_TO_GET_ISSUER_CERT_LOCALLY
      // unable to get issuer certificate
      /unable to (get (local )?issuer certificate|verify the first certificate)/,
      /CERT_(HAS_EXPIRED|NOT_YET_VALID|UNTRUSTED|REVOKED|AUTHORITY_INVALID)/, // CERT_HAS_EXPIRED
      /certificate has expired/, // Unable to connect to API: SSL certificate has expired
      /certificate is not yet valid/, // certificate is not yet valid
      /ERR_TLS_CERT_ALTNAME/, // ERR_TLS_CERT_ALTNAME_INVALID
      /altnames/, // does not match certificate's altnames
      /certificate verify failed/, // certificate verify failed
      /CERTIFICATE_VERIFY_FAILED/, // [SSL: CERTIFICATE_VERIFY_FAILED]
      /x509: certificate/, // x509: certificate signed by unknown authority
      /certificate signed by unknown authority/, // x509: certificate signed by unknown authority
      /ERR_CERT_\w+/, // net::ERR_CERT_AUTHORITY_INVALID
      /SSL certificate problem/, // curl: (60) SSL certificate problem
    ),
  },
  {
    cause: 'dns-failure',
    from: 'network',
    // getaddrinfo ENOTFOUND gateway.example.com
    match: anyOf(
      'i',
      /ENOTFOUND/, // getaddrinfo ENOTFOUND api.anthropic.com
      /EREFUSED/, // getaddrinfo EREFUSED gateway.example
      /getaddrinfo E\w+/, // getaddrinfo ENOTFOUND gateway.example
      /EAI_(AGAIN|NONAME|FAIL|NODATA)/, // getaddrinfo EAI_AGAIN api.anthropic.com
      /Could not resolve (host|proxy)/, // curl: (6) Could not resolve host
      /name or service not known/, // Name or service not known
      /nodename nor servname/, // [Errno 8] nodename nor servname provided, or not known
      /Temporary failure in name resolution/, // Temporary failure in name resolution
      /NameResolutionError/, // Caused by NameResolutionError
      /Failed to resolve '/, // Failed to resolve 'api.anthropic.com'
      /getaddrinfo failed/, // [Errno 11002] getaddrinfo failed
      /no such host/, // dial tcp: lookup gateway.example: no such host
      /remote name could not be resolved/, // The remote name could not be resolved
      /ERR_NAME_NOT_RESOLVED/, // net::ERR_NAME_NOT_RESOLVED
      /\bDNS (lookup|resolution) failed/, // DNS lookup failed
    ),
  },
  {
    cause: 'connect-timeout',
    from: 'network',
    // connect ETIMEDOUT 10.0.0.5:443
    match: anyOf(
      'i',
      /\bETIMEDOUT\b/, // connect ETIMEDOUT 10.0.0.5:443
      /UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT/, // code: 'UND_ERR_CONNECT_TIMEOUT'
      /ConnectTimeout/, // cause: ConnectTimeoutError
      /Connect Timeout Error/, // Connect Timeout Error
      /connection timed out/, // connection timed out
      /Operation timed out/, // The operation timed out
      /i\/o timeout/, // I/O timeout
      /ESOCKETTIMEDOUT/, // Error: ESOCKETTIMEDOUT
      /Read timed out/, // Read timed out. (read timeout=600)
    ),
    confidence: 0.88,
    or: { 'corporate-proxy': 0.2 },
  },
  {
    cause: 'gateway-unreachable',
    from: 'network',
    // connect ECONNREFUSED 127.0.0.1:4000
    match: anyOf(
      '',
      /ECONNREFUSED/, // connect ECONNREFUSED 127.0.0.1:4000
      /[Cc]onnection refused/, // connect() failed (111: Connection refused)
      /EHOSTUNREACH/, // connect EHOSTUNREACH 10.0.0.5:443
      /ENETUNREACH/, // connect ENETUNREACH 10.0.0.5:443
      /ENETDOWN/, // ENETDOWN
      /EHOSTDOWN/, // EHOSTDOWN
      /No route to host/, // connect: No route to host
      /Network is unreachable/, // [Errno 101] Network is unreachable
      /ERR_CONNECTION_REFUSED/, // net::ERR_CONNECTION_REFUSED
      /actively refused/, // the target machine actively refused it
      /Failed to connect to .{1,80} port \d+/, // curl: (7) Failed to connect to 127.0.0.1 port 4000
    ),
  },
  {
    cause: 'gateway-unreachable',
    from: 'network',
    // API Error: Unable to connect to API (ECONNRESET)
    match: anyOf(
      '',
      /ECONNRESET/, // Connection to the API was lost (ECONNRESET)
      /ERR_SOCKET_CLOSED/, // ERR_SOCKET_CLOSED
      /ECONNABORTED/, // ECONNABORTED
      /\bEPIPE\b/, // EPIPE
      /socket hang up/, // Error: socket hang up
      /[Cc]onnection reset by peer/, // read: connection reset by peer
      /UND_ERR_SOCKET/, // Unable to connect to API (UND_ERR_SOCKET)
      /other side closed/, // SocketError: other side closed
      /Connection aborted/, // ('Connection aborted.', RemoteDisconnected())
      /RemoteDisconnected/, // http.client.RemoteDisconnected
      /ERR_CONNECTION_(RESET|CLOSED)/, // net::ERR_CONNECTION_RESET
    ),
    confidence: 0.7,
    or: { 'stream-interrupted': 0.45, 'corporate-proxy': 0.3 },
    decides: ['check-connection'],
  },
  {
    cause: 'gateway-unreachable',
    from: 'network',
    // write EPROTO 00AA:error:0A00010B:SSL routines:ssl3_get_record:wrong version number
    match: /\bEPROTO\b|wrong version number|ERR_SSL_\w+|packet length too long|SSL_ERROR_SYSCALL/,
    confidence: 0.7,
    or: { 'tls-untrusted': 0.4, 'base-url-invalid': 0.3 },
    decides: ['check-connection'],
  },
  {
    cause: 'stream-interrupted',
    from: 'network',
    // TypeError: terminated
    match: anyOf(
      'i',
      /TypeError:? \(?terminated/, // TypeError: terminated
      /stream disconnected before completion/, // stream disconnected before completion
      /ERR_STREAM_PREMATURE_CLOSE/, // ERR_STREAM_PREMATURE_CLOSE
      /Premature close/, // Error: Premature close
      /premature(ly)? close/, // response closed prematurely: premature close
      /unexpected EOF/, // unexpected EOF
      /incomplete chunked read/, // without sending complete message body (incomplete chunked read)
      /peer closed connection without/, // peer closed connection without sending complete message body
      /ERR_INCOMPLETE_CHUNKED/, // net::ERR_INCOMPLETE_CHUNKED_ENCODING
      /Response ended prematurely/, // Response ended prematurely
      /BODY_CUT/, // answer BODY_CUT
      /upstream prematurely closed/, // upstream prematurely closed connection
      /Error in chunk_processor: Connection closed/, // Error in chunk_processor: Connection closed.
    ),
    confidence: 0.85,
    or: { 'gateway-unreachable': 0.3 },
  },
  {
    cause: 'gateway-unreachable',
    from: 'network',
    // API Error (Connection error.) · Retrying in 1 seconds… (attempt 1/10) ⎿ TypeError (fetch failed)
    match: anyOf(
      '',
      /fetch failed/, // TypeError: fetch failed
      /API Error \(?:? ?\(?Connection error/, // API Error (Connection error.)
      /Failed to fetch\b(?! version)/, // TypeError: Failed to fetch
      /Unable to connect to API\b/, // API Error: Unable to connect to API (ECONNRESET)
      /Unable to connect to Anthropic services/, // Unable to connect to Anthropic services
    ),
    confidence: 0.55,
    or: { 'tls-untrusted': 0.35, 'corporate-proxy': 0.35, 'dns-failure': 0.3 },
    decides: ['check-connection'],
  },
  {
    cause: 'gateway-unreachable',
    from: 'network',
    // Connection error.
    match: /^(API Error: )?Connection error\.?$/,
    confidence: 0.5,
    or: { 'tls-untrusted': 0.35, 'corporate-proxy': 0.35, 'dns-failure': 0.3 },
    decides: ['check-connection'],
  },
];
