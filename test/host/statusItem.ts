import type { Locator, Page } from 'playwright-core';
import { waitFor } from './waiting';

/** An extension's entry in the status bar. */
export class StatusItem {
  private readonly item: Locator;

  /** @param id the extension's id and the item's, e.g. `publisher.name.item` */
  constructor(
    private readonly page: Page,
    private readonly id: string,
  ) {
    this.item = page.locator(`.statusbar-item[id="${id}"]`);
  }

  /** Whether it is on screen. */
  async isVisible(): Promise<boolean> {
    return this.item.isVisible();
  }

  /** Waits until it shows a text that contains this. */
  async waitFor(text = '', timeoutMs?: number): Promise<void> {
    await waitFor(
      `"${text}" in the status item ${this.id}`,
      async () => (await this.isVisible()) && (await this.text()).includes(text),
      timeoutMs,
    );
  }

  /** Its text, without the icons. */
  async text(): Promise<string> {
    return (await this.item.innerText({ timeout: 1_000 })).replace(/\s+/g, ' ').trim();
  }

  /** The names of its icons, e.g. `check`. */
  async icons(): Promise<string[]> {
    const icons = await this.item.locator('.codicon').all();
    const classes = await Promise.all(icons.map(async (icon) => (await icon.getAttribute('class')) ?? ''));
    return classes.flatMap((names) => /(?:^|\s)codicon-(?!modifier)(\S+)/.exec(names)?.[1] ?? []);
  }

  /** What a screen reader says. */
  async ariaLabel(): Promise<string> {
    return (
      (await this.item.locator('.statusbar-item-label').getAttribute('aria-label')) ??
      (await this.item.getAttribute('aria-label')) ??
      ''
    );
  }

  /** Whether it is coloured as an error, a warning, or not at all. */
  async kind(): Promise<'error' | 'warning' | 'plain'> {
    const classes = (await this.item.getAttribute('class')) ?? '';
    if (classes.includes('error-kind')) return 'error';
    return classes.includes('warning-kind') ? 'warning' : 'plain';
  }

  /** The text of its tooltip. */
  async tooltip(): Promise<string> {
    await this.item.hover();
    const hover = this.page.locator('.workbench-hover:visible, .monaco-hover:visible').first();
    await hover.waitFor();
    const text = await hover.innerText();
    await this.page.mouse.move(0, 0);
    await hover.waitFor({ state: 'hidden' });
    return text.trim();
  }

  /** Runs its command. */
  async click(): Promise<void> {
    await this.item.locator('.statusbar-item-label').click();
  }
}
