/** Runs something once, a moment after the first of several calls. */
export function delayed(run: () => void, ms: number): { start(): void; dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    start() {
      timer ??= setTimeout(() => {
        timer = undefined;
        run();
      }, ms);
    },
    dispose: () => {
      clearTimeout(timer);
    },
  };
}
