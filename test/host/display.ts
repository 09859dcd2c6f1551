import { cleanEnvironment } from './environment';
import { ensureSystemPackages, findOnPath } from './needs';
import { startOwnProcess } from './ownProcess';
import { waitFor } from './waiting';

/**
 * Gives a program with windows somewhere to draw them while `work` runs, where there is no screen.
 * `work` gets what to add to the program's environment.
 */
export async function withDisplay<T>(work: (env: Readonly<Record<string, string>>) => Promise<T>): Promise<T> {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform !== 'linux' || DISPLAY !== undefined || WAYLAND_DISPLAY !== undefined) return work({});
  ensureSystemPackages(['chromium', 'xvfb']);
  // It chooses a free number and prints that on the given stream.
  const args = ['-displayfd', '1', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
  const own = startOwnProcess(findOnPath(['Xvfb']) ?? 'Xvfb', args, { env: cleanEnvironment() });
  try {
    const number = await waitFor('the virtual display', () => /^\d+$/m.exec(own.output())?.[0]);
    return await work({ DISPLAY: `:${number}` });
  } finally {
    await own.stop();
  }
}
