import type { Locator, Page } from 'playwright-core';
import { waitFor } from './waiting';

/** A fourth message within this time of the one before is put away unseen, by all versions. */
const UNSEEN_AFTER_MS = 800;

/** The messages at the lower right. */
export class Notifications {
  private readonly messages: Locator;

  constructor(private readonly page: Page) {
    this.messages = page.locator('.notification-list-item:visible');
  }

  /** The messages on screen. */
  async texts(): Promise<string[]> {
    return (await this.messages.locator('.notification-list-item-message').allInnerTexts()).map((text) => text.trim());
  }

  private message(text: string): Locator {
    return this.messages.filter({ hasText: text }).first();
  }

  /** Waits for a message that contains this, and looks through those put away unseen if it does not pop up. */
  async waitFor(text: string): Promise<void> {
    const start = Date.now();
    const unseen = this.page
      .locator('.statusbar-item[id="status.notifications"]')
      .filter({ has: this.page.locator('.codicon-bell-dot') });
    await waitFor(`a message "${text}"`, async () => {
      if (await this.message(text).isVisible()) return true;
      if (Date.now() - start > UNSEEN_AFTER_MS && (await unseen.count()) > 0) await unseen.click();
      return false;
    });
  }

  /** Waits until no message contains this any more. */
  async waitForGone(text: string): Promise<void> {
    await waitFor(
      `the message "${text}" to go`,
      async () => !(await this.texts()).some((shown) => shown.includes(text)),
    );
  }

  /** The labels of a message's buttons. */
  async buttons(text: string): Promise<string[]> {
    const buttons = this.message(text).locator('.notification-list-item-buttons-container .monaco-button:visible');
    return (await buttons.allInnerTexts()).map((label) => label.trim()).filter((label) => label !== '');
  }

  /** Presses a button of a message that contains this. */
  async press(text: string, button: string): Promise<void> {
    await this.waitFor(text);
    // The bell that was clicked for it shows a hover, over the buttons of the message.
    await this.page.mouse.move(0, 0);
    await this.message(text).getByRole('button', { name: button, exact: true }).click();
  }

  /** Cancels the work whose progress this message shows. */
  async cancel(text: string): Promise<void> {
    await this.press(text, 'Cancel');
  }

  /** Closes a message that contains this without an answer. */
  async dismiss(text: string): Promise<void> {
    await this.waitFor(text);
    await this.message(text).hover();
    await this.message(text).locator('.codicon-notifications-clear').first().click();
    await this.waitForGone(text);
    // Away from where the next one appears: a message under the pointer does not go by itself.
    await this.page.mouse.move(0, 0);
  }
}
