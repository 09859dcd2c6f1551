import { readdir, stat } from 'node:fs/promises';
import { t } from '@vscode/l10n';
import { redactLine } from '../../core/words/redact';
import { expandInJson, readSettingsValue, type RegistryValue } from './registryText';
import { isProblem, parseSettings, valueAt } from '../../core/files/settingsText';
import type { ReadOutcome } from '../../core/config/snapshot';
import { orderDropins, type Environment } from '../../core/claude/sources';
import { runTool, type RunTool } from './systemTool';
import { codeOf } from './fileError';
import { readText } from './textFile';

/** A policy document that is not a file that Claude Code's users edit. */
export interface PolicyDocument {
  readonly id: 'managed-plist' | 'managed-hklm' | 'managed-hkcu';
  /** The file, or the key and value in the registry. */
  readonly location: string;
  readonly outcome: ReadOutcome;
  /** JSON text: empty or one object. There exactly when the outcome is `read`. */
  readonly text: string | undefined;
}

/** What a reader works with. */
interface Surroundings {
  readonly env: Environment;
  readonly user: string;
  readonly run: RunTool;
  readonly root: string;
}

type Place = Pick<PolicyDocument, 'id' | 'location'>;

const PLUTIL = '/usr/bin/plutil';
const LARGEST_PLIST = 2 * 1024 * 1024;

/** The value that holds the JSON: https://code.claude.com/docs/en/managed-settings */
const KEYS = {
  'managed-hklm': 'HKLM\\SOFTWARE\\Policies\\ClaudeCode',
  'managed-hkcu': 'HKCU\\SOFTWARE\\Policies\\ClaudeCode',
} as const;

const READERS: Readonly<Record<'darwin' | 'linux' | 'win32', (here: Surroundings) => Promise<PolicyDocument[]>>> = {
  darwin: readPlists,
  linux: () => Promise.resolve([]),
  win32: ({ env, run }) => {
    // A copy of the environment is not blind to case any more.
    const systemRoot = Object.entries(env).find(([name]) => name.toUpperCase() === 'SYSTEMROOT')?.[1] ?? 'C:\\Windows';
    const tool = `${systemRoot}\\System32\\reg.exe`;
    return Promise.all([readRegistry('managed-hklm', tool, env, run), readRegistry('managed-hkcu', tool, env, run)]);
  },
};

/**
 * The managed settings that this OS keeps elsewhere than in JSON files, the highest rank first; also those that are
 * absent, to say where was looked. A problem is an outcome. In WSL, {@link inheritedWindowsPolicy} tells the rest.
 * Starts no child process on Linux, and on macOS only for a file that exists.
 * https://code.claude.com/docs/en/managed-settings
 */
export async function readOsPolicy(
  platform: 'darwin' | 'linux' | 'win32',
  env: Environment,
  user: string,
  run: RunTool = runTool,
  root = '',
): Promise<PolicyDocument[]> {
  return READERS[platform]({ env, user, run, root });
}

/**
 * Where a WSL session finds the Windows managed settings, or undefined when it does not inherit them: HKLM or a file of
 * Windows must say so. HKCU is among the documents only when it says so too. A problem is an outcome.
 * https://code.claude.com/docs/en/managed-settings
 */
export async function inheritedWindowsPolicy(
  env: Environment,
  run: RunTool = runTool,
  root = '',
): Promise<{ readonly managedDir: string; readonly documents: readonly PolicyDocument[] } | undefined> {
  if (!(await isWsl(env, root))) return undefined;
  const managedDir = `${root}/mnt/c/Program Files/ClaudeCode`;
  const tool = `${root}/mnt/c/Windows/System32/reg.exe`;
  const present = await stat(tool).then(
    (info) => info.isFile(),
    () => false,
  );
  // The variables of Windows are not those of this session: %PATH% would be another one.
  const read = (id: keyof typeof KEYS): Promise<PolicyDocument> =>
    present
      ? readRegistry(id, tool, {}, run)
      : Promise.resolve(unreadable(registryPlace(id), t('{tool} is missing', { tool })));
  const [hklm, inFiles] = await Promise.all([read('managed-hklm'), readFlags(managedDir)]);
  // A later file wins over an earlier one, with false too.
  if (saysInherit(hklm.text) !== true && inFiles.findLast((flag) => flag !== undefined) !== true) return undefined;
  const hkcu = await read('managed-hkcu');
  return {
    managedDir,
    documents: hkcu.outcome.status === 'read' && saysInherit(hkcu.text) !== true ? [hklm] : [hklm, hkcu],
  };
}

/**
 * The managed preferences: those of the user before those of the machine. As with all managed settings the first that
 * can be read counts alone, so it is the last one listed.
 */
