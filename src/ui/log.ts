import * as vscode from 'vscode';
import { redactLine } from '../core/words/redact';

/** The output channel “LLM Gateway”. Every line goes through redaction; credentials are never passed to it. */
export interface Log {
  info(message: string): void;
  error(message: string, error?: unknown): void;
  dispose(): void;
}

/** Opens the log. The level is the user's choice in VS Code. */
export function createLog(): Log {
  const channel = vscode.window.createOutputChannel('LLM Gateway', { log: true });
  return {
    info: (message) => {
      channel.info(redactLine(message));
    },
    error: (message, error) => {
      channel.error(
        redactLine(
          error === undefined
            ? message
            : `${message}: ${error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error'}`,
        ),
      );
    },
    dispose: () => {
      channel.dispose();
    },
  };
}
