/** How late this program was, at worst, while it was busy with other things: what came in that time seems to have come at once. */
export interface LatenessWatch {
  /** Ends the watch. @returns milliseconds. */
  stop(): number;
}

const EVERY_MS = 10;

/** Watches from now on. */
export function watchLateness(): LatenessWatch {
  let last = performance.now();
  let worst = 0;
  const look = (): void => {
    const now = performance.now();
    worst = Math.max(worst, now - last - EVERY_MS);
    last = now;
  };
  const timer = setInterval(look, EVERY_MS);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return Math.round(worst);
    },
  };
}
