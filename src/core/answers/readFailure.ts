import { t } from '@vscode/l10n';
import type { CauseId } from '../causes/causes';
import type { ErrorReading } from './errorReading';
import type { FailureReply } from './reply';
import { tableText } from '../text/tableText';
import type { Facts } from '../causes/facts';

/** What an error code of the network layer means: Node, OpenSSL and undici 7. */
export interface CodeRow {
  readonly cause: CauseId;
  readonly match: RegExp;
  readonly words: string;
}

/** {@link readFailure}'s table; its words are translated where they are shown. */
export const FAILURE_CODES: readonly CodeRow[] = [
  { cause: 'dns-failure', match: /^(ENOTFOUND|EAI_\w+|ENODATA|EREFUSED)$/, words: 'the host name doesn’t resolve' },
  {
    cause: 'connect-timeout',
    match: /^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|TIMEOUT)$/,
    words: 'no response in time',
  },
  // What a server says in a TLS alert is about the certificate of this machine.
  {
    cause: 'client-certificate-required',
    match: /^ERR_SSL_\w*ALERT_(CERTIFICATE_\w+|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA)$/,
    words: 'the server requires a different client certificate',
  },
  {
    cause: 'ca-file-unreadable',
    match: /^CLIENT_KEY_UNUSABLE$/,
    words: 'the client certificate and its key can’t be used',
  },
  {
    cause: 'tls-untrusted',
    match: /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY|DECRYPT)|HOSTNAME_MISMATCH/,
    words: 'the certificate wasn’t accepted',
  },
  {
    cause: 'gateway-unreachable',
    match: /^ERR_SSL_\w*ALERT_NO_APPLICATION_PROTOCOL$/,
    words: 'the server supports only HTTP/2, and Claude Code uses HTTP/1.1',
  },
  {
    cause: 'gateway-unreachable',
    match: /^(EPROTO|ERR_SSL_\w+)$/,
    words: 'the TLS handshake failed; perhaps the address should start with http://',
  },
  {
    cause: 'non-api-response',
    match: /^(HPE_\w+|UND_ERR_(HEADERS_OVERFLOW|RES_\w+)|BODY_TOO_LARGE|CONTENT_ENCODING)$/,
    words: 'the response isn’t valid HTTP, or doesn’t end',
  },
  { cause: 'stream-interrupted', match: /^BODY_CUT$/, words: 'the response was cut off' },
  {
    cause: 'gateway-unreachable',
    match: /^(ECONN\w+|EHOST\w+|ENET\w+|EPIPE|EADDR\w+|UND_ERR_SOCKET)$/,
    words: 'the connection failed',
  },
];

/** What a request that got no answer says. Decided by the error code and by where it failed, at the proxy or behind it; never by words. */
export function readFailure(reply: FailureReply, facts: Facts): ErrorReading {
  const known = { ...facts, code: reply.code };
  if (reply.atProxy)
    return {
      candidates: [{ cause: 'corporate-proxy', confidence: 0.95 }],
      evidence: t('the proxy didn’t open a tunnel ({code})', { code: reply.code }),
      speaker: 'between',
      facts,
      decides: [],
    };
  const row = FAILURE_CODES.find(({ match }) => match.test(reply.code));
  const times = { code: reply.code, ms: Math.round(reply.ms) };
  if (row === undefined)
    return {
      candidates: [{ cause: 'unknown', confidence: 0.5 }],
      evidence: t('the request failed ({code}, after {ms} ms)', times),
      speaker: 'unknown',
      facts: known,
      decides: ['check-connection'],
    };
  return {
    candidates: [{ cause: row.cause, confidence: 0.95 }],
    evidence: t('{what} ({code}, after {ms} ms)', { what: tableText(row.words), ...times }),
    speaker: 'between',
    facts: known,
    decides: [],
  };
}
