import * as vscode from 'vscode';
import { createLineBox, createTextBox, type BoxFrame, type BoxRemark, type ScreenLine } from '../window/screen';

/** How a step ended: with a value, one step back, or not at all. */
export type Answer<T> =
  { readonly kind: 'value'; readonly value: T } | { readonly kind: 'back' } | { readonly kind: 'cancel' };

/** A step’s place in the sequence, and its heading. */
export interface StepFrame {
  readonly title: string;
  readonly step: number;
  readonly total: number;
  /** Offer Back although this is the first step. */
  readonly back?: boolean;
}

/** A remark on what is being typed; an `error` cannot be accepted. */
export type Remark = BoxRemark;

/** One line of a choice. */
export interface Option<T> extends ScreenLine {
  readonly value: T;
}

/** Asks for text, judged on every change. Stays open when the focus leaves: the value is often in another window. */
export function askText(
  frame: StepFrame,
  options: {
    value?: string;
    prompt: string;
    placeholder: string;
    password?: boolean;
    review: (value: string) => Remark | undefined;
  },
): Promise<Answer<string>> {
  const { box, remark } = createTextBox(boxFrame(frame), options);
  box.value = options.value ?? '';
  box.password = options.password ?? false;
  let touched = box.value !== '';
  const review = (): boolean => {
    const found = options.review(box.value);
    // An empty box isn’t a mistake until it’s accepted.
    remark(touched ? found : undefined);
    return found?.severity !== 'error';
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
export function askOption<T>(
  frame: StepFrame,
  placeholder: string,
  options: readonly Option<T>[],
  active?: T,
): Promise<Answer<T>> {
  const pick = createLineBox(
    boxFrame(frame),
    placeholder,
    options,
    options.find(({ value }) => value === active),
  );
  return run<T>(pick, (settle) => [
    pick.onDidAccept(() => {
      const [chosen] = pick.activeItems;
      if (chosen !== undefined) settle({ kind: 'value', value: chosen.line.value });
    }),
  ]);
}

function boxFrame({ title, step, total, back }: StepFrame): BoxFrame {
  return { title, step, total, back: step > 1 || back === true };
}

function run<T>(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem & { readonly line: Option<T> }>,
  listen: (settle: (answer: Answer<T>) => void) => vscode.Disposable[],
): Promise<Answer<T>> {
  const subscriptions: { dispose(): unknown }[] = [input];
  return new Promise<Answer<T>>((settle) => {
    subscriptions.push(
      ...listen(settle),
      input.onDidTriggerButton(() => {
        settle({ kind: 'back' });
      }),
      input.onDidHide(() => {
        settle({ kind: 'cancel' });
      }),
    );
    input.show();
  }).finally(() => {
    vscode.Disposable.from(...subscriptions).dispose();
  });
}
