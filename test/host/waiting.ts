import { setTimeout as sleep } from 'node:timers/promises';

/** How long the helpers wait for something the workbench is to show, unless told otherwise. */
export const DEFAULT_WAIT_MS = 60_000;

/** What is left of a type when a value of it counts as true. */
export type Truthy<T> = Exclude<T, false | 0 | '' | null | undefined>;

/**
 * Calls `probe` until it gives something true, and returns that.
 * What it throws meanwhile counts as "not yet"; the last of it is the cause of the final error.
 */
export async function waitFor<T>(
  what: string,
  probe: () => T | Promise<T>,
  timeoutMs = DEFAULT_WAIT_MS,
): Promise<Truthy<T>> {
  const end = Date.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value) return value as Truthy<T>;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`, { cause });
    await sleep(40);
  }
}
