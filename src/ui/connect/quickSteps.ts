import * as vscode from 'vscode';

/** How a step ended: with a value, one step back, or not at all. */
export type Answer<T> = { readonly kind: 'value'; readonly value: T } | { readonly kind: 'back' } | { readonly kind: 'cancel' };

/** Where a step stands in the sequence, and its heading. */
export interface StepFrame {
  readonly title: string;
  readonly step: number;
  readonly total: number;
  /** Offer Back although this is the first step. */
  readonly back?: boolean;
}

/** A remark on what is being typed; an `error` cannot be accepted. */
export interface Remark {
  readonly message: string;
  readonly severity: 'error' | 'warning' | 'info';
}

/** One line of a choice. */
export interface Option<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly value: T;
}

const SEVERITY = { error: vscode.InputBoxValidationSeverity.Error, warning: vscode.InputBoxValidationSeverity.Warning, info: vscode.InputBoxValidationSeverity.Info } as const;

/** Asks for text, judged on every change. Stays open when the focus leaves: the value is often in another window. */
export function askText(frame: StepFrame, options: { value?: string; prompt: string; placeholder: string; password?: boolean; review: (value: string) => Remark | undefined }): Promise<Answer<string>> {
  const box = vscode.window.createInputBox();
  setFrame(box, frame);
  box.value = options.value ?? '';
  box.prompt = options.prompt;
  box.placeholder = options.placeholder;
  box.password = options.password ?? false;
  let touched = box.value !== '';
  const review = (): boolean => {
    const remark = options.review(box.value);
    // An empty box is no mistake until it is accepted.
    box.validationMessage = remark === undefined || !touched ? undefined : { message: remark.message, severity: SEVERITY[remark.severity] };
    return remark?.severity !== 'error';
  };
  review();
  return run<string>(box, (settle) => [
    box.onDidChangeValue(() => {
      touched = true;
      review();
    }),
    box.onDidAccept(() => {
      touched = true;
      if (review()) settle({ kind: 'value', value: box.value });
    }),
  ]);
}

/** Asks for one of several options; `active` is the one under the cursor. */
export function askOption<T>(frame: StepFrame, placeholder: string, options: readonly Option<T>[], active?: T): Promise<Answer<T>> {
  const pick = vscode.window.createQuickPick<Option<T> & vscode.QuickPickItem>();
  setFrame(pick, frame);
  pick.placeholder = placeholder;
  pick.items = options;
  pick.matchOnDetail = true;
  const preset = options.find(({ value }) => value === active);
  if (preset !== undefined) pick.activeItems = [preset];
  return run<T>(pick, (settle) => [
    pick.onDidAccept(() => {
      const [chosen] = pick.activeItems;
      if (chosen !== undefined) settle({ kind: 'value', value: chosen.value });
    }),
  ]);
}

function setFrame(input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>, { title, step, total, back }: StepFrame): void {
  input.title = title;
  input.step = step;
  input.totalSteps = total;
  input.ignoreFocusOut = true;
  input.buttons = step > 1 || back === true ? [vscode.QuickInputButtons.Back] : [];
}

function run<T>(input: vscode.InputBox | vscode.QuickPick<Option<T> & vscode.QuickPickItem>, listen: (settle: (answer: Answer<T>) => void) => vscode.Disposable[]): Promise<Answer<T>> {
  const subscriptions: { dispose(): unknown }[] = [input];
  return new Promise<Answer<T>>((settle) => {
    subscriptions.push(
      ...listen(settle),
      input.onDidTriggerButton(() => { settle({ kind: 'back' }); }),
      input.onDidHide(() => { settle({ kind: 'cancel' }); }),
    );
    input.show();
  }).finally(() => { vscode.Disposable.from(...subscriptions).dispose(); });
}
