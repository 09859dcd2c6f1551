import * as vscode from 'vscode';

/** Waits until VS Code has read changed settings of Claude Code, or six seconds when it doesn’t notice. */
export async function untilChanged(): Promise<void> {
  await new Promise<void>((resolve) => {
    const subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('claudeCode')) done();
    });
    const timer = setTimeout(() => {
      done();
    }, 6000);
    const done = (): void => {
      subscription.dispose();
      clearTimeout(timer);
      resolve();
    };
  });
}
