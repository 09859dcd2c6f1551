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

/** How long nobody had looked when what is just being handled was seen, in milliseconds; 0 when it was but a moment. */
export function justAway(): number {
  look();
  return performance.now() - backAt < EVERY_MS ? unseen : 0;
}

/** Counts until what it returns is called. */
export function keepOwnTime(): () => void {
  if (keepers === 0) {
    last = performance.now();
    ticker = setInterval(() => {
      look(true);
    }, EVERY_MS).unref();
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
/** Any program is a little late, and collecting garbage takes time too; from here on much may have come unseen. */
const UNSEEN_MS = 100;
/** From here on the program was away. A machine that is only slow counts: else nothing there would ever end. */
const AWAY_MS = 1000;

let keepers = 0;
let ticker: NodeJS.Timeout | undefined;
let last = 0;
let late = 0;
let unseen = 0;
let backAt = -Infinity;

/** Between two turns of the clock only what is too long for a turn is looked at: who asks often is not there more often. */
function look(isTurn = false): void {
  if (keepers === 0) return;
  const now = performance.now();
  const gap = now - last;
  if (gap <= UNSEEN_MS && !isTurn) return;
  last = now;
  if (gap <= UNSEEN_MS) return;
  unseen = gap;
  backAt = now;
  if (gap > AWAY_MS) late += gap - EVERY_MS;
}
