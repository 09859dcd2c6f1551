import { homedir } from 'node:os';
import path from 'node:path';
import { NAME_FILES, namesFileInFolder, valuesOfFolder } from '../../core/config/decidedByFolder';
import { leavesFiles } from '../../core/config/filePlaces';
import { effectiveEnvironment, type ResolvedConfig } from '../../core/config/resolve';
import { platformOf } from '../files/machine';
import type { Environment } from '../../core/claude/sources';

/**
 * The environment for what is asked from here, as Claude Code has it there: the configuration's own variables over those of this
 * process. Without those that lie in the opened folder, unless that is trusted; and never with a folder's path to a device or server.
 * @param opened from where a relative path to a certificate counts: not from wherever VS Code was started. Without it, the home directory
 */
export function probeEnvironment(
  config: ResolvedConfig,
  own: Environment,
  trusted: boolean,
  opened = homedir(),
): Environment {
  const folder = valuesOfFolder(config);
  const counts = ([name, value]: readonly [string, string]): boolean =>
    !folder.has(name) || (trusted && !(NAME_FILES.includes(name) && isNoFile(value)));
  const configured = Object.entries(effectiveEnvironment(config)).map(
    ([name, value]) => [name, value.reveal()] as const,
  );
  const whole = { ...own, ...Object.fromEntries(configured.filter(counts)) };
  const placed = Object.entries(whole).flatMap(([name, value]): [string, string | undefined][] => {
    if (value === undefined || !namesFileInFolder(name, value)) return [[name, value]];
    return trusted ? [[name, path.resolve(opened, value)]] : [];
  });
  return Object.fromEntries(placed);
}

function isNoFile(file: string): boolean {
  const platform = platformOf(process.platform);
  return leavesFiles(file, platform) || leavesFiles(path.resolve(file), platform);
}
