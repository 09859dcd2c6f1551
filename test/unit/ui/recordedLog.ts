import type * as vscode from 'vscode';
import { createLog, type Log } from '../../../src/ui/log';

/** A log whose lines are kept, as `level text`. @param logLevel of VS Code; `Debug` when left out */
export function recordedLog(logLevel = 2): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const write = (name: string) => (text: string) => lines.push(`${name} ${text}`);
  const channel = { logLevel, debug: write('debug'), info: write('info'), error: write('error') };
  return { log: createLog(channel as unknown as vscode.LogOutputChannel), lines };
}
