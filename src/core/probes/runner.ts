import { t } from '@vscode/l10n';
import { isSkip, type ActionInput, type ActionKind, type AnyProbe, type Probe, type ProbeResult } from './probe';
import type { ProbeId } from './probeIds';
import type { Observations } from './observations';
import type { Sent } from './sent';
import type { Target } from './target';
import { secretsIn } from './answers';
import { errorLines } from '../words/errorLines';
import type { Reply } from '../answers/reply';
import { crashed, labelOf, nameOf, resultOf } from './result';

/**
 * Carries an action out. `waitsFor` is told what is being waited for, such as `llm.example.com:443`; `onSent` of each request, once it
 * is over. Rejects when `signal` aborts.
 */
export type Perform = <K extends ActionKind>(
  kind: K,
  input: ActionInput[K],
  limits: {
    readonly timeoutMs: number;
    readonly signal: AbortSignal;
    readonly waitsFor: (what: string) => void;
    readonly onSent?: (sent: Sent) => void;
  },
) => Promise<Observations[K]>;

/** What a run tells while it goes on. */
export type RunEvent =
  | { readonly kind: 'started'; readonly id: ProbeId; readonly label: string; readonly running: readonly string[] }
  /** It has taken longer than a second; `what` is the host that it waits for. */
  | { readonly kind: 'waiting'; readonly id: ProbeId; readonly label: string; readonly what: string }
  | { readonly kind: 'finished'; readonly result: ProbeResult }
  /** It was not needed, and is not worth a line. */
  | { readonly kind: 'left-out'; readonly id: ProbeId }
  | { readonly kind: 'sent'; readonly id: ProbeId; readonly sent: Sent }
  /** The probe itself failed: the error with its causes, line by line, printable and free of secrets. */
  | { readonly kind: 'crashed'; readonly id: ProbeId; readonly error: readonly string[] };

/** A run of probes. */
export interface Run {
  readonly target: Target;
  readonly probes: readonly AnyProbe[];
  readonly perform: Perform;
  /** Requests that may cost tokens: never more are sent. */
  readonly mostPaid: number;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}

/** Actions at one time. */
const MOST_AT_ONCE = 8;
/** Requests at one time: Claude Code itself sends as many, and a gateway that limits them must not be tipped over. */
const MOST_ASKING = 3;
/** From here on the person who waits is told what for. */
const SLOW_MS = 1000;
/** What an action may take beyond its own time-out before the runner itself gives it up. */
const GRACE_MS = 1000;
/** By this it is counted: on a busy machine the clock runs on while nobody is given time to act, and such a pause is one step. */
const STEP_MS = 500;
/** An action counts its own time more finely. */
const COARSE_FACTOR = 2;
/** How often something free is asked when the machine was too busy to see the answer. */
const MOST_TRIES = 3;

interface Ended {
  readonly result: ProbeResult;
  readonly seen: Observations[ActionKind] | undefined;
}

/**
 * Runs probes: each when those that it comes after have ended, independent ones at the same time. A probe that fails
 * itself is a finding of its own and holds nothing up.
 * @returns the results in the order of the table, without the ones that were not worth a line.
 * @throws the abort reason when `signal` aborts.
 */
export async function runProbes(run: Run): Promise<readonly ProbeResult[]> {
  const began = performance.now();
  const done = new Map<ProbeId, Ended>();
  const hidden = new Set<ProbeId>();
  const waiting = new Set(run.probes);
  const running = new Map<AnyProbe, Promise<void>>();
  let target = run.target;
  let paid = 0;
  let stopped: string | undefined;

  const settle = (row: AnyProbe, ended: Ended, isHidden = false): void => {
    done.set(row.id, ended);
    if (isHidden) hidden.add(row.id);
    run.onEvent?.(isHidden ? { kind: 'left-out', id: row.id } : { kind: 'finished', result: ended.result });
  };
  const skip = (row: AnyProbe, why: string, isHidden = false): void => {
    settle(row, { result: { ...nameOf(row), outcome: 'skipped', detail: why, ms: 0 }, seen: undefined }, isHidden);
  };
  const crash = (row: AnyProbe, error: unknown, ms: number, startedAt?: number): void => {
    run.onEvent?.({ kind: 'crashed', id: row.id, error: errorLines(error, secretsIn(target)) });
    const result = { ...crashed(row, error, ms), ...(startedAt === undefined ? {} : { startedAt }) };
    settle(row, { result, seen: undefined });
  };
  const start = <K extends ActionKind>(row: Probe<K> & AnyProbe): Promise<void> | undefined => {
    const refused =
      row.paid === 0 ? undefined : (stopped ?? (paid + row.paid > run.mostPaid ? limitWords(run.mostPaid) : undefined));
    let action: ReturnType<Probe<K>['act']>;
    try {
      action = row.act(target, done);
    } catch (error) {
      crash(row, error, 0);
      return undefined;
    }
    const why = isSkip(action) ? action.skip : refused;
    if (isSkip(action) || why !== undefined) {
      skip(row, why ?? '', isSkip(action) && action.hidden);
      return undefined;
    }
    paid += row.paid;
    const startedAt = performance.now() - began;
    run.onEvent?.({ kind: 'started', id: row.id, label: labelOf(row), running: [...running.keys()].map(labelOf) });
    return performSurely(run, row, action)
      .then((seen) => {
        const judged = row.judge(seen, target, done);
        const cost =
          row.kind === 'http' &&
          (row.paid === 1 ? mayHaveCost(seen as Reply) : isPosted(action) && wasAnswered(seen as Reply))
            ? 1
            : 0;
        paid += cost - row.paid;
        target = { ...target, ...judged.learned };
        stopped ??= judged.stopsPaid;
        settle(row, {
          result: {
            ...resultOf(row, judged, seen, secretsIn(target)),
            startedAt,
            ...(row.paid === 0 && cost === 0 ? {} : { paid: cost }),
          },
          seen,
        });
      })
      .catch((error: unknown) => {
        run.signal?.throwIfAborted();
        crash(row, error, performance.now() - began - startedAt, startedAt);
      });
  };

  while (waiting.size > 0 || running.size > 0) {
    run.signal?.throwIfAborted();
    const ready = [...waiting].filter((row) =>
      row.after.every((id) => done.has(id) || !run.probes.some((other) => other.id === id)),
    );
    for (const row of takeable(ready, [...running.keys()])) {
      waiting.delete(row);
      const work = start(row as Probe<ActionKind> & AnyProbe);
      if (work !== undefined)
        running.set(
          row,
          work.finally(() => {
            running.delete(row);
          }),
        );
    }
    // What was skipped has ended already, and others may have waited for it.
    if (ready.some((row) => done.has(row.id))) continue;
    if (running.size > 0) await Promise.race(running.values());
    else if (waiting.size > 0 && ready.length === 0)
      throw new Error(`probes wait for each other: ${[...waiting].map(({ id }) => id).join(', ')}`);
  }
  return run.probes.flatMap(({ id }) => (hidden.has(id) ? [] : (done.get(id)?.result ?? [])));
}

