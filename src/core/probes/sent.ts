/** A request that left, as a log may show it: no path, no header, nothing of the answer but its status. */
export interface Sent {
  readonly method: string;
  /** Host and port; printable. */
  readonly host: string;
  readonly ms: number;
  /** The status of the answer, or the code of the error and where on the way it struck. */
  readonly outcome: number | string;
  /** Of a request without an answer: the error with its causes, line by line, printable and free of the credentials that were sent. */
  readonly error?: readonly string[];
}
