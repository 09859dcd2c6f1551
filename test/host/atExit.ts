/** What must be undone when this process ends early; each works synchronously, for an ending process waits for nothing. */
const pending: (() => void)[] = [];
let listening = false;

function undoAll(): void {
  for (let undo = pending.pop(); undo; undo = pending.pop()) {
    try {
      undo();
    } catch {
      // The rest is to be undone all the same.
    }
  }
}

function listen(): void {
  if (listening) return;
  listening = true;
  process.on('exit', undoAll);
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    // Later, so that others who listen to the signal can pass it on to their own processes first.
    process.on(signal, () => setImmediate(() => process.exit(code)));
  }
}

/**
 * Runs `undo` when this process exits or is interrupted, unless the returned function was called before:
 * that one only forgets it, for those who have tidied up themselves.
 */
export function atExit(undo: () => void): () => void {
  listen();
  pending.push(undo);
  return () => {
    const index = pending.indexOf(undo);
    if (index >= 0) pending.splice(index, 1);
  };
}
