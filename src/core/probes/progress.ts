import type { ProbeResult } from './probe';
import type { ProbeId } from './probeIds';
import type { RunEvent } from './runner';

/** A run that is going on, or was stopped before its end. Views show it as it stands. */
export interface Progress {
  readonly scope: 'quick' | 'full' | 'free';
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** In the order in which they ended. */
  readonly results: readonly ProbeResult[];
  /** What is being done right now, by label, oldest first; `waitsFor` is the host, once it has taken longer than a second. */
  readonly running: readonly { readonly id: ProbeId; readonly label: string; readonly waitsFor?: string }[];
  /** Probes in all, as far as is known: for “12 of 30”. */
  readonly of: number;
  /** It was stopped before its end: what is here is not all. Nothing is running any more. */
  readonly stopped?: true;
}

/** The state after an event. Pure. */
export function progressAfter(progress: Progress, event: RunEvent): Progress {
  const { running, results } = progress;
  if (event.kind === 'started') return { ...progress, running: [...running, { id: event.id, label: event.label }] };
  if (event.kind === 'waiting')
    return {
      ...progress,
      running: running.map((one) => (one.id === event.id ? { ...one, waitsFor: event.what } : one)),
    };
  if (event.kind === 'left-out') return { ...progress, of: progress.of - 1 };
  if (event.kind !== 'finished') return progress;
  return {
    ...progress,
    running: running.filter(({ id }) => id !== event.result.id),
    results: [...results, event.result],
  };
}
