import type { FailureStage, Phases } from '../../core/answers/reply';
import { ownNow } from '../process/ownTime';

/** How far an exchange has come, kept while it goes on: a time-out does not know by itself where it struck. */
export class ExchangeTrace {
  /** What is being done now, and so what has failed when nothing more comes. */
  stage: FailureStage = 'resolve';
  readonly phases: { -readonly [K in keyof Phases]: Phases[K] } = {};
  readonly #began = ownNow();
  readonly #beganByTheClock = performance.now();

  /** @param waitsFor is told whose answer is waited for, such as `llm.example.com:443`. */
  constructor(
    readonly signal: AbortSignal,
    readonly waitsFor: (what: string) => void = () => undefined,
  ) {}

  /** Since it began, in milliseconds of this program's own time. */
  get ms(): number {
    return ownNow() - this.#began;
  }

  /** How much of the time since it began this program was not there to look, in milliseconds. */
  get eventLoopLag(): number {
    return Math.max(0, performance.now() - this.#beganByTheClock - this.ms);
  }

  /** Notes when a part was through. */
  passed(phase: keyof Phases): void {
    this.phases[phase] ??= this.ms;
  }
}

/** Why the way to the gateway could not be opened. `code` is the code of the innermost error. */
export class RouteError extends Error {
  constructor(
    readonly stage: FailureStage,
    readonly code: string,
    readonly proxyStatus?: number,
    cause?: unknown,
  ) {
    super(code, { cause });
  }
}

/** Rejects with the abort reason as soon as `signal` aborts; what was awaited goes on unheard. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop);
    });
  });
}

/** Walks `cause` and `errors` to the code that says most. */
export function innermostCode(error: unknown): string {
  let code = 'UNKNOWN';
  let current = error;
  for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth++) {
    const {
      name,
      code: own,
      cause,
      errors,
    } = current as { name?: unknown; code?: unknown; cause?: unknown; errors?: unknown };
    // undici 7 leaves the code of its parser's errors out.
    if (typeof own === 'string' || name === 'HTTPParserError') code = typeof own === 'string' ? own : 'HPE_INVALID';
    current = cause ?? (Array.isArray(errors) ? (errors[0] as unknown) : undefined);
  }
  return code;
}
