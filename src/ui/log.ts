import type * as vscode from 'vscode';
import type { LogEntry } from '../core/views/logEntries';
import { errorLines } from '../core/words/errorLines';
import { redactLine } from '../core/words/redact';

/** The output channel “LLM Gateway”, for support. Each line is one line, bounded and redacted, whatever its text says. */
export interface Log {
  /** No line shows these from now on, nor those before them: an error may come late. */
  hide(secrets: readonly string[]): void;
  write(entry: LogEntry | undefined): void;
  /** Writes entries about a topic, unless they are the last ones that were written about it. */
  writeChanged(topic: string, entries: readonly LogEntry[]): void;
  info(message: string): void;
  /** With where it arose, and everything that caused it. */
  error(message: string, error: unknown): void;
  show(): void;
  dispose(): void;
}

/** Characters of a line. */
const LONGEST = 600;
/** Credentials that were hidden before and are still: while somebody types one, each prefix of it is one. */
const MOST_EARLIER = 50;
/** `vscode.LogLevel.Debug`; below are `Off` and `Trace`. */
const DEBUG = 2;

/** Writes into a channel. The level is the user’s choice in VS Code. */
export function createLog(channel: vscode.LogOutputChannel): Log {
  let secrets: readonly string[] = [];
  const last = new Map<string, string>();
  // Lines that nobody sees needn’t be searched for secrets.
  const isOn = ({ level }: LogEntry): boolean => {
    const shown: number = channel.logLevel;
    return level !== 'debug' || (shown > 0 && shown <= DEBUG);
  };
  const write: Log['write'] = (entry) => {
    if (entry === undefined || !isOn(entry)) return;
    channel[entry.level](redactLine(entry.text, secrets, LONGEST));
    for (const line of entry.more ?? [])
      channel[entry.level](`    ${/^ {0,20}/.exec(line)?.[0] ?? ''}${redactLine(line, secrets, LONGEST)}`);
  };
  return {
    hide: (now) => {
      // Sets: a folder can name thousands.
      const [known, current] = [new Set(secrets), new Set(now)];
      // The same list is searched for faster.
      if (now.every((secret) => known.has(secret))) return;
      secrets = [...now, ...secrets.filter((secret) => !current.has(secret)).slice(0, MOST_EARLIER)];
    },
    write,
    writeChanged: (topic, entries) => {
      const now = JSON.stringify(entries);
      if (last.get(topic) === now || !entries.every(isOn)) return;
      last.set(topic, now);
      entries.forEach(write);
    },
    info: (text) => {
      write({ level: 'info', text });
    },
    error: (text, error) => {
      write({ level: 'error', text, more: errorLines(error, secrets) });
    },
    show: () => {
      channel.show();
    },
    dispose: () => {
      channel.dispose();
    },
  };
}
