import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import { readClaudeSettings } from '../../core/files/claudeSettings';
import { isBelow } from '../../core/config/filePlaces';
import { readClaudeState, unreadableState } from '../../core/files/claudeState';
import { CLOUD_VARIABLES } from '../../core/claude/providers';
import { isRecord, jsonIn } from '../../core/text/json';
import type { ClaudeState, CloudLogins, ReadOutcome, Snapshot, SourceReading } from '../../core/config/snapshot';
import {
  dropinDir,
  orderDropins,
  pathOf,
  sourceRow,
  type Machine,
  type SourceId,
  type Environment,
} from '../../core/claude/sources';
import { readForeign, type ReadingLimits } from './foreignFile';
import { liesInFolder } from './insideFolder';
import type { PolicyDocument } from './osPolicy';
import { NO_POLICIES, type Policies } from './policies';
import { isGuarded } from './guarded';
import { isCommitted, repositoryOf } from './repository';
import { codeOf, FileError } from './fileError';
import { readText, textIn } from './textFile';
import { wrapEnvironment } from '../../core/files/environment';

/** Claude Code refuses a larger one (“Settings file exceeds the 2MiB limit”). */
const LARGEST_SETTINGS = 2 * 1024 * 1024;
/** `.claude.json` holds a history of every project, and grows: some tens of MB are common, and hundreds are reported. */
const LARGEST_STATE = 32 * 1024 * 1024;

/** What is read outside VS Code. */
export type MachineReadings = Required<Pick<Snapshot, 'readings' | 'state' | 'cloud'>>;

/**
 * Reads every source outside VS Code: managed settings, the Claude Code settings files, the environment, the client's own
 * state, and whether a login is saved. Never throws: what went wrong stands in each reading. No network, no child process:
 * what needs one comes in as `policies`.
 */
export async function readSources(
  machine: Machine,
  env: Environment,
  policies: Policies = NO_POLICIES,
): Promise<MachineReadings> {
  const root = machine.folder === undefined ? undefined : await repositoryOf(machine.folder);
  // The home directory is nobody's project, and on Windows only the folder itself is looked at.
  const apart = root !== undefined && root !== machine.folder && root !== machine.home && machine.platform !== 'win32';
  const [managed, local, project, user, remote, login, state, cloud] = await Promise.all([
    readManaged(machine, policies),
    readFolderFile('local-settings', pathOf('local-settings', machine), machine.folder, root),
    readFolderFile('project-settings', pathOf('project-settings', machine), machine.folder, root),
    readOwnFile('user-settings', pathOf('user-settings', machine), machine, root),
    readOwnFile('managed-remote', pathOf('managed-remote', machine), machine, root),
    readLogin(machine),
    readState(machine),
    readCloudLogins(machine.home, env),
  ]);
  const atRoot = apart
    ? await readFolderFile('local-settings', pathOf('repository-local', { ...machine, repository: root }), root, root)
    : [];
  const shell: SourceReading = {
    id: 'shell',
    location: undefined,
    outcome: { status: 'read' },
    env: wrapEnvironment(env),
  };
  const cached = remote.map((reading): SourceReading => ({
    ...reading,
    ignored: t('Claude Code gets these from Anthropic’s server, and only without a gateway'),
  }));
  const rootOnly = atRoot.map((reading): SourceReading => ({ ...reading, since: 'local-settings-at-root' }));
  const accounts = login.map((reading) =>
    reading.outcome.status === 'unreadable' && state.account
      ? { ...reading, outcome: { status: 'read' } as const }
      : reading,
  );
  return {
    readings: [
      ...managed,
      ...rootOnly,
      ...local,
      ...project,
      ...user,
      ...cached.filter(({ outcome }) => outcome.status !== 'absent'),
      ...accounts,
      shell,
    ],
    state,
    cloud,
  };
}

