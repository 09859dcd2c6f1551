import type { Locator, Page } from 'playwright-core';
import { actionLabel } from './selectors';
import { waitFor } from './waiting';

/** How VS Code marks the message under an input. */
export type InputSeverity = 'info' | 'warning' | 'error' | 'none';

/** One entry of a quick pick. */
export interface QuickRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

const trimmed = async (locator: Locator): Promise<string> =>
  (await locator.allInnerTexts()).join(' ').replace(/\s+/g, ' ').trim();

/** The widget at the top of the workbench that asks: input boxes and quick picks. */
export class QuickInput {
  private readonly widget: Locator;
  private readonly input: Locator;
  private readonly rowsOnScreen: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget:visible');
    this.input = this.widget.locator('.quick-input-box input').first();
    this.rowsOnScreen = this.widget.locator('.quick-input-list .monaco-list-row');
  }

  /** Whether it is on screen. */
  async isOpen(): Promise<boolean> {
    return (await this.widget.count()) > 0;
  }

  /** Waits until it is on screen; with a title, until it has this one (without the steps). */
  async waitForOpen(title?: string): Promise<void> {
    await waitFor(`a quick input${title === undefined ? '' : ` "${title}"`}`, async () =>
      title === undefined ? this.isOpen() : (await this.title()) === title,
    );
  }

  /** Waits until it is gone. */
  async waitForClosed(): Promise<void> {
    await waitFor('the quick input to close', async () => !(await this.isOpen()));
  }

  private async titleWithStep(): Promise<{ readonly title: string; readonly step: string }> {
    const text = await trimmed(this.widget.locator('.quick-input-title'));
    const match = /^(.*?)\s*\(?(\d+\/\d+)\)?$/.exec(text);
    return { title: match?.[1] ?? text, step: match?.[2] ?? '' };
  }

  /** The title, without the steps. */
  async title(): Promise<string> {
    return (await this.titleWithStep()).title;
  }

  /** Where one is among the steps, e.g. `2/3`; empty if there are none. */
  async step(): Promise<string> {
    return (await this.titleWithStep()).step;
  }

  /** What stands in the input. */
  async value(): Promise<string> {
    return this.input.inputValue();
  }

  /** The grey text of an empty input. */
  async placeholder(): Promise<string> {
    return (await this.input.getAttribute('placeholder')) ?? '';
  }

  /** Whether the input hides what is typed. */
  async isPassword(): Promise<boolean> {
    return (await this.input.getAttribute('type')) === 'password';
  }

  /** Replaces what stands in the input. */
  async fill(text: string): Promise<void> {
    await this.input.fill(text);
  }

  /** The text under the input: the validation message, or else the prompt. */
  async message(): Promise<string> {
    return trimmed(this.widget.locator('.quick-input-message'));
  }

  /** How the input is marked. */
  async severity(): Promise<InputSeverity> {
    const classes =
      (await this.widget.locator('.quick-input-box .monaco-inputbox').first().getAttribute('class')) ?? '';
    return (
      (['error', 'warning', 'info'] as const).find((severity) => classes.split(/\s+/).includes(severity)) ?? 'none'
    );
  }

  /** The entries on screen (a long list only draws what can be seen). */
  async rows(): Promise<QuickRow[]> {
    const rows = await this.rowsOnScreen.all();
    return Promise.all(
      rows.map(async (row) => ({
        label: await trimmed(row.locator('.quick-input-list-row').first().locator('.label-name')),
        description: await trimmed(row.locator('.quick-input-list-row').first().locator('.label-description')),
        detail: await trimmed(row.locator('.quick-input-list-label-meta')),
      })),
    );
  }

  private async row(label: string): Promise<Locator> {
    return waitFor(`an entry "${label}"`, async () => {
      const index = (await this.rows()).findIndex((row) => row.label === label);
      return index >= 0 && this.rowsOnScreen.nth(index);
    });
  }

  /** Takes the entry with exactly this label, which must be on screen. */
  async pick(label: string): Promise<void> {
    await (await this.row(label)).locator('.quick-input-list-row').first().click();
  }

  /** Presses the button with this tooltip at the right end of an entry. */
  async pressRowButton(label: string, tooltip: string): Promise<void> {
    const row = await this.row(label);
    await row.hover();
    await row.locator(actionLabel(tooltip)).click();
  }

  /** The tooltips of the buttons in the title bar, from left to right. */
  async buttons(): Promise<string[]> {
    const buttons = await this.widget.locator('.quick-input-titlebar .action-label').all();
    return Promise.all(
      buttons.map(async (button) => ((await button.getAttribute('aria-label')) ?? '').replace(/ \(.*\)$/, '')),
    );
  }

  /** Presses the button with this tooltip, wherever it stands around the title and the input. */
  async pressButton(tooltip: string): Promise<void> {
    await this.widget
      .locator(`${actionLabel(tooltip)}:visible`)
      .first()
      .click();
  }

  /** Goes one step back. */
  async back(): Promise<void> {
    await this.pressButton('Back');
  }

  /** Takes what is typed or marked. */
  async accept(): Promise<void> {
    await this.input.press('Enter');
  }

  /** Dismisses it. */
  async escape(): Promise<void> {
    await this.page.keyboard.press('Escape');
  }
}
