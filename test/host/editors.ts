import type { Locator, Page } from 'playwright-core';
import { actionLabel } from './selectors';
import { waitFor } from './waiting';

/** What is used of an element of the page; the types of the whole DOM would hold for all of the repository. */
interface DrawnElement {
  getBoundingClientRect(): { readonly top: number };
  getAttribute(name: string): string | null;
  readonly textContent: string;
}

/** The lines of an editor that are on screen, from top to bottom: the elements stand in no particular order. */
async function linesOf(editor: Locator): Promise<string> {
  const lines = await editor.locator('.view-lines > .view-line').evaluateAll((elements: readonly DrawnElement[]) =>
    elements
      .map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text),
  );
  return lines.join('\n').replaceAll('\u00a0', ' ');
}

async function titlesOf(tabs: Locator): Promise<string[]> {
  // In one go: a tab may close between two questions.
  return tabs.evaluateAll((elements: readonly DrawnElement[]) =>
    elements.map((element) => (element.getAttribute('aria-label') ?? '').trim()),
  );
}

/** The editors, their tabs, and what extensions show in their place. */
export class Editors {
  private readonly activeGroup: Locator;

  constructor(private readonly page: Page) {
    this.activeGroup = page.locator('.editor-group-container.active');
  }

  /** What the panel shows of an output channel: the lines on screen. */
  async outputText(): Promise<string> {
    return linesOf(this.page.locator('.part.panel .monaco-editor').first());
  }

  /** The titles of all tabs. A newer version splits a file's name in two; the label for screen readers is whole in both. */
  async titles(): Promise<string[]> {
    return titlesOf(this.page.locator('.tabs-container .tab'));
  }

  /** The title of the active tab; empty if there is none. */
  async activeTitle(): Promise<string> {
    return (await titlesOf(this.activeGroup.locator('.tabs-container .tab.active'))).join('');
  }

  /** Waits until a tab with a title that contains this is active. */
  async waitForActive(title: string): Promise<void> {
    await waitFor(`an active tab "${title}"`, async () => (await this.activeTitle()).includes(title));
  }

  /** The lines of the active text editor that are on screen. */
  async activeText(): Promise<string> {
    return linesOf(this.activeGroup.locator('.monaco-editor:visible').first());
  }

  /** The lines on screen on both sides of the active comparison. */
  async diffText(): Promise<{ readonly original: string; readonly modified: string }> {
    const diff = this.activeGroup.locator('.monaco-diff-editor:visible').first();
    return {
      original: await linesOf(diff.locator('.editor.original')),
      modified: await linesOf(diff.locator('.editor.modified')),
    };
  }

  /**
   * Waits for a web view (a panel, a view, or a Markdown preview) that shows this text, and gives its document's body
   * to look into. The document stands in a frame within a frame.
   */
  async webview(text: string): Promise<Locator> {
    return waitFor(`a web view with "${text}"`, async () => {
      for (const frame of this.page.frames()) {
        if (frame.name() !== 'active-frame' && !frame.parentFrame()?.url().includes('/webview/')) continue;
        const body = frame.locator('body');
        if ((await body.innerText({ timeout: 1_000 })).includes(text)) return body;
      }
      return undefined;
    });
  }

  /** Closes the active editor. */
  async closeActive(): Promise<void> {
    const before = (await this.titles()).length;
    const tab = this.activeGroup.locator('.tabs-container .tab.active');
    await tab.hover();
    await tab.locator(actionLabel('Close')).click();
    await waitFor('the editor to close', async () => (await this.titles()).length < before);
  }
}
