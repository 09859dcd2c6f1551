import path from 'node:path';
import { valuesOfFolder } from '../core/config/decidedByFolder';
import { leavesFiles } from '../core/config/filePlaces';
import { effectiveEnvironment, type ResolvedConfig } from '../core/resolve';
import { VARIABLES } from '../core/variables';
import { platformOf, type Environment } from './machine';

/** What names a file or folder for a connection. */
const NAME_FILES: readonly string[] = Object.entries(VARIABLES).filter(([, row]) => row.role === 'tls' && row.kind === 'path').map(([name]) => name);

/**
 * The environment for what is asked from here, as Claude Code has it there: the configuration's own variables over those of this
 * process. Without those that lie in the opened folder, unless that is trusted; and never with a folder's path to a device or server.
 */
export function probeEnvironment(config: ResolvedConfig, own: Environment, trusted: boolean): Environment {
  const folder = valuesOfFolder(config);
  const counts = ([name, value]: readonly [string, string]): boolean => !folder.has(name) || (trusted && !(NAME_FILES.includes(name) && isNoFile(value)));
  const configured = Object.entries(effectiveEnvironment(config)).map(([name, value]) => [name, value.reveal()] as const);
  return { ...own, ...Object.fromEntries(configured.filter(counts)) };
}

function isNoFile(file: string): boolean {
  const platform = platformOf(process.platform);
  return leavesFiles(file, platform) || leavesFiles(path.resolve(file), platform);
}
