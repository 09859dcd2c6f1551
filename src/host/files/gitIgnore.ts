import { lstat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { gitFolder } from './repository';
import { readText } from './textFile';
import { FileError } from './fileError';
import type { ReadingLimits } from './foreignFile';
import type { Environment } from '../../core/claude/sources';

/** Some thousand patterns; a larger list is one that somebody wants to be slow. */
const LARGEST_LIST = 128 * 1024;
/** No path is longer, in characters. Of a longer pattern the library makes a regular expression that no engine takes. */
const LONGEST_PATTERN = 4096;
/** Wildcards of one pattern: each multiplies the ways in which it may fit. */
const MOST_WILDCARDS = 5;

/** Patterns, and the folder that they are relative to. */
interface PatternList {
  readonly folder: string;
  readonly rules: Ignore;
}

/**
 * True when Git leaves a file of a work tree alone: no pattern that would is forgotten, and what cannot be read or is made to be
 * slow ignores nothing. Reads `.gitignore` from the root down to the file, `info/exclude`, and the user's own list.
 * https://git-scm.com/docs/gitignore
 */
export async function isIgnored(root: string, file: string, env: Environment): Promise<boolean> {
  try {
    return await isListedFrom(root, file, env);
  } catch (error) {
    // A pattern that is none after all is found only when it is tried.
    if (error instanceof FileError || error instanceof SyntaxError) return false;
    throw error;
  }
}

async function isListedFrom(root: string, file: string, env: Environment): Promise<boolean> {
  const parts = path.relative(root, file).split(path.sep);
  const folders = parts.map((_, count) => path.join(root, ...parts.slice(0, count)));
  const texts = await Promise.all([
    userList(env).then((text) => [root, text] as const),
    excludeList(root).then((text) => [root, text] as const),
    ...folders.map(async (folder) => [folder, await ownList(path.join(folder, '.gitignore'))] as const),
  ]);
  const lists = texts.flatMap(([folder, text]): PatternList[] =>
    text === undefined ? [] : [{ folder, rules: ignore({ ignorecase: false }).add(text) }],
  );
  if (texts.some(([, text]) => text !== undefined && isSlow(text))) return false;
  // Of what is below an ignored folder, nothing can be let in again.
  return parts.some((_, index) =>
    isListed(lists, path.join(root, ...parts.slice(0, index + 1)), index + 1 < parts.length),
  );
}

/** The last list that says anything of a path decides. */
function isListed(lists: readonly PatternList[], place: string, isFolder: boolean): boolean {
  for (const { folder, rules } of lists.toReversed()) {
    const name = path.relative(folder, place).split(path.sep).join('/');
    if (name === '' || name.startsWith('../')) continue;
    const { ignored, unignored } = rules.test(isFolder ? `${name}/` : name);
    // What a list says of the folder around has been overruled by another list, or nobody would ask.
    const inherited = ignored && name.includes('/') && rules.test(name.slice(0, name.lastIndexOf('/') + 1)).ignored;
    if (!inherited && (ignored || unignored)) return ignored;
  }
  return false;
}

function isSlow(text: string): boolean {
  return text
    .split('\n')
    .some((line) => line.length > LONGEST_PATTERN || (line.match(/[*?[]+/g)?.length ?? 0) > MOST_WILDCARDS);
}

/** Git follows no link here. @throws {FileError} */
async function ownList(file: string): Promise<string | undefined> {
  const isLink = await lstat(file).then(
    (info) => info.isSymbolicLink(),
    () => false,
  );
  return isLink ? undefined : readText(file, { most: LARGEST_LIST });
}

/** A list that ignores nothing where it cannot be read. */
async function listAt(file: string, limits: Partial<ReadingLimits> = {}): Promise<string | undefined> {
  return readText(file, { most: LARGEST_LIST, ...limits }).catch(() => undefined);
}

/** Of a worktree it lies with its main one. */
async function excludeList(root: string): Promise<string | undefined> {
  const git = await gitFolder(root).catch(() => undefined);
  const common = git?.replace(/[\\/]worktrees[\\/][^\\/]+$/, '');
  return common === undefined ? undefined : listAt(path.join(common, 'info', 'exclude'), { folder: common });
}

/** `core.excludesFile` of the user, else its usual place. A repository that sets it has its own `.gitignore` for that. */
async function userList(env: Environment): Promise<string | undefined> {
  const home = env['HOME'] ?? homedir();
  const config = path.join(env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), 'git');
  const texts = await Promise.all(
    [path.join(home, '.gitconfig'), path.join(config, 'config')].map((file) => listAt(file)),
  );
  const named = texts.map((text) => excludesFileIn(text ?? '')).find((file) => file !== undefined);
  return listAt(
    named === undefined ? path.join(config, 'ignore') : path.resolve(home, named.replace(/^~\//, `${home}/`)),
  );
}

function excludesFileIn(text: string): string | undefined {
  let section = '';
  let found: string | undefined;
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line.startsWith('[')) section = line.toLowerCase();
    else if (section === '[core]' && /^excludesfile\b/i.test(line))
      found = line
        .slice(line.indexOf('=') + 1)
        .trim()
        .replace(/^"(.*)"$/, '$1');
  }
  return found;
}