async function readManaged(machine: Machine, { documents, inheritedDir }: Policies): Promise<SourceReading[]> {
  const [own, legacy, inherited] = await Promise.all([
    readManagedFolder(machine),
    readSettingsFile('managed-legacy', pathOf('managed-legacy', machine)),
    // Windows guards it, whatever its files look like from within WSL.
    inheritedDir === undefined ? [] : readManagedFolder({ ...machine, managedDir: inheritedDir }, true),
  ]);
  const old = legacy
    .filter(({ outcome }) => outcome.status !== 'absent')
    .map((reading): SourceReading => ({
      ...reading,
      ignored: t('Claude Code no longer reads this folder; put the file in {folder}', {
        folder: 'C:\\Program Files\\ClaudeCode',
      }),
    }));
  // A session in WSL that inherits the Windows settings reads its own only when Windows has none.
  const ownCounts = !inherited.some(({ delivers }) => delivers === true);
  return [...documents.map(readDocument), ...inherited, ...(ownCounts ? own : []), ...old];
}

async function readManagedFolder(machine: Machine, guarded = machine.platform === 'win32'): Promise<SourceReading[]> {
  const folder = dropinDir(machine);
  const [file, names] = await Promise.all([
    readSettingsFile('managed-file', pathOf('managed-file', machine)),
    readdir(folder).catch(() => []),
  ]);
  const dropins = await Promise.all(
    orderDropins(names).map((name) => readSettingsFile(`managed-dropin:${name}`, path.join(folder, name))),
  );
  return Promise.all(
    [...file, ...dropins.flat()].map(async (reading) =>
      guarded || (await isGuarded(reading.location ?? '')) ? { ...reading, guarded: true } : reading,
    ),
  );
}

function readDocument({ id, location, outcome, text }: PolicyDocument): SourceReading {
  // A user may write their own part of the registry.
  return {
    id,
    location,
    ...(sourceRow(id).group === 'hkcu' ? {} : ({ guarded: true } as const)),
    ...(text === undefined ? { outcome, env: {} } : readClaudeSettings(text, true)),
  };
}

/** A file that Claude Code looks for in a folder: it belongs to whoever wrote that. */
async function readFolderFile(
  id: SourceId,
  file: string | undefined,
  folder: string | undefined,
  root: string | undefined,
): Promise<SourceReading[]> {
  const readings = await readSettingsFile(id, file, { folder });
  if (file === undefined || root === undefined || readings.every(({ outcome }) => outcome.status !== 'read'))
    return readings;
  const committed = await isCommitted(root, file);
  return committed ? readings.map((reading) => ({ ...reading, committed })) : readings;
}

/** A file of the user's. With CLAUDE_CONFIG_DIR, or through a link, it may lie in the opened folder: then it comes from there. */
async function readOwnFile(
  id: SourceId,
  file: string | undefined,
  machine: Machine,
  root: string | undefined,
): Promise<SourceReading[]> {
  if (file === undefined || !(await liesInFolder(file, machine.folder, ownFolder(machine))))
    return readSettingsFile(id, file);
  const readings = await readFolderFile(id, file, limitsFor(file, machine).folder, root);
  return readings.map((reading) => ({ ...reading, fromFolder: true }));
}

/** Where Claude Code keeps what is the user's, unless CLAUDE_CONFIG_DIR says otherwise. */
function ownFolder({ home }: Machine): string {
  return path.join(home, '.claude');
}

async function readSettingsFile(
  id: SourceId,
  file: string | undefined,
  limits: Partial<ReadingLimits> = {},
): Promise<SourceReading[]> {
  if (file === undefined) return [];
  const base = { id, location: file, env: {} };
  try {
    const found = await readForeign(file, { most: LARGEST_SETTINGS, ...limits });
    if (found === undefined) return [{ ...base, outcome: { status: 'absent' } }];
    const openToOthers = process.platform !== 'win32' && (found.mode & 0o044) !== 0;
    return [
      {
        ...base,
        ...readClaudeSettings(textIn(file, found), sourceRow(id).group !== undefined),
        ...(openToOthers ? { openToOthers } : {}),
      },
    ];
  } catch (error) {
    return [{ ...base, outcome: unreadableOutcome(error) }];
  }
}

