import type { Machine } from '../claude/sources';

type Platform = Machine['platform'];

/** Names that are devices in every folder of Windows, with any ending: https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$) *(?:$|[.:])/i;

/** Where devices and processes are shown as files, and where looking at a name asks another machine. */
const POSIX_NO_FILES = /^\/(?:dev|proc|sys|net|Network)(?:\/|$)/;

/**
 * True for an absolute path that is more than a file of this machine: a device, a process, or a server, which Windows sends
 * the user's login to when the path is only looked at. No such path is followed when the opened folder names it.
 * @example leavesFiles('\\\\host\\share\\ca.pem', 'win32') // true
 */
export function leavesFiles(path: string, platform: Platform): boolean {
  if (platform !== 'win32') return POSIX_NO_FILES.test(normalized(path, platform));
  const text = path.replaceAll('/', '\\');
  // Also `\\?\`, `\\.\` and the kernel's own `\??\`.
  return (
    text.startsWith('\\\\') || text.startsWith('\\??\\') || text.split('\\').some((part) => WINDOWS_DEVICE.test(part))
  );
}

/** True when an absolute path is a folder, or lies below it, as both are written: no link is looked at. */
export function isBelow(path: string, folder: string, platform: Platform): boolean {
  const [inner, outer] = [normalized(path, platform), normalized(folder, platform)];
  return inner === outer || inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`);
}

/** One slash between the parts, no `.` and `..`; on Windows and macOS in lower case, where names are mostly blind to it. */
function normalized(path: string, platform: Platform): string {
  const windows = platform === 'win32';
  const text = windows ? path.replaceAll('\\', '/').replace(/^\/\/\?\/(?=[a-z]:)/i, '') : path;
  const parts: string[] = [];
  for (const part of text.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const whole = `${windows && !text.startsWith('/') ? '' : '/'}${parts.join('/')}`;
  return platform === 'linux' ? whole : whole.toLowerCase();
}
