import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { REPOSITORY } from '../host/repository';
import { runProgram } from './program';
import { failed, passed, type Outcome } from './section';

/** A kind of trace that a machine or its package registry leaves in files. */
interface Trace {
  readonly what: string;
  readonly pattern: RegExp;
  /** Look into these files only. */
  readonly files?: RegExp;
}

const LOCK_FILES = /(^|\/)(package-lock|npm-shrinkwrap)\.json$/;

/** Where there is no git, these are not part of the repository. */
const NOT_OURS = ['.git', '.vscode-test', 'dist', 'node_modules', 'out'];

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A folder at the top of the file system, such as /src, has a name that means other things in other places. */
function isDistinctive(path: string): boolean {
  return path.split(/[\\/]/).filter(Boolean).length >= 2;
}

function traces(registry: string): Trace[] {
  const paths = [REPOSITORY, homedir()].filter(isDistinctive);
  const host = URL.canParse(registry) ? new URL(registry).hostname : '';
  return [
    ...paths.map((path) => ({
      what: 'a path of this machine',
      pattern: new RegExp(`(?<![\\w.-])${literally(path)}(?![\\w.-])`),
    })),
    { what: 'a path of root', pattern: /(?<![\w.-])\/root\/[\w.]/ },
    ...(host.includes('.') && !/^[\d.]+$/.test(host)
      ? [{ what: 'the host of the package registry', pattern: new RegExp(literally(host), 'i') }]
      : []),
    {
      what: 'the address of a package registry',
      pattern: /https?:\/\/(registry\.|[\w.-]*(npmjs|yarnpkg|verdaccio|artifactory|nexus)[\w.-]*[/:])/i,
    },
    { what: 'a download address', pattern: /"resolved"\s*:\s*"(?!\.\.?\/|file:)/, files: LOCK_FILES },
  ];
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

/** What is tracked, or would be; a checkout may belong to another user than the one who runs this. */
async function repositoryFiles(): Promise<string[]> {
  const args = ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { ok, output } = await runProgram({ command: 'git', args, timeoutMs: 60_000 });
  if (!ok) return walk(REPOSITORY).map((path) => relative(REPOSITORY, path));
  return output
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(REPOSITORY, path)) && statSync(join(REPOSITORY, path)).isFile());
}

/** Looks for what only makes sense on the machine where the repository was worked on. */
export async function checkTraces(): Promise<Outcome> {
  const registry = await runProgram({
    command: 'npm',
    args: ['config', 'get', 'registry'],
    env: { npm_config_loglevel: 'silent' },
    timeoutMs: 60_000,
  });
  const wanted = traces(registry.ok ? registry.output.trim() : '');
  const files = await repositoryFiles();
  const found = files.flatMap((file) => {
    const text = readFileSync(join(REPOSITORY, file), 'latin1');
    return wanted.flatMap(({ what, pattern, files: only }) => {
      const match = only === undefined || only.test(file) ? pattern.exec(text) : null;
      return match === null ? [] : [`${file}:${text.slice(0, match.index).split('\n').length}: ${what}`];
    });
  });
  return found.length === 0 ? passed(`${files.length} files looked through`) : failed(found.join('\n'));
}
