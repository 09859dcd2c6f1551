import type { Page } from 'playwright-core';

/** What VS Code's web page reads when it starts; only the parts used here. */
export interface WorkbenchConfiguration {
  /** Default values of settings: below what any settings file says, so that the files hold nothing but what a test put there. */
  readonly configurationDefaults: Readonly<Record<string, unknown>>;
  /**
   * The server's, e.g. 127.0.0.1:1234. code-server leaves it out of the addresses of the user's settings, which therefore
   * do not match those in the server's change events: with it, changes to the files are noticed, as on the desktop.
   */
  readonly authority?: string;
  /** Makes the workbench run an extension's tests, and refuse modal dialogs. */
  readonly enableSmokeTestDriver?: boolean;
}

/** Settings that keep a workbench from saying or doing anything nobody asked for, and its layout from moving. */
export const QUIET_SETTINGS: Readonly<Record<string, unknown>> = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'llmGateway.healthCheck.intervalMinutes': 0,
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'workbench.editor.useModal': 'off',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Changes what the workbench finds as its configuration in every page this one loads from now on. */
export async function configureWorkbench(page: Page, configuration: WorkbenchConfiguration): Promise<void> {
  // As text, for it runs in the page. Not by rewriting the document on its way: VS Code's web sockets then get closed.
  await page.addInitScript(`{
    const added = ${JSON.stringify(configuration)};
    const getAttribute = Element.prototype.getAttribute;
    Element.prototype.getAttribute = function (name) {
      const value = getAttribute.call(this, name);
      if (name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration' || !value) return value;
      const { configurationDefaults, enableSmokeTestDriver, authority } = added;
      const found = JSON.parse(value);
      found.configurationDefaults = { ...found.configurationDefaults, ...configurationDefaults };
      // VS Code takes what follows two slashes as the authority.
      if (authority) found.userDataPath = '//' + authority + found.userDataPath;
      if (enableSmokeTestDriver) found.developmentOptions = { ...found.developmentOptions, enableSmokeTestDriver };
      return JSON.stringify(found);
    };
  }`);
}
