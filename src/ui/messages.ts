import * as vscode from 'vscode';

/** A button of a message: its label, and what it stands for. */
export interface Choice<T> {
  readonly label: string;
  readonly value: T;
}

/**
 * Asks in a modal dialog, where an answer is needed before anything can go on.
 * @returns undefined when it was closed.
 */
export async function ask<T>(severity: 'error' | 'warning' | 'info', message: string, detail: string, choices: readonly Choice<T>[]): Promise<T | undefined> {
  const show = { error: vscode.window.showErrorMessage, warning: vscode.window.showWarningMessage, info: vscode.window.showInformationMessage }[severity];
  const picked = await show(message, { modal: true, detail }, ...choices.map(({ label }) => label));
  return choices.find(({ label }) => label === picked)?.value;
}

/** Tells without waiting for an answer; a button runs its command, by id, or its function. */
export function tell(severity: 'error' | 'warning' | 'info', message: string, buttons: readonly Choice<string | (() => unknown)>[] = []): void {
  const show = { error: vscode.window.showErrorMessage, warning: vscode.window.showWarningMessage, info: vscode.window.showInformationMessage }[severity];
  void show(message, ...buttons.map(({ label }) => label)).then((picked) => {
    const action = buttons.find(({ label }) => label === picked)?.value;
    if (typeof action === 'string') void vscode.commands.executeCommand(action);
    else void action?.();
  });
}

/**
 * Runs something with a progress notification that names what is waited for and can be cancelled; `stop` does that too.
 * @returns undefined when it was cancelled.
 */
export async function withCancellableProgress<T>(title: string, run: (signal: AbortSignal, report: (what: string) => void, stop: () => void) => Promise<T>): Promise<T | undefined> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
    const controller = new AbortController();
    const stop = (): void => { controller.abort(); };
    const subscription = token.onCancellationRequested(stop);
    try {
      return await run(controller.signal, (message) => { progress.report({ message }); }, stop);
    } catch (error) {
      if (controller.signal.aborted) return undefined;
      throw error;
    } finally {
      subscription.dispose();
    }
  });
}
