import { readdirSync, readFileSync } from 'node:fs';

/** A process, told from a later one with the same number by when it started. */
export interface ProcessId {
  readonly pid: number;
  readonly started: string;
}

interface ProcessRow extends ProcessId {
  readonly parent: number;
}

function processRow(pid: number): ProcessRow | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, parent: Number(fields[1]), started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

function processTable(): ProcessRow[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => processRow(Number(name)) ?? []);
  } catch {
    // Not Linux: the process group has to do.
    return [];
  }
}

/** Everything that a process has started, and what that has started in turn, whatever group it is in. */
export function descendantsOf(pid: number): ProcessId[] {
  const table = processTable();
  const found: ProcessRow[] = [];
  for (let parents = [pid]; parents.length > 0;) {
    const children = table.filter((row) => parents.includes(row.parent));
    found.push(...children);
    parents = children.map((row) => row.pid);
  }
  return found;
}

/** Kills those of these processes that are still there. */
export function killRest(processes: readonly ProcessId[]): void {
  for (const { pid, started } of processes) {
    if (processRow(pid)?.started === started) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has just ended.
      }
    }
  }
}
