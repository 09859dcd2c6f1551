/** The value in the middle: one slow start on a busy machine does not move it. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}

/** How long something takes, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Two ways to do the same, in turn, so that whatever else the machine does befalls both. Medians, without the first round. */
export async function sideBySide(
  rounds: number,
  ours: () => unknown,
  plain: () => unknown,
): Promise<{ readonly ours: number; readonly plain: number; readonly first: number }> {
  const times: { ours: number; plain: number }[] = [];
  for (let round = 0; round <= rounds; round++) times.push({ ours: await timed(ours), plain: await timed(plain) });
  const [cold, ...warm] = times;
  return {
    ours: median(warm.map((time) => time.ours)),
    plain: median(warm.map((time) => time.plain)),
    first: cold?.ours ?? NaN,
  };
}
