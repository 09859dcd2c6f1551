import { chromium, type Browser } from 'playwright-core';
import { cleanEnvironment } from './environment';
import { ensureSystemPackages, findChromium } from './needs';
import { temporaryFolder } from './temporary';

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a headless Chromium with an empty profile of its own, which goes when the browser is closed. */
export async function launchChromium(): Promise<Browser> {
  ensureSystemPackages(['chromium']);
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('Chromium is not on the PATH; set CHROMIUM to its path.');
  const folder = temporaryFolder('chromium');
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    // What it leaves behind when it is killed, it leaves there.
    env: cleanEnvironment({ HOME: folder.path, TMPDIR: folder.path }),
    // Its sandbox refuses root and many containers. It only ever opens the workbench of a VS Code started here.
    args: ['--no-sandbox', ...QUIET],
    // Interrupted, this process exits, and an exiting process takes the browser with it.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  browser.once('disconnected', () => {
    folder.remove();
  });
  return browser;
}