async function readLogin(machine: Machine): Promise<SourceReading[]> {
  const file = pathOf('login', machine);
  // On macOS a login lies in the Keychain, which is not opened.
  if (file === undefined)
    return [
      {
        id: 'login',
        location: undefined,
        outcome: { status: 'unreadable', message: t('the Keychain isn’t read') },
        env: {},
      },
    ];
  return [
    {
      id: 'login',
      location: file,
      outcome: { status: (await holdsLogin(file, limitsFor(file, machine))) ? 'read' : 'absent' },
      env: {},
    },
  ];
}

/** Only whether there is one that may ask a model; nothing of it is kept. The file holds logins of other kinds too. */
async function holdsLogin(file: string, limits: Partial<ReadingLimits>): Promise<boolean> {
  try {
    const credentials = jsonIn((await readText(file, limits)) ?? '');
    const login = isRecord(credentials) ? credentials['claudeAiOauth'] : undefined;
    if (!isRecord(login)) return false;
    const { accessToken, scopes } = login;
    return (
      typeof accessToken === 'string' &&
      accessToken !== '' &&
      (Array.isArray(scopes) || typeof scopes === 'string') &&
      scopes.includes('user:inference')
    );
  } catch (error) {
    return error instanceof FileError;
  }
}

async function readState(machine: Machine): Promise<ClaudeState> {
  for (const kind of ['state-legacy', 'state'] as const) {
    const file = pathOf(kind, machine) ?? '';
    try {
      const text = await readText(file, { ...limitsFor(file, machine), most: LARGEST_STATE });
      if (text !== undefined || kind === 'state') return readClaudeState(file, text, machine.folder);
    } catch (error) {
      const { message } = unreadableOutcome(error);
      return unreadableState(file, message);
    }
  }
  return unreadableState('', '');
}

/** Where the providers' own tools keep a sign-in: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html and the like. */
async function readCloudLogins(home: string, env: Environment): Promise<CloudLogins> {
  const anyOf = async (variables: readonly string[], files: readonly string[]): Promise<boolean> => {
    if (variables.some((name) => (env[name] ?? '') !== '')) return true;
    const found = await Promise.all(
      files.map((file) =>
        stat(path.join(home, file)).then(
          () => true,
          () => false,
        ),
      ),
    );
    return found.includes(true);
  };
  const [aws, google, azure] = await Promise.all([
    anyOf(CLOUD_VARIABLES.aws, ['.aws/credentials', '.aws/config']),
    anyOf(CLOUD_VARIABLES.google, [
      '.config/gcloud/application_default_credentials.json',
      'AppData/Roaming/gcloud/application_default_credentials.json',
    ]),
    anyOf(CLOUD_VARIABLES.azure, ['.azure/azureProfile.json']),
  ]);
  return { aws, google, azure };
}

/** A file that lies below the opened folder as it is written is read like one of the folder. */
function limitsFor(file: string, machine: Machine): Partial<ReadingLimits> {
  const { folder, platform } = machine;
  const ofFolder =
    folder !== undefined && isBelow(file, folder, platform) && !isBelow(file, ownFolder(machine), platform);
  return ofFolder ? { folder } : {};
}

/** What keeps this product from reading a file, and Claude Code perhaps not. */
const ONLY_HERE: readonly FileError['code'][] = ['outside', 'no-answer'];

/** Why a file was not read, and whether Claude Code may read it all the same. */
export function unreadableOutcome(error: unknown): Extract<ReadOutcome, { readonly status: 'unreadable' }> {
  if (!(error instanceof FileError))
    return { status: 'unreadable', message: t('it can’t be read ({code})', { code: codeOf(error) }) };
  return {
    status: 'unreadable',
    message: error.message,
    ...(ONLY_HERE.includes(error.code) ? { onlyHere: true } : {}),
  };
}
