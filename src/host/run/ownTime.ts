/**
 * The time in which this program was there to look, in milliseconds. A machine that is busy, or asleep, leaves a program
 * without time: what the other side did meanwhile is seen late, and the clock on the wall has gone on. No verdict may
 * come from that, so time-outs and the times of answers are counted in this time while somebody has called
 * {@link keepOwnTime}.
 */
export function ownNow(): number {
  look();
  return performance.now() - late;
}

/** How long this program had been away when what is just being handled was seen. 0 when it was there. */
export function justAway(): number {
  look();
  return performance.now() - backAt < EVERY_MS ? away : 0;
}

/** Counts until what it returns is called. */
export function keepOwnTime(): () => void {
  if (keepers === 0) {
    last = performance.now();
    ticker = setInterval(() => { look(true); }, EVERY_MS).unref();
  }
  keepers += 1;
  let ended = false;
  return () => {
    if (ended) return;
    ended = true;
    look();
    keepers -= 1;
    if (keepers === 0) clearInterval(ticker);
  };
}

/** How often it looks whether it is late. */
const EVERY_MS = 10;
/** Any program is a little late, and collecting garbage takes time too; from here on it was away. */
const AWAY_MS = 100;

let keepers = 0;
let ticker: NodeJS.Timeout | undefined;
let last = 0;
let late = 0;
let away = 0;
let backAt = -Infinity;

/** Between two turns of the clock only what is too long for a turn is looked at: who asks often is not there more often. */
function look(isTurn = false): void {
  if (keepers === 0) return;
  const now = performance.now();
  const gap = now - last;
  if (gap > AWAY_MS) {
    away = gap - EVERY_MS;
    late += away;
    backAt = now;
  } else if (!isTurn) {
    return;
  }
  last = now;
}
