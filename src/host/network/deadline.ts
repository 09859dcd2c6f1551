import { keepOwnTime, ownNow } from '../process/ownTime';

/**
 * An abort signal that comes with another one, or after some time of this program's own: see {@link ownNow}. Not
 * AbortSignal.timeout in AbortSignal.any: of that, Node 20 frees the clock at the next garbage collection, and nothing
 * ever ends.
 */
export class Deadline {
  readonly #own = new AbortController();
  readonly #free = keepOwnTime();
  readonly #began = ownNow();
  readonly #follow = (): void => {
    this.#own.abort(this.outer?.reason);
  };
  #timer: NodeJS.Timeout;
  #passed = false;

  constructor(
    private readonly timeoutMs: number,
    private readonly outer?: AbortSignal,
  ) {
    this.#timer = setTimeout(this.#ring, timeoutMs);
    outer?.addEventListener('abort', this.#follow, { once: true });
    if (outer?.aborted === true) this.#follow();
  }

  get signal(): AbortSignal {
    return this.#own.signal;
  }

  /** The time was over before anybody else ended it. */
  get passed(): boolean {
    return this.#passed;
  }

  /** Call it in the end, whatever came: stops the clock, and aborts what may still go on unheard. */
  end(): void {
    clearTimeout(this.#timer);
    this.outer?.removeEventListener('abort', this.#follow);
    this.#own.abort();
    this.#free();
  }

  /** After a pause the clocks ring before what has arrived is read: that comes first. */
  readonly #ring = (): void => {
    const left = this.timeoutMs - (ownNow() - this.#began);
    if (left > 0) this.#timer = setTimeout(this.#ring, left);
    else
      setImmediate(() => {
        setImmediate(this.#abort);
      });
  };

  readonly #abort = (): void => {
    if (this.#own.signal.aborted) return;
    this.#passed = true;
    this.#own.abort(Object.assign(new Error('it did not end in its own time'), { code: 'TIMEOUT' }));
  };
}
