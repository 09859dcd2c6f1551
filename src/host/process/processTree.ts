import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../core/claude/sources';

/** The variable that every program of a tree inherits: a value of its own for each tree. */
export const TREE_MARK = 'LLM_GATEWAY_CONNECT_RUN';

/** A program to be started, and everything that it will start. */
export interface ProcessTree {
  /** The environment to start it with: the given one, and the mark by which its descendants are found again. */
  readonly env: Environment;
  /**
   * Ends the program and all that it has started, and waits for none of it. On Linux also what has left the process group
   * (`setsid`, `nohup`, a double fork), found by the mark; what has left the group, lost its parent and cleared its environment
   * is not found. On other Unixes what is in the group or below the program; on Windows what is below it while it runs.
   * @param program leads a process group of its own where it was started `detached`. When it has ended before, its number may
   * be another one's by now, which is left alone.
   */
  readonly stop: (program: Started) => void;
}

/** A program as Node holds it. */
export type Started = Pick<ChildProcess, 'pid' | 'exitCode' | 'signalCode'>;

/** Makes a tree for one program, before it is started. */
export function processTree(env: Environment): ProcessTree {
  const mark = randomUUID();
  const stop = ({ pid, exitCode, signalCode }: Started): void => {
    if (pid !== undefined)
      STOP[process.platform === 'win32' || process.platform === 'linux' ? process.platform : 'unix'](
        pid,
        mark,
        exitCode !== null || signalCode !== null,
      );
  };
  return { env: { ...env, [TREE_MARK]: mark }, stop };
}

/** Ends what is left of a process group, and nothing that has left it on purpose, such as an agent that was started. */
export function endGroup(pid: number | undefined): void {
  if (pid !== undefined) kill(-pid);
}

const STOP: Readonly<Record<'win32' | 'linux' | 'unix', (pid: number, mark: string, ended: boolean) => void>> = {
  // Windows tells what is below a program only while it runs.
  win32: (pid, _mark, ended) => {
    if (!ended) stopOnWindows(pid);
  },
  linux: (pid, mark, ended) => {
    stopAll(pid, ended, () => processesOfLinux(mark));
  },
  unix: (pid, _mark, ended) => {
    stopAll(pid, ended, processesOfUnix);
  },
};

/** As a table of processes shows one. */
interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly marked: boolean;
}

/** What is started while the others are ended is found by the next look; a program that only starts new ones is given up on. */
const MOST_ROUNDS = 5;

function stopAll(pid: number, ended: boolean, processes: () => readonly ProcessRow[]): void {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const table = processes();
    // Where there is no table, the group has to do.
    if (table.length === 0) endGroup(pid);
    const found = membersOf(ended && table.some((row) => row.pid === pid) ? undefined : pid, table);
    if (found.length === 0) break;
    for (const member of found) kill(member);
  }
}

/** The program, its group, everything below it, and everything with its mark; the mark alone where the number is another one's. Never this process. */
function membersOf(pid: number | undefined, table: readonly ProcessRow[]): number[] {
  const found = new Set(
    table.filter((row) => row.pid === pid || row.group === pid || row.marked).map((row) => row.pid),
  );
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const row of table) if (found.has(row.parent)) found.add(row.pid);
  }
  found.delete(process.pid);
  return [...found];
}

function processesOfLinux(mark: string): ProcessRow[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => rowOfLinux(name, mark) ?? []);
  } catch {
    return [];
  }
}

/** Undefined for one that has ended, also where its parent has not asked for its end yet. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function rowOfLinux(name: string, mark: string): ProcessRow | undefined {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
    // The program's name, in parentheses, may hold anything.
    const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X'
      ? undefined
      : { pid: Number(name), parent: Number(parent), group: Number(group), marked: isMarked(name, mark) };
  } catch {
    return undefined;
  }
}

/** Nothing of an environment is kept. That of others cannot be read, and is not meant. */
function isMarked(name: string, mark: string): boolean {
  try {
    return readFileSync(`/proc/${name}/environ`, 'latin1').includes(`${TREE_MARK}=${mark}`);
  } catch {
    return false;
  }
}

function processesOfUnix(): ProcessRow[] {
  const { stdout } = spawnSync('/bin/ps', ['-axo', 'pid=,ppid=,pgid='], {
    encoding: 'latin1',
    timeout: 1000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return ((stdout as string | null) ?? '').split('\n').flatMap((line) => {
    const [pid = NaN, parent = NaN, group = NaN] = line.trim().split(/\s+/).map(Number);
    return Number.isInteger(pid) && pid > 0 ? [{ pid, parent, group, marked: false }] : [];
  });
}

/** https://learn.microsoft.com/windows-server/administration/windows-commands/taskkill. Wine 8.0 knows no /T: there the program alone ends. */
function stopOnWindows(pid: number): void {
  const alone = (): void => {
    kill(pid);
  };
  const tool = spawn(systemProgram('taskkill.exe'), ['/T', '/F', '/PID', String(pid)], {
    stdio: 'ignore',
    windowsHide: true,
  });
  tool.once('error', alone);
  tool.once('exit', (code) => {
    if (code !== 0) alone();
  });
}

/** A program of Windows by its whole path: by its name alone the current directory would be looked through first. */
export function systemProgram(name: string): string {
  const root = process.env['SystemRoot'] ?? '';
  return path.win32.join(path.win32.isAbsolute(root) ? root : 'C:\\Windows', 'System32', name);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already, and everything in its group.
  }
}
