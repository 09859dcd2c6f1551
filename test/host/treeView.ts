import type { Locator, Page } from 'playwright-core';
import { actionLabel } from './selectors';
import { waitFor } from './waiting';

/** One row of a tree. */
export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 at the top. */
  readonly level: number;
  /** Undefined for a row without children. */
  readonly expanded: boolean | undefined;
  readonly ariaLabel: string;
}

/** What is used of an element of the page; the types of the whole DOM would hold for all of the repository. */
interface DrawnRow {
  getAttribute(name: string): string | null;
  querySelector(selector: string): { readonly textContent: string } | null;
}

/** A view with a tree, in the side bar or the panel. */
export class TreeView {
  private readonly pane: Locator;
  private readonly rowsOnScreen: Locator;

  /** @param name the view's name, as on its title */
  constructor(
    private readonly page: Page,
    private readonly name: string,
  ) {
    this.pane = page.locator('.pane').filter({ has: page.locator(`.pane-header[aria-label="${name} Section"]`) });
    this.rowsOnScreen = this.pane.locator('.monaco-list-row');
  }

  /** Opens the view container with this title in the activity bar, unless it is open, and waits for the view. */
  async open(containerTitle: string): Promise<void> {
    const item = this.page
      .locator('.activitybar .action-item')
      .filter({ has: this.page.locator(actionLabel(containerTitle)) });
    // Another click would close it.
    if (!((await item.getAttribute('class')) ?? '').split(/\s+/).includes('checked'))
      await item.locator('.action-label').click();
    await this.pane.waitFor();
  }

  /** The rows on screen (a long tree only draws what can be seen), read in one go: rows may go between two questions. */
  async rows(): Promise<TreeRow[]> {
    const rows = await this.rowsOnScreen.evaluateAll((elements: readonly DrawnRow[]) =>
      elements.map((row) => ({
        label: row.querySelector('.label-name')?.textContent ?? '',
        description: row.querySelector('.label-description')?.textContent ?? '',
        level: row.getAttribute('aria-level'),
        expanded: row.getAttribute('aria-expanded'),
        ariaLabel: row.getAttribute('aria-label') ?? '',
      })),
    );
    const drawn = (text: string): string => text.replaceAll('\u00a0', ' ').trim();
    return rows.map(({ label, description, level, expanded, ariaLabel }) => ({
      label: drawn(label),
      description: drawn(description),
      level: Number(level),
      expanded: expanded === null ? undefined : expanded === 'true',
      ariaLabel,
    }));
  }

  private async row(label: string): Promise<Locator> {
    return waitFor(`a row "${label}" in ${this.name}`, async () => {
      const index = (await this.rows()).findIndex((row) => row.label === label);
      return index >= 0 && this.rowsOnScreen.nth(index);
    });
  }

  /** Waits until there is a row with exactly this label. */
  async waitForRow(label: string): Promise<void> {
    await this.row(label);
  }

  /** Clicks a row: runs its command, or folds it if it has none. */
  async click(label: string): Promise<void> {
    await (await this.row(label)).click();
  }

  /** Folds or unfolds a row. */
  async toggle(label: string): Promise<void> {
    await (await this.row(label)).locator('.monaco-tl-twistie').click();
  }

  /** Presses the button with this tooltip at the right end of a row. */
  async pressRowButton(label: string, tooltip: string): Promise<void> {
    const row = await this.row(label);
    await row.hover();
    await row.locator(actionLabel(tooltip)).click();
  }

  /** Presses the button with this tooltip in the view's title. */
  async pressTitleButton(tooltip: string): Promise<void> {
    const header = this.pane.locator('.pane-header');
    // A view that is alone in its container has no title of its own; one among others shows its buttons under the pointer only.
    const alone = !(await header.isVisible());
    if (!alone) await header.hover();
    const title = alone ? this.page.locator('.pane-composite-part > .title') : header;
    await title.locator(actionLabel(tooltip)).click();
  }

  /** What an empty view says instead of rows. */
  async welcomeText(): Promise<string> {
    return (await this.pane.locator('.welcome-view-content').allInnerTexts()).join('\n').trim();
  }

  /** The line above the rows that an extension sets as the view's message. */
  async message(): Promise<string> {
    return (await this.pane.locator('.tree-explorer-viewlet-tree-view .message:not(.hide)').allInnerTexts())
      .join('\n')
      .trim();
  }
}
