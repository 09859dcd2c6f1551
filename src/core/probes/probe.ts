import type { Finding } from '../causes/findings';
import type { ProbeRequest } from './probeRequest';
import type { Arrival, Phases } from '../answers/reply';
import type { Secret } from '../words/secret';
import type { ProbeId, ResultId } from './probeIds';
import type { Observations } from './observations';
import type { Target } from './target';

/** What each kind of action needs. The host carries it out; sending is its alone. */
export interface ActionInput {
  /** Nothing leaves: the configuration alone decides. */
  readonly none: Readonly<Record<string, never>>;
  readonly resolve: { readonly host: string };
  readonly connect: {
    readonly port: number;
    readonly addresses: readonly Observations['connect']['attempts'][number]['address'][];
  };
  /** A handshake with the gateway, through the proxy where there is one. */
  readonly tls: { readonly host: string; readonly port: number };
  readonly helper: { readonly command: Secret };
  /** `watched`: the arrival of each piece of the body is noted, and a body without an end is an answer too. */
  readonly http: { readonly request: ProbeRequest; readonly watched?: boolean };
}

/** A kind of action. */
export type ActionKind = keyof ActionInput;

/** Why a probe is not run. `hidden` ones are not worth a line: they were only for a case that did not come about. */
export interface Skip {
  readonly skip: string;
  readonly hidden?: boolean;
}

/** What a probe showed. */
export interface Judged {
  /** `warning`: Claude Code works, but not as it should. */
  readonly outcome: 'ok' | 'warning' | 'problem';
  /** One line, printable, free of secrets. */
  readonly detail: string;
  readonly findings?: readonly Finding[];
  /** Probes whose findings do not count any more: this one knows better. */
  readonly supersedes?: readonly ProbeId[];
  /** The provider itself answered, so the gateway took the credential. */
  readonly provesCredential?: true;
  /** What the probes after it may rely on, such as the credential that a command printed. */
  readonly learned?: Partial<Target>;
  /** Why no further request that may cost something is sent, as a clause: the gateway has said that it is enough. */
  readonly stopsPaid?: string;
}

/** What was found out so far, by probe. */
export type Done = ReadonlyMap<
  ProbeId,
  { readonly result: ProbeResult; readonly seen: Observations[ActionKind] | undefined }
>;

/**
 * One question about the way to the gateway or about what it does, as data: when it is asked, what is sent, what the answer
 * says. `act` and `judge` are pure.
 */
export interface Probe<K extends ActionKind> {
  readonly id: ProbeId;
  /** What it does, a few words; translated where it is shown. */
  readonly label: string;
  /** Fill the placeholders of `label`. */
  readonly labelFacts?: Readonly<Record<string, string>>;
  /** The question it answers, a sentence; translated where it is shown. */
  readonly asks: string;
  readonly kind: K;
  /** These have ended before it starts, in whatever way; `act` looks at what they found. */
  readonly after: readonly ProbeId[];
  /** How many requests may cost tokens: 0 or 1. */
  readonly paid: 0 | 1;
  /** Output tokens at most, of a paid one. */
  readonly tokens?: number;
  readonly timeoutMs: number;
  readonly act: (target: Target, done: Done) => ActionInput[K] | Skip;
  readonly judge: (seen: Observations[K], target: Target, done: Done) => Judged;
  /** What was seen decides nothing, because this machine was too busy: it is asked once more, if it costs nothing. */
  readonly isUnsure?: (seen: Observations[K]) => boolean;
}

/** A probe of any kind. */
export type AnyProbe = { readonly [K in ActionKind]: Probe<K> }[ActionKind];

/** One line of what a run did. Printable, free of secrets. */
export interface ProbeResult {
  readonly id: ResultId;
  readonly label: string;
  /** The question it answers. */
  readonly asks?: string;
  readonly outcome: 'ok' | 'warning' | 'problem' | 'skipped';
  /** One line. */
  readonly detail: string;
  /** How long it took. */
  readonly ms: number;
  /** When it began, in milliseconds since the run did. */
  readonly startedAt?: number;
  /** Requests that were sent and may have cost tokens. */
  readonly paid?: number;
  readonly phases?: Phases;
  readonly arrivals?: readonly Arrival[];
  readonly findings?: readonly Finding[];
  readonly supersedes?: readonly ResultId[];
  readonly provesCredential?: true;
}

/** A row that keeps its kind: without it the parameters of `act` and `judge` would have none. */
export function probe<K extends ActionKind>(row: Probe<K>): Probe<K> {
  return row;
}

/** True for what `act` says when there is nothing to do. */
export function isSkip(action: object): action is Skip {
  return 'skip' in action;
}