/** What may start beside what is running. */
function takeable(ready: readonly AnyProbe[], running: readonly AnyProbe[]): readonly AnyProbe[] {
  const isAsking = ({ kind }: AnyProbe): boolean => kind === 'http';
  // A stream takes the longest, and what costs something tells the most.
  const asking = ready
    .filter(isAsking)
    .sort((a, b) => b.paid - a.paid)
    .slice(0, Math.max(0, MOST_ASKING - running.filter(isAsking).length));
  return [...ready.filter((row) => !isAsking(row)), ...asking].slice(0, MOST_AT_ONCE - running.length);
}

/** Once more when what was seen decides nothing, because nobody was there to look for a part of the time. */
async function performSurely<K extends ActionKind>(
  run: Run,
  row: Probe<K>,
  input: ActionInput[K],
): Promise<Observations[K]> {
  let seen = await perform(run, row, input);
  for (
    let tries = 1;
    tries < MOST_TRIES &&
    row.paid === 0 &&
    (row.isUnsure?.(seen) === true || (row.kind === 'http' && missedItsTime(seen as Reply)));
    tries++
  )
    seen = await perform(run, row, input);
  return seen;
}

/** A second or more; less is no reason to wait all over again. */
const AWAY_MS = 1000;

function missedItsTime(reply: Reply): boolean {
  return reply.kind === 'failure' && reply.code === 'TIMEOUT' && (reply.eventLoopLag ?? 0) >= AWAY_MS;
}

/** One action with its own time-out and abort; told of when it is slow. */
async function perform<K extends ActionKind>(run: Run, row: Probe<K>, input: ActionInput[K]): Promise<Observations[K]> {
  const own = new AbortController();
  const signal = run.signal === undefined ? own.signal : AbortSignal.any([run.signal, own.signal]);
  let what = run.target.host;
  const slow = setTimeout(() => run.onEvent?.({ kind: 'waiting', id: row.id, label: labelOf(row), what }), SLOW_MS);
  let last: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    const wait = (left: number): void => {
      if (left <= 0) reject(new Error('it did not end in its own time'));
      else
        last = setTimeout(
          () => {
            wait(left - STEP_MS);
          },
          Math.min(left, STEP_MS),
        );
    };
    wait(row.timeoutMs * COARSE_FACTOR + GRACE_MS);
  });
  try {
    return await Promise.race([
      run.perform(row.kind, input, {
        timeoutMs: row.timeoutMs,
        signal,
        waitsFor: (host) => {
          what = host;
        },
        onSent: (sent) => run.onEvent?.({ kind: 'sent', id: row.id, sent }),
      }),
      tooLong,
    ]);
  } finally {
    clearTimeout(slow);
    clearTimeout(last);
    own.abort();
  }
}

function limitWords(count: number): string {
  return count === 0
    ? t('only free requests were allowed')
    : t(
        count === 1
          ? 'the limit of {count} request that may use tokens was reached'
          : 'the limit of {count} requests that may use tokens was reached',
        { count },
      );
}

/** Whether a paid request has cost something, as far as can be told: a refused one has not. */
function mayHaveCost(reply: Reply): boolean {
  if (reply.kind === 'response') return reply.status >= 200 && reply.status < 300;
  return reply.stage === 'answer';
}

function isPosted(action: object): boolean {
  return (action as Partial<ActionInput['http']>).request?.method === 'POST';
}

/** A request that no model should have seen was answered by one. */
function wasAnswered(reply: Reply): boolean {
  return reply.kind === 'response' && reply.status < 300 && /"type":\s?"message"/.test(reply.body);
}
