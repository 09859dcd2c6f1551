import type { Locator, Page } from 'playwright-core';
import { waitFor } from './waiting';

/** A modal dialog: what an extension shows with `{ modal: true }`. */
export class Dialog {
  private readonly box: Locator;

  constructor(page: Page) {
    this.box = page.locator('.monaco-dialog-box:visible');
  }

  /** Whether there is one. */
  async isOpen(): Promise<boolean> {
    return (await this.box.count()) > 0;
  }

  /** Waits until there is one whose message contains this. */
  async waitForOpen(message = ''): Promise<void> {
    await waitFor(
      `a dialog "${message}"`,
      async () => (await this.isOpen()) && (await this.message()).includes(message),
    );
  }

  /** Its message, in bold. */
  async message(): Promise<string> {
    return this.box.locator('.dialog-message-text').innerText();
  }

  /** The smaller text under the message; empty if there is none. */
  async detail(): Promise<string> {
    return (await this.box.locator('.dialog-message-detail:visible').allInnerTexts()).join('\n');
  }

  /** The names of its buttons, in the order on screen. */
  async buttons(): Promise<string[]> {
    return (await this.box.locator('.dialog-buttons .monaco-button:visible').allInnerTexts()).map((text) =>
      text.trim(),
    );
  }

  /** Presses a button, and waits until the dialog is gone. */
  async press(button: string): Promise<void> {
    await this.box.locator('.dialog-buttons').getByRole('button', { name: button, exact: true }).click();
    await waitFor('the dialog to close', async () => !(await this.isOpen()));
  }
}
