/**
 * What came back for one request: an answer, or the reason why there is none. Times in milliseconds in which this program
 * was there to look: on a busy machine the clock on the wall goes faster.
 */
export type Reply = ResponseReply | FailureReply;

/** When each part of an exchange was through, in milliseconds since it began; a part that did not take place has none. */
export interface Phases {
  /** The name was resolved: of the gateway, or of the proxy. */
  readonly resolved?: number;
  readonly connected?: number;
  /** The proxy opened the tunnel. */
  readonly tunnelled?: number;
  readonly secured?: number;
  /** The first byte of the answer. */
  readonly answered?: number;
}

/** A piece of a body as it arrived. */
export interface Arrival {
  /** Since the exchange began. */
  readonly ms: number;
  readonly bytes: number;
  /** Server-sent events that were complete with this piece; 0 where the body is no stream of events. */
  readonly events: number;
}

/** An HTTP answer. Header names are lower case; the body is decoded text, cut at the transport's limit. */
export interface ResponseReply {
  readonly kind: 'response';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly ms: number;
  readonly phases?: Phases;
  /** How the body came; only of a request that asked to have it watched. */
  readonly arrivals?: readonly Arrival[];
  /** How long this program itself was away meanwhile; it comes on top of `ms`. */
  readonly eventLoopLag?: number;
  /** How long it had not looked when the first piece of the body was seen; only of a request that asked to have it watched. */
  readonly unseenMs?: number;
  /** How it ended; only of a request that asked to have it watched. Else a body without a proper end is a {@link FailureReply}. */
  readonly ended?: 'complete' | 'cut' | 'timeout' | 'too-long';
}

/** Where on the way a request failed. */
export type FailureStage =
  | 'resolve'
  | 'connect'
  | 'tls'
  | 'proxy-resolve'
  | 'proxy-connect'
  | 'proxy-tls'
  | 'proxy-auth'
  | 'proxy-refuse'
  | 'send'
  | 'answer';

/** No HTTP answer. `code` is the code of the innermost error (`ECONNREFUSED`, `CERT_HAS_EXPIRED`, …). */
export interface FailureReply {
  readonly kind: 'failure';
  readonly code: string;
  /** True when the proxy on the way is what failed. */
  readonly atProxy: boolean;
  readonly ms: number;
  /** How long this program itself was away meanwhile; it comes on top of `ms`. */
  readonly eventLoopLag?: number;
  readonly stage?: FailureStage;
  /** Of a proxy that answered: its status, such as 407. */
  readonly proxyStatus?: number;
  readonly phases?: Phases;
}
