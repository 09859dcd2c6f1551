/** What a program under test may know of this machine. Anything else could change how it behaves: keys, proxies, an editor around it. */
const INHERITED = ['PATH', 'LANG', 'TERM', 'TMPDIR'];

/** Without these, nothing starts on Windows. */
const INHERITED_ON_WINDOWS = ['SystemRoot', 'ComSpec', 'PATHEXT', 'TEMP', 'TMP'];

/** What an editor with a window of its own needs besides. */
const INHERITED_BY_DESKTOP = ['DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY'];

/** The environment of a program under test: little of this machine's, plus what the test gives it. */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const name of process.platform === 'win32' ? [...INHERITED, ...INHERITED_ON_WINDOWS] : INHERITED) {
    const value = process.env[name];
    if (value !== undefined) inherited[name] = value;
  }
  return { ...inherited, ...extra };
}

/** The same as something to lay over `process.env`: what must not be inherited is there as undefined. */
export function cleanEnvironmentOverlay(extra: Readonly<Record<string, string>>): Record<string, string | undefined> {
  const hidden = Object.keys(process.env).filter((name) => !INHERITED_BY_DESKTOP.includes(name));
  return { ...Object.fromEntries(hidden.map((name) => [name, undefined])), ...cleanEnvironment(extra) };
}
