/** What came back for one request: an answer, or the reason why there is none. Times in milliseconds. */
export type Reply = ResponseReply | FailureReply;

/** An HTTP answer. Header names are lower case; the body is text, cut at the transport's limit. */
export interface ResponseReply {
  readonly kind: 'response';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly ms: number;
}

/** No HTTP answer. `code` is the code of the innermost error (`ECONNREFUSED`, `CERT_HAS_EXPIRED`, …). */
export interface FailureReply {
  readonly kind: 'failure';
  readonly code: string;
  /** True when the proxy on the way is what failed. */
  readonly atProxy: boolean;
  readonly ms: number;
}
