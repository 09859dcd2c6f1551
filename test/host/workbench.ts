import type { Page } from 'playwright-core';
import { launchChromium } from './browser';
import { Dialog } from './dialog';
import { Editors } from './editors';
import { Notifications } from './notifications';
import type { RunningServer } from './packaged';
import { QuickInput } from './quickInput';
import { StatusItem } from './statusItem';
import { TreeView } from './treeView';
import { DEFAULT_WAIT_MS, waitFor } from './waiting';
import { configureWorkbench, QUIET_SETTINGS } from './workbenchConfiguration';

/** The size of a browser window's inside. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
}

/** How a workbench is opened. */
export interface WorkbenchOptions {
  readonly viewport?: Viewport;
  /** The name of the colour theme, as in the setting `workbench.colorTheme`. */
  readonly colorTheme?: string;
  /** Default values of settings, on top of those that keep the workbench quiet. Files and extensions win over them. */
  readonly configurationDefaults?: Readonly<Record<string, unknown>>;
  /** Another window of the person at this workbench: with the same browser, and so the same secrets. By default somebody else's. */
  readonly beside?: Workbench;
}

const START_TIMEOUT_MS = 180_000;

/** A workbench in a headless browser, and what a person sees and does there. The same for all versions. */
export class Workbench {
  readonly quickInput: QuickInput;
  readonly dialog: Dialog;
  readonly notifications: Notifications;
  readonly editors: Editors;

  constructor(
    /** For what the helpers do not cover. */
    readonly page: Page,
    /** Closes the window, and the browser that was opened for it. */
    readonly close: () => Promise<void>,
  ) {
    this.quickInput = new QuickInput(page);
    this.dialog = new Dialog(page);
    this.notifications = new Notifications(page);
    this.editors = new Editors(page);
  }

  /** An entry of the status bar, by the extension's id and the item's: `publisher.name.item`. */
  statusItem(id: string): StatusItem {
    return new StatusItem(this.page, id);
  }

  /** A view with a tree, by its name. */
  tree(name: string): TreeView {
    return new TreeView(this.page, name);
  }

  /** Runs the command with exactly this title ("Category: Title") from the command palette. */
  async runCommand(title: string): Promise<void> {
    await waitFor('the command palette', async () => {
      await this.page.keyboard.press('F1');
      // A workbench that is still starting takes no keys.
      await this.page.locator('.quick-input-widget:visible input').first().waitFor({ timeout: 1_500 });
      return true;
    });
    await this.quickInput.fill(`>${title}`);
    await this.quickInput.pick(title);
  }

  /** Waits until the workbench is drawn. Extensions start some seconds later: wait for something of theirs. */
  async waitUntilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: START_TIMEOUT_MS });
  }

  /** Loads the page anew, as "Developer: Reload Window" does. */
  async reload(): Promise<void> {
    await this.page.reload({ timeout: START_TIMEOUT_MS });
    await this.waitUntilReady();
  }

  /** Presses a key or a combination, e.g. `Control+Enter`. */
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** Changes the size of the window. */
  async setViewport(viewport: Viewport): Promise<void> {
    await this.page.setViewportSize(viewport);
  }

  /** Writes what is on screen to a PNG file. */
  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }
}

/** The address of the workbench with this folder open, or with none. */
export function workbenchUrl(
  server: RunningServer,
  folder: string | undefined,
  payload: readonly (readonly [string, string])[] = [],
): string {
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  if (folder === undefined) query.set('ew', 'true');
  else query.set('folder', folder);
  return `${server.url}?${query.toString()}`;
}

/** Opens a workbench of this server, in a browser of its own unless it is beside another one. */
export async function openWorkbench(
  server: RunningServer,
  folder?: string,
  options: WorkbenchOptions = {},
): Promise<Workbench> {
  const { viewport = { width: 1280, height: 800 }, colorTheme, configurationDefaults } = options;
  const browser = options.beside === undefined ? await launchChromium() : undefined;
  const context = options.beside?.page.context() ?? (await browser?.newContext({ viewport }));
  if (context === undefined) throw new Error('there is no browser');
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(DEFAULT_WAIT_MS);
    const theme = colorTheme === undefined ? {} : { 'workbench.colorTheme': colorTheme };
    await configureWorkbench(page, {
      authority: server.authority,
      configurationDefaults: { ...QUIET_SETTINGS, ...theme, ...configurationDefaults },
    });
    const workbench = new Workbench(page, () => (browser ?? page).close());
    await page.goto(workbenchUrl(server, folder), { timeout: START_TIMEOUT_MS });
    await workbench.waitUntilReady();
    return workbench;
  } catch (error) {
    await browser?.close();
    throw error;
  }
}
