import type { ServerResponse } from 'node:http';
import type { Answer } from './answer';
import type { RecordedRequest } from './recorded-request';
import type { Reach } from './usual';

/** What a test may choose about a misbehaviour. */
export interface MisbehaviourSettings {
  /** The delay before the headers of slow-headers, and between the pieces of drip, stalled-stream and cut-stream. */
  readonly ms?: number;
  /** After how many events a stream stops, in stalled-stream and cut-stream. */
  readonly events?: number;
  /** Where redirect-login sends the client. */
  readonly to?: string;
}

/** One request in the hands of a misbehaving gateway. */
export interface Turn {
  readonly request: RecordedRequest;
  readonly reply: ServerResponse;
  readonly settings: MisbehaviourSettings;
  /** Aborted when the connection has gone. */
  readonly gone: AbortSignal;
  /** What a gateway that behaves would say, at another path if given. */
  readonly usual: (path?: string) => Answer;
}

/** One way to misbehave. */
export interface Misbehaviour {
  /** Whose text or conduct it is, and where that is known from. */
  readonly shows: string;
  /** Who misbehaves: requests that do not get that far are answered as usual. */
  readonly who: Reach;
  /** The answer, or what is done instead: undefined when the reply has been dealt with. */
  readonly answer: Answer | ((turn: Turn) => Answer | undefined | Promise<Answer | undefined>);
}
