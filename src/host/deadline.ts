/**
 * An abort signal that comes with another one, or after some time. Not AbortSignal.timeout in AbortSignal.any: of that,
 * Node 20 frees the clock at the next garbage collection, and nothing ever ends.
 */
export class Deadline {
  readonly #own = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #follow = (): void => { this.#own.abort(this.outer?.reason); };
  #passed = false;

  constructor(timeoutMs: number, private readonly outer?: AbortSignal) {
    this.#timer = setTimeout(() => {
      this.#passed = !this.#own.signal.aborted;
      this.#own.abort(Object.assign(new Error('it did not end in its own time'), { code: 'TIMEOUT' }));
    }, timeoutMs);
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
  }
}
