import * as vscode from 'vscode';
import { showDialog, showNotification, withProgressNotification, type MessageSeverity } from './screen';

/** A button of a message: its label, and what it means. */
export interface Choice<T> {
  readonly label: string;
  readonly value: T;
}

/**
 * Asks in a modal dialog, where an answer is needed before anything can go on.
 * @returns undefined when it was closed.
 */
export async function ask<T>(
  severity: MessageSeverity,
  message: string,
  detail: string,
  choices: readonly Choice<T>[],
): Promise<T | undefined> {
  const picked = await showDialog(
    severity,
    message,
    detail,
    choices.map(({ label }) => label),
  );
  return picked === undefined ? undefined : choices[picked]?.value;
}

/** Shows a notification without waiting for an answer; a button runs its command, by id, or its function. */
export function tell(
  severity: MessageSeverity,
  message: string,
  buttons: readonly Choice<string | (() => unknown)>[] = [],
): void {
  void showNotification(
    severity,
    message,
    buttons.map(({ label }) => label),
  ).then((picked) => {
    const action = picked === undefined ? undefined : buttons[picked]?.value;
    if (typeof action === 'string') void vscode.commands.executeCommand(action);
    else void action?.();
  });
}

/**
 * Runs something with a progress notification that names what is waited for and can be cancelled; `stop` does that too.
 * @returns undefined when it was cancelled.
 */
export async function withCancellableProgress<T>(
  title: string,
  run: (signal: AbortSignal, report: (what: string) => void, stop: () => void) => Promise<T>,
): Promise<T | undefined> {
  return withProgressNotification(title, async (report, token) => {
    const controller = new AbortController();
    const stop = (): void => {
      controller.abort();
    };
    const subscription = token.onCancellationRequested(stop);
    try {
      return await run(controller.signal, report, stop);
    } catch (error) {
      if (controller.signal.aborted) return undefined;
      throw error;
    } finally {
      subscription.dispose();
    }
  });
}