async function readPlists({ user, run, root }: Surroundings): Promise<PolicyDocument[]> {
  // A name with a slash in it would lead elsewhere.
  const folders = user === '' || /^\.\.?$|[/\0]/.test(user) ? [''] : [`${user}/`, ''];
  const documents: PolicyDocument[] = [];
  for (const folder of folders) {
    const document = await readPlist(
      `${root}/Library/Managed Preferences/${folder}com.anthropic.claudecode.plist`,
      run,
    );
    documents.push(document);
    if (document.outcome.status === 'read') break;
  }
  return documents;
}

async function readPlist(file: string, run: RunTool): Promise<PolicyDocument> {
  const place: Place = { id: 'managed-plist', location: file };
  try {
    const info = await stat(file);
    if (!info.isFile()) return unreadable(place, t('it isn’t a file'));
    if (info.size > LARGEST_PLIST) return unreadable(place, t('it’s larger than 2 MiB'));
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? absent(place) : unreadable(place, code);
  }
  const result = await run(PLUTIL, ['-convert', 'json', '-o', '-', '--', file]);
  // A date or a data value has no form in JSON: “FILE: invalid object in plist for destination format”.
  return result.code === 0
    ? judged(place, result.stdout)
    : unreadable(place, toolProblem('plutil', result).replace(`${file}: `, ''));
}

async function readRegistry(
  id: keyof typeof KEYS,
  tool: string,
  env: Environment,
  run: RunTool,
): Promise<PolicyDocument> {
  const place = registryPlace(id);
  const result = await run(tool, ['query', KEYS[id], '/v', 'Settings']);
  const value = readSettingsValue(result.stdout);
  // The words that say so are translated; the exit code is not.
  if (result.code === 1 && value === undefined) return absent(place);
  if (result.code !== 0) return unreadable(place, toolProblem('reg.exe', result));
  return value === undefined ? unreadable(place, t('reg.exe printed no value')) : judgedValue(place, value, env);
}

function judgedValue(place: Place, { type, data }: RegistryValue, env: Environment): PolicyDocument {
  if (type === 'REG_SZ') return judged(place, data);
  return type === 'REG_EXPAND_SZ'
    ? judged(place, expandInJson(data, env))
    : unreadable(place, t('its type is {type} instead of {expected}', { type, expected: 'REG_SZ' }));
}

function registryPlace(id: keyof typeof KEYS): Place {
  return { id, location: `${KEYS[id]}\\Settings` };
}

function absent(place: Place): PolicyDocument {
  return { ...place, outcome: { status: 'absent' }, text: undefined };
}

function unreadable(place: Place, why: string): PolicyDocument {
  return {
    ...place,
    outcome: {
      status: 'unreadable',
      message: t('{file} can’t be read: {problem}.', { file: place.location, problem: why }),
    },
    text: undefined,
  };
}

function judged(place: Place, text: string): PolicyDocument {
  const settings = parseSettings(text, 'json');
  return isProblem(settings)
    ? { ...place, outcome: { status: 'malformed', ...settings }, text: undefined }
    : { ...place, outcome: { status: 'read' }, text };
}

function toolProblem(tool: string, { code, stdout, stderr }: Awaited<ReturnType<RunTool>>): string {
  if (code === null) return stderr;
  const words = redactLine(stderr.trim() === '' ? stdout : stderr, [], 200);
  return words === ''
    ? t('{tool} exited with code {code}', { tool, code })
    : t('{tool} printed “{words}”', { tool, words });
}

async function isWsl(env: Environment, root: string): Promise<boolean> {
  if ((env['WSL_DISTRO_NAME'] ?? '') !== '') return true;
  // `Linux version 5.15.153.1-microsoft-standard-WSL2 (…)`, with WSL 1 `Linux version 4.4.0-22621-Microsoft (…)`.
  return /microsoft/i.test((await readText(`${root}/proc/version`).catch(() => undefined)) ?? '');
}

/** What each managed file says, in the order in which they are merged. What is wrong with one is told by who reads it for its settings. */
async function readFlags(managedDir: string): Promise<(boolean | undefined)[]> {
  const names = orderDropins(await readdir(`${managedDir}/managed-settings.d`).catch(() => []));
  const files = [
    `${managedDir}/managed-settings.json`,
    ...names.map((name) => `${managedDir}/managed-settings.d/${name}`),
  ];
  return Promise.all(files.map(async (file) => saysInherit(await readText(file).catch(() => undefined))));
}

function saysInherit(text: string | undefined): boolean | undefined {
  const settings = parseSettings(text ?? '', 'json');
  const value = isProblem(settings) ? undefined : valueAt(settings, ['wslInheritsWindowsSettings']);
  return value === undefined ? undefined : value === true;
}
